/** What updating availability and updating rates have in common: the room, the dates, and sending by hotel. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { HELD_BACK, LATE, partlySent } from '../../shared/calendar-item';
import { locator } from '../../shared/locator';
import { inTime } from '../../shared/request/in-time';
import { groupedItems } from '../../shared/operations/item-loop';
import type { ItemResult } from '../../shared/operations/operation';
import { optionalText } from '../../shared/parameters';
import { partsOf, type Ask, type Part } from './parts';
import { sendParts } from './send-parts';
import { sendDocument, type Updated } from './send-document';
import type { RoomDates } from './updates';
import { propertyIdList } from '../property-ids';
import { withBookingCom } from '../responses/item-output';
import { bookingComRequest } from '../transport';

export const roomDatesProperties: INodeProperties[] = [
	{
		displayName: 'Property ID',
		name: 'propertyId',
		type: 'string',
		required: true,
		default: '={{ $json.propertyId }}',
		placeholder: 'e.g. 8011855',
		description: "Booking.com's number of the hotel",
	},
	locator({
		displayName: 'Room Type',
		name: 'roomTypeId',
		required: true,
		search: 'searchRoomTypes',
		byId: 'By ID',
		placeholder: 'e.g. 1296364403',
		fromItem: '={{ $json.roomTypeId }}',
		description: "One of the account's room types, or Booking.com's number of it",
	}),
	locator({
		displayName: 'Rate Plan',
		name: 'ratePlanId',
		search: 'searchRatePlans',
		byId: 'By ID',
		placeholder: 'e.g. 49111777',
		fromItem: '={{ $json.ratePlanId }}',
		description: "One of the account's rate plans, or Booking.com's number of it",
	}),
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

interface Destination {
	propertyId: string;
	/** What the channel has accepted before. */
	repeats: boolean;
}

/** One kind of update: what is read of an item, and how it is sent. */
export interface UpdateKind<T, V> {
	path: string;
	/** What one message can hold of an item's update. */
	asks(update: T, item: number): Array<Ask<V>>;
	/** Fields that hold for all rate plans of a room type. */
	roomWide?: ReadonlySet<string>;
	document(propertyId: string, parts: Array<Part<V>>, now: Date): string;
	/** What an item says of itself once it is sent; `updated: true` if not given. */
	done?: IDataObject;
	/** Whoever sends it works it out anew if it is not accepted at once: see `PRESSING`. */
	isPressing?: boolean;
	/** Called with the results of each request; may send some of its parts again in another way. */
	after?(
		parts: Array<Part<V>>,
		results: Array<Updated | Error>,
		send: (parts: Array<Part<V>>) => Promise<Array<Updated | Error>>,
	): Promise<Array<Updated | Error>>;
}

/**
 * Reads each item's update, sends those of each hotel together, month by month, and passes the items on. If
 * Booking.com names the parts that it refused, only their items fail, and of what the SelfKey Trigger gives out, only their nights.
 * @param read throws if an item cannot be sent
 * @param propertyIdOf the item's hotel; by default from the field
 */
export async function sendUpdates<T, V>(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	{ path, asks, roomWide, document, after, done = { updated: true }, isPressing = false }: UpdateKind<T, V>,
	read: (index: number) => T,
	propertyIdOf = (index: number) => optionalText(context, 'propertyId', index) ?? '',
): Promise<ItemResult[]> {
	const post = async (body: string) =>
		await bookingComRequest(context, {
			method: 'POST',
			host: 'ari',
			path,
			expects: 'success',
			body,
			headers: { 'Accept-Version': '1.1' },
			attempts: 4,
			isPressing,
		});
	const senderFor = (propertyId: string) => async (parts: Array<Part<V>>) =>
		await sendDocument(parts, (some) => document(propertyId, some, new Date()), post);
	const updated = (json: IDataObject, { ruid, warnings }: Updated) => withBookingCom(json, { ...done, ruid, warnings });
	const late = (json: IDataObject) => withBookingCom(json, { outcome: HELD_BACK, because: LATE });
	return await groupedItems<Destination, { index: number; update: T }, Updated>(context, items, {
		read: ({ json }, index) => {
			const [propertyId, ...more] = propertyIdList(propertyIdOf(index));
			if (!propertyId || more.length > 0) throw new RangeError('Fill in one property ID');
			// What is only told again goes behind all that is news.
			const repeats = isPressing && json['repeats'] === true;
			return { destination: { propertyId, repeats }, entry: { index, update: read(index) } };
		},
		send: async ({ propertyId }, entries, isLate) => {
			const send = inTime(senderFor(propertyId), isLate);
			const parts = partsOf(
				entries.flatMap(({ index, update }) => asks(update, index)),
				roomWide,
			);
			const indexes = entries.map(({ index }) => index);
			const sendAll = async (some: Array<Part<V>>) => {
				const results = await send(some);
				return after ? await after(some, results, send) : results;
			};
			return await sendParts(parts, indexes, sendAll, roomWide);
		},
		...(isPressing ? { late } : {}),
		output: (json, result) => {
			const { unsent = [], refused = null } = result;
			if (unsent.length === 0 && refused === null) return updated(json, result);
			// Its nights may stand anywhere: it fails as a whole.
			if (refused && !isPressing) return refused.error;
			return partlySent(json, { unsent, refused }, { sent: (part) => updated(part, result), late });
		},
	});
}
