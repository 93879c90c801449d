/** Payments that call the hotel by another of its names than the reservation, which comes after them. */
import { inWords } from './payments';
import type { NewHotel, PaymentWish, TestHotel } from './test-hotel';

const data = {
	room_type: 'double',
	guest: { last_name: 'Dupont' },
	check_in: '2026-03-29',
	check_out: '2026-03-31',
	total_amount: 100,
};

async function send(hotel: TestHotel, event: 'new' | 'modified', extra: Record<string, unknown>): Promise<unknown> {
	const { status, body } = await hotel.post(
		JSON.stringify({ event_type: `${event}_reservation`, data: { ...data, ...extra } }),
	);
	return status === 200 ? body.outcome : body;
}

/** Of the hotel's own row in SelfKey. */
async function idOf(hotel: TestHotel): Promise<string> {
	const [row] = await hotel.query<{ id: string }>('SELECT "id" FROM "establishments" WHERE "slug" = $1', [hotel.slug]);
	return row?.id ?? '';
}

export function describePaymentNames(newHotel: NewHotel): void {
	describe('a payment before its reservation', () => {
		const call = { slug: ({ slug }: TestHotel) => slug, property: () => 'H-12', id: idOf };
		type Name = keyof typeof call;
		const orders: Array<[Name, Name]> = [
			['property', 'slug'],
			['property', 'id'],
			['slug', 'property'],
			['id', 'property'],
			['id', 'slug'],
		];
		const newHotelWith = (channel: string) =>
			newHotel({
				types: { double: ['101', '102', '103', '104', '105', '106', '107'] },
				configuration: { properties: { [channel]: ['H-12'] } },
			});
		const payFor = async (hotel: TestHotel, name: Name, id: string, wish: Partial<PaymentWish> = {}) =>
			({ amount: 10, currency: 'CHF', ...wish, reservation_key: `my-pms/${await call[name](hotel)}/${id}` }) as const;
		const takes = async (hotel: TestHotel, name: Name, id: string, wish: Partial<PaymentWish> = {}) =>
			(await hotel.pay(await payFor(hotel, name, id, wish))).outcome;

		it.each(orders.flatMap(([paid, sent]) => [[paid, sent, 'my-pms'] as const, [paid, sent, 'booking.com'] as const]))(
			'that calls the hotel by its %s counts for one by its %s, and its repeat by any name changes nothing (the property is that of %s)',
			async (paid, sent, channel) => {
				const hotel = await newHotelWith(channel);
				const names: Name[] = ['slug', 'property', 'id'];
				expect(await takes(hotel, paid, '5')).toBe('unmatched');
				for (const name of names) expect(await takes(hotel, name, '5')).toBe('unchanged');
				// A refund with the same under another name is of the same.
				expect(await takes(hotel, sent, '5', { refund: true, refund_id: 'R', amount: 4 })).toBe('unmatched');
				const other = await hotel.refuse(await payFor(hotel, sent, '6'));
				expect(other.fields).toEqual(['data.reservation_key']);
				const hotel_id = await call[sent](hotel);
				expect(await send(hotel, 'new', { channel: 'my-pms', external_id: '5', hotel_id })).toBe('created');
				expect(await hotel.get('payments', { payment: 'P-1' })).toMatchObject({
					body: { payment: { reservationKey: expect.stringContaining('/5') as string } },
				});
				for (const name of names) {
					expect(await takes(hotel, name, '5')).toBe('unchanged');
					expect(await takes(hotel, name, '5', { refund: true, refund_id: 'R', amount: 4 })).toBe('unchanged');
					expect((await hotel.refuse(await payFor(hotel, name, '6'))).fields).toEqual(['data.reservation_key']);
				}
				const [booking] = await hotel.bookings();
				expect(inWords((await hotel.hooks.paymentsOf(booking?.id ?? ''))?.balance ?? null)).toContain(
					'paid 10.00, refunded 4.00',
				);
				expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toEqual([]);
				expect(hotel.errors).toEqual([]);
			},
		);

		it('counts too where its reservation is one of many in a request', async () => {
			const hotel = await newHotelWith('booking.com');
			expect(await takes(hotel, 'property', 'W-3')).toBe('unmatched');
			const events = Array.from({ length: 6 }, (_, index) => ({
				event_type: 'new_reservation',
				data: { ...data, channel: 'my-pms', external_id: `W-${index}`, hotel_id: hotel.slug },
			}));
			await hotel.post(JSON.stringify({ events }));
			expect(await hotel.bookings()).toHaveLength(6);
			expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toEqual([]);
			expect(await takes(hotel, 'property', 'W-3')).toBe('unchanged');
		});

		it.each<[string, (hotel: TestHotel) => Promise<unknown>]>([
			['it comes again', async (hotel) => expect(await takes(hotel, 'slug', '5')).toBe('unchanged')],
			['the desk looks at its list', (hotel) => hotel.hooks.unmatchedPayments(hotel.slug)],
			[
				'its reservation comes again',
				(hotel) => send(hotel, 'modified', { channel: 'my-pms', external_id: '5', hotel_id: 'H-12', total_amount: 90 }),
			],
		])('counts once %s where it was kept under the name that was sent', async (_name, look) => {
			const hotel = await newHotelWith('my-pms');
			expect(await takes(hotel, 'slug', '5')).toBe('unmatched');
			await send(hotel, 'new', { channel: 'my-pms', external_id: '5', hotel_id: 'H-12' });
			// As it was left behind by who did not know the names.
			await hotel.query(
				`UPDATE "booking_payments" SET "givenReservationKey" = $2, "channel" = NULL, "propertyId" = NULL, "reservationId" = NULL WHERE "hotelSlug" = $1`,
				[hotel.slug, `my-pms/${hotel.slug}/5`],
			);
			await look(hotel);
			expect(
				await hotel.query('SELECT "propertyId" FROM "booking_payments" WHERE "hotelSlug" = $1', [hotel.slug]),
			).toEqual([{ propertyId: 'H-12' }]);
			for (const name of ['slug', 'property', 'id'] as const) expect(await takes(hotel, name, '5')).toBe('unchanged');
		});

		it('is another one’s at another property where the channel has several', async () => {
			const hotel = await newHotel({ configuration: { properties: { 'my-pms': ['H-12', 'H-13'] } } });
			expect(await takes(hotel, 'property', '5')).toBe('unmatched');
			const other = { amount: 10, currency: 'CHF', reservation_key: 'my-pms/H-13/5' };
			expect((await hotel.refuse(other)).fields).toEqual(['data.reservation_key']);
			await send(hotel, 'new', { channel: 'my-pms', external_id: '5', hotel_id: 'H-13' });
			expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toHaveLength(1);
			expect((await hotel.refuse(other)).fields).toEqual(['data.reservation_key']);
		});
	});
}
