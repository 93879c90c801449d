/** A few weeks of a reservation system: bookings that never overlap, some changed, some cancelled. */
import { addDays } from '../hotel/calendar';
import type { Hotel, RoomType } from '../hotel/hotel';
import { someBooker } from '../hotel/people';
import { convert } from '../hotel/pricing';
import { seededRandom, type Random } from '../hotel/random';
import type { OwnReservation } from './system';

export interface SeasonOptions {
	seed: number;
	hotel: Hotel;
	/** First check-in, `YYYY-MM-DD`. */
	from: string;
	/** Default 8. */
	reservations?: number;
}

/** Each stay has these days to itself, even after a change. */
const DAYS_APART = 6;

/**
 * Every state of every reservation, in the order in which they arose; the same for the same seed. A
 * quarter are changed, another quarter cancelled, the first of these after a change.
 */
export function reservationSeason({ seed, hotel, from, reservations = 8 }: SeasonOptions): OwnReservation[] {
	const random = seededRandom(seed);
	const booked = Array.from({ length: reservations }, (_, n) => book(random, hotel, n, addDays(from, n * DAYS_APART)));
	const quarter = Math.floor(reservations / 4);
	const changed = booked.slice(0, quarter).map((reservation) => change(random, hotel, reservation));
	const before = [
		...(changed.length > 0 ? [changed[0] as OwnReservation] : []),
		...booked.slice(quarter, 2 * quarter),
	].slice(0, quarter);
	const cancelled = before.map((reservation): OwnReservation => ({
		...reservation,
		revision: reservation.revision + 1,
		status: 'cancelled',
	}));
	return [...booked, ...changed, ...cancelled];
}

function book(random: Random, hotel: Hotel, number: number, checkIn: string): OwnReservation {
	const roomType = random.pick(hotel.roomTypes);
	const nights = random.int(1, DAYS_APART - 2);
	const { firstName, lastName } = someBooker(random);
	return {
		id: `R-${2001 + number}`,
		revision: 1,
		status: 'confirmed',
		roomType: roomType.name,
		guest: {
			firstName,
			lastName,
			email: `guest.${number + 1}@example.com`,
			phone: `+41 21 555 01 ${String(10 + number)}`,
		},
		checkIn,
		checkOut: addDays(checkIn, nights),
		guests: random.int(1, roomType.maxAdults),
		total: priceOf(hotel, roomType, nights, random.chance(0.3) ? 'EUR' : hotel.currency),
	};
}

/** One night more, at its price. */
function change(random: Random, hotel: Hotel, reservation: OwnReservation): OwnReservation {
	const roomType = hotel.roomTypes.find(({ name }) => name === reservation.roomType) ?? random.pick(hotel.roomTypes);
	const { minor, ...currency } = reservation.total;
	const more = priceOf(hotel, roomType, 1, currency.currency);
	return {
		...reservation,
		revision: reservation.revision + 1,
		checkOut: addDays(reservation.checkOut, 1),
		total: { ...currency, minor: minor + more.minor },
	};
}

function priceOf(hotel: Hotel, roomType: RoomType, nights: number, currency: string): OwnReservation['total'] {
	return { minor: convert(roomType.basePriceMinor * nights, hotel.currency, currency), currency, decimals: 2 };
}
