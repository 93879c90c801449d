/** The credential: how a token is got, where it goes, and how n8n tests it. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { AirbnbApi } from '../../../credentials/AirbnbApi.credentials';
import { startAirbnb, type AirbnbSandbox } from '../../../sandbox/airbnb';
import { startHttp } from '../../../sandbox/http/server';
import { airbnbApplication, airbnbCredential, airbnbNodeContext, runAirbnb } from '../../support/airbnb-node';
import { allTexts } from '../../support/booking-com-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const type = new AirbnbApi();
let airbnb: AirbnbSandbox;
beforeEach(async () => {
	airbnb = await startAirbnb({ application: airbnbApplication });
});
afterEach(async () => await airbnb.close());

const list = async (credentials = airbnbCredential(airbnb)) =>
	await runAirbnb(airbnbNodeContext(airbnb, 'listing', 'getAll', { credentials }));

it('one token serves many requests, and is renewed after a 401; the refresh token stays', async () => {
	const credentials = airbnbCredential(airbnb);
	for (let round = 0; round < 3; round++) expect(await list(credentials)).toHaveLength(4);
	expect(airbnb.oauth.minted).toBe(1);
	airbnb.oauth.revokeAll();
	expect(await list(credentials)).toHaveLength(4);
	expect(airbnb.oauth.minted).toBe(2);
	expect(await list()).toHaveLength(4);
});

it.each([
	['a wrong secret', { clientSecret: 'wrong-never-to-be-seen' }],
	['a wrong refresh token', { refreshToken: 'wrong-never-to-be-seen' }],
	['another application', { clientId: 'somebody' }],
	['an address where nobody listens', { baseUrl: 'http://127.0.0.1:9' }],
	['an address without encryption', { baseUrl: 'http://airbnb.example' }],
	['an address that is none', { baseUrl: 'airbnb' }],
])('%s fails in words that show nothing of it', async (_, over) => {
	const error = await list(airbnbCredential(airbnb, over)).catch((thrown: Error) => thrown);
	expect(error).toBeInstanceOf(Error);
	expect((error as Error).message).toMatch(
		/no token|did not issue a token|did not accept the credentials|cannot be reached/,
	);
	expect(allTexts(error).filter((text) => text.includes('never-to-be-seen') || text.includes('Basic '))).toEqual([]);
});

it.each([
	['http://api.airbnb.com', false],
	['http://127.0.0.1.example', false],
	['http://localhost.example:80', false],
	['ftp://127.0.0.1', false],
	['api.airbnb.com', false],
	['https://api.airbnb.com', true],
	['http://localhost:8080', true],
	['http://[::1]:8080', true],
])('a token goes to %s: %s', async (address, isSafe) => {
	const sent = type.authenticate(
		{ ...airbnbApplication, accessToken: 'token' },
		{ url: `${address}/v2/listings`, headers: {} },
	);
	if (isSafe) expect((await sent).headers).toMatchObject({ 'X-Airbnb-OAuth-Token': 'token' });
	else await expect(sent).rejects.toThrow(/must begin with https:\/\/|must be a whole address/);
});

it('no token and no secret goes to where a redirect leads', async () => {
	const seen: string[] = [];
	const thief = await startHttp({
		handler: (request) => {
			seen.push(JSON.stringify(request.headers) + request.body.toString());
			return { status: 200, body: '{}' };
		},
	});
	const redirecting = await startHttp({ handler: () => ({ status: 302, headers: { Location: `${thief.url}/x` } }) });
	try {
		airbnb.faults.next('redirect', { times: 9, location: thief.url });
		await expect(list()).rejects.toThrow();
		await expect(list(airbnbCredential(airbnb, { baseUrl: redirecting.url }))).rejects.toThrow();
		expect(type.test.request.disableFollowRedirect).toBe(true);
		expect(seen).toEqual([]);
	} finally {
		await thief.close();
		await redirecting.close();
	}
});

describe('the test that n8n runs', () => {
	const { request, rules } = type.test;
	const ask = async (accessToken: string) => {
		const data = { ...airbnbApplication, accessToken, baseUrl: airbnb.url };
		const url = `${airbnb.url}${String(request.url)}?_unwrapped=true`;
		const sent = await type.authenticate(data, { url, headers: {} } as IHttpRequestOptions);
		const answer = await fetch(sent.url, { headers: sent.headers as Record<string, string> });
		return (await answer.json()) as IDataObject;
	};

	it('asks Airbnb whether the token is valid', async () => {
		const { access_token: token } = airbnb.oauth.refresh(airbnbApplication.refreshToken, false) as {
			access_token: string;
		};
		expect(await ask(token)).toEqual({ oauth2_authorization: { valid: true } });
		expect(await ask('an/odd?token')).toEqual({ oauth2_authorization: { valid: false } });
	});

	it('fails where Airbnb says that it is not, wrapped or not', () => {
		const keys = rules?.map(({ properties }) => 'key' in properties && [properties.key, properties.value]);
		expect(keys).toEqual([
			['oauth2_authorization.valid', false],
			['valid', false],
		]);
	});
});
