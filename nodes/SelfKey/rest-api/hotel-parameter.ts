/** The hotel that is read: the credential's, or another one that its API key is valid for. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText } from '../../shared/parameters';
import { hotelOf } from '../transport';
import { checkedSlug } from './slug';

export const hotelProperty: INodeProperties = {
	displayName: 'Hotel',
	name: 'hotelSlug',
	type: 'string',
	default: '',
	placeholder: 'e.g. hotel-paradise',
	description:
		"SelfKey's short name of the hotel, as in its address. Leave empty for the hotel of the credential; the API key may be valid for others.",
};

/**
 * The hotel's slug.
 * @throws RangeError if it is missing or not a slug
 */
export async function hotelSlugOf(context: IExecuteFunctions, index: number): Promise<string> {
	const slug = optionalText(context, 'hotelSlug', index);
	return slug === null ? await hotelOf(context) : checkedSlug(slug, '"Hotel"');
}
