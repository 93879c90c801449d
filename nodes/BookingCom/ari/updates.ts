/**
 * What an item asks Booking.com to set, and whether it can be sent. Pure. Dates: `until` is exclusive, as everywhere
 * in this package.
 */
import { isIsoDate, nightsBetween } from '../../../core/reservation/dates';
import type { Money } from '../../../core/reservation/model';
import { exponentOf } from '../../../core/reservation/money';

export interface RoomDates {
	roomTypeId: string;
	/** `null` for all rate plans of the room. */
	ratePlanId: string | null;
	from: string;
	/** Exclusive. */
	until: string;
}

export interface AvailabilityUpdate extends RoomDates {
	/** Rooms to sell, 0 to 254; `null` leaves them as they are. */
	roomsToSell: number | null;
	closed: boolean | null;
	closedToArrival: boolean | null;
	closedToDeparture: boolean | null;
	/** Nights. */
	minimumStay: number | null;
	maximumStay: number | null;
}

export interface RateUpdate extends RoomDates {
	price: Money;
	/** Guests that the price is for; `null` for a price per room. */
	guests: number | null;
}

/** Booking.com: 255 would mean "without limit", which no hotel has. */
export const MAX_ROOMS = 254;
/** Further ahead than anybody sells; also keeps a typing error in a year from becoming thousands of requests. */
const MAX_NIGHTS = 1_000;

/**
 * Checks an update before anything is sent, since one refused part may hold up the others.
 * @throws RangeError that says what is wrong with it
 */
export function checkAvailability(update: AvailabilityUpdate): void {
	checkRoomDates(update);
	const { roomsToSell, minimumStay, maximumStay, closed, closedToArrival, closedToDeparture } = update;
	if (roomsToSell !== null && !(Number.isInteger(roomsToSell) && roomsToSell >= 0 && roomsToSell <= MAX_ROOMS)) {
		throw new RangeError(`Rooms to sell must be a whole number from 0 to ${MAX_ROOMS}`);
	}
	for (const nights of [minimumStay, maximumStay]) {
		if (nights !== null && !(Number.isInteger(nights) && nights >= 1 && nights <= 99))
			throw new RangeError('A minimum or maximum stay is a whole number of nights from 1 to 99');
	}
	if (
		[roomsToSell, minimumStay, maximumStay, closed, closedToArrival, closedToDeparture].every((value) => value === null)
	) {
		throw new RangeError('Nothing to update: fill in the rooms to sell or a restriction');
	}
	if (minimumStay !== null && maximumStay !== null && minimumStay > maximumStay)
		throw new RangeError('The minimum stay is longer than the maximum stay; shorten the one or lengthen the other');
}

/**
 * Checks a price before anything is sent.
 * @throws RangeError that says what is wrong with it
 */
export function checkRate(update: RateUpdate): void {
	checkRoomDates(update);
	if (!update.ratePlanId) throw new RangeError('A price belongs to a rate plan: fill in "Rate Plan"');
	if (update.price.minor <= 0) throw new RangeError('A price must be more than 0');
	const decimals = exponentOf(update.price.currency);
	if (update.price.exponent > decimals)
		throw new RangeError(`A price in ${update.price.currency} has ${decimals} decimals at most; round it`);
	if (update.guests !== null && !(Number.isInteger(update.guests) && update.guests >= 1))
		throw new RangeError('The number of guests must be at least 1');
}

function checkRoomDates({ roomTypeId, from, until }: RoomDates): void {
	if (!roomTypeId) throw new RangeError('Fill in the room type ID');
	if (!isIsoDate(from) || !isIsoDate(until))
		throw new RangeError('"From" and "Until" must be dates written YYYY-MM-DD');
	if (nightsBetween(from, until) < 1)
		throw new RangeError('"Until" must be after "From": it is the day after the last night');
	if (nightsBetween(from, until) > MAX_NIGHTS)
		throw new RangeError(`One item covers ${MAX_NIGHTS} nights at most; look at the years of "From" and "Until"`);
}
