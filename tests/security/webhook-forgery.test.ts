/** Nobody without the secret writes to SelfKey, and a message that was signed for one address counts at no other. */
import { createHmac } from 'node:crypto';
import { hotelParadise, newStep, pensionDuLac, sampleBooking } from '../../sandbox/hotel';
import { startSelfKey, type SelfKeySandbox } from '../../sandbox/selfkey';
import { dumpTables, type Dump } from '../support/active-bookings';

const SECRETS = { paradise: 'the secret of Hôtel Paradise', pension: 'the secret of the Pension' };
const PATH = '/api/webhooks/integrations/hotel-paradise/paradise';
/** As SelfKey's owner documents it. */
const { booking } = newStep(sampleBooking());
const BODY = JSON.stringify({
	event_type: 'new_reservation',
	data: {
		hotel_id: 'hotel-paradise',
		integration_id: 'paradise',
		external_id: '4705950059',
		room_type: '801185501',
		guest: {
			first_name: booking.booker.firstName,
			last_name: booking.booker.lastName,
			email: booking.booker.email,
			phone: '',
		},
		check_in: '2027-03-29',
		check_out: '2027-03-31',
		total_amount: 290,
		guest_count: 2,
	},
});

let selfKey: SelfKeySandbox;
let before: Dump;

// An oracle of its own: the package's signing is not asked.
const sign = (secret: string, body: string) => createHmac('sha256', secret).update(body, 'utf8').digest('hex');

beforeAll(async () => {
	selfKey = await startSelfKey({
		hotel: hotelParadise,
		hotels: [pensionDuLac],
		apiKey: 'the-api-key',
		integrations: [
			{ id: 'paradise', secret: SECRETS.paradise, hotelSlug: hotelParadise.slug },
			{ id: 'pension', secret: SECRETS.pension, hotelSlug: pensionDuLac.slug },
		],
	});
	before = await dumpTables(selfKey);
}, 60_000);

afterAll(async () => {
	await selfKey?.close();
});

async function post(
	path: string,
	body: string,
	headers: Record<string, string>,
	method = 'POST',
): Promise<{ status: number; text: string }> {
	const answer = await fetch(`${selfKey.url}${path}`, {
		method,
		headers: { 'content-type': 'application/json', ...headers },
		...(method === 'GET' ? {} : { body }),
	});
	return { status: answer.status, text: await answer.text() };
}

const right = sign(SECRETS.paradise, BODY);

test.each<[string, { path?: string; body?: string; headers?: Record<string, string> }]>([
	['without a signature', {}],
	['with an empty one', { headers: { 'x-signature': '' } }],
	['with one of another secret', { headers: { 'x-signature': sign('guessed', BODY) } }],
	['with one of an empty secret', { headers: { 'x-signature': sign('', BODY) } }],
	["with the other hotel's", { headers: { 'x-signature': sign(SECRETS.pension, BODY) } }],
	['with a part of the right one', { headers: { 'x-signature': right.slice(0, 32) } }],
	['with the right one and more', { headers: { 'x-signature': `${right}00` } }],
	['with the right one among others', { headers: { 'x-signature': `${sign('guessed', BODY)}, ${right}` } }],
	['with the right one in another header', { headers: { 'x-webhook-signature': right } }],
	['with the API key instead', { headers: { 'x-api-key': 'the-api-key' } }],
	['that was changed after signing', { body: BODY.replace('290', '1'), headers: { 'x-signature': right } }],
	['with a byte more', { body: `${BODY} `, headers: { 'x-signature': right } }],
	[
		'that was signed for another hotel',
		{ path: PATH.replace('hotel-paradise/paradise', 'pension-du-lac/pension'), headers: { 'x-signature': right } },
	],
	[
		'to an integration of another hotel',
		{ path: PATH.replace('hotel-paradise', 'pension-du-lac'), headers: { 'x-signature': right } },
	],
	[
		'to an integration that does not exist',
		{ path: PATH.replace('/paradise', '/nobody'), headers: { 'x-signature': right } },
	],
	[
		'to the prototype of an object',
		{ path: PATH.replace('/paradise', '/__proto__'), headers: { 'x-signature': right } },
	],
])('a reservation %s is refused and changes nothing', async (_, { path = PATH, body = BODY, headers = {} }) => {
	const { status, text } = await post(path, body, headers);
	expect(status).toBe(401);
	expect(JSON.parse(text)).toEqual({ error: 'Invalid signature' });
	expect(await dumpTables(selfKey)).toEqual(before);
});

test.each(['GET', 'PUT', 'DELETE'])('%s changes nothing either', async (method) => {
	expect((await post(PATH, BODY, { 'x-signature': right }, method)).status).toBe(405);
	expect(await dumpTables(selfKey)).toEqual(before);
});

test('the same reservation with its right signature is written, so that the refusals above are of the signature', async () => {
	const { status, text } = await post(PATH, BODY, { 'x-signature': right });
	expect({ status, answer: JSON.parse(text) as unknown }).toMatchObject({
		status: 200,
		answer: { status: 'success', outcome: 'created' },
	});
	expect(await dumpTables(selfKey)).not.toEqual(before);
});

test('repeated by somebody who has overheard it, it changes nothing more', async () => {
	const written = await dumpTables(selfKey);
	expect((await post(PATH, BODY, { 'x-signature': right })).status).toBe(200);
	expect(await dumpTables(selfKey)).toEqual(written);
	expect((await selfKey.statistics()).bookings).toBe(1);
});
