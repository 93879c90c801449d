/** Messages without an order of their own that come again: known by their delivery, or by what they say. */
import { reservation, type Wish } from './reservations';
import { eventFor, type Answer, type NewHotel, type TestHotel } from './test-hotel';

const data = {
	property_id: '8011855',
	room_type: 'double',
	guest: { last_name: 'Dupont' },
	check_in: '2026-03-29',
	check_out: '2026-03-31',
	total_amount: 100,
	external_id: 'W-1',
};

function documented(event_type: string, extra: Record<string, unknown> = {}): string {
	return JSON.stringify({ event_type, data: { ...data, ...extra } });
}

function codes({ warnings }: Answer): string[] {
	return warnings.map(({ code }) => code);
}

async function amounts(hotel: TestHotel): Promise<number[]> {
	return (await hotel.activeBookings()).map(({ amount }) => amount);
}

export function describeRepeats(newHotel: NewHotel): void {
	/** A clock that moves, since the order of arrival is what counts. */
	const newHotelInTime = () => {
		let now = Date.parse('2026-03-01T08:00:00.000Z');
		return newHotel({ clock: () => new Date((now += 1000)) });
	};

	describe('messages without an order', () => {
		it('do not undo a newer one when they are sent again', async () => {
			const hotel = await newHotelInTime();
			const first = documented('modified_reservation', { total_amount: 110 });
			const second = documented('modified_reservation', { total_amount: 120 });
			expect((await hotel.post(first)).body.outcome).toBe('created');
			expect((await hotel.post(second)).body.outcome).toBe('updated');
			const again = (await hotel.post(first)).body;
			expect(again.outcome).toBe('stale');
			expect(codes(again)).toContain('repeated_delivery');
			expect(JSON.stringify(again.warnings)).not.toContain('Dupont');
			expect(await amounts(hotel)).toEqual([120]);
			// The latest may come as often as it likes.
			for (let index = 0; index < 3; index++) {
				const { body } = await hotel.post(second);
				expect(body.outcome).toBe('unchanged');
				expect(codes(body)).not.toContain('repeated_delivery');
			}
			expect(await hotel.query('SELECT 1 FROM "booking_deliveries" WHERE "hotelSlug" = $1', [hotel.slug])).toHaveLength(
				2,
			);
		});

		it('are forgotten after three years, a few with each new one', async () => {
			const hotel = await newHotelInTime();
			for (const [external_id, days] of [
				['W-1', 1_101],
				['W-2', 1_099],
			] as const) {
				await hotel.post(documented('modified_reservation', { external_id }));
				await hotel.query(
					`UPDATE "booking_deliveries" SET "receivedAt" = "receivedAt" - make_interval(days => $3::int)
					WHERE "hotelSlug" = $1 AND "reservationId" = $2`,
					[hotel.slug, external_id, days],
				);
			}
			await hotel.post(documented('modified_reservation', { external_id: 'W-3' }));
			const known = await hotel.query<{ reservationId: string }>(
				'SELECT "reservationId" FROM "booking_deliveries" WHERE "hotelSlug" = $1 ORDER BY 1',
				[hotel.slug],
			);
			expect(known.map(({ reservationId }) => reservationId)).toEqual(['W-2', 'W-3']);
		});

		it('come in the order in which they were taken, whatever the clocks say', async () => {
			const skewed = ['08:00:02', '08:00:00', '08:00:00', '07:59:59', '08:00:01'];
			const hotel = await newHotel({ clock: () => new Date(`2026-03-01T${skewed[0]}.000Z`) });
			for (const total_amount of [110, 120, 130, 140]) {
				expect((await hotel.post(documented('modified_reservation', { total_amount }))).body.outcome).toBe(
					total_amount === 110 ? 'created' : 'updated',
				);
				skewed.shift();
			}
			expect(await amounts(hotel)).toEqual([140]);
			expect((await hotel.post(documented('modified_reservation', { total_amount: 120 }))).body.outcome).toBe('stale');
		});

		it('are the same in other words, such as a count of attempts beside them', async () => {
			const hotel = await newHotelInTime();
			await hotel.post(documented('modified_reservation', { total_amount: 110, attempt: 1 }));
			await hotel.post(documented('modified_reservation', { total_amount: 120, attempt: 1 }));
			expect(
				(await hotel.post(documented('modified_reservation', { total_amount: '110.00', attempt: 2 }))).body.outcome,
			).toBe('stale');
			expect(await amounts(hotel)).toEqual([120]);
		});

		it('do not bring back a stay that was cancelled since, whatever the desk is told', async () => {
			const hotel = await newHotelInTime();
			const created = documented('new_reservation', { delivery_id: 'd-1' });
			await hotel.post(created);
			expect((await hotel.post(documented('cancelled_reservation'))).body.outcome).toBe('cancelled');
			const again = (await hotel.post(created)).body;
			expect([again.outcome, ...codes(again).filter((code) => code !== 'order_unknown')]).toEqual([
				'stale',
				'repeated_delivery',
			]);
			// A cancellation has nothing that could be lost.
			expect((await hotel.post(documented('cancelled_reservation'))).body).toMatchObject({ outcome: 'unchanged' });
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('change back where the sender says by an id, a time or a revision that it is another message', async () => {
			const hotel = await newHotelInTime();
			const to = (total_amount: number, extra = {}) =>
				hotel.post(documented('modified_reservation', { total_amount, ...extra }));
			await to(110);
			await to(120);
			expect((await to(110, { delivery_id: 'back' })).body.outcome).toBe('updated');
			expect(await amounts(hotel)).toEqual([110]);
			expect((await to(120, { observed_at: '2026-03-01T09:00:00Z' })).body.outcome).toBe('updated');
			expect((await to(110, { revision: '1' })).body.outcome).toBe('updated');
			expect(await amounts(hotel)).toEqual([110]);
		});

		it('do not undo a newer one under the same revision either, also where they are passed on whole', async () => {
			const hotel = await newHotelInTime();
			const to = async (total_amount: number, extra = {}) =>
				(await hotel.post(documented('modified_reservation', { total_amount, revision: '1', ...extra }))).body;
			expect([(await to(110)).outcome, (await to(120)).outcome]).toEqual(['created', 'updated']);
			const again = await to(110);
			expect([again.outcome, ...codes(again)].filter((code) => code !== 'identity_missing')).toEqual([
				'stale',
				'repeated_delivery',
			]);
			expect([(await to(120)).outcome, await amounts(hotel)]).toEqual(['unchanged', [120]]);
			expect((await to(110, { revision: '2' })).outcome).toBe('updated');
			const passedOn = async (seen: number, price: string) => {
				const { event_type, data: content } = eventFor(reservation({ event: 'modified', seen, price, revision: '7' }));
				const delivery_id = `sha256:${'0'.repeat(64)}`;
				return (await hotel.post(JSON.stringify({ event_type, data: { ...content, delivery_id } }))).body.outcome;
			};
			expect([await passedOn(1, '130'), await passedOn(2, '140'), await passedOn(3, '130')]).toEqual([
				'created',
				'updated',
				'stale',
			]);
		});

		it('are known by the id of their delivery, and another content under it is another message', async () => {
			const hotel = await newHotelInTime();
			const to = async (total_amount: number, delivery_id: string) =>
				(await hotel.post(documented('modified_reservation', { total_amount, delivery_id }))).body.outcome;
			expect([
				await to(110, 'a'),
				await to(120, 'b'),
				await to(110, 'a'),
				await to(130, 'a'),
				await to(120, 'b'),
				await to(110, 'a'),
				await to(130, 'a'),
			]).toEqual(['created', 'updated', 'stale', 'updated', 'stale', 'stale', 'unchanged']);
			expect(await amounts(hotel)).toEqual([130]);
		});

		it('keep the place of their first delivery, however late a retry says that it was seen', async () => {
			const hotel = await newHotelInTime();
			const send = async (seen: number, price: string, extra: Record<string, unknown>) => {
				const wish: Wish = { event: 'modified', seen, price };
				const { event_type, data: content } = eventFor(reservation(wish));
				return (await hotel.post(JSON.stringify({ event_type, data: { ...content, ...extra } }))).body;
			};
			// Signed anew for each attempt, as Standard Webhooks are.
			await send(1, '110', { delivery_id: 'msg_1' });
			await send(2, '120', { delivery_id: 'msg_2' });
			expect((await send(40, '110', { delivery_id: 'msg_1' })).outcome).toBe('stale');
			expect(await amounts(hotel)).toEqual([120]);
			// Passed on without an order or an id: what it says is its id.
			await send(41, '130', { order_unknown: true });
			expect(codes(await send(42, '140', { order_unknown: true }))).toContain('order_unknown');
			const again = await send(43, '130', { order_unknown: true });
			expect([again.outcome, codes(again).includes('repeated_delivery')]).toEqual(['stale', true]);
			expect(await amounts(hotel)).toEqual([140]);
		});

		it('without an id of their own are not guessed when another has passed them on', async () => {
			const hotel = await newHotelInTime();
			const derived = `content-${'0123456789'.repeat(4)}`;
			const refused = await hotel.post(
				JSON.stringify({
					event_type: 'modified_reservation',
					data: { reservation: reservation({ id: derived, event: 'modified' }), order_unknown: true },
				}),
			);
			expect(refused).toMatchObject({ status: 400, body: { fields: ['data.external_id'] } });
			expect(codes((await hotel.post(JSON.stringify(eventFor(reservation({ id: derived }))))).body)).toContain(
				'external_id_missing',
			);
		});

		it('are refused with an id that is too long, and an order_unknown that is no yes or no', async () => {
			const hotel = await newHotel();
			expect((await hotel.post(documented('new_reservation', { delivery_id: 'x'.repeat(256) }))).body.fields).toEqual([
				'data.delivery_id',
			]);
			const flagged = JSON.stringify({
				event_type: 'new_reservation',
				data: { reservation: reservation(), order_unknown: 'yes' },
			});
			expect((await hotel.post(flagged)).body.fields).toEqual(['data.order_unknown']);
		});
	});
}
