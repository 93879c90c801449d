/**
 * What was written last, kept in OPERA's own custom reference of the reservation: the only way to tell what the desk has
 * changed there since from what its source wants changed. Pure.
 */
import type { WantedStay } from './wanted-stay';

/** Dates and people, which SelfKey takes from the desk. */
export interface WrittenStay {
	arrival: string;
	departure: string;
	adults: number;
	children: number;
}

/** OPERA's limit. */
const MAX_LENGTH = 50;
const MARK = /^SelfKey (?:\S+ )?(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d) (\d{1,4})\+(\d{1,4})$/;

/** `SelfKey 71 2027-06-01/2027-06-03 2+0`: for people SelfKey's number of the booking, then what was written. */
export function markOf({ bookingNumber, arrival, departure, adults, children }: WrittenStay & Numbered): string {
	const stay = `${arrival}/${departure} ${adults}+${children}`;
	const whole = `SelfKey ${bookingNumber === null ? '' : `${bookingNumber} `}${stay}`;
	return whole.length <= MAX_LENGTH ? whole : `SelfKey ${stay}`;
}

/** Whether these fields of a reservation in OPERA are as they were written; what OPERA does not show counts as unchanged. */
export function isAsWritten(
	stay: { [Field in keyof WrittenStay]: WrittenStay[Field] | null },
	written: WrittenStay,
	fields: ReadonlyArray<keyof WrittenStay>,
): boolean {
	return fields.every((field) => (shown(stay, field) ?? written[field]) === written[field]);
}

/** No children are no figure where adults are one. */
function shown(
	stay: { [Field in keyof WrittenStay]: WrittenStay[Field] | null },
	field: keyof WrittenStay,
): string | number | null {
	return field === 'children' && stay.adults !== null ? (stay.children ?? 0) : stay[field];
}

type Numbered = Pick<WantedStay, 'bookingNumber'>;

/** `null` where an earlier version, a gateway or the desk has left nothing of it. */
export function readMark(customReference: string | null): WrittenStay | null {
	const [, arrival, departure, adults, children] = MARK.exec(customReference ?? '') ?? [];
	if (arrival === undefined || departure === undefined) return null;
	return { arrival, departure, adults: Number(adults), children: Number(children) };
}
