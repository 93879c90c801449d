/** What no database holds: half characters, NUL, the year 0. It is the sender's fault, never ours. */
import { signHex } from '../../../core/webhook/sign';
import { eventFor, type NewHotel } from './test-hotel';
import { reservation } from '../reservations';

const IDS = ['a\0b', '\0ab', 'ab\0', 'a\uD800b', '\uDC00'];

export function describeUnstorable(newHotel: NewHotel): void {
	describe('what no database holds', () => {
		it.each<[string, Record<string, string>, string]>([
			['payments', { booking: 'a\0b' }, 'booking'],
			['payments', { payment: 'a\0b' }, 'payment'],
			['payments', { refund: 'R', register: '\0' }, 'register'],
			['payments', { unmatched: 'true', more: '\0' }, 'more'],
			['changes', { subscriber: 'opera', start: 'now\0' }, 'start'],
			['changes', { subscriber: 'opera', limit: '1\0' }, 'limit'],
			['changes', { subscriber: 'opera', wake: 'https://n8n.example/\0' }, 'wake'],
			['subscribers', { 'a\0': 'b' }, 'a'],
			['settings', { x: '\0' }, 'x'],
			['identity-missing', { from: '2026-03-01\0', until: '2026-03-02' }, 'from'],
			['identity-missing', { from: '0000-01-01', until: '2026-03-02' }, 'from'],
			['identity-missing', { from: '2026-03-01', until: '0000-12-31' }, 'until'],
			['identity-missing', { from: '2026-02-30', until: '2026-03-02' }, 'from'],
			['identity-missing', { from: '-001-01-01', until: '2026-03-02' }, 'from'],
			['identity-missing', { from: '10000-01-01', until: '2026-03-02' }, 'from'],
		])('is 400 in a signed GET of %s: %j', async (resource, query, field) => {
			const hotel = await newHotel();
			expect(await hotel.get(resource, query)).toMatchObject({ status: 400, body: { fields: [field] } });
			expect(hotel.errors).toEqual([]);
		});

		it('is no hotel and no integration, and no question for the database', async () => {
			const hotel = await newHotel();
			for (const path of [
				`/api/webhooks/integrations/${hotel.slug}%00/${hotel.integrationId}`,
				`/api/webhooks/integrations/${hotel.slug}/${hotel.integrationId}%00`,
				'/api/webhooks/integrations/%00/%00',
			])
				expect(await hotel.post('{}', { path, signature: signHex(hotel.secret, '{}') })).toEqual({
					status: 401,
					body: { error: 'Invalid signature' },
				});
			expect(hotel.errors).toEqual([]);
		});

		it('is 400 in what is posted beside reservations', async () => {
			const hotel = await newHotel();
			for (const key of IDS) {
				const whole = `selfkey/${hotel.slug}/${key}`;
				for (const [resource, body] of [
					['changes/ack', { subscriber: 'opera', items: [{ key: whole, position: 1 }] }],
					['changes/again', { subscriber: 'opera', keys: [whole] }],
					['identity', { at: '2026-03-01T08:00:00.000Z', booking_id: key, city: 'Genève' }],
					['identity', { at: '2026-03-01T08:00:00.000Z', booking_number: 1, city: key }],
				] as const)
					expect((await hotel.ask(resource, body)).status).toBe(400);
			}
			expect(hotel.errors).toEqual([]);
		});

		it('makes no id into another: it is refused, and the others of the batch are written', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ reservationId: 'ab' }));
			for (const id of IDS) {
				const [cancelled, other] = [
					reservation({ reservationId: id, event: 'cancelled', status: 'cancelled' }),
					reservation({ reservationId: `other ${IDS.indexOf(id)}`, checkIn: '2026-08-01', checkOut: '2026-08-02' }),
				];
				const { body } = await hotel.post(JSON.stringify({ events: [eventFor(cancelled), eventFor(other)] }));
				expect(body.results).toMatchObject([
					{ status: 'error', retryable: false, fields: ['data.reservation.reservationId'] },
					{ status: 'success' },
				]);
				const documented = { event_type: 'cancelled_reservation', data: { external_id: id, channel: 'booking.com' } };
				expect(await hotel.post(JSON.stringify(documented))).toMatchObject({
					status: 400,
					body: { fields: ['data.external_id'] },
				});
			}
			const [row] = await hotel.query<{ paymentStatus: string }>(
				`SELECT "paymentStatus" FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id"
				WHERE r."hotelSlug" = $1 AND r."reservationId" = 'ab'`,
				[hotel.slug],
			);
			expect(row).toEqual({ paymentStatus: 'succeeded' });
			expect(hotel.errors).toEqual([]);
		});

		it('is refused as a date or a time too, by its field', async () => {
			const hotel = await newHotel();
			for (const [over, field] of [
				[{ check_in: '0000-05-01' }, 'data.check_in'],
				[{ check_out: '0000-05-01' }, 'data.check_out'],
				[{ observed_at: '0000-05-01T00:00:00Z' }, 'data.observed_at'],
				[{ observed_at: '0001-01-01T00:00:00+14:00' }, 'data.observed_at'],
				[{ observed_at: '9999-12-31T23:59:59-12:00' }, 'data.observed_at'],
			] as const)
				expect(
					await hotel.post(
						JSON.stringify({ event_type: 'cancelled_reservation', data: { external_id: 'x', ...over } }),
					),
				).toMatchObject({ status: 400, body: { fields: [field] } });
			expect(
				await hotel.sendPayment({
					payment_id: 'p',
					booking_number: 1,
					amount: '1.00',
					occurred_at: '0000-01-01T00:00:00Z',
				}),
			).toMatchObject({ status: 400, body: { fields: ['data.occurred_at'] } });
			expect(hotel.errors).toEqual([]);
		});
	});
}
