import type { Resource } from '../../../shared/operations/resources';
import { update } from './update.operation';

export const rate: Resource = {
	name: 'Rate',
	value: 'rate',
	operations: [
		{ name: 'Update', value: 'update', action: 'Update rate', description: 'Set prices per night', ...update },
	],
};
