/** A reservation in one line, for a person to tick. Pure. */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { textOf } from '../../../core/text/read-text';

/** n8n divides what was ticked at commas, and shows these signs of HTML in another way. */
const UNSHOWABLE = /[,<>&"'`]/g;
const MAX_NAME = 60;

/** The key is in it, so that no two are the same. */
export function labelOf(record: Fields): string {
	const { key, guest, arrival, departure, rooms, bookings } = record;
	const numbers = (Array.isArray(bookings) ? bookings : []).map((booking) => recordOf(booking)['bookingNumber']);
	const parts = [
		textOf(guest)?.slice(0, MAX_NAME) ?? '(no name)',
		`${textOf(arrival) ?? '?'} to ${textOf(departure) ?? '?'}`,
		Array.isArray(rooms) && rooms.length > 0 ? `room ${rooms.join(' + ')}` : '',
		numbers.length > 0 ? `booking ${numbers.join(' + ')}` : '',
		textOf(key) ?? '',
	];
	return parts
		.filter((part) => part !== '')
		.join(' · ')
		.replace(UNSHOWABLE, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}
