/**
 * The signed GET `…/free-rooms?from=&until=[&channel=&property_id=&room_type=]`: which rooms a guest could be given for
 * these nights, and what takes rooms without being a booking that has one. SelfKey's own `/availability` knows neither who
 * waits for a room nor what is out of order, nor what is not to be sold.
 */
import { freeRooms } from '../../core/availability/free-rooms';
import type { WaitingStay } from '../../core/availability/counts';
import { sharedRooms } from '../../core/availability/shared-rooms';
import { overlaps, type DateRange } from '../../core/availability/ranges';
import { addDays, isIsoDate } from '../../core/reservation/dates';
import type { BookingStore } from '../ports/booking-store';
import { candidateRooms, placedStays, waitingStays } from '../room-conflicts/room-rack';
import { hotelSettings } from '../settings/hotel-settings';
import { json } from '../webhook/http';
import { saleOfStay, type AskedType } from './for-sale';
import { stoppedRooms, typesWithRooms, type TypeWithRooms } from './stop-sells';

/** What takes one of these rooms without being a booking that has a room. */
export interface HeldRoom extends WaitingStay {
	/**
	 * A stay that waits for a room of its type, one that shares its room; a room that is out of order; one that no channel may
	 * sell in these nights; or one of those of a type that no channel sells in any night.
	 */
	kind: 'stay' | 'closure' | 'stopSell' | 'buffer';
}

export interface FreeRoomsAnswer {
	/**
	 * Active rooms that are free on every night and that no stay without a room needs; of the room type if one is named, and then
	 * none where its channel may not sell it. The desk may sell what channels may not.
	 */
	rooms: Array<{ id: string; name: string }>;
	/** Of the nights that were asked about, for whoever works with SelfKey's bookings. Nothing of the guest. */
	held: HeldRoom[];
	/**
	 * Whether a guest may be told yes. A channel may sell a type as its calendar shows it: also where no room is left, in nights
	 * that may be overbooked.
	 */
	isForSale: boolean;
	/** Whether any room serves the room type that was named; a hotel whose rooms are all taken is something else. */
	isMapped: boolean;
}

interface FreeRoomsRequest {
	store: BookingStore;
	hotelSlug: string;
	query: URLSearchParams;
}

export async function answerFreeRooms({ store, hotelSlug, query }: FreeRoomsRequest): Promise<Response> {
	const [start, end] = [query.get('from') ?? '', query.get('until') ?? ''];
	const wrong = [['from', isIsoDate(start)] as const, ['until', isIsoDate(end) && end > start] as const].flatMap(
		([field, isRight]) => (isRight ? [] : [field]),
	);
	if (wrong.length > 0)
		return json(400, {
			error: `Missing or invalid: ${wrong.join(', ')} (YYYY-MM-DD; until is the day of departure, after from)`,
			fields: wrong,
		});
	return json(200, { status: 'success', ...(await readFreeRooms(store, hotelSlug, { start, end }, typeIn(query))) });
}

/** `null` where all rooms of the hotel are meant. */
function typeIn(query: URLSearchParams): AskedType | null {
	const roomTypeId = query.get('room_type') ?? '';
	const [channel, propertyId] = [query.get('channel') ?? '', query.get('property_id') ?? ''];
	return roomTypeId === '' ? null : { channel, propertyId, roomTypeId };
}

async function readFreeRooms(
	store: BookingStore,
	hotelSlug: string,
	range: DateRange,
	type: AskedType | null,
): Promise<FreeRoomsAnswer> {
	const settings = await hotelSettings(store, hotelSlug);
	const { roomMap, sale } = settings;
	const restrictions = await store.restrictions(hotelSlug, range.start);
	// A row that leaves on the day of its arrival takes the night all the same: it is read from the day before.
	const house = await store.occupancy(hotelSlug, addDays(range.start, -1), range.end);
	const { closures } = house;
	const roomsOf = candidateRooms(roomMap, house.rooms);
	const active = house.rooms.flatMap(({ id, isActive }) => (isActive ? [id] : []));
	const roomIds = type ? roomsOf({ ...type, roomName: null }) : active;
	const placed = placedStays(house.stays, roomMap, house.rooms);
	const waiting = [...waitingStays(house.stays, roomsOf), ...sharedRooms(placed)];
	const ofType = type && saleOfStay(type, settings, { occupancy: house, restrictions }, range);
	const free =
		ofType?.isOpen === false
			? []
			: freeRooms({ roomIds, taken: [...placed, ...house.dayUse, ...closures], waiting, range });
	const names = new Map(house.rooms.map(({ id, name }) => [id, name]));
	const types = typesWithRooms(settings, house.rooms);
	const stopped = stoppedRooms(active, types, restrictions, range);
	const held: HeldRoom[] = [
		...waiting.map((stay) => ({ ...stay, kind: 'stay' as const })),
		...closures.map(({ roomId, ...nights }) => ({ ...nights, roomIds: [roomId], kind: 'closure' as const })),
		...stopped.map(({ roomId, ...nights }) => ({ ...nights, roomIds: [roomId], kind: 'stopSell' as const })),
		...keptRooms(types, sale.buffer).map((kept) => ({ ...range, roomIds: kept, kind: 'buffer' as const })),
	];
	return {
		rooms: free.map((id) => ({ id, name: names.get(id) ?? id })),
		held: held.filter((each) => overlaps(each, range)),
		// A guest needs one room for all of the nights, but where the hotel sells beyond its rooms.
		isForSale: free.length > 0 || ofType?.isOverbooked === true,
		isMapped: roomIds.length > 0,
	};
}

/** The rooms of each type as often as one of them is kept from the channels; once for types that have the same rooms. */
function keptRooms(types: ReadonlyArray<Pick<TypeWithRooms, 'roomIds'>>, buffer: number): string[][] {
	const alike = new Map(types.map(({ roomIds }) => [JSON.stringify([...roomIds].sort()), roomIds]));
	return [...alike.values()].flatMap((roomIds) =>
		Array.from({ length: Math.min(buffer, roomIds.length) }, () => [...roomIds]),
	);
}
