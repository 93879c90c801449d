/**
 * What a stored reservation becomes when another message about it arrives. The state is a join of four values that
 * only ever move forward: the latest message, the message that the content is taken from, the weightiest cancellation,
 * and the latest message with a card. Therefore the state is the same for any order, repetition, or loss and resend of
 * the messages.
 */
import { withFingerprint } from './fingerprint';
import { sameReservation } from './key';
import type { MergeHistory, MergeOutcome, MessageStamp, Reservation } from './model';
import { baseOf, compareMessages, compareOrder, compareRevision } from './order';
import { isReading } from './revision';

export interface MergeResult {
	outcome: Exclude<MergeOutcome, 'conflict'>;
	/** Store it whole, even if the outcome is `unchanged` or `stale`: its history may have advanced. */
	reservation: Reservation;
}

/**
 * Merges one message into what is stored. Accepts a change or a cancellation before the reservation itself,
 * a cancellation twice, one without dates or rooms (the stored ones count), and older after newer.
 * A cancellation is final unless a message with a higher revision reinstates the stay; sources without
 * revisions (Booking.com) cannot reinstate. The fee of a cancellation or a no-show is that of its message.
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

	const before = stored.history ?? historyOf(stored);
	const after = join(before, historyOf(incoming), hasContent(stored), hasContent(incoming));
	const sourceOf = (part: keyof MergeHistory) =>
		after[part] !== null && after[part] !== before[part] ? incoming : stored;
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

function historyOf(reservation: Reservation): MergeHistory {
	const { revision, observedAt, afterRevision, event, fingerprint, status, payment } = reservation;
	const stamp: MessageStamp = {
		...{ revision, observedAt, event, fingerprint },
		...(afterRevision === undefined ? {} : { afterRevision }),
	};
	return {
		latest: stamp,
		content: stamp,
		cancelled: status === 'cancelled' ? stamp : null,
		card: payment.card ? stamp : null,
	};
}

function join(a: MergeHistory, b: MergeHistory, aHasContent: boolean, bHasContent: boolean): MergeHistory {
	const contentIsKnown = aHasContent !== bHasContent;
	return {
		latest: later(a.latest, b.latest),
		content: contentIsKnown ? (aHasContent ? a.content : b.content) : later(a.content, b.content),
		cancelled: a.cancelled && b.cancelled ? weightier(a.cancelled, b.cancelled) : (a.cancelled ?? b.cancelled),
		card: laterIfAny(a.card, b.card),
	};
}

function laterIfAny(a: MessageStamp | null, b: MessageStamp | null): MessageStamp | null {
	return a && b ? later(a, b) : (a ?? b);
}

/** The first if they are the same, so that a repeat does not count as new. */
function later(a: MessageStamp, b: MessageStamp): MessageStamp {
	return compareMessages(a, b) >= 0 ? a : b;
}

function hasContent(reservation: Reservation): boolean {
	return reservation.rooms.length > 0 && reservation.checkIn !== null && reservation.checkOut !== null;
}

/** Each part from the message that determines it. */
function compose(
	{ latest, content, cancelled: cancellation, card }: Record<keyof MergeHistory, Reservation>,
	history: MergeHistory,
): Reservation {
	const cancelled = isCancelled(history);
	const { event, revision, observedAt } = history.latest;
	const { afterRevision, ...facts } = content;
	return withFingerprint({
		...facts,
		payment: { ...facts.payment, card: card.payment.card },
		event,
		revision,
		observedAt,
		status: cancelled ? 'cancelled' : latest.status,
		cancellationFee: cancelled
			? cancellation.cancellationFee
			: latest.status === 'no_show'
				? latest.cancellationFee
				: null,
		cancelledAt: cancelled ? cancellation.cancelledAt : null,
		history,
	});
}

/**
 * Cancelled for good, unless a higher revision than the cancellation's has come since; or, where a calendar only lacked
 * it, anything later.
 */
function isCancelled({ latest, cancelled }: MergeHistory): boolean {
	if (cancelled === null) return false;
	const [now, then] = [baseOf(latest), baseOf(cancelled)];
	if (now === null) return true;
	if (then === null) return false;
	const isBack = isReading(cancelled.revision) && compareOrder(latest, cancelled) > 0;
	return (compareRevision(now, then) || Number(isBack)) <= 0;
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
