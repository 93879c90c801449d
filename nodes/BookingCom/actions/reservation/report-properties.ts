/** Which reservation a report is about. */
import type { INodeProperties } from 'n8n-workflow';

export const reservationIdProperty: INodeProperties = {
	displayName: 'Reservation ID',
	name: 'reservationId',
	type: 'string',
	required: true,
	default: '={{ $json.reservationId }}',
	placeholder: 'e.g. 4705950059',
	description: "Booking.com's reservation number",
};
