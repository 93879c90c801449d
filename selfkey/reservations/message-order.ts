/** Where an event belongs among those before it, where its sender gave no order, or one that cannot be compared. */
import { activeRooms } from '../../core/reservation/active';
import { baseOf, compareMessages, compareOrder, compareRevision } from '../../core/reservation/order';
import type { MessageStamp, Reservation } from '../../core/reservation/model';
import { isAhead, isCounter, isDoubtful, isOfNow, isReading, readRevision } from '../../core/reservation/revision';
import type { IncomingEvent } from '../webhook/read-events';
import { ValidationError } from '../../core/payload/field-reader';
import type { DeliveryPlace } from '../ports/records';

const BEFORE_EVERYTHING = '1970-01-01T00:00:00.000Z#0';

/**
 * The message as it is to be merged. Without a revision and a time, the order of arrival counts, but a new
 * reservation that is known as changed or cancelled already is a late repeat, and sorts before everything.
 * @throws ValidationError where an event without an id could mean two things (to guess would lose a stay or
 * keep a room blocked, so the sender is told to send `external_id`), or where its revision is of another kind than those
 * before it
 */
export function placeInOrder(event: IncomingEvent, stored: Reservation | null, now: Date): Reservation {
	refuseUnclear(event, stored);
	return placed({ ...event, reservation: withArrival(event) }, stored, now);
}

function placed(event: IncomingEvent, stored: Reservation | null, now: Date): Reservation {
	const { reservation, orderUnknown } = event;
	const isLateRepeat = orderUnknown && reservation.event === 'new' && stored !== null && stored.event !== 'new';
	if (isLateRepeat) return { ...reservation, observedAt: BEFORE_EVERYTHING };
	const latest = stored?.history?.latest;
	// Only a revision brings back what is cancelled (`isCancelled`): whose time cannot be compared may have been made before.
	const isOver = stored?.status === 'cancelled' && reservation.status !== 'cancelled';
	const compared = isOver ? { ...event, delivery: null } : event;
	if (latest && isBehind(compared, latest, now)) return behind(event, latest, isOver);
	return latest && isNextUnderIts(latest, event) ? asNext(reservation, latest) : reservation;
}

function withArrival({ reservation, delivery }: IncomingEvent): Reservation {
	return delivery?.isTimeUnknown === true ? { ...reservation, isByArrival: true } : reservation;
}

/** Whether only the order of arrival tells it from the latest, which is that of the lock and not of the servers' clocks. */
function isNextUnderIts(latest: MessageStamp, { reservation, isPlacedByArrival }: IncomingEvent): boolean {
	const { revision } = reservation;
	const isSame = revision !== null && latest.revision !== null && compareRevision(revision, latest.revision) === 0;
	return isPlacedByArrival && isSame && latest.afterRevision === undefined && compareOrder(reservation, latest) <= 0;
}

function refuseUnclear({ reservation, idDerived }: IncomingEvent, stored: Reservation | null): void {
	const { event } = reservation;
	if (idDerived && event !== 'new' && stored === null) {
		throw new ValidationError(
			'No reservation with this guest, room type and dates is known. Send data.external_id, so that a change can find its reservation',
			['data.external_id'],
		);
	}
	if (idDerived && event !== 'cancelled' && stored?.status === 'cancelled') {
		throw new ValidationError(
			'A reservation with this guest, room type and dates was cancelled. Send data.external_id, so that a new booking can be told from a repeat',
			['data.external_id'],
		);
	}
	const { revision } = reservation;
	const stamp = stored?.history?.latest;
	// A message without a revision stands behind the last that had one, and the next is compared with that.
	const base = stamp ? baseOf(stamp) : null;
	if (!stamp || revision === null || base === null || revision === base) return;
	const kind = kindOf(revision);
	const last = stamp.revision === null ? null : kindOf(stamp.revision);
	// A reading stands behind the channel's own last order, if there was one: that is what the next is compared with.
	const before = last === 'reading' ? kindOf(base) : last;
	// Behind a moment stands what came before anybody sent a revision: nothing is compared with that.
	const isCompared = stamp.revision !== null || kindOf(base) !== 'instant';
	if (kind === null && isCompared)
		throw new ValidationError(
			'data.revision is neither a whole number nor a time that begins with its date, so nobody can say which of two is later',
			['data.revision'],
		);
	// A calendar and the channel's API may take turns: see `isBehind`.
	const isTurn = kind === 'reading' || before === 'reading';
	if (kind !== null && before !== null && kind !== before && !isTurn)
		throw new ValidationError(
			`data.revision is ${IN_WORDS[kind]}, and was ${IN_WORDS[before]} before: send the same kind for all messages of a reservation`,
			['data.revision'],
		);
}

const IN_WORDS = {
	reading: 'when a calendar was read',
	number: 'a number',
	clock: 'a time without an offset',
	instant: 'a time with an offset',
} as const;

function kindOf(revision: string): keyof typeof IN_WORDS | null {
	return readRevision(revision)?.kind ?? null;
}

/**
 * Whether the message counts as the newest though nothing in it can be compared with what is stored. A time that has
 * not come yet is no time to compare with either: a clock was wrong once, and nothing would be later for as long.
 */
function isBehind(event: IncomingEvent, latest: MessageStamp, now: Date): boolean {
	const { reservation, orderUnknown, isPlacedByArrival } = event;
	const { revision } = reservation;
	const [base, seen, own] = [baseOf(latest), instantOf(latest), instantOf(reservation)];
	if (revision === null) {
		if (base === null)
			return (
				isPlacedByArrival ||
				isLastByArrival(event, latest) ||
				// Its time is that of whoever passes it on; the time before it has not come yet, so a clock of the sender's is ahead.
				(orderUnknown && Date.parse(seen) > now.getTime()) ||
				overtakes(own, seen, now)
			);
		const isLast = isLastByArrival(event, latest) || isSeenLater(own, seen, now);
		return orderUnknown || (isLast && !isOvertaken(own, base, now));
	}
	if (base === null) return false;
	if (isReading(revision) !== isReading(latest.revision) && !isReading(base))
		return (takesTurn(revision, base) || overtakes(revision, base, now)) && isSeenLater(own, seen, now);
	if (compareRevision(revision, base) >= 0) return false;
	if (latest.revision === null) return kindOf(revision) !== kindOf(base) || overtakes(revision, base, now);
	if (latest.afterRevision !== undefined) return compareRevision(revision, latest.revision) > 0;
	return overtakes(revision, base, now);
}

/**
 * Whether no two times of the sender's tell the message from the latest: that one brought none, or the same. Only of a
 * message that is known again when it is repeated, or a late repeat would undo a newer one.
 */
function isLastByArrival({ reservation, delivery }: IncomingEvent, latest: MessageStamp): boolean {
	if (delivery === null || reservation.isByArrival === true) return false;
	const isSameTime = Date.parse(instantOf(reservation)) === Date.parse(instantOf(latest));
	return latest.isByArrival === true || (isSameTime && latest.revision !== null);
}

/**
 * Whether what is stored has a time that is not to be compared with: one that cannot be, or one some hours ahead, if the
 * message is of now. An older one may be a late repeat of a sender whose clock is always ahead, and is left to people
 * (`notWritten`).
 */
function overtakes(own: string, stored: string, now: Date): boolean {
	return (isAhead(stored, now) && !isAhead(own, now) && !isCounter(own)) || isJustNow(own, stored, now);
}

function isJustNow(own: string, stored: string, now: Date): boolean {
	return isDoubtful(stored, now) && isOfNow(own, now);
}

/** A repeat of the message whose time had not come yet, behind which others were placed. */
function isOvertaken(own: string, base: string, now: Date): boolean {
	return isDoubtful(own, now) && compareRevision(own, base) <= 0;
}

function isSeenLater(own: string, seen: string, now: Date): boolean {
	return (!isAhead(own, now) && Date.parse(own) > Date.parse(seen)) || isJustNow(own, seen, now);
}

/**
 * Between a calendar and an order of the channel's own, only the time of reading can be compared. A calendar that was read
 * later than what is stored counts; so does the channel's word, though it has changed nothing since.
 */
function takesTurn(revision: string, base: string): boolean {
	return isReading(revision) || compareRevision(revision, base) === 0;
}

/**
 * What is stored, for a message of the channel's own order to be merged with. It arrived late if a calendar was read after
 * it: had it come in time, the readings would stand behind it (`isBehind`), and so they do now. Otherwise a retried
 * execution would undo what was read since, as its order outweighs that of every reading.
 * @param incoming as `placeInOrder` gave it
 */
export function readAfter(stored: Reservation, incoming: Reservation): Reservation {
	const { history } = stored;
	if (!history || !isReadAfter(history.latest, incoming)) return stored;
	const { latest, content, cancelled, card, fees, ...rest } = history;
	const place = <Stamp extends MessageStamp>(stamp: Stamp): Stamp =>
		isReadAfter(stamp, incoming) && incoming.revision !== null ? { ...stamp, afterRevision: incoming.revision } : stamp;
	// What the latest said itself, should the channel's cancellation that outweighs it be undone now.
	const isGone = latest.event === 'cancelled' || (cancelled !== null && compareMessages(latest, cancelled) === 0);
	return {
		...stored,
		status: stored.status === 'cancelled' && !isGone ? 'confirmed' : stored.status,
		history: {
			...rest,
			latest: place(latest),
			content: place(content),
			cancelled: isGone ? place(latest) : cancelled && place(cancelled),
			card: card && place(card),
			...(fees
				? {
						fees: {
							...fees,
							noShow: fees.noShow && place(fees.noShow),
							standing: fees.standing && place(fees.standing),
							...(fees.back ? { back: place(fees.back) } : {}),
						},
					}
				: {}),
		},
	};
}

function isReadAfter(stamp: MessageStamp, { revision, afterRevision, observedAt }: Reservation): boolean {
	const base = baseOf(stamp);
	const isInOrder = revision !== null && afterRevision === undefined && !isReading(revision);
	if (!isInOrder || base === null || !isReading(stamp.revision)) return false;
	return compareRevision(revision, base) > 0 && Date.parse(instantOf(stamp)) > Date.parse(instantOf({ observedAt }));
}

/**
 * The order of arrival is the order of taking the hotel's lock: several servers' clocks differ, and one clock
 * gives several messages the same millisecond.
 */
function behind({ reservation, isPlacedByArrival }: IncomingEvent, latest: MessageStamp, isOver: boolean): Reservation {
	if (compareOrder(reservation, latest) > 0) return reservation;
	// A time in place of a revision would outweigh a cancellation that has none.
	const base = baseOf(latest) ?? (isPlacedByArrival || isOver ? null : instantOf(latest));
	const placed = base === null ? reservation : { ...reservation, afterRevision: base };
	return compareOrder(placed, latest) > 0 ? placed : asNext(placed, latest);
}

function asNext(message: Reservation, latest: MessageStamp): Reservation {
	const [instant = '', place = '0'] = latest.observedAt.split('#');
	const time = { observedAt: `${instant}#${Number(place) + 1}` };
	return { ...message, ...time, ...(latest.isByArrival === true ? { isByArrival: true } : {}) };
}

/** The message as the next one after all that have come: for a report, which has been read just now. */
export function placeBehind(reservation: Reservation, latest: MessageStamp): Reservation {
	const { revision, afterRevision } = latest;
	const placed = { ...reservation, revision, ...(afterRevision === undefined ? {} : { afterRevision }) };
	return compareOrder(placed, latest) > 0 ? placed : asNext(placed, latest);
}

function instantOf({ observedAt }: Pick<MessageStamp, 'observedAt'>): string {
	return observedAt.split('#')[0] ?? '';
}

/**
 * A message that came before, at the place that it had then: were it taken for a new one, an older message
 * that is sent again would undo a newer one.
 * @param place that it had when it came first
 * @throws ValidationError as `placeInOrder`, unless its sender says by an id that it is the same message
 */
export function placeAgain(event: IncomingEvent, stored: Reservation | null, place: DeliveryPlace): Reservation {
	if (event.delivery?.isDerived !== false) refuseUnclear(event, stored);
	return withPlace(withArrival(event), place);
}

function withPlace(reservation: Reservation, { observedAt, afterRevision }: DeliveryPlace): Reservation {
	return { ...reservation, observedAt, ...(afterRevision === null ? {} : { afterRevision }) };
}

/** Whether what is stored is later than a message only by a time that has not come yet. */
export function isByClockAhead(incoming: Reservation, stored: Reservation | null, now: Date): boolean {
	const latest = stored?.history?.latest;
	if (!latest) return false;
	const base = baseOf(latest);
	const isAlikeAhead = isDoubtful(incoming.revision ?? instantOf(incoming), now);
	return !isAlikeAhead && isDoubtful(base ?? instantOf(latest), now);
}

/**
 * Whether something newer has come since the message came first, so that what it says of a stay is not written again. A
 * higher revision says that itself.
 */
export function isSuperseded(again: Reservation, { history }: Reservation): boolean {
	const { revision } = again;
	if (history === undefined || activeRooms(again).length === 0) return false;
	const base = baseOf(history.latest);
	const isOrdered = revision !== null && (base === null || compareRevision(revision, base) !== 0);
	return !isOrdered && compareMessages(again, history.latest) < 0;
}
