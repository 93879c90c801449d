import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import { availabilityAsks, ROOM_WIDE, type AvailabilityValue } from '../../ari/asks';
import { availabilityDocument } from '../../ari/documents';
import { withoutRefusedClosings } from '../../ari/refused-closing';
import { checkAvailability, type AvailabilityUpdate } from '../../ari/updates';
import { optionalNumber } from '../../../shared/parameters';
import { readClosed, RESTRICTION_FIELDS } from '../../../shared/restriction-fields';
import { roomDates, roomDatesProperties, sendUpdates, type UpdateKind } from '../../ari/send-updates';

const fields: INodeProperties[] = [
	...roomDatesProperties,
	{
		displayName: 'Rooms to Sell',
		name: 'roomsToSell',
		type: 'string',
		default: '={{ $json.available }}',
		placeholder: 'e.g. 2',
		description:
			'How many rooms of the type may be sold for each night, 0 to 254. Leave empty to keep the current value.',
	},
	{
		displayName: 'Restrictions',
		name: 'restrictions',
		type: 'collection',
		placeholder: 'Add restriction',
		default: {},
		options: Object.values(RESTRICTION_FIELDS),
	},
];

const kind: UpdateKind<AvailabilityUpdate, AvailabilityValue> = {
	path: '/hotels/ota/OTA_HotelAvailNotif',
	asks: availabilityAsks,
	roomWide: ROOM_WIDE,
	document: availabilityDocument,
	after: withoutRefusedClosings,
};

/**
 * Sets rooms to sell and restrictions, all items of a hotel together, a month in one OTA message. Where items differ
 * about the same night, the later one counts. An item fails if it cannot be sent or Booking.com refuses it.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif.
 */
export const update: Operation = {
	fields,
	async execute(items) {
		const closed = (name: string, index: number) => readClosed(this, `restrictions.${name}`, index);
		const read = (index: number): AvailabilityUpdate => {
			const availability: AvailabilityUpdate = {
				...roomDates(this, index),
				roomsToSell: optionalNumber(this, 'roomsToSell', index),
				closed: closed('sale', index),
				closedToArrival: closed('arrival', index),
				closedToDeparture: closed('departure', index),
				minimumStay: optionalNumber(this, 'restrictions.minimumStay', index),
				maximumStay: optionalNumber(this, 'restrictions.maximumStay', index),
			};
			checkAvailability(availability);
			return availability;
		};
		return await sendUpdates(this, items, kind, read);
	},
};
