/** The restrictions of a sale as fields of a node, for every provider alike. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

const openOrClosed = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [
		{ name: 'Closed', value: 'closed' },
		{ name: 'Leave as It Is', value: 'unchanged' },
		{ name: 'Open', value: 'open' },
	],
	default: 'unchanged',
	description,
});

const nights = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
	description: 'Nights',
});

export const RESTRICTION_FIELDS = {
	arrival: openOrClosed('Arrival', 'arrival', 'Whether guests may arrive on these days'),
	departure: openOrClosed('Departure', 'departure', 'Whether guests may leave on these days'),
	maximumStay: nights('Maximum Stay', 'maximumStay', 'e.g. 14'),
	minimumStay: nights('Minimum Stay', 'minimumStay', 'e.g. 2'),
	sale: openOrClosed('Sale', 'sale', 'Whether these nights are sold at all'),
};

/** `null` leaves it as it is. */
export function readClosed(context: IExecuteFunctions, name: string, index: number): boolean | null {
	const value = context.getNodeParameter(name, index, 'unchanged');
	return value === 'closed' ? true : value === 'open' ? false : null;
}
