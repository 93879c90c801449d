/** Decides which stays change rooms, and which have to be left to people. Pure. */
import {
	findRearrangement,
	MAX_MOVES,
	SEARCH_LIMIT,
	SearchBudget,
	type PlacedStay,
} from '../../core/availability/rearrange';
import { isFree, overlaps, type Occupancy } from '../../core/availability/ranges';
import type { ConflictKind } from '../ports/occupancy';
import type { RoomRack, RackStay } from './room-rack';

export interface RoomMovePlan {
	/** Each stay once, with the room that it ends in. */
	moves: Array<{ stay: RackStay; roomId: string }>;
	/** People have not been told yet. */
	arisen: Array<{ stay: RackStay; kind: ConflictKind }>;
	/** People have been told, and it is over; `stay` is `null` where the booking does not stand any more. */
	resolved: Array<{ bookingId: string; kind: ConflictKind; stay: RackStay | null }>;
}

/** How much may be looked at for all stays together, and whose turn it is where that is not enough for all. */
export interface RoomSearch {
	budget: SearchBudget;
	/** Any whole number; another one each time. */
	turn: number;
}

/** What one plan may look at: as much as four stays may in vain. A transaction of the hotel waits for it. */
export const PLAN_LIMIT = 4 * SEARCH_LIMIT;
/** All plans of a request, which can have a hundred events. */
const REQUEST_LIMIT = 3 * PLAN_LIMIT;

/**
 * The search of one request. Nothing is remembered from one request to the next, so whose turn it is follows from the
 * moment, of which no two are alike for long.
 */
export function roomSearch(now: Date): RoomSearch {
	return { budget: new SearchBudget(REQUEST_LIMIT), turn: scattered(now.getTime()) };
}

/** The end of MurmurHash3: from one minute to the next every bit may change, or some would never have their turn. */
function scattered(value: number): number {
	let bits = (value % 2 ** 32) | 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return (bits ^ (bits >>> 16)) >>> 0;
}

/**
 * A channel's stay that shares its room is moved to a free room of its type, if it may move; then stays that
 * wait for a room get one, the oldest booking first. Where nothing is free, others that may move make room, as few
 * as possible. What remains is for people to decide.
 *
 * One half of the budget is for stays that share a room, the other for those that wait. Where it is not enough for all, half
 * of that is for those who come first, and what is left for the others, beginning with whose turn it is: nobody waits for
 * ever behind those who cannot be helped. A room that is free needs no search, and is given whatever is left of the budget.
 */
export function planRoomMoves(rack: RoomRack, { budget: whole, turn }: RoomSearch): RoomMovePlan {
	const budget = new SearchBudget(PLAN_LIMIT, whole);
	const rooms = new Rooms(rack);
	const [sharing, waiting] = [new Turns({ budget, turn }), new Turns({ budget, turn })];
	// Who has moved for one may have made it possible for another. Each round ends it for one stay, so this ends.
	while (separate(rack, rooms, sharing) || place(rack, rooms, waiting));
	return { moves: rooms.moves(), ...compareConflicts(rack, conflictsIn(rack, rooms)) };
}

/** Who booked last gives way first; but sooner one stay than two. @returns whether a stay was given a room of its own */
function separate(rack: RoomRack, rooms: Rooms, turns: Turns): boolean {
	const sharing = rack.stays
		.filter((stay) => stay.mayMove && rooms.isShared(stay))
		.sort((a, b) => b.bookingNumber - a.bookingNumber);
	for (let others = 0; others <= MAX_MOVES && sharing.length > 0; others++)
		if (turns.some(sharing, (stay, budget) => rooms.giveRoom(stay, others, budget))) return true;
	return false;
}

/** The oldest booking that waits gets a room first. @returns whether one got one */
function place(rack: RoomRack, rooms: Rooms, turns: Turns): boolean {
	const waiting = rack.stays
		.filter((stay) => stay.isWaiting && rooms.roomOf(stay) === null)
		.sort((a, b) => a.bookingNumber - b.bookingNumber);
	if (turns.some(waiting, (stay, budget) => rooms.giveRoom(stay, MAX_MOVES, budget))) return true;
	// Whoever was not looked at must not lose a free room to a booking that comes later.
	return waiting.filter((stay) => rooms.takeFreeRoom(stay)).length > 0;
}

/** Who is looked at, as long as half of the budget lasts. */
class Turns {
	private readonly all: SearchBudget;
	/** For those who come first. */
	private readonly first: SearchBudget;

	private readonly turn: number;

	constructor({ budget, turn }: RoomSearch) {
		this.all = new SearchBudget(budget.left / 2, budget);
		this.first = new SearchBudget(budget.left / 4, this.all);
		this.turn = turn;
	}

	/** The first that succeeds ends it. */
	some<Item>(items: readonly Item[], tryOne: (item: Item, budget: SearchBudget) => boolean): boolean {
		let tried = 0;
		for (const item of items) {
			if (this.first.left === 0) break;
			tried += 1;
			if (tryOne(item, this.first)) return true;
		}
		// Whose search ended with the share of the first was not looked at to its end, and may have a turn as well.
		const others = items.slice(this.first.left === 0 ? Math.max(0, tried - 1) : tried);
		const begin = others.length === 0 ? 0 : this.turn % others.length;
		for (const item of [...others.slice(begin), ...others.slice(0, begin)]) {
			if (this.all.left === 0) return false;
			if (tryOne(item, this.all)) return true;
		}
		return false;
	}
}

export function isUnchanged({ moves, arisen, resolved }: RoomMovePlan): boolean {
	return moves.length + arisen.length + resolved.length === 0;
}

/** Who has which room, while stays are moved about. */
class Rooms {
	private readonly byRoom = new Map<string, RackStay[]>();
	private readonly byStay = new Map<string, string>();
	private readonly byId: ReadonlyMap<string, RackStay>;
	/** When a room cannot be had though no stay has it. */
	private readonly unavailable = new Map<string, Occupancy[]>();
	/** As long as nobody has moved. */
	private known: readonly PlacedStay[] | null = null;

	constructor(private readonly rack: RoomRack) {
		this.byId = new Map(rack.stays.map((stay) => [stay.bookingId, stay]));
		for (const stay of rack.stays) if (stay.roomId !== null) this.put(stay, stay.roomId);
		for (const closed of [...rack.dayUse, ...rack.closures]) {
			const others = this.unavailable.get(closed.roomId) ?? [];
			others.push(closed);
			this.unavailable.set(closed.roomId, others);
		}
	}

	roomOf({ bookingId }: RackStay): string | null {
		return this.byStay.get(bookingId) ?? null;
	}

	/** The others in the same room on one of its nights. */
	sharing(stay: RackStay): RackStay[] {
		const roomId = this.roomOf(stay);
		return roomId === null
			? []
			: (this.byRoom.get(roomId) ?? []).filter((other) => other !== stay && overlaps(other, stay));
	}

	/** Whether anything else has its room on one of its nights. */
	isShared(stay: RackStay): boolean {
		return this.sharing(stay).length > 0 || this.isInDayUse(stay);
	}

	isInDayUse(stay: RackStay): boolean {
		const roomId = this.roomOf(stay);
		return roomId !== null && isShared({ roomId, start: stay.start, end: stay.end }, this.rack.dayUse);
	}

	/** Gives the stay a room of its own, others making way for it, if that can be done; a room it shares is none. */
	giveRoom(stay: RackStay, most: number, budget: SearchBudget): boolean {
		const roomId = this.roomOf(stay);
		const candidates = stay.candidates.filter((id) => id !== roomId);
		if (candidates.length === 0 || budget.left === 0) return false;
		// To go through who is where costs about as much as looking at a quarter of as many rooms.
		budget.spend(Math.ceil(this.rack.stays.length / 4));
		const placed = roomId === null ? this.placed() : this.placed().filter(({ stayId }) => stayId !== stay.bookingId);
		const wanted = { ...rangeOf(stay), stayId: stay.bookingId, candidates };
		const found = findRearrangement(wanted, placed, [...this.rack.dayUse, ...this.rack.closures], {
			most,
			budget,
		});
		for (const [bookingId, to] of found ?? []) this.move(bookingId, to);
		return found !== null;
	}

	/** A room that nobody has on any of its nights, the first of its candidates. @returns whether there is one */
	takeFreeRoom(stay: RackStay): boolean {
		const free = stay.candidates.find(
			(roomId) =>
				!(this.byRoom.get(roomId) ?? []).some((other) => overlaps(other, stay)) &&
				!(this.unavailable.get(roomId) ?? []).some((closed) => overlaps(closed, stay)),
		);
		if (free !== undefined) this.move(stay.bookingId, free);
		return free !== undefined;
	}

	/** Who has a room. */
	private placed(): readonly PlacedStay[] {
		this.known ??= this.rack.stays.flatMap((stay) => {
			const roomId = this.roomOf(stay);
			const { bookingId: stayId, start, end, candidates, mayMove } = stay;
			return roomId === null ? [] : [{ stayId, roomId, start, end, candidates, mayMove }];
		});
		return this.known;
	}

	moves(): RoomMovePlan['moves'] {
		return this.rack.stays.flatMap((stay) => {
			const roomId = this.roomOf(stay);
			return roomId === null || roomId === stay.roomId ? [] : [{ stay, roomId }];
		});
	}

	private move(bookingId: string, roomId: string): void {
		const stay = this.byId.get(bookingId);
		const before = this.byStay.get(bookingId);
		if (!stay) return;
		if (before !== undefined)
			this.byRoom.set(
				before,
				(this.byRoom.get(before) ?? []).filter((other) => other !== stay),
			);
		this.put(stay, roomId);
	}

	private put(stay: RackStay, roomId: string): void {
		this.known = null;
		this.byStay.set(stay.bookingId, roomId);
		this.byRoom.set(roomId, [...(this.byRoom.get(roomId) ?? []), stay]);
	}
}

function rangeOf({ start, end }: RackStay): { start: string; end: string } {
	return { start, end };
}

function conflictsIn(rack: RoomRack, rooms: Rooms): Map<string, Set<ConflictKind>> {
	const found = new Map<string, Set<ConflictKind>>();
	const note = ({ bookingId }: RackStay, kind: ConflictKind) =>
		found.set(bookingId, (found.get(bookingId) ?? new Set()).add(kind));
	for (const stay of rack.stays) {
		if (rooms.roomOf(stay) === null) note(stay, 'no_room');
		for (const other of rooms.sharing(stay)) note(answerable(stay, other), 'shared_room');
		if (rooms.isInDayUse(stay)) note(stay, 'shared_room');
	}
	return found;
}

/** Whose stay people will have to move: the channel's rather than the direct guest's, else who booked last. */
function answerable(a: RackStay, b: RackStay): RackStay {
	if ((a.reference === null) !== (b.reference === null)) return a.reference ? a : b;
	return a.bookingNumber > b.bookingNumber ? a : b;
}

function compareConflicts(
	rack: RoomRack,
	found: ReadonlyMap<string, ReadonlySet<ConflictKind>>,
): Pick<RoomMovePlan, 'arisen' | 'resolved'> {
	const byId = new Map(rack.stays.map((stay) => [stay.bookingId, stay]));
	const isKnown = (id: string, kind: ConflictKind) =>
		rack.conflicts.some((known) => known.bookingId === id && known.kind === kind);
	return {
		arisen: rack.stays.flatMap((stay) =>
			[...(found.get(stay.bookingId) ?? [])]
				.filter((kind) => !isKnown(stay.bookingId, kind))
				.map((kind) => ({ stay, kind })),
		),
		resolved: rack.conflicts
			.filter(({ bookingId, kind }) => !found.get(bookingId)?.has(kind))
			.map((conflict) => ({ ...conflict, stay: byId.get(conflict.bookingId) ?? null })),
	};
}

/** Whether somebody else has the stay's room on one of its nights. */
export function isShared(stay: Occupancy, others: readonly Occupancy[]): boolean {
	return !isFree(
		others.filter(({ roomId }) => roomId === stay.roomId),
		stay,
	);
}
