import type { Resource } from '../../../shared/operations/resources';
import { erase } from './erase.operation';
import { exportData } from './export.operation';

export const personalData: Resource = {
	name: 'Personal Data',
	value: 'personalData',
	operations: [
		{
			name: 'Erase',
			value: 'erase',
			action: 'Erase personal data',
			description: 'Erase the guests of the given reservations, unless their registration data have to be kept',
			...erase,
		},
		{
			name: 'Export',
			value: 'export',
			action: 'Export personal data',
			description: 'Get everything that SelfKey holds about a guest, and what of it may be erased',
			...exportData,
		},
	],
};
