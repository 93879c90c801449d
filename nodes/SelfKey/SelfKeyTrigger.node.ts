import {
	NodeConnectionTypes,
	type IDataObject,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { PollGuard } from '../shared/n8n/pollGuard';
import { pollOnce, type Polled } from '../shared/n8n/polling';
import { RemoteProblem } from '../shared/n8n/problem';
import { checkedSlug } from './actions/hotel';
import { readChanges, type Change } from './changes';
import { receiveBooking } from './receive';
import { triggerProperties } from './triggerProperties';

/** A run longer than this is taken for dead, and its changes are given out again. */
const LONGEST_RUN_MS = 30 * 60_000;

const guard = new PollGuard(LONGEST_RUN_MS);

/**
 * Starts with every change of any booking in SelfKey: from a channel, sold directly, or entered at the desk.
 * The cursor moves only when the run that it started has ended in success.
 */
export class SelfKeyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SelfKey Trigger',
		name: 'selfKeyTrigger',
		icon: { light: 'file:selfKey.svg', dark: 'file:selfKey.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "webhook" ? "webhooks" : "change feed" }}',
		description: 'Starts when a booking in SelfKey is created, changed or cancelled, one item each',
		eventTriggerDescription: 'Waiting for changes in SelfKey',
		defaults: { name: 'SelfKey Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'selfKeyApi', required: true }],
		webhooks: [
			{
				name: 'default',
				// None for the change feed: with one, the editor's "Execute workflow" waits for a call instead of polling.
				httpMethod: '={{ $parameter["source"] === "webhook" ? "POST" : "" }}',
				responseMode: 'onReceived',
				path: 'selfkey',
				ndvHideUrl: '={{ $parameter["source"] !== "webhook" }}',
			},
		],
		properties: triggerProperties,
	};

	/** SelfKey's webhooks are entered by a person in SelfKey's settings: its API cannot do it. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		if (this.getNodeParameter('source', 'feed') === 'webhook') return null;
		return await pollOnce(this, guard, async () => await readFeed(this));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveBooking(this);
	}
}

interface Memory {
	cursor?: string;
	hotel?: string;
}

async function readFeed(context: IPollFunctions): Promise<Polled> {
	const memory: Memory = context.getWorkflowStaticData('node');
	const isManual = context.getMode() === 'manual';
	const hotel = checkedSlug(String(context.getNodeParameter('hotelSlug', '')).trim());
	// Whoever tries the workflow out wants to see something, not to wait for the next change.
	const start = context.getNodeParameter('startWith', 'everything') === 'now' && !isManual ? 'latest' : '';
	const filter = { origins: context.getNodeParameter('origins', []) as string[], events: context.getNodeParameter('events', []) as string[] };
	// Another hotel in the field is another feed.
	const cursor = memory.hotel === hotel ? (memory.cursor ?? start) : start;
	const page = await readChanges(context, hotel, cursor, filter);
	const items = page.changes.map(toItem);
	if (isManual) return { items, problems: [] };
	const moveTo = (next: string) => {
		memory.hotel = hotel;
		memory.cursor = next;
	};
	// At once, whatever becomes of the run: nothing is behind the old one any more, and this is said only once.
	if (page.begunAnewAt !== null) moveTo(page.begunAnewAt);
	// Nothing to run: what was passed over need not be read again.
	if (items.length === 0) moveTo(page.cursor);
	return { items, problems: page.begunAnewAt === null ? [] : [changesGone()], onSuccess: () => moveTo(page.cursor) };
}

function changesGone(): RemoteProblem {
	return new RemoteProblem({
		kind: 'refused',
		status: 410,
		message: 'SelfKey no longer has the changes since the last run, so everything that stands is given out again',
		advice: 'What was cancelled meanwhile is not told: compare the coming stays with the system that this workflow serves. SelfKey keeps changes for 30 days by default, and begins anew when its database was restored',
	});
}

function toItem({ reservation, ...change }: Change): INodeExecutionData {
	return { json: { ...reservation, selfKey: { ...reservation.selfKey, change } } as unknown as IDataObject };
}
