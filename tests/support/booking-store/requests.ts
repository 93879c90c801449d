/** What the handler answers, and what it leaves in the log. */
import type { BookingStore } from '../../../selfkey';
import { signHex } from '../../../core/webhook/sign';
import { reservation } from './reservations';
import { eventFor, type NewHotel } from './test-hotel';

/** A store whose n-th insertion of a booking fails, as when the connection is lost. */
function failingAt(nth: number): (store: BookingStore) => BookingStore {
	let insertions = 0;
	return (store) => ({
		...store,
		transaction: (slug, work) =>
			store.transaction(slug, (transaction) =>
				work(
					new Proxy(transaction, {
						get(target, name) {
							const member: unknown = Reflect.get(target, name);
							if (typeof member !== 'function') return member;
							return (...args: unknown[]) => {
								if (name === 'saveReference' && ++insertions === nth) throw new Error('connection lost; guest Dupont');
								return Reflect.apply(member, target, args) as unknown;
							};
						},
					}),
				),
			),
	});
}

export function describeRequests(newHotel: NewHotel): void {
	describe('requests', () => {
		it('accepts up to 100 events at a time and answers each in order', async () => {
			const hotel = await newHotel({
				types: { double: Array.from({ length: 100 }, (_, index) => String(1000 + index)) },
			});
			const batch = Array.from({ length: 100 }, (_, index) => reservation({ id: `r${index}` }));
			const { status, body } = await hotel.sendAll(batch);
			expect(status).toBe(200);
			expect(body.results.map((result) => result.status === 'success' && result.outcome)).toEqual(
				Array(100).fill('created'),
			);
			expect(new Set((await hotel.activeBookings()).map(({ roomId }) => roomId)).size).toBe(100);
			const again = await hotel.sendAll(batch);
			expect(again.body.results.every((result) => result.status === 'success' && result.outcome === 'unchanged')).toBe(
				true,
			);
		});

		it('goes on after a bad event and says which it was', async () => {
			const hotel = await newHotel();
			const bad = {
				event_type: 'new_reservation',
				data: { reservation: { ...reservation({ id: 'b' }), checkIn: '2026-02-30' } },
			};
			const { status, body } = await hotel.post(
				JSON.stringify({
					events: [eventFor(reservation({ id: 'a' })), bad, 'nonsense', eventFor(reservation({ id: 'c' }))],
				}),
			);
			expect(status).toBe(200);
			expect(body.results).toMatchObject([
				{ status: 'success', outcome: 'created' },
				{ status: 'error', retryable: false, fields: ['data.reservation.checkIn'] },
				{ status: 'error', retryable: false, fields: ['event_type'] },
				{ status: 'success', outcome: 'created' },
			]);
			expect(await hotel.activeBookings()).toHaveLength(2);
		});

		it('leaves nothing of an event that fails half-way, and the sender is told to try again', async () => {
			const hotel = await newHotel({ wrap: failingAt(2) });
			const { status, body } = await hotel.sendAll([
				reservation({ id: 'a', rooms: [{}, { type: 'suite' }] }),
				reservation({ id: 'b' }),
			]);
			expect(status).toBe(500);
			expect(body.results).toMatchObject([
				{ status: 'error', error: 'Processing failed', retryable: true },
				{ status: 'success', outcome: 'created' },
			]);
			expect(JSON.stringify(body)).not.toContain('Dupont');
			expect(await hotel.bookings()).toHaveLength(1);
			for (const table of ['booking_reservations', 'booking_external_references']) {
				expect(
					await hotel.query(`SELECT "reservationId" FROM "${table}" WHERE "hotelSlug" = $1`, [hotel.slug]),
				).toEqual([{ reservationId: 'b' }]);
			}
			expect((await hotel.sendAll([reservation({ id: 'a', rooms: [{}, { type: 'suite' }] })])).status).toBe(200);
			expect(await hotel.activeBookings()).toHaveLength(3);
		});

		it('answers a single event that fails with 500 and no detail', async () => {
			const hotel = await newHotel({ wrap: failingAt(1) });
			expect(await hotel.post(JSON.stringify(eventFor(reservation())))).toEqual({
				status: 500,
				body: { error: 'Processing failed' },
			});
		});

		it('refuses what is not signed with the secret, alike whether or not the integration exists', async () => {
			const hotel = await newHotel();
			const body = JSON.stringify(eventFor(reservation()));
			const refused = { status: 401, body: { error: 'Invalid signature' } };
			expect(await hotel.post(body, { signature: null })).toEqual(refused);
			expect(await hotel.post(body, { signature: signHex('wrong', body) })).toEqual(refused);
			expect(await hotel.post(`${body} `, { signature: signHex(`secret of ${hotel.slug}`, body) })).toEqual(refused);
			expect(await hotel.post(body, { path: `/api/webhooks/integrations/${hotel.slug}/nobody` })).toEqual(refused);
			expect(
				await hotel.query('SELECT 1 FROM "integration_logs" WHERE "integrationId" = $1', [hotel.integrationId]),
			).toEqual([]);
		});

		it('checks the signature before it looks at the body', async () => {
			const hotel = await newHotel();
			expect((await hotel.post('{', { signature: '00' })).status).toBe(401);
		});

		it.each([
			['{', []],
			['[]', []],
			['{"events":[]}', ['events']],
			['{"event_type":"new_reservation"}', ['data']],
			['{"event_type":"toString","data":{}}', ['event_type']],
		])('refuses %s with 400', async (body, fields) => {
			const hotel = await newHotel();
			expect(await hotel.post(body)).toMatchObject({ status: 400, body: { fields } });
		});

		it('refuses bytes that are not UTF-8, more than 100 events, and a body that is too large', async () => {
			const hotel = await newHotel({ maxBodyBytes: 60_000 });
			expect((await hotel.post(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(400);
			expect((await hotel.post(JSON.stringify({ events: Array(101).fill({}) }))).status).toBe(400);
			expect((await hotel.post(JSON.stringify({ pad: 'x'.repeat(60_000) }))).status).toBe(413);
		});

		it('names every field that is wrong, never its content', async () => {
			const hotel = await newHotel();
			const wrong = {
				...reservation({ rooms: [{}, { id: '1' }] }),
				channel: '',
				total: { minor: '4111' },
				booker: 'Dupont',
				checkOut: '2026-03-29',
			};
			const { status, body } = await hotel.post(
				JSON.stringify({ event_type: 'new_reservation', data: { reservation: wrong } }),
			);
			expect(status).toBe(400);
			const place = 'data.reservation';
			expect([...body.fields].sort()).toEqual([
				`${place}.booker`,
				`${place}.channel`,
				`${place}.checkOut`,
				`${place}.rooms[1].roomStayId`,
				`${place}.total`,
			]);
			expect(JSON.stringify(body)).not.toMatch(/Dupont|4111/);
		});

		it('refuses an integration that is switched off', async () => {
			const hotel = await newHotel({ isActive: false });
			expect((await hotel.post(JSON.stringify(eventFor(reservation())))).status).toBe(403);
			expect(await hotel.bookings()).toEqual([]);
		});

		it('leaves a row in the log for each event, with key and outcome and nothing of the guest', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.post('{"event_type":"new_reservation","data":{"guest":{"last_name":"Dupont"}}}');
			await hotel.post('{');
			const rows = await hotel.query(
				'SELECT "action", "status", "message", "data" FROM "integration_logs" WHERE "integrationId" = $1 ORDER BY "createdAt", "id"',
				[hotel.integrationId],
			);
			expect(rows).toHaveLength(3);
			expect(rows).toContainEqual({
				action: 'webhook_received',
				status: 'success',
				message: 'created booking.com/8011855/4705950059',
				data: {
					eventType: 'new_reservation',
					key: 'booking.com/8011855/4705950059',
					outcome: 'created',
					warnings: ['identity_missing'],
				},
			});
			expect(rows.filter(({ status }) => status === 'error')).toHaveLength(2);
			expect(JSON.stringify(rows)).not.toMatch(/Dupont|Zoë|zoe/);
		});
	});

	describe('the documented payload', () => {
		const data = {
			property_id: '8011855',
			room_type: 'double',
			guest: { first_name: 'Zoë', last_name: 'Dupont', email: 'zoe@example.com', phone: '+41 22 000 00 00' },
			check_in: '2026-03-29',
			check_out: '2026-03-31',
			total_amount: 240.5,
			guest_count: 3,
		};
		const event = (event_type: string, extra: Record<string, unknown> = {}) =>
			JSON.stringify({ event_type, data: { ...data, ...extra } });

		it('is accepted as it stands, once however often it comes', async () => {
			const hotel = await newHotel();
			const whole = event('new_reservation', { integration_id: hotel.integrationId });
			expect(await hotel.post(whole)).toMatchObject({
				status: 200,
				body: { status: 'success', outcome: 'created', bookings: [{ roomName: '101' }] },
			});
			expect(await hotel.post(whole)).toMatchObject({ status: 200, body: { outcome: 'unchanged' } });
			expect(await hotel.bookings()).toMatchObject([
				{
					clientFirstName: 'Zoë',
					clientPhone: '+41 22 000 00 00',
					amount: 240.5,
					currency: 'CHF',
					guests: 3,
					checkIn: '2026-03-29',
					checkOut: '2026-03-31',
				},
			]);
		});

		it('is recognised without an id by guest, room type and dates, and says what that cannot do', async () => {
			const hotel = await newHotel();
			expect((await hotel.post(event('new_reservation'))).body.warnings).toContainEqual(
				expect.objectContaining({ code: 'external_id_missing' }),
			);
			expect((await hotel.post(event('modified_reservation', { total_amount: '260.00' }))).body.outcome).toBe(
				'updated',
			);
			const moved = await hotel.post(event('modified_reservation', { check_out: '2026-04-02' }));
			expect(moved).toMatchObject({ status: 400, body: { fields: ['data.external_id'] } });
			expect((await hotel.post(event('cancelled_reservation'))).body.outcome).toBe('cancelled');
			expect((await hotel.post(event('cancelled_reservation'))).body.outcome).toBe('unchanged');
			expect(await hotel.post(event('new_reservation'))).toMatchObject({
				status: 400,
				body: { fields: ['data.external_id'] },
			});
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('follows a change of everything where there is an id', async () => {
			const hotel = await newHotel();
			const external_id = 'W-77';
			await hotel.post(event('new_reservation', { external_id }));
			const changed = await hotel.post(
				event('modified_reservation', { external_id, check_out: '2026-04-02', room_type: 'suite', currency: 'eur' }),
			);
			expect(changed.body).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '201' }] });
			// A retry of the original that comes late.
			expect((await hotel.post(event('new_reservation', { external_id }))).body.outcome).toMatch(/stale|unchanged/);
			expect(await hotel.activeBookings()).toMatchObject([{ checkOut: '2026-04-02', currency: 'EUR' }]);
			const bare = JSON.stringify({
				event_type: 'cancelled_reservation',
				data: { property_id: '8011855', external_id },
			});
			expect((await hotel.post(bare)).body.outcome).toBe('cancelled');
		});

		it('says that nobody can tell an older message that has neither a revision nor a time', async () => {
			const hotel = await newHotel();
			const codes = async (extra: Record<string, unknown>) => {
				const { body } = await hotel.post(event('modified_reservation', { external_id: 'W9', ...extra }));
				return (body.warnings as Array<{ code: string }>).map(({ code }) => code);
			};
			expect(await codes({})).toContain('order_unknown');
			expect(await codes({ observed_at: '2026-03-11T15:02:40.123Z' })).not.toContain('order_unknown');
			expect(await codes({ revision: '7' })).not.toContain('order_unknown');
			expect((await hotel.send(reservation({ id: 'other' }))).warnings.map(({ code }) => code)).not.toContain(
				'order_unknown',
			);
		});

		it('has rooms, an order and a status where the sender knows them', async () => {
			const hotel = await newHotel();
			const rooms = [
				{ room_stay_id: 'x', room_type: 'double', total_amount: '100', adults: 2 },
				{ room_stay_id: 'y', room_type: 'suite', total_amount: '140.50', adults: 1, status: 'canceled' },
			];
			await hotel.post(event('modified_reservation', { external_id: 'W1', revision: '7', rooms, total_amount: '100' }));
			expect((await hotel.post(event('modified_reservation', { external_id: 'W1', revision: '6' }))).body.outcome).toBe(
				'stale',
			);
			expect(await hotel.bookings()).toMatchObject([
				{ amount: 100, paymentStatus: 'succeeded' },
				{ amount: 0, paymentStatus: 'failed' },
			]);
		});

		it('is refused with every missing field by the payload’s own names', async () => {
			const hotel = await newHotel();
			const { status, body } = await hotel.post(
				event('new_reservation', {
					guest: {},
					check_in: '29.03.2026',
					check_out: null,
					total_amount: 'much',
					integration_id: hotel.integrationId,
				}),
			);
			expect(status).toBe(400);
			expect([...body.fields].sort()).toEqual([
				'data.check_in',
				'data.check_out',
				'data.guest.last_name',
				'data.total_amount',
			]);
			expect((await hotel.post(event('new_reservation', { check_out: '2026-03-29' }))).body.fields).toEqual([
				'data.check_out',
			]);
			expect((await hotel.post(event('new_reservation', { integration_id: 'another' }))).body.fields).toEqual([
				'data.integration_id',
			]);
		});
	});
}
