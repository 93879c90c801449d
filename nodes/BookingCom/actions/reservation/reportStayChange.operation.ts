import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { nightsBetween } from '../../../../core/reservation/dates';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalDate, optionalText } from '../../../shared/parameters';
import { reportedReservation, sendReport, stayChangeElement, type StayChange } from '../../reports/report';
import { onlyRoomOf } from '../../reports/room-of-reservation';
import { propertyIdList } from '../../property-ids';
import { withBookingCom } from '../../responses/item-output';
import { reservationIdProperty } from './report-properties';

const fields: INodeProperties[] = [
	reservationIdProperty,
	{
		displayName: 'Room Number',
		name: 'roomStayId',
		type: 'string',
		default: '',
		placeholder: '460',
		description:
			"The room's number within the reservation (roomStayId). Leave empty if the reservation has one room only.",
	},
	{
		displayName: 'Property IDs',
		name: 'propertyIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12345, 67890',
		description: 'Where to look for the room if its number is left empty, separated by commas',
	},
	{
		displayName: 'Arrival',
		name: 'checkIn',
		type: 'string',
		default: '',
		placeholder: '2026-07-01',
		description: 'Leave empty if it stays as it is',
	},
	{
		displayName: 'Departure',
		name: 'checkOut',
		type: 'string',
		default: '',
		placeholder: '2026-07-03',
		description: 'Leave empty if it stays as it is',
	},
	{
		displayName: 'Price',
		name: 'price',
		type: 'string',
		default: '',
		placeholder: '266.00',
		description:
			"Of the room's whole stay, in the reservation's currency. Leave empty if it stays as it is: Booking.com then keeps the price though the nights change.",
	},
];

/** Reports that a guest has stayed longer or shorter, or for another price: commission is taken for what was paid. */
export const reportStayChange: Operation = {
	fields,
	execute: eachItem(async function (index, { json }) {
		const reservationId = reportedReservation(this, index);
		const change = changeOf(this, index);
		const roomStayId =
			optionalText(this, 'roomStayId', index) ??
			(await onlyRoomOf(this, reservationId, propertyIdList(optionalText(this, 'propertyIds', index) ?? '')));
		const done = await sendReport(this, reservationId, stayChangeElement({ roomStayId, ...change }));
		return withBookingCom(json, { report: 'stayChange', roomStayId, ...change, ...done });
	}),
};

/** @throws RangeError for what cannot be a change, before anything is sent */
function changeOf(context: IExecuteFunctions, index: number): Omit<StayChange, 'roomStayId'> {
	const checkIn = optionalDate(context, 'checkIn', 'Arrival', index);
	const checkOut = optionalDate(context, 'checkOut', 'Departure', index);
	const price = optionalText(context, 'price', index);
	if (checkIn === null && checkOut === null && price === null)
		throw new RangeError('Fill in what has changed: the arrival, the departure or the price');
	if (checkIn !== null && checkOut !== null && nightsBetween(checkIn, checkOut) < 1)
		throw new RangeError('"Departure" must be after "Arrival"');
	if (price !== null && !/^\d{1,9}(\.\d{1,3})?$/.test(price))
		throw new RangeError('"Price" must be an amount such as 266 or 266.00, without a currency');
	return { checkIn, checkOut, price };
}
