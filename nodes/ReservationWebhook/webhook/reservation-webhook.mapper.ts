/** The documented webhook payload, or a whole reservation in it → the one Reservation. Pure. */
import { readIntegrationPayload } from '../../../core/payload/integration-payload';
import { givenOrNull, isRecord, MAX_ID, type Fields, type Reader } from '../../../core/payload/field-reader';
import { readReservation } from '../../../core/payload/reservation-payload';
import { reservation as rebuilt } from '../../../core/reservation/build';
import { namedAfterFirstGuest } from '../../../core/reservation/first-guest';
import type { Reservation, ReservationEvent } from '../../../core/reservation/model';

export type ReservationEventType = 'new_reservation' | 'modified_reservation' | 'cancelled_reservation';

const EVENTS: Readonly<Record<ReservationEventType, ReservationEvent>> = {
	new_reservation: 'new',
	modified_reservation: 'modified',
	cancelled_reservation: 'cancelled',
};

export interface MappingContext {
	eventType: ReservationEventType;
	/** The channel of messages that bring none. */
	source: string;
	/** What else the sender may speak for; nothing, if it is left out. */
	channels?: readonly string[];
	/** Of amounts that come without one; `''` where there is none. */
	currency: string;
	/** When it was seen, for messages that do not say when they were made: `2026-03-11T15:02:40.123Z#7`. */
	observedAt: string;
}

export interface MappedReservation {
	reservation: Reservation;
	/** The sender gave neither a revision nor a time. */
	orderUnknown: boolean;
	/** The sender gave no time: a retry would seem to be later. */
	timeUnknown: boolean;
	/** Rooms of which a change does not say whether the guest is there, by their ids. */
	roomsWithoutStatus: string[];
	/** The hotel that the message names, by SelfKey's short name. */
	hotelId: string | null;
}

/** Reads `data`, or `data.reservation` where it is there; problems are noted in the reader. */
export function mapReservation(reader: Reader, body: unknown, context: MappingContext): MappedReservation | null {
	const data = isRecord(body) ? body['data'] : null;
	if (!isRecord(data)) return reader.fail('data');
	const whole = reader.object(data, 'reservation', 'data');
	const mapped = whole ? fromWhole(reader, whole, context) : fromDocumented(reader, data, context);
	return { ...mapped, hotelId: reader.id(data, 'hotel_id', 'data') };
}

/**
 * The message's own channel, such as a website behind the sender; else the sender. No other than the hotel has named:
 * with another's name, it could cancel that one's reservations.
 */
function channelOf(reader: Reader, fields: Fields, path: string, { source, channels = [] }: MappingContext): string {
	const channel = reader.id(fields, 'channel', path)?.toLowerCase() ?? source;
	if (channel === source || channels.includes(channel)) return channel;
	reader.fail(
		`${path}.channel`,
		"not one that this sender may speak for; the hotel names them in the trigger's Other Channels",
	);
	return source;
}

/** Our own form, as the nodes of this package give it out. */
function fromWhole(reader: Reader, whole: Fields, context: MappingContext): Omit<MappedReservation, 'hotelId'> {
	const path = 'data.reservation';
	const { eventType, observedAt } = context;
	const filled = {
		...whole,
		channel: channelOf(reader, whole, path, context),
		event: givenOrNull(whole['event']) ?? EVENTS[eventType],
		observedAt: reader.text(whole, 'observedAt', path, MAX_ID) ?? observedAt,
	};
	// Two different values for what happened: neither can be trusted.
	if (filled.event !== EVENTS[eventType]) reader.fail(`${path}.event`);
	const read = readReservation(reader, filled, path);
	// The documented payload always names who has booked. A change that does not keeps the booker who is known already.
	const booker = eventType === 'new_reservation' ? namedAfterFirstGuest(read.booker, read.rooms) : read.booker;
	const reservation = booker === read.booker ? read : rebuilt({ ...read, booker });
	const timeUnknown = reservation.observedAt === observedAt;
	const orderUnknown = reservation.revision === null && timeUnknown;
	return { reservation, orderUnknown, timeUnknown, roomsWithoutStatus: [] };
}

function fromDocumented(reader: Reader, data: Fields, context: MappingContext): Omit<MappedReservation, 'hotelId'> {
	const { eventType, currency, observedAt } = context;
	const hotel = reader.id(data, 'property_id', 'data') ?? reader.id(data, 'hotel_id', 'data');
	// A cancellation is about a reservation that is there already, and its number finds it.
	const isNumbered = reader.id(data, 'external_id', 'data') !== null;
	if (hotel === null && !(eventType === 'cancelled_reservation' && isNumbered)) reader.fail('data.hotel_id');
	if (currency === '' && reader.text(data, 'currency', 'data', 3) === null && hasAmount(data))
		reader.fail('data.currency');
	const named = { ...data, channel: channelOf(reader, data, 'data', context) };
	const { reservation, orderUnknown, timeUnknown, roomsWithoutStatus } = readIntegrationPayload(reader, named, {
		hotelSlug: hotel ?? '',
		event: EVENTS[eventType],
		// Any will do where nothing has an amount, and where the missing one has been named already.
		currency: currency || 'EUR',
		receivedAt: observedAt,
	});
	return { reservation, orderUnknown, timeUnknown, roomsWithoutStatus };
}

function hasAmount(data: Fields): boolean {
	const rooms = Array.isArray(data['rooms']) ? data['rooms'].filter(isRecord) : [];
	return [data, ...rooms].some((fields) => givenOrNull(fields['total_amount']) !== null);
}
