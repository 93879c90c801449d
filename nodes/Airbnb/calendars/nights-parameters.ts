/** The parameters by which an item names a listing and its nights. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { eachNight, nightsBetween } from '../../../core/reservation/dates';
import { locator } from '../../shared/locator';
import { optionalDate, optionalText } from '../../shared/parameters';

/** More than Airbnb sells ahead. */
const MAX_NIGHTS = 1_100;

export const nightsProperties: INodeProperties[] = [
	locator({
		displayName: 'Listing',
		name: 'listingId',
		required: true,
		search: 'searchListings',
		byId: 'By ID',
		placeholder: 'e.g. 48211377',
		fromItem: '={{ $json.roomTypeId }}',
		description: "One of the host's listings, or Airbnb's number of it",
	}),
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		required: true,
		default: '={{ $json.start }}',
		placeholder: '2026-07-01',
		description: 'The first night, as a local date (YYYY-MM-DD)',
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

export interface ListingNights {
	listingId: string;
	/** At least one, in order. */
	nights: string[];
}

/** @throws RangeError that says what to fill in */
export function listingNights(context: IExecuteFunctions, index: number): ListingNights {
	const listingId = optionalText(context, 'listingId', index) ?? '';
	if (!/^\d{1,30}$/.test(listingId))
		throw new RangeError('Fill in the listing ID: digits, as in the listing’s address');
	const from = optionalDate(context, 'from', 'From', index);
	const until = optionalDate(context, 'until', 'Until', index);
	if (from === null || until === null || until <= from)
		throw new RangeError('Fill in "From" and "Until"; the night of the last date itself does not count');
	if (nightsBetween(from, until) > MAX_NIGHTS)
		throw new RangeError(`At most ${MAX_NIGHTS} nights can be named at once; look at the years of "From" and "Until"`);
	return { listingId, nights: eachNight(from, until) };
}
