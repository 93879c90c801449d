/**
 * `data.last_written` of a report: what the house's own system had been told last of each room, by its leg number. Whoever
 * knows that can tell what the house has changed since from what it has not heard of yet. Pure.
 */
import { isRecord, type Fields, type Reader } from '../../core/payload/field-reader';
import { MAX_ROOMS } from '../../core/reservation/sanitize-reservation';

export interface WrittenRoom {
	/** As the report's room of the same number. */
	roomStayId: string;
	checkIn: string;
	checkOut: string;
	adults: number;
	children: number;
}

/** Empty where the sender does not say. */
export function readLastWritten(reader: Reader, data: Fields): WrittenRoom[] {
	return reader.list(data, 'last_written', 'data', MAX_ROOMS, (entry, path) => {
		if (!isRecord(entry)) return reader.fail(path);
		const needed = <T>(value: T | null, name: string): T | null => value ?? reader.fail(`${path}.${name}`);
		const checkIn = needed(reader.date(entry, 'check_in', path), 'check_in');
		const checkOut = needed(reader.date(entry, 'check_out', path), 'check_out');
		const adults = needed(reader.count(entry, 'adults', path), 'adults');
		const children = needed(reader.count(entry, 'children', path), 'children');
		if (checkIn === null || checkOut === null || adults === null || children === null) return null;
		return { roomStayId: reader.required(entry, 'room_stay_id', path), checkIn, checkOut, adults, children };
	});
}
