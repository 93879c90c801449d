/** Decides which stays change rooms, and which have to be left to people. Pure. */
import { assignRooms } from '../../core/availability/assign';
import { isFree, overlaps, type Occupancy } from '../../core/availability/ranges';
import type { ConflictKind, OccupancySnapshot, ActiveStay } from '../ports/occupancy';

export interface RoomMovePlan {
	moves: Array<{ stay: ActiveStay; roomId: string }>;
	/** People have not been told yet. */
	arisen: Array<{ stay: ActiveStay; kind: ConflictKind }>;
	/** People have been told, and it is over; `stay` is `null` where the booking does not stand any more. */
	resolved: Array<{ bookingId: string; kind: ConflictKind; stay: ActiveStay | null }>;
}

/**
 * A channel's stay that shares its room is moved to a free room of its type, if it may move; then stays that
 * wait for a room get one, the oldest booking first. What remains is for people to decide.
 * @param today the hotel's calendar date: a guest who has arrived is not moved
 */
export function planRoomMoves(house: OccupancySnapshot, today: string): RoomMovePlan {
	const rooms = new Rooms(house);
	const active = new Set(house.activeRoomIds);
	const moves: RoomMovePlan['moves'] = [];
	const tryRooms = (stay: ActiveStay): boolean => {
		const candidates = (stay.reference?.candidates ?? []).filter((id) => id !== stay.roomId && active.has(id));
		const occupied = candidates.flatMap((roomId) => rooms.takenIn(roomId));
		const roomId = assignRooms([{ ...stay, stayId: stay.bookingId, candidates }], occupied).get(stay.bookingId);
		if (!roomId) return false;
		rooms.move(stay, roomId);
		moves.push({ stay, roomId });
		return true;
	};
	// Who booked last gives way first.
	const movable = house.stays.filter((stay) => mayMove(stay, today)).sort((a, b) => b.bookingNumber - a.bookingNumber);
	// A room that one has left may be what another was looking for. Who has moved shares no room any more, so this ends.
	while (movable.some((stay) => rooms.isShared(stay) && tryRooms(stay)));
	for (const stay of [...house.stays].sort((a, b) => a.bookingNumber - b.bookingNumber)) {
		if (isWaiting(stay)) tryRooms(stay);
	}
	return { moves, ...compareConflicts(house, conflictsIn(house, rooms)) };
}

export function isUnchanged({ moves, arisen, resolved }: RoomMovePlan): boolean {
	return moves.length + arisen.length + resolved.length === 0;
}

/** Never a direct guest's room, one that the desk chose, one whose door code the guest has, or a guest in the house. */
function mayMove({ reference, roomId, start }: ActiveStay, today: string): boolean {
	return (
		reference !== null &&
		roomId !== null &&
		roomId === reference.baselineRoomId &&
		!reference.isCodeSent &&
		start > today
	);
}

/** It has no room because there was none, not because the desk has taken it away. */
function isWaiting({ reference, roomId }: ActiveStay): boolean {
	return roomId === null && reference !== null && reference.baselineRoomId === null;
}

/** Who has which room, while stays are moved about. */
class Rooms {
	private readonly byRoom = new Map<string, ActiveStay[]>();
	private readonly byStay = new Map<string, string>();
	private readonly dayUse: readonly Occupancy[];

	constructor({ stays, dayUse }: Pick<OccupancySnapshot, 'stays' | 'dayUse'>) {
		for (const stay of stays) if (stay.roomId !== null) this.put(stay, stay.roomId);
		this.dayUse = dayUse;
	}

	/** Whatever takes the room, day use too. */
	takenIn(roomId: string): Occupancy[] {
		const stays = this.staysIn(roomId).map(({ start, end }) => ({ roomId, start, end }));
		return [...stays, ...this.dayUse.filter((use) => use.roomId === roomId)];
	}

	roomOf({ bookingId }: ActiveStay): string | null {
		return this.byStay.get(bookingId) ?? null;
	}

	/** The others in the same room on one of its nights. */
	sharing(stay: ActiveStay): ActiveStay[] {
		const roomId = this.roomOf(stay);
		return roomId === null ? [] : this.staysIn(roomId).filter((other) => other !== stay && overlaps(other, stay));
	}

	/** Whether anything else has its room on one of its nights. */
	isShared(stay: ActiveStay): boolean {
		return this.sharing(stay).length > 0 || this.isInDayUse(stay);
	}

	isInDayUse(stay: ActiveStay): boolean {
		const roomId = this.roomOf(stay);
		return roomId !== null && isShared({ roomId, start: stay.start, end: stay.end }, this.dayUse);
	}

	move(stay: ActiveStay, roomId: string): void {
		const before = this.roomOf(stay);
		if (before !== null)
			this.byRoom.set(
				before,
				this.staysIn(before).filter((other) => other !== stay),
			);
		this.put(stay, roomId);
	}

	private staysIn(roomId: string): readonly ActiveStay[] {
		return this.byRoom.get(roomId) ?? [];
	}

	private put(stay: ActiveStay, roomId: string): void {
		this.byStay.set(stay.bookingId, roomId);
		this.byRoom.set(roomId, [...this.staysIn(roomId), stay]);
	}
}

function conflictsIn(house: OccupancySnapshot, rooms: Rooms): Map<string, Set<ConflictKind>> {
	const found = new Map<string, Set<ConflictKind>>();
	const note = ({ bookingId }: ActiveStay, kind: ConflictKind) =>
		found.set(bookingId, (found.get(bookingId) ?? new Set()).add(kind));
	for (const stay of house.stays) {
		if (rooms.roomOf(stay) === null && (stay.reference?.candidates.length ?? 0) > 0) note(stay, 'no_room');
		for (const other of rooms.sharing(stay)) note(answerable(stay, other), 'shared_room');
		if (rooms.isInDayUse(stay)) note(stay, 'shared_room');
	}
	return found;
}

/** Whose stay people will have to move: the channel's rather than the direct guest's, else who booked last. */
function answerable(a: ActiveStay, b: ActiveStay): ActiveStay {
	if ((a.reference === null) !== (b.reference === null)) return a.reference ? a : b;
	return a.bookingNumber > b.bookingNumber ? a : b;
}

function compareConflicts(
	house: OccupancySnapshot,
	found: ReadonlyMap<string, ReadonlySet<ConflictKind>>,
): Pick<RoomMovePlan, 'arisen' | 'resolved'> {
	const byId = new Map(house.stays.map((stay) => [stay.bookingId, stay]));
	const isKnown = (id: string, kind: ConflictKind) =>
		house.conflicts.some((known) => known.bookingId === id && known.kind === kind);
	return {
		arisen: house.stays.flatMap((stay) =>
			[...(found.get(stay.bookingId) ?? [])]
				.filter((kind) => !isKnown(stay.bookingId, kind))
				.map((kind) => ({ stay, kind })),
		),
		resolved: house.conflicts
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
