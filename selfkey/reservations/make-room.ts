/** For stays that got no room of their own: others that may move make room, as few as possible. */
import type { Occupancy } from '../../core/availability/ranges';
import type { Reservation } from '../../core/reservation/model';
import { carryOut, planClaimed } from '../room-conflicts/carry-out';
import type { RoomSearch } from '../room-conflicts/plan-moves';
import { rackOf, type RackStay } from '../room-conflicts/room-rack';
import type { HotelTransaction } from '../ports/booking-store';
import { isActiveBooking } from '../ports/records';
import type { RoomMap } from '../settings/room-map';
import { isRoomTakenAway, knowsRoom, type PlannedStay } from './plan-stays';
import { othersOf, sharesRoom } from './warnings-for';

export interface MakeRoomContext {
	hotelSlug: string;
	reservation: Reservation;
	roomMap: RoomMap;
	/** The hotel's date. */
	today: string;
	/** What others have. */
	occupied: readonly Occupancy[];
	/** Of the whole request. */
	search: RoomSearch;
}

/**
 * The stays with the rooms that they get so, and how many others were moved; `null` where every stay has a room of
 * its own already, and nothing is looked at. What others do not give up is left as it is.
 */
export async function makeRoom(
	transaction: HotelTransaction,
	stays: readonly PlannedStay[],
	{ hotelSlug, reservation, roomMap, today, occupied, search }: MakeRoomContext,
): Promise<{ stays: PlannedStay[]; moved: number } | null> {
	const isNeeded = stays.some((stay) => {
		const { next, candidates } = stay;
		// A type without rooms has none to make, and to look would read the whole house for each such stay of a batch.
		const lacks = isActiveBooking(next) && next.roomId === null && candidates.length > 0 && !isRoomTakenAway(stay);
		return next.checkOutDate > today && (lacks || sharesRoom(stay, othersOf(stay, stays, occupied)));
	});
	if (!isNeeded) return null;
	const rack = rackOf(await transaction.occupancy(today), roomMap, today);
	const own = new Map(
		stays
			.filter(({ next }) => isActiveBooking(next) && next.checkOutDate > today)
			.map((stay) => [idOf(stay), rackStay(stay, reservation, today)]),
	);
	const known = new Set(stays.flatMap(({ booking }) => (booking ? [booking.id] : [])));
	const others = rack.stays.filter(({ bookingId }) => !known.has(bookingId));
	const { moves } = await planClaimed(
		transaction,
		{ ...rack, stays: [...others, ...own.values()] },
		search,
		({ bookingId }) => own.has(bookingId),
	);
	const moved = await carryOut(
		transaction,
		hotelSlug,
		moves.filter(({ stay }) => !own.has(stay.bookingId)),
	);
	const given = new Map(moves.map(({ stay, roomId }) => [stay.bookingId, roomId]));
	return { moved, stays: stays.map((stay) => withRoom(stay, given.get(idOf(stay)))) };
}

function withRoom(stay: PlannedStay, roomId: string | undefined): PlannedStay {
	if (roomId === undefined) return stay;
	return { ...stay, next: { ...stay.next, roomId }, baseline: { ...stay.baseline, roomId } };
}

/** A new booking has no id yet. */
function idOf({ booking, roomStayId }: PlannedStay): string {
	return booking?.id ?? JSON.stringify(['new', roomStayId]);
}

/** The stay as it is about to be written. Nobody has been told the room of a new one, so that may still change. */
function rackStay(stay: PlannedStay, reservation: Reservation, today: string): RackStay {
	const { booking, current, next, nights, baseline, reference, candidates, roomName } = stay;
	const { channel, propertyId, reservationId } = reservation;
	const isOurs = next.roomId === baseline.roomId;
	return {
		bookingId: idOf(stay),
		bookingNumber: booking?.bookingNumber ?? Number.MAX_SAFE_INTEGER,
		roomId: next.roomId,
		...nights,
		candidates,
		mayMove: next.roomId !== null && !knowsRoom(stay) && (current === null || (isOurs && next.checkInDate > today)),
		isWaiting: next.roomId === null && !isRoomTakenAway(stay),
		reference: {
			channel,
			propertyId,
			reservationId,
			baselineRoomId: baseline.roomId,
			roomTypeId: baseline.roomTypeId,
			roomName,
			isCodeSent: reference?.isCodeSent ?? false,
		},
	};
}
