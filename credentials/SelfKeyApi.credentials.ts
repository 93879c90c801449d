import type { IAuthenticateGeneric, ICredentialType, Icon, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { allowHttpProperty, refuseUnsafeAddress, refuseUnsafeRequest } from './shared/addresses';

type AuthenticateFunction = Exclude<ICredentialType['authenticate'], IAuthenticateGeneric | undefined>;

/**
 * One hotel in SelfKey: an API key for reading, and the integration with the secret that signs what is written. Its test
 * is the SelfKey node's, which can sign a call and read what SelfKey says of it.
 */
export class SelfKeyApi implements ICredentialType {
	name = 'selfKeyApi';

	displayName = 'SelfKey API';

	documentationUrl = 'https://github.com/hotel-paradise/n8n-nodes-hotel#credentials';

	icon: Icon = { light: 'file:../nodes/SelfKey/selfKey.svg', dark: 'file:../nodes/SelfKey/selfKey.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://selfkey.example.com',
			description: 'Where SelfKey runs, without a path',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'For reading bookings and establishments',
		},
		{
			displayName: 'Hotel',
			name: 'hotelSlug',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'hotel-paradise',
			description: "SelfKey's short name of the hotel, as in its address. Each hotel needs a credential of its own.",
		},
		{
			displayName: 'Integration ID',
			name: 'integrationId',
			type: 'string',
			default: '',
			placeholder: 'n8n',
			description:
				'The "id" of the integration\'s row in SelfKey that reservations are written through. It is also the last part of the address that SelfKey gives for its webhook: /api/webhooks/integrations/hotel-paradise/n8n.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Signs what is written. The same as "webhookSecret" in the integration\'s configuration in SelfKey, at least 16 characters, such as 64 hex digits. A new one: openssl rand -hex 32.',
		},
		allowHttpProperty,
	];

	/** No expression: n8n evaluates expressions only in its own polls, not in a poll started by a webhook. */
	authenticate: AuthenticateFunction = async (credentials, request: IHttpRequestOptions) => {
		refuseUnsafeAddress('Base URL', credentials.baseUrl, credentials);
		refuseUnsafeRequest(request, credentials);
		return { ...request, headers: { ...request.headers, 'X-API-Key': String(credentials.apiKey ?? '') } };
	};
}
