import type { INodeProperties } from 'n8n-workflow';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalNumber } from '../../../shared/parameters';
import { listingNights, nightsProperties } from '../../calendars/nights-parameters';
import type { CalendarUpdate } from '../../calendars/operations';
import { sendOperations } from '../../calendars/send-operations';

const fields: INodeProperties[] = [
	...nightsProperties,
	{
		displayName: 'Nights Are',
		name: 'availability',
		description: 'Whether guests can book these nights',
		type: 'options',
		options: [
			{ name: 'Available', value: 'available' },
			{ name: 'Leave as They Are', value: 'unchanged' },
			{ name: 'Unavailable', value: 'unavailable' },
		],
		default: 'unchanged',
	},
	{
		displayName: 'Price per Night',
		name: 'price',
		type: 'string',
		default: '',
		placeholder: 'e.g. 120',
		description: "In the listing's currency. Leave empty to keep the current price.",
	},
];

/**
 * Opens, closes and prices nights: all items of a listing in one request, with one operation for all nights that are
 * alike. An item fails if it cannot be sent or Airbnb refuses one of its nights.
 */
export const update: Operation = {
	fields,
	async execute(items) {
		return await groupedItems<string, CalendarUpdate, number>(this, items, {
			read: (_, index) => {
				const { listingId, nights } = listingNights(this, index);
				const chosen = this.getNodeParameter('availability', index, 'unchanged');
				const availability = chosen === 'available' || chosen === 'unavailable' ? chosen : null;
				const dailyPrice = optionalNumber(this, 'price', index);
				if (dailyPrice !== null && !(dailyPrice > 0 && dailyPrice < 1e9))
					throw new RangeError('The price must be a number above 0, such as 120');
				if (availability === null && dailyPrice === null)
					throw new RangeError('Nothing to update: choose what the nights are, or fill in a price');
				return { destination: listingId, entry: { nights, availability, dailyPrice } };
			},
			send: async (listingId, updates) => await sendOperations(this, listingId, updates),
			output: (json, operations) => ({ ...json, airbnb: { updated: true, operations } }),
		});
	},
};
