/**
 * The documents that acknowledge or reject reservations. Pure.
 * Source: developers.booking.com/connectivity/docs/reservations-api/acknowledging-new-reservations-ota and
 * acknowledging-modif-cancel-reservations-ota.
 */
import { writeXml, xml, type XmlNode } from '../../../../core/xml/write';
import type { Queue } from './ota.mapper';

const NAMES: Readonly<Record<Queue, { root: string; list: string; entry: string }>> = {
	new: { root: 'OTA_HotelResNotifRS', list: 'HotelReservations', entry: 'HotelReservation' },
	modified: { root: 'OTA_HotelResModifyNotifRS', list: 'HotelResModifies', entry: 'HotelResModify' },
};

/**
 * Confirms that these reservations are written. Booking.com accepts many in one document.
 * @throws RangeError if an id holds a character that XML cannot carry
 */
export function acknowledgement(queue: Queue, reservationIds: string[], now: Date): string {
	return document(queue, xml('Success'), reservationIds, now);
}

/**
 * Reports that this reservation could not be processed; it stays in the queue until its time (30 minutes, or 24
 * hours if agreed) is up.
 * @throws RangeError if the id or the reason holds a character that XML cannot carry
 */
export function rejection(queue: Queue, reservationId: string, reason: string, now: Date): string {
	// Type 3 is "business rule", code 450 "unable to process" in OTA's code lists.
	const error = xml('Error', { Type: '3', Code: '450', ShortText: reason });
	return document(queue, xml('Errors', {}, [error]), [reservationId], now);
}

function document(queue: Queue, verdict: XmlNode, reservationIds: string[], now: Date): string {
	const { root, list, entry } = NAMES[queue];
	const ids = reservationIds.map((id) => xml('HotelReservationID', { ResID_Value: id }));
	return writeXml(
		xml(
			root,
			{
				xmlns: 'http://www.opentravel.org/OTA/2003/05',
				TimeStamp: timestamp(now),
				Target: 'Production',
				Version: '2.001',
			},
			[verdict, xml(list, {}, [xml(entry, {}, [xml('ResGlobalInfo', {}, [xml('HotelReservationIDs', {}, ids)])])])],
		),
	);
}

/** UTC to the second, as Booking.com's examples write it. */
export function timestamp(now: Date): string {
	return `${now.toISOString().slice(0, 19)}+00:00`;
}
