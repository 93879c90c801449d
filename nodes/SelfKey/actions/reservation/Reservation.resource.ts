import type { Resource } from '../../../shared/operations/resources';
import { upsert } from './upsert.operation';

export const reservation: Resource = {
	name: 'Reservation',
	value: 'reservation',
	operations: [
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update reservation',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
			...upsert,
		},
	],
};
