/** What the trigger and the node ask about a calendar. */
import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_LONGEST_STAY } from '../../../core/calendar-feed/follow';
import { CALENDAR_CHANNELS } from '../../../core/channel/channels';

export const channelProperty: INodeProperties = {
	displayName: 'Channel',
	name: 'channel',
	type: 'options',
	options: CALENDAR_CHANNELS.map(({ id, displayName }) => ({ name: displayName, value: id })),
	default: 'airbnb',
	description: 'Whose calendars these are: part of the key of each reservation',
};

export const timeZoneProperty: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Zurich',
	description: "The hotel's, which decides what day it is there. Leave empty for the workflow's own.",
};

export const longestStayProperty: INodeProperties = {
	displayName: 'Longest Stay (Nights)',
	name: 'longestStay',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 181, numberPrecision: 0 },
	default: DEFAULT_LONGEST_STAY,
	placeholder: 'e.g. 30',
	description:
		"Booking.com's calendar does not say whether an entry is a booking or a closure; what is longer than this is taken for a closure",
};
