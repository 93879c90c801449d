/** The properties that a node asks Booking.com for. */
import type { INodeProperties } from 'n8n-workflow';

export const propertyIdsProperty: INodeProperties = {
	displayName: 'Property IDs',
	name: 'propertyIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12345, 67890',
	description: "Booking.com's property IDs, separated by commas. Leave empty for all hotels of the account.",
};

/**
 * `12345, 67890` (or one a line) as a list without repeats.
 * @throws RangeError for anything that is not a number: property IDs are digits only
 */
export function propertyIdList(text: string): string[] {
	const ids = text.split(/[\s,;]+/).filter((id) => id !== '');
	const wrong = ids.find((id) => !/^\d{1,12}$/.test(id));
	if (wrong !== undefined)
		throw new RangeError(
			`"${wrong.slice(0, 20)}" is not a Booking.com property ID: it has digits only, as in the extranet's address`,
		);
	return [...new Set(ids)];
}
