/**
 * Reads all reservations that have still to leave, also those made before the connection. Nothing leaves a queue.
 * Source: developers.booking.com/connectivity/docs, "Retrieving reservations summary": of the guest it has the name only.
 */
import { concernsContentUnless } from '../../../shared/batch';
import { ApiError } from '../../../shared/request/api-error';
import type { RequestContext } from '../../../shared/request/request';
import type { Reservation } from '../../../../core/reservation/model';
import { childOf, type XmlElement } from '../../../../core/xml/read';
import { textOf } from '../../../../core/text/read-text';
import { writeXml, xml } from '../../../../core/xml/write';
import { bookingComRequest } from '../../transport';
import { damagedMessage, tryMap } from '../fetch-queues';
import { UnusableMessage } from '../unusable-message';
import { bxmlReservationsOf, mapBxmlReservation } from './bxml.mapper';

/** A reservation, or why there is none; the name says which, in an order that stays. */
export type Upcoming = { name: string } & (
	| { reservation: Reservation }
	| {
			key: string | null;
			error: Error;
			/** Booking.com does not show this hotel's reservations at all; the name stands before those of all of them. */
			refusal?: ApiError;
	  }
);

/**
 * One request for each hotel, one after the other. A hotel that Booking.com does not show is one entry that says so.
 * @param readAt the present instant
 * @throws ApiError if a hotel's reservations cannot be read for another reason: half of them must not pass for all
 */
export async function fetchUpcoming(
	context: RequestContext,
	propertyIds: readonly string[],
	readAt: Date,
): Promise<Upcoming[]> {
	const upcoming: Upcoming[] = [];
	for (const propertyId of propertyIds) {
		const answer = await summaryOf(context, propertyId);
		if (answer instanceof ApiError) {
			upcoming.push({ name: `${propertyId}/`, key: null, error: notShown(propertyId, answer), refusal: answer });
			continue;
		}
		const { root, ruid, unreadable } = answer;
		upcoming.push(...bxmlReservationsOf(root).map((element) => read(element, propertyId, readAt)));
		for (const [index, id] of unreadable.entries())
			upcoming.push({
				name: `${propertyId}/${id ?? `?${index}`}`,
				key: keyOf(propertyId, id),
				error: damagedMessage(id, ruid),
			});
	}
	return upcoming;
}

const concernsHotel = concernsContentUnless();

/** @returns the refusal, where it is about this hotel alone */
async function summaryOf(context: RequestContext, propertyId: string) {
	return await bookingComRequest(context, {
		method: 'POST',
		host: 'reservations',
		path: '/hotels/xml/reservationssummary',
		expects: 'bxml',
		body: writeXml(xml('request', {}, [xml('hotel_id', {}, [propertyId])])),
		attempts: 3,
	}).catch((error: unknown) => {
		if (error instanceof ApiError && concernsHotel(error)) return error;
		throw error;
	});
}

function notShown(propertyId: string, { message, advice }: ApiError): Error {
	return new Error(`No reservation of property ${propertyId} was read: ${message}. ${advice}`);
}

function read(element: XmlElement, propertyId: string, readAt: Date): Upcoming {
	const id = textOf(childOf(element, 'id')?.text);
	const context = { propertyId, observedAt: earlierThanAnyMessage(readAt), isSummary: true };
	const mapped = tryMap(() => mapBxmlReservation(element, context));
	const name = `${propertyId}/${id ?? '?'}`;
	return mapped instanceof UnusableMessage
		? { name, key: keyOf(propertyId, id), error: mapped }
		: { name, reservation: mapped };
}

function keyOf(propertyId: string, id: string | null): string | null {
	return id === null ? null : `booking.com/${propertyId}/${id}`;
}

/**
 * A summary says less than any message of a queue, so it must never replace one: it counts as read a thousand years ago.
 * Of two summaries the later one still counts.
 */
function earlierThanAnyMessage(readAt: Date): string {
	const earlier = new Date(readAt);
	earlier.setUTCFullYear(earlier.getUTCFullYear() - 1000);
	return `${earlier.toISOString()}#1`;
}
