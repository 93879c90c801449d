import type { Resource } from '../../../shared/operations/resources';
import { update } from './update.operation';

export const availability: Resource = {
	name: 'Availability',
	value: 'availability',
	operations: [
		{
			name: 'Update',
			value: 'update',
			action: 'Update availability',
			description: 'Set the rooms to sell and restrictions',
			...update,
		},
	],
};
