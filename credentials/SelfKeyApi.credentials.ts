import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { validateNewSecret } from '../core/webhook/schemes';
import { allowHttpProperty, refuseUnsafeAddress, refuseUnsafeRequest, refusesRedirects } from './shared/addresses';

type AuthenticateFunction = Exclude<ICredentialType['authenticate'], IAuthenticateGeneric | undefined>;

/** Marks the request of the credential's test for `authenticate`, which takes it off: SelfKey itself never sees a secret that could be tested. */
const TEST_MARK = 'x-credential-test';

/** One hotel in SelfKey: an API key for reading, and the integration with the secret that signs what is written. */
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
			description: "The ID of the integration in SelfKey's settings that reservations are written through",
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Signs what is written. Must be the same as in the integration in SelfKey, at least 16 characters. A new one: openssl rand -hex 32.',
		},
		allowHttpProperty,
	];

	/** No expression: n8n evaluates expressions only in its own polls, not in a poll started by a webhook. */
	authenticate: AuthenticateFunction = async (credentials, request: IHttpRequestOptions) => {
		refuseUnsafeAddress('Base URL', credentials.baseUrl, credentials);
		refuseUnsafeRequest(request, credentials);
		const { [TEST_MARK]: isTest, ...headers } = request.headers ?? {};
		const secret = String(credentials.webhookSecret ?? '').trim();
		const reason = isTest === undefined || secret === '' ? null : validateNewSecret('hex', secret);
		if (reason !== null) throw new RangeError(reason);
		return { ...request, headers: { ...headers, 'X-API-Key': String(credentials.apiKey ?? '') } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '=/api/v1/establishments/{{encodeURIComponent($credentials.hotelSlug)}}',
			headers: { [TEST_MARK]: 'yes' },
			disableFollowRedirect: true,
		},
		rules: refusesRedirects,
	};
}
