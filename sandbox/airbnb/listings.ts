/** The hotel's listings on Airbnb: plain data. */
import type { Hotel } from '../hotel/hotel';

export interface Listing {
	/** Digits; newer ones lie beyond 2^53, so the API also writes them as text. */
	id: string;
	name: string;
	/** The hotel's own room type behind it. */
	roomTypeId: string;
	/** ISO 4217; prices of the calendar, and of fees and taxes. */
	currency: string;
	/** Minor units of a weekday night. */
	nightMinor: number;
}

export interface Host {
	/** The host's user id. */
	id: string;
	timeZone: string;
	listings: Listing[];
}

/** One listing for each room type: the first is old, with a short id, the others are new. */
export function hostOf(hotel: Hotel): Host {
	return {
		id: '38831742',
		timeZone: hotel.timeZone,
		listings: hotel.roomTypes.map(({ id, name, basePriceMinor }, index) => ({
			id: index === 0 ? '48211377' : String(1_193_287_465_019_283_000n + BigInt(index) * 777_777n),
			name,
			roomTypeId: id,
			currency: hotel.currency,
			nightMinor: basePriceMinor,
		})),
	};
}
