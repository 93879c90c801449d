import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';
import { update } from './update.operation';

export const hotelSetting: Resource = {
	name: 'Hotel Setting',
	value: 'hotelSetting',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get hotel settings',
			description: 'Get the settings of the hotel, and the names of its rooms in SelfKey',
			...get,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update hotel settings',
			description: 'Check the settings of the hotel against the rooms in SelfKey, then save them',
			...update,
		},
	],
};
