/** What the triggers add about a delivery besides its content. Pure. */
import type { IDataObject } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { isRecord, ValidationError, type Reader } from '../../../core/payload/field-reader';
import type { AcceptedDelivery } from './receive-signed-webhook';

/** SelfKey keeps this many characters of a delivery's id. */
const MAX_DELIVERY_ID = 255;
const DAY_MS = 24 * 60 * 60_000;

/** The sender's id of the event: `event_id` or `id` beside `event_type`. */
export function bodyEventId(reader: Reader, body: unknown): string | null {
	if (!isRecord(body)) return null;
	// `id` is not guaranteed to be one; an unusable value is ignored.
	const { event_id: eventId = null, id } = body;
	return (
		reader.textOf(eventId, 'event_id') ??
		(typeof id === 'string' || Number.isSafeInteger(id) ? reader.textOf(id, 'id') : null)
	);
}

/** What repeats of one delivery have in common: the delivery's id, the event's, or what it is about. */
export function deliveryIdentity(delivery: AcceptedDelivery, eventId: string | null, subject: string): string {
	if (delivery.id !== null) return `delivery:${delivery.id}`;
	return eventId === null ? `subject:${subject}` : `event:${eventId}`;
}

/**
 * `webhook` on every item. The delivery's id is one that was signed, since destinations rely on it. Where there
 * is none and nothing tells the order, the body itself is the id: so a message that comes again after a newer
 * one is recognised.
 */
export function deliveryMetadata(
	delivery: AcceptedDelivery,
	eventId: string | null,
	orderUnknown: boolean,
): IDataObject {
	const id = (delivery.isIdSigned ? delivery.id : null) ?? eventId;
	return {
		deliveryId: id !== null ? storable(id) : orderUnknown ? `sha256:${delivery.digest}` : null,
		receivedAt: delivery.receivedAt.toISOString(),
		signedAt: delivery.signedAt?.toISOString() ?? null,
		orderUnknown,
	};
}

/**
 * When a message was seen that does not say when it was made: at the signed time, which is in whole seconds,
 * and within it in the order of arrival.
 */
export function seenAt({ signedAt, receivedAt }: AcceptedDelivery): string {
	if (signedAt === null) return `${receivedAt.toISOString()}#1`;
	// Clocks differ, so it may have come before it was signed; the place behind # has no sign.
	const place = Math.min(Math.max(receivedAt.getTime() - signedAt.getTime() + DAY_MS, 0), 2 * DAY_MS);
	return `${signedAt.toISOString()}#${place}`;
}

function storable(id: string): string {
	return id.length <= MAX_DELIVERY_ID ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/**
 * The body's `event_type`.
 * @throws ValidationError which names those that are taken
 */
export function knownEvent<T extends string>(body: unknown, events: readonly T[]): T {
	const type = isRecord(body) ? body['event_type'] : null;
	const event = events.find((known) => known === type);
	if (event === undefined)
		throw new ValidationError(`Missing or unknown: event_type (expected one of ${events.join(', ')})`, ['event_type']);
	return event;
}
