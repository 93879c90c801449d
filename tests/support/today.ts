/** Days where Hôtel Paradise is: UTC's date is another one for an hour or two of each day. */
import { addDays, dateIn } from '../../core/reservation/dates';
import { hotelParadise } from '../../sandbox/hotel';

/** As `YYYY-MM-DD`. */
export function today(): string {
	return dateIn(hotelParadise.timeZone, new Date());
}

/** So many days from the one on which this test file began: one that runs over midnight keeps its dates. */
export function inDays(days: number): string {
	return addDays(BEGUN_ON, days);
}

const BEGUN_ON = today();
