/** Carries moves out together: half of them could put two guests into one room. */
import { SearchBudget } from '../../core/availability/rearrange';
import { OWN_CHANNEL } from '../../core/channel/channels';
import type { ChangeEvent } from '../ports/change-feed';
import type { HotelTransaction } from '../ports/booking-store';
import type { ActiveStay, RoomMove } from '../ports/occupancy';
import type { RoomRack, RackStay } from './room-rack';
import { PLAN_LIMIT, planRoomMoves, type RoomMovePlan, type RoomSearch } from './plan-moves';

/**
 * Plans the moves and locks whoever moves. A stay that the desk is at, or has changed meanwhile, stays where it is, and
 * the plan is made again without it, each time with half as much to look at.
 * @param isOwn stays that the transaction writes itself, and holds already
 */
export async function planClaimed(
	transaction: HotelTransaction,
	rack: RoomRack,
	search: RoomSearch,
	isOwn: (stay: RackStay) => boolean = () => false,
): Promise<RoomMovePlan> {
	let { stays } = rack;
	let { budget } = search;
	let limit = PLAN_LIMIT;
	for (;;) {
		const plan = planRoomMoves({ ...rack, stays }, { ...search, budget });
		const wanted = plan.moves.filter(({ stay }) => !isOwn(stay));
		const claimed = new Set(await transaction.claim(wanted.map(roomMove)));
		const refused = new Set(wanted.map(({ stay }) => stay.bookingId).filter((id) => !claimed.has(id)));
		if (refused.size === 0) return plan;
		limit /= 2;
		budget = new SearchBudget(limit);
		stays = stays.map((stay) => (refused.has(stay.bookingId) ? { ...stay, mayMove: false, isWaiting: false } : stay));
	}
}

/** @returns how many were moved */
export async function carryOut(
	transaction: HotelTransaction,
	hotelSlug: string,
	moves: RoomMovePlan['moves'],
): Promise<number> {
	for (const move of moves) {
		// It was claimed, so nobody can have come between.
		if (!(await transaction.moveBooking(roomMove(move)))) throw new Error('A claimed stay could not be moved');
		await recordStay(transaction, hotelSlug, move.stay, 'updated');
	}
	return moves.length;
}

export async function recordStay(
	transaction: HotelTransaction,
	hotelSlug: string,
	{ bookingId, reference }: Pick<ActiveStay, 'bookingId' | 'reference'>,
	event: ChangeEvent,
): Promise<void> {
	const own = { channel: OWN_CHANNEL, propertyId: hotelSlug, reservationId: bookingId };
	const { channel, propertyId, reservationId } = reference ?? own;
	await transaction.recordChange({
		channel,
		propertyId,
		reservationId,
		originKind: 'roomMove',
		integrationId: null,
		event,
	});
}

function roomMove({ stay, roomId: to }: RoomMovePlan['moves'][number]): RoomMove {
	const { bookingId, roomId: from, start, end } = stay;
	return { bookingId, from, nights: { start, end }, to };
}
