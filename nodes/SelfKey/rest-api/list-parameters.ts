/** Fields and readers that lists share. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { calendarDate } from '../../../core/reservation/dates';

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
 * How many results are wanted; infinitely many for "Return All".
 * @throws RangeError where an expression gives no whole number from 1 up
 */
export function limitOf(context: IExecuteFunctions, index: number): number {
	if (context.getNodeParameter('returnAll', index, false) === true) return Number.POSITIVE_INFINITY;
	const limit = Number(context.getNodeParameter('limit', index, 50));
	if (!Number.isInteger(limit) || limit < 1) throw new RangeError('"Limit" must be a whole number from 1 up');
	return limit;
}

/**
 * A date that may be left empty. Of a time, such as n8n's `$today`, the date counts as it is written.
 * @param label the field's name, as the editor shows it
 * @throws RangeError where it is something else
 */
export function optionalDate(context: IExecuteFunctions, name: string, label: string, index: number): string | null {
	const text = String(context.getNodeParameter(name, index, '') ?? '').trim();
	if (text === '') return null;
	const date = calendarDate(text);
	if (date === null) throw new RangeError(`"${label}" must be a date written YYYY-MM-DD, such as 2026-07-01`);
	return date;
}
