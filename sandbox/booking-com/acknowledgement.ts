/**
 * Reads an acknowledgement (Booking.com connectivity docs, acknowledging new / modified or cancelled reservations):
 * an RS document with `TimeStamp` and `Target`, one `HotelReservationID` per reservation, and `<Errors>` if the
 * client could not process them.
 */
import { queueRoot } from './ota/documents';
import type { QueueName } from './ota/reservation';
import { all, at, BadXml, readXml } from './xml/read';

export interface Acknowledgement {
	reservationIds: string[];
	/** False for a negative acknowledgement. */
	processed: boolean;
}

/** The request is not an acknowledgement of this queue. */
export class WrongType extends Error {}

/**
 * @throws WrongType if the root belongs to another message.
 * @throws BadXml if a required part is missing.
 */
export function readAcknowledgement(body: string, queue: QueueName): Acknowledgement {
	const root = readXml(body);
	if (root.name !== `${queueRoot(queue)}RS`) throw new WrongType(root.name);
	for (const required of ['TimeStamp', 'Target']) {
		if (!root.attributes[required]) throw new BadXml(`Missing attribute ${required}`);
	}
	const [list, item] =
		queue === 'new' ? ['HotelReservations', 'HotelReservation'] : ['HotelResModifies', 'HotelResModify'];
	const ids = at(root, list, item, 'ResGlobalInfo', 'HotelReservationIDs', 'HotelReservationID').map(
		(element) => element.attributes['ResID_Value'] ?? '',
	);
	if (ids.length === 0 || ids.some((id) => id === '')) throw new BadXml('Missing HotelReservationID with ResID_Value');
	const failed = all(root, 'Errors').length > 0;
	if (failed && all(root, 'Success').length > 0) throw new BadXml('Both Success and Errors');
	return { reservationIds: [...new Set(ids)], processed: !failed };
}
