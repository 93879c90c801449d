import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { jsonOrNull } from '../core/payload/json-or-null';
import { allowHttpProperty, refuseUnsafeAddress, refuseUnsafeRequest, refusesRedirects } from './shared/addresses';

type AuthenticateFunction = Exclude<ICredentialType['authenticate'], IAuthenticateGeneric | undefined>;

const ohip = { show: { connection: ['ohip'] } };
const gateway = { show: { connection: ['gateway'] } };

/**
 * One hotel in OPERA Cloud: OAuth at Oracle's integration platform (OHIP), or Basic at a gateway with paths of its own.
 * Source: Oracle's description of the oAuth API for OHIP.
 */
export class OperaApi implements ICredentialType {
	name = 'operaApi';

	displayName = 'Opera API';

	documentationUrl = 'https://docs.oracle.com/en/industries/hospitality/integration-platform/index.html';

	icon: Icon = { light: 'file:../nodes/Opera/opera.svg', dark: 'file:../nodes/Opera/opera.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Connection',
			name: 'connection',
			type: 'options',
			options: [
				{
					name: 'Oracle Hospitality Integration Platform',
					value: 'ohip',
					description: 'OPERA Cloud itself, with OAuth',
				},
				{
					name: 'Gateway with Basic Authentication',
					value: 'gateway',
					description: 'A system in front of OPERA that offers reservations, guests and rooms under paths of its own',
				},
			],
			default: 'ohip',
		},
		{
			displayName: 'Gateway URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://example.hospitality-api.eu-frankfurt-1.ocs.oraclecloud.com',
			description: 'Where the API is reached; it must begin with https. OHIP shows it in the developer portal.',
		},
		{
			displayName: 'Hotel ID',
			name: 'hotelId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'PARADISE',
			description: "The property's code in OPERA. Each hotel needs a credential of its own.",
		},
		{
			displayName: 'External System',
			name: 'externalSystem',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'SELFKEY',
			description:
				'The code under which OPERA knows this connection, 20 characters at most (Administration → Interfaces → External Systems). Reservations are found again by it, so never change it.',
		},
		{
			displayName: 'Application Key',
			name: 'apiKey',
			description: "Of your application in Oracle's developer portal; it is sent as x-app-key",
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: ohip,
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			description: 'Of the environment: the developer portal shows it beside the gateway URL',
			type: 'string',
			default: '',
			displayOptions: ohip,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			description: 'The secret that belongs to the client ID',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: ohip,
		},
		{
			displayName: 'Grant',
			name: 'grant',
			type: 'options',
			options: [
				{
					name: 'Client Credentials',
					value: 'client_credentials',
					description: 'For environments with OCI identity (OCIM)',
				},
				{ name: 'Integration User and Password', value: 'password', description: 'For older environments' },
			],
			default: 'client_credentials',
			displayOptions: ohip,
		},
		{
			displayName: 'Enterprise ID',
			name: 'enterpriseId',
			description: "The chain's code at Oracle, which the developer portal shows for the environment",
			type: 'string',
			default: '',
			displayOptions: { show: { connection: ['ohip'], grant: ['client_credentials'] } },
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: 'urn:opc:hgbu:ws:__myscopes__',
			description: 'Usually the default: everything that the application is subscribed to',
			displayOptions: { show: { connection: ['ohip'], grant: ['client_credentials'] } },
		},
		{
			displayName: 'Integration User',
			name: 'integrationUser',
			description: 'Created in the developer portal for this environment',
			type: 'string',
			default: '',
			displayOptions: { show: { connection: ['ohip'], grant: ['password'] } },
		},
		{
			displayName: 'Integration Password',
			name: 'integrationPassword',
			description: 'Of the integration user; Oracle lets it expire',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { connection: ['ohip'], grant: ['password'] } },
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Username',
			name: 'username',
			description: 'As the gateway gave it to you',
			type: 'string',
			default: '',
			displayOptions: gateway,
		},
		{
			displayName: 'Password',
			name: 'password',
			description: 'As the gateway gave it to you',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: gateway,
		},
		{
			displayName: 'Path of Reservations',
			name: 'reservationsPath',
			description: 'Below the gateway URL',
			type: 'string',
			default: '/reservations',
			displayOptions: gateway,
		},
		{
			displayName: 'Path of Guests',
			name: 'guestsPath',
			description: 'Below the gateway URL',
			type: 'string',
			default: '/guests',
			displayOptions: gateway,
		},
		{
			displayName: 'Path of Rooms',
			name: 'roomsPath',
			description: 'Below the gateway URL',
			type: 'string',
			default: '/rooms',
			displayOptions: gateway,
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 50,
			description:
				'What each process of this n8n may send. Oracle allows 50 for all systems of the environment together: in queue mode, enter 50 divided by the number of workers, and less if other systems need their part.',
		},
		{
			displayName:
				'The test of this credential asks for the business date only. Which of OPERA\'s APIs are missing, "Code: Check" of the Opera node names all at once: run it, or publish "30 SelfKey to Opera", which does.',
			name: 'testNotice',
			type: 'notice',
			default: '',
			displayOptions: ohip,
		},
		allowHttpProperty,
	];

	/** Called by n8n where no token is kept and after a 401. Answers `{}` for a gateway, which needs none. */
	preAuthentication = async function (
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ accessToken?: string }> {
		if (credentials.connection === 'gateway') return {};
		const text = (name: string) => String(credentials[name] ?? '').trim();
		refuseUnsafeAddress('Gateway URL', credentials.baseUrl, credentials);
		const isPassword = credentials.grant === 'password';
		const form: Record<string, string> = isPassword
			? { grant_type: 'password', username: text('integrationUser'), password: String(credentials.integrationPassword) }
			: { grant_type: 'client_credentials', scope: text('scope') };
		const answer = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${text('baseUrl').replace(/\/+$/, '')}/oauth/v1/tokens`,
			headers: {
				Accept: 'application/json',
				Authorization: basic(text('clientId'), text('clientSecret')),
				'Content-Type': 'application/x-www-form-urlencoded',
				'x-app-key': text('apiKey'),
				...(isPassword || text('enterpriseId') === '' ? {} : { enterpriseId: text('enterpriseId') }),
			},
			body: new URLSearchParams(form).toString(),
			timeout: 30_000,
			// A redirect would carry the client's secret to wherever it points.
			disableFollowRedirect: true,
		})) as unknown;
		const token = (typeof answer === 'string' ? jsonOrNull(answer) : answer) as { access_token?: unknown } | null;
		return typeof token?.access_token === 'string' ? { accessToken: token.access_token } : {};
	};

	authenticate: AuthenticateFunction = async (credentials, request: IHttpRequestOptions) => {
		const text = (name: string) => String(credentials[name] ?? '').trim();
		refuseUnsafeAddress('Gateway URL', credentials.baseUrl, credentials);
		refuseUnsafeRequest(request, credentials);
		const headers = {
			// The request's own hotel comes first: one application may work for several.
			'x-hotelid': text('hotelId'),
			...request.headers,
			'x-externalsystem': text('externalSystem'),
		};
		if (credentials.connection === 'gateway')
			return {
				...request,
				headers: { ...headers, Authorization: basic(text('username'), String(credentials.password)) },
			};
		return {
			...request,
			headers: { ...headers, Authorization: `Bearer ${text('accessToken')}`, 'x-app-key': text('apiKey') },
		};
	};

	/** Asks for the hotel's business date, or a gateway for its rooms. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '={{$credentials.connection === "gateway" ? $credentials.roomsPath : "/ent/config/v1/hotels/" + encodeURIComponent($credentials.hotelId) + "/operaContext"}}',
			disableFollowRedirect: true,
		},
		rules: [
			...refusesRedirects,
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'OPERA did not accept the client, the user or the application key',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'OPERA denied access to the Enterprise Configuration API. Check the hotel ID, and in the developer portal that the application is subscribed to that API. This test asks no other one: "Code: Check" of the Opera node names those that are missing. With a gateway, it is the path of its rooms that was denied: have whoever runs it let this user read them',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no such hotel or path at this address. Check the gateway URL and the hotel ID',
				},
			},
		],
	};
}

function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
