/** Finds a room for a stay that fits nowhere at present, by moving as few others as possible. */
import { addDays, eachNight } from '../reservation/dates';
import { GAP_HORIZON_NIGHTS, gapAround, overlaps, withinReach, type DateRange, type Occupancy } from './ranges';

/** A stay that needs a room. */
export interface WantedStay extends DateRange {
	stayId: string;
	/** Rooms that it may be given, in the order in which they should be filled. */
	candidates: readonly string[];
}

/** A stay that has a room. */
export interface PlacedStay extends WantedStay {
	roomId: string;
	/** Whether it may be moved to another of its candidates. */
	mayMove: boolean;
}

/** No more stays are moved for one: the front desk would lose track of its own house. */
export const MAX_MOVES = 4;

/** After this many looks at a room the search for more than one move gives up: a matter of milliseconds, even with thousands of rooms. */
export const SEARCH_LIMIT = 200_000;

/** How much many searches may look at together, whatever comes of them. */
export class SearchBudget {
	private spent = 0;

	/**
	 * @param limit looks at a room
	 * @param whole of which this is a part
	 */
	constructor(
		readonly limit = SEARCH_LIMIT,
		private readonly whole: SearchBudget | null = null,
	) {}

	/** Never less than 0. */
	get left(): number {
		return Math.max(0, Math.min(this.limit - this.spent, this.whole?.left ?? this.limit));
	}

	spend(looks: number): void {
		this.spent += looks;
		this.whole?.spend(looks);
	}
}

export interface SearchOptions {
	/** How many others may be moved at most. */
	most?: number;
	/** Shared with other searches; a search that has begun with anything left looks at every single move. */
	budget?: SearchBudget;
}

/**
 * The rooms of all stays that change theirs, including the wanted stay; `null` if moving at most `most` others is not
 * enough, or none of more than one move was found within `SEARCH_LIMIT` and the budget. The solution moves as few stays as
 * possible. Deterministic.
 * @param placed which stay has which room; each stay once
 * @param taken further rooms and nights, which cannot be freed
 */
export function findRearrangement(
	wanted: WantedStay,
	placed: readonly PlacedStay[],
	taken: readonly Occupancy[] = [],
	{ most = MAX_MOVES, budget = new SearchBudget() }: SearchOptions = {},
): Map<string, string> | null {
	if (budget.left === 0) return null;
	const around = nightsAround(wanted, placed, most);
	const isNear = (range: DateRange) => overlaps(range, around);
	const search = new Search(placed.filter(isNear), taken.filter(isNear), budget);
	for (let moves = 0; moves <= most; moves++) {
		const found = moves === 1 ? search.withOneMove(wanted) : search.solve(wanted, moves);
		if (found) return found;
		if (search.isExhausted || (moves === 0 && search.isHopeless(wanted))) return null;
	}
	return null;
}

/** No calendar arithmetic beyond these: what is there was typed wrongly. */
const [FIRST_DAY, LAST_DAY] = ['1000-01-01', '9000-01-01'];

/** The nights that any of so many moves can have to do with: of who is in the way, of who is in their way, and so on. */
function nightsAround({ start, end }: DateRange, placed: readonly PlacedStay[], most: number): DateRange {
	let [first, last] = [start, end];
	for (let moves = 0; moves <= most; moves++) {
		const [from, until] = [first, last];
		for (const stay of placed) {
			if (stay.start >= until || from >= stay.end) continue;
			if (stay.start < first) first = stay.start;
			if (stay.end > last) last = stay.end;
		}
	}
	return {
		start: first > FIRST_DAY ? addDays(first, -GAP_HORIZON_NIGHTS) : first,
		end: last < LAST_DAY ? addDays(last, GAP_HORIZON_NIGHTS) : last,
	};
}

class Search {
	private readonly inRoom = new Map<string, PlacedStay[]>();
	private readonly taken = new Map<string, Occupancy[]>();
	private readonly settled = new Map<string, { stay: WantedStay; roomId: string }>();
	private readonly lifted = new Set<string>();
	private looks = 0;

	constructor(
		placed: readonly PlacedStay[],
		taken: readonly Occupancy[],
		private readonly budget: SearchBudget,
	) {
		for (const stay of placed) push(this.inRoom, stay.roomId, stay);
		for (const occupancy of taken) push(this.taken, occupancy.roomId, occupancy);
	}

	get isExhausted(): boolean {
		return this.looks >= SEARCH_LIMIT || this.budget.left === 0;
	}

	private look(): void {
		this.looks += 1;
		this.budget.spend(1);
	}

	solve(wanted: WantedStay, moves: number): Map<string, string> | null {
		this.settled.clear();
		this.lifted.clear();
		if (!this.place([wanted], moves)) return null;
		return new Map([...this.settled].map(([stayId, { roomId }]) => [stayId, roomId]));
	}

	/**
	 * The first room out of which one stay can move: what `solve` would find with one move, but every room is looked at
	 * whatever the limit. Stays of the same type and nights share one look at the rooms that are free for them, so that this
	 * costs as many looks as rooms times kinds of nights.
	 */
	withOneMove(wanted: WantedStay): Map<string, string> | null {
		this.settled.clear();
		this.lifted.clear();
		const known = new Map<readonly string[], Map<string, string[]>>();
		const freeFor = ({ candidates, start, end }: PlacedStay): string[] => {
			const ofType = known.get(candidates) ?? new Map<string, string[]>();
			known.set(candidates, ofType);
			const nights = `${start} ${end}`;
			const free =
				ofType.get(nights) ??
				candidates.filter((roomId) => {
					this.budget.spend(1);
					return !this.rangesIn(roomId).some((range) => overlaps(range, { start, end }));
				});
			ofType.set(nights, free);
			return free;
		};
		for (const roomId of wanted.candidates) {
			this.budget.spend(1);
			if ((this.taken.get(roomId) ?? []).some((range) => overlaps(range, wanted))) continue;
			const inTheWay = (this.inRoom.get(roomId) ?? []).filter((other) => overlaps(other, wanted));
			const [mover] = inTheWay;
			if (inTheWay.length !== 1 || !mover?.mayMove) continue;
			const [best] = freeFor(mover)
				.map((free) => ({ free, gap: gapAround(this.rangesIn(free), mover) }))
				.sort((a, b) => a.gap - b.gap);
			if (best)
				return new Map([
					[wanted.stayId, roomId],
					[mover.stayId, best.free],
				]);
		}
		return null;
	}

	/** Whether on one of the nights every room that any series of moves could reach is taken. */
	isHopeless(wanted: WantedStay): boolean {
		const reach = new Set(wanted.candidates);
		// The stays of a type share one list.
		const followed = new Set<readonly string[]>();
		// The set grows during the loop, by the rooms that stays in its rooms may move to.
		for (const roomId of reach)
			for (const { mayMove, candidates } of this.inRoom.get(roomId) ?? []) {
				if (!mayMove || followed.has(candidates)) continue;
				followed.add(candidates);
				for (const other of candidates) reach.add(other);
			}
		const { start, end } = withinReach(wanted);
		return eachNight(start, end).some((date) => {
			this.budget.spend(reach.size);
			const isTaken = (range: DateRange) => range.start <= date && date < range.end;
			return [...reach].every((roomId) => this.rangesIn(roomId).some(isTaken));
		});
	}

	/** A settled stay is never touched again, so every set of moves is tried in one order only. */
	private place(pending: readonly WantedStay[], moves: number): boolean {
		const [stay, ...rest] = pending;
		if (!stay) return true;
		for (const { roomId, inTheWay } of this.choices(stay, moves)) {
			this.settled.set(stay.stayId, { stay, roomId });
			for (const { stayId } of inTheWay) this.lifted.add(stayId);
			if (this.place([...rest, ...inTheWay], moves - inTheWay.length)) return true;
			for (const { stayId } of inTheWay) this.lifted.delete(stayId);
			this.settled.delete(stay.stayId);
			if (this.isExhausted) return false;
		}
		return false;
	}

	/** Rooms for the stay, with the stays that would have to leave them: fewest first, then the best fit. */
	private choices(stay: WantedStay, moves: number): Array<{ roomId: string; inTheWay: PlacedStay[]; gap: number }> {
		return stay.candidates
			.flatMap((roomId) => {
				this.look();
				if ((this.taken.get(roomId) ?? []).some((range) => overlaps(range, stay))) return [];
				if (this.settledIn(roomId).some((range) => overlaps(range, stay))) return [];
				const inTheWay = (this.inRoom.get(roomId) ?? []).filter(
					(other) => other.stayId !== stay.stayId && !this.lifted.has(other.stayId) && overlaps(other, stay),
				);
				if (inTheWay.length > moves || inTheWay.some(({ mayMove }) => !mayMove)) return [];
				return [{ roomId, inTheWay, gap: inTheWay.length > 0 ? 0 : gapAround(this.rangesIn(roomId), stay) }];
			})
			.sort((a, b) => a.inTheWay.length - b.inTheWay.length || a.gap - b.gap);
	}

	private settledIn(roomId: string): WantedStay[] {
		return [...this.settled.values()].filter((entry) => entry.roomId === roomId).map(({ stay }) => stay);
	}

	private rangesIn(roomId: string): DateRange[] {
		const staying = (this.inRoom.get(roomId) ?? []).filter(({ stayId }) => !this.lifted.has(stayId));
		return [...staying, ...(this.taken.get(roomId) ?? []), ...this.settledIn(roomId)];
	}
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
	const values = map.get(key);
	if (values) values.push(value);
	else map.set(key, [value]);
}
