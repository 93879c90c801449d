/** Which nights were ever restricted, so that what is lifted is lifted there, and nothing else is touched. Pure. */
import {
	compressNights,
	NIGHT_FIELDS,
	nothingSet,
	type CalendarRange,
	type NightValues,
} from '../../core/availability/calendar-nights';
import type { RestrictionField } from '../../core/availability/restrictions';
import { addDays, eachNight } from '../../core/reservation/dates';
import type { ToldCalendar } from '../ports/availability';
import { joined } from './waiting-nights';

/** What a night has that nobody restricts. */
const UNRESTRICTED: Record<RestrictionField, boolean | number> = {
	closed: false,
	closedToArrival: false,
	closedToDeparture: false,
	minimumStay: 1,
	maximumStay: 99,
};
const RESTRICTIONS = Object.keys(UNRESTRICTED) as RestrictionField[];

/**
 * The nights of which any of the calendars says a restriction, with what lifts each of them. What the hotel has entered at the
 * channel by hand for other nights, or other restrictions, stays.
 */
export function liftedNights(...calendars: ReadonlyArray<readonly CalendarRange[]>): CalendarRange[] {
	const nights = new Map<string, NightValues>();
	for (const range of calendars.flat()) {
		const lifted = liftOf(range);
		if (lifted === null) continue;
		for (const date of eachNight(range.start, range.end))
			nights.set(date, { ...(nights.get(date) ?? nothingSet()), ...lifted });
	}
	const dates = [...nights.keys()].sort();
	const [first, last] = [dates[0], dates.at(-1)];
	if (first === undefined || last === undefined) return [];
	return setNights(
		first,
		eachNight(first, addDays(last, 1)).map((date) => nights.get(date) ?? nothingSet()),
	);
}

/** All that the channel may have been told of restrictions. */
export function everRestricted({ told, doubtful, believed, waiting, restricted }: ToldCalendar): CalendarRange[] {
	return liftedNights(told, doubtful, believed, joined(waiting), restricted);
}

/** As `compressNights`, without the nights of which nothing is said. */
export function setNights(start: string, nights: readonly NightValues[]): CalendarRange[] {
	return compressNights(start, nights).filter((range) => NIGHT_FIELDS.some((field) => range[field] !== null));
}

function liftOf(range: NightValues): Partial<NightValues> | null {
	const fields = RESTRICTIONS.filter((field) => range[field] !== null);
	return fields.length === 0 ? null : Object.fromEntries(fields.map((field) => [field, UNRESTRICTED[field]]));
}
