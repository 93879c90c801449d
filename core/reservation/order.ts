/**
 * Determines which of two messages about a reservation is later: by the source's own revision if it has one,
 * otherwise by when and at which position of a poll it was seen.
 */
import type { MessageStamp, OrderStamp, ReservationEvent } from './model';
import { readRevision, type Revision } from './revision';

const EVENT_RANK: Readonly<Record<ReservationEvent, number>> = { new: 0, modified: 1, cancelled: 2 };
const KIND_RANK: Readonly<Record<Revision['kind'], number>> = { reading: 1, number: 2, clock: 3, instant: 4 };
const OBSERVED = /^(.*?)(?:#(\d+))?$/s;

/**
 * Negative if `a` is earlier than `b`, positive if it is later, 0 if it cannot be determined. A total order, so that
 * `merge` gives the same state for any order of arrival. A message with a revision is later than any without (the
 * source's own order outweighs our clock), but for those that were placed behind it: these are between it and the next.
 */
export function compareOrder(a: OrderStamp, b: OrderStamp): number {
	const [left, right] = [baseOf(a), baseOf(b)];
	const place =
		left === null || right === null
			? Number(left !== null) - Number(right !== null)
			: compareRevision(left, right) || Number(isPlaced(a)) - Number(isPlaced(b));
	return place || compareObserved(a.observedAt, b.observedAt);
}

/** The revision by which the message is sorted: the one that it was placed behind, else its own. */
export function baseOf({ revision, afterRevision }: OrderStamp): string | null {
	return afterRevision ?? revision;
}

function isPlaced({ afterRevision }: OrderStamp): boolean {
	return afterRevision !== undefined;
}

/**
 * As `compareOrder`, with a tie-break: a cancellation outweighs a change, a change outweighs a new reservation, and
 * otherwise the fingerprint decides, only so that every order of arrival gives the same result.
 */
export function compareMessages(a: MessageStamp, b: MessageStamp): number {
	return compareOrder(a, b) || EVENT_RANK[a.event] - EVENT_RANK[b.event] || compare(a.fingerprint, b.fingerprint);
}

/**
 * Numbers compare as numbers, times as times. When a calendar was read comes before every order of the channel's own,
 * which knows when something changed. What is none of these comes before all, only so that this is a total order.
 */
export function compareRevision(a: string, b: string): number {
	const [left, right] = [readRevision(a), readRevision(b)];
	return rankOf(left) - rankOf(right) || (left && right ? compare(left.value, right.value) : 0) || compare(a, b);
}

function rankOf(revision: Revision | null): number {
	return revision === null ? 0 : KIND_RANK[revision.kind];
}

/** `2026-03-11T15:02:40.123Z#7`: the instant first, then the number after `#`. */
function compareObserved(a: string, b: string): number {
	const [left, right] = [observedRank(a), observedRank(b)];
	return compare(left.instant, right.instant) || compare(left.place, right.place) || compare(a, b);
}

function observedRank(observedAt: string): { instant: number; place: number } {
	const match = OBSERVED.exec(observedAt);
	const instant = Date.parse(match?.[1] ?? '');
	return { instant: Number.isNaN(instant) ? Number.NEGATIVE_INFINITY : instant, place: Number(match?.[2] ?? 0) };
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
