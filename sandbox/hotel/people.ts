/** Invented guests, with the letters of many languages and the characters that break careless XML. */
import type { Booker, TestCard } from './booking';
import type { Random } from './random';

const names: ReadonlyArray<readonly [first: string, last: string, country: string]> = [
	['Zoé', 'Lefèvre', 'FR'],
	['Jürgen', 'Groß', 'DE'],
	['Łukasz', 'Wiśniewski', 'PL'],
	['伟', '李', 'CN'],
	['محمد', 'العلي', 'KW'],
	['Siobhán', "O'Brien", 'IE'],
	['Søren', 'Kjær', 'DK'],
	['María José', 'Núñez Ibáñez', 'ES'],
	['Иван', 'Петров', 'BG'],
	['花子', '山田', 'JP'],
	['Beat', 'Müller', 'CH'],
	['Chloé', 'Dupont', 'CH'],
	['Nguyễn Thị', 'Ánh', 'VN'],
	['Γιώργος', 'Παπαδόπουλος', 'GR'],
	['Þórdís', 'Jónsdóttir', 'IS'],
	['Anna', 'Smith', 'GB'],
	['Çağla', 'Yıldız', 'TR'],
	['João', 'Conceição', 'PT'],
	['דוד', 'כהן', 'IL'],
	['Max', 'Mustermann', 'AT'],
];

const streets = ['Rue de la Gare 4', 'Hauptstraße 17', 'ul. Długa 3/2', 'Via Roma 8', '5 King & Queen St'];
const cities = ['Genève', 'Köln', 'Kraków', 'Milano', 'London'];

export const remarkTexts = [
	'A quiet room, please.',
	'We arrive with a cot & a pram.',
	'Anniversary <3 – could you put flowers in the room?',
	'"High floor" if possible.',
	'Chambre côté lac si possible, merci d’avance !',
	'Zwei Zimmer nebeneinander, bitte.',
	'غرفة هادئة من فضلك',
	'靠近电梯的房间,谢谢 🙏',
	"We'd like to store our bikes; is there a garage?",
];

/** Published test numbers of the card schemes; valid by Luhn, but not real cards. */
export const testCards: ReadonlyArray<readonly [code: string, number: string, cvc: string]> = [
	['VI', '4111111111111111', '737'],
	['MC', '5555555555554444', '829'],
	['AX', '378282246310005', '4907'],
	['VI', '4012888888881881', '614'],
	['MC', '5105105105105100', '583'],
	['DS', '6011111111111117', '916'],
	['JC', '3530111333300000', '472'],
	['DN', '30569309025904', '358'],
];

/** ASCII letters of a name for a mail alias; `guest` if none are left. */
function aliasOf(name: string): string {
	const ascii = name
		.normalize('NFD')
		.replace(/[^A-Za-z]/g, '')
		.toLowerCase();
	return ascii === '' ? 'guest' : ascii.slice(0, 12);
}

/** An invented booker with a channel alias `name.123456@guest.booking.com`. */
export function someBooker(random: Random): Booker {
	const [firstName, lastName, countryCode] = random.pick(names);
	const withAddress = random.chance(0.6);
	return {
		firstName,
		lastName,
		email: `${aliasOf(lastName)}.${random.int(100_000, 999_999)}@guest.booking.com`,
		phone: random.chance(0.85) ? `+41 79 ${random.int(100, 999)} ${random.int(10, 99)} ${random.int(10, 99)}` : null,
		address: withAddress
			? { line: random.pick(streets), city: random.pick(cities), postalCode: String(random.int(1000, 99_999)) }
			: null,
		countryCode,
		company: random.chance(0.1) ? 'Müller & Söhne AG' : null,
	};
}

/** The full name of another invented guest. */
export function someGuestName(random: Random): string {
	const [firstName, lastName] = random.pick(names);
	return `${firstName} ${lastName}`;
}

/** A guest's own card, or the channel's virtual card that can be charged from `activeFrom`. */
export function someCard(random: Random, holder: string, activeFrom: string | null, expiryYear: number): TestCard {
	const [code, number, cvc] = random.pick(
		activeFrom === null ? testCards : testCards.filter(([brand]) => brand === 'MC'),
	);
	return {
		code,
		number,
		cvc,
		expiry: `${String(random.int(1, 12)).padStart(2, '0')}${String(expiryYear).slice(-2)}`,
		holder: activeFrom === null ? holder : 'Booking.com Agent',
		activeFrom,
		lookupFailed: activeFrom === null && random.chance(0.04),
	};
}
