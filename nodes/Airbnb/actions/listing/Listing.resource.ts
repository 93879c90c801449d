import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';

export const listing: Resource = {
	name: 'Listing',
	value: 'listing',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many listings',
			description: 'Read the listings of the host, with the IDs that the hotel settings ask for',
			...getAll,
		},
	],
};
