import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { propertiesOf, route } from '../shared/operations';
import { operations } from './actions/router';

/** Reservations, availability and rates of Booking.com's connectivity API. */
export class BookingCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking.com',
		name: 'bookingCom',
		icon: { light: 'file:bookingCom.svg', dark: 'file:bookingCom.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ getAll: "get many" }[$parameter["operation"]] ?? $parameter["operation"]) + ": " + $parameter["resource"] }}',
		description: 'Acknowledge reservations on Booking.com, and update availability and rates',
		defaults: { name: 'Booking.com' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bookingComApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Availability', value: 'availability' },
					{ name: 'Rate', value: 'rate' },
					{ name: 'Reservation', value: 'reservation' },
				],
				default: 'reservation',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['reservation'] } },
				options: [
					{
						name: 'Acknowledge',
						value: 'acknowledge',
						action: 'Acknowledge a reservation',
						description: 'Take a reservation off the queue once it is written',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many reservations',
						description: 'Fetch the reservations that are not acknowledged yet',
					},
					{
						name: 'Reject',
						value: 'reject',
						action: 'Reject a reservation',
						description: 'Tell Booking.com that a reservation could not be processed',
					},
				],
				default: 'acknowledge',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['availability'] } },
				options: [
					{
						name: 'Update',
						value: 'update',
						action: 'Update availability',
						description: 'Set the rooms to sell and restrictions',
					},
				],
				default: 'update',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['rate'] } },
				options: [{ name: 'Update', value: 'update', action: 'Update a rate', description: 'Set prices per night' }],
				default: 'update',
			},
			...propertiesOf(operations),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this, operations);
	}
}
