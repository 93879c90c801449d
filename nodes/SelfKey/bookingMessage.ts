/**
 * SelfKey's webhook as it comes, JSON or CSV, in the one form of its JSON: `{ event, timestamp, data }`. Pure.
 * A CSV has a row of column names and one of values; its columns are SelfKey's fields, those of the room and
 * the establishment as `room.name`, `room_name` or `roomName`.
 */
import { parse } from 'csv-parse/sync';
import { RefusedEvent } from '../shared/payload/reader';

/** Fields of a booking in SelfKey, as far as anything is made of them. */
const FIELDS = [
	'id', 'bookingNumber', 'hotelSlug', 'clientFirstName', 'clientLastName', 'clientEmail', 'clientPhone', 'clientBirthDate', 'clientBirthPlace',
	'clientAddress', 'clientPostalCode', 'clientCity', 'clientCountry', 'clientIdType', 'clientIdNumber', 'clientVehicleNumber',
	'amount', 'currency', 'adults', 'children', 'checkInDate', 'checkOutDate', 'bookingDate', 'bookingLocale', 'bookingType',
] as const;

export interface BookingMessage {
	event: unknown;
	timestamp: unknown;
	data: unknown;
}

/**
 * The message in a CSV.
 * @param eventHeader `X-Webhook-Event`, which is not signed: it counts only where no column names the event
 * @throws RefusedEvent where it is no CSV, or not of exactly one booking
 */
export function messageOfCsv(text: string, eventHeader: string | null): BookingMessage {
	const [names, values, ...more] = rowsOf(text);
	if (!names || !values || more.length > 0) throw new RefusedEvent('The CSV must have a row of column names and exactly one booking');
	const columns = new Map<string, string>();
	for (const [index, name] of names.entries()) {
		const value = values[index] ?? '';
		if (value !== '' && !columns.has(plain(name))) columns.set(plain(name), value);
	}
	const field = (...fields: string[]) => fields.map((name) => columns.get(plain(name))).find((value) => value !== undefined) ?? null;
	return {
		event: field('event') ?? eventHeader,
		timestamp: field('timestamp'),
		data: {
			...Object.fromEntries(FIELDS.map((name) => [name, field(name)])),
			room: { name: field('room.name', 'room'), accessCode: field('room.accessCode') },
			establishment: { slug: field('establishment.slug') },
		},
	};
}

/** `room.name`, `room_name`, `roomName` and `Room Name` are one. */
function plain(name: string): string {
	return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function rowsOf(text: string): string[][] {
	const [header = ''] = text.split(/\r?\n|\r/, 1);
	const count = (delimiter: string) => header.split(delimiter).length;
	const rows = tryParse(text, count(';') > count(',') ? ';' : ',');
	if (rows === null) throw new RefusedEvent('The body is not valid CSV');
	return rows;
}

function tryParse(text: string, delimiter: string): string[][] | null {
	try {
		return parse(text, { delimiter, trim: true, skip_empty_lines: true });
	} catch {
		// Its message quotes the line, and with it the guest.
		return null;
	}
}
