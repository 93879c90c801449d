/**
 * How many rooms of each type may be sold, night by night, for the whole hotel at once. Pure.
 *
 * Cost: one step for each night of each stay, and one for each room, night and type that the room serves; so with `R` rooms,
 * `N` nights, `S` stays of `L` nights and `T` types for each room, O(S·L + R·N·T). Nights with stays that wait for a room cost
 * what `neededByType` says, and nothing for the types that none of them could have. `npm run bench -- --only availability` measures it.
 */
import { eachNight, nightsBetween } from '../reservation/dates';
import type { WaitingStay } from './counts';
import { neededByType, NOTHING, typesByList } from './needed-rooms';
import type { DateRange, Occupancy } from './ranges';
import { withLimits, type SaleLimits } from './sale-limits';

/** A room type as one channel sells it. */
export interface SoldType {
	/** Names it among the others; a room may serve several. */
	key: string;
	/** Rooms that serve it, each once. */
	roomIds: readonly string[];
	limits?: SaleLimits;
}

export interface SaleQuestion {
	types: readonly SoldType[];
	/** Rooms that stays, day use and works take. A room that is named twice for a night is taken once. */
	taken: readonly Occupancy[];
	waiting?: readonly WaitingStay[];
	/** Nights that the channel of a type has sold of it, for its allotment: by the type's key. */
	soldThere?: ReadonlyMap<string, readonly DateRange[]>;
	range: DateRange;
}

/**
 * Rooms to sell of each type, by its key: one number for each night from the start of the range, never below 0. A free room
 * that a waiting stay needs is not for sale; such stays are given rooms of other types first, if those serve as well.
 */
export function roomsToSell({
	types,
	taken,
	waiting = [],
	soldThere = new Map(),
	range,
}: SaleQuestion): Map<string, number[]> {
	const dates = eachNight(range.start, range.end);
	const nights = dates.length;
	const rooms = new TakenNights(range, nights);
	for (const occupancy of taken) rooms.take(occupancy);
	const wanted = typesByList(types);
	const needs = [...waitingByNight(waiting, range, nights)].map(
		([night, tonight]) => [night, neededByType(tonight, types, wanted, (room) => rooms.isFree(room, night))] as const,
	);
	const neededIn = new Map(needs);
	return new Map(
		types.map((type, place) => {
			// However much may be overbooked, a type that no room serves has nowhere to put anybody.
			if (type.roomIds.length === 0) return [type.key, new Array<number>(nights).fill(0)];
			const free = rooms.freeRooms(type.roomIds);
			const sold = perNight(soldThere.get(type.key) ?? [], range, nights);
			const counts = free.map((empty, night) => {
				const { needed, without } = neededIn.get(night)?.get(place) ?? NOTHING;
				const state = { free: empty - needed, without, soldThere: sold[night] ?? 0 };
				return withLimits(state, type.limits, dates[night] ?? '');
			});
			return [type.key, counts];
		}),
	);
}

/** Which rooms are taken in which night. */
class TakenNights {
	private readonly byRoom = new Map<string, Uint8Array>();

	constructor(
		private readonly range: DateRange,
		private readonly nights: number,
	) {}

	take({ roomId, ...stay }: Occupancy): void {
		const [from, until] = placeIn(stay, this.range);
		if (from >= until) return;
		let taken = this.byRoom.get(roomId);
		if (!taken) this.byRoom.set(roomId, (taken = new Uint8Array(this.nights)));
		taken.fill(1, from, until);
	}

	isFree(roomId: string, night: number): boolean {
		return this.byRoom.get(roomId)?.[night] !== 1;
	}

	freeRooms(roomIds: readonly string[]): number[] {
		const free = new Array<number>(this.nights).fill(roomIds.length);
		for (const roomId of roomIds)
			this.byRoom.get(roomId)?.forEach((isTaken, night) => {
				free[night] = (free[night] ?? 0) - isTaken;
			});
		return free;
	}
}

function waitingByNight(waiting: readonly WaitingStay[], range: DateRange, nights: number): Map<number, WaitingStay[]> {
	const byNight = new Map<number, WaitingStay[]>();
	for (const stay of waiting) {
		const [from, until] = placeIn(stay, range);
		for (let night = from; night < Math.min(until, nights); night++)
			byNight
				.set(night, byNight.get(night) ?? [])
				.get(night)
				?.push(stay);
	}
	return byNight;
}

/** How many of the stays take each night from the start of the range. */
export function perNight(stays: readonly DateRange[], range: DateRange, nights: number): number[] {
	const counts = new Array<number>(nights).fill(0);
	for (const stay of stays) {
		const [from, until] = placeIn(stay, range);
		for (let night = from; night < until; night++) counts[night] = (counts[night] ?? 0) + 1;
	}
	return counts;
}

/** The stay's first night and the night after its last, counted from the start of the range and cut to it. */
function placeIn(stay: DateRange, range: DateRange): [from: number, until: number] {
	// Compared as text first: a mistyped year is far outside, and needs no counting.
	if (stay.end <= range.start || stay.start >= range.end) return [0, 0];
	const from = stay.start <= range.start ? 0 : nightsBetween(range.start, stay.start);
	const until = nightsBetween(range.start, stay.end >= range.end ? range.end : stay.end);
	return [from, until];
}
