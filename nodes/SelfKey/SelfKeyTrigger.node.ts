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
import { pollOnce } from '../shared/n8n/polling';
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
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'selfkey' }],
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
		return await pollOnce(this, guard, async () => {
			const memory = this.getWorkflowStaticData('node') as { cursor?: string; hotel?: string };
			const hotel = checkedSlug(String(this.getNodeParameter('hotelSlug', '')).trim());
			const start = this.getNodeParameter('startWith', 'everything') === 'now' ? 'latest' : '';
			// Another hotel in the field is another feed.
			const cursor = memory.hotel === hotel ? (memory.cursor ?? start) : start;
			const filter = { origins: this.getNodeParameter('origins', []) as string[], events: this.getNodeParameter('events', []) as string[] };
			const page = await readChanges(this, hotel, cursor, filter);
			const move = () => {
				memory.hotel = hotel;
				memory.cursor = page.cursor;
			};
			// Nothing to run: what was passed over need not be read again.
			if (page.changes.length === 0) move();
			return { items: page.changes.map(toItem), problems: [], onSuccess: move };
		});
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveBooking(this);
	}
}

function toItem({ reservation, ...change }: Change): INodeExecutionData {
	return { json: { ...reservation, selfKey: { ...reservation.selfKey, change } } as unknown as IDataObject };
}
