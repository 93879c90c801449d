import type { Resource } from '../../../shared/operations/resources';
import { holdBack } from './holdBack.operation';
import { sendChanges } from './sendChanges.operation';
import { update } from './update.operation';

export const availability: Resource = {
	name: 'Availability',
	value: 'availability',
	operations: [
		{
			name: 'Hold Back',
			value: 'holdBack',
			action: 'Hold back more rooms',
			description: 'Put no more rooms on sale, at any channel, while a reservation waits at Booking.com',
			...holdBack,
		},
		{
			name: 'Send Changes',
			value: 'sendChanges',
			action: 'Send changes of availability',
			description: 'Send the nights that the SelfKey Trigger gives out as they are: rooms to sell and restrictions',
			...sendChanges,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update availability',
			description: 'Set the rooms to sell and restrictions',
			...update,
		},
	],
};
