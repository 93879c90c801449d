import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';

export const inventory: Resource = {
	name: 'Inventory',
	value: 'inventory',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many nights of inventory',
			description: 'Read what is there, sold and left of each room type, night by night',
			...getAll,
		},
	],
};
