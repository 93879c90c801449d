/** What the triggers add about a delivery besides its content. Pure. */
import type { IDataObject } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { isRecord, MAX_TEXT, ValidationError, type Reader } from '../../../core/payload/field-reader';
import type { AcceptedDelivery } from './receive-signed-webhook';

/** SelfKey stores this many characters of a delivery's id. */
const MAX_DELIVERY_ID = 255;
const DAY_MS = 24 * 60 * 60_000;

/** The sender's id of the event: `event_id` or `id` beside `event_type`. */
export function bodyEventId(reader: Reader, body: unknown): string | null {
	if (!isRecord(body)) return null;
	// `id` is not guaranteed to be the event's; an unusable value is ignored.
	const { event_id: eventId = null, id } = body;
	return (
		reader.idOf(eventId, 'event_id', MAX_TEXT) ??
		(typeof id === 'string' || Number.isSafeInteger(id) ? reader.idOf(id, 'id', MAX_TEXT) : null)
	);
}

/** What repeats of one delivery have in common: the delivery's id, the event's, or what it is about. */
export function deliveryIdentity(delivery: AcceptedDelivery, eventId: string | null, subject: string): string {
	if (delivery.id !== null) return `delivery:${delivery.id}`;
	return eventId === null ? `subject:${subject}` : `event:${eventId}`;
}

/**
 * `webhook` on every item. Only a signed id is used, since destinations rely on it. If there is none and the message does
 * not say when it was, the digest of the body is the id, so that an old message that comes again after a newer one is
 * recognised.
 * @param timeUnknown as where the order is unknown; also of a message whose order is a revision, which another may have too
 */
export function deliveryMetadata(
	delivery: AcceptedDelivery,
	eventId: string | null,
	orderUnknown: boolean,
	timeUnknown = orderUnknown,
): IDataObject {
	const id = (delivery.isIdSigned ? delivery.id : null) ?? eventId;
	return {
		deliveryId: id !== null ? storable(id) : timeUnknown ? `sha256:${delivery.digest}` : null,
		receivedAt: delivery.receivedAt.toISOString(),
		signedAt: delivery.signedAt?.toISOString() ?? null,
		orderUnknown,
	};
}

/**
 * The time and order of a message that has no time of its own: the signed time, which is in whole seconds, then the
 * order of arrival within it.
 */
export function seenAt({ signedAt, receivedAt }: AcceptedDelivery): string {
	if (signedAt === null) return `${receivedAt.toISOString()}#1`;
	// Clocks differ, so it may seem to arrive before it was signed; the number after # cannot be negative.
	const place = Math.min(Math.max(receivedAt.getTime() - signedAt.getTime() + DAY_MS, 0), 2 * DAY_MS);
	return `${signedAt.toISOString()}#${place}`;
}

function storable(id: string): string {
	return id.length <= MAX_DELIVERY_ID ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/**
 * The body's `event_type`.
 * @throws ValidationError that lists the accepted ones
 */
export function knownEvent<T extends string>(body: unknown, events: readonly T[]): T {
	const type = isRecord(body) ? body['event_type'] : null;
	const event = events.find((known) => known === type);
	if (event === undefined)
		throw new ValidationError(`Missing or unknown: event_type (expected one of ${events.join(', ')})`, ['event_type']);
	return event;
}
