/**
 * What a stored reservation becomes when another message about it arrives. The state is a join of values that
 * only ever move forward: the latest message, the message that the content is taken from, the weightiest cancellation,
 * the latest message with a card, and what is needed to say which fee is due (`cancellation.ts`). Therefore the state is
 * the same for any order, repetition, or loss and resend of the messages.
 */
import { withFingerprint } from './fingerprint';
import { sameReservation } from './key';
import type { MergeHistory, MergeOutcome, MessageStamp, Reservation } from './model';
import { feeDue, feesOf, isCancelled, joinFees, later, laterIfAny } from './cancellation';
import { baseOf, compareMessages, compareRevision } from './order';
import { isReading } from './revision';

/** What one message determines. */
type MessagePart = 'latest' | 'content' | 'cancelled' | 'card';

export interface MergeResult {
	outcome: Exclude<MergeOutcome, 'conflict'>;
	/** Store it whole, even if the outcome is `unchanged` or `stale`: its history may have advanced. */
	reservation: Reservation;
}

/**
 * Merges one message into what is stored. Accepts a change or a cancellation before the reservation itself,
 * a cancellation twice, one without dates or rooms (the stored ones count), and older after newer.
 * A cancellation is final unless a message with a higher revision reinstates the stay; sources without
 * revisions (Booking.com) cannot reinstate. A fee that was stated stays due.
 * @param stored what an earlier `merge` returned, or `null`
 * @throws RangeError if the two are different reservations
 */
export function merge(stored: Reservation | null, incoming: Reservation): MergeResult {
	if (stored === null) {
		const reservation = compose(
			{ latest: incoming, content: incoming, cancelled: incoming, card: incoming },
			historyOf(incoming),
		);
		return { outcome: reservation.status === 'cancelled' ? 'cancelled' : 'created', reservation };
	}
	if (!sameReservation(stored, incoming))
		throw new RangeError('Only messages about the same reservation can be merged');

	const before = stored.history ? withFees(stored, stored.history) : historyOf(stored);
	const after = join(before, historyOf(incoming), hasContent(stored), hasContent(incoming));
	const sourceOf = (part: MessagePart) => (after[part] !== null && after[part] !== before[part] ? incoming : stored);
	const reservation = compose(
		{
			latest: sourceOf('latest'),
			content: sourceOf('content'),
			cancelled: sourceOf('cancelled'),
			card: sourceOf('card'),
		},
		after,
	);
	return { outcome: outcomeOf(stored, before, incoming, reservation), reservation };
}

type WholeHistory = MergeHistory & Required<Pick<MergeHistory, 'fees'>>;

function historyOf(reservation: Reservation): WholeHistory {
	const { revision, observedAt, afterRevision, isByArrival, event, fingerprint, status, payment } = reservation;
	const stamp: MessageStamp = {
		...{ revision, observedAt, event, fingerprint },
		...(afterRevision === undefined ? {} : { afterRevision }),
		...(isByArrival === undefined ? {} : { isByArrival }),
	};
	const history = {
		latest: stamp,
		content: stamp,
		cancelled: status === 'cancelled' ? stamp : null,
		card: payment.card ? stamp : null,
	};
	return { ...history, fees: feesOf(reservation, history) };
}

/** An earlier version did not keep which message had stated the fee. */
function withFees(stored: Reservation, history: MergeHistory): WholeHistory {
	return { ...history, fees: history.fees ?? feesOf(stored, history) };
}

function join(a: WholeHistory, b: WholeHistory, aHasContent: boolean, bHasContent: boolean): WholeHistory {
	const contentIsKnown = aHasContent !== bHasContent;
	return {
		latest: later(a.latest, b.latest),
		content: contentIsKnown ? (aHasContent ? a.content : b.content) : later(a.content, b.content),
		cancelled: a.cancelled && b.cancelled ? weightier(a.cancelled, b.cancelled) : (a.cancelled ?? b.cancelled),
		card: laterIfAny(a.card, b.card),
		fees: joinFees(a.fees, b.fees),
		...(a.reportedOver ? { reportedOver: a.reportedOver } : {}),
	};
}

function hasContent(reservation: Reservation): boolean {
	return reservation.rooms.length > 0 && reservation.checkIn !== null && reservation.checkOut !== null;
}

/** Each part from the message that determines it. */
function compose(
	{ latest, content, cancelled: cancellation, card }: Record<MessagePart, Reservation>,
	history: MergeHistory,
): Reservation {
	const cancelled = isCancelled(history);
	const { event, revision, observedAt } = history.latest;
	const { afterRevision, isByArrival, ...facts } = content;
	return withFingerprint({
		...facts,
		payment: { ...facts.payment, card: card.payment.card },
		event,
		revision,
		observedAt,
		status: cancelled ? 'cancelled' : latest.status,
		cancellationFee: feeDue(history, latest.status === 'no_show'),
		cancelledAt: cancelled ? cancellation.cancelledAt : null,
		history,
	});
}

/** What a calendar lacks does not take the place of what the channel's own order says, or it could undo that by coming back. */
function weightier(a: MessageStamp, b: MessageStamp): MessageStamp {
	const [left, right] = [baseOf(a), baseOf(b)];
	const isSameBase = left !== null && right !== null && compareRevision(left, right) === 0;
	const byKind = isSameBase ? Number(isReading(b.revision)) - Number(isReading(a.revision)) : 0;
	return byKind === 0 ? later(a, b) : byKind > 0 ? a : b;
}

function outcomeOf(
	stored: Reservation,
	before: MergeHistory,
	incoming: Reservation,
	merged: Reservation,
): MergeResult['outcome'] {
	const staysCancelled = stored.status === 'cancelled' && merged.status === 'cancelled';
	if (staysCancelled && incoming.status !== 'cancelled') return 'stale';
	if (merged.fingerprint !== stored.fingerprint) {
		return merged.status === 'cancelled' && !staysCancelled ? 'cancelled' : 'updated';
	}
	const isRepeat = [before.latest, before.content, before.cancelled].some(
		(stamp) => stamp?.fingerprint === incoming.fingerprint,
	);
	const isOlder = compareMessages(historyOf(incoming).latest, before.latest) < 0;
	return isOlder && !isRepeat ? 'stale' : 'unchanged';
}
