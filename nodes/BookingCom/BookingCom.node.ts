import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from './list-search';
import { resources } from '../shared/operations/resources';
import { availability } from './actions/availability/Availability.resource';
import { rate } from './actions/rate/Rate.resource';
import { reservation } from './actions/reservation/Reservation.resource';
import { roomType } from './actions/roomType/RoomType.resource';

const { subtitle, properties, execute } = resources([reservation, availability, rate, roomType]);

/** Reservations, room types, availability and rates of Booking.com's connectivity API. */
export class BookingCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking.com',
		name: 'bookingCom',
		icon: { light: 'file:bookingCom.svg', dark: 'file:bookingCom.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Acknowledge reservations on Booking.com, read room types, and update availability and rates',
		defaults: { name: 'Booking.com' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bookingComApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute.call(this);
	}
}
