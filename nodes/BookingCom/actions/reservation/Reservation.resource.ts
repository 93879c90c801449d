import type { Resource } from '../../../shared/operations/resources';
import { acknowledge } from './acknowledge.operation';
import { getAll } from './getAll.operation';
import { getPage } from './getPage.operation';
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
			name: 'Get Page',
			value: 'getPage',
			action: 'Get page of upcoming reservations',
			description: 'Read all reservations that have still to leave, page by page, those made before the connection too',
			...getPage,
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
