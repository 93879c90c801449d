import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { refuseUnusable } from '../shared/activation';
import { signedWebhookConnection, testSignedWebhook, validateSignedWebhook } from '../shared/signed-trigger/credential';
import {
	addressNotice,
	eventsProperty,
	optionsProperty,
	respondProperty,
	signedWebhook,
} from '../shared/signed-trigger/properties';
import { receiveWebhook } from '../shared/signed-trigger/receive-signed-webhook';
import { readPaymentEvent } from './webhook/read-payment-event';

/** Starts on every signed payment and refund from a cash register. */
export class CashSystemTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cash System Trigger',
		name: 'cashSystemTrigger',
		icon: { light: 'file:cashSystem.svg', dark: 'file:cashSystem.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].length === 0 ? "all events" : $parameter["events"].join(", ") }}',
		description: 'Starts when a cash register sends a signed payment or refund, one item each',
		eventTriggerDescription: 'Waiting for payments and refunds',
		activationMessage: 'Payments and refunds sent to the Production URL now start this workflow.',
		triggerPanel: { header: 'Wait for a payment or a refund' },
		defaults: { name: 'Cash System Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'signedWebhookApi', required: true, testedBy: 'signedWebhookTest' }],
		webhooks: [signedWebhook('cash-system')],
		properties: [
			addressNotice('the cash register'),
			eventsProperty([
				{ name: 'Payment Received', value: 'payment_received' },
				{ name: 'Refund Processed', value: 'refund_processed' },
			]),
			respondProperty,
			optionsProperty(),
		],
	};

	methods = { credentialTest: { signedWebhookTest: testSignedWebhook } };

	/** A person enters the address in the cash register; only the settings used to verify it are checked here. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				await refuseUnusable(this, { credential: async () => await validateSignedWebhook(this) });
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

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveWebhook(this, {
			contentTypes: ['application/json'],
			connection: signedWebhookConnection,
			read: readPaymentEvent,
		});
	}
}
