import type { Resource } from '../../../shared/operations/resources';
import { acknowledge } from './acknowledge.operation';
import { getAll } from './getAll.operation';
import { reject } from './reject.operation';

export const reservation: Resource = {
	name: 'Reservation',
	value: 'reservation',
	operations: [
		{
			name: 'Acknowledge',
			value: 'acknowledge',
			action: 'Acknowledge reservation',
			description: 'Remove a reservation from the queue once it is written',
			...acknowledge,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many reservations',
			description: 'Fetch the reservations that are not acknowledged yet',
			...getAll,
		},
		{
			name: 'Reject',
			value: 'reject',
			action: 'Reject reservation',
			description: 'Tell Booking.com that a reservation could not be processed',
			...reject,
		},
	],
};
