/** The hotel that is read: the credential's, or another one that its API key is valid for. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { locator } from '../../shared/locator';
import { optionalText } from '../../shared/parameters';
import { hotelOf } from '../transport';
import { checkedSlug } from './slug';

export const hotelProperty: INodeProperties = locator({
	displayName: 'Hotel',
	name: 'hotelSlug',
	search: 'searchHotels',
	byId: 'By Short Name',
	placeholder: 'e.g. hotel-paradise',
	description:
		"One of the hotels that the API key is valid for, or SelfKey's short name of it, as in its address. Leave empty for the hotel of the credential.",
});

/**
 * The hotel's slug.
 * @throws RangeError if it is missing or not a slug
 */
export async function hotelSlugOf(context: IExecuteFunctions, index: number): Promise<string> {
	const slug = optionalText(context, 'hotelSlug', index);
	return slug === null ? await hotelOf(context) : checkedSlug(slug, '"Hotel"');
}
