import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';
import { toNodeError } from '../../../shared/node-error';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { dataOf } from '../../rest-api/responses';
import { checkedSlug, hotelProperty } from '../../rest-api/hotel-parameter';
import {
	mistakesIn,
	settingsRows,
	unknownRoomsIn,
	type KnownRoom,
	type TypedSettings,
} from '../../settings/check-settings';
import { selfKeyGet } from '../../transport';

const fields: INodeProperties[] = [
	hotelProperty(),
	{
		displayName: 'Booking.com Property IDs',
		name: 'propertyIds',
		type: 'string',
		default: '={{ $json.propertyIds }}',
		placeholder: '12345, 67890',
	},
	{
		displayName: 'Room Map',
		name: 'roomMap',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.roomMap }}',
		placeholder: '1296364403 = 101, 102, 103',
		description: "SelfKey's rooms for each room type of the channel, one room type per line",
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '={{ $json.timeZone }}',
		placeholder: 'Europe/Zurich',
	},
	{
		displayName: 'Alert Address',
		name: 'alertAddress',
		type: 'string',
		default: '={{ $json.alertAddress }}',
		placeholder: 'reception@example.com',
		description: 'Who is notified when something needs attention',
	},
];

/**
 * Checks a hotel's settings as typed by a person against SelfKey's own list of rooms. Valid settings pass on as one
 * item for each property; invalid ones fail, with everything there is to correct, one line each.
 */
export const check: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const typed = typedSettings(this, index);
		const { rooms, mistakes } = await roomsOf(this, typed.hotelSlug);
		const all = [...mistakes, ...mistakesIn(typed), ...(rooms ? unknownRoomsIn(typed, rooms) : [])];
		if (all.length > 0) {
			throw new NodeOperationError(this.getNode(), 'Nothing is saved yet', {
				itemIndex: index,
				description: ['Please correct:', ...all.map((mistake) => `• ${mistake}`)].join('\n'),
			});
		}
		return settingsRows(typed) as unknown as IDataObject[];
	}),
};

function typedSettings(context: IExecuteFunctions, index: number): TypedSettings {
	const field = (name: keyof TypedSettings) => String(context.getNodeParameter(name, index, '') ?? '');
	return {
		hotelSlug: field('hotelSlug').trim(),
		propertyIds: field('propertyIds'),
		roomMap: field('roomMap'),
		timeZone: field('timeZone'),
		alertAddress: field('alertAddress'),
	};
}

/** The hotel's rooms, or why they are not known: the person filling in the form needs to see that too. */
async function roomsOf(
	context: IExecuteFunctions,
	hotelSlug: string,
): Promise<{ rooms: KnownRoom[] | null; mistakes: string[] }> {
	try {
		const path = `/api/v1/establishments/${encodeURIComponent(checkedSlug(hotelSlug))}`;
		const { rooms } = dataOf(await selfKeyGet(context, path, {}));
		const known = Array.isArray(rooms) ? (rooms as Array<{ id?: unknown; name?: unknown }>) : [];
		return { rooms: known.map(({ id, name }) => ({ id: String(id), name: String(name) })), mistakes: [] };
	} catch (error) {
		const { message, description } = toNodeError(context.getNode(), error);
		return {
			rooms: null,
			mistakes: [
				`SelfKey was asked for the hotel "${hotelSlug.slice(0, 100)}": ${[message, description].filter(Boolean).join('. ')}`,
			],
		};
	}
}
