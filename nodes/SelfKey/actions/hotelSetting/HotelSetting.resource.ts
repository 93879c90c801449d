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
			description: 'See whether SelfKey knows the hotel and all rooms that are named, before anything is saved',
			...check,
		},
	],
};
