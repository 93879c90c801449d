/** The channel that somebody has meant who has written its name in another way, or mistyped it. Pure. */
import { CHANNELS, OWN_CHANNEL, type Channel } from './channels';

const OTHERS = CHANNELS.filter(({ id }) => id !== OWN_CHANNEL);

/** Of a name with so few letters, two of them would be half of it. */
const SHORT = 6;

/** `null` for the name of somebody else, such as a sender of reservations; SelfKey's own sales are no channel's. */
export function nearestChannel(name: string): Channel | null {
	const typed = lettersOf(name);
	const exact = OTHERS.find(({ id, displayName }) =>
		[id, displayName].some((known) => short(lettersOf(known)) === short(typed)),
	);
	if (exact) return exact;
	// No channel has a digit: `opera2` is a second system's name.
	if (/\p{N}$/u.test(typed)) return null;
	const isNear = (known: string) => distance(typed, known) <= (known.length < SHORT ? 1 : 2);
	return OTHERS.find(({ id }) => isNear(lettersOf(id)) || isNear(short(lettersOf(id)))) ?? null;
}

/** `Booking.com` and `BOOKING-COM` are one name. */
function lettersOf(name: string): string {
	return name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

/** `booking` means `booking.com`, and `airbnb.com` means `airbnb`. */
function short(letters: string): string {
	return letters.replace(/(?<=.)com$/, '');
}

/** Letters to add, to leave out, to change, or to swap with the next one, until the two are the same. */
function distance(one: string, other: string): number {
	let last: number[] = [];
	let row = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let i = 1; i <= one.length; i++) {
		const next = [i];
		for (let j = 1; j <= other.length; j++) {
			const isSame = one[i - 1] === other[j - 1];
			const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
			const steps = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1)];
			next.push(Math.min(...steps, isSwapped ? (last[j - 2] ?? 0) + 1 : Infinity));
		}
		[last, row] = [row, next];
	}
	return row[other.length] ?? 0;
}
