import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { CalendarRange } from '../../../../core/availability/calendar-nights';
import { calendarItemOf, HELD_BACK, type CalendarItem } from '../../../shared/calendar-item';
import type { ItemResult, Operation } from '../../../shared/operations/operation';
import { availabilityAsks, ROOM_WIDE, type AvailabilityValue } from '../../ari/asks';
import { availabilityDocument } from '../../ari/documents';
import { withoutRefusedClosings } from '../../ari/refused-closing';
import { sendUpdates, type UpdateKind } from '../../ari/send-updates';
import { checkAvailability, type AvailabilityUpdate } from '../../ari/updates';
import { reasonToWait, waitingReservations } from '../../ari/waiting-reservations';
import { withBookingCom } from '../../responses/item-output';

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
 * Sends the nights that the SelfKey Trigger gives out: all items of a hotel together, a month in one OTA message. An item
 * fails if part of it was refused; SelfKey then gives all of it out again. One that is held back is passed on with the
 * outcome `held back`.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif.
 */
export const sendChanges: Operation = {
	fields,
	async execute(items) {
		const holdsBack = this.getNodeParameter('holdBack', 0, true) !== false;
		const reasons = await reasonsToWait(this, holdsBack ? items.filter(({ json }) => json['raises'] === true) : []);
		const reasonOf = ({ json }: INodeExecutionData) =>
			json['raises'] === true ? (reasons.get(propertyOf(json)) ?? null) : null;
		const ready = items.filter((item) => reasonOf(item) === null);
		const read = (index: number) => {
			const item = calendarItemOf(ready[index]?.json ?? {}, 'booking.com');
			const updates = item.nights.map((range) => updateOf(item, range));
			for (const update of updates) checkAvailability(update);
			return updates;
		};
		const sent = (await sendUpdates(this, ready, kind, read, (index) => propertyOf(ready[index]?.json ?? {}))).values();
		return items.map((item): ItemResult => {
			const reason = reasonOf(item);
			if (reason instanceof Error) return reason;
			if (reason !== null) return withBookingCom(item.json, { outcome: HELD_BACK, because: reason });
			return sent.next().value ?? new Error('There is no result for this item; run the flow again');
		});
	},
};

function propertyOf({ propertyId }: IDataObject): string {
	return typeof propertyId === 'string' ? propertyId : '';
}

/** By property; an error where its queues could not be read. */
async function reasonsToWait(
	context: IExecuteFunctions,
	raising: readonly INodeExecutionData[],
): Promise<Map<string, string | Error | null>> {
	const reasons = new Map<string, string | Error | null>();
	for (const propertyId of new Set(raising.map(({ json }) => propertyOf(json)))) {
		const reason = await waitingReservations(context, propertyId).then(reasonToWait, (error: unknown) =>
			error instanceof Error ? error : new Error(String(error)),
		);
		reasons.set(propertyId, reason);
	}
	return reasons;
}

function updateOf({ roomTypeId, ratePlanId }: CalendarItem, range: CalendarRange): AvailabilityUpdate {
	const { start, end, available, closed, closedToArrival, closedToDeparture, minimumStay, maximumStay } = range;
	return {
		roomTypeId,
		ratePlanId,
		from: start,
		until: end,
		roomsToSell: available,
		closed,
		closedToArrival,
		closedToDeparture,
		minimumStay,
		maximumStay,
	};
}
