import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';

export const roomType: Resource = {
	name: 'Room Type',
	value: 'roomType',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many room types',
			description:
				'Read the room types that the hotel sells and their rate plans, with the IDs that the hotel settings ask for',
			...getAll,
		},
	],
};
