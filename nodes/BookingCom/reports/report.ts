/**
 * Tells Booking.com what became of a stay: without it, the hotel owes commission for guests who never came.
 * Source: developers.booking.com/connectivity/docs/reporting-api/b_xml-reporting.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { optionalText } from '../../shared/parameters';
import type { RequestContext } from '../../shared/request/request';
import { writeXml, xml, type XmlNode } from '../../../core/xml/write';
import { BookingComError } from '../responses/errors';
import { bookingComRequest } from '../transport';

export type ReportKind = 'is_no_show' | 'cc_is_invalid' | 'cancel_reservation_invalid_cc';

export interface StayChange {
	/** The room's number within the reservation: `IndexNumber` in OTA. */
	roomStayId: string;
	/** `YYYY-MM-DD`; `null` if it stays as it is. */
	checkIn: string | null;
	checkOut: string | null;
	/** Of the room's whole stay, in major units of the reservation's currency; `null` if it stays as it is. */
	price: string | null;
}

export interface Reported {
	/** `unchanged` where Booking.com had been told before. */
	outcome: 'reported' | 'unchanged';
	/** For Booking.com's support; `null` if the answer has none. */
	ruid: string | null;
}

export function reportElement(kind: ReportKind, attributes: XmlNode['attributes'] = {}): XmlNode {
	return xml('report', attributes, [kind]);
}

export function stayChangeElement({ roomStayId, checkIn, checkOut, price }: StayChange): XmlNode {
	const fields = { roomreservation_id: roomStayId, checkin: checkIn, checkout: checkOut, price };
	return xml(
		'stay_change',
		{},
		Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [xml(name, {}, [value])])),
	);
}

/** In the words of Booking.com's examples; a cancellation is another matter than a stay that somebody else has ended. */
const TOLD_BEFORE = /\balready\s+(?:been\s+)?(?:marked|reported)\b/i;
export const CANCELLED_BEFORE = /\balready\s+(?:been\s+)?(?:marked|reported|cancel+ed)\b/i;

/**
 * Sends one report. Booking.com carries it out a moment later. An answer that got lost may have been a success, so that
 * it was told before is no failure.
 * @param toldBefore how Booking.com says so
 * @throws ApiError
 */
export async function sendReport(
	context: RequestContext,
	reservationId: string,
	report: XmlNode,
	toldBefore = TOLD_BEFORE,
): Promise<Reported> {
	return await bookingComRequest(context, {
		method: 'POST',
		host: 'ari',
		path: '/hotels/xml/reporting',
		expects: 'report',
		body: writeXml(xml('request', {}, [xml('reservation_id', {}, [reservationId]), report])),
		attempts: 3,
	}).then(
		({ ruid }): Reported => ({ outcome: 'reported', ruid }),
		(error: unknown): Reported => {
			if (error instanceof BookingComError && error.remarks.some(({ text }) => toldBefore.test(text)))
				return { outcome: 'unchanged', ruid: error.ruid };
			throw error;
		},
	);
}

/** @throws RangeError if an item names no reservation of Booking.com's */
export function reportedReservation(context: IExecuteFunctions, index: number): string {
	const id = optionalText(context, 'reservationId', index) ?? '';
	if (/^\d{1,20}$/.test(id)) return id;
	throw new RangeError('Fill in "Reservation ID" with the number that Booking.com has given the reservation');
}
