import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';

export const availability: Resource = {
	name: 'Availability',
	value: 'availability',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many available rooms',
			description: 'The rooms that are free for a whole stay',
			...getAll,
		},
	],
};
