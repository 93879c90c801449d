import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getPage } from './getPage.operation';

export const reservation: Resource = {
	name: 'Reservation',
	value: 'reservation',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many reservations',
			description: 'Read the reservations of a time',
			...getAll,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get reservation',
			description: 'Read one reservation by its confirmation code',
			...get,
		},
		{
			name: 'Get Page',
			value: 'getPage',
			action: 'Get page of upcoming reservations',
			description: 'Read all reservations from the guests in the house on, page by page',
			...getPage,
		},
	],
};
