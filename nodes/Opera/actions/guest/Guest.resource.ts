import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { upsert } from './upsert.operation';

export const guest: Resource = {
	name: 'Guest',
	value: 'guest',
	operations: [
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update guest',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
			...upsert,
		},
		{ name: 'Get', value: 'get', action: 'Get guest', description: 'Read one guest of Opera', ...get },
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many guests',
			description: 'Search the guests of Opera',
			...getAll,
		},
	],
};
