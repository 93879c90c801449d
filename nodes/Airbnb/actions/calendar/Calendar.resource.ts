import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';
import { holdBack } from './holdBack.operation';
import { sendChanges } from './sendChanges.operation';
import { update } from './update.operation';

export const calendar: Resource = {
	name: 'Calendar',
	value: 'calendar',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get calendar',
			description: 'Read which nights of a listing are available, and their prices',
			...get,
		},
		{
			name: 'Hold Back',
			value: 'holdBack',
			action: 'Hold back more rooms',
			description: 'Put no more rooms on sale, at any channel, while Airbnb has a booking that SelfKey does not know',
			...holdBack,
		},
		{
			name: 'Send Changes',
			value: 'sendChanges',
			action: 'Send changes of calendar',
			description: 'Open and close the nights that the SelfKey Trigger gives out',
			...sendChanges,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update calendar',
			description: 'Open or close nights of a listing, or set their prices',
			...update,
		},
	],
};
