/** Decides what is to be written for a reservation. Pure: everything it looks at is handed in. */
import { assignRooms, type StayRequest } from '../../core/availability/assign';
import { covers, isFree, type DateRange, type Occupancy } from '../../core/availability/ranges';
import { canonicalJson } from '../../core/reservation/fingerprint';
import { candidatesFor, type RoomMap } from '../settings/room-map';
import type { StoredStay } from '../ports/booking-store';
import { nightsTaken } from '../ports/occupancy';
import {
	isActiveBooking,
	type BaselineValues,
	type BookingValues,
	type Room,
	type StoredBooking,
	type UnfilledValues,
} from '../ports/records';
import { continuedBy, heldBy, type HeldRoom } from './held-room';
import { saysNewOf, type Said } from './news-of-stay';
import { isPaidOnPage, NOTHING_TO_PAY } from '../payments/payment-mark';
import { atPrice, deskEntries, inheritFrom, reconcile, type Reconciled } from './reconcile-desk-edits';
import type { TargetStay } from './target-stays';

/** One booking as it is and as it will be. */
export interface PlannedStay {
	roomStayId: string;
	/** As it is; `null` where the booking is new, or was deleted since. */
	booking: { id: string; bookingNumber: number } | null;
	current: BookingValues | null;
	/** The nights that the row takes as it is. */
	nightsBefore: DateRange | null;
	next: BookingValues;
	/** The nights that it will take. */
	nights: DateRange;
	/** What the channel says, to be remembered for the next comparison. */
	baseline: BaselineValues;
	/** What was remembered of it, `null` where it is new. */
	reference: Omit<StoredStay, 'booking'> | null;
	/** What its guest had until now, under this number or another one of the reservation; `null` where that is nothing. */
	held: HeldRoom | null;
	roomName: string | null;
	/** Active rooms of its type; empty where nobody has said which they are. */
	candidates: string[];
	/** Entries of the room map without an active room. */
	unknownRooms: string[];
	amountUnknown: boolean;
	/** Its guest has checked in, whatever the date of arrival says. */
	isInHouse: boolean;
	/** What the desk and the channel have both changed since the last write. */
	conflicting: string[];
	overwritten: Partial<BookingValues>;
	/** What the desk has entered in a booking that is given up, where nobody can say whether a new one is for the same guest. */
	leftBehind: string[];
	/** What its guest's booking under another number had in columns that no channel fills: a new booking has it too. */
	unfilled: UnfilledValues;
	/** The booking was deleted and is not written again: nothing new was said of it, or it does not stand any more. */
	isGone: boolean;
	/** The desk has put the booking away, and its channel has changed it since. */
	putAway: 'cancelled' | 'deleted' | null;
}

/** A stay before it has a room. */
type Draft = Omit<PlannedStay, 'next' | 'baseline'> & {
	next: Omit<BookingValues, 'roomId'>;
	baseline: Omit<BaselineValues, 'roomId'>;
};

export interface PlanInput {
	channel: string;
	propertyId: string;
	targets: readonly TargetStay[];
	stored: readonly StoredStay[];
	rooms: readonly Room[];
	roomMap: RoomMap;
	/** The message says something new; a repeat brings nothing back that the desk has put away. */
	isNews: boolean;
	/** What that is about; left out where it is about every stay. */
	said?: Said;
	/** The hotel's date: who has arrived by then is in the house. */
	today?: string;
}

/** What decides whether a guest stays in a room. */
export interface RoomsToGive {
	activeRoomIds: ReadonlySet<string>;
	/** Rooms out of order: nobody is put there. */
	closed: readonly Occupancy[];
}

/**
 * The stays as the channel and the desk together want them, in the reservation's order, then those that were
 * removed from the reservation (their rooms are free again). Rooms are given by `giveRooms`.
 */
export function draftStays({ targets, stored, today = '', ...rest }: PlanInput): Draft[] {
	const context: Context = {
		...rest,
		heldOf: (stay, isInHouse) => heldBy(stay, rest.rooms, today, isInHouse),
	};
	const byId = new Map(stored.map((stay) => [stay.roomStayId, stay]));
	const before = new Set(rest.said?.before?.rooms.map(({ roomStayId }) => roomStayId));
	const { continued, unclear } = continuedBy(targets, stored, before, context.heldOf);
	const active = targets.map((target) => {
		const own = byId.get(target.roomStayId) ?? null;
		const { stay: earlier = null, isSameGuest = false } = continued.get(target.roomStayId) ?? {};
		// What the desk did to a stay that had left the reservation already concerns nobody any more.
		return draft(
			target,
			own,
			{
				held: own ?? earlier,
				isSameGuest,
				putAway: own ?? (earlier && before.has(earlier.roomStayId) ? earlier : null),
			},
			context,
		);
	});
	const removed = stored.filter(({ roomStayId }) => !targets.some((target) => target.roomStayId === roomStayId));
	return [...active, ...removed.flatMap((stay) => draftRemoved(stay, unclear.has(stay), context))];
}

/** Gives every stay that stands a room, or `null` where none is free. */
export function giveRooms(drafts: readonly Draft[], occupied: readonly Occupancy[], house: RoomsToGive): PlannedStay[] {
	const pinned = drafts.flatMap((stay) => {
		const roomId = isPinned(stay, house) ? stay.held?.roomId : null;
		return roomId ? [{ stay, roomId }] : [];
	});
	const isOpen = (stay: Draft) => isActiveBooking(stay.next) && !pinned.some((entry) => entry.stay === stay);
	const rooms = assignRooms(
		drafts.filter((stay) => isOpen(stay) && !isRoomTakenAway(stay)).map((stay) => requestFor(stay, house)),
		[...occupied, ...house.closed, ...pinned.map(({ stay, roomId }) => ({ roomId, ...stay.nights }))],
	);
	return drafts.map((stay) => withRoom(stay, rooms.get(stay.roomStayId)));
}

/** @param given the room that was found, `null` where none is free, nothing where it is left as it is */
function withRoom(stay: Draft, given: string | null | undefined): PlannedStay {
	const { held, next } = stay;
	const before = held?.roomId ?? null;
	const roomId = given === undefined ? before : given;
	const isLeft = held !== null && roomId === before;
	// While the desk's choice stands, what was written before it is remembered, so that it is still known as the desk's.
	const planned = {
		...stay,
		next: { ...next, roomId },
		baseline: { ...stay.baseline, roomId: isLeft ? held.writtenRoomId : roomId },
	};
	if (isLeft || held?.isDesksChoice !== true || !isActiveBooking(next)) return planned;
	return {
		...planned,
		conflicting: [...stay.conflicting, 'roomId'],
		overwritten: { ...stay.overwritten, roomId: before },
	};
}

interface Context extends Omit<PlanInput, 'targets' | 'stored' | 'today'> {
	heldOf: (stay: StoredStay, isInHouse?: boolean) => HeldRoom | null;
}

/** Stays of before, whose room the stay has and whose being put away it inherits. */
interface Inherited {
	held: StoredStay | null;
	/** What the desk has entered in it is the guest's, and not only the room. */
	isSameGuest: boolean;
	putAway: StoredStay | null;
}

function draft(
	target: TargetStay,
	stored: StoredStay | null,
	{ held, isSameGuest, putAway }: Inherited,
	context: Context,
): Draft {
	const { roomStayId, roomName, amountUnknown } = target;
	const booking = stored?.booking ?? null;
	const values =
		stored && booking && isAtRest(booking, target.values) ? leftAsItIs(stored, target, context) : target.values;
	const { roomTypeId, ...columns } = values;
	const { rooms, unknown } = candidatesFor({ ...context, roomTypeId, roomName }, context.roomMap, context.rooms);
	const reconciled =
		stored && booking
			? reconciledWith(booking, stored.baseline, values)
			: { values: columns, conflicting: [], overwritten: {} };
	// What the desk has entered of a guest belongs to the guest, under whichever number; with another guest, somebody
	// would be reported to the authorities who is not there, and one guest's payment count for another.
	const renumbered = stored === null && isSameGuest ? held : null;
	const inherited = renumbered?.booking
		? inheritFrom(valuesOf(renumbered.booking), renumbered.baseline, values)
		: reconciled;
	const stands = isActiveBooking(values);
	const byDesk = putAway && putAwayBy(putAway);
	const isChanged = putAway !== null && context.isNews && (putAway !== stored || saysNew(values, stored, context));
	const isGone = stored !== null && booking === null && !(isChanged && stands);
	const staysAway = isGone || (booking !== null && byDesk === 'cancelled' && stands);
	const next = staysAway
		? { ...reconciled.values, paymentStatus: booking?.paymentStatus ?? 'failed' }
		: inherited.values;
	refuseInvertedDates(booking, next);
	return {
		roomStayId,
		...currentOf(stored),
		held: held && context.heldOf(held, target.isInHouse),
		isInHouse: target.isInHouse,
		isGone,
		putAway: isChanged && stands ? byDesk : null,
		next,
		nights: nightsTaken(next, booking?.checkOutDate === next.checkOutDate ? booking.freeFrom : undefined),
		conflicting: inherited.conflicting,
		overwritten: inherited.overwritten,
		leftBehind: [],
		unfilled: renumbered?.booking?.unfilled ?? {},
		baseline: {
			...values,
			...(byDesk === 'cancelled' && !stands ? { isPutAway: true } : {}),
			...(byDesk === 'cancelled' && next.amount === 0 && stored && isMadeFree(stored) ? { isMadeFree: true } : {}),
			...(renumbered ? paidElsewhere(renumbered) : paidOnlineOf(stored)),
		},
		roomName,
		candidates: rooms.map(({ id }) => id),
		unknownRooms: unknown,
		amountUnknown,
	};
}

/**
 * SelfKey's page takes money for a booking that the desk has cancelled, too, unless its price is 0: so that stays until the
 * desk lets it stand again, and then it has its channel's price, unless the desk has entered another one since.
 */
function reconciledWith(booking: StoredBooking, baseline: BaselineValues, values: TargetStay['values']): Reconciled {
	const reconciled = reconcile(valuesOf(booking), baseline, values);
	if (booking.amount !== 0) return reconciled;
	if (isActiveBooking(booking)) return baseline.isMadeFree ? atPrice(reconciled, values) : reconciled;
	return isMadeFree({ booking, baseline }) && isActiveBooking(values) ? atPrice(reconciled, booking) : reconciled;
}

/** It stands no more, and has no price, by the desk alone. */
function isMadeFree({ booking, baseline }: Pick<StoredStay, 'booking' | 'baseline'>): boolean {
	if (booking?.amount !== 0 || putAwayBy({ booking, baseline }) !== 'cancelled') return false;
	// What the channel has cancelled too may be at 0 for that.
	return baseline.isMadeFree === true || baseline.amount !== 0 || isActiveBooking(baseline);
}

/** It did not stand and does not: nobody reads what such a booking says, but for what is still to be paid. */
function isAtRest(booking: BookingValues, values: TargetStay['values']): boolean {
	return !isActiveBooking(booking) && !isActiveBooking(values);
}

/** What was written of it last: whatever its channel says meanwhile is written once it stands again. */
function leftAsItIs({ baseline }: StoredStay, { values }: TargetStay, { isNews }: Context): TargetStay['values'] {
	const { roomId, isPutAway, isMadeFree, paidOnline, ...before } = baseline;
	const { amount, ownerAmount, currency, touristTaxTotal, stripePaymentIntentId, paymentStatus } = values;
	const owed = { amount, ownerAmount, currency, touristTaxTotal, stripePaymentIntentId };
	return { ...before, ...(isNews ? owed : {}), paymentStatus };
}

function saysNew(values: TargetStay['values'], stored: StoredStay, { said }: Context): boolean {
	const { roomId, isPutAway, isMadeFree, paidOnline, ...before } = stored.baseline;
	return canonicalJson(values) !== canonicalJson(before) || (said !== undefined && saysNewOf(stored.roomStayId, said));
}

/** Of an amount that was paid on SelfKey's page, the row tells no more once another one is written. */
function paidOnlineOf(stored: StoredStay | null): Pick<BaselineValues, 'paidOnline'> {
	if (stored === null) return {};
	const { booking, baseline } = stored;
	if (baseline.paidOnline) return { paidOnline: baseline.paidOnline };
	if (!booking || !isPaidOnPage(booking, baseline)) return {};
	return { paidOnline: { amount: booking.amount, currency: booking.currency } };
}

/** The same payment stands in the booking before, and counts there; in this one it only keeps the guest from paying again. */
function paidElsewhere(held: StoredStay): Pick<BaselineValues, 'paidOnline'> {
	const { paidOnline } = paidOnlineOf(held);
	return paidOnline ? { paidOnline: { ...paidOnline, amount: 0 } } : {};
}

/** Whether somebody at the desk has put away what the channel thinks stands, or thought so when it was put away. */
function putAwayBy({ booking, baseline }: Pick<StoredStay, 'booking' | 'baseline'>): PlannedStay['putAway'] {
	if (booking === null) return 'deleted';
	const wasStanding = isActiveBooking(baseline) || baseline.isPutAway === true;
	return !isActiveBooking(booking) && wasStanding ? 'cancelled' : null;
}

/**
 * A stay that ends before it begins would occupy no night, and its room would be sold twice. Only dates that
 * are to be written: what the desk has entered must not keep a change of price or a cancellation out.
 * @throws RangeError which holds no data
 */
function refuseInvertedDates(current: BookingValues | null, next: Draft['next']): void {
	const isWritten =
		current === null || current.checkInDate !== next.checkInDate || current.checkOutDate !== next.checkOutDate;
	if (isWritten && isActiveBooking(next) && next.checkInDate >= next.checkOutDate)
		throw new RangeError('A stay has to end after it begins');
}

/**
 * A room that left the reservation: its booking stays, and holds no room any more.
 * @param isUnclear whether its guest has a new booking
 */
function draftRemoved(stored: StoredStay, isUnclear: boolean, context: Context): Draft[] {
	if (!stored.booking) return [];
	const { roomId, isPutAway, isMadeFree, paidOnline, ...before } = stored.baseline;
	const values = {
		...before,
		...NOTHING_TO_PAY,
		paymentStatus: 'failed' as const,
		stripePaymentIntentId: null,
	};
	const target: TargetStay = {
		roomStayId: stored.roomStayId,
		roomName: null,
		values,
		amountUnknown: false,
		isInHouse: false,
	};
	const drafted = draft(target, stored, { held: stored, isSameGuest: true, putAway: stored }, context);
	return [{ ...drafted, leftBehind: isUnclear ? enteredIn(stored.booking, stored.baseline) : [] }];
}

function enteredIn(booking: StoredBooking, baseline: BaselineValues): string[] {
	return [...deskEntries(valuesOf(booking), baseline), ...Object.keys(booking.unfilled ?? {})];
}

function currentOf(stored: StoredStay | null): Pick<PlannedStay, 'booking' | 'current' | 'nightsBefore' | 'reference'> {
	if (!stored?.booking) return { booking: null, current: null, nightsBefore: null, reference: stored };
	const { bookingId: id, booking } = stored;
	const { bookingNumber, freeFrom } = booking;
	return {
		booking: { id, bookingNumber },
		current: valuesOf(booking),
		nightsBefore: nightsTaken(booking, freeFrom),
		reference: stored,
	};
}

function valuesOf(booking: StoredBooking): BookingValues {
	const { bookingNumber, freeFrom, unfilled, ...values } = booking;
	return values;
}

/**
 * A stay that has a room for all its nights keeps it without a question, even if a direct sale was put into
 * the same room since: to take a guest's room away is for people to decide, not for a repeated message. A guest who
 * is in the house or has the door code keeps it for other nights too: where somebody else has it then, the other
 * makes room, or people are told. But nobody is kept for new nights in a room that was closed, and nobody else in one
 * that the room map has given to another type since.
 */
function isPinned(stay: Draft, { activeRoomIds, closed }: RoomsToGive): boolean {
	const { held, next, nights } = stay;
	if (!held?.roomId || !held.isActive || !isActiveBooking(next)) return false;
	const isCovered = covers(held.nights, nights);
	const isClosed =
		!activeRoomIds.has(held.roomId) ||
		!isFree(
			closed.filter(({ roomId }) => roomId === held.roomId),
			nights,
		);
	if (!isCovered && isClosed) return false;
	return knowsRoom(stay) || (isCovered && mayKeep(held.roomId, stay));
}

/** The guest is in the house, or knows the door code of the room: not to be moved without a word. */
export function knowsRoom({
	held,
	next,
}: Pick<Draft, 'held'> & { next: Pick<BookingValues, 'paymentStatus'> }): boolean {
	return isActiveBooking(next) && held !== null && held.knownRoomId !== null;
}

/** The desk wants it to have no room, so it gets none by itself. */
export function isRoomTakenAway({ held }: Pick<PlannedStay, 'held'>): boolean {
	return held !== null && held.isActive && held.roomId === null && held.isDesksChoice;
}

function requestFor(stay: Draft, { activeRoomIds }: RoomsToGive): StayRequest {
	const { roomStayId, held, nights, candidates } = stay;
	const roomId = held?.roomId ?? null;
	const keepsRoom = roomId !== null && activeRoomIds.has(roomId) && mayKeep(roomId, stay) && !isOfAnotherType(stay);
	return { stayId: roomStayId, ...nights, candidates, keepRoomId: keepsRoom ? roomId : null };
}

/** The room is one of its type's, or the type is the one that it was given for, for as long as the stay stands. */
function mayKeep(
	roomId: string,
	{ candidates, held, baseline }: Pick<Draft, 'candidates' | 'held' | 'baseline'>,
): boolean {
	return candidates.includes(roomId) || (held?.isActive === true && held.roomTypeId === baseline.roomTypeId);
}

/**
 * The room that it has is none of its type by the room map of now, and not the desk's choice (an upgrade). Where the
 * type has no room at all, nobody can say that this one is wrong.
 */
export function isOfAnotherType({ held, candidates }: Pick<PlannedStay, 'held' | 'candidates'>): boolean {
	return (
		typeof held?.roomId === 'string' &&
		!held.isDesksChoice &&
		candidates.length > 0 &&
		!candidates.includes(held.roomId)
	);
}
