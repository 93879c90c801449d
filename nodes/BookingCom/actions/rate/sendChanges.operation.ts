import type { INodeProperties } from 'n8n-workflow';
import type { CalendarRange } from '../../../../core/availability/calendar-nights';
import type { Money } from '../../../../core/reservation/model';
import { calendarItemOf, priceOf, type CalendarItem } from '../../../shared/calendar-item';
import type { Operation } from '../../../shared/operations/operation';
import { rateAsks } from '../../ari/asks';
import { rateDocument } from '../../ari/documents';
import { sendUpdates, type UpdateKind } from '../../ari/send-updates';
import { checkRate, type RateUpdate } from '../../ari/updates';

const fields: INodeProperties[] = [
	{
		displayName: 'Tax Included',
		name: 'taxIncluded',
		type: 'boolean',
		default: true,
		description: "Whether SelfKey's prices include taxes, as set in the extranet for this hotel",
	},
];

const kind: UpdateKind<RateUpdate[], Money> = {
	path: '/hotels/ota/OTA_HotelRateAmountNotif',
	asks: (updates, item) => updates.flatMap((update) => rateAsks(update, item)),
	document: rateDocument,
	done: { outcome: 'updated' },
	isPressing: true,
};

/** One guest: Booking.com's price for single use. */
const ALONE = 1;

/**
 * Sends the prices that the SelfKey Trigger gives out: all items of a hotel together, a month in one OTA message. Of
 * an item that was refused in part, only those nights fail, as an item of their own; SelfKey gives them out again.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelRateAmountNotif.
 */
export const sendChanges: Operation = {
	fields,
	async execute(items) {
		const read = (index: number): RateUpdate[] => {
			const item = calendarItemOf(items[index]?.json ?? {}, 'booking.com');
			const taxIncluded = this.getNodeParameter('taxIncluded', index, true) === true;
			const updates = item.nights.flatMap((range) => updatesOf(item, range, taxIncluded));
			if (updates.length === 0)
				throw new RangeError(
					'The item holds no price. Connect this node behind a SelfKey Trigger whose source is "Rates"',
				);
			for (const update of updates) checkRate(update);
			return updates;
		};
		const propertyOf = (index: number) => calendarItemOf(items[index]?.json ?? {}).propertyId ?? '';
		return await sendUpdates(this, items, kind, read, propertyOf);
	},
};

/** The price of the room, and the one for a guest alone. */
function updatesOf(item: CalendarItem, range: CalendarRange, taxIncluded: boolean): RateUpdate[] {
	const { roomTypeId, ratePlanId } = item;
	const prices: ReadonlyArray<[minor: number | null, guests: number | null]> = [
		[range.price, null],
		[range.singleUsePrice, ALONE],
	];
	return prices.flatMap(([minor, guests]) => {
		if (minor === null) return [];
		const price = priceOf(item, minor);
		if (price === null) throw new RangeError('The item has a price without a currency');
		return [{ roomTypeId, ratePlanId, from: range.start, until: range.end, price: { ...price, taxIncluded }, guests }];
	});
}
