import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties, optionalDate, optionalText } from '../../../shared/parameters';
import { locator } from '../../../shared/locator';
import { confirmationCodeOf, readReservation } from '../../reservations/airbnb.mapper';
import { fetchReservations, windowAround } from '../../reservations/fetch-reservations';
import { FOLLOWED_STAY } from '../../reservations/followed-stay';
import { hostIdOf } from '../../reservations/host-id';
import { itemOf } from '../../reservations/item';
import { whyLeft } from '../../reservations/left-as-it-is';

const fields: INodeProperties[] = [
	...limitProperties,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Arrival From',
				name: 'from',
				type: 'string',
				default: '',
				placeholder: '2026-07-01',
				description: `Arrivals on or after this date. Leave empty for the last ${FOLLOWED_STAY} days, so that guests in the house are included.`,
			},
			{
				displayName: 'Departure Before',
				name: 'until',
				type: 'string',
				default: '',
				placeholder: '2026-08-01',
				description: 'Leave empty for as far ahead as Airbnb sells',
			},
			locator({
				displayName: 'Listing',
				name: 'listingId',
				search: 'searchListings',
				byId: 'By ID',
				placeholder: 'e.g. 48211377',
				description: 'Only this listing',
			}),
			{
				displayName: 'Requests',
				name: 'requests',
				type: 'boolean',
				default: false,
				description: 'Whether to return requests that are no bookings too, with their dates and status only',
			},
		],
	},
];

/** Bookings and cancellations, as the trigger passes them on. One that cannot be read is told beside the others. */
export const getAll: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const now = new Date();
		const usual = windowAround(now, FOLLOWED_STAY);
		const window = {
			from: optionalDate(this, 'filters.from', 'Arrival From', index) ?? usual.from,
			to: optionalDate(this, 'filters.until', 'Departure Before', index) ?? usual.to,
		};
		if (window.to <= window.from) throw new RangeError('"Departure Before" must be after "Arrival From"');
		const listingId = optionalText(this, 'filters.listingId', index);
		const withRequests = this.getNodeParameter('filters.requests', index, false) === true;
		const hostId = await hostIdOf(this);
		const { entries, failure } = await fetchReservations(this, {
			hostId,
			window,
			listingId,
			limit: limitOf(this, index),
		});
		const problems: Error[] = failure === null ? [] : [failure];
		const unknown: Error[] = [];
		const items: IDataObject[] = [];
		for (const [place, entry] of entries.entries()) {
			try {
				const read = readReservation(entry, { observedAt: `${now.toISOString()}#${place + 1}`, hostId });
				const why = whyLeft(confirmationCodeOf(entry), read);
				if (why !== null) unknown.push(why);
				if (read.reservation !== null || withRequests) items.push(itemOf(entry, read));
			} catch (error) {
				problems.push(error as Error);
			}
		}
		tell(this, problems, unknown, items);
		return items;
	}),
};

/** @throws the first problem where it is all there is */
function tell(
	context: IExecuteFunctions,
	problems: readonly Error[],
	unknown: readonly Error[],
	items: readonly unknown[],
): void {
	const [first] = problems;
	if (first && items.length === 0) throw first;
	const told = [...problems, ...unknown];
	if (told.length > 0)
		context.addExecutionHints({ message: told.map(({ message }) => message).join('; '), location: 'outputPane' });
}
