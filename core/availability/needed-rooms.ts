/** What the stays without a room need of each type in one night. Pure. */
import type { WaitingStay } from './counts';
import { matchedStays } from './matching';

export interface Needs {
	/** Of the type's free rooms, how many the waiting stays need. */
	needed: number;
	/** How many stays that could have had one of its rooms find none at all. */
	without: number;
}

export const NOTHING: Needs = { needed: 0, without: 0 };

type Rooms = readonly string[];

/** The places of the types that have any of the rooms. Many stays have the same list: each is looked through once. */
export function typesByList(types: ReadonlyArray<{ roomIds: Rooms }>): (list: Rooms) => readonly number[] {
	const byRoom = new Map<string, number[]>();
	for (const [place, { roomIds }] of types.entries())
		for (const room of roomIds)
			byRoom
				.set(room, byRoom.get(room) ?? [])
				.get(room)
				?.push(place);
	const known = new Map<Rooms, readonly number[]>();
	return (list) => {
		const found = known.get(list) ?? [...new Set(list.flatMap((room) => byRoom.get(room) ?? []))];
		known.set(list, found);
		return found;
	};
}

/** Stays that compete for rooms, directly or by way of others. */
interface Competition {
	/** The free rooms of each. */
	open: string[][];
	placed: number;
	/** How many of them want a type, by its place. */
	wanting: Map<number, number>;
}

/**
 * By the type's place; a type that none of them could have is left out. Stays that compete for no room are counted apart: who
 * waits for a suite takes no double. O(rooms named), and a matching of those that compete, for each type that they could have.
 * @param wanted see `typesByList`
 */
export function neededByType(
	waiting: readonly WaitingStay[],
	types: ReadonlyArray<{ roomIds: Rooms }>,
	wanted: (list: Rooms) => readonly number[],
	isFree: (roomId: string) => boolean,
): Map<number, Needs> {
	const needs = new Map<number, Needs>();
	for (const { open, placed, wanting } of competitionsOf(waiting, wanted, isFree)) {
		for (const [place, count] of wanting) {
			const own = new Set(types[place]?.roomIds);
			const elsewhere = placed === 0 ? 0 : matchedStays(open.map((list) => list.filter((room) => !own.has(room))));
			const { needed, without } = needs.get(place) ?? NOTHING;
			needs.set(place, {
				needed: needed + placed - elsewhere,
				without: without + Math.min(count, open.length - placed),
			});
		}
	}
	return needs;
}

function competitionsOf(
	waiting: readonly WaitingStay[],
	wanted: (list: Rooms) => readonly number[],
	isFree: (roomId: string) => boolean,
): Competition[] {
	/** By room, the stay that named it first; from each stay a path leads to one that stands for all that it competes with. */
	const first = new Map<string, number>();
	const before = waiting.map((_, index) => index);
	const standsFor = (index: number): number => {
		let at = index;
		while (before[at] !== at) at = before[at] = before[before[at] ?? at] ?? at;
		return at;
	};
	const open = waiting.map(({ roomIds }) => roomIds.filter(isFree));
	for (const [index, rooms] of open.entries())
		for (const room of rooms) {
			const other = first.get(room);
			if (other === undefined) first.set(room, index);
			else before[standsFor(index)] = standsFor(other);
		}
	const found = new Map<number, Competition>();
	for (const [index, { roomIds }] of waiting.entries()) {
		const competition = found.get(standsFor(index)) ?? { open: [], placed: 0, wanting: new Map<number, number>() };
		found.set(standsFor(index), competition);
		competition.open.push(open[index] ?? []);
		for (const place of wanted(roomIds)) competition.wanting.set(place, (competition.wanting.get(place) ?? 0) + 1);
	}
	return [...found.values()].map((each) => ({ ...each, placed: matchedStays(each.open) }));
}
