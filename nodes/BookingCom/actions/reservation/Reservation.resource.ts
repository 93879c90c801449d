import type { Resource } from '../../../shared/operations/resources';
import { acknowledge } from './acknowledge.operation';
import { cancelInvalidCard } from './cancelInvalidCard.operation';
import { getAll } from './getAll.operation';
import { getPage } from './getPage.operation';
import { reject } from './reject.operation';
import { reportInvalidCard } from './reportInvalidCard.operation';
import { reportNoShow } from './reportNoShow.operation';
import { reportStayChange } from './reportStayChange.operation';

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
			name: 'Cancel for Invalid Card',
			value: 'cancelInvalidCard',
			action: 'Cancel reservation for invalid card',
			description: 'Cancel a reservation whose guest has given no valid card in time',
			...cancelInvalidCard,
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
		{
			name: 'Report Invalid Card',
			value: 'reportInvalidCard',
			action: 'Report invalid card',
			description: 'Tell Booking.com that the card of a reservation cannot be charged',
			...reportInvalidCard,
		},
		{
			name: 'Report No-Show',
			value: 'reportNoShow',
			action: 'Report no-show',
			description: 'Tell Booking.com that a guest has not come',
			...reportNoShow,
		},
		{
			name: 'Report Stay Change',
			value: 'reportStayChange',
			action: 'Report stay change',
			description: 'Tell Booking.com that a guest has stayed for other nights or another price',
			...reportStayChange,
		},
	],
};
