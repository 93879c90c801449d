import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';

export const frontDesk: Resource = {
	name: 'Front Desk',
	value: 'frontDesk',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get front desk list',
			description: 'Who arrives on a day and what is missing of each, and which stays have no room or share one',
			...get,
		},
	],
};
