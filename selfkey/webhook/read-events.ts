/** From the body of a webhook request to the events in it. */
import { channelById, OWN_CHANNEL, type ChannelId } from '../../core/channel/channels';
import { isChannelName } from '../../core/channel/reserved-names';
import { PAYMENT_EVENTS, UnusablePayment, type PaymentEvent } from '../../core/payment/payment-event';
import { readPayment } from '../../core/payment/read-payment';
import { reservation } from '../../core/reservation/build';
import type { Reservation, ReservationEvent } from '../../core/reservation/model';
import { isFarAhead } from '../../core/reservation/revision';
import {
	isDerivedId,
	readIntegrationPayload,
	type IntegrationContext,
	type IntegrationReservation,
} from '../../core/payload/integration-payload';
import { isRecord, MAX_TEXT, Reader, ValidationError, type Fields } from '../../core/payload/field-reader';
import { readReservation } from '../../core/payload/reservation-payload';
import { MAX_ROOMS } from '../../core/reservation/sanitize-reservation';
import { readDelivery, type DeliveryId } from './delivery-id';
import { readLastWritten, type WrittenRoom } from './last-written';

/** The documented types of event that concern reservations. */
const EVENT_TYPES: Readonly<Record<string, ReservationEvent>> = {
	new_reservation: 'new',
	modified_reservation: 'modified',
	cancelled_reservation: 'cancelled',
};

const KNOWN_TYPES: readonly string[] = [...Object.keys(EVENT_TYPES), ...PAYMENT_EVENTS];

export const MAX_EVENTS = 100;

export interface IncomingEvent {
	reservation: Reservation;
	/** The sender gave neither a revision nor a time: the order of arrival is all there is. */
	orderUnknown: boolean;
	/** The sender gave no id: it is computed from guest, room type and dates. */
	idDerived: boolean;
	/** `observedAt` is when it came here, for want of anything else. */
	isPlacedByArrival: boolean;
	/** By what the message is known again; `null` where its sender says when it was, so that a repeat is as old. */
	delivery: DeliveryId | null;
	/** Rooms of which the message does not say whether the guest is there, by their ids. */
	roomsWithoutStatus: readonly string[];
	/** The house's own system, which speaks of a reservation that somebody else has made; it is a subscriber's name too. */
	reportedBy?: ChannelId | undefined;
	/** With that, what it had been told last of each room. */
	lastWritten?: readonly WrittenRoom[];
}

/** What was sent: a reservation's message, or a payment or refund. */
export type Incoming = { kind: 'reservation'; event: IncomingEvent } | { kind: 'payment'; payment: PaymentEvent };

export interface WebhookBody {
	/** Still unread: one bad event must not lose the others. */
	events: unknown[];
	/** Several events in one request are answered one by one. */
	isBatch: boolean;
}

export interface EventContext {
	hotelSlug: string;
	/** Its id in SelfKey, another name for the slug. */
	hotelId?: string | null | undefined;
	/** The property IDs that channels know it by. */
	propertyIds?: readonly string[];
	integrationId: string;
	/** For amounts without a currency. */
	currency: string;
	/** `2026-03-11T15:02:40.123Z#7`: when the request came, and the event's place in it. */
	receivedAt: string;
}

/**
 * Splits a body into its events.
 * @throws ValidationError where it is no JSON object, or holds no events or more than 100
 */
export function readBody(text: string): WebhookBody {
	const body = parseJson(text);
	if (!isRecord(body))
		throw new ValidationError('The body must be a JSON object with event_type and data, or with events');
	if (!('events' in body)) return { events: [body], isBatch: false };
	const { events } = body;
	if (!Array.isArray(events) || events.length === 0 || events.length > MAX_EVENTS) {
		throw new ValidationError(`Missing or invalid: events (send 1 to ${MAX_EVENTS} at a time)`, ['events']);
	}
	return { events, isBatch: true };
}

/**
 * Reads one `{"event_type","data"}`. Of a reservation, `data.reservation` counts where it is there, else the
 * documented fields.
 * @throws ValidationError which names every missing or invalid field
 */
export function readEvent(value: unknown, context: EventContext): Incoming {
	const type = eventTypeOf(value);
	if (type === null)
		throw new ValidationError(`Missing or unknown: event_type (expected one of ${KNOWN_TYPES.join(', ')})`, [
			'event_type',
		]);
	const data = isRecord(value) ? value['data'] : null;
	if (!isRecord(data)) throw new ValidationError('Missing or invalid: data', ['data']);
	const reader = new Reader();
	const integrationId = reader.id(data, 'integration_id', 'data', MAX_TEXT);
	if (integrationId !== null && integrationId !== context.integrationId) {
		throw new ValidationError('data.integration_id is not the integration in the address', ['data.integration_id']);
	}
	const hotel = reader.id(data, 'hotel_id', 'data', MAX_TEXT);
	const { hotelSlug, hotelId = null, propertyIds = [] } = context;
	if (hotel !== null && ![hotelSlug, hotelId, ...propertyIds].includes(hotel))
		throw new ValidationError(
			'data.hotel_id is not the hotel in the address: send its short name in SelfKey, its id, or a property ID from its settings',
			['data.hotel_id'],
		);
	const event = EVENT_TYPES[type];
	return event
		? { kind: 'reservation', event: readReservationEvent(reader, data, { ...context, event }) }
		: { kind: 'payment', payment: readPaymentEvent(value) };
}

function readReservationEvent(reader: Reader, data: Fields, context: EventContext & IntegrationContext): IncomingEvent {
	const whole = reader.object(data, 'reservation', 'data');
	const { timeUnknown, ...event } = underItsSlug(
		whole ? readWhole(reader, data, whole) : readIntegrationPayload(reader, data, context),
		context,
	);
	const mayMix = whole === null || channelById(event.reservation.channel) === null;
	const statuses = statusesOf(event, whole !== null);
	const delivery = readDelivery(reader, data, { reservation: event.reservation, timeUnknown, mayMix, statuses });
	const reportedBy = readReporter(reader, data, event.reservation);
	const lastWritten = readLastWritten(reader, data);
	reader.finish();
	if (reportedBy !== undefined) {
		refuseFarFuture(event.reservation, context.receivedAt, whole);
		return { ...event, delivery: null, isPlacedByArrival: false, reportedBy, lastWritten };
	}
	refuseReservedName(event.reservation, whole ? 'data.reservation.channel' : 'data.channel');
	refuseFarFuture(event.reservation, context.receivedAt, whole);
	return { ...event, delivery, isPlacedByArrival: timeUnknown && !whole };
}

/**
 * Of a change that gives a status of some rooms only: those without. Empty as a change usually is, without any as documented
 * and with all as a whole, so that it is known as what an earlier version has noted.
 */
function statusesOf(
	{ reservation: { event, rooms }, roomsWithoutStatus }: Pick<IncomingEvent, 'reservation' | 'roomsWithoutStatus'>,
	isWhole: boolean,
): string[] {
	const usual = isWhole ? 0 : rooms.length;
	return event !== 'modified' || roomsWithoutStatus.length === usual ? [] : ['without status', ...roomsWithoutStatus];
}

/** Two names of one hotel must not make two reservations of one. */
function underItsSlug<T extends { reservation: Reservation }>(content: T, { hotelId, hotelSlug }: EventContext): T {
	if (content.reservation.propertyId !== hotelId) return content;
	return { ...content, reservation: reservation({ ...content.reservation, propertyId: hotelSlug }) };
}

/** `data.reported_by`: a system speaks of what another channel has made. */
function readReporter(reader: Reader, data: Fields, { channel }: Reservation): ChannelId | undefined {
	const name = reader.text(data, 'reported_by', 'data', MAX_TEXT);
	if (name === null) return undefined;
	const reporter = channelById(name);
	if (reporter === null || reporter.id === OWN_CHANNEL) reader.fail('data.reported_by');
	return reporter === null || reporter.id === channel ? undefined : (reporter.id as ChannelId);
}

/** A name that people take for another's: its reservations and changes would be believed as theirs. */
function refuseReservedName({ channel }: Reservation, path: string): void {
	if (channel === OWN_CHANNEL)
		throw new ValidationError(
			`The channel "${OWN_CHANNEL}" is SelfKey itself: its own sales cannot be written back to it`,
			[path],
		);
	if (!isChannelName(channel))
		throw new ValidationError(
			`${path} is a reserved name or can be taken for one: give the channel a name of its own, or a known channel's exactly as it is registered`,
			[path],
		);
}

/** Nothing that comes later could ever be later than that. */
function refuseFarFuture({ revision, observedAt }: Reservation, receivedAt: string, whole: Fields | null): void {
	const now = new Date(instantIn(receivedAt));
	const far = [
		...(revision !== null && isFarAhead(revision, now) ? [whole ? 'data.reservation.revision' : 'data.revision'] : []),
		...(isFarAhead(instantIn(observedAt), now) ? [whole ? 'data.reservation.observedAt' : 'data.observed_at'] : []),
	];
	if (far.length > 0)
		throw new ValidationError(
			`${far.join(' and ')} is years ahead: set the sender's clock right and send it again`,
			far,
		);
}

function instantIn(observedAt: string): string {
	return observedAt.split('#')[0] ?? '';
}

/**
 * `data.order_unknown` and, beside a revision, `data.time_unknown`: whoever passes it on has put in `observedAt` for want of
 * anything better. So has the status been put in of each of `data.rooms_without_status`.
 */
function readWhole(reader: Reader, data: Fields, whole: Fields): IntegrationReservation {
	const reservation = readReservation(reader, whole, 'data.reservation');
	const orderUnknown = reader.flag(data, 'order_unknown', 'data') ?? false;
	const timeUnknown = (reader.flag(data, 'time_unknown', 'data') ?? false) || orderUnknown;
	return {
		reservation,
		orderUnknown,
		timeUnknown,
		idDerived: isDerivedId(reservation.reservationId),
		roomsWithoutStatus: reader.list(data, 'rooms_without_status', 'data', MAX_ROOMS, (id, path) =>
			reader.idOf(id, path),
		),
	};
}

function readPaymentEvent(value: unknown): PaymentEvent {
	try {
		return readPayment(value);
	} catch (error) {
		throw error instanceof UnusablePayment ? new ValidationError(error.message, error.fields) : error;
	}
}

/** Whether rooms have nothing to do with it. */
export function isPayment(value: unknown): boolean {
	return PAYMENT_EVENTS.some((known) => known === eventTypeOf(value));
}

/** The event's type if it is one that we know, for the log; never other text of the sender's. */
export function eventTypeOf(value: unknown): string | null {
	const type = isRecord(value) ? value['event_type'] : null;
	return KNOWN_TYPES.find((known) => known === type) ?? null;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own message quotes the text, and with it the guest.
		throw new ValidationError('The body is not valid JSON');
	}
}
