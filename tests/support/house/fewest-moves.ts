/** What could be done in a house, said by trying everything: none of the code under test has a part in it. */
import { MAX_MOVES } from '../../../core/availability/rearrange';
import { overlaps, type Occupancy } from '../../../core/availability/ranges';
import type { ActiveStay } from '../../../selfkey/ports/occupancy';

export interface House {
	/** Room ids by room type. */
	types: ReadonlyMap<string, readonly string[]>;
	closures: readonly Occupancy[];
	/** The hotel's date. */
	today: string;
}

/** Neither a direct guest, nor one whose room the desk has chosen, nor one who has the door code or is in the house. */
export function mayMove({ reference, roomId, start }: ActiveStay, { today }: Pick<House, 'today'>): boolean {
	if (reference === null || roomId === null || reference.isCodeSent) return false;
	return roomId === reference.baselineRoomId && start > today;
}

export function roomsFor({ reference }: ActiveStay, { types }: Pick<House, 'types'>): readonly string[] {
	return types.get(reference?.roomTypeId ?? '') ?? [];
}

/** Who shares a room with somebody on one of its nights. */
export function sharersIn(stays: readonly ActiveStay[]): ActiveStay[] {
	const shares = (one: ActiveStay, other: ActiveStay) =>
		one !== other && one.roomId !== null && one.roomId === other.roomId && overlaps(one, other);
	return stays.filter((one) => stays.some((other) => shares(one, other)));
}

/**
 * How many others have to move at least, so that all of the wanted have rooms of their own; `null` where more than
 * `MAX_MOVES` would have to, or nothing helps.
 */
export function fewestMoves(house: House, wanted: readonly ActiveStay[], others: readonly ActiveStay[]): number | null {
	const movable = others.filter((stay) => mayMove(stay, house));
	for (let moves = 0; moves <= MAX_MOVES; moves++)
		for (const movers of subsets(movable, moves)) {
			const rest = others.filter((stay) => !movers.includes(stay));
			const taken = [...rest, ...house.closures].flatMap(({ roomId, start, end }) =>
				roomId === null ? [] : [{ roomId, start, end }],
			);
			if (fits(house, [...wanted, ...movers], taken)) return moves;
		}
	return null;
}

function subsets<T>(all: readonly T[], size: number): T[][] {
	if (size === 0) return [[]];
	return all.flatMap((one, index) => subsets(all.slice(index + 1), size - 1).map((rest) => [one, ...rest]));
}

function fits(house: House, stays: readonly ActiveStay[], taken: readonly Occupancy[]): boolean {
	const [stay, ...rest] = stays;
	if (!stay) return true;
	return roomsFor(stay, house).some((roomId) => {
		if (taken.some((other) => other.roomId === roomId && overlaps(other, stay))) return false;
		return fits(house, rest, [...taken, { roomId, start: stay.start, end: stay.end }]);
	});
}
