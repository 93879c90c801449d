/** What updating availability and updating rates have in common: the room, the dates, and sending by hotel. */
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { concernsContentUnless, sendInBatches } from '../../shared/batch';
import { groupedItems } from '../../shared/operations/item-loop';
import type { ItemResult } from '../../shared/operations/operation';
import { optionalText } from '../../shared/parameters';
import type { AriDocument, RoomDates } from './documents';
import { sendDocument } from './send-document';
import { propertyIdList } from '../reservations/fetch-queues';
import { withBookingCom } from '../responses/item-output';
import { bookingComRequest } from '../transport';

/** Updates in one request. Booking.com publishes no limit; a document of this size stays below 100 kB. */
const BATCH = 200;

export const roomDatesProperties: INodeProperties[] = [
	{
		displayName: 'Property ID',
		name: 'propertyId',
		type: 'string',
		required: true,
		default: '={{ $json.propertyId }}',
		description: "Booking.com's number of the hotel",
	},
	{
		displayName: 'Room Type ID',
		name: 'roomTypeId',
		type: 'string',
		required: true,
		default: '={{ $json.roomTypeId }}',
		description: "Booking.com's number of the room type",
	},
	{
		displayName: 'Rate Plan ID',
		name: 'ratePlanId',
		type: 'string',
		default: '={{ $json.ratePlanId }}',
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		required: true,
		default: '={{ $json.start }}',
		placeholder: '2026-07-01',
		description: 'The first night, as a hotel-local date (YYYY-MM-DD)',
	},
	{
		displayName: 'Until',
		name: 'until',
		type: 'string',
		required: true,
		default: '={{ $json.end }}',
		placeholder: '2026-07-08',
		description: 'The day after the last night, like a departure date (YYYY-MM-DD)',
	},
];

/** The room and dates that an item is about; `checkAvailability` and `checkRate` check them. */
export function roomDates(context: IExecuteFunctions, index: number): RoomDates {
	return {
		roomTypeId: optionalText(context, 'roomTypeId', index) ?? '',
		ratePlanId: optionalText(context, 'ratePlanId', index),
		from: optionalText(context, 'from', index) ?? '',
		until: optionalText(context, 'until', index) ?? '',
	};
}

/**
 * Reads each item's update, sends those of each hotel together, and passes the items on. If Booking.com
 * names the parts that it refused, only their items fail.
 * @param read throws if an item cannot be sent
 */
export async function sendUpdates<T>(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	path: string,
	read: (index: number) => T,
	documentOf: (propertyId: string, updates: T[], now: Date) => AriDocument,
): Promise<ItemResult[]> {
	const sendBatch = async (propertyId: string, updates: T[]) =>
		await sendDocument(
			documentOf(propertyId, updates, new Date()),
			updates.length,
			async (body) =>
				await bookingComRequest(context, {
					method: 'POST',
					host: 'ari',
					path,
					expects: 'success',
					body,
					headers: { 'Accept-Version': '1.1' },
					attempts: 4,
				}),
		);
	return await groupedItems(context, items, {
		read: (_, index) => {
			const [propertyId, ...more] = propertyIdList(optionalText(context, 'propertyId', index) ?? '');
			if (!propertyId || more.length > 0) throw new RangeError('Fill in one property ID');
			return { destination: propertyId, entry: read(index) };
		},
		send: async (propertyId, updates) => {
			const { results } = await sendInBatches(updates, async (batch) => await sendBatch(propertyId, batch), {
				size: BATCH,
				// All are for one hotel: if it is not ours, no smaller part would succeed either.
				concernsContent: concernsContentUnless('forbidden', 'not_found'),
			});
			return results;
		},
		output: (json, { ruid, warnings }) => withBookingCom(json, { updated: true, ruid, warnings }),
	});
}
