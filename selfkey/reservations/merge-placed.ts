/** A message at its place among the others becomes part of what is stored. Pure. */
import { mergeErased } from '../../core/reservation/erase';
import type { MergeResult } from '../../core/reservation/merge';
import type { Reservation } from '../../core/reservation/model';
import { compareMessages } from '../../core/reservation/order';
import { completeReading, withFactsOf } from './complete-reading';
import { asSaidAgain, isSaidBefore, saidBy, withReportedOver, withReports } from './house-report';
import { readAfter } from './message-order';
import { withKnownStatus } from './unsaid-status';

export interface MergedMessage extends MergeResult {
	/** The message as it was merged, with what was known already. */
	incoming: Reservation;
	/** The channel only repeats what it had said before the house reported something else. */
	isSaidBefore?: true;
}

/**
 * As `mergeErased`. What the house has reported since the channel's last message stays where the channel's new one does not
 * change just that. A calendar's reading is completed by what is known; and what is stored of a later reading, by a message
 * that arrives after it.
 * @param placed as `placeInOrder` or `placeAgain` gave it
 * @param unsaid rooms of which it says nothing of whether the guest is there; see `withKnownStatus`
 */
export function mergePlaced(
	known: Reservation | null,
	placed: Reservation,
	unsaid: readonly string[] = [],
): MergedMessage {
	if (known && isSaidBefore(placed, known))
		return { ...mergeHeard(known, placed, asSaidAgain(known, placed)), isSaidBefore: true };
	const withHouse = known ? withReports(placed, known) : placed;
	const merged = mergeHeard(known, placed, completeReading(withKnownStatus(withHouse, known, unsaid), known));
	const { history } = merged.reservation;
	const isContent = history !== undefined && compareMessages(history.content, merged.incoming) === 0;
	if (!history?.reportedOver || !isContent) return merged;
	const over = withHouse === placed ? null : saidBy(placed);
	return { ...merged, reservation: withReportedOver(merged.reservation, over) };
}

function mergeHeard(known: Reservation | null, placed: Reservation, incoming: Reservation): MergedMessage {
	const before = known && readAfter(known, placed);
	if (known === null || before === known) return { incoming, ...mergeErased(known, incoming) };
	// Whose guests were erased gets none back by a message that is no news.
	const stored = before !== null && known.erasedOn === undefined ? withFactsOf(before, placed) : before;
	const { outcome, reservation } = mergeErased(stored, incoming);
	const isNoNews = outcome === 'unchanged' || outcome === 'stale';
	const isCompleted = isNoNews && reservation.status !== 'cancelled' && reservation.fingerprint !== known.fingerprint;
	return { incoming, outcome: isCompleted ? 'updated' : outcome, reservation };
}
