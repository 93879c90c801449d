import {
	NodeConnectionTypes,
	sleep,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { PollLock } from '../shared/polling/poll-lock';
import { pollOnce } from '../shared/polling/poll-once';
import type { Queue } from './reservations/ota/ota.mapper';
import { propertyIdList, propertyIdsProperty } from './property-ids';
import { fetchQueues, type Fetched } from './reservations/fetch-queues';

/** A longer run counts as dead; Booking.com falls back to e-mail after 30 minutes. */
const MAX_RUN_MS = 15 * 60_000;
/** Booking.com asks for 5 seconds between an acknowledgement and the next fetch. */
const REST_AFTER_RUN_MS = 5_000;

const lock = new PollLock(MAX_RUN_MS);

/**
 * Polls Booking.com's queues. It keeps no cursor: what is not acknowledged is offered again, so a crash at
 * any point loses nothing. Source: developers.booking.com/connectivity/docs/reservations-api.
 */
export class BookingComTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking.com Trigger',
		name: 'bookingComTrigger',
		icon: { light: 'file:bookingCom.svg', dark: 'file:bookingCom.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["events"].map((event) => ({ new: "new", modified: "modified and cancelled" })[event]).join(", ") }}',
		description: 'Starts when Booking.com has new, modified or cancelled reservations, one item each',
		eventTriggerDescription: 'Waiting for reservations on Booking.com',
		defaults: { name: 'Booking.com Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bookingComApi', required: true }],
		properties: [
			{
				displayName:
					'A reservation comes back at each poll until the Booking.com node acknowledges it. Put "Acknowledge" last, after the reservation has been written.',
				name: 'acknowledgeNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Events',
				name: 'events',
				description: 'Which queues are read; leave one out only if another system reads it',
				type: 'multiOptions',
				required: true,
				options: [
					{ name: 'Modified and Cancelled', value: 'modified', description: 'Booking.com keeps both in one queue' },
					{ name: 'New', value: 'new' },
				],
				default: ['new', 'modified'],
			},
			propertyIdsProperty,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Reservations per Poll',
						name: 'perPoll',
						type: 'number',
						typeOptions: { minValue: 10, maxValue: 200 },
						default: 200,
						description:
							'Maximum for new reservations, and the same for modified or cancelled ones; the rest comes with the next poll',
					},
				],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const fetch = async (lastEnd: number | null) => {
			await restAfter(lastEnd);
			const { items, unusable } = await fetchAll(this);
			return {
				items: items.map((item) => ({ json: item as unknown as IDataObject })),
				errors: unusable,
				// What cannot be used stays in the queue, and comes with each poll.
				isWell: unusable.length === 0,
			};
		};
		// The alerts ask Booking.com what nobody has acknowledged.
		return await pollOnce(this, lock, fetch, { isSilenceToldElsewhere: true });
	}
}

async function fetchAll(context: IPollFunctions): Promise<Fetched> {
	const events = context.getNodeParameter('events', []) as Queue[];
	const queues = (['new', 'modified'] as const).filter((queue) => events.includes(queue));
	const propertyIds = propertyIdList(String(context.getNodeParameter('propertyIds', '')));
	const perPoll = Number(context.getNodeParameter('options.perPoll', 200));
	// An expression may return anything; nothing may mean "fetch nothing".
	const limit = perPoll >= 10 && perPoll <= 200 ? Math.floor(perPoll) : 200;
	const memory = context.getWorkflowStaticData('node') as { propertyIds?: string[] };
	const knownPropertyIds = memory.propertyIds ?? [];
	const fetched = await fetchQueues(context, queues, { propertyIds, knownPropertyIds, limit }, () => new Date());
	const seen = new Set([...knownPropertyIds, ...fetched.items.map((item) => item.propertyId)]);
	// Assigned as a whole: n8n does not notice a change inside.
	if (seen.size > knownPropertyIds.length) memory.propertyIds = [...seen];
	return fetched;
}

async function restAfter(lastEnd: number | null): Promise<void> {
	const rest = lastEnd === null ? 0 : lastEnd + REST_AFTER_RUN_MS - Date.now();
	if (rest > 0) await sleep(rest);
}
