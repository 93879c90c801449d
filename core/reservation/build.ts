/**
 * Builds reservations and room stays from what a source provides. What it leaves out is unknown: `null`, or an empty
 * list.
 */
import { isActive } from './active';
import { nightsBetween } from './dates';
import { withFingerprint } from './fingerprint';
import { reservationKey } from './key';
import { sanitizeReservation } from './sanitize-reservation';
import { unknownBooker, type Reservation, type RoomStay } from './model';

type Computed = 'key' | 'nights' | 'fingerprint' | 'history';
type Required = 'channel' | 'propertyId' | 'reservationId' | 'event' | 'observedAt';

/** Every source knows the first five; the rest is optional. */
export type ReservationFacts = Pick<Reservation, Required> & Partial<Omit<Reservation, Required | Computed>>;

export type RoomStayFacts = Pick<RoomStay, 'roomStayId'> & Partial<RoomStay>;

/**
 * A complete reservation, its texts without card data and of bounded length. Key, nights and fingerprint are computed. Without `status` it follows from the event;
 * without `checkIn` and `checkOut` they follow from the rooms: the active ones, or all rooms of a reservation that is
 * not active.
 * @throws RangeError if a date is not a calendar date
 */
export function reservation(facts: ReservationFacts): Reservation {
	const { channel, propertyId, reservationId, event } = facts;
	const status = facts.status ?? (event === 'cancelled' ? 'cancelled' : 'confirmed');
	const rooms = facts.rooms ?? [];
	const stay = stayOf(isActive({ status }) ? rooms.filter(isActive) : rooms);
	// A default, not `??`: an explicit `null` from the source is kept.
	const { checkIn = stay.checkIn, checkOut = stay.checkOut } = facts;
	const content = sanitizeReservation({
		key: reservationKey(facts),
		channel,
		propertyId,
		reservationId,
		event,
		status,
		revision: facts.revision ?? null,
		observedAt: facts.observedAt,
		checkIn,
		checkOut,
		nights: checkIn !== null && checkOut !== null ? nightsBetween(checkIn, checkOut) : null,
		rooms,
		booker: facts.booker ?? unknownBooker(),
		adults: facts.adults ?? null,
		children: facts.children ?? null,
		expectedArrival: facts.expectedArrival ?? null,
		total: facts.total ?? null,
		taxes: facts.taxes ?? [],
		fees: facts.fees ?? [],
		services: facts.services ?? [],
		commission: facts.commission ?? null,
		payout: facts.payout ?? null,
		cancellationFee: facts.cancellationFee ?? null,
		cancelledAt: facts.cancelledAt ?? null,
		payment: facts.payment ?? { model: null, card: null },
		bookedAt: facts.bookedAt ?? null,
		remarks: facts.remarks ?? [],
		warnings: facts.warnings ?? [],
	});
	return withFingerprint(content);
}

/** One room of a reservation. */
export function roomStay(facts: RoomStayFacts): RoomStay {
	return {
		roomStayId: facts.roomStayId,
		roomTypeId: facts.roomTypeId ?? null,
		roomName: facts.roomName ?? null,
		ratePlanId: facts.ratePlanId ?? null,
		checkIn: facts.checkIn ?? null,
		checkOut: facts.checkOut ?? null,
		status: facts.status ?? 'confirmed',
		adults: facts.adults ?? null,
		children: facts.children ?? null,
		childAges: facts.childAges ?? [],
		guests: facts.guests ?? [],
		mealPlan: facts.mealPlan ?? null,
		total: facts.total ?? null,
		nightlyRates: facts.nightlyRates ?? [],
		remarks: facts.remarks ?? [],
	};
}

/** From the first arrival to the last departure of these rooms. */
export function stayOf(rooms: readonly RoomStay[]): Pick<Reservation, 'checkIn' | 'checkOut'> {
	const arrivals = rooms.flatMap(({ checkIn }) => checkIn ?? []).sort();
	const departures = rooms.flatMap(({ checkOut }) => checkOut ?? []).sort();
	return { checkIn: arrivals[0] ?? null, checkOut: departures.at(-1) ?? null };
}
