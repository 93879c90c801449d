/** Assigns physical rooms to stays. Deterministic: the same input always gives the same result. */
import { gapAround, isFree, type DateRange, type Occupancy } from './ranges';

export interface StayRequest extends DateRange {
	stayId: string;
	/** Rooms of the stay's room type, in the order in which they should be filled. */
	candidates: readonly string[];
	/**
	 * The room that the stay already has; kept if it is free, even if it is not a candidate (an upgrade by the front
	 * desk).
	 */
	keepRoomId?: string | null;
}

/**
 * Chooses a room for each stay, or `null` if none is free. A stay keeps its room if that is still free. Otherwise it
 * gets the free candidate with the smallest gap around the stay (best fit); the first one wins a tie. Stays of one
 * request make way for each other if another candidate serves as well, but a kept room is never taken away. No room
 * is assigned twice for a night.
 * @param occupied rooms taken by others; not by the stays themselves
 */
export function assignRooms(stays: readonly StayRequest[], occupied: readonly Occupancy[]): Map<string, string | null> {
	return new Assignment(occupied).run(stays);
}

class Assignment {
	private readonly taken = new Map<string, DateRange[]>();
	private readonly placed = new Map<string, { stay: StayRequest; roomId: string }>();

	constructor(occupied: readonly Occupancy[]) {
		for (const { roomId, start, end } of occupied) this.takenIn(roomId).push({ start, end });
	}

	run(stays: readonly StayRequest[]): Map<string, string | null> {
		const result = new Map<string, string | null>(stays.map((stay) => [stay.stayId, null]));
		const waiting: StayRequest[] = [];
		for (const stay of stays) {
			if (stay.keepRoomId && isFree(this.takenIn(stay.keepRoomId), stay)) {
				this.takenIn(stay.keepRoomId).push(stay);
				result.set(stay.stayId, stay.keepRoomId);
			} else waiting.push(stay);
		}
		const choices = (stay: StayRequest) =>
			stay.candidates.filter((roomId) => isFree(this.takenIn(roomId), stay)).length;
		// Stays with the fewest choices go first: they are the hardest to place.
		for (const { stay } of waiting.map((stay) => ({ stay, count: choices(stay) })).sort((a, b) => a.count - b.count)) {
			this.place(stay, new Set());
		}
		for (const [stayId, { roomId }] of this.placed) result.set(stayId, roomId);
		return result;
	}

	/** Bipartite matching: a stay may displace others of the request if each of them finds another room. */
	private place(stay: StayRequest, tried: Set<string>): boolean {
		const candidates = stay.candidates.filter((roomId) => isFree(this.takenIn(roomId), stay));
		const free = candidates.filter((roomId) => isFree(this.placedIn(roomId), stay));
		const best = this.bestFit(free, stay);
		if (best !== null) {
			this.placed.set(stay.stayId, { stay, roomId: best });
			return true;
		}
		for (const roomId of candidates) {
			if (tried.has(roomId)) continue;
			tried.add(roomId);
			const before = new Map(this.placed);
			const pushed = this.placedIn(roomId).filter((other) => !isFree([other], stay));
			for (const other of pushed) this.placed.delete(other.stayId);
			this.placed.set(stay.stayId, { stay, roomId });
			if (pushed.every((other) => this.place(other, tried))) return true;
			this.placed.clear();
			for (const [stayId, placement] of before) this.placed.set(stayId, placement);
		}
		return false;
	}

	private bestFit(rooms: readonly string[], stay: DateRange): string | null {
		let best: { roomId: string; gap: number } | null = null;
		for (const roomId of rooms) {
			const gap = gapAround([...this.takenIn(roomId), ...this.placedIn(roomId)], stay);
			if (best === null || gap < best.gap) best = { roomId, gap };
		}
		return best?.roomId ?? null;
	}

	private takenIn(roomId: string): DateRange[] {
		const existing = this.taken.get(roomId);
		if (existing) return existing;
		const ranges: DateRange[] = [];
		this.taken.set(roomId, ranges);
		return ranges;
	}

	private placedIn(roomId: string): StayRequest[] {
		return [...this.placed.values()].filter((placement) => placement.roomId === roomId).map(({ stay }) => stay);
	}
}
