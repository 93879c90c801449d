import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { allowHttpProperty, refuseUnsafeAddress, refuseUnsafeRequest } from './shared/addresses';

type AuthenticateFunction = Exclude<ICredentialType['authenticate'], IAuthenticateGeneric | undefined>;

/** Stands for the access token in an address, where only Airbnb's own check of a token has one. */
const ACCESS_TOKEN = '{access_token}';

/**
 * A host's account at Airbnb, seen by a partner's application. The refresh token is exchanged for an access token of
 * about a day, which n8n keeps in the credential and renews after a 401. The refresh token stays the same, so that
 * several workers may renew at once. Source: code of public integrations; Airbnb publishes no documentation.
 */
export class AirbnbApi implements ICredentialType {
	name = 'airbnbApi';

	displayName = 'Airbnb API';

	documentationUrl = 'https://github.com/hotel-paradise/n8n-nodes-hotel#credentials';

	icon: Icon = { light: 'file:../nodes/Airbnb/airbnb.svg', dark: 'file:../nodes/Airbnb/airbnb.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: "Of your application in Airbnb's partner programme",
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			description: 'The secret that belongs to the client ID',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'What Airbnb gave your application when the host connected it',
		},
		{
			displayName: 'Host ID',
			name: 'hostId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 38831',
			description: "Airbnb's number of the host, which came as user_id with the tokens",
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.airbnb.com',
			description: 'Change it only for a test system',
		},
		allowHttpProperty,
	];

	/** Called by n8n where no token is kept and after a 401. */
	preAuthentication = async function (
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ accessToken?: string }> {
		refuseUnsafeAddress('Base URL', credentials.baseUrl, credentials);
		const answer = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${String(credentials.baseUrl).replace(/\/+$/, '')}/v2/oauth2/authorizations`,
			qs: { _unwrapped: 'true' },
			headers: { Accept: 'application/json', Authorization: basicOf(credentials) },
			body: { refresh_token: String(credentials.refreshToken), reset_refresh_token: 0 },
			json: true,
			timeout: 30_000,
			// A redirect would carry the client's secret to wherever it points.
			disableFollowRedirect: true,
		})) as { access_token?: unknown };
		return typeof answer?.access_token === 'string' ? { accessToken: answer.access_token } : {};
	};

	authenticate: AuthenticateFunction = async (credentials, request: IHttpRequestOptions) => {
		const token = String(credentials.accessToken ?? '');
		const isCheck = request.url.includes(ACCESS_TOKEN);
		refuseUnsafeAddress('Base URL', credentials.baseUrl, credentials);
		refuseUnsafeRequest(request, credentials);
		return {
			...request,
			url: request.url.replace(ACCESS_TOKEN, encodeURIComponent(token)),
			headers: {
				...request.headers,
				'User-Agent': 'n8n-nodes-hotel',
				'X-Airbnb-API-Key': String(credentials.clientId ?? ''),
				...(isCheck ? { Authorization: basicOf(credentials) } : { 'X-Airbnb-OAuth-Token': token }),
			},
		};
	};

	/** Airbnb's own check of the access token. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: `/v2/oauth2/authorizations/${ACCESS_TOKEN}`,
			qs: { _unwrapped: 'true' },
			disableFollowRedirect: true,
		},
		rules: ['oauth2_authorization.valid', 'valid'].map((key) => ({
			type: 'responseSuccessBody',
			properties: { key, value: false, message: 'Airbnb no longer accepts the token: let the host connect again' },
		})),
	};
}

function basicOf({ clientId, clientSecret }: ICredentialDataDecryptedObject): string {
	return `Basic ${Buffer.from(`${String(clientId)}:${String(clientSecret)}`, 'utf8').toString('base64')}`;
}
