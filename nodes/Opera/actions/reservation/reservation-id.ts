/** Which of OPERA's reservations an item is about. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText } from '../../../shared/parameters';

export const reservationIdField: INodeProperties = {
	displayName: 'Reservation ID',
	name: 'reservationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: '571062',
	description: "Opera's internal ID of the reservation, not its confirmation number",
};

/** @throws RangeError if it is none */
export function reservationIdOf(context: IExecuteFunctions, index: number): string {
	const id = optionalText(context, 'reservationId', index) ?? '';
	if (!/^[\w-]{1,80}$/.test(id)) throw new RangeError('Fill in "Reservation ID" with Opera\'s ID of a reservation');
	return id;
}
