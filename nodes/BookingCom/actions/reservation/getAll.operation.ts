import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import type { Queue } from '../../reservations/ota/ota.mapper';
import { fetchBxml } from '../../reservations/bxml/fetch-bxml';
import { propertyIdList, propertyIdsProperty } from '../../property-ids';
import { fetchQueues, type Fetched } from '../../reservations/fetch-queues';

const fields: INodeProperties[] = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{
				name: 'OTA (Recommended)',
				value: 'ota',
				description: 'Reservations come back until they are acknowledged, so none can be lost',
			},
			{
				name: 'B.XML',
				value: 'bxml',
				description:
					'For gateways that support nothing else. There is no acknowledgement: reservations leave the queue when they are read, even if the flow fails afterwards.',
			},
		],
		default: 'ota',
	},
	{
		displayName: 'Queues',
		name: 'queues',
		description: 'Booking.com keeps new reservations in one queue, and changes and cancellations in another',
		type: 'multiOptions',
		options: [
			{ name: 'Modified and Cancelled', value: 'modified' },
			{ name: 'New', value: 'new' },
		],
		default: ['new', 'modified'],
		displayOptions: { show: { format: ['ota'] } },
	},
	propertyIdsProperty,
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		hint: 'Per queue, 200 at most. In B.XML at least 10 are returned, since they leave the queue when they are read.',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Changed Since',
				name: 'lastChange',
				type: 'string',
				default: '',
				placeholder: '2026-03-31 11:00:00',
				description: 'Refused by Booking.com if the Reservation Recovery API is switched on',
			},
			{
				displayName: 'Reservation ID',
				name: 'reservationId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 4705950059',
				description: 'Only this reservation',
			},
		],
	},
];

/** Unacknowledged reservations, as the trigger emits them. Removes nothing from the queue, except in B.XML. */
export const getAll: Operation = {
	fields,
	execute: eachItem(async function (index) {
		const options = {
			propertyIds: propertyIdList(optionalText(this, 'propertyIds', index) ?? ''),
			limit: Number(this.getNodeParameter('limit', index, 50)),
			lastChange: optionalText(this, 'filters.lastChange', index) ?? undefined,
			reservationId: optionalText(this, 'filters.reservationId', index) ?? undefined,
		};
		const clock = () => new Date();
		const format = this.getNodeParameter('format', index);
		const queues = this.getNodeParameter('queues', index, []) as Queue[];
		const fetched: Fetched =
			format === 'bxml' ? await fetchBxml(this, options, clock) : await fetchQueues(this, queues, options, clock);
		// In B.XML, what was read is gone from the queue, so the readable reservations are always returned.
		const [unusable] = fetched.unusable;
		if (unusable && fetched.items.length === 0) throw unusable;
		if (unusable)
			this.addExecutionHints({
				message: fetched.unusable.map(({ message }) => message).join('; '),
				location: 'outputPane',
			});
		return fetched.items as unknown as IDataObject[];
	}),
};
