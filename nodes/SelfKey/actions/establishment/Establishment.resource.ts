import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';
import { getAll } from './getAll.operation';

export const establishment: Resource = {
	name: 'Establishment',
	value: 'establishment',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many establishments',
			description: 'The hotels that the API key may see',
			...getAll,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get establishment',
			description: 'One hotel with its rooms and prices',
			...get,
		},
	],
};
