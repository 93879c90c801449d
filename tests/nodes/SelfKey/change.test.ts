/** The operations on changes and subscribers, against the sandbox's SelfKey. */
import type { IDataObject } from 'n8n-workflow';
import { signHex } from '../../../core/webhook/sign';
import { signGet } from '../../../core/webhook/signed-get';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { reservation, roomStay } from '../../support/reservations';
import {
	everythingIn,
	paradise,
	runSelfKey,
	selfKeyAccount,
	selfKeyOptions,
	type SelfKeyRun,
} from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const { webhookSecret: secret, integrationId } = selfKeyAccount;
const hotelSlug = paradise.slug;
const address = `/api/webhooks/integrations/${hotelSlug}/${integrationId}`;
const NIGHT = { checkIn: '2027-03-29', checkOut: '2027-03-31' };
let sandbox: SelfKeySandbox;
let subscriber = '';
let round = 0;

beforeAll(async () => {
	sandbox = await startSelfKey(selfKeyOptions);
});
beforeEach(async () => {
	round += 1;
	subscriber = `opera-${round}`;
	await due();
});
afterEach(() => sandbox.faults.down(false));
afterAll(async () => {
	await sandbox.close();
});

/** What is due, as the trigger's items. */
async function due(): Promise<IDataObject[]> {
	const parameters = { subscriber, start: 'now', limit: '500' };
	const { query, signature } = signGet(secret, [...address.slice(1).split('/'), 'changes'], parameters, new Date());
	const response = await fetch(`${sandbox.url}${address}/changes?${query.toString()}`, {
		headers: { 'x-signature': signature },
	});
	const { changes } = (await response.json()) as { changes: IDataObject[] };
	return changes.map(({ reservation: state, ...change }) => {
		const { selfKey, ...rest } = state as { selfKey: object };
		return { ...rest, selfKey: { ...selfKey, change: { ...change, subscriber } } };
	});
}

/** A channel's message, as the SelfKey node writes it. */
async function book(id: string): Promise<void> {
	const reservationId = `${round}-${id}`;
	const rooms = [roomStay({ roomTypeId: 'double', ...NIGHT })];
	const booker = { ...reservation().booker, firstName: 'Zoë', lastName: 'Dupont', phone: '+41 79 555 12 34' };
	const key = `booking.com/12345/${reservationId}`;
	const data = { reservation: reservation({ reservationId, key, rooms, ...NIGHT, nights: 2, booker }) };
	const body = JSON.stringify({ event_type: 'new_reservation', data });
	const answer = await fetch(sandbox.url + address, {
		method: 'POST',
		body,
		headers: { 'x-signature': signHex(secret, body) },
	});
	expect(answer.status).toBe(200);
}

async function run(operation: Omit<SelfKeyRun, 'resource' | 'operation'>): Promise<IDataObject[]> {
	const output = await runSelfKey(sandbox.url, { resource: 'change', operation: 'acknowledge', ...operation });
	return output.map(({ json }) => json);
}
const acknowledgement = ({ selfKey }: IDataObject) =>
	(selfKey as { change: { acknowledgement: unknown } }).change.acknowledgement;
const written = (item: IDataObject): IDataObject => ({ ...item, opera: { outcome: 'created' } });

/** What waits for the subscriber, as the node tells it. */
async function waiting(): Promise<IDataObject> {
	const all = await runSelfKey(sandbox.url, { resource: 'subscriber', operation: 'getAll' });
	return all.map(({ json }) => json).find((each) => each['subscriber'] === subscriber) ?? {};
}

describe('change: acknowledge', () => {
	it('takes off what was written, and hands back the rest with its reason, so that the log sees it', async () => {
		for (const id of ['good', 'bad', 'skipped']) await book(id);
		const [good = {}, bad = {}, skipped = {}] = await due();
		const output = await run({ items: [written(good), { ...bad, error: 'Opera has no room type DLX' }, skipped] });
		expect(output.map(acknowledgement)).toEqual(['acknowledged', 'postponed', 'postponed']);
		expect(output.map(({ error }) => error ?? null)).toEqual([
			null,
			'Opera has no room type DLX',
			expect.stringMatching(/without having been written/),
		]);
		expect(output[0]).toMatchObject({ key: good['key'], opera: { outcome: 'created' }, selfKey: { bookings: [{}] } });
		expect(await due()).toEqual([]);
		expect(await waiting()).toMatchObject({
			acknowledged: 1,
			handedBack: 2,
			waiting: 2,
			oldest: expect.any(String),
			oldestUntried: null,
			failing: [
				{ key: bad['key'], attempts: 1, reason: 'Opera has no room type DLX', dueAt: expect.any(String) },
				{ key: skipped['key'], reason: expect.stringMatching(/without having been written/) },
			],
		});
	});

	it('knows an item again whose fields another node has replaced, written or failed', async () => {
		for (const id of ['a', 'b']) await book(id);
		const givenOut = await due();
		const output = await run({
			items: [{ id: 'OPERA-1' }, { error: { message: 'getaddrinfo ENOTFOUND opera' } }],
			givenOut,
			parameters: { acknowledgeWhat: 'everything' },
		});
		expect(output.map(acknowledgement)).toEqual(['acknowledged', 'postponed']);
		expect(output[1]).toMatchObject({ key: givenOut[1]?.['key'], error: 'getaddrinfo ENOTFOUND opera' });
	});

	it.each([
		['the guest', 'Dupont, Zoë (+41 79 555 12 34, zoe@example.com) is not known', /dupont|zoë|555 12 34|example\.com/i],
		['a card', 'Declined: 4111 1111 1111 1111, CVC 123', /4111|CVC 123/],
		['an address with a token', 'POST https://opera.example/x?token=abc123def failed', /opera\.example|abc123def/],
		['a header', 'Request failed: Authorization: Bearer eyJhbGciOi.xyz_123456', /eyJhbGciOi/],
		['a named secret', 'Wrong password=hunter2-and-more; api_key: "k-77712345"', /hunter2|k-77712345/],
		['a page', `<html>\u0000\n${'x'.repeat(5_000)}`, /\n|\u0000|x{400}/],
	])('keeps of a reason nothing that is nobody’s business: %s', async (_, error, secretPart) => {
		await book('a');
		const [item = {}] = await due();
		const output = await run({ items: [{ ...item, error }] });
		expect(output.map(acknowledgement)).toEqual(['postponed']);
		const { failing } = (await waiting()) as { failing: Array<{ reason: string }> };
		expect(failing[0]?.reason).toMatch(/./);
		for (const text of [failing[0]?.reason, output[0]?.['error']]) expect(text).not.toMatch(secretPart);
	});

	it('is harmless twice, late, and for what has changed since', async () => {
		await book('a');
		const [item = {}] = await due();
		const [sent = {}] = await run({ items: [written(item)] });
		expect(await run({ items: [written(item), { ...item, error: 'late' }] })).toMatchObject([
			{ selfKey: { change: { acknowledgement: 'superseded' } } },
			{ selfKey: { change: { acknowledgement: 'superseded' } } },
		]);
		expect(acknowledgement(sent)).toBe('acknowledged');
		expect(await waiting()).toMatchObject({ waiting: 0, acknowledged: 1, handedBack: 0 });
	});

	it('acknowledges the others where an item is no change at all', async () => {
		await book('a');
		const [item = {}] = await due();
		const items = [{ stranger: true }, written(item)];
		const output = await run({ items, onError: 'continueRegularOutput' });
		expect(output[0]?.['error']).toMatch(/is not a change from the SelfKey Trigger/);
		expect(output.slice(1).map(acknowledgement)).toEqual(['acknowledged']);
		await expect(run({ items })).rejects.toThrow(/is not a change from the SelfKey Trigger/);
	});

	it('fails every item where SelfKey is down, and all are offered again', async () => {
		await book('a');
		const [item = {}] = await due();
		sandbox.faults.down(true);
		const output = await run({ items: [written(item)], onError: 'continueRegularOutput' });
		expect(output[0]?.['error']).toMatch(/SelfKey has a fault at present/);
		expect(everythingIn(output)).not.toContain('never-to-be-seen');
		sandbox.faults.down(false);
		expect(await due()).toMatchObject([{ key: item['key'] }]);
	});
});

describe('subscriber: send again', () => {
	const again = async (parameters: IDataObject, items: IDataObject[] = [{}]) => {
		const output = await runSelfKey(sandbox.url, {
			resource: 'subscriber',
			operation: 'sendAgain',
			items,
			parameters: { subscriber, ...parameters },
		});
		return output.map(({ json }) => json);
	};

	it('offers what waits at once, and what was acknowledged long ago', async () => {
		for (const id of ['a', 'b']) await book(id);
		const [a = {}, b = {}] = await due();
		await run({ items: [{ ...a, error: 'closed' }, written(b)] });
		expect(await due()).toEqual([]);
		expect(await again({}, [{ key: a['key'] }, { key: b['key'] }])).toMatchObject([
			{ selfKey: { sentAgain: 1 } },
			{ selfKey: { sentAgain: 1 } },
		]);
		expect(await due()).toMatchObject([
			{ key: a['key'], selfKey: { change: { attempts: 0, reason: null } } },
			{ key: b['key'], selfKey: { change: { event: 'snapshot' } } },
		]);
	});

	it('offers everything that stands, for after a restored backup', async () => {
		await book('a');
		await run({ items: (await due()).map(written) });
		const [{ selfKey }] = (await again({ sendWhat: 'everything' })) as [{ selfKey: { sentAgain: number } }];
		expect(selfKey.sentAgain).toBeGreaterThanOrEqual(1);
		expect(await due()).toHaveLength(selfKey.sentAgain);
	});

	it.each([
		[{ reservationKey: 'booking.com/12345/nobody' }, /no such reservation/],
		[{ reservationKey: 'nonsense' }, /keys\[0\]/],
		[{ subscriber: 'nobody', reservationKey: 'booking.com/12345/1-good' }, /no such subscriber/],
		[{ subscriber: 'a b' }, /must be a name/],
	])('refuses %j', async (parameters, message) => {
		await expect(again(parameters)).rejects.toThrow(message);
		expect(await sandbox.db(`SELECT 1 FROM "booking_outbox" WHERE "subscriber" = 'nobody'`)).toEqual([]);
	});
});
