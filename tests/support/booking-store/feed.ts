/** The change feed: what a subscriber is told, until it acknowledges it, and what waits for whom. */
import { signHex } from '../../../core/webhook/sign';
import type { Delivery, Subscriber } from '../../../selfkey';
import { originWord } from '../origin';
import { cancellation, reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const brief = ({ origins, event, key, reservation: { status } }: Delivery) => ({
	origins: origins.map(originWord),
	event,
	key,
	status,
});
const ids = (changes: readonly Delivery[]) => changes.map(({ reservation: { reservationId } }) => reservationId);
const CHANNEL = { kind: 'channel', channel: 'booking.com' };
const KEY = 'booking.com/8011855/4705950059';

async function subscriberOf(hotel: TestHotel, name: string): Promise<Subscriber | undefined> {
	const { status, body } = await hotel.get('subscribers', {});
	expect(status).toBe(200);
	return (body['subscribers'] as Subscriber[]).find(({ subscriber }) => subscriber === name);
}

export function describeFeed(newHotel: NewHotel): void {
	describe('change feed', () => {
		describeDeliveries(newHotel);
		describeHandingBack(newHotel);
		describeWhatIsTold(newHotel);
		describeRequests(newHotel);
	});
}

function describeDeliveries(newHotel: NewHotel): void {
	it('gives each reservation that has changed once, as it is now, until it is acknowledged', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		const { bookings } = await hotel.send(reservation({ rooms: [{ id: 'a' }, { id: 'b', type: 'suite' }] }));
		await hotel.send(reservation({ rooms: [{ id: 'a' }, { id: 'b', type: 'suite' }] }));
		const first = (await hotel.changes(reader)).changes;
		expect(first.map(brief)).toEqual([{ origins: ['booking.com'], event: 'created', key: KEY, status: 'confirmed' }]);
		expect(first[0]).toMatchObject({
			integrationId: hotel.integrationId,
			attempts: 0,
			reason: null,
			reservation: { channel: 'booking.com', event: 'new', selfKey: { bookings } },
		});
		expect((await hotel.changes(reader)).changes).toEqual(first);
		expect(await hotel.acknowledge(reader, first)).toEqual(['acknowledged']);
		expect((await hotel.changes(reader)).changes).toEqual([]);
		// Three messages since, one delivery.
		await hotel.send(reservation({ event: 'modified', seen: 1, rooms: [{ id: 'a' }] }));
		await hotel.send(reservation({ event: 'modified', seen: 2, rooms: [{ id: 'a' }], price: '150' }));
		await hotel.send(cancellation());
		const second = await hotel.readAll(reader);
		expect(second.map(brief)).toEqual([
			{ origins: ['booking.com'], event: 'cancelled', key: KEY, status: 'cancelled' },
		]);
		expect(second[0]?.reservation.selfKey.bookings).toMatchObject(
			bookings.map(({ id, roomStayId }) => ({ id, roomStayId, roomId: null })),
		);
	});

	it('keeps what changed after it was given out, and takes no acknowledgement twice', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		await hotel.send(reservation());
		const { changes } = await hotel.changes(reader);
		await hotel.send(reservation({ event: 'modified', seen: 1, price: '200' }));
		expect(await hotel.acknowledge(reader, changes)).toEqual(['superseded']);
		const again = (await hotel.changes(reader)).changes;
		expect(again.map(brief)).toEqual([{ origins: ['booking.com'], event: 'created', key: KEY, status: 'confirmed' }]);
		expect(again[0]?.reservation.total).toMatchObject({ amount: '200.00' });
		expect(await hotel.acknowledge(reader, again)).toEqual(['acknowledged']);
		expect(await hotel.acknowledge(reader, [...again, ...changes])).toEqual(['superseded', 'superseded']);
		// The number of one delivery under the key of another takes nothing off.
		await hotel.send(reservation({ id: 'b', rooms: [{ type: 'suite' }] }));
		const [other] = (await hotel.changes(reader)).changes;
		expect(await hotel.acknowledge(reader, [{ key: KEY, position: other?.position ?? 0 }])).toEqual(['superseded']);
		expect(ids(await hotel.readAll(reader))).toEqual(['b']);
	});

	it('serves every subscriber on its own, however long another one was away', async () => {
		const hotel = await newHotel();
		const [opera, availability] = [await hotel.subscribe(), await hotel.subscribe()];
		await hotel.send(reservation());
		expect(ids(await hotel.readAll(opera))).toEqual(['4705950059']);
		await hotel.send(reservation({ id: 'b', rooms: [{ type: 'suite' }] }));
		expect(ids(await hotel.readAll(opera))).toEqual(['b']);
		expect(ids(await hotel.readAll(availability))).toEqual(['4705950059', 'b']);
	});

	it('begins with everything that stands, or from now on', async () => {
		const hotel = await newHotel({ types: { double: ['101', '102', '103', '104', '105'] } });
		await hotel.send(reservation({ id: 'gone' }));
		await hotel.send(cancellation({ id: 'gone' }));
		await hotel.send(reservation({ id: 'past', checkIn: '2026-02-20', checkOut: '2026-02-22' }));
		for (const id of ['a', 'b', 'c']) await hotel.send(reservation({ id }));
		const direct = await hotel.frontDesk.directSale({ room: '105', checkIn: '2026-03-29', checkOut: '2026-03-30' });
		const reader = await hotel.subscribe('everything');
		const late = await hotel.subscribe('now');
		const page = await hotel.changes(reader, 2);
		expect(page.hasMore).toBe(true);
		// Changed before it was given out: told once, as it is now.
		await hotel.send(reservation({ id: 'c', event: 'modified', seen: 1, price: '200' }));
		const changes = await hotel.readAll(reader, 2);
		expect(changes.map(({ event, reservation: { reservationId } }) => [event, reservationId])).toEqual([
			['snapshot', 'a'],
			['snapshot', 'b'],
			['snapshot', direct],
			['snapshot', 'c'],
		]);
		expect(changes[0]).toMatchObject({ origin: null, origins: [] });
		expect(changes.at(-1)).toMatchObject({ origin: CHANNEL, reservation: { total: { amount: '200.00' } } });
		expect(ids(await hotel.readAll(late))).toEqual(['c']);
	});

	it('shows something to whoever only looks, and notes nothing of it', async () => {
		const hotel = await newHotel();
		await hotel.send(reservation());
		const peek = async (subscriber: string) =>
			(await hotel.get('changes', { subscriber, peek: 'true' })).body['changes'] as Delivery[];
		expect((await peek('nobody')).map(({ event, position, key }) => [event, position, key])).toEqual([
			['snapshot', 0, KEY],
		]);
		expect((await hotel.get('subscribers', {})).body).toMatchObject({ subscribers: [] });
		const reader = await hotel.subscribe();
		await hotel.send(reservation({ id: 'b', rooms: [{ type: 'suite' }] }));
		expect(ids(await peek(reader))).toEqual(['b']);
		expect(ids(await hotel.readAll(reader))).toEqual(['b']);
		expect(await hotel.acknowledge(reader, [{ key: KEY, position: 0 }])).toEqual(['superseded']);
	});

	it('pages through without losing or doubling any', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		for (let index = 0; index < 7; index++)
			await hotel.send(
				reservation({ id: `r${index}`, checkIn: `2026-04-0${index + 1}`, checkOut: `2026-04-0${index + 2}` }),
			);
		expect(await hotel.changes(reader, 3)).toMatchObject({ hasMore: true });
		expect(ids(await hotel.readAll(reader, 3))).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
		expect(await hotel.changes(reader, 3)).toMatchObject({ changes: [], hasMore: false });
	});
}

function describeHandingBack(newHotel: NewHotel): void {
	it('gives what came later its turn, where a flow drops a whole page without a word', async () => {
		let now = Date.parse('2026-03-01T08:00:00.000Z');
		const hotel = await newHotel({ clock: () => new Date(now) });
		const reader = await hotel.subscribe();
		for (const id of ['a', 'b', 'c']) await hotel.send(reservation({ id, rooms: [{ type: 'suite' }] }));
		const ask = async (question: Record<string, string> = {}) => {
			now += 60_000;
			const { body } = await hotel.get('changes', { subscriber: reader, limit: '2', ...question });
			return ids(body['changes'] as Delivery[]);
		};
		expect(await ask()).toEqual(['a', 'b']);
		expect(await ask()).toEqual(['c', 'a']);
		// Who only looks moves nothing.
		expect(await ask({ peek: 'true' })).toEqual(['b', 'a']);
		expect(await ask({ peek: 'true' })).toEqual(['b', 'a']);
		expect(ids(await hotel.readAll(reader)).sort()).toEqual(['a', 'b', 'c']);
	});

	it('gives out a new change with the next page, however much was handed back or is still to be read for the first time', async () => {
		let now = new Date('2026-03-01T08:00:00.000Z');
		const types = { double: Array.from({ length: 8 }, (_, index) => String(101 + index)) };
		const hotel = await newHotel({ clock: () => now, types });
		const sold = ({ changes }: { changes: Delivery[] }) =>
			changes.map(({ reservation: { reservationId } }) => reservationId);
		for (const id of ['a', 'b', 'c', 'd', 'e']) await hotel.send(reservation({ id }));
		const reader = await hotel.subscribe('everything');
		await hotel.send(reservation({ id: 'sale' }));
		// Behind the snapshot.
		expect(sold(await hotel.changes(reader, 1))).toEqual(['sale']);
		const due = (await hotel.changes(reader)).changes;
		await hotel.acknowledge(
			reader,
			due.map((change) => ({ ...change, error: 'Opera is away' })),
		);
		now = new Date(now.getTime() + 3 * 3_600_000);
		await hotel.send(reservation({ id: 'late sale' }));
		// Behind what has failed, all of which is due again.
		expect(sold(await hotel.changes(reader, 2))).toContain('late sale');
		expect((await hotel.changes(reader)).changes).toHaveLength(7);
	});

	it('gives a reservation that was handed back again later, and meanwhile all others', async () => {
		let now = new Date('2026-03-01T08:00:00.000Z');
		const hotel = await newHotel({ clock: () => now });
		const after = (minutes: number) => {
			now = new Date(now.getTime() + minutes * 60_000);
		};
		const reader = await hotel.subscribe();
		await hotel.send(reservation({ id: 'bad' }));
		await hotel.send(reservation({ id: 'good', rooms: [{ type: 'suite' }] }));
		for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
			const due = (await hotel.changes(reader)).changes;
			const bad = due.filter(({ reservation: { reservationId } }) => reservationId === 'bad');
			expect(bad).toHaveLength(1);
			const good = due.filter((change) => !bad.includes(change));
			const error = 'Opera has no room type DLX; card 4111 1111 1111 1111';
			expect(await hotel.acknowledge(reader, [...bad.map((change) => ({ ...change, error })), ...good])).toEqual([
				'postponed',
				...good.map(() => 'acknowledged'),
			]);
			// Sent again because the answer was lost.
			expect(await hotel.acknowledge(reader, [...bad.map((change) => ({ ...change, error }))])).toEqual(['postponed']);
			after(minutes - 0.01);
			expect((await hotel.changes(reader)).changes).toEqual([]);
			after(0.01);
		}
		const [bad] = (await hotel.changes(reader)).changes;
		expect(bad).toMatchObject({
			attempts: 8,
			reason: 'Opera has no room type DLX; card [card number removed, ends in 1111]',
		});
		expect(await subscriberOf(hotel, reader)).toMatchObject({
			acknowledged: 1,
			handedBack: 8,
			waiting: 1,
			oldest: expect.any(String),
			oldestUntried: null,
			failing: [{ key: bad?.key, position: bad?.position, since: expect.any(String), attempts: 8 }],
		});
		expect(await hotel.acknowledge(reader, bad ? [bad] : [])).toEqual(['acknowledged']);
		expect(await subscriberOf(hotel, reader)).toMatchObject({ acknowledged: 2, waiting: 0, oldest: null, failing: [] });
	});

	describe('through several servers whose clocks differ', () => {
		const minutes = (from: number, count: number) => new Date(from + count * 60_000);

		it.each([
			['an hour fast', 60],
			['three minutes fast', 3],
			['an hour slow', -60],
		])('gives out a change at once that was made through one that is %s', async (_name, ahead) => {
			const right = Date.now();
			let now = minutes(right, 0);
			const hotel = await newHotel({ clock: () => now });
			const reader = await hotel.subscribe();
			now = minutes(right, ahead);
			await hotel.send(reservation());
			// The one that is asked is slow itself.
			now = minutes(right, -3);
			expect((await hotel.changes(reader)).changes).toHaveLength(1);
		});

		it('counts what is handed back through a slow one, once, and waits', async () => {
			const start = Date.parse('2026-03-01T08:00:00.000Z');
			let now = minutes(start, 0);
			const hotel = await newHotel({ clock: () => now });
			const reader = await hotel.subscribe();
			await hotel.send(reservation());
			const [change] = (await hotel.changes(reader)).changes;
			now = minutes(start, -3);
			const refused = [{ key: change!.key, position: change!.position, error: 'no room type' }];
			for (let count = 0; count < 2; count++) expect(await hotel.acknowledge(reader, refused)).toEqual(['postponed']);
			expect((await hotel.changes(reader)).changes).toEqual([]);
			now = minutes(start, 0);
			expect((await hotel.changes(reader)).changes).toMatchObject([{ attempts: 1, reason: 'no room type' }]);
		});
	});

	it('gives what was never handed back before what was, in each page', async () => {
		let now = new Date('2026-03-01T08:00:00.000Z');
		const hotel = await newHotel({ clock: () => now });
		const reader = await hotel.subscribe();
		await hotel.send(reservation({ id: 'bad' }));
		const [bad] = (await hotel.changes(reader)).changes;
		await hotel.acknowledge(reader, bad ? [{ ...bad, error: 'no' }] : []);
		now = new Date(now.getTime() + 2 * 60_000);
		await hotel.send(reservation({ id: 'good', rooms: [{ type: 'suite' }] }));
		expect(ids((await hotel.changes(reader)).changes)).toEqual(['good', 'bad']);
		const { oldest, oldestUntried } = (await subscriberOf(hotel, reader)) ?? {};
		expect(Date.parse(String(oldestUntried))).toBeGreaterThan(Date.parse(String(oldest)));
	});

	it('gives it at once where it changes, or where somebody asks for it', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		await hotel.send(reservation());
		const handBack = async () =>
			hotel.acknowledge(
				reader,
				(await hotel.changes(reader)).changes.map((change) => ({ ...change, error: 'no' })),
			);
		expect(await handBack()).toEqual(['postponed']);
		await hotel.send(reservation({ event: 'modified', seen: 1, price: '200' }));
		expect((await hotel.changes(reader)).changes).toMatchObject([{ attempts: 0, reason: null }]);
		expect(await handBack()).toEqual(['postponed']);
		const again = (keys: unknown) => hotel.ask('changes/again', { subscriber: reader, keys });
		expect((await again([KEY, 'booking.com/1/nobody'])).body).toEqual({ status: 'success', found: 1 });
		expect((await hotel.readAll(reader)).map(brief)).toMatchObject([{ key: KEY, event: 'created' }]);
		// Acknowledged before, and wanted once more.
		expect((await again([KEY])).body).toEqual({ status: 'success', found: 1 });
		expect((await hotel.readAll(reader)).map(brief)).toEqual([
			{ origins: [], event: 'snapshot', key: KEY, status: 'confirmed' },
		]);
		// An id may hold a slash.
		await hotel.send(
			reservation({
				id: 'c',
				propertyId: 'house/2',
				rooms: [{ type: 'suite' }],
				checkIn: '2026-05-01',
				checkOut: '2026-05-02',
			}),
		);
		await hotel.readAll(reader);
		expect((await again(['booking.com/house/2/c'])).body).toEqual({ status: 'success', found: 1 });
		await hotel.readAll(reader);
		await hotel.send(cancellation({ id: 'c', propertyId: 'house/2' }));
		await hotel.readAll(reader);
		// All that stands, as after a backup was restored.
		await hotel.send(reservation({ id: 'b', rooms: [{ type: 'suite' }] }));
		await hotel.readAll(reader);
		expect((await again('everything')).body).toEqual({ status: 'success', found: 2 });
		expect(ids(await hotel.readAll(reader))).toEqual(['4705950059', 'b']);
		const stranger = await hotel.ask('changes/again', { subscriber: 'nobody', keys: 'everything' });
		expect(stranger.body).toEqual({ status: 'success', found: 0 });
		expect(await hotel.query(`SELECT 1 FROM "booking_outbox" WHERE "hotelSlug" = $1`, [hotel.slug])).toEqual([]);
	});

	it('gives a direct sale that was deleted once more, as long as its reader has not been told of the end', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		const sale = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
		await hotel.readAll(reader);
		await hotel.query(`DELETE FROM "bookings" WHERE "id" = $1`, [sale]);
		const key = `selfkey/${hotel.slug}/${sale}`;
		const waiting = (await hotel.changes(reader)).changes;
		expect(
			await hotel.acknowledge(
				reader,
				waiting.map((change) => ({ ...change, error: 'no' })),
			),
		).toEqual(['postponed']);
		expect((await hotel.changes(reader)).changes).toEqual([]);
		const again = async () => (await hotel.ask('changes/again', { subscriber: reader, keys: [key] })).body;
		expect(await again()).toEqual({ status: 'success', found: 1 });
		expect((await hotel.readAll(reader)).map(brief)).toEqual([
			{ origins: ['direct'], event: 'cancelled', key, status: 'cancelled' },
		]);
		// Nothing is left of it that could be told.
		expect(await again()).toEqual({ status: 'success', found: 0 });
	});

	it('goes on after a restored backup: what waited then waits again, and no number is given twice', async () => {
		let now = new Date('2026-03-01T08:00:00.000Z');
		const hotel = await newHotel({ clock: () => now });
		const reader = await hotel.subscribe();
		const tables = ['booking_feeds', 'booking_subscribers', 'booking_outbox'];
		await hotel.send(reservation());
		const [first] = (await hotel.changes(reader)).changes;
		const backup = await Promise.all(
			tables.map((table) =>
				hotel.query(`SELECT to_jsonb(t) AS "row" FROM "${table}" t WHERE "hotelSlug" = $1`, [hotel.slug]),
			),
		);
		now = new Date('2026-03-01T09:00:00.000Z');
		await hotel.send(reservation({ event: 'modified', seen: 1, price: '200' }));
		const lost = await hotel.readAll(reader);

		for (const [index, table] of tables.entries()) {
			await hotel.query(`DELETE FROM "${table}" WHERE "hotelSlug" = $1`, [hotel.slug]);
			for (const { row } of backup[index] ?? [])
				await hotel.query(
					`INSERT INTO "${table}" SELECT * FROM jsonb_populate_record(NULL::"${table}", $1::text::jsonb)`,
					[JSON.stringify(row)],
				);
		}
		now = new Date('2026-03-01T10:00:00.000Z');
		expect((await hotel.changes(reader)).changes.map(({ position }) => position)).toEqual([first?.position]);
		await hotel.send(reservation({ event: 'modified', seen: 2, price: '300' }));
		expect(await hotel.acknowledge(reader, [...lost, ...(first ? [first] : [])])).toEqual(['superseded', 'superseded']);
		const [again] = await hotel.readAll(reader);
		expect(again?.position).toBeGreaterThan(lost[0]?.position ?? Infinity);
		expect(again?.reservation.total).toMatchObject({ amount: '300.00' });
	});

	it('forgets a subscriber that has been away too long, and nobody else', async () => {
		let now = new Date('2026-03-01T08:00:00.000Z');
		const hotel = await newHotel({ clock: () => now });
		const [gone, here] = [await hotel.subscribe(), await hotel.subscribe()];
		await hotel.send(reservation());
		for (const day of ['2026-03-20', '2026-04-05']) {
			now = new Date(`${day}T08:00:00.000Z`);
			expect(ids((await hotel.changes(here)).changes)).toEqual(['4705950059']);
		}
		expect(await subscriberOf(hotel, gone)).toBeUndefined();
		const left = await hotel.query('SELECT DISTINCT "subscriber" FROM "booking_outbox" WHERE "hotelSlug" = $1', [
			hotel.slug,
		]);
		expect(left).toEqual([{ subscriber: here }]);
	});

	it('forgets it also where nobody reads any more', async () => {
		let now = new Date('2026-03-01T08:00:00.000Z');
		const hotel = await newHotel({ clock: () => now });
		await hotel.subscribe();
		await hotel.send(reservation());
		now = new Date('2026-04-05T08:00:00.000Z');
		await hotel.send(reservation({ id: 'b', rooms: [{ type: 'suite' }] }));
		for (const table of ['booking_subscribers', 'booking_outbox', 'booking_changes'])
			expect(await hotel.query(`SELECT 1 FROM "${table}" WHERE "hotelSlug" = $1`, [hotel.slug])).toEqual([]);
	});

	it('serves subscribers of the same name in two hotels apart', async () => {
		const [one, other] = [await newHotel(), await newHotel()];
		for (const hotel of [one, other]) await hotel.changes('opera');
		await one.send(reservation());
		await other.send(reservation({ id: 'b' }));
		const [change] = (await one.changes('opera')).changes;
		expect(await other.acknowledge('opera', change ? [change] : [])).toEqual(['superseded']);
		expect(ids(await one.readAll('opera'))).toEqual(['4705950059']);
		expect(ids(await other.readAll('opera'))).toEqual(['b']);
	});

	it('keeps nothing that nobody waits for', async () => {
		const hotel = await newHotel();
		await hotel.send(reservation());
		await hotel.frontDesk.directSale({ room: '102', checkIn: '2026-03-29', checkOut: '2026-03-30' });
		await hotel.send(cancellation());
		const rows = (table: string) => hotel.query(`SELECT 1 FROM "${table}" WHERE "hotelSlug" = $1`, [hotel.slug]);
		expect([await rows('booking_changes'), await rows('booking_outbox')]).toEqual([[], []]);
	});
}

function describeWhatIsTold(newHotel: NewHotel): void {
	it('tells direct sales once they are paid, and their end', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		const nights = { checkIn: '2026-03-28', checkOut: '2026-03-31' };
		await hotel.frontDesk.directSale({ room: '102', ...nights, paymentStatus: 'pending' });
		const id = await hotel.frontDesk.directSale({ room: '101', ...nights, amount: 420.5, lastName: 'Kaya', adults: 2 });
		const key = `selfkey/${hotel.slug}/${id}`;
		const first = await hotel.readAll(reader);
		expect(first.map(brief)).toEqual([{ origins: ['direct'], event: 'created', key, status: 'confirmed' }]);
		expect(first[0]?.reservation).toMatchObject({
			channel: 'selfkey',
			propertyId: hotel.slug,
			reservationId: id,
			event: 'new',
			revision: String(first[0]?.position),
			...nights,
			nights: 3,
			adults: 2,
			total: { minor: 42050, currency: 'CHF', amount: '420.50' },
			booker: { lastName: 'Kaya', email: 'dora@example.com' },
			rooms: [{ roomStayId: id, roomName: '101', status: 'confirmed' }],
			selfKey: { bookings: [{ id, roomId: hotel.room('101'), roomName: '101', roomStayId: id, conflicts: [] }] },
		});
		await hotel.frontDesk.cancelDirect(id);
		expect((await hotel.readAll(reader)).map(brief)).toEqual([
			{ origins: ['direct'], event: 'cancelled', key, status: 'cancelled' },
		]);
	});

	it('tells of a booking that was deleted what is left of it', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		const nights = { checkIn: '2026-03-28', checkOut: '2026-03-31' };
		const id = await hotel.frontDesk.directSale({ room: '101', ...nights });
		await hotel.readAll(reader);
		await hotel.frontDesk.deleteBooking(id);
		const [change] = await hotel.readAll(reader);
		expect(change).toMatchObject({
			event: 'cancelled',
			origins: [{ kind: 'direct' }],
			reservation: {
				reservationId: id,
				status: 'cancelled',
				...nights,
				booker: { lastName: null },
				selfKey: { bookings: [{ id, roomId: null }] },
			},
		});
	});

	it('tells what the desk changes, under the channel’s own key and as it stands now', async () => {
		const hotel = await newHotel();
		const { bookings } = await hotel.send(reservation({ rooms: [{ price: '100' }] }));
		const reader = await hotel.subscribe();
		const id = bookings[0]?.id ?? '';
		const edit = { room: '102', note: 'cot', lastName: 'Dupond', checkOut: '2026-03-31', amount: 180 };
		await hotel.frontDesk.deskEdit(id, edit);
		const changes = await hotel.readAll(reader);
		expect(changes.map(brief)).toEqual([{ origins: ['frontDesk'], event: 'updated', key: KEY, status: 'confirmed' }]);
		expect(changes[0]?.reservation).toMatchObject({
			event: 'modified',
			checkOut: '2026-03-31',
			nights: 2,
			booker: { firstName: 'Zoë', lastName: 'Dupond' },
			total: { amount: '180.00', currency: 'EUR' },
			rooms: [{ roomStayId: '1', checkOut: '2026-03-31', total: { amount: '180.00' } }],
			selfKey: { bookings: [{ id, roomName: '102' }] },
		});
		await hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed' });
		expect((await hotel.readAll(reader)).map(brief)).toEqual([
			{ origins: ['frontDesk'], event: 'cancelled', key: KEY, status: 'cancelled' },
		]);
	});

	it('tells whose changes it covers, each origin once, the latest last', async () => {
		const hotel = await newHotel();
		const { bookings } = await hotel.send(reservation());
		const reader = await hotel.subscribe();
		const id = bookings[0]?.id ?? '';
		await hotel.frontDesk.deskEdit(id, { lastName: 'Dupond' });
		await hotel.send(reservation({ event: 'modified', seen: 1, price: '200' }));
		expect(await hotel.readAll(reader)).toMatchObject([{ origin: CHANNEL, origins: [{ kind: 'frontDesk' }, CHANNEL] }]);
	});

	it('makes nothing of what no destination reads, and of what changes nothing', async () => {
		const hotel = await newHotel();
		const id = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-28', checkOut: '2026-03-31' });
		const reader = await hotel.subscribe();
		const set = (assignment: string) => hotel.query(`UPDATE "bookings" SET ${assignment} WHERE "id" = $1`, [id]);
		await set(`"confirmationSent" = TRUE`);
		await set(`"stripeFee" = 1.25`);
		await set(`"internalNote" = 'cot', "clientIdNumber" = 'C01', "clientBirthDate" = '1985-07-14'`);
		await set(`"roomId" = "roomId"`);
		expect((await hotel.changes(reader)).changes).toEqual([]);
		await set(`"adults" = 2`);
		expect((await hotel.readAll(reader)).map(brief)).toMatchObject([{ origins: ['frontDesk'], event: 'updated' }]);
	});

	it.each([
		['an end in the year 20266', `"checkOutDate" = '20266-03-29'`],
		['a beginning in the year 20266', `"checkInDate" = '20266-03-28'`],
		['an end in the year 2206', `"checkOutDate" = '2206-03-31'`],
		['a beginning in the year 206', `"checkInDate" = '0206-03-28'`],
		['an end before the beginning', `"checkOutDate" = '2026-03-01', "checkInDate" = '2026-03-28'`],
		['no end', `"checkOutDate" = 'infinity'`],
		['an amount that is no number', `"amount" = 'NaN'`],
		['an endless amount', `"amount" = 'Infinity'`],
	])('shows a row with %s with a warning, and all others beside it', async (_, assignment) => {
		const hotel = await newHotel({ types: { double: ['101', '102', '103'], suite: ['201'] } });
		const reader = await hotel.subscribe();
		const odd = await hotel.frontDesk.directSale({ room: '103', checkIn: '2026-03-28', checkOut: '2026-03-31' });
		const { bookings } = await hotel.send(reservation({ id: 'odd too', rooms: [{ type: 'suite' }] }));
		for (const id of [odd, bookings[0]?.id])
			await hotel.query(`UPDATE "bookings" SET ${assignment} WHERE "id" = $1`, [id]);
		await hotel.send(reservation());
		const changes = await hotel.readAll(reader);
		expect(ids(changes).sort()).toEqual(['4705950059', odd, 'odd too'].sort());
		for (const id of [odd, 'odd too']) {
			const { event, reservation: state } =
				changes.find(({ reservation: { reservationId } }) => reservationId === id) ?? {};
			// Nobody has cancelled it: a destination that took it for cancelled would give the room away.
			expect([event, state?.status]).toEqual(['created', 'confirmed']);
			expect(
				state?.warnings.filter((text) => /booking \d+.*cannot be read|cannot be read .*booking \d+/.test(text)),
			).toHaveLength(1);
		}
		expect(
			changes.find(({ reservation: { reservationId } }) => reservationId === '4705950059')?.reservation.warnings,
		).toEqual([]);
		// Once it is put right it comes again, and nothing is left of it once it is gone.
		await hotel.query(
			`UPDATE "bookings" SET "checkInDate" = '2026-03-28', "checkOutDate" = '2026-03-31', "amount" = 100 WHERE "id" = $1`,
			[odd],
		);
		const righted = (await hotel.readAll(reader)).filter(({ reservation: { reservationId } }) => reservationId === odd);
		expect(righted.map(({ reservation: { warnings } }) => warnings)).toEqual([[]]);
		await hotel.query(`UPDATE "bookings" SET ${assignment} WHERE "id" = $1`, [odd]);
		await hotel.frontDesk.deleteBooking(odd);
		expect((await hotel.readAll(reader)).map(brief)).toContainEqual(
			expect.objectContaining({ key: `selfkey/${hotel.slug}/${odd}`, event: 'cancelled', status: 'cancelled' }),
		);
	});

	it('shows a reservation whose stored form is broken with a warning, and all others beside it', async () => {
		const hotel = await newHotel();
		await hotel.send(reservation({ id: 'broken' }));
		await hotel.send(reservation({ rooms: [{ type: 'suite' }] }));
		await hotel.query(
			`UPDATE "booking_reservations" SET "reservation" = '{"rooms": 7}' WHERE "hotelSlug" = $1 AND "reservationId" = 'broken'`,
			[hotel.slug],
		);
		const changes = await hotel.present();
		expect(changes.map(({ key, reservation: { status, warnings } }) => [key, status, warnings.length])).toEqual([
			[KEY, 'confirmed', 0],
			['booking.com/8011855/broken', 'confirmed', 1],
		]);
	});

	it.each(['a\u0001b', 'a\nb\tc', 'a/b', '"a"', 'ä\u202eb', '🏨', "a'; --"])(
		'gives a reservation whose id is %j like any other',
		async (id) => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			await hotel.send(reservation({ id }));
			await hotel.send(reservation({ rooms: [{ type: 'suite' }] }));
			const { changes } = await hotel.changes(reader);
			expect(ids(changes)).toEqual([id, '4705950059']);
			const [odd] = changes;
			expect(await hotel.acknowledge(reader, odd ? [{ ...odd, error: 'no' }] : [])).toEqual(['postponed']);
			expect(ids(await hotel.readAll(reader))).toEqual(['4705950059']);
			expect((await hotel.ask('changes/again', { subscriber: reader, keys: [odd?.key] })).body).toMatchObject({
				found: 1,
			});
			expect(ids(await hotel.readAll(reader))).toEqual([id]);
			expect((await subscriberOf(hotel, reader))?.waiting).toBe(0);
		},
	);

	it('never tells documents, addresses, notes or door codes', async () => {
		const hotel = await newHotel();
		const reader = await hotel.subscribe();
		await hotel.query(`UPDATE "rooms" SET "accessCode" = 'DOOR-4711' WHERE "hotelSlug" = $1`, [hotel.slug]);
		const { bookings } = await hotel.send(reservation());
		await hotel.frontDesk.directSale({ room: '102', checkIn: '2026-03-29', checkOut: '2026-03-30' });
		const identity = {
			birthDate: '1985-07-14',
			idNumber: 'C01X00T47',
			address: 'Rue du Lac 1',
			postalCode: '1201',
			city: 'Genève',
			country: 'CH',
		};
		await hotel.frontDesk.deskEdit(bookings[0]?.id ?? '', { identity, note: 'door 4711' });
		const text = JSON.stringify([await hotel.present(), await hotel.readAll(reader)]);
		expect(text).toContain('Dupont');
		expect(text).not.toMatch(/1985-07-14|1980-05-05|1800-01-01|C01X00T47|X1234567|Rue du|1201|TO-BE-ASKED|4711/);
	});
}

function describeRequests(newHotel: NewHotel): void {
	it('is read by whoever signs its path, query and present time, and may read', async () => {
		const hotel = await newHotel();
		const off = await newHotel({ configuration: { changeFeed: false } });
		const asked = { subscriber: 'opera' };
		const now = new Date('2026-03-01T08:00:00.000Z').getTime();
		const at = (minutes: number) => new Date(now + minutes * 60_000);
		expect((await hotel.get('changes', asked)).status).toBe(200);
		expect((await hotel.get('changes', asked, { at: at(-4.9) })).status).toBe(200);
		expect(await hotel.get('changes', asked, { at: at(-5.1) })).toMatchObject({
			status: 401,
			body: { now: '2026-03-01T08:00:00.000Z' },
		});
		expect((await hotel.get('changes', asked, { at: at(5.1) })).status).toBe(401);
		expect(await hotel.get('changes', asked, { secret: 'wrong' })).toEqual({
			status: 401,
			body: { error: 'Invalid signature' },
		});
		for (const resource of ['changes', 'subscribers']) expect((await off.get(resource, asked)).status).toBe(403);
		for (const resource of ['changes/ack', 'changes/again']) {
			expect((await off.ask(resource, { ...asked, items: [], keys: [] })).status).toBe(403);
			expect((await hotel.ask(resource, { ...asked, items: [], keys: [] }, 'ab')).status).toBe(401);
			expect((await hotel.get(resource, asked)).status).toBe(405);
		}
	});

	it.each([
		[{}, 'subscriber'],
		[{ subscriber: '' }, 'subscriber'],
		[{ subscriber: '-x' }, 'subscriber'],
		[{ subscriber: 'a/b' }, 'subscriber'],
		[{ subscriber: 'a\u0000b' }, 'subscriber'],
		[{ subscriber: 'x'.repeat(65) }, 'subscriber'],
		[{ subscriber: 'opera', limit: '0' }, 'limit'],
		[{ subscriber: 'opera', limit: '501' }, 'limit'],
		[{ subscriber: 'opera', limit: 'x' }, 'limit'],
		[{ subscriber: 'opera', limit: '1.5' }, 'limit'],
		[{ subscriber: 'opera', start: 'yesterday' }, 'start'],
	])('refuses the question %j', async (query, field) => {
		const hotel = await newHotel();
		expect(await hotel.get('changes', query)).toMatchObject({ status: 400, body: { fields: [field] } });
		expect((await hotel.get('subscribers', {})).body).toMatchObject({ subscribers: [] });
	});

	it.each([
		['changes/ack', null, 'subscriber'],
		['changes/ack', { subscriber: 'opera' }, 'items'],
		['changes/ack', { subscriber: 'opera', items: {} }, 'items'],
		['changes/ack', { subscriber: 'opera', items: Array(501).fill({ key: KEY, position: 1 }) }, 'items'],
		['changes/ack', { subscriber: 'opera', items: [{ key: KEY, position: 1 }, { position: 1 }] }, 'items[1].key'],
		['changes/ack', { subscriber: 'opera', items: [{ key: KEY, position: '1' }] }, 'items[0].position'],
		['changes/again', { subscriber: 'opera' }, 'keys'],
		['changes/again', { subscriber: 'opera', keys: ['booking.com'] }, 'keys[0]'],
		['changes/again', { subscriber: 'opera', keys: [{}] }, 'keys[0]'],
		['changes/again', { subscriber: 'opera', keys: 'all' }, 'keys'],
	])('refuses at %s the answer %j', async (resource, content, field) => {
		const hotel = await newHotel();
		expect(await hotel.ask(resource, content)).toMatchObject({ status: 400, body: { fields: [field] } });
		expect(hotel.errors).toEqual([]);
	});

	it('takes no signature for another resource, another query or a body', async () => {
		const hotel = await newHotel();
		const path = `/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}`;
		const query = 'subscriber=opera&at=2026-03-01T08%3A00%3A00.000Z';
		const sign = (text: string) => ({ headers: { 'x-signature': signHex(`secret of ${hotel.slug}`, text) } });
		const status = async (url: string, text: string) =>
			(await hotel.request(`http://selfkey.test${url}`, sign(text))).status;
		const signed = `GET ${path}/changes?${query}`;
		expect(await status(`${path}/changes?${query}`, signed)).toBe(200);
		// However the client writes its query.
		expect(await status(`${path}/changes?subscriber=opera&at=2026-03-01T08:00:00.000Z`, signed)).toBe(200);
		expect(await status(`${path}/changes?${query}&limit=500`, signed)).toBe(401);
		expect(await status(`${path}/identity-missing?${query}`, signed)).toBe(401);
		expect(await status(`${path}/subscribers?${query}`, signed)).toBe(401);
		expect(await status(`${path}/changes?${query}`, '')).toBe(401);
		expect(await status(`${path}/changes?subscriber=opera`, `GET ${path}/changes?subscriber=opera`)).toBe(401);
		expect(
			(await hotel.request(`http://selfkey.test${path}/changes?${query}`, { method: 'POST', body: '{}' })).status,
		).toBe(405);
	});
}
