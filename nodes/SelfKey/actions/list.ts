/** Fields and readers that lists share. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { isIsoDate } from '../../shared/reservation/dates';

export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * A date that may be left empty.
 * @throws RangeError where it is something else
 */
export function optionalDate(context: IExecuteFunctions, name: string, index: number): string | null {
	const text = String(context.getNodeParameter(name, index, '') ?? '').trim().slice(0, 10);
	if (text === '') return null;
	if (!isIsoDate(text)) throw new RangeError('Dates are written YYYY-MM-DD, such as 2026-07-01');
	return text;
}
