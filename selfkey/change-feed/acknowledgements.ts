/** What a subscriber says of the deliveries that it was given, or that it asks for again. */
import { boundedList, isRecord, ValidationError } from '../../core/payload/field-reader';
import { readingsOf } from '../../core/reservation/key';
import { reasonText } from '../../core/text/clean-reason';
import { isStorable } from '../../core/text/storable';
import type { BookingStore } from '../ports/booking-store';
import type { AcknowledgementResult, DeliveryReference } from '../ports/change-feed';
import type { ReservationKey } from '../ports/records';

/** As many as are given out in one page. */
export const MAX_ITEMS = 500;
const MAX_KEY_LENGTH = 700;

export interface Acknowledgement extends DeliveryReference {
	/** Why it was not done; `null` where it was. */
	reason: string | null;
}

/**
 * Reads `{ subscriber, items: [{ key, position } | { key, position, error }] }`.
 * @throws ValidationError naming the first item that cannot be read
 */
export function readAcknowledgements(body: unknown): { subscriber: string; items: Acknowledgement[] } {
	const { subscriber, items } = isRecord(body) ? body : {};
	return { subscriber: subscriberOf(subscriber), items: boundedList(items, 'items', MAX_ITEMS).map(readItem) };
}

/**
 * Reads `{ subscriber, keys: [key, …] }`, or `{ subscriber, keys: "everything" }`.
 * @throws ValidationError
 */
export function readSendAgain(body: unknown): { subscriber: string; keys: ReservationKey[] | 'everything' } {
	const { subscriber, keys } = isRecord(body) ? body : {};
	return {
		subscriber: subscriberOf(subscriber),
		keys: keys === 'everything' ? keys : boundedList(keys, 'keys', MAX_ITEMS).flatMap(readKey),
	};
}

/**
 * A subscriber's name: up to 64 letters, digits, `.`, `_` and `-`.
 * @throws ValidationError
 */
export function subscriberOf(value: unknown): string {
	if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)) return value;
	throw new ValidationError(
		'Missing or invalid: subscriber (1 to 64 letters, digits, points, hyphens and underscores)',
		['subscriber'],
	);
}

/** Takes off what was done and postpones what was not. Results in order. */
export async function acknowledge(
	store: BookingStore,
	hotelSlug: string,
	subscriber: string,
	items: readonly Acknowledgement[],
	now: Date,
): Promise<AcknowledgementResult[]> {
	const done = items.filter(({ reason }) => reason === null);
	const failed = items.flatMap(({ reason, ...item }) => (reason === null ? [] : [{ ...item, reason }]));
	const ofDone = done.length > 0 ? await store.acknowledge(hotelSlug, subscriber, done) : [];
	const ofFailed = failed.length > 0 ? await store.postpone(hotelSlug, subscriber, failed, now) : [];
	const results = { done: ofDone.values(), failed: ofFailed.values() };
	return items.map(({ reason }) => results[reason === null ? 'done' : 'failed'].next().value ?? 'superseded');
}

function readItem(value: unknown, index: number): Acknowledgement {
	const { key, position, error } = isRecord(value) ? value : {};
	const path = `items[${index}]`;
	if (typeof key !== 'string' || key === '' || key.length > MAX_KEY_LENGTH || !isStorable(key))
		throw new ValidationError(`Missing or invalid: ${path}.key (as it was given out)`, [`${path}.key`]);
	if (!Number.isSafeInteger(position))
		throw new ValidationError(`Missing or invalid: ${path}.position (as it was given out)`, [`${path}.position`]);
	return {
		key,
		position: position as number,
		reason: error === undefined || error === null ? null : reasonText(typeof error === 'string' ? error : ''),
	};
}

/** Every way to read it: the one that is meant is the one that the hotel has. */
function readKey(value: unknown, index: number): ReservationKey[] {
	const text = typeof value === 'string' && value.length <= MAX_KEY_LENGTH && isStorable(value) ? value : '';
	const readings = readingsOf(text).filter((key) => Object.values(key).every((part) => part !== ''));
	if (readings.length === 0)
		throw new ValidationError(`Invalid: keys[${index}] (channel/propertyId/reservationId)`, [`keys[${index}]`]);
	return readings;
}
