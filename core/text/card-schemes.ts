/** The numbers that payment card schemes issue: how they begin, how long they are, and their check digit. Linear. */

/** By the first digits and the length, as the schemes publish them (ISO/IEC 7812-1 assigns the first digit). */
const ISSUED = new RegExp(
	`^(?:${[
		'1\\d{14}', // UATP
		'2(?:20[0-5]\\d{12,15}|(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12})', // Mir, Mastercard
		'3(?:[47]\\d{13}|(?:0[0-59]|[689]\\d)(?:\\d{11}|\\d{13}|\\d{16})|5(?:2[89]|[3-8]\\d)\\d{12,15})', // American Express, Diners Club, JCB
		// Visa. Numbers of 13 digits are hardly issued any more; with these, they are mobile phones of Germany, Austria and,
		// with the zero that is dialled within the country, Britain, without a plus. Swiss and Italian ones have fewer digits.
		'4(?:(?!90?1[567]|30?6[5-9]|407)\\d{12}|\\d{15}|\\d{18})',
		'5(?:[1-5]\\d{14}|[06-9]\\d{14,17})', // Mastercard, Maestro, Elo, Verve
		'6\\d{15,18}', // Discover, UnionPay, Maestro, RuPay
		'8(?:[12]\\d{14,17}|600\\d{12})', // UnionPay, RuPay, UzCard
		'9(?:704\\d{12}|704\\d{15}|(?:112|792|860)\\d{12})', // Napas, Belkart, Troy, Humo
	].join('|')})$`,
);

/** Of the shortest numbers below. */
export const LEAST_DIGITS = 13;

/** Whether it can be a card's. @param digits `0` to `9` only */
export function isCardNumber(digits: string): boolean {
	// No scheme's numbers begin with 0 or 7. Then the check digit: it is quicker, and nine in ten fail it.
	return digits[0] !== '0' && digits[0] !== '7' && passesLuhn(digits) && ISSUED.test(digits);
}

function passesLuhn(digits: string): boolean {
	let sum = 0;
	for (let index = 0; index < digits.length; index++) {
		const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
		const value = index % 2 === 1 ? digit * 2 : digit;
		sum += value > 9 ? value - 9 : value;
	}
	return sum % 10 === 0;
}
