/**
 * A reservation from SelfKey's documented webhook payload (`data: {hotel_id, room_type, guest, check_in, check_out,
 * total_amount, guest_count, integration_id}`) plus our optional fields.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../reservation/fingerprint';
import { isActive } from '../reservation/active';
import { roomStay } from '../reservation/build';
import {
	unknownBooker,
	type Booker,
	type Reservation,
	type ReservationEvent,
	type ReservationStatus,
	type RoomStay,
} from '../reservation/model';
import { currencyCode } from '../reservation/currencies';
import { MAX_ROOMS } from '../reservation/sanitize-reservation';
import { ANY_PROPERTY } from '../reservation/key';
import { readRevision } from '../reservation/revision';
import { notNegative, readDecimal } from './fields';
import { givenOrNull, isRecord, type Fields, type Reader } from './field-reader';
import { complete, readInstant } from './reservation-payload';

export interface IntegrationReservation {
	reservation: Reservation;
	/** Neither a revision nor `observed_at` was sent: only the order of arrival is known. */
	orderUnknown: boolean;
	/** `observed_at` was not sent: `observedAt` is when the message was received, and a retry of it is later. */
	timeUnknown: boolean;
	/** No `external_id` was sent: the id is computed from guest, room type and dates. */
	idDerived: boolean;
	/** Rooms of a change that says of nobody whether the guest is there, by their ids: what is known of it stays. */
	roomsWithoutStatus: string[];
}

export interface IntegrationContext {
	hotelSlug: string;
	event: ReservationEvent;
	/** For amounts without a currency. */
	currency: string;
	/** When the event arrived and its position in the request: `2026-03-11T15:02:40.123Z#7`. */
	receivedAt: string;
}

/** Reads the payload; problems are recorded in the reader under the payload's own names. */
export function readIntegrationPayload(
	reader: Reader,
	data: Fields,
	context: IntegrationContext,
): IntegrationReservation {
	const path = 'data';
	const guest = reader.object(data, 'guest', path) ?? {};
	const booker = readGuest(reader, guest);
	const code = reader.text(data, 'currency', path, 3);
	if (code !== null && currencyCode(code) === null) reader.fail(`${path}.currency`, 'no code of ISO 4217');
	const currency = currencyCode(code) ?? context.currency;
	const channel = reader.id(data, 'channel', path) ?? 'webhook';
	const propertyId =
		reader.id(data, 'property_id', path) ??
		reader.id(data, 'hotel_id', path) ??
		(context.event === 'cancelled' ? ANY_PROPERTY : context.hotelSlug);
	const [checkIn, checkOut] = [reader.date(data, 'check_in', path), reader.date(data, 'check_out', path)];
	const roomType = reader.words(data, 'room_type', path);
	const guests = reader.count(data, 'guest_count', path);
	const externalId = reader.id(data, 'external_id', path);
	const isNumbered = givenOrNull(data['external_id']) !== null;
	const named = reader.status(data, 'status', path);
	const status: ReservationStatus =
		context.event === 'cancelled' && named !== 'no_show' ? 'cancelled' : (named ?? 'confirmed');
	const total = notNegative(reader, readDecimal(reader, data, 'total_amount', path, currency), `${path}.total_amount`);
	const fee = readDecimal(reader, data, 'cancellation_fee', path, currency);
	const cancellationFee = notNegative(reader, fee, `${path}.cancellation_fee`);
	const saysStatus = new Set<string>();
	const rooms = reader.firstOf(data, 'rooms', path, MAX_ROOMS, (room, at) =>
		readRoom(reader, room, at, { currency, roomType, saysStatus }),
	);

	const hasDates = checkIn !== null && checkOut !== null;
	const needsContent = isActive({ status });
	if (needsContent || !isNumbered) {
		if (booker.lastName === null && booker.firstName === null) reader.fail('data.guest.last_name');
		if (checkIn === null) reader.fail('data.check_in');
		if (checkOut === null) reader.fail('data.check_out');
		if (
			roomType === null &&
			(rooms.length === 0 || rooms.some((room) => room.roomTypeId === null && room.roomName === null))
		) {
			reader.fail('data.room_type');
		}
	}
	const revision = readOrder(reader, data, path);
	const observedAt = readInstant(reader, data, 'observed_at', path);
	const reservationId = externalId ?? derivedId({ roomType, booker, checkIn, checkOut, rooms });
	const only = roomType === null ? [] : [roomStay({ roomStayId: '1', roomTypeId: roomType, adults: guests, total })];
	// The sender must see the place under the name that it used.
	const inner = reader.renaming({
		checkIn: 'check_in',
		checkOut: 'check_out',
		propertyId: 'property_id',
		roomStayId: 'room_stay_id',
		rooms: 'room_type',
	});
	const reservation = complete(inner, path, {
		channel,
		propertyId,
		reservationId,
		event: context.event,
		status: statusWithRooms(status, rooms),
		revision,
		observedAt: observedAt ?? context.receivedAt,
		checkIn,
		checkOut,
		rooms: hasDates || needsContent ? (rooms.length > 0 ? rooms : only) : [],
		booker,
		adults: guests,
		total,
		cancellationFee,
	});
	const timeUnknown = observedAt === null;
	return {
		reservation,
		orderUnknown: revision === null && timeUnknown,
		timeUnknown,
		idDerived: externalId === null,
		roomsWithoutStatus:
			context.event === 'modified' && named === null
				? reservation.rooms.map(({ roomStayId }) => roomStayId).filter((id) => !saysStatus.has(id))
				: [],
	};
}

/** A revision that can be compared with others: text has no order, and who connects a system learns it with its first message. */
function readOrder(reader: Reader, data: Fields, path: string): string | null {
	const text = reader.id(data, 'revision', path);
	return text === null || readRevision(text) ? text : reader.fail(`${path}.revision`);
}

function readGuest(reader: Reader, guest: Fields): Booker {
	const text = (name: string) => reader.words(guest, name, 'data.guest');
	return {
		...unknownBooker(),
		firstName: text('first_name'),
		lastName: text('last_name'),
		email: text('email'),
		phone: text('phone'),
	};
}

/** One of `data.rooms`: `{ room_stay_id, room_type, room_name, check_in, check_out, status, adults, children, total_amount }`. */
function readRoom(
	reader: Reader,
	value: unknown,
	path: string,
	{ currency, roomType, saysStatus }: { currency: string; roomType: string | null; saysStatus: Set<string> },
): RoomStay | null {
	if (!isRecord(value)) return reader.fail(path);
	const status = reader.status(value, 'status', path);
	const roomStayId = reader.required(value, 'room_stay_id', path);
	if (status !== null) saysStatus.add(roomStayId);
	return roomStay({
		roomStayId,
		roomTypeId: reader.words(value, 'room_type', path) ?? roomType,
		roomName: reader.words(value, 'room_name', path),
		checkIn: reader.date(value, 'check_in', path),
		checkOut: reader.date(value, 'check_out', path),
		status: status ?? 'confirmed',
		adults: reader.count(value, 'adults', path),
		children: reader.count(value, 'children', path),
		total: notNegative(reader, readDecimal(reader, value, 'total_amount', path, currency), `${path}.total_amount`),
	});
}

/** Whether an id was computed here, even if another sender has passed the reservation on since. */
export function isDerivedId(reservationId: string): boolean {
	return /^content-[0-9a-f]{40}$/.test(reservationId);
}

/**
 * The same for every message about the same guest, room type and dates, so that a repeat, a change of price and a
 * cancellation find the reservation. A change of dates cannot be followed: see
 * `selfkey/reservations/message-order.ts`.
 */
function derivedId(content: {
	roomType: string | null;
	booker: Booker;
	checkIn: string | null;
	checkOut: string | null;
	rooms: RoomStay[];
}): string {
	const { roomType, booker, checkIn, checkOut, rooms } = content;
	const types = rooms.map(({ roomStayId, roomTypeId }) => [roomStayId, roomTypeId]);
	const text = canonicalJson([
		roomType,
		booker.firstName,
		booker.lastName,
		booker.email,
		booker.phone,
		checkIn,
		checkOut,
		types,
	]);
	return `content-${createHash('sha256').update(text.normalize('NFC'), 'utf8').digest('hex').slice(0, 40)}`;
}

/** Of a reservation none of whose rooms stands nothing does, whatever is said of the whole; then its fee is due. */
function statusWithRooms(status: ReservationStatus, rooms: readonly RoomStay[]): ReservationStatus {
	if (!isActive({ status }) || rooms.length === 0 || rooms.some(isActive)) return status;
	return rooms.some((room) => room.status === 'no_show') ? 'no_show' : 'cancelled';
}
