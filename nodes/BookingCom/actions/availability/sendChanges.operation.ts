import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CalendarRange } from '../../../../core/availability/calendar-nights';
import { calendarItemOf, type CalendarItem } from '../../../shared/calendar-item';
import type { Operation } from '../../../shared/operations/operation';
import { availabilityAsks, ROOM_WIDE, type AvailabilityValue } from '../../ari/asks';
import { availabilityDocument } from '../../ari/documents';
import { withoutRefusedClosings } from '../../ari/refused-closing';
import { sendUpdates, type UpdateKind } from '../../ari/send-updates';
import { checkAvailability, MAX_ROOMS, type AvailabilityUpdate } from '../../ari/updates';
import { afterAsking, exceptHeldBack } from '../../../shared/unread-sales';
import { whatWaits } from '../../ari/waiting-reservations';

const fields: INodeProperties[] = [
	{
		displayName: 'Hold Back More Rooms',
		name: 'holdBack',
		type: 'boolean',
		default: true,
		description:
			"Whether to look at Booking.com's queues before more rooms are put on sale: while a reservation waits there that SelfKey does not know of, nights get fewer rooms, but none gets more",
	},
];

const kind: UpdateKind<AvailabilityUpdate[], AvailabilityValue> = {
	path: '/hotels/ota/OTA_HotelAvailNotif',
	asks: (updates, item) => updates.flatMap((update) => availabilityAsks(update, item)),
	roomWide: ROOM_WIDE,
	document: availabilityDocument,
	after: withoutRefusedClosings,
	done: { outcome: 'updated' },
	isPressing: true,
};

/**
 * Sends the nights that the SelfKey Trigger gives out: all items of a hotel together, a month in one OTA message. Of
 * an item that was refused in part, only those nights fail, as an item of their own; SelfKey gives them out again. One that is held back is passed on with the
 * outcome `held back`.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif.
 */
export const sendChanges: Operation = {
	fields,
	async execute(items) {
		const holdsBack = this.getNodeParameter('holdBack', 0, true) !== false;
		const unread = holdsBack ? await whatWaits(this, items) : [];
		const asked = { channel: 'booking.com', now: new Date() } as const;
		const looked = items.map((item, index) => {
			const json = afterAsking(item.json, unread[index] ?? null, asked);
			return json instanceof Error ? json : { ...item, json };
		});
		return await exceptHeldBack(looked, async (ready) => {
			const read = (index: number) => {
				const item = calendarItemOf(ready[index]?.json ?? {}, 'booking.com');
				const updates = item.nights.map((range) => updateOf(item, range));
				for (const update of updates) checkAvailability(update);
				return updates;
			};
			return await sendUpdates(this, ready, kind, read, (index) => propertyOf(ready[index]?.json ?? {}));
		});
	},
};

function propertyOf({ propertyId }: IDataObject): string {
	return typeof propertyId === 'string' ? propertyId : '';
}

function updateOf({ roomTypeId, ratePlanId }: CalendarItem, range: CalendarRange): AvailabilityUpdate {
	const { start, end, available, closed, closedToArrival, closedToDeparture, minimumStay, maximumStay } = range;
	return {
		roomTypeId,
		ratePlanId,
		from: start,
		until: end,
		// A house with more than Booking.com can be told still has its other nights told.
		roomsToSell: available === null ? null : Math.min(MAX_ROOMS, available),
		closed,
		closedToArrival,
		closedToDeparture,
		minimumStay,
		maximumStay,
	};
}
