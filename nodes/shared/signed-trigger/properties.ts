/** Fields that the webhook triggers have in common. */
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	IWebhookDescription,
	IWebhookFunctions,
} from 'n8n-workflow';

/** Far more than any reservation, and far less than n8n itself would accept. */
const DEFAULT_KILOBYTES = 1024;

/**
 * Where newer versions of n8n look for what a field of a webhook's description is without evaluating it, so that a
 * request needs no engine for expressions. Others pass it over. n8n exports it only since 2.0.
 */
const RESOLVERS = Symbol.for('n8n.webhookDescriptionResolvers');

const RESPONSE_MODE = '={{ $parameter["respond"] === "atOnce" ? "onReceived" : "responseNode" }}';
// For an immediate answer; an object, so that it is sent as JSON.
const RESPONSE_DATA = '={{ ({ status: "success" }) }}';

/** The address, and when it is answered. */
export function signedWebhook(path: string): IWebhookDescription {
	const description: IWebhookDescription = {
		name: 'default',
		httpMethod: 'POST',
		responseMode: RESPONSE_MODE,
		responseData: RESPONSE_DATA,
		path,
	};
	return Object.assign(description, {
		[RESOLVERS]: {
			responseMode: {
				template: RESPONSE_MODE,
				resolve: ({ respond }: INodeParameters) => (respond === 'atOnce' ? 'onReceived' : 'responseNode'),
			},
			responseData: { template: RESPONSE_DATA, resolve: () => ({ status: 'success' }) },
		},
	});
}

/** @param sender as in a sentence: "the cash register" */
export function addressNotice(sender: string): INodeProperties {
	return {
		displayName: `Open "Webhook URLs" above, and enter the Production URL in ${sender}, with the secret of the credential. It works once the workflow is published.`,
		name: 'addressNotice',
		type: 'notice',
		default: '',
	};
}

export const respondProperty: INodeProperties = {
	displayName: 'Respond',
	name: 'respond',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'After the Flow Is Done (Recommended)',
			value: 'afterFlow',
			description:
				'With its outcome, so that the sender repeats what failed. Put a Hotel Webhook Reply node at the end of every branch.',
		},
		{
			name: 'At Once',
			value: 'atOnce',
			description: 'For senders that do not wait. What fails afterwards is not sent again.',
		},
	],
	default: 'afterFlow',
	description: 'When the sender gets its answer',
};

/** @param events the sender's names of them */
export function eventsProperty(events: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Only Events',
		name: 'events',
		type: 'multiOptions',
		options: events,
		default: [],
		description: 'Which events start the workflow. Leave empty for all. Others are answered with "ignored".',
	};
}

/** @param more further options, in alphabetical order among themselves */
export function optionsProperty(more: INodeProperties[] = []): INodeProperties {
	const maxKilobytes: INodeProperties = {
		displayName: 'Largest Body (Kilobytes)',
		name: 'maxKilobytes',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: DEFAULT_KILOBYTES,
		description: 'Larger bodies are answered with 413',
	};
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...more, maxKilobytes].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}

/** In bytes. An expression may return anything, but no value may mean "no limit". */
export function maxBytesOf(context: IWebhookFunctions): number {
	const kilobytes = Number(context.getNodeParameter('options.maxKilobytes', DEFAULT_KILOBYTES));
	return (Number.isFinite(kilobytes) && kilobytes >= 1 ? Math.floor(kilobytes) : DEFAULT_KILOBYTES) * 1024;
}
