import type { Resource } from '../../../shared/operations/resources';
import { sendChanges } from './sendChanges.operation';
import { update } from './update.operation';

export const availability: Resource = {
	name: 'Availability',
	value: 'availability',
	operations: [
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
