/** The prices of one rate plan as the fewest ranges of nights. Pure. */
import { compressNights, nothingSet, type CalendarRange } from '../availability/calendar-nights';
import type { DateRange } from '../availability/ranges';
import { eachNight } from '../reservation/dates';
import { channelRate, ruleFor, type ChannelRate, type RateRule } from './channel-rate';

/**
 * Prices for the nights of the range that a rule covers; the channel keeps what it has for the others. O(nights · rules).
 * @param roomPrice of a night, in major units
 * @param currency ISO 4217
 */
export function rateNights(
	roomPrice: number | null,
	currency: string,
	rules: readonly RateRule[],
	range: DateRange,
): CalendarRange[] {
	const rates = new Map<RateRule | null, ChannelRate | null>([[null, null]]);
	const rateBy = (rule: RateRule | null) => {
		if (rule && !rates.has(rule)) rates.set(rule, channelRate(roomPrice, currency, rule));
		return rates.get(rule) ?? null;
	};
	const nights = eachNight(range.start, range.end).map((date) => ({
		...nothingSet(),
		...rateBy(ruleFor(rules, date)),
	}));
	return compressNights(range.start, nights).filter(({ price }) => price !== null);
}
