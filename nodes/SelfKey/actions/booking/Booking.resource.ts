import type { Resource } from '../../../shared/operations/resources';
import { get } from './get.operation';
import { getAll } from './getAll.operation';

export const booking: Resource = {
	name: 'Booking',
	value: 'booking',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many bookings',
			description: 'The paid bookings of a hotel',
			...getAll,
		},
		{ name: 'Get', value: 'get', action: 'Get booking', description: 'One booking by its ID', ...get },
	],
};
