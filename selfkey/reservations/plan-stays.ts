/** Decides what is to be written for a reservation. Pure: everything it looks at is handed in. */
import { assignRooms, type StayRequest } from '../../core/availability/assign';
import { covers, type DateRange, type Occupancy } from '../../core/availability/ranges';
import { canonicalJson } from '../../core/reservation/fingerprint';
import { candidatesFor, type RoomMap } from '../settings/room-map';
import type { StoredStay } from '../ports/booking-store';
import { isActiveBooking, type BookingValues, type Room, type BaselineValues } from '../ports/records';
import { NOTHING_TO_PAY } from './payment-mark';
import { reconcile } from './reconcile-desk-edits';
import type { TargetStay } from './target-stays';

/** One booking as it is and as it will be. */
export interface PlannedStay {
	roomStayId: string;
	/** As it is; `null` where the booking is new, or was deleted since. */
	booking: { id: string; bookingNumber: number } | null;
	current: BookingValues | null;
	next: BookingValues;
	/** What the channel says, to be remembered for the next comparison. */
	baseline: BaselineValues;
	/** What was remembered of it, `null` where it is new. */
	reference: Omit<StoredStay, 'booking'> | null;
	roomName: string | null;
	/** Active rooms of its type; empty where nobody has said which they are. */
	candidates: string[];
	/** Entries of the room map without an active room. */
	unknownRooms: string[];
	amountUnknown: boolean;
	/** What the desk and the channel have both changed since the last write. */
	conflicting: string[];
	overwritten: Partial<BookingValues>;
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
}

/** What of the house decides whether a guest stays in a room. */
export interface OpenHouse {
	/** The hotel's date. */
	today: string;
	activeRoomIds: ReadonlySet<string>;
}

/**
 * The stays as the channel and the desk together want them, in the reservation's order, then those that were
 * removed from the reservation (their rooms are free again). Rooms are given by `giveRooms`.
 */
export function draftStays({ targets, stored, ...rest }: PlanInput): Draft[] {
	const byId = new Map(stored.map((stay) => [stay.roomStayId, stay]));
	const standing = targets.map((target) => draft(target, byId.get(target.roomStayId) ?? null, rest));
	const removed = stored.filter(({ roomStayId }) => !targets.some((target) => target.roomStayId === roomStayId));
	return [...standing, ...removed.flatMap((stay) => draftRemoved(stay, rest))];
}

/** Gives every stay that stands a room, or `null` where none is free. */
export function giveRooms(drafts: readonly Draft[], occupied: readonly Occupancy[], house: OpenHouse): PlannedStay[] {
	const pinned = drafts.filter((stay) => isPinned(stay, house));
	const open = drafts.filter((stay) => isActiveBooking(stay.next) && !pinned.includes(stay) && !isRoomTakenAway(stay));
	const taken = [
		...occupied,
		...pinned.flatMap(({ current, next }) => (current?.roomId ? [{ roomId: current.roomId, ...nightsOf(next) }] : [])),
	];
	const rooms = assignRooms(
		open.map((stay) => requestFor(stay, house)),
		taken,
	);
	return drafts.map((stay) => withRoom(stay, rooms.get(stay.roomStayId)));
}

/** @param given the room that was found, `null` where none is free, nothing where it is left as it is */
function withRoom(stay: Draft, given: string | null | undefined): PlannedStay {
	const { current, reference, next } = stay;
	const before = current?.roomId ?? null;
	const roomId = given === undefined ? before : given;
	const isLeft = current !== null && reference !== null && roomId === before;
	// While the desk's choice stands, what was written before it is remembered, so that it is still known as the desk's.
	const planned = {
		...stay,
		next: { ...next, roomId },
		baseline: { ...stay.baseline, roomId: isLeft ? reference.baseline.roomId : roomId },
	};
	if (isLeft || !(isDesksRoom(stay) || isDesksRoomOfBefore(stay)) || !isActiveBooking(next)) return planned;
	return {
		...planned,
		conflicting: [...stay.conflicting, 'roomId'],
		overwritten: { ...stay.overwritten, roomId: before },
	};
}

/** The desk has given the booking another room than the handler did, or taken its room away. */
function isDesksRoom({ current, reference }: Pick<Draft, 'current' | 'reference'>): boolean {
	return (
		current !== null && reference !== null && isActiveBooking(current) && current.roomId !== reference.baseline.roomId
	);
}

/** The same of a booking that did not stand: it holds no room, but somebody has put one in, and is told if it is not kept. */
function isDesksRoomOfBefore({ current, reference }: Pick<Draft, 'current' | 'reference'>): boolean {
	const roomId = current?.roomId ?? null;
	return roomId !== null && reference !== null && roomId !== reference.baseline.roomId;
}

/** The nights of a booking. */
export function nightsOf({
	checkInDate,
	checkOutDate,
}: Pick<BookingValues, 'checkInDate' | 'checkOutDate'>): DateRange {
	return { start: checkInDate, end: checkOutDate };
}

type Context = Omit<PlanInput, 'targets' | 'stored'>;

function draft(target: TargetStay, stored: StoredStay | null, context: Context): Draft {
	const { roomStayId, roomName, values, amountUnknown } = target;
	const { roomTypeId, ...columns } = values;
	const current = stored?.booking ?? null;
	const { rooms, unknown } = candidatesFor({ ...context, roomTypeId, roomName }, context.roomMap, context.rooms);
	const reconciled =
		stored && current
			? reconcile(valuesOf(current), stored.baseline, values)
			: { values: columns, conflicting: [], overwritten: {} };
	refuseInvertedDates(current, reconciled.values);
	const isChanged = stored !== null && context.isNews && saysSomethingNew(values, stored.baseline);
	const isGone = stored !== null && current === null && !(isChanged && isActiveBooking(values));
	return {
		roomStayId,
		...currentOf(stored),
		isGone,
		putAway: isChanged && isActiveBooking(values) ? putAwayBy(current, stored.baseline) : null,
		next: isGone ? { ...reconciled.values, paymentStatus: 'failed' } : reconciled.values,
		conflicting: reconciled.conflicting,
		overwritten: reconciled.overwritten,
		baseline: values,
		roomName,
		candidates: rooms.map(({ id }) => id),
		unknownRooms: unknown,
		amountUnknown,
	};
}

function saysSomethingNew(values: TargetStay['values'], { roomId, ...before }: BaselineValues): boolean {
	return canonicalJson(values) !== canonicalJson(before);
}

/** Whether somebody at the desk has put away what the channel thinks stands. */
function putAwayBy(current: BookingValues | null, baseline: BaselineValues): PlannedStay['putAway'] {
	if (current === null) return 'deleted';
	return !isActiveBooking(current) && isActiveBooking(baseline) ? 'cancelled' : null;
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

/** A room that left the reservation: its booking stays, and holds no room any more. */
function draftRemoved(stored: StoredStay, context: Context): Draft[] {
	if (!stored.booking) return [];
	const baseline = {
		...stored.baseline,
		...NOTHING_TO_PAY,
		paymentStatus: 'failed' as const,
		stripePaymentIntentId: null,
	};
	const target: TargetStay = { roomStayId: stored.roomStayId, roomName: null, values: baseline, amountUnknown: false };
	return [draft(target, stored, context)];
}

function currentOf(stored: StoredStay | null): Pick<PlannedStay, 'booking' | 'current' | 'reference'> {
	if (!stored?.booking) return { booking: null, current: null, reference: stored };
	const { bookingId: id, booking } = stored;
	return { booking: { id, bookingNumber: booking.bookingNumber }, current: valuesOf(booking), reference: stored };
}

function valuesOf(booking: BookingValues & { bookingNumber: number }): BookingValues {
	const { bookingNumber, ...values } = booking;
	return values;
}

/**
 * A stay that has a room for all its nights keeps it without a question, even if a direct sale was put into
 * the same room since: to take a guest's room away is for people to decide, not for a repeated message. A guest who
 * is in the house or has the door code keeps it for other nights too: where somebody else has it then, the other
 * makes room, or people are told. But nobody is kept for new nights in a room that was closed.
 */
function isPinned(stay: Draft, { today, activeRoomIds }: OpenHouse): boolean {
	const { current, next } = stay;
	if (!current?.roomId || !isActiveBooking(current) || !isActiveBooking(next)) return false;
	const isCovered = covers(nightsOf(current), nightsOf(next));
	if (!isCovered && !activeRoomIds.has(current.roomId)) return false;
	return isSettledGuest(stay, today) || (isCovered && mayKeep(current.roomId, stay));
}

/** The guest has arrived, or knows the door code of the room: not to be moved without a word. */
export function isSettledGuest(
	{
		current,
		next,
		reference,
	}: Pick<PlannedStay, 'current' | 'reference'> & {
		next: Pick<BookingValues, 'checkInDate' | 'paymentStatus'>;
	},
	today: string,
): boolean {
	if (!current || current.roomId === null || !isActiveBooking(current) || !isActiveBooking(next)) return false;
	return reference?.isCodeSent === true || (current.checkInDate <= today && next.checkInDate <= today);
}

/** The desk wants it to have no room, so it gets none by itself. */
export function isRoomTakenAway(stay: Pick<PlannedStay, 'current' | 'reference'>): boolean {
	return stay.current?.roomId === null && isDesksRoom(stay);
}

function requestFor(stay: Draft, { activeRoomIds }: OpenHouse): StayRequest {
	const { roomStayId, current, next, candidates } = stay;
	const roomId = current?.roomId ?? null;
	const keepRoomId = roomId !== null && activeRoomIds.has(roomId) && mayKeep(roomId, stay) ? roomId : null;
	return { stayId: roomStayId, ...nightsOf(next), candidates, keepRoomId };
}

/** The room is one of its type's, or the desk's choice for the same type (an upgrade), for as long as the stay stands. */
function mayKeep(
	roomId: string,
	{ candidates, current, reference, baseline }: Pick<Draft, 'candidates' | 'current' | 'reference' | 'baseline'>,
): boolean {
	const isSameType = reference?.baseline.roomTypeId === baseline.roomTypeId;
	return candidates.includes(roomId) || (isSameType && current !== null && isActiveBooking(current));
}
