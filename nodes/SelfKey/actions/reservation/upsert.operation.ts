import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import { deliveryOf } from '../../reservations/delivery-note';
import { readRoomMap } from '../../reservations/room-map';
import {
	guestValues,
	reservationOf,
	toSelfKeyEvent,
	type SelfKeyEvent,
} from '../../reservations/reservation-event.mapper';
import type { EventKind } from '../../writes/write-events';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';
import { integrationOf, writeItems } from '../../writes/write-items';

const fields: INodeProperties[] = [
	hotelProperty(),
	{
		displayName: 'Room Map',
		name: 'roomMap',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.roomMap }}',
		placeholder: '1296364403 = 101, 102, 103',
		description:
			"SelfKey's rooms for each room type of the channel, one room type per line. Leave empty to use the settings of the integration in SelfKey.",
	},
];

const reservations: EventKind<SelfKeyEvent> = {
	name: 'reservation',
	refused: 'Correct what it names; its source offers the reservation again',
	privateIn: guestValues,
};

/**
 * Writes reservations to SelfKey, whether new, changed or cancelled. Writing the same one again changes nothing, so
 * it can be repeated after any failure. The items pass on with `selfKey` added.
 */
export const upsert: Operation = {
	fields,
	async execute(items) {
		const integrationId = await integrationOf(this);
		return await writeItems(this, items, reservations, ({ json }, index) => {
			const reservation = reservationOf(json);
			const hotelSlug = hotelSlugOf(this, index);
			const roomMap = readRoomMap(this.getNodeParameter('roomMap', index, ''));
			return {
				destination: { hotelSlug, shared: { room_map: roomMap } },
				entry: toSelfKeyEvent(reservation, hotelSlug, integrationId, deliveryOf(json)),
			};
		});
	},
};
