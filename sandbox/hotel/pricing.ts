/** What a night costs, in the currencies that the scenario uses. */
import type { NightPrice } from './booking';
import { isWeekendNight, nights } from './calendar';
import type { Hotel, RatePlan, RoomType } from './hotel';

/** Decimal places by ISO 4217, and a rough value of one unit in CHF. */
const currencies: Record<string, { decimals: number; perChf: number }> = {
	CHF: { decimals: 2, perChf: 1 },
	EUR: { decimals: 2, perChf: 1.05 },
	JPY: { decimals: 0, perChf: 165 },
	KWD: { decimals: 3, perChf: 0.345 },
};

export const scenarioCurrencies = Object.keys(currencies);

/**
 * @throws RangeError for a currency the sandbox does not know.
 */
export function decimalsOf(currency: string): number {
	return knownCurrency(currency).decimals;
}

function knownCurrency(currency: string): { decimals: number; perChf: number } {
	const known = currencies[currency];
	if (known === undefined)
		throw new RangeError(`Unknown currency ${currency}: use one of ${scenarioCurrencies.join(', ')}.`);
	return known;
}

/** Converts minor units between two known currencies, rounded to a whole minor unit. */
export function convert(minor: number, from: string, to: string): number {
	if (from === to) return minor;
	const source = knownCurrency(from);
	const target = knownCurrency(to);
	const chf = minor / 10 ** source.decimals / source.perChf;
	return Math.round(chf * target.perChf * 10 ** target.decimals);
}

/** The price of each night in minor units of `currency`; `factor` raises or lowers all of them. */
export function nightPrices(
	stay: { checkIn: string; checkOut: string },
	offer: { hotel: Hotel; roomType: RoomType; ratePlan: RatePlan; currency: string; factor?: number },
): NightPrice[] {
	const base = offer.roomType.basePriceMinor * offer.ratePlan.factor * (offer.factor ?? 1);
	return nights(stay.checkIn, stay.checkOut).map((date) => ({
		date,
		minor: convert(Math.round(base * (isWeekendNight(date) ? 1.2 : 1)), offer.hotel.currency, offer.currency),
	}));
}
