/** Availability, restrictions and closed rooms, against the sandbox's SelfKey. */
import type { IDataObject } from 'n8n-workflow';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { readAvailability } from '../../../nodes/SelfKey/availability/poll-availability';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { addDays } from '../../../core/reservation/dates';
import { fakeContext } from '../../support/fake-context';
import { jsonSource } from '../../support/json-source';
import { paradise, runSelfKey, selfKeyAccount, selfKeyOptions } from '../../support/selfkey-node';
import { inDays } from '../../support/today';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const from = inDays(30);
const until = addDays(from, 2);
let sandbox: SelfKeySandbox;

beforeAll(async () => {
	sandbox = await startSelfKey(selfKeyOptions);
});
afterAll(async () => {
	await sandbox.close();
});

const run = async (
	resource: string,
	operation: string,
	over: Omit<Parameters<typeof runSelfKey>[1], 'resource' | 'operation'> = {},
) => (await runSelfKey(sandbox.url, { resource, operation, ...over })).map(({ json }) => json);
const failure = async (parameters: IDataObject) =>
	String(
		(await run('restriction', 'create', { parameters, onError: 'continueRegularOutput' }))[0]?.error ?? 'no error',
	);

describe('restrictions', () => {
	it('are kept, listed in order, and lifted', async () => {
		const [stop] = await run('restriction', 'create', {
			parameters: { from, until, sale: 'closed', channel: 'airbnb' },
		});
		const parameters = { from, until, minimumStay: '3', arrival: 'closed', ratePlanId: '49111777', roomTypeId: '1' };
		const [stay] = await run('restriction', 'create', { parameters });
		expect(stop).toMatchObject({ channel: 'airbnb', roomTypeId: null, start: from, end: until, closed: true });
		expect(stay).toMatchObject({
			channel: null,
			ratePlanId: '49111777',
			minimumStay: 3,
			closedToArrival: true,
			closed: null,
		});
		expect(await run('restriction', 'getAll')).toEqual([stop, stay]);
		const [gone] = await run('restriction', 'delete', {
			items: [stop as IDataObject],
			parameters: { restrictionId: stop?.id },
		});
		expect(gone).toMatchObject({ id: stop?.id, deleted: true });
		expect(await run('restriction', 'getAll')).toEqual([stay]);
		const [again] = await run('restriction', 'delete', { parameters: { restrictionId: stop?.id } });
		expect(again).toMatchObject({ deleted: false });
	});

	it('name the channels that cannot be told of them, and must be told by hand, and what a stop sell leaves on sale', async () => {
		const settings = { roomMap: { '1': ['101'], 'airbnb/777': ['101'] }, properties: { 'booking.com': ['12345'] } };
		const [before] = await sandbox.db('SELECT "configuration"::text AS "text" FROM "integrations" LIMIT 1');
		await sandbox.db(`UPDATE "integrations" SET "configuration" = "configuration" || $1::text::jsonb`, [
			JSON.stringify(settings),
		]);
		const parameters = { from, until, minimumStay: '3', roomTypeId: '1', ratePlanId: 'NRF', channel: 'booking.com' };
		const [own] = await run('restriction', 'create', { parameters });
		expect(own).not.toHaveProperty('notTold');
		const [all] = await run('restriction', 'create', { parameters: { from, until, minimumStay: '3' } });
		expect(all).toMatchObject({ channel: 'booking.com', ratePlanId: 'NRF', notTold: ['Airbnb'] });
		expect(await failure({ from, until, minimumStay: '3', roomTypeId: '777' })).toMatch(/enter these at Airbnb/);
		const [part] = await run('restriction', 'create', { parameters: { from, until, sale: 'closed', roomTypeId: '1' } });
		expect(part).toMatchObject({ stillSold: [{ channel: 'airbnb', roomTypeId: '777', because: 'other_id' }] });
		const [whole] = await run('restriction', 'create', { parameters: { from, until, sale: 'closed' } });
		expect(whole).not.toHaveProperty('stillSold');
		await sandbox.db(`UPDATE "integrations" SET "configuration" = $1::text::jsonb`, [before?.['text']]);
	});

	it.each([
		['dates', { sale: 'closed' }, /"From" and "Until"/],
		['an end after the start', { from: until, until: from, sale: 'closed' }, /day after the last night/],
		['something to restrict', { from, until }, /choose at least one/],
		[
			'a rate plan that SelfKey knows',
			{ from, until, minimumStay: '2', roomTypeId: '1' },
			/No rate plan of room type 1 is known/,
		],
		['whole nights', { from, until, minimumStay: '1.5', ratePlanId: '1' }, /whole number/],
		['what Airbnb can be told', { from, until, arrival: 'closed', ratePlanId: '1', channel: 'airbnb' }, /Airbnb/],
	])('need %s', async (_, parameters, expected) => {
		expect(await failure(parameters)).toMatch(expected);
	});
});

describe('room closures', () => {
	const room = (roomId: string, closures: unknown) => ({ roomId, closures }) as IDataObject;
	const closed = () =>
		sandbox.db(`SELECT "start", "end" FROM "booking_room_closures" WHERE "source" = 'opera' ORDER BY 1`);

	it('are all that OPERA has out of order, with both days as nights', async () => {
		const closure = { status: 'OutOfOrder', from, to: from, reason: null };
		const items = [
			room('101', [closure]),
			room('102', [{ ...closure, status: 'OutOfService' }]),
			room('999', [closure]),
		];
		const [first, second, third] = await run('roomClosure', 'replace', { items });
		expect(await closed()).toEqual([{ start: from, end: addDays(from, 1) }]);
		expect([first, second, third].map((item) => (item?.selfKey as IDataObject)['closed'])).toEqual([1, 0, 1]);
		expect(third?.selfKey).toMatchObject({ warnings: ['SelfKey has no room called 999: it stays on sale'] });
		await run('roomClosure', 'replace', { items: [room('101', [])] });
		expect(await closed()).toEqual([]);
	});

	it('are those out of service too where that is chosen', async () => {
		const closure = { status: 'OutOfService', from, to: from };
		const items = [room('101', [closure]), room('102', [{ ...closure, status: 'OutOfOrder' }])];
		await run('roomClosure', 'replace', { items, parameters: { outOfService: true } });
		expect(await closed()).toHaveLength(2);
		await run('roomClosure', 'replace', { items });
		expect(await closed()).toHaveLength(1);
	});

	it.each(['2099-12-31', '9999-12-31'])('that last until %s hold up no other room', async (to) => {
		const closure = { status: 'OutOfOrder', from, to: from };
		const over = { ...closure, from: '2001-01-01', to: '2001-01-02' };
		const items = [room('101', [{ ...closure, from: '2020-01-01', to }]), room('102', [closure, over])];
		const [first, second] = await run('roomClosure', 'replace', { items });
		const [long, short] = await closed();
		expect(String(long?.['start']) < inDays(0)).toBe(true);
		// As far ahead as channels can sell at most.
		expect(String(long?.['end']) >= inDays(730)).toBe(true);
		expect(short).toEqual({ start: from, end: addDays(from, 1) });
		expect([first, second].map((item) => item?.selfKey)).toMatchObject([{ warnings: [] }, { closed: 1, warnings: [] }]);
	});

	it('whose days cannot be read are told, and hold up no other', async () => {
		const closure = { status: 'OutOfOrder', from, to: from };
		const items = [room('101', [{ ...closure, from: 'soon' }]), room('102', [closure])];
		const [first, second] = await run('roomClosure', 'replace', { items });
		expect(first?.selfKey).toMatchObject({ closed: 0, warnings: [expect.stringMatching(/days .* cannot be read/)] });
		expect(second?.selfKey).toMatchObject({ closed: 1, warnings: [] });
		expect(await closed()).toHaveLength(1);
	});

	it('are not replaced by a list that does not tell them', async () => {
		await run('roomClosure', 'replace', { items: [room('101', [{ status: 'OutOfOrder', from, to: from }])] });
		await expect(run('roomClosure', 'replace', { items: [room('101', null)] })).rejects.toThrow();
		expect(await closed()).toHaveLength(1);
	});
});

describe('the acknowledgement', () => {
	const item = (over: IDataObject = {}): IDataObject => ({
		key: 'airbnb//1',
		event: 'availability',
		channel: 'airbnb',
		propertyId: null,
		roomTypeId: '1',
		ratePlanId: null,
		raises: false,
		nights: [{ start: from, end: until, available: 0 }],
		selfKey: {
			availability: { subscriber: 'availability', round: 0, since: new Date(Date.now() - 3_000).toISOString() },
		},
		...over,
	});
	const told = async (roomTypeId = '1') =>
		await sandbox.db<{ told: unknown[]; failing: unknown[]; reason: string | null; attempts: number }>(
			`SELECT "told", "failing", "reason", "attempts" FROM "booking_calendars" WHERE "hotelSlug" = $1 AND "roomTypeId" = $2`,
			[paradise.slug, roomTypeId],
		);
	const acknowledge = async (over: IDataObject) =>
		(
			await run('availability', 'acknowledge', {
				items: [item(over)],
				credential: { hotelSlug: selfKeyAccount.hotelSlug },
			})
		)[0];

	it('says how long it took', async () => {
		const done = await acknowledge({ airbnb: { outcome: 'updated' } });
		const { acknowledgement, seconds } = (
			done?.selfKey as { availability: { acknowledgement: string; seconds: number } }
		).availability;
		expect(acknowledgement).toBe('acknowledged');
		expect(seconds).toBeGreaterThanOrEqual(3);
		expect(seconds).toBeLessThan(60);
		expect(await told()).toMatchObject([{ told: [[from, until, 0]], failing: [] }]);
	});

	it('hands back what failed, and what nobody has sent, and keeps the error for the log', async () => {
		expect(await acknowledge({ error: 'Airbnb is down' })).toMatchObject({
			error: 'Airbnb is down',
			selfKey: { availability: { acknowledgement: 'postponed', seconds: null } },
		});
		expect(await told()).toMatchObject([
			{
				told: [],
				failing: [{ nights: [[from, until, 0]], reason: 'Airbnb is down', attempts: 1 }],
				reason: 'Airbnb is down',
				attempts: 1,
			},
		]);
		expect(await acknowledge({})).toMatchObject({
			error: expect.stringContaining('without having been sent') as string,
		});
	});

	it('hands back only the nights that failed, and at once those that were not sent, where others were', async () => {
		const [second, third] = [addDays(from, 1), addDays(from, 2)];
		const last = addDays(from, 3);
		const range = (start: string, end: string) => ({ start, end, available: 0 });
		const all = [range(from, last)];
		const output = await run('availability', 'acknowledge', {
			items: [
				item({ roomTypeId: '9', nights: [range(from, second)], airbnb: { outcome: 'updated' } }),
				item({ roomTypeId: '9', nights: [range(second, third)], airbnb: { outcome: 'held back' } }),
				// As n8n's error output gives it: with all of the input.
				item({
					roomTypeId: '9',
					nights: all,
					error: 'Refused',
					details: { retryable: false, nights: [range(third, last)] },
				}),
			],
			credential: { hotelSlug: selfKeyAccount.hotelSlug },
		});
		expect(output.map(({ error }) => error)).toEqual([undefined, undefined, 'Refused']);
		expect(output[2]).toMatchObject({ nights: [range(third, last)] });
		expect(await told('9')).toMatchObject([
			{
				told: [[from, second, 0]],
				failing: [
					{ nights: [[second, third, 0]], reason: null, attempts: 0 },
					{ nights: [[third, last, 0]], reason: 'Refused', attempts: 1 },
				],
			},
		]);
	});

	it('does not count what was held back as a failure', async () => {
		await acknowledge({ airbnb: { outcome: 'updated' } });
		const held = await acknowledge({ bookingCom: { outcome: 'held back' } });
		expect(held).not.toHaveProperty('error');
		expect(held?.selfKey).toMatchObject({ availability: { acknowledgement: 'postponed' } });
		expect(await told()).toMatchObject([{ attempts: 0 }]);
	});
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('counting once more', () => {
	const range = (start: string, end: string, available: number) => ({ start, end, available });
	const [second, third] = [addDays(from, 1), addDays(from, 2)];
	const item = (over: IDataObject = {}): IDataObject => ({
		channel: 'airbnb',
		propertyId: null,
		roomTypeId: '1',
		raises: true,
		nights: [range(from, third, 1)],
		selfKey: { availability: { subscriber: 'availability', round: 3, since: null } },
		...over,
	});
	/** The nights that SelfKey says it counts anew, and how often it was asked. */
	const count = async (changed: unknown, items: IDataObject[], fault?: string) => {
		let asked = 0;
		const source = await jsonSource(() => {
			asked += 1;
			return { status: 'success', changed };
		});
		try {
			if (fault !== undefined) await source.faults?.[fault]?.();
			const over = { items, onError: 'continueRegularOutput' } as const;
			const output = await runSelfKey(source.url, { resource: 'availability', operation: 'holdBack', ...over });
			return { items: output.map(({ json }) => json), asked };
		} finally {
			await source.close?.();
		}
	};

	it('passes on as they are the nights that it still counts so, and asks once', async () => {
		const items = [item(), item({ nights: [range(third, until, 2)] })];
		expect(await count([[], []], items)).toEqual({ items, asked: 1 });
	});

	it('holds back only the nights that it counts anew', async () => {
		const { items } = await count([[], [{ start: second, end: third }]], [item(), item()]);
		expect(items).toMatchObject([
			{ nights: [range(from, third, 1)] },
			{ nights: [range(from, second, 1)] },
			{ nights: [range(second, third, 1)], heldBack: { outcome: 'held back' } },
		]);
		for (const each of items.slice(0, 2)) expect(each).not.toHaveProperty('heldBack');
	});

	it.each([undefined, [], [[{ start: 'soon', end: third }]], [['x']], 'yes'])(
		'sends nothing where SelfKey answers %j',
		async (changed) => {
			expect((await count(changed, [item()])).items).toMatchObject([
				{ error: expect.stringMatching(/does not say which nights it counts anew/) as string },
			]);
		},
	);

	it('asks nothing about fewer rooms, and about what is held back already', async () => {
		const items = [item({ raises: false }), item({ heldBack: { outcome: 'held back', because: 'x' } })];
		expect(await count([], items)).toEqual({ items, asked: 0 });
	});

	it('fails an item that is not the trigger’s alone', async () => {
		const { items } = await count([[]], [item({ selfKey: null }), { raises: true }, item()]);
		expect(items).toMatchObject([
			{ error: expect.stringMatching(/not from the SelfKey Trigger/) as string },
			{ error: expect.stringMatching(/no availability/) as string },
			{ nights: [range(from, third, 1)] },
		]);
	});

	it('asks once about all that a run may be given, since SelfKey looks at the house anew for each question', async () => {
		const items = Array.from({ length: 2_000 }, (_, index) => item({ roomTypeId: String(index) }));
		const { asked } = await count(
			items.map(() => []),
			items,
		);
		expect(asked).toBe(1);
	});

	it.each([
		['has just begun', {}, undefined],
		['has lasted for a while', { '': minutesAgo(29) }, undefined],
		['has lasted for longer, for a channel only', { airbnb: minutesAgo(90), '': minutesAgo(1) }, undefined],
		['has lasted for half an hour', { '': minutesAgo(31) }, 'error'],
		['is told by a handler that does not say since when', undefined, 'error'],
	])('holds back where SelfKey does not answer and that %s', async (_, heldFor, isError) => {
		const selfKey = { availability: { subscriber: 'availability', round: 3, since: null, heldFor } };
		const { items } = await count([], [item({ selfKey }), item({ raises: false })], 'serverError');
		expect(items[1]).not.toHaveProperty('heldBack');
		const because = expect.stringMatching(
			/SelfKey does not say whether its count still stands .* comes again by itself/,
		);
		const heldBack = { outcome: 'held back', because: because as string };
		expect(items[0]).toMatchObject(isError ? { error: expect.any(String) as string } : { heldBack });
		expect(items[0]).not.toHaveProperty(isError ? 'heldBack' : 'error');
	});

	it('sends nothing where SelfKey refuses to say', async () => {
		const { items } = await count([], [item(), item({ raises: false })], 'unauthorized');
		expect(items).toMatchObject([{ error: expect.any(String) as string }, { raises: false }]);
		expect(items[1]).not.toHaveProperty('error');
	});
});

test('the trigger says which room types are still open, and what to do, one error for each kind', async () => {
	const source = await jsonSource(() => ({
		status: 'success',
		calendars: [],
		unassigned: [],
		unmapped: ['booking.com/12345/1'],
		leftOpen: ['airbnb/2'],
		notClosed: ['booking.com/12345/3'],
	}));
	const data = { baseUrl: source.url, ...selfKeyAccount } as never;
	const fake = fakeContext({ credentials: { selfKeyApi: { type: new SelfKeyApi(), data } } });
	const settings = { subscriber: 'availability', channels: ['booking.com'], leaveOut: '' } as never;
	try {
		const { errors } = await readAvailability(fake.poll, settings, null);
		expect(errors.map(({ message }) => message)).toEqual([
			expect.stringMatching(/12345\/1 are being closed at their channels, once/),
			expect.stringMatching(/airbnb\/2 are still on sale/),
			expect.stringMatching(/12345\/3 has refused for an hour .*Close them at the channel.*"Leave Out"/),
		]);
	} finally {
		await source.close?.();
	}
});
