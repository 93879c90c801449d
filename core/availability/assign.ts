/** Which physical room each stay gets. Deterministic: the same question always has the same answer. */
import { gapAround, isFree, type DateRange, type Occupancy } from './ranges';

export interface StayRequest extends DateRange {
	stayId: string;
	/** Rooms of the stay's room type, the ones to be filled first in front. */
	candidates: readonly string[];
	/** The room that the stay has already; kept if it is free, even where it is no candidate (an upgrade by the desk). */
	keepRoomId?: string | null;
}

/**
 * Chooses a room for each stay, or `null` where none is free. A stay keeps the room it has if that is still
 * free. Otherwise it gets the free candidate with the smallest gap around the stay (best fit), the first of
 * equals. Stays of one request give way to each other where another candidate serves as well, but never a
 * kept room. No room is given twice for a night.
 * @param occupied what others have; not the stays themselves
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
		// The stay with the fewest choices first: it has the least room to give way.
		for (const { stay } of waiting.map((stay) => ({ stay, count: choices(stay) })).sort((a, b) => a.count - b.count)) {
			this.place(stay, new Set());
		}
		for (const [stayId, { roomId }] of this.placed) result.set(stayId, roomId);
		return result;
	}

	/** As in bipartite matching: a stay may push others of the request aside if each of them finds another room. */
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
