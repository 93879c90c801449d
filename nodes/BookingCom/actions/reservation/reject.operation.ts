import type { INodeProperties } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { withoutCardNumbers } from '../../../../core/text/card-numbers';
import { rejection } from '../../reservations/ota/acknowledgement';
import { ENDPOINT } from '../../reservations/fetch-queues';
import { withBookingCom } from '../../responses/item-output';
import { bookingComRequest } from '../../transport';
import { messageProperties, queuedMessage } from './queued-message';

const fields: INodeProperties[] = [
	...messageProperties,
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		required: true,
		default: 'The reservation could not be written to the hotel system',
		placeholder: 'e.g. The room type does not exist',
		description: 'Sent to Booking.com; do not include any guest data',
	},
];

/**
 * Reports that a reservation could not be processed. Booking.com keeps it in the queue until its time is up and then
 * e-mails it to the hotel, so people learn of it sooner than if nothing were sent.
 */
export const reject: Operation = {
	fields,
	execute: eachItem(async function (index, item) {
		const { reservationId, queue } = queuedMessage(this, index);
		const reason = withoutCardNumbers(String(this.getNodeParameter('reason', index)));
		const { ruid, warnings } = await bookingComRequest(this, {
			method: 'POST',
			host: 'reservations',
			path: ENDPOINT[queue],
			expects: 'success',
			// By characters, not by UTF-16 units: half an emoji is not valid XML.
			body: rejection(queue, reservationId, [...reason].slice(0, 200).join(''), new Date()),
			attempts: 3,
		});
		return withBookingCom(item.json, { queue, rejected: true, ruid, warnings: warnings.map(({ text }) => text) });
	}),
};
