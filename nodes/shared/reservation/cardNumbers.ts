/** Finds payment card numbers that people typed where they do not belong, such as a special request. */

const CANDIDATE = /(?<![\d.])\d(?:[ .\-\u00A0]?\d){12,18}(?![\d])/g;

/**
 * The text with each card number (13 to 19 digits in groups or not, right by its check digit) replaced by
 * its last four digits. Other numbers stay.
 */
export function withoutCardNumbers(text: string): string {
	return text.replace(CANDIDATE, (candidate) => {
		const digits = candidate.replace(/\D/g, '');
		return passesLuhn(digits) ? `[card number removed, ends in ${digits.slice(-4)}]` : candidate;
	});
}

/** ISO/IEC 7812-1 check digit. */
function passesLuhn(digits: string): boolean {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return sum % 10 === 0;
}
