/** The parameters by which an item names its reservation and the queue it came from. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText } from '../../../shared/parameters';
import type { Queue } from '../../reservations/ota/ota.mapper';

export const messageProperties: INodeProperties[] = [
	{
		displayName: 'Reservation ID',
		name: 'reservationId',
		type: 'string',
		required: true,
		default: '={{ $json.reservationId }}',
		placeholder: 'e.g. 4705950059',
		description: "Booking.com's reservation number",
	},
	{
		displayName: 'Queue',
		name: 'queue',
		type: 'options',
		options: [
			{ name: 'As Fetched', value: 'auto', description: 'The queue that the item came from' },
			{ name: 'Modified and Cancelled', value: 'modified' },
			{ name: 'New', value: 'new' },
		],
		default: 'auto',
		description: 'Booking.com accepts an answer only for the queue that the message came from',
	},
];

export interface QueuedMessage {
	reservationId: string;
	queue: Queue;
}

/**
 * Which message an item is about.
 * @throws RangeError if it names no reservation, or its queue is unknown
 */
export function queuedMessage(context: IExecuteFunctions, index: number): QueuedMessage {
	const reservationId = optionalText(context, 'reservationId', index) ?? '';
	if (!/^[A-Za-z0-9_-]{1,64}$/.test(reservationId)) {
		throw new RangeError(
			'The item has no Booking.com reservation ID. Connect this node after the Booking.com Trigger, or fill in "Reservation ID"',
		);
	}
	const choice = context.getNodeParameter('queue', index, 'auto');
	if (choice === 'new' || choice === 'modified') return { reservationId, queue: choice };
	const { bookingCom, event } = (context.getInputData()[index]?.json ?? {}) as {
		bookingCom?: { queue?: unknown };
		event?: unknown;
	};
	const fetchedFrom = bookingCom?.queue;
	if (fetchedFrom === 'new' || fetchedFrom === 'modified') return { reservationId, queue: fetchedFrom };
	if (event === 'new') return { reservationId, queue: 'new' };
	if (event === 'modified' || event === 'cancelled') return { reservationId, queue: 'modified' };
	throw new RangeError('The item does not say which queue it came from; choose it in "Queue"');
}
