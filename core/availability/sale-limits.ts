/** What a hotel may hold back of its free rooms, and how far it dares to sell beyond them. Pure. */
import type { DateRange } from './ranges';

export interface SaleLimits {
	/** Rooms of the type that are never offered: the last ones, kept for walk-ins and mistakes. */
	buffer?: number;
	/** Most rooms of the type that this channel may sell for a night; `null` for no limit. */
	allotment?: number | null;
	/** Nights for which more rooms may be sold than there are; where several cover a night, the largest counts. */
	overbooking?: readonly OverbookingAllowance[];
	/** However much is allowed for a night, no more than this is sold beyond the rooms. Default 0: nothing. */
	overbookingCap?: number;
}

export interface OverbookingAllowance extends DateRange {
	rooms: number;
}

/** One type in one night. */
export interface NightState {
	/** Rooms that nobody has or needs. */
	free: number;
	/** Stays that stand without a room and find none: what is sold beyond the rooms already. */
	without: number;
	/** Rooms that the channel has sold of the type. */
	soldThere: number;
}

/** Rooms to sell, 0 at least; none where a limit is not a number. */
export function withLimits({ free, without, soldThere }: NightState, limits: SaleLimits = {}, date: string): number {
	const { buffer = 0, allotment = null, overbooking = [], overbookingCap = 0 } = limits;
	const allowed = Math.min(
		overbookingCap,
		overbooking.reduce(
			(most, { start, end, rooms }) => (start <= date && date < end ? Math.max(most, rooms) : most),
			0,
		),
	);
	// Only the allowance sells beyond the rooms: a buffer below zero would too, without a cap.
	const inHouse = free - Math.max(0, Math.ceil(buffer)) + Math.max(0, Math.floor(allowed) - without);
	const toSell = allotment === null ? inHouse : Math.min(inHouse, Math.floor(allotment) - soldThere);
	return toSell > 0 ? toSell : 0;
}
