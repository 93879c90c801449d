import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { refuseUnusable } from '../shared/activation';
import { toNodeError } from '../shared/node-error';
import { nodeKey } from '../shared/node-key';
import { pollOnce, type Polled } from '../shared/polling/poll-once';
import { validateConnection } from '../shared/signed-trigger/credential';
import { readAvailability, readRates } from './availability/poll-availability';
import { readFeed, settingsOf, type FeedSettings } from './change-feed/poll-feed';
import { testSelfKey } from './setup/test-credential';
import { receiveBooking, receiveWake, selfKeyConnection } from './webhook/receive-booking';
import { triggerProperties } from './change-feed/trigger-properties';
import { WakeablePollLock } from './change-feed/wakeable-poll-lock';

/** A longer run counts as dead, and its changes are given out again. */
const MAX_RUN_MS = 30 * 60_000;

const lock = new WakeablePollLock(MAX_RUN_MS);

/** SelfKey knows when each subscriber has asked, and the alerts ask SelfKey. */
const SILENCE = { isSilenceToldElsewhere: true };

const SOURCES: Record<
	string,
	(context: IPollFunctions, settings: FeedSettings, wakeUrl: string | null) => Promise<Polled>
> = { availability: readAvailability, rates: readRates };

/**
 * Starts with every change of any booking in SelfKey: from a channel, sold directly, or entered at the desk. It
 * keeps no cursor: what is not acknowledged is offered again, so a crash at any point loses nothing.
 */
export class SelfKeyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SelfKey Trigger',
		name: 'selfKeyTrigger',
		icon: { light: 'file:selfKey.svg', dark: 'file:selfKey.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["source"] === "webhook" ? "webhooks" : $parameter["source"] === "feed" ? "change feed" : $parameter["source"] }}',
		description: 'Starts when a booking in SelfKey is created, changed or cancelled, one item each',
		eventTriggerDescription: 'Waiting for changes in SelfKey',
		defaults: { name: 'SelfKey Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'selfKeyApi', required: true, testedBy: 'selfKeyTest' }],
		webhooks: [
			{
				name: 'default',
				// For the change feed, only in an active workflow. In an inactive one n8n looks for webhooks of a manual
				// run: if it found one, the editor's "Execute workflow" would wait for a call instead of polling.
				httpMethod: '={{ $parameter["source"] === "webhook" || $workflow.active ? "POST" : "" }}',
				responseMode:
					'={{ $parameter["source"] !== "webhook" || $parameter["respond"] === "atOnce" ? "onReceived" : "responseNode" }}',
				responseData: '={{ ({ status: "success" }) }}',
				path: 'selfkey',
				// The editor cannot tell whether the workflow is active.
				ndvHideMethod: true,
			},
		],
		properties: triggerProperties,
	};

	methods = { credentialTest: { selfKeyTest: testSelfKey } };

	/** SelfKey's webhooks are entered by a person in SelfKey's settings: its API cannot register them. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				await refuseUnusable(this, { credential: async () => await validateWebhookSecret(this) });
				if (this.getNodeParameter('source', 'feed') === 'webhook') return true;
				// A poll cannot ask n8n for it.
				const memory: WakeMemory = this.getWorkflowStaticData('node');
				memory.wakeUrl = this.getNodeWebhookUrl('default');
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				lock.forget(nodeKey(this));
				return true;
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		if (this.getNodeParameter('source', 'feed') === 'webhook') return null;
		const fetch = async () => {
			// Read here: outside of n8n's own poll it gives out neither parameters nor memory.
			const settings = settingsOf(this);
			const memory: WakeMemory = this.getWorkflowStaticData('node');
			const source = SOURCES[String(this.getNodeParameter('source', 'feed'))] ?? readFeed;
			const read = async () => await source(this, settings, memory.wakeUrl ?? null);
			if (this.getMode() !== 'manual') {
				lock.listen(nodeKey(this), JSON.stringify(settings), async () => await pollAwoken(this, read));
			}
			return await read();
		};
		const watchesOthers = this.getNodeParameter('watchesOthers', false) === true;
		return await pollOnce(this, lock, fetch, { ...SILENCE, watchesOthers });
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		if (this.getNodeParameter('source', 'feed') === 'webhook') return await receiveBooking(this);
		return await receiveWake(this, () => lock.wake(nodeKey(this), JSON.stringify(settingsOf(this))));
	}
}

/** What the workflow remembers: its own address, for SelfKey to call. */
interface WakeMemory {
	wakeUrl?: string | undefined;
}

/** With webhooks alone nothing would ever start the workflow. */
async function validateWebhookSecret(context: IHookFunctions): Promise<string | null> {
	if (context.getNodeParameter('source', 'feed') !== 'webhook') return null;
	const connection = await selfKeyConnection(context);
	return connection.secrets.every((secret) => secret === '')
		? 'Fill in the webhook secret in the SelfKey credential; SelfKey signs its webhooks with it'
		: validateConnection(connection);
}

/** As n8n does with errors from a poll; here nothing else would catch them. */
async function pollAwoken(context: IPollFunctions, fetch: () => Promise<Polled>): Promise<void> {
	try {
		await pollOnce(context, lock, fetch, SILENCE);
	} catch (error) {
		context.__emitError(toNodeError(context.getNode(), error));
	}
}
