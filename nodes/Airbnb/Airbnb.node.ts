import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from './list-search';
import { resources } from '../shared/operations/resources';
import { calendar } from './actions/calendar/Calendar.resource';
import { calendarFeed } from './actions/calendarFeed/CalendarFeed.resource';
import { listing } from './actions/listing/Listing.resource';
import { reservation } from './actions/reservation/Reservation.resource';

const { subtitle, properties, execute } = resources([reservation, calendar, calendarFeed, listing]);

/** Reservations, listings and calendars of Airbnb's partner API, and the calendars that channels exchange (iCal). */
export class Airbnb implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Airbnb',
		name: 'airbnb',
		icon: { light: 'file:airbnb.svg', dark: 'file:airbnb.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Read reservations and listings on Airbnb, and update calendars',
		defaults: { name: 'Airbnb' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			// `hide`, since n8n leaves out what has its default: by `show`, an imported node would get no credential.
			{ name: 'airbnbApi', required: true, displayOptions: { hide: { resource: [calendarFeed.value] } } },
			{
				name: 'calendarFeedsApi',
				required: true,
				displayOptions: { show: { resource: [calendarFeed.value] }, hide: { operation: ['create'] } },
			},
		],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute.call(this);
	}
}
