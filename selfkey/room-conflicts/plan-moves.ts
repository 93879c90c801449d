/** Decides which stays change rooms, and which have to be left to people. Pure. */
import { findRearrangement, MAX_MOVES } from '../../core/availability/rearrange';
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

/**
 * A channel's stay that shares its room is moved to a free room of its type, if it may move; then stays that
 * wait for a room get one, the oldest booking first. Where nothing is free, others that may move make room, as few
 * as possible. What remains is for people to decide.
 */
export function planRoomMoves(rack: RoomRack): RoomMovePlan {
	const rooms = new Rooms(rack);
	// Who has moved for one may have made it possible for another. Each round ends it for one stay, so this ends.
	while (separate(rack, rooms) || place(rack, rooms));
	return { moves: rooms.moves(), ...compareConflicts(rack, conflictsIn(rack, rooms)) };
}

/** Who booked last gives way first; but sooner one stay than two. @returns whether a stay was given a room of its own */
function separate(rack: RoomRack, rooms: Rooms): boolean {
	const sharing = rack.stays
		.filter((stay) => stay.mayMove && rooms.isShared(stay))
		.sort((a, b) => b.bookingNumber - a.bookingNumber);
	if (sharing.length === 0) return false;
	for (let others = 0; others <= MAX_MOVES; others++)
		if (sharing.some((stay) => rooms.giveRoom(stay, others))) return true;
	return false;
}

/** The oldest booking that waits gets a room first. @returns whether one got one */
function place(rack: RoomRack, rooms: Rooms): boolean {
	return rack.stays
		.filter((stay) => stay.isWaiting && rooms.roomOf(stay) === null)
		.sort((a, b) => a.bookingNumber - b.bookingNumber)
		.some((stay) => rooms.giveRoom(stay, MAX_MOVES));
}

export function isUnchanged({ moves, arisen, resolved }: RoomMovePlan): boolean {
	return moves.length + arisen.length + resolved.length === 0;
}

/** Who has which room, while stays are moved about. */
class Rooms {
	private readonly byRoom = new Map<string, RackStay[]>();
	private readonly byStay = new Map<string, string>();
	private readonly byId: ReadonlyMap<string, RackStay>;

	constructor(private readonly rack: RoomRack) {
		this.byId = new Map(rack.stays.map((stay) => [stay.bookingId, stay]));
		for (const stay of rack.stays) if (stay.roomId !== null) this.put(stay, stay.roomId);
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
	giveRoom(stay: RackStay, most: number): boolean {
		const roomId = this.roomOf(stay);
		const candidates = stay.candidates.filter((id) => id !== roomId);
		if (candidates.length === 0) return false;
		const placed = this.rack.stays.flatMap((other) => {
			const room = this.roomOf(other);
			return other === stay || room === null
				? []
				: [
						{
							...rangeOf(other),
							stayId: other.bookingId,
							roomId: room,
							candidates: other.candidates,
							mayMove: other.mayMove,
						},
					];
		});
		const wanted = { ...rangeOf(stay), stayId: stay.bookingId, candidates };
		const found = findRearrangement(wanted, placed, [...this.rack.dayUse, ...this.rack.closures], most);
		for (const [bookingId, to] of found ?? []) this.move(bookingId, to);
		return found !== null;
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
