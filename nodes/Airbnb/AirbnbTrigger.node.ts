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
import { PollLock } from '../shared/polling/poll-lock';
import { pollOnce } from '../shared/polling/poll-once';
import { sources } from '../shared/polling/sources';
import { acceptanceWebhooks, answerAcceptance, rememberAcceptanceUrl } from './calendar-feed/acceptance';
import { calendarFeed } from './calendar-feed/calendar-feed.source';
import { partnerApi } from './reservations/partner-api.source';

/** A run longer than this is taken for dead. */
const MAX_RUN_MS = 15 * 60_000;

const lock = new PollLock(MAX_RUN_MS);

const { properties, fetch } = sources([partnerApi, calendarFeed]);

/** Starts with every reservation, change and cancellation of Airbnb. */
export class AirbnbTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Airbnb Trigger',
		name: 'airbnbTrigger',
		icon: { light: 'file:airbnb.svg', dark: 'file:airbnb.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'new, modified and cancelled',
		description: 'Starts when Airbnb has new, modified or cancelled reservations, one item each',
		eventTriggerDescription: 'Waiting for reservations on Airbnb',
		defaults: { name: 'Airbnb Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			// `hide`, since n8n leaves out what has its default: by `show`, an imported node would get no credential.
			{ name: 'airbnbApi', required: true, displayOptions: { hide: { source: [calendarFeed.value] } } },
			{ name: 'calendarFeedsApi', required: true, displayOptions: { show: { source: [calendarFeed.value] } } },
		],
		webhooks: acceptanceWebhooks(calendarFeed.value),
		properties,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				rememberAcceptanceUrl(this);
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
		return await pollOnce(this, lock, async () => await fetch(this));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return answerAcceptance(this);
	}
}
