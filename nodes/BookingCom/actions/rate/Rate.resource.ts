import type { Resource } from '../../../shared/operations/resources';
import { sendChanges } from './sendChanges.operation';
import { update } from './update.operation';

export const rate: Resource = {
	name: 'Rate',
	value: 'rate',
	operations: [
		{
			name: 'Send Changes',
			value: 'sendChanges',
			action: 'Send changes of rates',
			description: 'Send the prices that the SelfKey Trigger gives out as they are',
			...sendChanges,
		},
		{ name: 'Update', value: 'update', action: 'Update rate', description: 'Set prices per night', ...update },
	],
};
