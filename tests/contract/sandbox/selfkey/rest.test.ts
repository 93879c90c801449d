/** The sandbox's SelfKey is held to what is known of the real one, through plain HTTP and not through our nodes. */
import axios, { type AxiosInstance } from 'axios';
import { Agent } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signHex } from '../../../../core/webhook/sign';
import { signGet, type DeliveryPage } from '../../../../selfkey';
import { startSelfKey, type SelfKeyOptions, type SelfKeySandbox } from '../../../../sandbox/selfkey';
import { cancellation, reservation } from '../../../support/booking-store/reservations';
import { eventFor } from '../../../support/booking-store/test-hotel';
import { originWord } from '../../../support/origin';

const hotel = {
	slug: 'hotel-paradise',
	name: 'Hôtel Paradise',
	city: 'Montreux',
	country: 'CH',
	currency: 'CHF',
	timeZone: 'Europe/Zurich',
	rooms: [
		{ name: '101', price: 145, roomTypeId: 'double' },
		{ name: '102', price: 145, roomTypeId: 'double' },
		{ name: '201', price: 320, roomTypeId: 'suite' },
	],
};
const other = { ...hotel, slug: 'auberge', name: 'Auberge', city: 'Vevey', country: 'FR' };
const secret = 'webhook secret';

let selfKey: SelfKeySandbox;
let api: AxiosInstance;
let now: Date;

const options: SelfKeyOptions = {
	hotel,
	hotels: [other],
	apiKey: 'all',
	apiKeys: [{ key: 'one', establishmentSlug: 'hotel-paradise' }],
	integrations: [{ id: 'n8n', secret, type: 'booking-com' }],
	clock: () => now,
};

function post(body: unknown, sandbox = selfKey) {
	const text = JSON.stringify(body);
	return axios.post(`${sandbox.url}/api/webhooks/integrations/hotel-paradise/n8n`, text, {
		headers: { 'x-signature': signHex(secret, text), 'Content-Type': 'application/json' },
		validateStatus: () => true,
	});
}

function get(path: string, params: Record<string, unknown> = {}, key: string | null = 'all') {
	return api.get(path, { params, headers: key === null ? {} : { 'X-API-Key': key } });
}

beforeAll(async () => {
	now = new Date('2026-03-01T08:00:00.000Z');
	selfKey = await startSelfKey(options);
	// A kept connection would be reset where a new one is refused.
	api = axios.create({ baseURL: selfKey.url, validateStatus: () => true, httpAgent: new Agent({ keepAlive: false }) });
});
afterAll(async () => selfKey.close());
beforeEach(async () => {
	// A new minute, so that no test meets the limit of another.
	now = new Date(now.getTime() + 3_600_000);
	await selfKey.db(
		'TRUNCATE "sandbox_noted_changes", "booking_changes", "booking_states", "booking_feeds", "booking_subscribers", "booking_outbox", "booking_conflicts", "bookings", "booking_reservations", "booking_external_references", "booking_payments", "booking_deliveries", "integration_logs" RESTART IDENTITY',
	);
});

describe('REST v1', () => {
	it('lists paid bookings in its envelope, newest first', async () => {
		for (const [index, id] of ['a', 'b', 'c'].entries()) {
			now = new Date(now.getTime() + 1000);
			await post(eventFor(reservation({ id, rooms: [{ type: index === 2 ? 'suite' : 'double' }] })));
		}
		await post(eventFor(cancellation({ id: 'a' })));
		const { status, data } = await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', limit: 1 });
		expect(status).toBe(200);
		expect(Object.keys(data)).toEqual(['success', 'data', 'pagination']);
		expect(data.pagination).toEqual({ total: 2, limit: 1, offset: 0, hasMore: true });
		expect(data.data).toMatchObject([
			{
				bookingNumber: 3,
				hotelSlug: 'hotel-paradise',
				checkInDate: '2026-03-29T00:00:00.000Z',
				checkOutDate: '2026-03-30T00:00:00.000Z',
				paymentStatus: 'succeeded',
				room: { name: '201' },
			},
		]);
		expect(JSON.stringify(data)).not.toContain('code-');
		const second = await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', limit: 1, offset: 1 });
		expect(second.data).toMatchObject({ data: [{ bookingNumber: 2 }], pagination: { hasMore: false } });
	});

	it('shifts the pages when a booking is added while somebody reads', async () => {
		await post({ events: ['a', 'b'].map((id) => eventFor(reservation({ id }))) });
		const first = await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', limit: 1 });
		now = new Date(now.getTime() + 1000);
		await post(eventFor(reservation({ id: 'c', rooms: [{ type: 'suite' }] })));
		const second = await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', limit: 1, offset: 1 });
		expect(second.data.data[0].id).toBe(first.data.data[0].id);
	});

	it('filters by both ends, so that a stay across the window is in neither', async () => {
		await post(eventFor(reservation({ checkIn: '2026-03-28', checkOut: '2026-04-02' })));
		const found = async (params: Record<string, string>) =>
			(await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', ...params })).data.data.length;
		expect(await found({ startDate: '2026-03-28', endDate: '2026-04-02' })).toBe(1);
		expect(await found({ startDate: '2026-03-29' })).toBe(0);
		expect(await found({ endDate: '2026-04-01' })).toBe(0);
		expect((await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', startDate: 'soon' })).status).toBe(
			400,
		);
	});

	it('cuts the limit at 1000 and has 100 by default', async () => {
		const limit = async (value?: number) =>
			(await get('/api/v1/bookings', { establishmentSlug: 'hotel-paradise', limit: value })).data.pagination.limit;
		expect(await limit()).toBe(100);
		expect(await limit(5000)).toBe(1000);
	});

	it('shows one booking, and none that is unpaid or of another establishment', async () => {
		const { data } = await post(eventFor(reservation()));
		const id = data.bookings[0].id as string;
		expect((await get(`/api/v1/bookings/${id}`)).data).toMatchObject({
			success: true,
			data: { id, amount: 100, currency: 'EUR' },
		});
		expect((await get('/api/v1/bookings/none')).status).toBe(404);
		await post(eventFor(cancellation()));
		expect((await get(`/api/v1/bookings/${id}`)).status).toBe(404);
	});

	it('lists establishments, and shows one with its active rooms', async () => {
		expect((await get('/api/v1/establishments')).data.pagination).toEqual({
			total: 2,
			limit: 50,
			offset: 0,
			hasMore: false,
		});
		expect((await get('/api/v1/establishments', { city: 'vevey' })).data.data).toMatchObject([{ slug: 'auberge' }]);
		await selfKey.db(`UPDATE "rooms" SET "isActive" = FALSE WHERE "name" = '201'`);
		const { data } = await get('/api/v1/establishments/hotel-paradise');
		await selfKey.db(`UPDATE "rooms" SET "isActive" = TRUE`);
		expect(data.data).toMatchObject({
			slug: 'hotel-paradise',
			name: 'Hôtel Paradise',
			rooms: [{ name: '101' }, { name: '102' }],
			pricingOptions: [],
		});
		expect((await get('/api/v1/establishments/none')).status).toBe(404);
	});

	it('asks for a key, and for the establishment where the key does not say', async () => {
		expect(await get('/api/v1/bookings', {}, null)).toMatchObject({ status: 401, data: { error: 'Unauthorized' } });
		expect((await get('/api/v1/bookings', {}, 'wrong')).status).toBe(401);
		expect((await get('/api/v1/bookings')).status).toBe(400);
		expect((await get('/api/v1/bookings', {}, 'one')).status).toBe(200);
		expect((await get('/api/v1/bookings', { establishmentSlug: 'auberge' }, 'one')).status).toBe(403);
		expect((await get('/api/v1/bookings', { establishmentSlug: 'none' })).status).toBe(404);
	});

	it('has no way to write', async () => {
		const { status } = await api.post('/api/v1/bookings', {}, { headers: { 'X-API-Key': 'all' } });
		expect(status).toBe(405);
	});

	it('allows 100 requests a minute and key', async () => {
		const answers = [];
		for (let index = 0; index < 101; index++) answers.push(await get('/api/v1/establishments', { limit: 1 }));
		expect(answers[0]?.headers).toMatchObject({
			'x-ratelimit-limit': '100',
			'x-ratelimit-remaining': '99',
			'x-ratelimit-reset': String(Math.ceil((now.getTime() + 60_000) / 1000)),
		});
		expect(answers.slice(0, 100).every(({ status }) => status === 200)).toBe(true);
		expect(answers[100]).toMatchObject({ status: 429, headers: { 'retry-after': '60', 'x-ratelimit-remaining': '0' } });
		expect((await get('/api/v1/bookings', {}, 'one')).status).toBe(200);
		now = new Date(now.getTime() + 60_000);
		expect((await get('/api/v1/establishments')).status).toBe(200);
	});

	it('tells anybody which rooms are free', async () => {
		await post(eventFor(reservation()));
		const free = (checkInDate: string, checkOutDate: string) =>
			api.get('/api/establishments/hotel-paradise/availability', { params: { checkInDate, checkOutDate } });
		const { data } = await free('2026-03-29', '2026-03-31');
		expect(data).toMatchObject({
			availableRooms: [{ name: '102', price: 145 }, { name: '201' }],
			maxBookingDays: 30,
			message: null,
		});
		expect((await free('2026-03-30', '2026-03-31')).data.availableRooms).toHaveLength(3);
		expect((await free('2026-03-30', '2026-03-30')).status).toBe(400);
		expect((await free('2026-03-30', '2026-06-30')).data.availableRooms).toEqual([]);
	});
});

describe('what SelfKey’s application does', () => {
	const patch = (id: string, body: unknown) => api.patch(`/api/bookings/${id}`, body);
	const row = async (id: string) => (await selfKey.db('SELECT * FROM "bookings" WHERE "id" = $1', [id]))[0];
	const night = { room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' };

	it('sells rooms and places to park for the night as its Stripe route does, and notes the confirmation afterwards', async () => {
		const [room, place] = [
			await selfKey.directSale(night),
			await selfKey.directSale({ ...night, room: '102', bookingType: 'night_parking' }),
		];
		expect(await row(room)).toMatchObject({
			bookingType: 'classic_booking',
			paymentStatus: 'succeeded',
			confirmationSent: true,
			stripePaymentIntentId: expect.stringMatching(/^pi_dev_/),
		});
		expect(await row(place)).toMatchObject({ bookingType: 'night_parking', confirmationSent: false });
		const parking = await selfKey.sellDayParking();
		expect(await row(parking)).toMatchObject({ bookingType: 'day_parking', roomId: null, paymentStatus: 'succeeded' });
	});

	it('counts a room as taken by what was paid for it, whatever the type', async () => {
		await selfKey.directSale({ ...night, bookingType: 'night_parking' });
		const { data } = await api.get('/api/establishments/hotel-paradise/availability', {
			params: { checkInDate: '2026-03-29', checkOutDate: '2026-03-30' },
		});
		expect(data.availableRooms).toMatchObject([{ name: '102' }, { name: '201' }]);
	});

	it('changes name, contact and identity number of a booking that names no payment, and nothing else', async () => {
		const id = String((await post(eventFor(reservation()))).data.bookings[0].id);
		await selfKey.db('UPDATE "bookings" SET "stripePaymentIntentId" = NULL');
		const fields = { clientLastName: 'Dupond', clientIdNumber: 'C01X00T47', internalNote: 'cot' };
		const answer = await patch(id, {
			...fields,
			roomId: 'x',
			checkOutDate: '2026-04-30',
			clientBirthDate: '1985-07-14',
		});
		expect([answer.status, answer.data]).toMatchObject([200, { id, ...fields }]);
		expect(
			(
				await selfKey.db(
					`SELECT "checkOutDate"::date::text AS "end", "clientBirthDate"::date::text AS "born" FROM "bookings"`,
				)
			)[0],
		).toEqual({
			end: '2026-03-30',
			born: '1800-01-01',
		});
		expect((await patch(id, { roomId: null, paymentStatus: 'failed' })).status).toBe(400);
		expect((await patch(id, { clientLastName: 7 })).status).toBe(400);
		expect((await patch('none', { internalNote: 'x' })).status).toBe(404);
	});

	it('takes the note alone once a payment is named', async () => {
		const id = await selfKey.directSale(night);
		expect((await patch(id, { clientLastName: 'Kaya' })).status).toBe(400);
		expect((await patch(id, { internalNote: 'cot', clientLastName: 'Kaya' })).status).toBe(400);
		expect(await selfKey.patchBooking(id, { internalNote: 'cot' })).toMatchObject({ status: 200 });
		expect((await patch(id, { internalNote: '' })).status).toBe(200);
		expect(await row(id)).toMatchObject({ clientLastName: 'Direct', internalNote: null });
	});

	it('holds whatever types and states are written, a payment’s id twice, and forgets the room of one that is deleted', async () => {
		const id = await selfKey.directSale({ ...night, room: '201' });
		await selfKey.db(
			`UPDATE "bookings" SET "bookingType" = 'anything', "paymentStatus" = 'refunded', "stripePaymentIntentId" = 'pi_1'`,
		);
		const second = await selfKey.directSale(night);
		await selfKey.db(`UPDATE "bookings" SET "stripePaymentIntentId" = 'pi_1' WHERE "id" = $1`, [second]);
		await selfKey.db(
			`INSERT INTO "rooms" ("id", "hotelSlug", "name", "price") VALUES ('gone', 'hotel-paradise', '999', 1)`,
		);
		await selfKey.db(`UPDATE "bookings" SET "roomId" = 'gone' WHERE "id" = $1`, [id]);
		await selfKey.db(`DELETE FROM "rooms" WHERE "id" = 'gone'`);
		expect(await row(id)).toMatchObject({ bookingType: 'anything', paymentStatus: 'refunded', roomId: null });
		const columns = await selfKey.db(
			`SELECT 1 FROM information_schema.columns WHERE table_name = 'establishments' AND column_name IN ('currency', 'timeZone')`,
		);
		expect(columns).toEqual([]);
	});
});

describe('the webhook', () => {
	it('is mounted at its path with the hotel’s rooms and currency', async () => {
		const { status, data } = await post({
			events: [
				eventFor(reservation({ id: 'a' })),
				eventFor(reservation({ id: 'b' })),
				eventFor(reservation({ id: 'c' })),
			],
		});
		expect(status).toBe(200);
		expect(data.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['created', 'created', 'conflict']);
		expect(
			(
				await axios.post(`${selfKey.url}/api/webhooks/integrations/hotel-paradise/n8n`, '{}', {
					validateStatus: () => true,
				})
			).status,
		).toBe(401);
	});

	it('counts what happened from its own database', async () => {
		await post({ events: ['a', 'b', 'c'].map((id) => eventFor(reservation({ id }))) });
		await post({ events: [eventFor(reservation({ id: 'a' })), eventFor(cancellation({ id: 'b' })), {}] });
		expect(await selfKey.statistics()).toEqual({
			bookings: 3,
			// "c" has got the room that "b" gave back.
			occupying: 2,
			withoutRoom: 0,
			reservations: { confirmed: 2, cancelled: 1 },
			payments: { created: 0, unchanged: 0, unmatched: 0, refused: 0 },
			logs: { created: 2, conflict: 1, unchanged: 1, cancelled: 1, refused: 1 },
			outcomes: { 'booking.com': { created: 2, conflict: 1, unchanged: 1, cancelled: 1 } },
			outcomesByProperty: { 'booking.com/8011855': { created: 2, conflict: 1, unchanged: 1, cancelled: 1 } },
			changes: { emitted: 5, byOrigin: { 'booking.com': 4, roomMove: 1 } },
			deliveries: { acknowledged: 0, waiting: 0, retried: 0 },
			doubleBookedRoomNights: 0,
		});
		await selfKey.db(
			`UPDATE "bookings" SET "roomId" = (SELECT "id" FROM "rooms" WHERE "name" = '101' AND "hotelSlug" = 'hotel-paradise'), "paymentStatus" = 'succeeded'`,
		);
		expect((await selfKey.statistics()).doubleBookedRoomNights).toBe(1);
	});
});

describe('payments', () => {
	it('are counted by what became of them, once they are answered', async () => {
		const pay = (payment_id: string, extra: object = {}) => ({
			event_type: 'payment_received',
			data: { payment_id, amount: 10, currency: 'EUR', reservation_key: 'booking.com/8011855/4705950059', ...extra },
		});
		await post(pay('early'));
		await post(eventFor(reservation()));
		const { data } = await post(pay('P'));
		expect(data).toMatchObject({
			outcome: 'created',
			balance: { paid: { amount: '20.00' }, due: { amount: '80.00' } },
		});
		await post({ events: [pay('P'), pay('P', { amount: 11 }), pay('other', { currency: 'CHF' })] });
		expect(await selfKey.statistics()).toMatchObject({
			payments: { created: 1, unchanged: 1, unmatched: 1, refused: 2 },
			logs: { created: 1 },
			outcomes: { 'booking.com': { created: 1 } },
		});
	});
});

describe('the change feed', () => {
	const address = '/api/webhooks/integrations/hotel-paradise/n8n';

	async function changes(): Promise<DeliveryPage> {
		const { query, signature } = signGet(
			secret,
			[...address.slice(1).split('/'), 'changes'],
			{ subscriber: 'opera', start: 'now' },
			now,
		);
		// Axios writes the query in its own way, which must not matter.
		const { status, data } = await api.get(`${address}/changes`, {
			params: Object.fromEntries(query),
			headers: { 'x-signature': signature },
		});
		expect(status).toBe(200);
		return data as DeliveryPage;
	}

	async function acknowledge(items: unknown): Promise<unknown> {
		const body = JSON.stringify({ subscriber: 'opera', items });
		const { data } = await api.post(`${address}/changes/ack`, body, {
			headers: { 'content-type': 'application/json', 'x-signature': signHex(secret, body) },
		});
		return data;
	}

	it('tells what channels, direct guests and the desk do until it is acknowledged, and counts it', async () => {
		await changes();
		const night = { checkIn: '2026-03-29', checkOut: '2026-03-30' };
		const { data } = await post(eventFor(reservation()));
		const sale = await selfKey.directSale({ room: '101', ...night });
		await selfKey.directSale({ room: '201', ...night, paymentStatus: 'pending' });
		await selfKey.deskEdit(data.bookings[0].id, { adults: 3 });
		await selfKey.cancelDirect(sale);
		await selfKey.deleteBooking(await selfKey.directSale({ room: '102', ...night, hotelSlug: 'auberge' }));
		const page = await changes();
		expect(
			page.changes.map(({ origins, event, reservation: { channel } }) => [origins.map(originWord), event, channel]),
		).toEqual([
			[['booking.com', 'frontDesk'], 'created', 'booking.com'],
			[['direct'], 'cancelled', 'selfkey'],
		]);
		const [first, second] = page.changes;
		expect(await acknowledge([first, { ...second, error: 'Opera is closed' }])).toEqual({
			status: 'success',
			results: ['acknowledged', 'postponed'],
		});
		expect((await changes()).changes).toEqual([]);
		expect(await selfKey.statistics()).toMatchObject({
			changes: { emitted: 6, byOrigin: { 'booking.com': 1, direct: 4, frontDesk: 1 } },
			deliveries: { acknowledged: 1, waiting: 1, retried: 1 },
		});
	});

	it('has the hooks that SelfKey calls', async () => {
		const { data } = await post(eventFor(reservation()));
		await selfKey.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
		expect(await selfKey.hooks.resolveRoomConflicts('hotel-paradise')).toEqual({ moved: 1, arisen: 0, resolved: 0 });
		expect(await selfKey.hooks.mayReportCompleted(data.bookings[0].id)).toBe(false);
		expect((await selfKey.statistics()).doubleBookedRoomNights).toBe(0);
	});
});

describe('faults', () => {
	const slug = { establishmentSlug: 'hotel-paradise' };

	it('is down until switched on again', async () => {
		selfKey.faults.down(true);
		expect((await get('/api/v1/bookings', slug)).status).toBe(503);
		expect((await post(eventFor(reservation()))).status).toBe(503);
		selfKey.faults.down(false);
		expect((await post(eventFor(reservation()))).status).toBe(200);
	});

	it('answers 429 so many times', async () => {
		selfKey.faults.tooMany(1);
		expect(await get('/api/v1/bookings', slug)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
		expect((await get('/api/v1/bookings', slug)).status).toBe(200);
	});

	it('is slow', async () => {
		selfKey.faults.slow(80);
		const started = performance.now();
		await get('/api/v1/bookings', slug);
		expect(performance.now() - started).toBeGreaterThanOrEqual(75);
		selfKey.faults.slow(0);
	});

	it('fails a write before the commit, or loses the connection after it', async () => {
		selfKey.faults.failWrite(2);
		const answer = await post({ events: [eventFor(reservation({ id: 'a' })), eventFor(reservation({ id: 'b' }))] });
		expect(answer).toMatchObject({
			status: 500,
			data: { results: [{ status: 'success' }, { status: 'error', retryable: true }] },
		});
		expect(await selfKey.statistics()).toMatchObject({ bookings: 1, logs: { created: 1, failed: 1 } });
		selfKey.faults.failWrite(1, 'after_commit');
		expect((await post(eventFor(reservation({ id: 'b' })))).status).toBe(500);
		expect((await post(eventFor(reservation({ id: 'b' })))).data.outcome).toBe('unchanged');
		expect(await selfKey.statistics()).toMatchObject({ bookings: 2, doubleBookedRoomNights: 0 });
	});

	it('loses an answer, so that the sender does not know', async () => {
		selfKey.faults.dropAnswers(1);
		await expect(post(eventFor(reservation()))).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect((await post(eventFor(reservation()))).data.outcome).toBe('unchanged');
	});

	it('cannot be reached while it is paused, and keeps its address', async () => {
		await selfKey.pause();
		await expect(get('/api/v1/bookings', slug)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
		await selfKey.resume();
		expect((await get('/api/v1/bookings', slug)).status).toBe(200);
	});
});

it('keeps its database in a folder and opens it again', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'selfkey-'));
	try {
		const first = await startSelfKey({ ...options, dataDir: folder });
		await post(eventFor(reservation()), first);
		await first.close();
		const second = await startSelfKey({ ...options, dataDir: folder });
		expect((await post(eventFor(reservation()), second)).data.outcome).toBe('unchanged');
		expect(await second.statistics()).toMatchObject({ bookings: 1 });
		await second.close();
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
