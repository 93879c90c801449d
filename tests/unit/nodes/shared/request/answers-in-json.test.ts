/** What a guest typed into a reservation makes no page of a channel's or of SelfKey's answers unreadable. */
import { MAX_JSON } from '../../../../../core/payload/json-or-null';
import { airbnbRequest } from '../../../../../nodes/Airbnb/transport';
import { operaRequest } from '../../../../../nodes/Opera/transport';
import { selfKeyGet } from '../../../../../nodes/SelfKey/transport';
import type { RequestContext } from '../../../../../nodes/shared/request/request';

/** A context in which every request is answered with this body. */
const answering = (body: string) =>
	({
		getCredentials: () =>
			Promise.resolve({
				baseUrl: 'https://api.example',
				apiKey: 'key-of-the-test',
				hotelId: 'H1',
				externalSystem: 'X',
				connection: 'ohip',
			}),
		helpers: {
			httpRequestWithAuthentication: (_name: string, { encoding }: { encoding: string }) =>
				Promise.resolve({
					statusCode: 200,
					headers: {},
					body: encoding === 'arraybuffer' ? new TextEncoder().encode(body) : body,
				}),
		},
	}) as unknown as RequestContext;

describe.each<[string, (body: string) => Promise<object>]>([
	['Airbnb', (body) => airbnbRequest(answering(body), { method: 'GET', path: '/v2/reservations', attempts: 1 })],
	[
		'Opera',
		async (body) => (await operaRequest(answering(body), { method: 'GET', module: 'reservations', attempts: 1 })).body,
	],
	['SelfKey', (body) => selfKeyGet(answering(body), '/x', {}, { attempts: 1 })],
])('an answer of %s', (_, read) => {
	it('is read with a control character in it', async () => {
		expect(await read('{"guest":"late \u000b thanks"}')).toEqual({ guest: 'late \u000b thanks' });
	});

	it('is refused as too large before it is read', async () => {
		await expect(read(`{"a":"${'x'.repeat(MAX_JSON)}"}`)).rejects.toThrow(/too large to be read/);
	});
});
