/** The change feed: what is in it, in which order, and what a reader who comes late or wrong is told. */
import { signHex } from '../../../core/webhook/sign';
import type { FeedChange } from '../../../selfkey';
import { cancellation, reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const brief = ({ sequence, origin, event, reservation: { key, status } }: FeedChange) => ({
	sequence,
	origin,
	event,
	key,
	status,
});
const KEY = 'booking.com/8011855/4705950059';

/** Starts reading at the present end, so that a test sees only what it does. */
async function listen(hotel: TestHotel): Promise<string> {
	return (await hotel.changes('latest')).cursor;
}

export function describeFeed(newHotel: NewHotel): void {
	describe('change feed', () => {
		it('has one change for each write of a channel, with the rooms that were given', async () => {
			const hotel = await newHotel();
			const start = await listen(hotel);
			const { bookings } = await hotel.send(reservation({ rooms: [{ id: 'a' }, { id: 'b', type: 'suite' }] }));
			const [first] = (await hotel.changes(start)).changes;
			expect(first).toMatchObject({
				event: 'created',
				reservation: { event: 'new', status: 'confirmed', selfKey: { bookings } },
			});
			await hotel.send(reservation({ rooms: [{ id: 'a' }, { id: 'b', type: 'suite' }] }));
			await hotel.send(reservation({ event: 'modified', seen: 1, rooms: [{ id: 'a' }] }));
			await hotel.send(cancellation());
			const { changes } = await hotel.allChanges(start);
			expect(changes.map(brief)).toEqual([
				{
					sequence: 1,
					origin: { kind: 'channel', channel: 'booking.com' },
					event: 'created',
					key: KEY,
					status: 'cancelled',
				},
				{
					sequence: 2,
					origin: { kind: 'channel', channel: 'booking.com' },
					event: 'updated',
					key: KEY,
					status: 'cancelled',
				},
				{
					sequence: 3,
					origin: { kind: 'channel', channel: 'booking.com' },
					event: 'cancelled',
					key: KEY,
					status: 'cancelled',
				},
			]);
			expect(changes[0]).toMatchObject({
				integrationId: hotel.integrationId,
				reservation: { channel: 'booking.com', event: 'cancelled' },
			});
			expect(changes[0]?.reservation.selfKey.bookings).toMatchObject(
				bookings.map(({ id, roomStayId }) => ({ id, roomStayId, roomId: null })),
			);
		});

		it('tells direct sales once they are paid, and their end', async () => {
			const hotel = await newHotel();
			const start = await listen(hotel);
			await hotel.house.directSale({
				room: '102',
				checkIn: '2026-03-28',
				checkOut: '2026-03-29',
				paymentStatus: 'pending',
			});
			const id = await hotel.house.directSale({
				room: '101',
				checkIn: '2026-03-28',
				checkOut: '2026-03-31',
				amount: 420.5,
				lastName: 'Kaya',
				adults: 2,
			});
			const first = await hotel.allChanges(start);
			const key = `selfkey/${hotel.slug}/${id}`;
			expect(first.changes.map(brief)).toEqual([
				{ sequence: 1, origin: { kind: 'direct' }, event: 'created', key, status: 'confirmed' },
			]);
			expect(first.changes[0]?.reservation).toMatchObject({
				channel: 'selfkey',
				propertyId: hotel.slug,
				reservationId: id,
				event: 'new',
				revision: '1',
				checkIn: '2026-03-28',
				checkOut: '2026-03-31',
				nights: 3,
				adults: 2,
				total: { minor: 42050, currency: 'CHF', amount: '420.50' },
				booker: { lastName: 'Kaya', email: 'dora@example.com' },
				rooms: [{ roomStayId: id, roomName: '101', status: 'confirmed' }],
				selfKey: { bookings: [{ id, roomId: hotel.room('101'), roomName: '101', roomStayId: id, conflicts: [] }] },
			});
			await hotel.house.cancelDirect(id);
			const second = await hotel.allChanges(first.cursor);
			expect(second.changes.map(brief)).toEqual([
				{ sequence: 2, origin: { kind: 'direct' }, event: 'cancelled', key, status: 'cancelled' },
			]);
		});

		it('tells of a booking that was deleted what is left of it', async () => {
			const hotel = await newHotel();
			const start = await listen(hotel);
			const id = await hotel.house.directSale({ room: '101', checkIn: '2026-03-28', checkOut: '2026-03-31' });
			await hotel.house.deleteBooking(id);
			const { changes } = await hotel.allChanges(start);
			expect(changes.map(({ event, origin }) => [origin, event])).toEqual([
				[{ kind: 'direct' }, 'created'],
				[{ kind: 'direct' }, 'cancelled'],
			]);
			expect(changes[1]?.reservation).toMatchObject({
				reservationId: id,
				status: 'cancelled',
				checkIn: '2026-03-28',
				checkOut: '2026-03-31',
				booker: { lastName: null },
				selfKey: { bookings: [{ id, roomId: null }] },
			});
		});

		it('tells what the desk changes, under the channel’s own key and as it stands now', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation({ rooms: [{ price: '100' }] }));
			const start = await listen(hotel);
			const id = bookings[0]?.id ?? '';
			await hotel.house.deskEdit(id, {
				room: '102',
				note: 'cot',
				lastName: 'Dupond',
				checkOut: '2026-03-31',
				amount: 180,
			});
			const { changes, cursor } = await hotel.allChanges(start);
			expect(changes.map(brief)).toEqual([
				{ sequence: 2, origin: { kind: 'frontDesk' }, event: 'updated', key: KEY, status: 'confirmed' },
			]);
			expect(changes[0]?.reservation).toMatchObject({
				event: 'modified',
				checkOut: '2026-03-31',
				nights: 2,
				booker: { firstName: 'Zoë', lastName: 'Dupond' },
				total: { amount: '180.00', currency: 'EUR' },
				rooms: [{ roomStayId: '1', checkOut: '2026-03-31', total: { amount: '180.00' } }],
				selfKey: { bookings: [{ id, roomName: '102' }] },
			});
			await hotel.house.deskEdit(id, { paymentStatus: 'failed' });
			expect((await hotel.allChanges(cursor)).changes.map(brief)).toEqual([
				{ sequence: 3, origin: { kind: 'frontDesk' }, event: 'cancelled', key: KEY, status: 'cancelled' },
			]);
		});

		it('makes one change of all that one transaction at the desk does to a booking, and none of what changes nothing', async () => {
			const hotel = await newHotel();
			const id = await hotel.house.directSale({ room: '101', checkIn: '2026-03-28', checkOut: '2026-03-31' });
			const start = await listen(hotel);
			await hotel.transaction(async (query) => {
				await query(`UPDATE "bookings" SET "internalNote" = 'a' WHERE "id" = $1`, [id]);
				await query(`UPDATE "bookings" SET "internalNote" = 'b', "roomId" = NULL WHERE "id" = $1`, [id]);
			});
			await hotel.query(`UPDATE "bookings" SET "internalNote" = 'b' WHERE "id" = $1`, [id]);
			expect((await hotel.allChanges(start)).changes.map(({ origin, event }) => [origin, event])).toEqual([
				[{ kind: 'frontDesk' }, 'updated'],
				// The guest has no room now.
				[{ kind: 'roomMove' }, 'conflict'],
			]);
		});

		it('never tells papers, addresses, notes or door codes', async () => {
			const hotel = await newHotel();
			await hotel.query(`UPDATE "rooms" SET "accessCode" = 'DOOR-4711' WHERE "hotelSlug" = $1`, [hotel.slug]);
			const { bookings } = await hotel.send(reservation());
			await hotel.house.directSale({ room: '102', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const identity = {
				birthDate: '1985-07-14',
				idNumber: 'C01X00T47',
				address: 'Rue du Lac 1',
				postalCode: '1201',
				city: 'Genève',
				country: 'CH',
			};
			await hotel.house.deskEdit(bookings[0]?.id ?? '', { identity, note: 'door 4711' });
			const text = JSON.stringify([
				await hotel.allChanges(''),
				await hotel.allChanges((await hotel.changes('')).cursor),
			]);
			expect(text).toContain('Dupont');
			expect(text).not.toMatch(/1985-07-14|1980-05-05|1800-01-01|C01X00T47|X1234567|Rue du|1201|TO-BE-ASKED|4711/);
		});

		it('begins with everything that stands, then goes on with what changes', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103', '104', '105'] } });
			await hotel.send(reservation({ id: 'gone' }));
			await hotel.send(cancellation({ id: 'gone' }));
			await hotel.send(reservation({ id: 'past', checkIn: '2026-02-20', checkOut: '2026-02-22' }));
			for (const id of ['a', 'b', 'c']) await hotel.send(reservation({ id }));
			const direct = await hotel.house.directSale({ room: '105', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const first = await hotel.changes('', 2);
			// Read while the snapshot is being read: it comes after it once more.
			await hotel.send(reservation({ id: 'a', event: 'modified', seen: 1, price: '200' }));
			const rest = await hotel.allChanges(first.cursor, 2);
			expect(
				[...first.changes, ...rest.changes].map(({ sequence, event, reservation: { reservationId } }) => [
					sequence,
					event,
					reservationId,
				]),
			).toEqual([
				[null, 'snapshot', 'a'],
				[null, 'snapshot', 'b'],
				[null, 'snapshot', 'c'],
				[null, 'snapshot', direct],
				[8, 'updated', 'a'],
			]);
			expect(first.hasMore).toBe(true);
			expect((await hotel.changes(rest.cursor)).changes).toEqual([]);
		});

		it('pages through without losing or doubling any, and a cursor may be used again', async () => {
			const hotel = await newHotel();
			const start = await listen(hotel);
			for (let index = 0; index < 7; index++)
				await hotel.send(
					reservation({ id: `r${index}`, checkIn: `2026-04-0${index + 1}`, checkOut: `2026-04-0${index + 2}` }),
				);
			const page = await hotel.changes(start, 3);
			expect(page.hasMore).toBe(true);
			const rest = await hotel.allChanges(page.cursor, 3);
			expect([...page.changes, ...rest.changes].map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
			expect((await hotel.changes(page.cursor, 3)).changes.map(({ sequence }) => sequence)).toEqual([4, 5, 6]);
			expect((await hotel.changes(rest.cursor)).hasMore).toBe(false);
		});

		it('sends a reader who was away too long, or who comes from elsewhere, back to the beginning', async () => {
			let now = new Date('2026-03-01T08:00:00.000Z');
			const hotel = await newHotel({ clock: () => now });
			const start = await listen(hotel);
			await hotel.send(reservation());
			const known = (await hotel.allChanges(start)).cursor;
			await hotel.query(`UPDATE "booking_changes" SET "changedAt" = '2026-01-01' WHERE "hotelSlug" = $1`, [hotel.slug]);
			now = new Date('2026-03-01T10:00:00.000Z');
			// Its reader has read them all: nothing is lost to it.
			expect((await hotel.changes(known)).changes).toEqual([]);
			const { status, body } = await hotel.get('changes', { after: start });
			expect(status).toBe(410);
			expect(body).toMatchObject({ resync: true });
			const again = await hotel.allChanges(String(body['cursor']));
			expect(again.changes.map(brief)).toEqual([
				{
					sequence: null,
					origin: { kind: 'channel', channel: 'booking.com' },
					event: 'snapshot',
					key: KEY,
					status: 'confirmed',
				},
			]);
			const [other] = [await newHotel()];
			expect((await other.get('changes', { after: known })).status).toBe(410);
			// The database was set back to before what the reader has read.
			await hotel.query('UPDATE "booking_feeds" SET "published" = 0 WHERE "hotelSlug" = $1', [hotel.slug]);
			expect((await hotel.get('changes', { after: known })).status).toBe(410);
		});

		it.each([
			'x',
			'null',
			'bGF0ZXN0',
			'%',
			'e30',
			Buffer.from('{"v":1,"f":"a","p":-1}').toString('base64url'),
			Buffer.from('{"v":1,"f":"a","p":1,"s":[1]}').toString('base64url'),
		])('refuses %s as a cursor', async (after) => {
			const hotel = await newHotel();
			expect(await hotel.get('changes', { after })).toMatchObject({ status: 400, body: { fields: ['after'] } });
		});

		it('is read by whoever signs its path, query and present time, and may read', async () => {
			const hotel = await newHotel();
			const off = await newHotel({ configuration: { changeFeed: false } });
			const now = new Date('2026-03-01T08:00:00.000Z').getTime();
			const at = (minutes: number) => new Date(now + minutes * 60_000);
			expect((await hotel.get('changes', {})).status).toBe(200);
			expect((await hotel.get('changes', {}, { at: at(-4.9) })).status).toBe(200);
			expect(await hotel.get('changes', {}, { at: at(-5.1) })).toMatchObject({
				status: 401,
				body: { now: '2026-03-01T08:00:00.000Z' },
			});
			expect((await hotel.get('changes', {}, { at: at(5.1) })).status).toBe(401);
			expect(await hotel.get('changes', {}, { secret: 'wrong' })).toEqual({
				status: 401,
				body: { error: 'Invalid signature' },
			});
			expect((await off.get('changes', {})).status).toBe(403);
			for (const limit of ['0', '501', 'x', '1.5']) expect((await hotel.get('changes', { limit })).status).toBe(400);
		});

		it('takes no signature for another resource, another query or a body', async () => {
			const hotel = await newHotel();
			const path = `/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}`;
			const query = 'after=&at=2026-03-01T08%3A00%3A00.000Z';
			const sign = (text: string) => ({ headers: { 'x-signature': signHex(`secret of ${hotel.slug}`, text) } });
			const status = async (url: string, text: string) =>
				(await hotel.request(`http://selfkey.test${url}`, sign(text))).status;
			expect(await status(`${path}/changes?${query}`, `GET ${path}/changes?${query}`)).toBe(200);
			// However the client writes its query.
			expect(await status(`${path}/changes?after=&at=2026-03-01T08:00:00.000Z`, `GET ${path}/changes?${query}`)).toBe(
				200,
			);
			expect(await status(`${path}/changes?${query}&limit=500`, `GET ${path}/changes?${query}`)).toBe(401);
			expect(await status(`${path}/identity-missing?${query}`, `GET ${path}/changes?${query}`)).toBe(401);
			expect(await status(`${path}/changes?${query}`, '')).toBe(401);
			expect(await status(`${path}/changes?after=`, `GET ${path}/changes?after=`)).toBe(401);
			expect(
				(await hotel.request(`http://selfkey.test${path}/changes?${query}`, { method: 'POST', body: '{}' })).status,
			).toBe(405);
		});

		it('refuses to write SelfKey’s own sales back to SelfKey', async () => {
			const hotel = await newHotel();
			await hotel.house.directSale({ room: '101', checkIn: '2026-03-28', checkOut: '2026-03-31' });
			const [change] = (await hotel.allChanges('')).changes;
			const { status, body } = await hotel.post(
				JSON.stringify({ event_type: 'new_reservation', data: { reservation: change?.reservation } }),
			);
			expect(status).toBe(400);
			expect(body.fields).toEqual(['data.reservation.channel']);
			expect(await hotel.bookings()).toHaveLength(1);
		});
	});
}
