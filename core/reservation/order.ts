/**
 * Determines which of two messages about a reservation is later: by the source's own revision if it has one,
 * otherwise by when and at which position of a poll it was seen.
 */
import type { MessageStamp, OrderStamp, ReservationEvent } from './model';

const EVENT_RANK: Readonly<Record<ReservationEvent, number>> = { new: 0, modified: 1, cancelled: 2 };
const OBSERVED = /^(.*?)(?:#(\d+))?$/s;

/**
 * Negative if `a` is earlier than `b`, positive if it is later, 0 if it cannot be determined. A total order, so that
 * `merge` gives the same state for any order of arrival. A message with a revision is later than any without: the
 * source's own order outweighs our clock.
 */
export function compareOrder(a: OrderStamp, b: OrderStamp): number {
	if (a.revision !== null && b.revision !== null) {
		return compareRevision(a.revision, b.revision) || compareObserved(a.observedAt, b.observedAt);
	}
	if (a.revision !== b.revision) return a.revision === null ? -1 : 1;
	return compareObserved(a.observedAt, b.observedAt);
}

/**
 * As `compareOrder`, with a tie-break: a cancellation outweighs a change, a change outweighs a new reservation, and
 * otherwise the fingerprint decides, only so that every order of arrival gives the same result.
 */
export function compareMessages(a: MessageStamp, b: MessageStamp): number {
	return compareOrder(a, b) || EVENT_RANK[a.event] - EVENT_RANK[b.event] || compare(a.fingerprint, b.fingerprint);
}

/** Revisions that are whole numbers compare as numbers, instants as instants, all others as text. */
export function compareRevision(a: string, b: string): number {
	const [left, right] = [revisionRank(a), revisionRank(b)];
	return left.kind - right.kind || compare(left.value, right.value) || compare(a, b);
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

function revisionRank(revision: string): { kind: number; value: bigint | number | string } {
	if (/^\d+$/.test(revision)) return { kind: 0, value: BigInt(revision) };
	// Only with an offset: a time without one would be read in the server's time zone.
	const instant = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(revision) ? Date.parse(revision) : Number.NaN;
	return Number.isNaN(instant) ? { kind: 2, value: revision } : { kind: 1, value: instant };
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
