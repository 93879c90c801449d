import type { Resource } from '../../../shared/operations/resources';
import { check } from './check.operation';
import { get } from './get.operation';
import { getHotel } from './getHotel.operation';
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
			name: 'Get Hotel',
			value: 'getHotel',
			action: 'Get hotel of credential',
			description: 'Get the short name of the hotel that the credential is for, without asking SelfKey',
			...getHotel,
		},
		{
			name: 'Check',
			value: 'check',
			action: 'Check hotel settings',
			description: 'Look whether everything is set up: signature, clocks, rooms, time zones and error workflows',
			...check,
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
