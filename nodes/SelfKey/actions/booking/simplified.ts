/** Of SelfKey's forty columns those that say who stays when and where; birth dates and documents are not among them. */
import type { KeptFields } from '../../../shared/simplify';

export const BOOKING: KeptFields = {
	id: true,
	bookingNumber: true,
	// Template 51 closes the nights of this room; `room` is not in every answer.
	roomId: true,
	room: { id: true, name: true },
	checkInDate: true,
	checkOutDate: true,
	clientFirstName: true,
	clientLastName: true,
	amount: true,
	currency: true,
};
