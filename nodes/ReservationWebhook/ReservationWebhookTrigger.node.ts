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
import { readReservationEvent } from './webhook/read-reservation-event';
import { validateChannels, validateCurrency, validateSource } from './webhook/settings';

/** Starts on every signed reservation, change and cancellation from a reservation system. */
export class ReservationWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Reservation Webhook Trigger',
		name: 'reservationWebhookTrigger',
		icon: { light: 'file:reservationWebhook.svg', dark: 'file:reservationWebhook.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["source"] }}',
		description: 'Starts when a reservation system sends a signed reservation, change or cancellation, one item each',
		eventTriggerDescription: 'Waiting for reservations',
		activationMessage: 'Reservations sent to the Production URL now start this workflow.',
		triggerPanel: { header: 'Wait for a reservation' },
		defaults: { name: 'Reservation Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'signedWebhookApi', required: true, testedBy: 'signedWebhookTest' }],
		webhooks: [signedWebhook('reservations')],
		properties: [
			addressNotice('the reservation system'),
			{
				displayName: 'Source',
				name: 'source',
				type: 'string',
				required: true,
				default: 'webhook',
				placeholder: 'e.g. my-channel-manager',
				description:
					"The sender's name, for messages without a channel of their own. Never change it once reservations have arrived: they would be treated as different ones.",
			},
			{
				displayName: 'Other Channels',
				name: 'channels',
				type: 'string',
				default: '',
				placeholder: 'e.g. our-website, expedia',
				description:
					'What else the sender may speak for, by the channel in its messages, separated by commas. Messages for any other channel than these and the source are answered with 400.',
			},
			{
				displayName: 'Currency',
				name: 'currency',
				type: 'string',
				// SelfKey's own: its documented payload brings no currency.
				default: 'CHF',
				placeholder: 'e.g. EUR',
				description: 'For amounts without a currency. If empty, such messages are answered with 400.',
			},
			eventsProperty([
				{ name: 'Cancelled Reservation', value: 'cancelled_reservation' },
				{ name: 'Modified Reservation', value: 'modified_reservation' },
				{ name: 'New Reservation', value: 'new_reservation' },
			]),
			respondProperty,
			optionsProperty(),
		],
	};

	methods = { credentialTest: { signedWebhookTest: testSignedWebhook } };

	/** A person enters the address in the other system; only the settings are checked here. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				await refuseUnusable(this, {
					credential: async () => await validateSignedWebhook(this),
					fields: () =>
						validateSource(this.getNodeParameter('source', 'webhook')) ??
						validateChannels(this.getNodeParameter('channels', '')) ??
						validateCurrency(this.getNodeParameter('currency', 'CHF')),
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
		return await receiveWebhook(this, {
			contentTypes: ['application/json'],
			connection: signedWebhookConnection,
			read: (delivery) =>
				readReservationEvent(delivery, {
					source: String(this.getNodeParameter('source', 'webhook')),
					channels: String(this.getNodeParameter('channels', '')),
					currency: String(this.getNodeParameter('currency', 'CHF')),
				}),
		});
	}
}
