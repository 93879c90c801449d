/**
 * The complete `Reservation` object that our nodes send, checked field by field: a signed message can still be wrong.
 */
import { isActive } from '../reservation/active';
import { reservation, type ReservationFacts } from '../reservation/build';
import { isStorableInstant, nightsBetween } from '../reservation/dates';
import type { Reservation, ReservationEvent, RoomStay } from '../reservation/model';
import { ANY_PROPERTY } from '../reservation/key';
import { MAX_ROOMS } from '../reservation/sanitize-reservation';
import {
	notNegative,
	readBooker,
	readCharges,
	readMoney,
	readPayment,
	readRoomStay,
	readServices,
	readTexts,
} from './fields';
import { MAX_ID, type Fields, type Reader } from './field-reader';

export const EVENTS: readonly ReservationEvent[] = ['new', 'modified', 'cancelled'];
/** A longer stay is a typing error, and would make us count availability for centuries. */
export const MAX_NIGHTS = 1_000;
const EARLIEST = '1970-01-01';
const LATEST = '2999-12-31';

/**
 * Reads a reservation. Unknown fields are dropped, problems are recorded in the reader; key and fingerprint are
 * computed here, never taken from the payload.
 */
export function readReservation(reader: Reader, fields: Fields, path: string): Reservation {
	const money = (name: string) => readMoney(reader, fields, name, path);
	return complete(reader, path, {
		channel: reader.required(fields, 'channel', path),
		propertyId: reader.required(fields, 'propertyId', path),
		reservationId: reader.required(fields, 'reservationId', path),
		event: reader.oneOf(fields, 'event', path, EVENTS) ?? reader.fail(`${path}.event`) ?? 'new',
		status: reader.status(fields, 'status', path) ?? reader.fail(`${path}.status`) ?? 'confirmed',
		// Passed on as it is, a text says nothing as long as there is no other to be compared with.
		revision: reader.id(fields, 'revision', path),
		observedAt: readInstant(reader, fields, 'observedAt', path) ?? reader.fail(`${path}.observedAt`) ?? '',
		checkIn: reader.date(fields, 'checkIn', path),
		checkOut: reader.date(fields, 'checkOut', path),
		rooms: reader.firstOf(fields, 'rooms', path, MAX_ROOMS, (room, at) => readRoomStay(reader, room, at)),
		booker: readBooker(reader, reader.object(fields, 'booker', path), `${path}.booker`),
		adults: reader.count(fields, 'adults', path),
		children: reader.count(fields, 'children', path),
		expectedArrival: reader.words(fields, 'expectedArrival', path),
		total: notNegative(reader, money('total'), `${path}.total`),
		taxes: readCharges(reader, fields, 'taxes', path),
		fees: readCharges(reader, fields, 'fees', path),
		services: readServices(reader, fields, 'services', path),
		commission: money('commission'),
		payout: money('payout'),
		cancellationFee: notNegative(reader, money('cancellationFee'), `${path}.cancellationFee`),
		cancelledAt: reader.words(fields, 'cancelledAt', path),
		payment: readPayment(reader, fields, path),
		bookedAt: reader.words(fields, 'bookedAt', path),
		remarks: readTexts(reader, fields, 'remarks', path),
		warnings: readTexts(reader, fields, 'warnings', path),
	});
}

/** An instant with its offset and, after `#`, its position among others of the same instant. */
export function readInstant(reader: Reader, fields: Fields, name: string, path: string): string | null {
	const text = reader.text(fields, name, path, MAX_ID);
	if (text === null) return null;
	const valid =
		/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})(#\d{1,9})?$/.test(text) &&
		isStorableInstant(new Date(text.split('#')[0] ?? ''));
	return valid ? text : reader.fail(`${path}.${name}`);
}

/** The warning of rooms that are booked for the day only. */
export function dayUseWarning(count: number): string {
	return `${count} of its rooms are for the day only, without a night, and have to be entered by hand`;
}

/** What a payload says about a reservation, read but not yet checked as a whole. */
export type ReadReservation = ReservationFacts & Pick<Reservation, 'status' | 'rooms' | 'checkIn' | 'checkOut'>;

/** Fills in each room's dates, and checks that an active reservation can be stored. */
export function complete(reader: Reader, path: string, facts: ReadReservation): Reservation {
	const { checkIn, checkOut } = facts;
	const dated = facts.rooms.map((room) => ({
		...room,
		checkIn: room.checkIn ?? checkIn,
		checkOut: room.checkOut ?? checkOut,
	}));
	// A room for the day does not hold back the nights beside it.
	const nightly = dated.filter((room) => room.checkIn === null || room.checkIn !== room.checkOut);
	const rooms = nightly.length > 0 ? nightly : dated;
	const forTheDay = dated.length - rooms.length;
	if (facts.event === 'cancelled' && isActive(facts)) reader.fail(`${path}.status`);
	if (facts.propertyId === ANY_PROPERTY && facts.event !== 'cancelled') reader.fail(`${path}.propertyId`);
	if (isActive(facts)) {
		if (checkIn === null) reader.fail(`${path}.checkIn`);
		if (checkOut === null) reader.fail(`${path}.checkOut`);
		if (rooms.length === 0) reader.fail(`${path}.rooms`);
	}
	checkOrder(reader, `${path}.checkOut`, checkIn, checkOut);
	const taken = new Set<string>();
	rooms.forEach((room, index) => {
		// Inherited dates are the reservation's, and their problems are already recorded.
		const hasOwnDates = room.checkIn !== checkIn || room.checkOut !== checkOut;
		if (hasOwnDates) checkOrder(reader, `${path}.rooms[${index}].checkOut`, room.checkIn, room.checkOut);
		if (taken.has(room.roomStayId)) reader.fail(`${path}.rooms[${index}].roomStayId`);
		taken.add(room.roomStayId);
	});
	const warnings = [...(facts.warnings ?? []), ...(forTheDay > 0 ? [dayUseWarning(forTheDay)] : [])];
	return reservation({ ...facts, rooms, warnings });
}

function checkOrder(reader: Reader, path: string, checkIn: RoomStay['checkIn'], checkOut: RoomStay['checkOut']): void {
	if (checkIn === null || checkOut === null) return;
	const nights = nightsBetween(checkIn, checkOut);
	const isBelievable = checkIn >= EARLIEST && checkOut <= LATEST;
	if (nights < 1 || nights > MAX_NIGHTS || !isBelievable) reader.fail(path);
}
