import type { Resource } from '../../../shared/operations/resources';
import { cancel } from './cancel.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getPage } from './getPage.operation';
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
		{
			name: 'Cancel',
			value: 'cancel',
			action: 'Cancel reservation',
			description: 'Cancel one reservation of Opera, with a reason',
			...cancel,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get reservation',
			description: 'Read one reservation of Opera',
			...get,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many reservations',
			description: 'Search the reservations of Opera',
			...getAll,
		},
		{
			name: 'Get Page',
			value: 'getPage',
			action: 'Get page of upcoming reservations',
			description: "Read Opera's own reservations that have still to leave, page by page, in the form SelfKey takes",
			...getPage,
		},
	],
};
