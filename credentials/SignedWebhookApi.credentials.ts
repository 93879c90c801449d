import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The secret that a cash register or a reservation system signs its webhooks with, and how it does it. */
export class SignedWebhookApi implements ICredentialType {
	name = 'signedWebhookApi';

	displayName = 'Signed Webhook API';

	documentationUrl = 'https://github.com/hotel-paradise/n8n-nodes-hotel#signed-webhooks';

	icon: Icon = {
		light: 'file:../nodes/CashSystem/cashSystem.svg',
		dark: 'file:../nodes/CashSystem/cashSystem.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The same as in the sending system, at least 16 characters. Use a separate one for each system. A new one: openssl rand -hex 32.',
		},
		{
			displayName: 'Previous Secrets',
			name: 'previousSecrets',
			type: 'string',
			typeOptions: { password: true, rows: 3 },
			default: '',
			description:
				'Also accepted while the secret is being replaced, one per line. Remove them once all senders use the new one.',
		},
		{
			displayName: 'Signature Scheme',
			name: 'scheme',
			type: 'options',
			options: [
				{
					name: 'Hex of the Body',
					value: 'hex',
					description:
						'HMAC-SHA256 of the body as 64 hex digits, with or without sha256= before it: most cash registers, GitHub, SelfKey',
				},
				{
					name: 'Base64 of the Body',
					value: 'base64',
					description: 'HMAC-SHA256 of the body in base64: Shopify and others',
				},
				{
					name: 'Time and Body (t=…,v1=…)',
					value: 'timestamped',
					description:
						'HMAC-SHA256 of the time, a full stop and the body, in hex: as Stripe does it. Old messages cannot be replayed.',
				},
				{
					name: 'Standard Webhooks (Svix)',
					value: 'standard',
					description:
						'ID, time and body, signed in base64; the secret often begins with whsec_. Old messages cannot be replayed.',
				},
			],
			default: 'hex',
		},
		{
			displayName: 'Signature Header',
			name: 'signatureHeader',
			type: 'string',
			default: '',
			placeholder: 'x-signature',
			description:
				'Where the sender puts the signature. Empty: x-signature, or webhook-signature for Standard Webhooks.',
		},
		{
			displayName: 'Delivery ID Header',
			name: 'deliveryIdHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. x-delivery-id',
			description:
				'Where the sender puts an ID that stays the same when it sends a message again. Leave empty if it sends none.',
			displayOptions: { show: { scheme: ['hex', 'base64', 'timestamped'] } },
		},
		{
			displayName: 'Tolerance (Seconds)',
			name: 'toleranceSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 300,
			description: "How far the signed time may differ from this server's clock, in either direction",
			displayOptions: { show: { scheme: ['timestamped', 'standard'] } },
		},
	];
}
