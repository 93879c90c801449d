import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { shownFor, type ItemResult, type Operation } from '../../../shared/operations';
import { ApiError } from '../../../shared/request/api-error';
import { acknowledgement } from '../../reservations/ota/acknowledgement';
import type { Queue } from '../../reservations/ota/ota.mapper';
import { ENDPOINT } from '../../reservations/fetch-queues';
import { sendInBatches } from '../../../shared/batch';
import { bookingComRequest } from '../../transport';
import { messageProperties, queuedMessage, type QueuedMessage } from './queued-message';

/** Reservations in one acknowledgement; Booking.com fetches 200 at most. */
const BATCH = 100;
/** With growing waits, about half a minute in all; after that the next poll offers it again. */
const ATTEMPTS = 6;

const properties: INodeProperties[] = [
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
				description:
					'Only items that carry the outcome of a node of this package that writes, such as SelfKey; others fail',
			},
		],
		default: 'written',
		description: 'Booking.com offers a reservation again until it is acknowledged, and never afterwards',
	},
];

/**
 * Takes reservations off Booking.com's queue, many in one request. One that has changed since it was fetched
 * is not an error: it stays in the queue, and its latest state comes with the next poll. An item fails that
 * names no reservation, or whose reservation Booking.com does not take; the others are acknowledged.
 * Source: developers.booking.com/connectivity/docs/reservations-api/acknowledging-new-reservations-ota.
 */
export const acknowledge: Operation = {
	description: shownFor('reservation', 'acknowledge', properties),
	async execute(items) {
		const results: ItemResult[] = items.map(() => new Error('Not sent'));
		const waiting = new Map<Queue, Array<QueuedMessage & { index: number }>>();
		for (const [index, { json }] of items.entries()) {
			try {
				const message = queuedMessage(this, index);
				if (this.getNodeParameter('acknowledgeWhat', index, 'written') === 'written') requireOutcome(json);
				waiting.set(message.queue, [...(waiting.get(message.queue) ?? []), { ...message, index }]);
			} catch (error) {
				results[index] = error as Error;
			}
		}
		for (const [queue, messages] of waiting) {
			const answers = await sendInBatches(messages, BATCH, async (batch) => {
				const ids = [...new Set(batch.map((message) => message.reservationId))];
				const answer = await bookingComRequest(this, {
					method: 'POST',
					host: 'reservations',
					path: ENDPOINT[queue],
					expects: 'success',
					body: acknowledgement(queue, ids, new Date()),
					attempts: ATTEMPTS,
				});
				return batch.map(() => answer);
			});
			for (const [place, { index }] of messages.entries()) {
				const answer = answers[place] ?? new Error('Not sent');
				const superseded = answer instanceof ApiError && answer.kind === 'superseded';
				if (answer instanceof Error && !superseded) {
					results[index] = answer;
					continue;
				}
				const json = items[index]?.json ?? {};
				const done =
					answer instanceof Error
						? { acknowledged: false, superseded: true }
						: { acknowledged: true, ruid: answer.ruid, warnings: answer.warnings.map(({ text }) => text) };
				results[index] = { ...json, bookingCom: { ...(json.bookingCom as IDataObject | undefined), queue, ...done } };
			}
		}
		return results;
	},
};

/**
 * n8n passes the input of a node that breaks down on to its success output, where the node is set to go on
 * after errors. So what gets here is looked at once more before Booking.com is told to forget it.
 */
function requireOutcome(json: IDataObject): void {
	const written = Object.values(json).some(
		(part) => part !== null && typeof part === 'object' && 'outcome' in part && typeof part.outcome === 'string',
	);
	if (!written) {
		throw new RangeError(
			'The reservation was not written before it got here, so it is not acknowledged. Connect this node behind the success output of the node that writes, or set "Acknowledge" to "Everything" if another kind of node does',
		);
	}
}
