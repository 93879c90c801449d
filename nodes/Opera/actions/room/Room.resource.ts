import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';

export const room: Resource = {
	name: 'Room',
	value: 'room',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many rooms',
			description: 'List the rooms, and when they are out of order or out of service',
			...getAll,
		},
	],
};
