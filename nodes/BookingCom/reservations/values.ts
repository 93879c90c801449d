/** Values as Booking.com writes them: empty means unknown. Pure. */
import { withoutCardNumbers } from '../../../core/text/card-numbers';
import { nightsBetween } from '../../../core/reservation/dates';
import type { Reservation, RoomStay } from '../../../core/reservation/model';

/** An id or a code as it is written; `null` where it is empty. */
export function textOf(value: string | null | undefined): string | null {
	return value?.trim() || null;
}

/** What a person wrote: without card numbers that were typed into it; `null` where it is empty. */
export function people(value: string | null | undefined): string | null {
	const text = textOf(value);
	return text === null ? null : withoutCardNumbers(text);
}

/** A telephone number as it is written. None has more than 15 digits, or 12 without its country: what has may be a card's. */
export function phoneNumber(value: string | null | undefined): string | null {
	const text = textOf(value) ?? '';
	const most = /^(?:\+|00)/.test(text) ? 15 : 12;
	return text.replace(/\P{Nd}/gu, '').length > most ? people(text) : textOf(text);
}

/** A whole number that is not negative; `null` for anything else. */
export function wholeNumber(value: string | null | undefined): number | null {
	const text = textOf(value);
	return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** `null` where nothing is known at all. */
export function sumOf(numbers: Array<number | null>): number | null {
	const known = numbers.filter((number) => number !== null);
	return known.length > 0 ? known.reduce((sum, number) => sum + number, 0) : null;
}

/** From the first arrival to the last departure of these rooms; nights are counted between the two. */
export function stayOf(rooms: RoomStay[]): Pick<Reservation, 'checkIn' | 'checkOut' | 'nights'> {
	const checkIn =
		rooms
			.map((room) => room.checkIn)
			.filter((date) => date !== null)
			.sort()[0] ?? null;
	const checkOut =
		rooms
			.map((room) => room.checkOut)
			.filter((date) => date !== null)
			.sort()
			.at(-1) ?? null;
	return { checkIn, checkOut, nights: checkIn && checkOut ? nightsBetween(checkIn, checkOut) : null };
}
