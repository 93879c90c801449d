import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Restriction } from '../../../../core/availability/restrictions';
import { channelById } from '../../../../core/channel/channels';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalDate, optionalNumber, optionalText } from '../../../shared/parameters';
import { readClosed, RESTRICTION_FIELDS } from '../../../shared/restriction-fields';
import { calendarChannels } from '../../availability/channel-choices';
import { addRestriction } from '../../availability/restrictions';

const ALL = 'all';
const fields: INodeProperties[] = [
	{
		displayName: 'Channel',
		name: 'channel',
		description: 'Who is told; all of them, or one',
		type: 'options',
		options: [{ name: 'All', value: ALL }, ...calendarChannels],
		default: ALL,
	},
	{
		displayName: 'Room Type ID',
		name: 'roomTypeId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1296364403',
		description: "The channel's number of the room type or listing. Leave empty for all of them.",
	},
	{
		displayName: 'Rate Plan ID',
		name: 'ratePlanId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 49111777',
		description:
			'Of Booking.com. Leave empty for the whole room type: arrival, departure and length of stay are then restricted for each of its rate plans that SelfKey knows.',
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		required: true,
		default: '',
		placeholder: '2026-07-01',
		description: 'The first night (YYYY-MM-DD)',
	},
	{
		displayName: 'Until',
		name: 'until',
		type: 'string',
		required: true,
		default: '',
		placeholder: '2026-07-08',
		description: 'The day after the last night, like a departure date (YYYY-MM-DD)',
	},
	RESTRICTION_FIELDS.sale,
	RESTRICTION_FIELDS.arrival,
	RESTRICTION_FIELDS.departure,
	RESTRICTION_FIELDS.minimumStay,
	RESTRICTION_FIELDS.maximumStay,
];

/**
 * Keeps a decision in SelfKey, from where *50 Availability push* tells the channels; a later one counts before an earlier
 * one. Where a rate plan is needed and none is named, it is kept for each that SelfKey knows of the room type, and `withoutRates`
 * names the room types of which it knows none. `notTold` names the channels that know no such restriction.
 * `stillSold` names what a stop sell leaves on sale of its rooms: listings and room types with another ID (`other_id`), and those that no
 * workflow tells (`left_out`). What is missing or contradicts itself fails before anything is kept.
 */
export const create: Operation = {
	fields,
	execute: eachItem(async function (index) {
		return await addRestriction(this, restrictionOf(this, index));
	}),
};

/** @throws RangeError that says what to correct */
function restrictionOf(context: IExecuteFunctions, index: number): Restriction {
	const closed = (name: string) => readClosed(context, name, index);
	const nights = (name: string, label: string) => {
		const value = optionalNumber(context, name, index);
		if (value !== null && !(Number.isInteger(value) && value >= 1 && value <= 99))
			throw new RangeError(`"${label}" is a whole number of nights from 1 to 99`);
		return value;
	};
	const channel = String(context.getNodeParameter('channel', index, ALL));
	const start = optionalDate(context, 'from', 'From', index);
	const end = optionalDate(context, 'until', 'Until', index);
	if (start === null || end === null || end <= start)
		throw new RangeError('Fill in "From" and "Until"; "Until" is the day after the last night');
	const restriction: Restriction = {
		channel: channel === ALL ? null : channel,
		roomTypeId: optionalText(context, 'roomTypeId', index),
		ratePlanId: optionalText(context, 'ratePlanId', index),
		start,
		end,
		closed: closed('sale'),
		closedToArrival: closed('arrival'),
		closedToDeparture: closed('departure'),
		minimumStay: nights('minimumStay', 'Minimum Stay'),
		maximumStay: nights('maximumStay', 'Maximum Stay'),
	};
	const { closedToArrival, closedToDeparture, minimumStay, maximumStay } = restriction;
	const ofRates = [closedToArrival, closedToDeparture, minimumStay, maximumStay].some((value) => value !== null);
	if (restriction.closed === null && !ofRates) throw new RangeError('Nothing is restricted: choose at least one');
	const named = channelById(channel);
	if (ofRates && named && !named.hasRatePlans)
		throw new RangeError(
			`${named.displayName} can be told to open or close nights only: enter the rest at ${named.displayName}, or choose another channel`,
		);
	return restriction;
}
