/** The questions that Airbnb waits for before a guest may book, or change a booking. Pure. Source: code of public integrations. */
import { addDaysOrNull, calendarDate } from '../../../core/reservation/dates';
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { wholeNumber } from '../../../core/text/read-text';
import { idOf } from '../responses/ids';

export interface Nights {
	/** `YYYY-MM-DD`. */
	from: string;
	/** Exclusive. */
	until: string;
}

export interface AvailabilityCheck extends Nights {
	listingId: string;
}

/** Longer stays are not sold. */
const MAX_NIGHTS = 1_100;

/** `null` where it asks for no nights of a listing. */
export function readCheck(value: unknown): AvailabilityCheck | null {
	const fields: Fields = recordOf(value);
	const listingId = idOf(fields, 'listing_id');
	const from = calendarDate(typeof fields['start_date'] === 'string' ? fields['start_date'] : null);
	const nights = wholeNumber(fields['nights'], MAX_NIGHTS);
	if (listingId === null || !/^\d{1,30}$/.test(listingId) || from === null || nights === null || nights < 1)
		return null;
	const until = addDaysOrNull(from, nights);
	return until === null ? null : { listingId, from, until };
}

/** What of a body asks for nights, though nobody may be able to say which: what cannot be read must not be answered with yes. */
export function questionIn(body: unknown): Fields | null {
	const fields: Fields = recordOf(body);
	return [fields, recordOf(fields['reservation'])].find(isQuestion) ?? null;
}

function isQuestion(fields: Fields): boolean {
	const has = (name: string) => name in fields;
	return ['listing_id', 'listing_id_str'].some(has) && ['start_date', 'end_date', 'nights'].some(has);
}

/** The nights that a stay would need beyond those that it has: none, or those before and behind it. */
export function nightsBeyond(asked: Nights, held: Nights): Nights[] {
	if (asked.until <= held.from || asked.from >= held.until) return [asked];
	return [
		...(asked.from < held.from ? [{ from: asked.from, until: held.from }] : []),
		...(asked.until > held.until ? [{ from: held.until, until: asked.until }] : []),
	];
}
