import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import type { Money } from '../../../../core/reservation/model';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { rateAsks } from '../../ari/asks';
import { rateDocument } from '../../ari/documents';
import { checkRate, type RateUpdate } from '../../ari/updates';
import { optionalNumber, optionalText } from '../../../shared/parameters';
import { roomDates, roomDatesProperties, sendUpdates, type UpdateKind } from '../../ari/send-updates';

const fields: INodeProperties[] = [
	...roomDatesProperties,
	{
		displayName: 'Price per Night',
		name: 'price',
		type: 'string',
		required: true,
		default: '={{ $json.price }}',
		placeholder: '133.50',
		description: 'With a decimal point, without the currency',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		required: true,
		default: 'EUR',
		placeholder: 'e.g. CHF',
		description: 'Three letters, such as EUR',
	},
	{
		displayName: 'Tax Included',
		name: 'taxIncluded',
		type: 'boolean',
		default: true,
		description: 'Whether the price includes taxes, as set in the extranet for this hotel',
	},
	{
		displayName: 'Guests',
		name: 'guests',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2',
		description: 'How many guests the price is for. Leave empty for a price per room.',
	},
];

const kind: UpdateKind<RateUpdate, Money> = {
	path: '/hotels/ota/OTA_HotelRateAmountNotif',
	asks: rateAsks,
	document: rateDocument,
};

/**
 * Sets prices, all items of a hotel together, a month in one OTA message. Where items differ about the same night, the
 * later one counts. An item fails if it cannot be sent or Booking.com refuses it. Source: developers.booking.com/connectivity/docs, OTA_HotelRateAmountNotif.
 */
export const update: Operation = {
	fields,
	async execute(items) {
		const read = (index: number): RateUpdate => {
			const amount = optionalText(this, 'price', index);
			const price = moneyFromDecimal(
				amount,
				optionalText(this, 'currency', index),
				Boolean(this.getNodeParameter('taxIncluded', index, true)),
			);
			if (!price)
				throw new RangeError(
					'The price must be a number such as 133.50, with no more decimals than its currency has, and the currency three letters such as EUR',
				);
			const rate: RateUpdate = { ...roomDates(this, index), price, guests: optionalNumber(this, 'guests', index) };
			checkRate(rate);
			return rate;
		};
		return await sendUpdates(this, items, kind, read);
	},
};
