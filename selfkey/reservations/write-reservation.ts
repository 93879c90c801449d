/** Writes one event into SelfKey: the whole of it in one transaction, or nothing. */
import type { AvailabilityRange } from '../../core/availability/counts';
import { OWN_CHANNEL } from '../../core/channel/channels';
import { activeRooms } from '../../core/reservation/active';
import { addDays } from '../../core/reservation/dates';
import { covers, envelope, GAP_HORIZON_NIGHTS, type Occupancy } from '../../core/availability/ranges';
import { canonicalJson } from '../../core/reservation/fingerprint';
import { merge, type MergeResult } from '../../core/reservation/merge';
import type { MergeOutcome, Reservation } from '../../core/reservation/model';
import { isIdentityMissing } from '../identity/guest-registration';
import type { WrittenRoom } from '../webhook/last-written';
import type { IncomingEvent } from '../webhook/read-events';
import type { ChangeEvent } from '../ports/change-feed';
import type { HotelSettings } from '../settings/hotel-settings';
import { findRooms } from '../settings/room-map';
import type { ConflictKind } from '../ports/occupancy';
import type { IntegrationSettings } from '../settings/integration-settings';
import type { HotelTransaction, StoredStay, TakenRooms } from '../ports/booking-store';
import { isActiveBooking, type Room } from '../ports/records';
import type { Warning } from '../ports/warnings';
import { availabilityAfter } from './availability-after';
import type { RoomSearch } from '../room-conflicts/plan-moves';
import { makeRoom } from './make-room';
import { draftStays, giveRooms, knowsRoom, type RoomsToGive, type PlannedStay } from './plan-stays';
import { changesBetween } from './reconcile-desk-edits';
import { departuresOf, targetsOf } from './target-stays';
import { afterReport, isAwaitedOrThere, saidBy, standingOnlyThere, withReportedOver } from './house-report';
import { mergePlaced } from './merge-placed';
import { withReadings } from './older-readings';
import { isByClockAhead, isSuperseded, placeAgain, placeBehind, placeInOrder } from './message-order';
import {
	isGuestMoved,
	isRoomKept,
	notWritten,
	othersOf,
	repeatedDelivery,
	ownStay,
	reportDiffers,
	reportIgnored,
	reportStands,
	reportUnknown,
	sharesRoom,
	warningsFor,
} from './warnings-for';

export interface AppliedBooking {
	id: string;
	bookingNumber: number;
	roomId: string | null;
	roomName: string | null;
	roomStayId: string;
}

export interface Applied {
	key: string;
	outcome: MergeOutcome;
	bookings: AppliedBooking[];
	availability: AvailabilityRange[];
	warnings: Warning[];
	/** Its guests were erased: who passes the message on is not to name them again. */
	guestsErased?: true;
}

/** What holds while an event is written. */
export interface WriteContext {
	hotelSlug: string;
	settings: IntegrationSettings;
	hotel: HotelSettings;
	/** The hotel's date. */
	today: string;
	now: Date;
	/** For rooms that others have to make, shared by all events of the request. */
	search: RoomSearch;
}

export interface Written extends Applied {
	reservation: Reservation;
	/** What others are to be told; `null` where nothing has changed for them. */
	change: ChangeEvent | null;
	/** A night of a room that it had is free again. */
	freesRoom: boolean;
	/** One of its stays has no room. */
	isWaiting: boolean;
}

/**
 * Merges the event into what is stored, gives each stay a room and writes bookings, references and the
 * merged reservation. To apply the same event again changes nothing.
 * @throws ValidationError where the event can mean two things (see `message-order.ts`)
 */
export async function applyEvent(
	transaction: HotelTransaction,
	event: IncomingEvent,
	{ settings, hotel, today, now, hotelSlug, search }: WriteContext,
): Promise<Written> {
	const { roomMap } = hotel;
	const message = await mergeOnce(transaction, event, now);
	if (message === null) return await reportOfUnwritable(transaction, event);
	const { known, merged, reservation, unwritten } = message;
	const isNews = merged !== 'unchanged' && merged !== 'stale';
	const stored = await transaction.storedStays(reservation);
	const rooms = await transaction.rooms();
	const { channel, propertyId } = reservation;
	const targets = targetsOf(reservation, settings, now, departuresOf(known, stored, reservation));
	const said = { before: known, now: reservation };
	const drafts = draftStays({ channel, propertyId, targets, stored, rooms, roomMap, isNews, said, today });
	let { occupied, roomless, closed } = await occupiedAround(transaction, drafts, stored);
	const house: RoomsToGive = {
		activeRoomIds: new Set(rooms.filter(({ isActive: isOpen }) => isOpen).map(({ id }) => id)),
		closed,
	};
	let stays = giveRooms(drafts, occupied, house);
	const helped = await makeRoom(transaction, stays, { hotelSlug, reservation, roomMap, today, occupied, search });
	if (helped) {
		stays = helped.stays;
		if (helped.moved > 0) ({ occupied, roomless, closed } = await occupiedAround(transaction, drafts, stored));
	}

	// Key order in stored JSON is the database's, so the texts are compared in canonical form.
	if (canonicalJson(known) !== canonicalJson(reservation)) await transaction.saveReservation(reservation);
	let changed = false;
	const bookings: AppliedBooking[] = [];
	for (const stay of stays) {
		const written = await writeStay(transaction, reservation, stay, today);
		changed ||= written.changed;
		if (!written.booking) continue;
		await noteConflicts(transaction, written.booking.id, stay, othersOf(stay, stays, occupied), stored);
		bookings.push({ ...written.booking, ...roomOf(stay, rooms), roomStayId: stay.roomStayId });
	}
	if (settings.createMissingRooms) await createMissingRooms(transaction, stays, rooms);
	const isConflict = stays.some((stay) => needsPeople(stay, othersOf(stay, stays, occupied)));
	const written = outcomeOf(merged, changed, isConflict);
	const onlyThere = message.hasHeard === true ? standsThere(reservation, event, stays) : [];
	const outcome = onlyThere.length > 0 ? 'conflict' : written;
	return {
		key: reservation.key,
		reservation,
		change: changeOf(written, known),
		freesRoom: stays.some(freesRoom),
		isWaiting: stays.some(lacksRoom),
		outcome,
		bookings,
		availability: availabilityAfter({ channel, propertyId, stays, occupied, roomless, closed, rooms, roomMap }),
		warnings: [...unwritten, ...onlyThere, ...warningsFor(stays, occupied, event)],
		...(reservation.erasedOn === undefined ? {} : { guestsErased: true }),
	};
}

interface Merged {
	known: Reservation | null;
	merged: MergeResult['outcome'];
	reservation: Reservation;
	unwritten: Warning[];
	/** Of a report: its reporter has been told everything that was changed here. */
	hasHeard?: boolean;
}

/**
 * Merges the message, at its own place among the others if it came before.
 * @returns `null` for a report of what nobody knows
 */
async function mergeOnce(transaction: HotelTransaction, event: IncomingEvent, now: Date): Promise<Merged | null> {
	const { delivery } = event;
	const { channel, propertyId, reservationId } = event.reservation;
	const stored = await transaction.reservation(event.reservation);
	const known = stored && withReadings(stored);
	if (event.reportedBy !== undefined)
		return known === null ? null : await mergeReport(transaction, known, event, event.reportedBy);
	const place = delivery && (await transaction.delivery(event.reservation, delivery.digest));
	const placed = place === null ? placeInOrder(event, known, now) : placeAgain(event, known, place);
	const { incoming, outcome, reservation, isSaidBefore = false } = mergePlaced(known, placed, event.roomsWithoutStatus);
	if (delivery && place === null) {
		const { digest, id: deliveryId } = delivery;
		await transaction.saveDelivery({
			channel,
			propertyId,
			reservationId,
			digest,
			deliveryId,
			observedAt: incoming.observedAt,
			afterRevision: incoming.afterRevision ?? null,
		});
	}
	if (place !== null && !isSaidBefore && isSuperseded(incoming, reservation))
		return { known, merged: 'stale', reservation, unwritten: [repeatedDelivery()] };
	return {
		known,
		merged: outcome,
		reservation,
		unwritten: outcome === 'stale' ? notWritten(incoming, reservation, isByClockAhead(incoming, known, now)) : [],
	};
}

/**
 * What the reporter has not heard of yet is newer than its report, and wins; it is told of it by the change feed. What that
 * change does not touch, and the house has changed since it was told last, counts.
 */
async function mergeReport(
	transaction: HotelTransaction,
	known: Reservation,
	{ reservation: report, lastWritten = [] }: IncomingEvent,
	reporter: string,
): Promise<Merged> {
	const hasHeard = !(await transaction.hasNewsFor(reporter, known));
	const after = afterReport(known, report, hasHeard ? 'all' : lastWritten);
	const isIgnored = !hasHeard && afterReport(known, report, 'all').fingerprint !== after.fingerprint;
	const unwritten = isIgnored ? [reportIgnored(reporter)] : [];
	if (after.fingerprint === known.fingerprint)
		return { known, merged: isIgnored ? 'stale' : 'unchanged', reservation: known, unwritten, hasHeard };
	const { history } = known;
	const { erasedOn } = known;
	const place = {
		...{ ...after, event: 'modified' as const, observedAt: report.observedAt },
		...(erasedOn === undefined ? {} : { erasedOn }),
	};
	const { outcome, reservation } = merge(known, history ? placeBehind(place, history.latest) : place);
	const { fingerprint } = history?.content ?? known;
	const said = history?.reportedOver ?? saidBy({ ...known, fingerprint });
	return { known, merged: outcome, reservation: withReportedOver(reservation, said), unwritten, hasHeard };
}

/** What the house keeps though it was told that the stay was given up, such as one that the desk has reinstated there. */
function standsThere(
	known: Reservation,
	{ reservation: report, reportedBy = 'opera' }: IncomingEvent,
	stays: readonly PlannedStay[],
): Warning[] {
	const standing = new Set(stays.filter(({ next }) => isActiveBooking(next)).map(({ roomStayId }) => roomStayId));
	return standingOnlyThere(known, report, standing).map((room) => reportStands(reportedBy, room, room.roomStayId));
}

/** A report of SelfKey's own sale, or of a reservation that has never come here: people decide. */
async function reportOfUnwritable(
	transaction: HotelTransaction,
	{ reservation, reportedBy = 'opera', lastWritten = [] }: IncomingEvent,
): Promise<Written> {
	const { channel, status } = reservation;
	const takesPlace = ['confirmed', 'checked_in', 'checked_out'].includes(status);
	const warning =
		channel === OWN_CHANNEL && takesPlace
			? await movedSale(transaction, reservation, reportedBy, lastWritten)
			: reportUnknown(channel, reportedBy);
	return {
		...{ key: reservation.key, reservation, change: null, bookings: [], availability: [] },
		...{ freesRoom: false, isWaiting: false },
		outcome: warning === null ? 'unchanged' : 'conflict',
		warnings: warning === null ? [] : [warning],
	};
}

/** What differs from SelfKey's booking, unless the reporter has still to be told of a change to just that. */
async function movedSale(
	transaction: HotelTransaction,
	report: Reservation,
	reporter: string,
	lastWritten: readonly WrittenRoom[],
): Promise<Warning | null> {
	const { stays } = await transaction.state(report);
	const booking = stays.find((stay) => isActiveBooking(stay.booking))?.booking;
	const [room] = activeRooms(report);
	if (!room) return null;
	if (!booking) {
		if (!isAwaitedOrThere(room) || (await transaction.hasNewsFor(reporter, report))) return null;
		return reportStands(reporter, room, null);
	}
	const inSelfKey = ownStay(booking.checkInDate, booking.checkOutDate, booking.adults, booking.children);
	const reported = ownStay(
		room.checkIn ?? booking.checkInDate,
		room.checkOut ?? booking.checkOutDate,
		room.adults ?? booking.adults,
		room.children ?? booking.children,
	);
	const told = lastWritten.find(({ roomStayId }) => roomStayId === room.roomStayId);
	const isTold = told !== undefined && ownStay(told.checkIn, told.checkOut, told.adults, told.children) === inSelfKey;
	if (inSelfKey === reported || (!isTold && (await transaction.hasNewsFor(reporter, report)))) return null;
	return reportDiffers(reporter, reported, inSelfKey);
}

/**
 * `conflict` where something has changed and people have to look at a stay; a repeat of it is `unchanged`,
 * and `updated` once a room could be given.
 */
function outcomeOf(merged: MergeResult['outcome'], changed: boolean, isConflict: boolean): MergeOutcome {
	if (merged === 'cancelled') return 'cancelled';
	const isNews = merged === 'created' || merged === 'updated';
	if (!isNews && !changed) return merged;
	if (isConflict) return 'conflict';
	return isNews ? merged : 'updated';
}

/** Whether somebody has to look at the stay: it has no room of its own, or desk and channel do not agree. */
function needsPeople(stay: PlannedStay, others: readonly Occupancy[]): boolean {
	return (
		lacksRoom(stay) ||
		sharesRoom(stay, others) ||
		stay.conflicting.length > 0 ||
		stay.leftBehind.length > 0 ||
		stay.putAway !== null ||
		isGuestMoved(stay) ||
		isRoomKept(stay)
	);
}

/** A conflict is something that was created or changed; that it is one stands in the reservation itself. */
function changeOf(outcome: MergeOutcome, known: Reservation | null): ChangeEvent | null {
	if (outcome === 'unchanged' || outcome === 'stale') return null;
	return outcome === 'conflict' ? (known === null ? 'created' : 'updated') : outcome;
}

/** What the answer says people need not be told again by the change feed. */
async function noteConflicts(
	transaction: HotelTransaction,
	bookingId: string,
	stay: PlannedStay,
	occupied: readonly Occupancy[],
	stored: readonly StoredStay[],
): Promise<void> {
	const known = stored.find((entry) => entry.bookingId === bookingId)?.conflicts ?? [];
	const isThere: Record<ConflictKind, boolean> = {
		no_room: lacksRoom(stay),
		shared_room: sharesRoom(stay, occupied),
	};
	if (isThere.no_room && !known.includes('no_room')) await transaction.saveConflict(bookingId, 'no_room');
	for (const kind of known.filter((kind) => !isThere[kind])) await transaction.removeConflict(bookingId, kind);
}

/** Whatever the reason: a type that nobody has mapped, a house that is full, or the desk. */
function lacksRoom({ next }: PlannedStay): boolean {
	return isActiveBooking(next) && next.roomId === null;
}

/** Whether somebody else could have its room now, for a night at least. */
function freesRoom({ current, nightsBefore, next, nights }: PlannedStay): boolean {
	if (current === null || nightsBefore === null || current.roomId === null || !isActiveBooking(current)) return false;
	return !isActiveBooking(next) || next.roomId !== current.roomId || !covers(nights, nightsBefore);
}

/** No row takes a room for longer, and no calendar is asked about later days. */
const LAST_DAY = '9000-01-01';

/** What others have, and what is out of order, in all nights that the reservation has or had, and as far around them as gaps are looked at. */
async function occupiedAround(
	transaction: HotelTransaction,
	drafts: ReadonlyArray<Pick<PlannedStay, 'nights' | 'nightsBefore'>>,
	stored: readonly StoredStay[],
): Promise<TakenRooms> {
	const ranges = drafts.flatMap(({ nights, nightsBefore }) => [nights, ...(nightsBefore ? [nightsBefore] : [])]);
	const whole = envelope(ranges);
	if (!whole) return { occupied: [], roomless: [], closed: [] };
	const end = whole.end < LAST_DAY ? addDays(whole.end, GAP_HORIZON_NIGHTS) : LAST_DAY;
	const around = { start: addDays(whole.start, -GAP_HORIZON_NIGHTS), end };
	return transaction.occupancies(
		around,
		stored.map(({ bookingId }) => bookingId),
	);
}

async function writeStay(
	transaction: HotelTransaction,
	{ channel, propertyId, reservationId }: Reservation,
	stay: PlannedStay,
	today: string,
): Promise<{ booking: Pick<AppliedBooking, 'id' | 'bookingNumber'> | null; changed: boolean }> {
	const { roomStayId, current, next, baseline, reference, roomName, isGone } = stay;
	const changes = current ? changesBetween(current, next) : {};
	// A new row that holds no room (cancelled before it was ever stored) is a record, not a change.
	const changed = current ? Object.keys(changes).length > 0 : isActiveBooking(next);
	const booking = isGone ? null : (stay.booking ?? (await transaction.insertBooking(next, stay.unfilled)));
	const bookingId = booking?.id ?? reference?.bookingId;
	if (bookingId === undefined) return { booking: null, changed: false };
	if (current && changed) await transaction.updateBooking(bookingId, changes);
	const identityMissing = isIdentityMissing(next);
	const overwritten = Object.keys(stay.overwritten).length > 0 ? stay.overwritten : null;
	// The dates no longer show that the guest has been in the house, and another booking has not sent the code.
	const isRoomKnown =
		(knowsRoom(stay) && (current === null || next.checkInDate > today)) ||
		(stay.isInHouse && next.roomId !== null && isActiveBooking(next));
	const isCurrent =
		reference?.bookingId === bookingId &&
		reference.identityMissing === identityMissing &&
		overwritten === null &&
		(reference.isCodeSent || !isRoomKnown);
	const remembered = canonicalJson([baseline, roomName]);
	if (!isCurrent || canonicalJson([reference.baseline, reference.roomName]) !== remembered) {
		await transaction.saveReference({
			channel,
			propertyId,
			reservationId,
			roomStayId,
			bookingId,
			baseline,
			identityMissing,
			roomName,
			overwritten,
			isRoomKnown,
		});
	}
	return { booking, changed };
}

function roomOf({ next }: PlannedStay, rooms: readonly Room[]): Pick<AppliedBooking, 'roomId' | 'roomName'> {
	return { roomId: next.roomId, roomName: rooms.find(({ id }) => id === next.roomId)?.name ?? null };
}

/** Notes an unknown room type as a room that cannot be sold, for somebody to look at; once. */
async function createMissingRooms(
	transaction: HotelTransaction,
	stays: readonly PlannedStay[],
	rooms: readonly Room[],
): Promise<void> {
	const known = [...rooms];
	for (const { next, candidates, unknownRooms, roomName, baseline } of stays) {
		if (!isActiveBooking(next) || next.roomId !== null || candidates.length > 0) continue;
		const names =
			unknownRooms.length > 0 ? unknownRooms : [roomName ?? baseline.roomTypeId].filter((name) => name !== null);
		for (const name of names) {
			if (findRooms(name, known).length === 0) known.push(await transaction.createInactiveRoom(name));
		}
	}
}
