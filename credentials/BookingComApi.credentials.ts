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
import { allowHttpProperty, refuseUnsafeAddress, refuseUnsafeRequest, refusesRedirects } from './shared/addresses';

type AuthenticateFunction = Exclude<ICredentialType['authenticate'], IAuthenticateGeneric | undefined>;

/**
 * Booking.com connectivity account. A client id and secret are exchanged for a token of one hour, of which
 * Booking.com gives 30 an hour at most: n8n keeps it in the credential and asks again after a 401.
 * Source: developers.booking.com/connectivity/docs/token-based-authentication.
 */
export class BookingComApi implements ICredentialType {
	name = 'bookingComApi';

	displayName = 'Booking.com API';

	documentationUrl = 'https://developers.booking.com/connectivity/docs/token-based-authentication';

	icon: Icon = {
		light: 'file:../nodes/BookingCom/bookingCom.svg',
		dark: 'file:../nodes/BookingCom/bookingCom.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Client ID and Secret',
					value: 'token',
					description: "Booking.com's current method: exchanged for a token that is renewed automatically",
				},
				{
					name: 'Machine Account (Basic)',
					value: 'basic',
					description: 'The older method, which Booking.com is phasing out',
				},
				{
					name: 'API Key of a Gateway',
					value: 'apiKey',
					description: 'A channel manager or proxy in front of Booking.com',
				},
			],
			default: 'token',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			description: "Of the machine account, from Booking.com's Connectivity Portal",
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['token'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			description: 'Shown once when it is made in the Connectivity Portal',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['token'] } },
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Username',
			name: 'username',
			description: "Of the machine account, as Booking.com's connectivity support gave it to you",
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['basic'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			description: 'Of the machine account',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['basic'] } },
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			description: 'In which header the gateway expects its key',
			type: 'string',
			default: 'X-API-Key',
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			description: 'As the gateway gave it to you',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		{
			displayName: 'Reservations Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://secure-supply-xml.booking.com',
			description: 'Where reservations are fetched. Change it only for a gateway or a test system.',
		},
		{
			displayName: 'Availability and Rates Base URL',
			name: 'ariBaseUrl',
			type: 'string',
			default: 'https://supply-xml.booking.com',
			description: 'Where availability and rates are sent. Change it only for a gateway or a test system.',
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			description: 'Where the ID and the secret are exchanged for a token. Change it only for a test system.',
			type: 'string',
			default: 'https://connectivity-authentication.booking.com/token-based-authentication/exchange',
			displayOptions: { show: { authentication: ['token'] } },
		},
		allowHttpProperty,
	];

	/** Called by n8n where no token is kept and after a 401. Answers `{}` for the kinds that need none. */
	preAuthentication = async function (
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ sessionToken?: string }> {
		if (credentials.authentication !== 'token') return {};
		refuseUnsafeAddress('Token URL', credentials.tokenUrl, credentials);
		const answer = (await this.helpers.httpRequest({
			method: 'POST',
			url: String(credentials.tokenUrl),
			headers: { Accept: 'application/json' },
			body: { client_id: credentials.clientId, client_secret: credentials.clientSecret },
			json: true,
			timeout: 30_000,
			// A redirect would carry the client's secret to wherever it points.
			disableFollowRedirect: true,
		})) as { jwt?: unknown };
		return typeof answer?.jwt === 'string' ? { sessionToken: answer.jwt } : {};
	};

	authenticate: AuthenticateFunction = async (credentials, request: IHttpRequestOptions) => {
		refuseUnsafeAddress('Reservations Base URL', credentials.baseUrl, credentials);
		refuseUnsafeAddress('Availability and Rates Base URL', credentials.ariBaseUrl, credentials);
		refuseUnsafeRequest(request, credentials);
		const headers = { ...request.headers };
		if (credentials.authentication === 'basic') {
			const pair = `${String(credentials.username)}:${String(credentials.password)}`;
			headers.Authorization = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
		} else if (credentials.authentication === 'apiKey') {
			headers[String(credentials.headerName) || 'X-API-Key'] = String(credentials.apiKey);
		} else {
			headers.Authorization = `Bearer ${String(credentials.sessionToken)}`;
		}
		return { ...request, headers };
	};

	/** Asks for the queue of new reservations, which takes nothing from it. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/hotels/ota/OTA_HotelResNotif',
			qs: { limit: 10 },
			disableFollowRedirect: true,
		},
		rules: refusesRedirects,
	};
}
