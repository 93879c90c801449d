/** Fetches the contents of Booking.com's queues as reservations. */
import type { IDataObject } from 'n8n-workflow';
import type { RequestContext } from '../../shared/request/request';
import { idOrNull } from '../../../core/payload/field-reader';
import type { Reservation } from '../../../core/reservation/model';
import type { XmlElement } from '../../../core/xml/read';
import { isTransient, ApiError } from '../../shared/request/api-error';
import { mapMessage, messagesOf, propertyIdOf, reservationIdOf, type Queue, UnusableMessage } from './ota/ota.mapper';
import { bookingComRequest } from '../transport';

/** The endpoint of each queue: fetched by GET, acknowledged by POST. */
export const ENDPOINT: Readonly<Record<Queue, string>> = {
	new: '/hotels/ota/OTA_HotelResNotif',
	modified: '/hotels/ota/OTA_HotelResModifyNotif',
};

export interface FetchOptions {
	/** Only these; if empty, all of the account. */
	propertyIds: string[];
	/** Properties of the account that were seen before, to be tried for messages that do not name theirs. */
	knownPropertyIds?: string[];
	/** Messages per queue, 10 to 200; Booking.com may return fewer. */
	limit?: number;
	reservationId?: string;
	/** `YYYY-MM-DD HH:MM:SS`; refused by Booking.com if Reservation Recovery is switched on. */
	lastChange?: string;
}

export interface Fetched {
	/** What n8n items are made of: the reservation and, under `bookingCom`, where to acknowledge it. */
	items: Array<Reservation & { bookingCom: IDataObject }>;
	/** Messages that cannot become a reservation, and a queue that could not be read; what they hold stays there. */
	unusable: Error[];
}

/**
 * Reads the queues one after the other, as Booking.com asks for no parallel calls. A queue that cannot be read does
 * not hold back the other.
 * @param queues `new` first: a change says less without its reservation
 * @param clock read once for each answer, as the time at which it came
 * @throws ApiError if nothing came out of any queue and one of them could not be read
 */
export async function fetchQueues(
	context: RequestContext,
	queues: Queue[],
	options: FetchOptions,
	clock: () => Date,
): Promise<Fetched> {
	const fetched: Fetched = { items: [], unusable: [] };
	const failures: ApiError[] = [];
	for (const queue of queues) {
		const failure = await fetchQueue(context, queue, options, clock, fetched).catch(asApiError);
		if (failure) failures.push(failure);
		// The other queue has the same credential, and a wrong one must not be tried over and over.
		if (failure?.kind === 'unauthorized') break;
	}
	if (failures[0] && fetched.items.length === 0 && fetched.unusable.length === 0) throw failures[0];
	fetched.unusable.unshift(...failures);
	return fetched;
}

async function fetchQueue(
	context: RequestContext,
	queue: Queue,
	options: FetchOptions,
	clock: () => Date,
	fetched: Fetched,
): Promise<void> {
	const { root, ruid, unreadable } = await bookingComRequest(context, {
		method: 'GET',
		host: 'reservations',
		path: ENDPOINT[queue],
		expects: 'queue',
		qs: query(options),
	});
	fetched.unusable.push(...unreadable.map((id) => damagedMessage(id, ruid)));
	const seenAt = clock().toISOString();
	// The smallest limit that Booking.com accepts is 10; what is cut off stays in the queue.
	const messages = messagesOf(root).slice(0, options.limit);
	const candidates = candidateProperties(messages, options);
	let cannotAsk: ApiError | null = null;
	for (const message of messages) {
		const place = fetched.items.length + fetched.unusable.length + 1;
		// If only one hotel was asked for, the message is that hotel's.
		const [asked, ...others] = options.propertyIds;
		const certain = propertyIdOf(message) ?? (others.length === 0 ? asked : undefined);
		const found: string | null | ApiError =
			certain ?? cannotAsk ?? (await findProperty(context, queue, message, candidates).catch(asApiError));
		if (found instanceof ApiError) {
			// The messages that name their property need not wait.
			if (cannotAsk === null) fetched.unusable.push((cannotAsk = found));
			continue;
		}
		const observedAt = `${seenAt}#${place}`;
		const mapped = tryMap(() => mapMessage(message, { queue, propertyId: found, observedAt }));
		if (mapped instanceof UnusableMessage) fetched.unusable.push(mapped);
		else fetched.items.push({ ...mapped, bookingCom: { queue, ruid } });
	}
}

function asApiError(error: unknown): ApiError {
	if (error instanceof ApiError) return error;
	throw error;
}

/** What is told of a message that no parser can read. */
export function damagedMessage(reservationId: string | null, ruid: string | null): UnusableMessage {
	const which = reservationId === null ? 'A message' : `The message about reservation ${reservationId}`;
	return new UnusableMessage(
		`${which} is damaged and cannot be read; look it up in the extranet${ruid ? `, or ask Booking.com support about RUID ${ruid}` : ''}`,
	);
}

function candidateProperties(messages: XmlElement[], { propertyIds, knownPropertyIds = [] }: FetchOptions): string[] {
	if (propertyIds.length > 0) return propertyIds;
	const named = messages
		.map(propertyIdOf)
		.filter((id) => id !== null)
		.filter(isAskable);
	return [...new Set([...named, ...knownPropertyIds])];
}

/**
 * A message without rooms, such as some cancellations, does not name its property. Booking.com is therefore asked
 * for it at one property after another, until it is found.
 */
async function findProperty(
	context: RequestContext,
	queue: Queue,
	message: XmlElement,
	candidates: string[],
): Promise<string | null> {
	const reservationId = reservationIdOf(message);
	if (reservationId === null || !isAskable(reservationId)) return null;
	for (const propertyId of candidates) {
		const qs = { id: reservationId, hotel_ids: propertyId };
		const answer = await bookingComRequest(context, {
			method: 'GET',
			host: 'reservations',
			path: ENDPOINT[queue],
			expects: 'queue',
			qs,
		}).catch(ifNotThere);
		if (answer && messagesOf(answer.root).some((found) => reservationIdOf(found) === reservationId)) return propertyId;
	}
	return null;
}

/** It goes into an address, where no card number that somebody typed in its place may be. */
function isAskable(id: string): boolean {
	return idOrNull(id) !== null;
}

function ifNotThere(error: unknown): null {
	if (error instanceof ApiError && error.kind !== 'unauthorized' && !isTransient(error)) return null;
	throw error;
}

/** One unreadable message must not keep the others from the hotel. */
export function tryMap(map: () => Reservation): Reservation | UnusableMessage {
	try {
		return map();
	} catch (error) {
		return error instanceof UnusableMessage
			? error
			: new UnusableMessage('A Booking.com message could not be read; please report this with the RUID of the answer');
	}
}

function query({ propertyIds, limit, reservationId, lastChange }: FetchOptions): Record<string, string | number> {
	return {
		...(reservationId ? { id: reservationId } : {}),
		...(propertyIds.length > 0 ? { hotel_ids: propertyIds.join(',') } : {}),
		...(lastChange ? { last_change: lastChange } : {}),
		...(limit ? { limit: Math.min(200, Math.max(10, limit)) } : {}),
	};
}
