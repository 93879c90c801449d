/** Readers of a node's parameters. An expression may return anything; empty means not given. */
import { locatedValue } from './locator';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { calendarDate } from '../../core/reservation/dates';

/** Text without leading and trailing spaces, also from a number; `null` if it is empty. */
export function optionalText(context: IExecuteFunctions, name: string, index: number): string | null {
	const value = locatedValue(context.getNodeParameter(name, index, ''));
	return value === null || value === undefined ? null : String(value).trim() || null;
}

/** `null` if it is empty. Anything that is not a number becomes NaN, for the caller to reject. */
export function optionalNumber(context: IExecuteFunctions, name: string, index: number): number | null {
	const text = optionalText(context, name, index);
	return text === null ? null : Number(text);
}

/**
 * A date `YYYY-MM-DD`; `null` if it is empty. Of a date with a time, such as n8n's `$today`, the date is used as written.
 * @param label the field's name, as the editor shows it
 * @throws RangeError if it is anything else
 */
export function optionalDate(context: IExecuteFunctions, name: string, label: string, index: number): string | null {
	const text = optionalText(context, name, index);
	if (text === null) return null;
	const date = calendarDate(text);
	if (date === null) throw new RangeError(`"${label}" must be a date written YYYY-MM-DD, such as 2026-07-01`);
	return date;
}

/** "Return All" and "Limit", for operations that return a list. */
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
 * @throws RangeError if an expression does not return a whole number of at least 1
 */
export function limitOf(context: IExecuteFunctions, index: number): number {
	if (context.getNodeParameter('returnAll', index, false) === true) return Number.POSITIVE_INFINITY;
	return wholeNumberFromOne(context, 'limit', 'Limit', index, 50);
}

/**
 * A whole number of at least 1.
 * @param label the field's name, as the editor shows it
 * @throws RangeError if it is anything else
 */
export function wholeNumberFromOne(
	context: IExecuteFunctions,
	name: string,
	label: string,
	index: number,
	fallback: number,
): number {
	const number = Number(context.getNodeParameter(name, index, fallback));
	if (!Number.isInteger(number) || number < 1) throw new RangeError(`"${label}" must be a whole number of at least 1`);
	return number;
}
