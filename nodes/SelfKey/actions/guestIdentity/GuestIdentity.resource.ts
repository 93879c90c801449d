import type { Resource } from '../../../shared/operations/resources';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

export const guestIdentity: Resource = {
	name: 'Guest Identity',
	value: 'guestIdentity',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many guests without documents',
			description: "The guests of channels whose identity documents SelfKey doesn't have yet",
			...getAll,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update guest identity',
			description: 'Enter what a guest has told the front desk: identity documents, address, name and contact',
			...update,
		},
	],
};
