/**
 * SelfKey's webhook as CSV, in the one form of its JSON: `{ event, timestamp, data }`. Pure. A CSV has a row of column
 * names and one of values; its columns are SelfKey's fields, those of the room and the establishment as `room.name`,
 * `room_name` or `roomName`, or as JSON in one cell. Quoted by the rules of CSV, or as SelfKey itself writes it: not at
 * all.
 */
import { parse } from 'csv-parse/sync';
import { recordOf, ValidationError } from '../../../core/payload/field-reader';
import { readUnquotedCsv } from './unquoted-csv';

/** Fields of a booking in SelfKey, as far as anything is made of them. */
const FIELDS = [
	'id',
	'bookingNumber',
	'hotelSlug',
	'clientFirstName',
	'clientLastName',
	'clientEmail',
	'clientPhone',
	'clientBirthDate',
	'clientBirthPlace',
	'clientAddress',
	'clientPostalCode',
	'clientCity',
	'clientCountry',
	'clientIdType',
	'clientIdNumber',
	'clientVehicleNumber',
	'amount',
	'currency',
	'adults',
	'children',
	'checkInDate',
	'checkOutDate',
	'bookingDate',
	'bookingLocale',
	'bookingType',
] as const;

/** What the header may say: nothing that would end an active stay. */
const UNSIGNED_EVENTS: readonly string[] = ['booking.completed', 'booking.updated'];

export interface BookingMessage {
	event: unknown;
	timestamp: unknown;
	data: unknown;
}

/**
 * The message in a CSV.
 * @param eventHeader `X-Webhook-Event`, which is not signed: it counts only where no column names the event, and
 * never for a cancellation
 * @throws ValidationError where it is no CSV, not of exactly one booking, or the header alone says what it must not
 */
export function messageOfCsv(text: string, eventHeader: string | null): BookingMessage {
	const columns = new Map<string, string>();
	for (const [name, cell] of cellsOf(text)) {
		// The parser knows no other blanks than a space; behind one, the JSON of a room would be taken for its name.
		const value = cell.trim();
		if (value !== '' && !columns.has(plain(name))) columns.set(plain(name), value);
	}
	const field = (...fields: string[]) =>
		fields.map((name) => columns.get(plain(name))).find((value) => value !== undefined) ?? null;
	const room = partOf(field('room'));
	return {
		event: field('event') ?? unsignedEvent(eventHeader),
		timestamp: field('timestamp'),
		data: {
			...Object.fromEntries(FIELDS.map((name) => [name, field(name)])),
			room: {
				name: field('room.name') ?? room.name ?? null,
				accessCode: field('room.accessCode') ?? room.accessCode ?? null,
			},
			establishment: { slug: field('establishment.slug') ?? partOf(field('establishment')).slug ?? null },
		},
	};
}

/**
 * A cell with the whole room in it, as JSON; else its name. JSON must never be taken for a name: the door code is
 * in it.
 */
function partOf(cell: string | null): Record<string, unknown> {
	if (cell === null || !/^[[{"]/.test(cell)) return { name: cell };
	try {
		return recordOf(JSON.parse(cell));
	} catch {
		return {};
	}
}

/** Anyone who captured one signed message could send it again with any header, and so cancel the stay. */
function unsignedEvent(header: string | null): string | null {
	if (header === null || UNSIGNED_EVENTS.includes(header)) return header;
	throw new ValidationError(
		`The header X-Webhook-Event is not signed and may only say ${UNSIGNED_EVENTS.join(' or ')}; for a cancellation add the column "event" to the CSV`,
		['event'],
	);
}

/** `room.name`, `room_name`, `roomName` and `Room Name` are one. */
function plain(name: string): string {
	return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function cellsOf(text: string): Iterable<readonly [name: string, value: string]> {
	const [header = ''] = text.split(/\r?\n|\r/, 1);
	const count = (delimiter: string) => header.split(delimiter).length;
	const rows = tryParse(text, count(';') > count(',') ? ';' : ',');
	const unquoted = rows === null ? readUnquotedCsv(text) : null;
	if (unquoted) return unquoted;
	if (rows === null) throw new ValidationError('The body is not valid CSV');
	const [names, values, ...more] = rows;
	if (!names || !values || more.length > 0)
		throw new ValidationError('The CSV must have a row of column names and exactly one booking');
	return names.map((name, index) => [name, values[index] ?? ''] as const);
}

function tryParse(text: string, delimiter: string): string[][] | null {
	try {
		return parse(text, { delimiter, trim: true, skip_empty_lines: true });
	} catch {
		// The parser's message quotes the line, and with it the guest.
		return null;
	}
}
