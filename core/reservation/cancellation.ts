/** What a cancellation outweighs, and which fee is due of a stay that does not take place. Pure. */
import { isActive } from './active';
import type { FeeHistory, FeeStamp, MergeHistory, MessageStamp, Money, Reservation } from './model';
import { baseOf, compareMessages, compareOrder, compareRevision } from './order';
import { isReading } from './revision';

/**
 * Cancelled for good, unless a higher revision than the cancellation's has come since; or, where a calendar only lacked
 * it, anything later.
 */
export function isCancelled({ latest, cancelled }: Pick<MergeHistory, 'latest' | 'cancelled'>): boolean {
	if (cancelled === null) return false;
	const [now, then] = [baseOf(latest), baseOf(cancelled)];
	if (now === null) return true;
	if (then === null) return false;
	const isBack = isReading(cancelled.revision) && compareOrder(latest, cancelled) > 0;
	return (compareRevision(now, then) || Number(isBack)) <= 0;
}

/** The first if they are the same, so that a repeat does not count as new. */
export function later<Stamp extends MessageStamp>(a: Stamp, b: Stamp): Stamp {
	return compareMessages(a, b) >= 0 ? a : b;
}

export function laterIfAny<Stamp extends MessageStamp>(a: Stamp | null, b: Stamp | null): Stamp | null {
	return a && b ? later(a, b) : (a ?? b);
}

/** Of one message, or of what an earlier version has stored: what the reservation says of itself. */
export function feesOf(reservation: Pick<Reservation, 'status' | 'cancellationFee'>, stamps: MergeHistory): FeeHistory {
	const { status, cancellationFee } = reservation;
	const { latest, content, cancelled } = stamps;
	const stated = (stamp: MessageStamp): FeeStamp | null =>
		cancellationFee === null ? null : { ...stamp, fee: cancellationFee };
	const standing = [latest, content].find(({ event }) => event !== 'cancelled') ?? null;
	return {
		cancellation: status === 'cancelled' ? stated(cancelled ?? latest) : null,
		noShow: status === 'no_show' ? stated(latest) : null,
		standing: isActive({ status }) ? latest : status === 'cancelled' && latest !== cancelled ? standing : null,
	};
}

export function joinFees(a: FeeHistory, b: FeeHistory): FeeHistory {
	const joined = {
		cancellation: laterIfAny(a.cancellation, b.cancellation),
		noShow: laterIfAny(a.noShow, b.noShow),
		standing: laterIfAny(a.standing, b.standing),
	};
	const back = firstAfter(joined.noShow, [a.back ?? null, b.back ?? null, a.standing, b.standing]);
	return { ...joined, ...(back === null ? {} : { back }) };
}

function firstAfter(noShow: MessageStamp | null, standing: ReadonlyArray<MessageStamp | null>): MessageStamp | null {
	return standing.reduce((first, stamp) => {
		if (!isLater(stamp, noShow)) return first;
		return first === null || isLater(first, stamp) ? stamp : first;
	}, null);
}

/**
 * The fee that the latest cancellation or no-show to state one has stated: one that states none takes nothing back. What
 * was due before the stay stood again is due no more.
 * @param isNoShow what the latest message says
 */
export function feeDue(history: MergeHistory, isNoShow: boolean): Money | null {
	const { cancellation, noShow, standing } = history.fees ?? { cancellation: null, noShow: null, standing: null };
	const isOff = isCancelled(history);
	if (!isOff && !isNoShow) return null;
	const isBack = standing !== null && !isCancelled({ latest: standing, cancelled: cancellation });
	// A cancellation that outweighs it leaves a stay that is said to stand only afterwards without effect.
	const back = firstAfter(noShow, [history.fees?.back ?? null, standing]);
	const isInVain = isOff && history.cancelled !== null && isLater(back, history.cancelled);
	const hasCome = back !== null && !isInVain;
	return laterIfAny(isBack ? null : cancellation, hasCome ? null : noShow)?.fee ?? null;
}

function isLater(stamp: MessageStamp | null, than: MessageStamp | null): boolean {
	return stamp !== null && than !== null && compareMessages(stamp, than) > 0;
}
