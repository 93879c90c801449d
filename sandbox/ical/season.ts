/** What guests do in the calendars of a hotel that Airbnb sells without an interface: bookings, moved dates, cancellations. */
import { addDays } from '../hotel/calendar';
import type { Hotel } from '../hotel/hotel';
import { seededRandom } from '../hotel/random';
import type { Change } from './history';
import { Listing, type GuestBooking } from './listing';

/** Of another account at Airbnb than the one with an interface. */
export const CALENDAR_HOST = '41900333';

/** By listing: what happens once its calendar has been read so many times. */
export type Script = Record<string, Change[][]>;

/** The two last rooms of the hotel, one listing each; their numbers say which room it is. */
export function calendarListings(hotel: Hotel): Array<{ listingId: string; roomName: string }> {
	return hotel.rooms.slice(-2).map(({ name }) => ({ listingId: `7700${name}`, roomName: name }));
}

export interface CalendarSeason {
	listings: Listing[];
	script: Script;
	planned: { created: number; updated: number; cancelled: number };
}

/** The same for the same seed: four bookings for each listing, one of them moved later, another cancelled. */
export function calendarSeason({ seed, hotel, from }: { seed: number; hotel: Hotel; from: string }): CalendarSeason {
	const random = seededRandom(seed);
	const script: Script = {};
	const listings = calendarListings(hotel).map(({ listingId }) => {
		const listing = new Listing(listingId, 'airbnb');
		listing.closures.push({ uid: `closed-${listingId}`, start: addDays(from, 60), end: addDays(from, 74) });
		const bookings = [0, 1, 2, 3].map((number) => {
			const checkIn = addDays(from, number * 12 + random.int(0, 4));
			return {
				code: `HM${listingId}${number}`,
				uid: `${listingId}/${number}`,
				...{ checkIn, checkOut: addDays(checkIn, random.int(1, 5)) },
				...{ guest: 'unknown', phoneEnd: String(random.int(1000, 9999)), isCancelled: false },
			};
		});
		for (const booking of bookings) listing.book(booking);
		const [moved, gone] = bookings as [GuestBooking, GuestBooking];
		script[listingId] = [
			[],
			[
				(of) => of.change(moved.code, { checkIn: addDays(moved.checkIn, 1), checkOut: addDays(moved.checkOut, 1) }),
				(of) => of.change(gone.code, { isCancelled: true }),
			],
		];
		return listing;
	});
	const count = listings.length;
	return { listings, script, planned: { created: 4 * count, updated: count, cancelled: count } };
}
