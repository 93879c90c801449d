import type { Resource } from '../../../shared/operations/resources';
import { check } from './check.operation';

export const hotelSetting: Resource = {
	name: 'Hotel Setting',
	value: 'hotelSetting',
	operations: [
		{
			name: 'Check',
			value: 'check',
			action: 'Check hotel settings',
			description: 'Check that SelfKey knows the hotel and all the rooms named, before anything is saved',
			...check,
		},
	],
};
