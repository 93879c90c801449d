/** What updating availability and updating rates have in common: the room, the dates, and sending by hotel. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ItemResult } from '../../shared/operations';
import type { AriDocument, RoomDates } from './documents';
import { sendDocument } from './send-document';
import { propertyIdList } from '../reservations/fetch-queues';
import { sendInBatches } from '../../shared/batch';
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
		description: 'The first night, as a date of the hotel (YYYY-MM-DD)',
	},
	{
		displayName: 'Until',
		name: 'until',
		type: 'string',
		required: true,
		default: '={{ $json.end }}',
		placeholder: '2026-07-08',
		description: 'The day after the last night, like a day of departure (YYYY-MM-DD)',
	},
];

/** An optional text parameter; `null` where it is empty. */
export function optionalText(context: IExecuteFunctions, name: string, index: number): string | null {
	const value = context.getNodeParameter(name, index, '');
	return value === null || value === undefined ? null : String(value).trim() || null;
}

/** An optional number; `null` where it is empty. What is no number becomes NaN, for the checks to refuse. */
export function optionalNumber(context: IExecuteFunctions, name: string, index: number): number | null {
	const text = optionalText(context, name, index);
	return text === null ? null : Number(text);
}

/** The room and dates that an item is about; `checkAvailability` and `checkRate` judge them. */
export function roomDates(context: IExecuteFunctions, index: number): RoomDates {
	return {
		roomTypeId: optionalText(context, 'roomTypeId', index) ?? '',
		ratePlanId: optionalText(context, 'ratePlanId', index),
		from: optionalText(context, 'from', index) ?? '',
		until: optionalText(context, 'until', index) ?? '',
	};
}

/**
 * Reads each item's update, sends those of each hotel together, and passes the items on. Where Booking.com
 * names the parts it refused, only their items fail.
 * @param read throws for an item that is not to be sent
 */
export async function sendUpdates<T>(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	path: string,
	read: (index: number) => T,
	documentOf: (propertyId: string, updates: T[], now: Date) => AriDocument,
): Promise<ItemResult[]> {
	const results: ItemResult[] = items.map(() => new Error('Not sent'));
	const byHotel = new Map<string, Array<{ index: number; update: T }>>();
	for (const [index] of items.entries()) {
		try {
			const [propertyId, ...more] = propertyIdList(optionalText(context, 'propertyId', index) ?? '');
			if (!propertyId || more.length > 0) throw new RangeError('Fill in one property ID');
			byHotel.set(propertyId, [...(byHotel.get(propertyId) ?? []), { index, update: read(index) }]);
		} catch (error) {
			results[index] = error as Error;
		}
	}
	for (const [propertyId, entries] of byHotel) {
		const send = async (batch: typeof entries) => {
			const document = documentOf(
				propertyId,
				batch.map(({ update }) => update),
				new Date(),
			);
			return await sendDocument(
				document,
				batch.length,
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
		};
		// All are of one hotel: where it is not ours, none of them is.
		const answers = await sendInBatches(entries, BATCH, send, ['forbidden', 'not_found']);
		for (const [place, { index }] of entries.entries()) {
			const answer = answers[place] ?? new Error('Not sent');
			const json = items[index]?.json ?? {};
			results[index] =
				answer instanceof Error
					? answer
					: {
							...json,
							bookingCom: {
								...(json.bookingCom as IDataObject | undefined),
								updated: true,
								ruid: answer.ruid,
								warnings: answer.warnings,
							},
						};
		}
	}
	return results;
}
