/** What a stop sell leaves on sale: room types that have rooms of it, and that nobody closes. Pure. */
import type { DateRange } from '../../core/availability/ranges';
import { restrictedNights, type Restriction } from '../../core/availability/restrictions';
import { eachNight } from '../../core/reservation/dates';
import type { CalendarKey } from '../ports/availability';
import { sellsRooms, stoppedRooms, type TypeWithRooms } from './stop-sells';

type Listing = Pick<CalendarKey, 'channel' | 'roomTypeId'>;

export interface StillSold extends Listing {
	/**
	 * `other_id`: it sells rooms of the stop sell, which did not name it. `left_out`: it was named, and no workflow tells its channel of
	 * it; whoever reads a calendar sees the nights closed only where every type of the room is closed at all channels.
	 */
	because: 'other_id' | 'left_out';
}

export interface SaleAfter {
	/** Of the room map. */
	types: readonly TypeWithRooms[];
	/** The room types that some workflow tells; `null` where none has asked yet, so that nobody can say. */
	told: readonly Listing[] | null;
	/** All that is decided, these too. */
	restrictions: readonly Restriction[];
	/** The nights that are on sale. */
	range: DateRange;
}

/**
 * Of those that close room types, each type once, in the order of the room map. A stop sell for one channel says nothing of the
 * others. O(types · restrictions · nights).
 */
export function stillSold(
	decided: readonly Restriction[],
	{ told, restrictions, range, ...sale }: SaleAfter,
): StillSold[] {
	const stops = decided.filter(({ closed, ratePlanId }) => closed === true && ratePlanId === null);
	const nightsOf = ({ start, end }: DateRange) =>
		eachNight(start > range.start ? start : range.start, end < range.end ? end : range.end);
	if (stops.every((stop) => nightsOf(stop).length === 0)) return [];
	const types = sale.types.filter(sellsRooms);
	const isTold = (type: TypeWithRooms) => told === null || told.some((each) => isSame(each, type));
	const roomIds = [...new Set(types.flatMap((type) => type.roomIds))];
	const stopped = new Set(
		stoppedRooms(roomIds, sale.types, restrictions, range).flatMap(({ roomId, ...nights }) =>
			eachNight(nights.start, nights.end).map((night) => `${night} ${roomId}`),
		),
	);
	const isOpen = (type: TypeWithRooms, nights: readonly string[]) =>
		isTold(type)
			? restrictedNights({ ...type, ratePlanId: null }, restrictions, nights).some(({ closed }) => closed !== true)
			: nights.some((night) => type.roomIds.some((roomId) => !stopped.has(`${night} ${roomId}`)));
	const found = new Map<string, StillSold>();
	for (const stop of stops) {
		const nights = nightsOf(stop);
		const here = types.filter(({ channel }) => (stop.channel ?? channel) === channel);
		const named = here.filter(({ roomTypeId }) => (stop.roomTypeId ?? roomTypeId) === roomTypeId);
		const rooms = new Set(named.flatMap((type) => type.roomIds));
		for (const type of here) {
			const isNamed = named.includes(type);
			// Who is told and open although it was named has been opened again since, on purpose.
			if (isNamed ? isTold(type) : !type.roomIds.some((id) => rooms.has(id))) continue;
			const { channel, roomTypeId } = type;
			if (isOpen(type, nights))
				found.set(`${channel}/${roomTypeId}`, { channel, roomTypeId, because: isNamed ? 'left_out' : 'other_id' });
		}
	}
	return [...found.values()];
}

function isSame(one: Listing, other: Listing): boolean {
	return one.channel === other.channel && one.roomTypeId === other.roomTypeId;
}
