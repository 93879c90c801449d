import type { Resource } from '../../../shared/operations/resources';
import { create } from './create.operation';
import { getPage } from './getPage.operation';
import { read } from './read.operation';

export const calendarFeed: Resource = {
	name: 'Calendar Feed',
	value: 'calendarFeed',
	operations: [
		{
			name: 'Read',
			value: 'read',
			action: 'Read calendar feeds',
			description: 'Read the bookings and closures in the calendars (iCal) that a channel exports',
			...read,
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create calendar feed',
			description: 'Create the calendar (iCal) of a room for channels to import, without anything about guests',
			...create,
		},
		{
			name: 'Get Page',
			value: 'getPage',
			action: 'Get page of upcoming reservations',
			description: 'Read the bookings in the calendars (iCal) that a channel exports, page by page',
			...getPage,
		},
	],
};
