import type { Resource } from '../../../shared/operations/resources';
import { create } from './create.operation';
import { deleteRestriction } from './delete.operation';
import { getAll } from './getAll.operation';

export const restriction: Resource = {
	name: 'Restriction',
	value: 'restriction',
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create restriction',
			description: 'Stop the sale of nights, or restrict arrival, departure or length of stay, for channels',
			...create,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete restriction',
			description: 'Lift a restriction',
			...deleteRestriction,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many restrictions',
			description: 'What is restricted for today and later',
			...getAll,
		},
	],
};
