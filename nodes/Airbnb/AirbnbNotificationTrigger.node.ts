import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { refuseUnusable } from '../shared/activation';
import { secretPath, secretPathMistake, secretPathProperty } from '../shared/secret-path';
import { receiveNotification } from './notifications/receive-notification';

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
		credentials: [{ name: 'airbnbApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// An object, so that it is sent as JSON.
				responseData: '={{ ({ succeed: true }) }}',
				path: secretPath('airbnb'),
			},
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
