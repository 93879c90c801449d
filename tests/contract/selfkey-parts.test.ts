/** The parts of SelfKey's side that the store's contract does not reach. */
import { EventEmitter } from 'node:events';
import {
	createSelfKeyHandler,
	UnstorableData,
	createSqlBookingStore,
	overPool,
	type BookingStore,
	type PoolLike,
} from '../../selfkey';
import { draftStays } from '../../selfkey/reservations/plan-stays';
import { reconcile } from '../../selfkey/reservations/reconcile-desk-edits';
import { IDENTITY_SENTINEL } from '../../selfkey/reservations/guest-registration';
import { storable } from '../../core/payload/field-reader';
import { candidatesFor, readRoomMap } from '../../selfkey/settings/room-map';
import { readSettings } from '../../selfkey/settings/integration-settings';
import { hotelLockNumber } from '../../selfkey/sql/hotel-lock';
import { newId } from '../../selfkey/sql/id';
import type { BaselineValues } from '../../selfkey/ports/records';
import { signHex } from '../../core/webhook/sign';

describe('settings', () => {
	it('have safe defaults for whatever the configuration holds', () => {
		const defaults = {
			roomMap: new Map(),
			createMissingRooms: false,
			collectsTouristTax: false,
			ownerAmount: 'gross',
			changeFeed: false,
			currency: 'CHF',
		};
		for (const configuration of [
			null,
			undefined,
			'x',
			[],
			{},
			{ roomMap: 1, createMissingRooms: 'yes', ownerAmount: 'all', currency: 'euro' },
		]) {
			expect(readSettings(configuration)).toEqual(defaults);
		}
	});
});

describe('room map', () => {
	const rooms = [
		{ id: 'r1', name: 'Été', isActive: true },
		{ id: 'r2', name: '102', isActive: true },
		{ id: 'r3', name: '102', isActive: true },
		{ id: 'r4', name: 'r1', isActive: true },
		{ id: 'r5', name: 'Closed', isActive: false },
	];
	const type = { channel: 'booking.com', propertyId: '1', roomTypeId: '77', roomName: null };
	const ids = (map: unknown, over = {}) =>
		candidatesFor({ ...type, ...over }, readRoomMap(map), rooms).rooms.map(({ id }) => id);

	it('takes an id before a name, every room of a name, each once, in the order of the map', () => {
		expect(ids({ 77: ['102', 'r1', 'R1', ' été'] })).toEqual(['r2', 'r3', 'r1', 'r4']);
	});

	it('takes accents however they are written', () => {
		expect(ids({ 77: 'E\u0301te\u0301' })).toEqual(['r1']);
	});

	it('never takes an inactive room', () => {
		expect(candidatesFor(type, readRoomMap({ 77: ['Closed'] }), rooms)).toEqual({ rooms: [], unknown: ['Closed'] });
		expect(ids({}, { roomName: 'Closed' })).toEqual([]);
	});

	it('falls back to the room of that id or name only where the map does not speak of the type', () => {
		expect(ids({}, { roomName: 'Été' })).toEqual(['r1']);
		expect(ids({ 77: [] }, { roomName: 'Été' })).toEqual([]);
		expect(ids({}, { roomTypeId: null, roomName: '102' })).toEqual(['r2', 'r3']);
	});

	it('leaves out what is no list of names', () => {
		expect([...readRoomMap({ a: 'x', b: ['y', 1, ' '], c: 5 })]).toEqual([
			['a', ['x']],
			['b', ['y']],
			['c', []],
		]);
	});
});

describe('reconcile', () => {
	const base: BaselineValues = {
		...IDENTITY_SENTINEL,
		roomTypeId: 'double',
		roomId: 'r1',
		clientLastName: 'Dupont',
		amount: 100,
		ownerAmount: 100,
		currency: 'EUR',
		guests: 2,
		adults: 2,
		children: 0,
		checkInDate: '2026-03-29',
		checkOutDate: '2026-03-30',
		paymentStatus: 'succeeded',
		bookingLocale: 'en',
		touristTaxTotal: 0,
		internalNote: 'note',
	};
	const { roomTypeId, ...current } = base;
	const next = (edited: Partial<BaselineValues>, target: Partial<BaselineValues>) =>
		reconcile({ ...current, ...edited }, base, { ...base, ...target }).values;

	it('lets the channel win for what it changed, and the desk for what only the desk changed', () => {
		expect(next({ amount: 80, checkOutDate: '2026-03-31' }, { amount: 120 })).toMatchObject({
			amount: 120,
			checkOutDate: '2026-03-31',
		});
	});

	it('takes dates, money and people whole from whoever counts', () => {
		const moved = { checkInDate: '2026-03-20', checkOutDate: '2026-03-22' };
		expect(next(moved, { checkInDate: '2026-03-28' })).toMatchObject({
			checkInDate: '2026-03-28',
			checkOutDate: '2026-03-30',
		});
		expect(next({ amount: 95, ownerAmount: 95, currency: 'CHF' }, { amount: 140, ownerAmount: 140 })).toMatchObject({
			amount: 140,
			ownerAmount: 140,
			currency: 'EUR',
		});
		expect(next({ guests: 4, adults: 2, children: 2 }, { guests: 1, adults: 1 })).toMatchObject({
			guests: 1,
			adults: 1,
			children: 0,
		});
		// What the channel does not touch stays the desk's, whole too.
		expect(next({ ...moved, amount: 95, currency: 'CHF' }, { guests: 1, adults: 1 })).toMatchObject({
			...moved,
			amount: 95,
			currency: 'CHF',
		});
	});

	it('says everything that the desk had in a group that it loses', () => {
		const { conflicting, overwritten } = reconcile(
			{ ...current, checkInDate: '2026-03-20', checkOutDate: '2026-03-22' },
			base,
			{ ...base, checkInDate: '2026-03-28' },
		);
		expect(conflicting).toEqual(['checkInDate', 'checkOutDate']);
		expect(overwritten).toEqual({ checkInDate: '2026-03-20', checkOutDate: '2026-03-22' });
		expect(
			reconcile({ ...current, checkOutDate: '2026-03-31' }, base, { ...base, checkOutDate: '2026-03-31' }).conflicting,
		).toEqual([]);
	});

	it.each(['2026-03-30', '2026-04-02'])(
		'never writes a stay that arrives on %s and leaves on the 30th',
		(checkInDate) => {
			const plan = (paymentStatus: BaselineValues['paymentStatus']) =>
				draftStays({
					channel: 'booking.com',
					propertyId: '1',
					targets: [
						{ roomStayId: '1', roomName: null, values: { ...base, checkInDate, paymentStatus }, amountUnknown: false },
					],
					stored: [],
					rooms: [],
					roomMap: new Map(),
				});
			expect(() => plan('succeeded')).toThrow(RangeError);
			expect(() => plan('failed')).not.toThrow();
		},
	);

	it('leaves dates that it does not write to whoever wrote them', () => {
		const booking = { ...current, checkInDate: '2026-03-31', bookingNumber: 1 };
		const stored = {
			roomStayId: '1',
			bookingId: 'b',
			baseline: base,
			identityMissing: true,
			candidates: [],
			conflicts: [],
			booking,
		};
		const target = { roomStayId: '1', roomName: null, values: { ...base, amount: 120 }, amountUnknown: false };
		const [draft] = draftStays({
			channel: 'booking.com',
			propertyId: '1',
			targets: [target],
			stored: [stored],
			rooms: [],
			roomMap: new Map(),
		});
		expect(draft?.next).toMatchObject({ amount: 120, checkInDate: '2026-03-31' });
	});

	it('lets the desk win for identity and note', () => {
		expect(
			next({ clientLastName: 'Durand', internalNote: 'cot' }, { clientLastName: 'Roy', internalNote: 'new' }),
		).toMatchObject({ clientLastName: 'Durand', internalNote: 'cot' });
	});

	it('fills a placeholder once the channel knows better, and never goes back to it', () => {
		expect(next({}, { clientPhone: '+41' })).toMatchObject({ clientPhone: '+41' });
		expect(next({}, { clientLastName: IDENTITY_SENTINEL.clientLastName })).toMatchObject({ clientLastName: 'Dupont' });
	});
});

describe('keys', () => {
	it('lock a hotel by the same number in every process', () => {
		expect(hotelLockNumber('hotel-paradise')).toBe(hotelLockNumber('hotel-paradise'));
		expect(hotelLockNumber('hotel-paradise')).not.toBe(hotelLockNumber('hotel-paradis'));
		expect(BigInt.asIntN(64, BigInt(hotelLockNumber('hotel-paradise')))).toBe(
			BigInt(hotelLockNumber('hotel-paradise')),
		);
	});

	it('are unlike each other and look like SelfKey’s', () => {
		const ids = Array.from({ length: 2_000 }, () => newId(new Date('2026-03-29T00:00:00Z')));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.every((id) => /^c[0-9a-z]{24}$/.test(id))).toBe(true);
	});
});

it('drops what PostgreSQL cannot hold, and nothing else', () => {
	expect(storable('a\0b\uD800c\uDC00 \u{1F6CE}')).toBe('ab\uFFFDc\uFFFD \u{1F6CE}');
});

describe('a pool of pg', () => {
	function fakePool(fail: (text: string) => boolean) {
		const statements: string[] = [];
		const released: unknown[] = [];
		const query = async (text: string) => {
			statements.push(text);
			if (fail(text)) throw Object.assign(new Error('no'), { code: '57P01' });
			return { rows: [] };
		};
		const pool: PoolLike = {
			query,
			connect: async () => ({ query, release: (error) => void released.push(error ?? null) }),
		};
		return { pool, statements, released };
	}

	it('commits, and gives the connection back', async () => {
		const { pool, statements, released } = fakePool(() => false);
		expect(await overPool(pool).transaction(async (client) => (await client.query('WORK'), 7))).toBe(7);
		expect(statements).toEqual(['BEGIN', 'WORK', 'COMMIT']);
		expect(released).toEqual([null]);
	});

	it('rolls back what fails, and throws a connection away that cannot even do that', async () => {
		const good = fakePool((text) => text === 'WORK');
		await expect(overPool(good.pool).transaction((client) => client.query('WORK'))).rejects.toThrow('no');
		expect(good.statements).toEqual(['BEGIN', 'WORK', 'ROLLBACK']);
		expect(good.released).toEqual([false]);
		const broken = fakePool((text) => text !== 'BEGIN');
		await expect(overPool(broken.pool).transaction((client) => client.query('WORK'))).rejects.toThrow('no');
		expect(broken.released).toEqual([true]);
	});

	it('listens to a connection that is lost while it is used, so that the process does not end with it', async () => {
		const client = Object.assign(new EventEmitter(), { query: async () => ({ rows: [] }), release: () => undefined });
		const pool: PoolLike = { query: client.query, connect: async () => client };
		await overPool(pool).transaction(async () => client.emit('error', new Error('terminating connection')));
		expect(client.listenerCount('error')).toBe(0);
		expect(() => client.emit('error', new Error('terminating connection'))).toThrow('terminating');
	});

	it('tells data that can never be stored from a passing failure', async () => {
		const failing = (code: string) => {
			const query = async () => Promise.reject(Object.assign(new Error('detail of a guest'), { code }));
			return createSqlBookingStore({ query, transaction: query });
		};
		await expect(failing('22P05').transaction('h', async () => 1)).rejects.toBeInstanceOf(UnstorableData);
		await expect(failing('23514').transaction('h', async () => 1)).rejects.toBeInstanceOf(UnstorableData);
		await expect(failing('P0001').transaction('h', async () => 1)).rejects.toBeInstanceOf(UnstorableData);
		for (const code of ['23505', '23503', '23P01', '40P01', '57P01', 'P2028', 'EPIPE'])
			await expect(failing(code).transaction('h', async () => 1)).rejects.not.toBeInstanceOf(UnstorableData);
	});
});

describe('the handler', () => {
	const body = JSON.stringify({
		events: Array.from({ length: 10 }, () => ({ event_type: 'cancelled_reservation', data: { external_id: '1' } })),
	});
	const path = 'http://selfkey.test/api/webhooks/integrations/h/i';
	const signed = () =>
		new Request(path, { method: 'POST', body, headers: { 'x-signature': `sha256=${signHex('s', body)}` } });

	function brokenStore(attempts: { count: number }, failure = new Error('database is down')): BookingStore {
		const down = async () => Promise.reject(new Error('database is down'));
		return {
			house: down,
			noteCodeSent: down,
			identityMissing: down,
			identityOf: down,
			hotelOf: down,
			ledger: () => ({
				resolve: down,
				entries: down,
				folios: down,
				unmatchedFor: down,
				unmatchedWith: down,
				unmatched: down,
				unmatchedWithBooking: down,
				hasIntegration: down,
			}),
			publishChanges: down,
			subscribe: down,
			activeKeys: down,
			pendingChanges: down,
			acknowledge: down,
			postpone: down,
			sendAgain: down,
			subscribers: down,
			forgetSubscribers: down,
			states: down,
			integration: async () => ({ id: 'i', hotelSlug: 'h', isActive: true, configuration: {} }),
			transaction: async () => {
				attempts.count += 1;
				throw failure;
			},
			log: async () => Promise.reject(new Error('so is the log')),
		};
	}

	it('does not try every event of a batch on a database that is down', async () => {
		const attempts = { count: 0 };
		const errors: unknown[] = [];
		const handler = createSelfKeyHandler({
			store: brokenStore(attempts),
			secretFor: () => ['old', 's'],
			onError: (error) => errors.push(error),
		});
		const response = await handler(signed());
		expect(response.status).toBe(500);
		const answer = (await response.json()) as { results: Array<{ retryable: boolean }> };
		expect(answer.results).toHaveLength(10);
		expect(answer.results.every(({ retryable }) => retryable)).toBe(true);
		expect(attempts.count).toBe(3);
		// Three events and their log rows, and the looks at who shares a room and at what was paid before its booking came.
		expect(errors).toHaveLength(8);
	});

	it.each([
		['RangeError', new RangeError('4111 of Dupont'), false, 10],
		['a check of the database', Object.assign(new Error('Dupont'), { code: '23514' }), false, 10],
		['a trigger of SelfKey', Object.assign(new Error('Dupont'), { code: 'P0001' }), false, 10],
		['somebody who was quicker', Object.assign(new Error('Dupont'), { code: '23505' }), true, 10],
		['a deadlock', Object.assign(new Error('Dupont'), { code: '40P01' }), true, 10],
		['a lost connection', Object.assign(new Error('Dupont'), { code: 'EPIPE' }), true, 3],
		['a server that shuts down', Object.assign(new Error('Dupont'), { code: '57P01' }), true, 3],
		['Prisma’s timeout', Object.assign(new Error('Dupont'), { code: 'P2028' }), true, 3],
	])('knows whom %s concerns', async (_name, failure, retryable, attempted) => {
		const attempts = { count: 0 };
		const handler = createSelfKeyHandler({ store: brokenStore(attempts, failure), secretFor: () => 's' });
		const text = await (await handler(signed())).text();
		const { results } = JSON.parse(text) as { results: Array<{ status: string; retryable: boolean }> };
		expect(results.every((result) => result.status === 'error' && result.retryable === retryable)).toBe(true);
		expect(attempts.count).toBe(attempted);
		expect(text).not.toMatch(/Dupont|4111/);
	});

	it('answers other addresses and methods, and never rejects', async () => {
		const handler = createSelfKeyHandler({
			store: brokenStore({ count: 0 }),
			secretFor: () => Promise.reject(new Error('vault')),
		});
		expect((await handler(new Request('http://selfkey.test/api/other', { method: 'POST' }))).status).toBe(404);
		expect(
			(await handler(new Request('http://selfkey.test/api/webhooks/integrations/%E0%A4%A/i', { method: 'POST' })))
				.status,
		).toBe(404);
		const get = await handler(new Request(path));
		expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
		const failed = await handler(signed());
		expect([failed.status, await failed.json()]).toEqual([500, { error: 'Processing failed' }]);
	});

	it('stops reading a body that is longer than it said', async () => {
		let sent = 0;
		const endless = new ReadableStream({
			pull(controller) {
				sent += 1;
				controller.enqueue(new Uint8Array(1024));
			},
		});
		const handler = createSelfKeyHandler({
			store: brokenStore({ count: 0 }),
			secretFor: () => 's',
			maxBodyBytes: 8 * 1024,
		});
		const request = new Request(path, { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
		expect((await handler(request)).status).toBe(413);
		expect(sent).toBeLessThan(20);
	});

	it('accepts no signature under an empty secret or none at all', async () => {
		for (const secret of ['', [], null]) {
			const handler = createSelfKeyHandler({ store: brokenStore({ count: 0 }), secretFor: () => secret });
			expect((await handler(signed())).status).toBe(401);
		}
	});
});
