/**
 * OPERA's reservations → Reservation: its own bookings under its own name, and how it holds those of others. Pure.
 * Source: Oracle's description of the reservation API, 25.5.
 */
import type { ChannelId } from '../../../core/channel/channels';
import { isActive } from '../../../core/reservation/active';
import { reservation, roomStay, stayOf } from '../../../core/reservation/build';
import { nightsBetween } from '../../../core/reservation/dates';
import type { ReservationKey } from '../../../core/reservation/key';
import {
	unknownBooker,
	type Money,
	type NightlyRate,
	type Reservation,
	type ReservationEvent,
	type ReservationStatus,
	type RoomStay,
} from '../../../core/reservation/model';
import { moneyFromDecimal } from '../../../core/reservation/money';
import { unreadAmounts } from '../../../core/reservation/unread-amounts';
import type { OperaGuest } from '../guests/guest';
import { isWaiting, type OperaNight, type OperaStay, type StayState } from './opera-stay';

/** When OPERA was asked, which is also its place in the order: each reservation is read as it is then. */
export interface ReadAt {
	/** A UTC instant in ISO 8601. */
	instant: string;
	/** The place among those that were read at that instant. */
	place: number;
}

const STATUSES: Readonly<Partial<Record<StayState, ReservationStatus>>> = {
	open: 'confirmed',
	in_house: 'checked_in',
	checked_out: 'checked_out',
	no_show: 'no_show',
	cancelled: 'cancelled',
};

/** Nobody can say whether it stands, or when: taken for no stay, it would free a room that a guest has. */
export function isUnclear(stay: OperaStay): boolean {
	const { state, arrival, departure } = stay;
	if (state === 'other') return true;
	// These take no room, whatever their dates are.
	if (state === 'cancelled' || isWaiting(stay)) return false;
	return arrival === null || departure === null || departure < arrival;
}

interface OwnContext {
	hotelId: string;
	/** The profile, with contact data; `null` where there is none. */
	guest: OperaGuest | null;
	/** There is one, which OPERA does not give out. */
	isGuestUnread?: boolean;
	readAt: ReadAt;
	/** Whether it was given out as a booking before. */
	isKnown: boolean;
}

/**
 * A booking that was made in OPERA, unless it `isUnclear`.
 * @returns `null` for what is no stay of a night or more, and never was one
 */
export function operasOwn(
	stay: OperaStay,
	{ hotelId, guest, isGuestUnread = false, readAt, isKnown }: OwnContext,
): Reservation | null {
	const status = ownStatus(stay);
	if (status === null && !isKnown) return null;
	const room = roomOf(stay, '1', status ?? 'cancelled');
	const { firstName, lastName } = stay.guest;
	return reservation({
		channel: 'opera' satisfies ChannelId,
		propertyId: hotelId,
		reservationId: stay.reservationId,
		event: eventOf(room.status, isKnown),
		status: room.status,
		...orderOf(readAt),
		rooms: [room],
		booker: {
			...unknownBooker(),
			firstName: firstName ?? guest?.firstName ?? null,
			lastName: lastName ?? guest?.lastName ?? null,
			email: guest?.emails[0] ?? null,
			phone: guest?.phones[0] ?? null,
			language: guest?.language ?? null,
			nationality: guest?.nationality ?? null,
		},
		adults: room.adults,
		children: room.children,
		total: room.total,
		payment: { model: 'hotel_collect', card: null },
		remarks: stay.notes,
		warnings: [...unreadAmountsOf([stay]), ...(isGuestUnread ? [UNREAD_GUEST] : [])],
	});
}

const UNREAD_GUEST =
	"Opera does not give out the guest's profile, so the e-mail address, the telephone number and the language are not known";

interface ReportContext {
	/** The reservation that OPERA's reservations were made for. */
	key: ReservationKey;
	/** The external reference that they share. */
	reference: string;
	readAt: ReadAt;
	isKnown: boolean;
}

/** Nothing can be told of any room of a reservation, since each has something in OPERA that `isUnclear`. */
export function isWhollyUnclear(stays: readonly OperaStay[], reference: string): boolean {
	return stays.some(isUnclear) && roomsIn(stays, reference).length === 0;
}

/**
 * How OPERA holds a reservation that another channel has made: its rooms by their leg numbers. Of several for the same
 * room the one that stands counts.
 */
export function reportOn(stays: readonly OperaStay[], { key, reference, readAt, isKnown }: ReportContext): Reservation {
	const all = roomsIn(stays, reference).map(({ stay, leg, status }) => roomOf(stay, leg, status));
	const standing = all.filter(isActive);
	const status = statusOf(all);
	const [first] = stays;
	return reservation({
		...key,
		event: eventOf(status, isKnown || status !== 'cancelled'),
		status,
		...orderOf(readAt),
		...stayOf(standing.length > 0 ? standing : all),
		rooms: all,
		booker: { ...unknownBooker(), ...namesOf(first) },
		warnings: [...unreadAmountsOf(stays), ...(stays.some(isUnclear) ? [UNCLEAR_ROOM] : [])],
	});
}

const UNCLEAR_ROOM =
	'Opera has a room of this reservation with a status or dates that cannot be read; that room is left as it is in SelfKey, so compare the two';

interface ReportedRoom {
	stay: OperaStay;
	leg: string;
	status: ReservationStatus;
}

function roomsIn(stays: readonly OperaStay[], reference: string): ReportedRoom[] {
	const rooms = new Map<string, ReportedRoom>();
	const legIn = ({ references }: OperaStay) => String(references.find(({ id }) => id === reference)?.leg ?? 0);
	const unclear = new Set(stays.filter(isUnclear).map(legIn));
	for (const stay of stays) {
		const leg = legIn(stay);
		const status = STATUSES[stay.state];
		if (status === undefined || isUnclear(stay) || stay.arrival === null || stay.departure === null) continue;
		// The desk has cancelled the room and made it anew, in a way that nobody can read: cancelled, it would be sold again.
		if (status === 'cancelled' && unclear.has(leg)) continue;
		if (!rooms.has(leg) || status !== 'cancelled') rooms.set(leg, { stay, leg, status });
	}
	return [...rooms.values()];
}

/** What was written to OPERA last of each room that is reported; without those of which OPERA no longer shows it. */
export function lastWrittenOf(stays: readonly OperaStay[], reference: string) {
	return roomsIn(stays, reference).flatMap(({ stay: { written }, leg }) =>
		written === undefined
			? []
			: [
					{
						...{ roomStayId: leg, checkIn: written.arrival, checkOut: written.departure },
						...{ adults: written.adults, children: written.children },
					},
				],
	);
}

function statusOf(rooms: readonly RoomStay[]): ReservationStatus {
	const statuses = rooms.map(({ status }) => status);
	return (
		(['checked_in', 'confirmed', 'checked_out', 'no_show'] as const).find((each) => statuses.includes(each)) ??
		'cancelled'
	);
}

function namesOf(stay: OperaStay | undefined) {
	return { firstName: stay?.guest.firstName ?? null, lastName: stay?.guest.lastName ?? null };
}

function eventOf(status: ReservationStatus, isKnown: boolean): ReservationEvent {
	return status === 'cancelled' ? 'cancelled' : isKnown ? 'modified' : 'new';
}

function orderOf({ instant, place }: ReadAt): Pick<Reservation, 'revision' | 'observedAt'> {
	return { revision: instant, observedAt: `${instant}#${place}` };
}

/** `null` for what takes no room for a night. */
function ownStatus(stay: OperaStay): ReservationStatus | null {
	const { state, arrival, departure } = stay;
	const isOvernight = arrival !== null && departure !== null && nightsBetween(arrival, departure) > 0;
	return isOvernight && !isWaiting(stay) ? (STATUSES[state] ?? null) : null;
}

function roomOf(stay: OperaStay, roomStayId: string, status: ReservationStatus): RoomStay {
	const nightlyRates = ratesOf(stay);
	const guest = [stay.guest.firstName, stay.guest.lastName].filter((part) => part !== null).join(' ');
	return roomStay({
		roomStayId,
		roomTypeId: stay.roomType,
		roomName: stay.roomId,
		ratePlanId: stay.ratePlan,
		checkIn: stay.arrival,
		checkOut: stay.departure,
		status,
		adults: stay.adults,
		children: stay.children,
		guests: guest === '' ? [] : [{ name: guest }],
		nightlyRates,
		total: totalOf(nightlyRates, stay),
	});
}

function ratesOf({ nights }: OperaStay): NightlyRate[] {
	return nights.flatMap((night) => {
		const amount = priceOf(night);
		return amount === null ? [] : [{ date: night.date, amount }];
	});
}

function priceOf({ amount, currency, isUnread }: OperaNight): Money | null {
	return amount === null || isUnread === true ? null : moneyFromDecimal(amount, currency);
}

function unreadAmountsOf(stays: readonly OperaStay[]): string[] {
	const isUnread = (night: OperaNight) => night.isUnread === true || (night.amount !== null && priceOf(night) === null);
	return unreadAmounts(stays.some(({ nights }) => nights.some(isUnread)) ? ['roomRates'] : []);
}

/** `null` unless every night has a price, all in one currency. */
function totalOf(rates: readonly NightlyRate[], { arrival, departure }: OperaStay): Money | null {
	const [first] = rates;
	if (!first || arrival === null || departure === null || rates.length !== nightsBetween(arrival, departure))
		return null;
	const { currency } = first.amount;
	if (rates.some(({ amount }) => amount.currency !== currency)) return null;
	const exponent = Math.max(...rates.map(({ amount }) => amount.exponent));
	const minor = rates.reduce((all, { amount }) => all + amount.minor * 10 ** (exponent - amount.exponent), 0);
	return moneyFromDecimal(minor / 10 ** exponent, currency);
}
