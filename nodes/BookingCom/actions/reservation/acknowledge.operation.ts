import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { outcomeOf } from '../../../shared/item-outcome';
import { groupedItems } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { ApiError, isTransient } from '../../../shared/request/api-error';
import { acknowledgement } from '../../reservations/ota/acknowledgement';
import type { Queue } from '../../reservations/ota/ota.mapper';
import { ENDPOINT } from '../../reservations/fetch-queues';
import { sendInBatches } from '../../../shared/batch';
import { withBookingCom } from '../../responses/item-output';
import type { BookingComAnswer } from '../../responses/read-response';
import { bookingComRequest } from '../../transport';
import { messageProperties, queuedMessage, type QueuedMessage } from './queued-message';

/** Reservations in one acknowledgement; one fetch returns 200 at most. */
const BATCH = 100;
/** With growing waits, about half a minute in all; after that, the next poll brings the reservation again. */
const ATTEMPTS = 6;

const fields: INodeProperties[] = [
	...messageProperties,
	{
		displayName: 'Acknowledge',
		name: 'acknowledgeWhat',
		type: 'options',
		options: [
			{
				name: 'Everything',
				value: 'everything',
				description: 'For flows that write reservations with other nodes, such as HTTP Request',
			},
			{
				name: 'Only What Was Written',
				value: 'written',
				description: 'Only items with the outcome of a node of this package that writes, such as SelfKey; others fail',
			},
		],
		default: 'written',
		description: 'Booking.com offers a reservation again until it is acknowledged, and never afterwards',
	},
];

/**
 * Takes reservations off Booking.com's queue, many in one request. One that has changed since it was fetched
 * is not an error: it stays in the queue, and its latest state comes with the next poll. An item fails if it
 * names no reservation or Booking.com does not accept it; the others are acknowledged.
 * Source: developers.booking.com/connectivity/docs/reservations-api/acknowledging-new-reservations-ota.
 */
export const acknowledge: Operation = {
	fields,
	async execute(items) {
		let isAway = false;
		const acknowledgeBatch = async (queue: Queue, messages: QueuedMessage[]) => {
			const answer = await bookingComRequest(this, {
				method: 'POST',
				host: 'reservations',
				path: ENDPOINT[queue],
				expects: 'success',
				body: acknowledgement(queue, [...new Set(messages.map(({ reservationId }) => reservationId))], new Date()),
				// The other queue is behind the same door: it is not waited for twice.
				attempts: isAway ? 1 : ATTEMPTS,
			}).catch((error: unknown) => {
				isAway ||= isTransient(error);
				throw error;
			});
			return messages.map(() => answer);
		};
		return await groupedItems(this, items, {
			read: ({ json }, index) => {
				const message = queuedMessage(this, index);
				if (this.getNodeParameter('acknowledgeWhat', index, 'written') === 'written') requireOutcome(json);
				return { destination: message.queue, entry: message };
			},
			send: async (queue, messages) => {
				const { results } = await sendInBatches(messages, async (batch) => await acknowledgeBatch(queue, batch), {
					size: BATCH,
				});
				return results.map((result) => acknowledged(queue, result));
			},
			output: withBookingCom,
		});
	},
};

function acknowledged(queue: Queue, answer: BookingComAnswer | Error): IDataObject | Error {
	if (!(answer instanceof Error))
		return { queue, acknowledged: true, ruid: answer.ruid, warnings: answer.warnings.map(({ text }) => text) };
	const isSuperseded = answer instanceof ApiError && answer.kind === 'superseded';
	return isSuperseded ? { queue, acknowledged: false, superseded: true } : answer;
}

/**
 * If a node is set to continue on errors, n8n passes the input of a node that crashes on to its success output. Items
 * are therefore checked once more before Booking.com removes them from its queue.
 */
function requireOutcome(json: IDataObject): void {
	if (outcomeOf(json) === null) {
		throw new RangeError(
			'The reservation was not written before it got here, so it is not acknowledged. Connect this node after the success output of the node that writes, or set "Acknowledge" to "Everything" if another kind of node does',
		);
	}
}
