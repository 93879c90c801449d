import type { INodeProperties } from 'n8n-workflow';
import { eventsProperty, optionsProperty, respondProperty } from '../../shared/signed-trigger/properties';
import { calendarChannels } from '../availability/channel-choices';
import { originChoices } from './origin-choices';

const availabilityOnly = { show: { source: ['availability'] } };
const ratesOnly = { show: { source: ['rates'] } };
const tellsChannels = { show: { source: ['availability', 'rates'] } };
const polled = { show: { source: ['availability', 'feed', 'rates'] } };
const feedOnly = { show: { source: ['feed'] } };
const webhookOnly = { show: { source: ['webhook'] } };

/** The fields of the SelfKey Trigger. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Availability',
				value: 'availability',
				description: 'The nights whose rooms to sell, or restrictions, a channel has still to be told of',
			},
			{
				name: 'Change Feed (Recommended)',
				value: 'feed',
				description: 'Every change, until it is acknowledged. SelfKey needs the route handler of this package.',
			},
			{
				name: 'Rates',
				value: 'rates',
				description:
					"The nights whose prices a channel has still to be told of, after SelfKey's prices and the settings",
			},
			{ name: 'Webhooks Only', value: 'webhook', description: 'For a SelfKey without the route handler' },
		],
		default: 'feed',
	},
	{
		displayName:
			'With webhooks alone, changes are missed while n8n or the network is down for longer than SelfKey tries again (about three minutes), edits at the desk are not reported, and the order is not certain. A CSV without a "timestamp" column cannot be told from an older one that is sent again; cancellations by CSV need an "event" column. Use the change feed for anything that must be complete.<br><br>Enter the Production URL above as a webhook in SelfKey, with the webhook secret of the credential.',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
		displayOptions: webhookOnly,
	},
	{
		displayName:
			'A reservation that has changed comes back at each poll until the SelfKey node acknowledges it. Put "Change: Acknowledge" last, behind the node that writes, and connect that node\'s error output to it too.<br><br>SelfKey calls this workflow as soon as something changes, if it can reach n8n at the Production URL above. Nothing is missed if it cannot: the next poll brings it.',
		name: 'acknowledgeNotice',
		type: 'notice',
		default: '',
		displayOptions: feedOnly,
	},
	{
		displayName: 'Subscriber',
		name: 'subscriber',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. opera',
		description:
			'A name for what this workflow serves. SelfKey keeps under it what has not been acknowledged. Two workflows need two names.',
		displayOptions: polled,
	},
	{
		displayName:
			'SelfKey works out what to tell at the moment it is asked, compares it with what each channel has accepted, and gives out the difference: one item for each room type of a channel. It comes again until "Availability: Acknowledge" of the SelfKey node says that the channel has it. Once a day, after three in the morning, everything is given out.',
		name: 'availabilityNotice',
		type: 'notice',
		default: '',
		displayOptions: availabilityOnly,
	},
	{
		displayName:
			'Which rate plan follows which price of SelfKey, and by how many per cent, stands in the hotel settings. An item is one rate plan of a channel, with the nights whose price is not what the channel has accepted. It comes again until "Availability: Acknowledge" of the SelfKey node says that the channel has it. Once a day, after three in the morning, every price is given out.',
		name: 'ratesNotice',
		type: 'notice',
		default: '',
		displayOptions: ratesOnly,
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: calendarChannels,
		default: [...calendarChannels.map(({ value }) => value as string)],
		description: 'Who is told',
		displayOptions: tellsChannels,
	},
	{
		displayName: 'Leave Out',
		name: 'leaveOut',
		type: 'string',
		default: '',
		placeholder: 'e.g. 48211377, 1193287465019283',
		description:
			'Room types and listings that are not told of anything here, separated by commas: those whose channel reads a calendar (iCal) instead',
		displayOptions: tellsChannels,
	},
	{
		displayName: 'Start With',
		name: 'startWith',
		type: 'options',
		options: [
			{ name: 'Changes From Now On', value: 'now' },
			{
				name: 'All Active Reservations',
				value: 'everything',
				description: 'First all reservations from today on, then every change',
			},
		],
		default: 'everything',
		description: 'What a new subscriber starts with',
		displayOptions: feedOnly,
	},
	{
		displayName: 'Only From',
		name: 'origins',
		type: 'multiOptions',
		options: originChoices,
		default: [],
		description: 'Whose changes start the workflow. Leave empty for all.',
		displayOptions: feedOnly,
	},
	{
		displayName: 'Only Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Cancelled', value: 'cancelled' },
			{ name: 'Conflict', value: 'conflict', description: 'A stay has no room, or shares one, whatever else changed' },
			{ name: 'Created', value: 'created' },
			{ name: 'Updated', value: 'updated' },
		],
		default: [],
		description: 'Which changes start the workflow. Leave empty for all.',
		displayOptions: feedOnly,
	},
	{
		displayName: 'Tell of Triggers That Poll No More',
		name: 'watchesOthers',
		type: 'boolean',
		default: false,
		description:
			"Whether to fail once for each trigger of this package that has stopped to poll in this n8n, so that the error workflow hears of it. For n8n's queue mode, where template 90 cannot see it; switch it on in one workflow.",
		displayOptions: polled,
	},
	{ ...respondProperty, displayOptions: webhookOnly },
	{
		...eventsProperty([
			{ name: 'Booking Cancelled', value: 'booking.cancelled' },
			{ name: 'Booking Completed', value: 'booking.completed' },
			{ name: 'Booking Updated', value: 'booking.updated' },
		]),
		displayOptions: webhookOnly,
	},
	{
		...optionsProperty([
			{
				displayName: 'Include Door Code and Identity Documents',
				name: 'includePrivate',
				type: 'boolean',
				default: false,
				description:
					'Whether to pass on the room\'s door code and the guest\'s identity documents, under "selfKey". n8n stores them with the executions, where everyone with access to these can read them.',
			},
		]),
		displayOptions: webhookOnly,
	},
];
