/** How far back arrivals are read, so that whoever is in the house is seen: the same wherever reservations are read. */
import type { IExecuteFunctions, INodeProperties, IPollFunctions } from 'n8n-workflow';

/**
 * In days: guests who arrived longer ago are not followed any more. Half a year, since Airbnb can only list by arrival:
 * a longer time costs pages at each poll.
 */
export const FOLLOWED_STAY = 180;
const MAX_DAYS = 730;

/** As one of the `options`. */
const followedStayOption: INodeProperties = {
	displayName: 'Longest Stay (Days)',
	name: 'longestStay',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_DAYS, numberPrecision: 0 },
	default: FOLLOWED_STAY,
	placeholder: 'e.g. 365',
	description:
		'How far back arrivals are still read, so that changes of guests in the house are seen. The same in the trigger, in Get Page and in Hold Back.',
};

/** Of an operation or a trigger that has no others. */
export const followedStayOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [followedStayOption],
};

/** In days. An expression may return anything; nothing may mean "read nothing". */
export function followedStayFrom(value: unknown): number {
	const days = Number(value);
	return Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? days : FOLLOWED_STAY;
}

export function followedStayOfPoll(context: IPollFunctions): number {
	return followedStayFrom(context.getNodeParameter('options.longestStay', FOLLOWED_STAY));
}

export function followedStayOfRun(context: IExecuteFunctions, index: number): number {
	return followedStayFrom(context.getNodeParameter('options.longestStay', index, FOLLOWED_STAY));
}
