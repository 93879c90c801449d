/** SelfKey node: what it reads, against the sandbox's SelfKey while that changes, and against servers that are none. */
import type { ILoadOptionsFunctions, INodeExecutionData } from 'n8n-workflow';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { SelfKey } from '../../../nodes/SelfKey/SelfKey.node';
import { startHttp } from '../../../sandbox/http/server';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { signHex } from '../../../core/webhook/sign';
import { fakeContext } from '../../support/fake-context';
import {
	auberge,
	everythingIn,
	runSelfKey,
	selfKeyAccount,
	selfKeyOptions,
	type SelfKeyRun,
} from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));
const { sleep } = jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow');

let selfKey: SelfKeySandbox;
beforeAll(async () => {
	selfKey = await startSelfKey({ ...selfKeyOptions, apiKeys: [{ key: 'only-auberge', establishmentSlug: 'auberge' }] });
});
afterAll(async () => selfKey.close());
beforeEach(async () => {
	sleep.mockClear();
	await selfKey.db('TRUNCATE "bookings" CASCADE');
});

let inserted = 0;
/** Adds paid bookings as SelfKey itself would; each is newer than the ones before. */
async function book(
	count: number,
	{ checkIn = '2027-03-29', checkOut = '2027-03-31', hotel = 'hotel-paradise', room = null as string | null } = {},
): Promise<string[]> {
	const rows = await selfKey.db<{ id: string }>(
		`INSERT INTO "bookings" ("id", "hotelSlug", "roomId", "clientFirstName", "clientLastName", "clientEmail", "clientPhone", "clientBirthDate", "clientAddress", "clientPostalCode", "clientCity", "clientCountry", "clientIdNumber", "amount", "ownerAmount", "platformCommission", "checkInDate", "checkOutDate", "bookingDate", "paymentStatus")
		SELECT 'booking' || n, $3, $6, 'Zoë', 'Guest-Never', '', '', '1990-01-01', '', '', '', '', '', 100, 100, 0, $4::text::timestamp, $5::text::timestamp, timestamp '2027-01-01' + (n / 3) * interval '1 second', 'succeeded'
		FROM generate_series($1::int, $2::int) AS n RETURNING "id"`,
		[inserted + 1, inserted + count, hotel, checkIn, checkOut, room],
	);
	inserted += count;
	return rows.map(({ id }) => id);
}
const run = async (
	resource: string,
	operation: string,
	parameters: SelfKeyRun['parameters'] = {},
	over: Partial<SelfKeyRun> = {},
	url = selfKey.url,
) => await runSelfKey(url, { resource, operation, parameters, ...over });
const bookings = async (parameters: SelfKeyRun['parameters'] = {}, over: Partial<SelfKeyRun> = {}, url = selfKey.url) =>
	await run('booking', 'getAll', { hotelSlug: 'hotel-paradise', returnAll: true, ...parameters }, over, url);
const ids = (output: INodeExecutionData[]) => output.map(({ json }) => String(json.id));
async function failureOf(work: Promise<unknown>): Promise<Error & { description?: string; httpCode?: string }> {
	const error = await work.then(
		() => null,
		(reason: Error) => reason,
	);
	if (!error) throw new Error('It was expected to fail');
	expect(everythingIn(error)).not.toMatch(/never-to-be-seen|Guest-Never/);
	return error;
}

/** SelfKey behind a server that does something before each page of bookings is passed on. */
async function changing(
	between: (page: number) => Promise<unknown>,
	work: (url: string) => Promise<void>,
): Promise<number> {
	let pages = 0;
	const proxy = await startHttp({
		handler: async ({ path, query, headers }) => {
			if (pages > 0) await between(pages);
			pages += 1;
			const answer = await fetch(`${selfKey.url}${path}?${query.toString()}`, {
				headers: { 'X-API-Key': String(headers['x-api-key']) },
			});
			return { status: answer.status, headers: { 'Content-Type': 'application/json' }, body: await answer.text() };
		},
	});
	try {
		await work(proxy.url);
	} finally {
		await proxy.close();
	}
	return pages;
}

describe('booking: getAll', () => {
	it('gives up to the limit, the newest first, each paired with the item that asked', async () => {
		const all = await book(120);
		const limited = await bookings({ returnAll: false });
		expect(ids(limited)).toHaveLength(50);
		expect(new Set(ids(limited).slice(0, 40)).size).toBe(40);
		expect(ids(limited).every((id) => all.slice(65).includes(id))).toBe(true);
		expect(ids(await bookings({ returnAll: false, limit: 1 }))).toEqual([all.at(-1)]);
		expect(ids(await bookings()).sort()).toEqual([...all].sort());

		await book(2, { hotel: 'auberge' });
		const two = await bookings(
			{ hotelSlug: '={{ $json.hotelSlug }}', limit: 1, returnAll: false, simplify: false },
			{ items: [{ hotelSlug: 'auberge' }, { hotelSlug: 'hotel-paradise' }] },
		);
		expect(two.map(({ json, pairedItem }) => [json.hotelSlug, pairedItem])).toEqual([
			['auberge', { item: 0 }],
			['hotel-paradise', { item: 1 }],
		]);
	});

	it.each([0, -1, 1.5, 'many'])('refuses a limit of %s', async (limit) => {
		expect((await failureOf(bookings({ returnAll: false, limit }))).message).toMatch(
			/"Limit" must be a whole number of at least 1/,
		);
	});

	it('finds every stay with a night between the dates, also one that straddles them', async () => {
		const [straddling] = await book(1, { checkIn: '2027-03-01', checkOut: '2027-05-01' });
		const [endsInside] = await book(1, { checkIn: '2027-03-20', checkOut: '2027-04-02' });
		const [inside] = await book(1, { checkIn: '2027-04-03', checkOut: '2027-04-05' });
		const [beginsInside] = await book(1, { checkIn: '2027-04-09', checkOut: '2027-04-20' });
		await book(1, { checkIn: '2027-03-20', checkOut: '2027-04-01' });
		await book(1, { checkIn: '2027-04-10', checkOut: '2027-04-12' });
		const found = [straddling, endsInside, inside, beginsInside];
		expect(ids(await bookings({ filters: { from: '2027-04-01', until: '2027-04-10' } })).sort()).toEqual(
			[...found].sort(),
		);
		expect(
			ids(
				await bookings({
					filters: { from: '2027-04-01T00:00:00.000+02:00', until: '2027-04-10' },
					returnAll: false,
					limit: 2,
				}),
			),
		).toHaveLength(2);
		expect(ids(await bookings({ filters: { from: '2027-04-12' } })).sort()).toEqual([straddling, beginsInside].sort());
		expect(ids(await bookings({ filters: { until: '2027-03-20' } }))).toEqual([straddling]);
		expect(
			ids(await bookings({ filters: { from: '2027-04-01', until: '2027-04-10', longestStay: 20 } })),
		).not.toContain(straddling);
	});

	it.each([
		[{ from: 'soon' }, /"From" must be a date/],
		[{ until: '2027-02-30' }, /"Until" must be a date/],
		[{ from: '2027-04-02', until: '2027-04-02' }, /"Until" must be after "From"/],
		[{ longestStay: 0 }, /"Longest Stay" must be/],
	])('refuses %j', async (filters, message) => {
		expect((await failureOf(bookings({ filters }))).message).toMatch(message);
	});

	it('reads a list of one page with one request', async () => {
		await book(1_000);
		const requests = await changing(
			async () => undefined,
			async (url) => expect(await bookings({}, {}, url)).toHaveLength(1_000),
		);
		expect(requests).toBe(1);
	});

	it('loses and doubles none while bookings are added', async () => {
		const before = await book(2_300);
		await changing(
			async (page) => (page < 8 ? await book(1 + (page % 4) * 7) : undefined),
			async (url) => {
				const found = ids(await bookings({}, {}, url));
				expect(new Set(found).size).toBe(found.length);
				expect(before.filter((id) => !found.includes(id))).toEqual([]);
			},
		);
	});

	it('loses and doubles none while others are cancelled', async () => {
		const before = await book(2_300);
		const gone = new Set<string>();
		const cancel = async (page: number) => {
			const doomed = before.slice(-1 - page * 100, -page * 100).concat(before.slice(page * 120, page * 120 + 90));
			for (const id of doomed) gone.add(id);
			await selfKey.db(`UPDATE "bookings" SET "paymentStatus" = 'failed' WHERE "id" = ANY($1::text[])`, [doomed]);
			await book(3);
		};
		await changing(
			async (page) => (page < 5 ? await cancel(page) : undefined),
			async (url) => {
				const found = ids(await bookings({}, {}, url));
				expect(new Set(found).size).toBe(found.length);
				expect(before.filter((id) => !gone.has(id) && !found.includes(id))).toEqual([]);
			},
		);
		expect(gone.size).toBeGreaterThan(300);
	});

	it('goes on after "too many requests", when it is told to', async () => {
		await book(3);
		selfKey.faults.tooMany(2);
		expect(await bookings()).toHaveLength(3);
		expect(sleep.mock.calls).toEqual([[1000], [1000]]);
	});

	it('gives up after four attempts, and fails for the item that asked alone', async () => {
		selfKey.faults.down(true);
		try {
			const before = selfKey.requests.get('GET /api/v1/bookings') ?? 0;
			expect(await failureOf(bookings())).toMatchObject({
				message: 'SelfKey has a fault at present (HTTP 503)',
				httpCode: '503',
			});
			expect((selfKey.requests.get('GET /api/v1/bookings') ?? 0) - before).toBe(4);
		} finally {
			selfKey.faults.down(false);
		}
		await book(1);
		const output = await bookings(
			{ hotelSlug: '={{ $json.hotelSlug }}' },
			{ items: [{ hotelSlug: 'none', keep: 1 }, { hotelSlug: 'hotel-paradise' }], onError: 'continueRegularOutput' },
		);
		expect(output).toMatchObject([
			{
				json: {
					hotelSlug: 'none',
					keep: 1,
					error: expect.stringMatching(
						/does not have what was asked for \(HTTP 404: Establishment not found\)\. Check the hotel/,
					),
				},
				pairedItem: { item: 0 },
			},
			{ json: { id: expect.any(String) }, pairedItem: { item: 1 } },
		]);
	});

	it.each([
		['a wrong key', { apiKey: 'wrong-never-to-be-seen' }, /did not accept the credentials/, '401'],
		[
			'a key for another hotel',
			{ apiKey: 'only-auberge' },
			/denied access \(HTTP 403: Forbidden: The API key belongs to another establishment\)/,
			'403',
		],
	])('says what is wrong with %s', async (_, credential, message, httpCode) => {
		const error = await failureOf(bookings({}, { credential }));
		expect(error).toMatchObject({
			message: expect.stringMatching(message),
			description: expect.stringMatching(/^Check /),
			httpCode,
		});
		expect(sleep).not.toHaveBeenCalled();
	});
});

describe('booking: get', () => {
	it('gives one booking', async () => {
		const [id] = await book(1, { room: 'room-hotel-paradise-101' });
		expect(await run('booking', 'get', { bookingId: ` ${id} ` })).toMatchObject([
			{ json: { id, room: { name: '101' } }, pairedItem: { item: 0 } },
		]);
	});

	it.each(['get', 'getAll'])('%s gives ten fields, and all columns without "Simplify"', async (operation) => {
		const [id = ''] = await book(1, { room: 'room-hotel-paradise-101' });
		const fields = async (simplify: boolean) => {
			const parameters = { bookingId: id, hotelSlug: 'hotel-paradise', returnAll: true, simplify };
			const [output] = await run('booking', operation, parameters);
			const { payments: _, ...booking } = output?.json ?? {};
			return booking;
		};
		const simple = await fields(true);
		expect(Object.keys(simple)).toHaveLength(10);
		const raw = await fields(false);
		expect(Object.keys(raw).length).toBeGreaterThan(20);
		expect(raw).toMatchObject(simple);
		expect(raw).toHaveProperty('clientBirthDate');
		expect(simple).toMatchObject({ id, roomId: 'room-hotel-paradise-101', room: { name: '101' } });
		expect(JSON.stringify(simple)).not.toContain('1990');
	});

	describe('and what is paid', () => {
		const paid = async (id: string, over: Partial<SelfKeyRun> = {}, url?: string) =>
			(await run('booking', 'get', { bookingId: id }, over, url))[0]?.json['payments'];
		const pay = async (id: string, event: string, amount: string, fields: Record<string, string> = {}) =>
			await run('payment', 'create', {
				event,
				bookingId: id,
				amount,
				currency: 'CHF',
				bookingNumber: '',
				reservationKey: '',
				refundId: '',
				method: 'card',
				occurredAt: '',
				note: '',
				...fields,
			});

		it('is nothing, and then what was paid and given back', async () => {
			const [id = ''] = await book(1, { room: 'room-hotel-paradise-101' });
			expect(await paid(id)).toMatchObject({
				balance: { total: { amount: '100.00' }, paid: { amount: '0.00' }, due: { amount: '100.00' } },
				entries: [],
			});
			await pay(id, 'payment_received', '60', { paymentId: 'p1' });
			await pay(id, 'payment_received', '60', { paymentId: 'p1' });
			const [refund] = await pay(id, 'refund_processed', '10.50', { paymentId: 'p1', refundId: 'r1' });
			expect(refund?.json['selfKey']).toMatchObject({
				outcome: 'created',
				balance: { due: { amount: '50.50' } },
				bookings: [{ id }],
				warnings: [],
			});
			expect(await paid(id)).toMatchObject({
				balance: { paid: { amount: '60.00' }, refunded: { amount: '10.50' }, due: { amount: '50.50' } },
				entries: [
					{ kind: 'payment', paymentId: 'p1', amount: { minor: 6000, currency: 'CHF' } },
					{ kind: 'refund', paymentId: 'p1', refundId: 'r1', amount: { minor: 1050 } },
				],
			});
		});

		it('is refused with the reason, and nothing is written, where more is given back than was paid', async () => {
			const [id = ''] = await book(1);
			const refund = async (amount: string) =>
				await failureOf(pay(id, 'refund_processed', amount, { paymentId: 'p2', refundId: 'r2' }));
			const message = expect.stringMatching(
				/^SelfKey did not write the payment: The refund is larger than what was paid/,
			);
			// Its payment may still be on the way.
			expect(await refund('10')).toMatchObject({ message, description: expect.stringMatching(/^Nothing is lost: /) });
			expect(await paid(id)).toMatchObject({ entries: [] });
			await pay(id, 'payment_received', '10', { paymentId: 'p2' });
			expect(await refund('10.50')).toMatchObject({
				message,
				description: expect.stringMatching(/^Nothing was written\. /),
			});
			expect(await paid(id)).toMatchObject({ entries: [{ kind: 'payment' }] });
		});

		it.each<[string, Record<string, string>]>([
			['no integration', { integrationId: '' }],
			['no secret', { webhookSecret: '' }],
			["another hotel's integration", { integrationId: 'somebody-else' }],
			['another secret', { webhookSecret: 'wrong-never-to-be-seen' }],
		])('is left out for a credential with %s; the booking is there', async (_, credential) => {
			const [id = ''] = await book(1);
			const [output] = await run('booking', 'get', { bookingId: id }, { credential });
			expect(output?.json).toMatchObject({ id });
			expect(output?.json).not.toHaveProperty('payments');
		});

		/** SelfKey, but for the payments. */
		async function answering(
			reply: { status: number; body?: string },
			work: (url: string) => Promise<void>,
		): Promise<void> {
			const server = await startHttp({
				handler: async ({ path, headers }) => {
					if (path.includes('/webhooks/')) return reply;
					const answer = await fetch(`${selfKey.url}${path}`, {
						headers: { 'X-API-Key': String(headers['x-api-key']) },
					});
					return { status: answer.status, body: await answer.text() };
				},
			});
			try {
				await work(server.url);
			} finally {
				await server.close();
			}
		}

		it.each([404, 405, 403])(
			'is left out where SelfKey answers %i, as one without the handler does',
			async (status) => {
				const [id = ''] = await book(1);
				await answering({ status }, async (url) => expect(await paid(id, {}, url)).toBeUndefined());
			},
		);

		it.each([
			[{ status: 503 }, /SelfKey has a fault at present/],
			[{ status: 200, body: '{}' }, /does not say what is paid/],
			[{ status: 200, body: '{"status":"success","balance":null}' }, /does not say what is paid/],
			[{ status: 200, body: '<html>' }, /is not JSON/],
		])('is not passed over where SelfKey answers %j', async (reply, message) => {
			const [id = ''] = await book(1);
			await answering(reply, async (url) => expect((await failureOf(paid(id, {}, url))).message).toMatch(message));
		});
	});

	it.each(['', '..', '.', 'a/b', 'a?b'])('refuses "%s", which would ask for something else', async (bookingId) => {
		expect((await failureOf(run('booking', 'get', { bookingId }))).message).toMatch(/Fill in the booking ID/);
	});

	it('says that there is none', async () => {
		expect(await failureOf(run('booking', 'get', { bookingId: 'none' }))).toMatchObject({
			message: expect.stringContaining('HTTP 404: Booking not found'),
			httpCode: '404',
		});
	});
});

describe('availability: getAll', () => {
	it('gives each room that is free for the whole stay', async () => {
		await book(1, { room: 'room-hotel-paradise-101', checkIn: '2027-03-29', checkOut: '2027-03-30' });
		const free = async (checkIn: string, checkOut: string) =>
			(await run('availability', 'getAll', { hotelSlug: 'hotel-paradise', checkIn, checkOut })).map(
				({ json }) => json.name,
			);
		expect(await free('2027-03-28', '2027-03-31')).toEqual(['102', '201']);
		expect(await free('2027-03-30', '2027-03-31')).toEqual(['101', '102', '201']);
	});

	it('leaves out what a stay without a room needs and what is out of order, and says what they are', async () => {
		const path = '/api/webhooks/integrations/hotel-paradise/n8n';
		const post = async (resource: string, content: object) => {
			const body = JSON.stringify(content);
			const headers = { 'x-signature': signHex(selfKeyAccount.webhookSecret, body) };
			const { status } = await fetch(`${selfKey.url}${path}${resource}`, { method: 'POST', body, headers });
			expect(status).toBe(200);
		};
		await book(1, { room: 'room-hotel-paradise-101', checkIn: '2027-03-29', checkOut: '2027-03-30' });
		await book(1, { room: 'room-hotel-paradise-102', checkIn: '2027-03-30', checkOut: '2027-03-31' });
		const data = { external_id: 'waits', room_type: 'double', check_in: '2027-03-29', check_out: '2027-03-31' };
		await post('', { event_type: 'new_reservation', data: { ...data, guest: { last_name: 'Guest-Never' } } });
		const free = async (checkIn: string, checkOut: string, credential = {}) =>
			(await run('availability', 'getAll', { checkIn, checkOut }, { credential })).map(({ json }) => json.name);
		expect(await free('2027-03-29', '2027-03-30')).toEqual(['201']);
		const nights = { from: '2027-03-29', until: '2027-03-31' };
		expect((await run('availability', 'getHeld', nights)).map(({ json }) => json)).toEqual([
			{
				...{ kind: 'stay', start: '2027-03-29', end: '2027-03-31' },
				roomIds: ['room-hotel-paradise-101', 'room-hotel-paradise-102'],
			},
		]);
		await post('/room-closures', {
			source: 'opera',
			rooms: [{ room: '201', start: '2027-03-29', end: '2027-03-30' }],
		});
		try {
			expect(await free('2027-03-29', '2027-03-30')).toEqual([]);
			// Who cannot sign is told what SelfKey itself says.
			expect(await free('2027-03-29', '2027-03-30', { webhookSecret: '' })).toEqual(['102', '201']);
		} finally {
			await post('/room-closures', { source: 'opera', rooms: [] });
		}
	});

	it.each([
		['', '2027-03-31', /Fill in the days/],
		['2027-03-31', '2027-03-31', /departure must be after arrival/],
		['tomorrow', '2027-03-31', /"Arrival" must be a date/],
	])('refuses a stay from "%s" to "%s"', async (checkIn, checkOut, message) => {
		expect(
			(await failureOf(run('availability', 'getAll', { hotelSlug: 'hotel-paradise', checkIn, checkOut }))).message,
		).toMatch(message);
	});
});

describe('establishment', () => {
	it('gives the hotels that the key may see, and finds them by city and country', async () => {
		const slugs = async (parameters: SelfKeyRun['parameters'], credential = {}) =>
			(await run('establishment', 'getAll', parameters, { credential })).map(({ json }) => json.slug).sort();
		expect(await slugs({ returnAll: true })).toEqual(['auberge', 'hotel-paradise']);
		expect(await slugs({ filters: { city: 'Vevey', country: '' } })).toEqual(['auberge']);
		expect(await slugs({ returnAll: true }, { apiKey: 'only-auberge' })).toEqual(['auberge']);
		expect(await slugs({ limit: 1 })).toHaveLength(1);
	});

	it('lets a person choose one of them, and reads the one that is chosen', async () => {
		const context = fakeContext({
			credentials: { selfKeyApi: { type: new SelfKeyApi(), data: { ...selfKeyAccount, baseUrl: selfKey.url } } },
		});
		const { searchHotels, searchSubscribers } = new SelfKey().methods.listSearch;
		const found = await searchHotels.call(context.execute as unknown as ILoadOptionsFunctions, 'lac');
		expect(found.results).toEqual([{ name: 'Auberge du Lac', value: 'auberge' }]);
		const hotelSlug = { __rl: true, mode: 'list', value: 'auberge' };
		expect(await run('establishment', 'get', { hotelSlug })).toMatchObject([{ json: { slug: 'auberge' } }]);
		expect(await searchSubscribers.call(context.execute as unknown as ILoadOptionsFunctions)).toEqual({ results: [] });
	});

	it('reads more than a page of them', async () => {
		await selfKey.db(
			`INSERT INTO "establishments" ("id", "slug", "name", "city", "country") SELECT 'e' || n, 'e' || n, 'E', 'Chain', 'CH' FROM generate_series(1, 230) AS n`,
		);
		const found = await run('establishment', 'getAll', { returnAll: true, filters: { city: 'chain' } });
		expect(new Set(found.map(({ json }) => json.slug)).size).toBe(230);
		expect(found).toHaveLength(230);
		expect(await run('establishment', 'getAll', { limit: 150 })).toHaveLength(150);
	});

	it('gives one with its rooms', async () => {
		expect(await run('establishment', 'get', { hotelSlug: auberge.slug })).toMatchObject([
			{ json: { name: 'Auberge du Lac', rooms: [{ name: '101' }, { name: '102' }, { name: '201' }] } },
		]);
		expect(await run('establishment', 'get', { hotelSlug: '' })).toMatchObject([{ json: { slug: 'hotel-paradise' } }]);
		const nowhere = run('establishment', 'get', { hotelSlug: '' }, { credential: { hotelSlug: '' } });
		expect((await failureOf(nowhere)).message).toMatch(/"Hotel" in the SelfKey credential must be the short name/);
	});
});

describe('something else answers at the base URL', () => {
	const calls: Array<[string, string, SelfKeyRun['parameters']]> = [
		['booking', 'get', { bookingId: 'a' }],
		['booking', 'getAll', { hotelSlug: 'a' }],
		['availability', 'getAll', { hotelSlug: 'a', checkIn: '2027-03-29', checkOut: '2027-03-30' }],
		['establishment', 'get', { hotelSlug: 'a' }],
		['establishment', 'getAll', {}],
	];
	const bodies = [
		'<html>',
		'{}',
		'[]',
		'null',
		'7',
		'{"data":"text"}',
		'{"data":null}',
		'{"success":true,"data":[1]}',
		'',
	];
	it.each(calls)('%s: %s takes no nonsense for an answer', async (resource, operation, parameters) => {
		for (const body of bodies) {
			const server = await startHttp({ handler: () => ({ status: 200, body }) });
			const error = await failureOf(run(resource, operation, parameters, {}, server.url)).finally(() => server.close());
			expect([body, error.message]).toEqual([
				body,
				expect.stringMatching(/^SelfKey's answer (is no|holds no|does not say)/),
			]);
			expect(error.description).toMatch(/base URL/);
		}
	});
});

describe('card numbers in what SelfKey holds', () => {
	const CARD = '4111111111111111';
	/** Every column of SelfKey's API, and some that it may get, with a number in each. */
	const row = {
		id: 'cm3k2v9x80000qw9d1a2b3c4d',
		bookingNumber: 1042,
		hotelSlug: 'hotel-paradise',
		clientFirstName: 'Ann 4111 1111',
		clientLastName: '1111 1111 Dupont',
		clientEmail: `${CARD}@example.com`,
		clientPhone: 4_111_111_111_111_111,
		clientAddress: '3530 1113 3330 0000',
		clientIdNumber: '378282246310005',
		internalNote: 'card ４１１１－１１１１－１１１１－１１１１ 12/27 CVC 737',
		selectedPricingOptions: { [CARD]: [{ label: `parking ${CARD}`, roomId: CARD }] },
		room: { id: 'cmroom0000', name: `Room 4 (${CARD})`, accessCode: '482913' },
		bookingLocale: 'fr',
		checkInDate: '2027-03-29T00:00:00.000Z',
		checkOutDate: '2027-03-31T00:00:00.000Z',
		clientBirthDate: '1990-01-01T00:00:00.000Z',
		amount: 290.5,
		guests: 2,
		hasDog: false,
		roomId: null,
	};
	const answers: Record<string, unknown> = {
		'/api/v1/bookings': { success: true, data: [row], pagination: { total: 1, limit: 50, offset: 0, hasMore: false } },
		'/api/v1/bookings/cm3k2v9x80000qw9d1a2b3c4d': { success: true, data: row },
		'/api/v1/establishments': { success: true, data: [row], pagination: { total: 1 } },
		'/api/v1/establishments/hotel-paradise': { success: true, data: row },
		'/api/establishments/hotel-paradise/availability': { availableRooms: [row] },
	};

	it.each<[string, string, SelfKeyRun['parameters']]>([
		['booking', 'getAll', { hotelSlug: 'hotel-paradise' }],
		['booking', 'get', { bookingId: row.id }],
		['establishment', 'getAll', {}],
		['establishment', 'get', { hotelSlug: 'hotel-paradise' }],
		['availability', 'getAll', { hotelSlug: 'hotel-paradise', checkIn: '2027-03-29', checkOut: '2027-03-31' }],
	])('%s: %s gives out none, and everything else as it is', async (resource, operation, parameters) => {
		const server = await startHttp({
			handler: async ({ path }) => ({
				status: answers[path] ? 200 : 404,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(answers[path] ?? { error: 'Not found' }),
			}),
		});
		try {
			const [item] = await run(resource, operation, { ...parameters, simplify: false }, {}, server.url);
			const text = JSON.stringify(item?.json).normalize('NFKC');
			for (const number of [CARD, '3530111333300000', '378282246310005'])
				expect(text.replace(/\D/g, '')).not.toContain(number);
			expect(text).not.toMatch(/737/);
			expect(item?.json).toMatchObject({
				id: row.id,
				bookingNumber: 1042,
				hotelSlug: 'hotel-paradise',
				clientEmail: '[card number removed, ends in 1111]@example.com',
				checkInDate: row.checkInDate,
				clientBirthDate: row.clientBirthDate,
				amount: 290.5,
				hasDog: false,
				roomId: null,
				room: { id: 'cmroom0000', accessCode: '482913' },
			});
		} finally {
			await server.close();
		}
	});
});
