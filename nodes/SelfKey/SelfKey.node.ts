import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { propertiesOf, route } from '../shared/operations';
import { operations } from './actions/router';

/** Reservations into SelfKey; bookings, availability and establishments out of it. */
export class SelfKey implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SelfKey',
		name: 'selfKey',
		icon: { light: 'file:selfKey.svg', dark: 'file:selfKey.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ upsert: "create or update", create: "create", get: "get", getAll: "get many", check: "check" })[$parameter["operation"]] + ": " + ({ hotelSetting: "hotel settings" }[$parameter["resource"]] ?? $parameter["resource"]) }}',
		description: 'Write reservations and payments to SelfKey, and read bookings, availability and establishments',
		defaults: { name: 'SelfKey' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'selfKeyApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Availability', value: 'availability' },
					{ name: 'Booking', value: 'booking' },
					{ name: 'Establishment', value: 'establishment' },
					{ name: 'Hotel Setting', value: 'hotelSetting' },
					{ name: 'Payment', value: 'payment' },
					{ name: 'Reservation', value: 'reservation' },
				],
				default: 'reservation',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['availability'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get available rooms',
						description: 'The rooms that are free for a whole stay',
					},
				],
				default: 'getAll',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['booking'] } },
				options: [
					{ name: 'Get', value: 'get', action: 'Get a booking', description: 'One booking by its ID' },
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many bookings',
						description: 'The paid bookings of a hotel',
					},
				],
				default: 'getAll',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['establishment'] } },
				options: [
					{
						name: 'Get',
						value: 'get',
						action: 'Get an establishment',
						description: 'One hotel with its rooms and prices',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many establishments',
						description: 'The hotels that the API key may see',
					},
				],
				default: 'getAll',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['hotelSetting'] } },
				options: [
					{
						name: 'Check',
						value: 'check',
						action: 'Check hotel settings',
						description: 'See whether SelfKey knows the hotel and all rooms that are named, before anything is saved',
					},
				],
				default: 'check',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['payment'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a payment',
						description: 'Add a payment or a refund to a booking; the same one again changes nothing',
					},
				],
				default: 'create',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['reservation'] } },
				options: [
					{
						name: 'Create or Update',
						value: 'upsert',
						action: 'Create or update a reservation',
						description: 'Create a new record, or update the current one if it already exists (upsert)',
					},
				],
				default: 'upsert',
			},
			...propertiesOf(operations),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this, operations);
	}
}
