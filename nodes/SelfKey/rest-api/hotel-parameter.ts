/** The hotel that an operation is about. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText } from '../../shared/parameters';

export function hotelProperty(defaultValue = '={{ $json.hotelSlug }}', required = true): INodeProperties {
	return {
		displayName: 'Hotel',
		name: 'hotelSlug',
		type: 'string',
		required,
		default: defaultValue,
		placeholder: 'e.g. hotel-paradise',
		description: "SelfKey's short name of the hotel, as in its address",
	};
}

/**
 * The hotel's slug.
 * @throws RangeError where it is missing or no slug
 */
export function hotelSlugOf(context: IExecuteFunctions, index: number): string {
	const slug = optionalText(context, 'hotelSlug', index);
	if (slug === null) {
		throw new RangeError(
			'It is not known which hotel this is for. Run the template "00 Hotel settings" for this property, or fill in "Hotel" in this node',
		);
	}
	return checkedSlug(slug);
}

/** @throws RangeError where the text is no slug */
export function checkedSlug(slug: string): string {
	if (!/^[\w-]{1,100}$/.test(slug))
		throw new RangeError('"Hotel" must be the short name from SelfKey\'s address, such as hotel-paradise');
	return slug;
}
