/** What is due of a stay that was cancelled, or whose guest did not come. */
import { moneyFromDecimal } from '../../../core/reservation/money';
import { inWords } from './payments';
import type { Reservation } from '../../../core/reservation/model';
import { cancellation, reservation, type Wish } from './reservations';
import type { NewHotel } from './test-hotel';

const KEY = 'booking.com/8011855/4705950059';
const feeOf = (amount: string, currency = 'EUR') => ({ cancellationFee: moneyFromDecimal(amount, currency) });

export function describeFees(newHotel: NewHotel): void {
	const ways: Array<[string, (wish: Wish) => Reservation]> = [
		['cancellation without dates', (wish) => cancellation(wish)],
		[
			'cancellation that says everything',
			(wish) => reservation({ event: 'cancelled', status: 'cancelled', seen: 50, ...wish }),
		],
		['no-show', (wish) => reservation({ event: 'modified', status: 'no_show', seen: 50, ...wish })],
	];

	describe('the fee of a stay that does not take place', () => {
		it.each(ways)('is due: of a %s', async (_name, message) => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.pay({ reservation_key: KEY, amount: 100 });
			const gone = message(feeOf('100.00'));
			expect((await hotel.send(gone)).outcome).toMatch(/cancelled|updated/);
			expect(await hotel.bookings()).toMatchObject([
				{ paymentStatus: 'failed', amount: 0, currency: 'EUR', touristTaxTotal: 0 },
			]);
			const [{ id } = { id: '' }] = await hotel.bookings();
			expect(inWords((await hotel.hooks.paymentsOf(id))?.balance ?? null)).toBe(
				'EUR total 100.00, prepaid 0.00, paid 100.00, refunded 0.00, due 0.00',
			);
			expect((await hotel.send(gone)).outcome).toBe('unchanged');
		});

		it.each([
			['0.00', '-100.00'],
			['30.5', '-69.50'],
			['130', '30.00'],
		])('of %s is due in the folio, not in SelfKey’s row, and the rest is given back or asked for', async (fee, due) => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.pay({ reservation_key: KEY, amount: 100 });
			await hotel.send(cancellation(feeOf(fee)));
			expect(await hotel.bookings()).toMatchObject([{ amount: 0 }]);
			const { balance } = await hotel.pay({ payment_id: 'P-1', reservation_key: KEY, amount: 100 });
			expect(balance?.due.amount).toBe(due);
		});

		it('is one for several rooms, and can be paid at the desk', async () => {
			const hotel = await newHotel();
			const rooms = [{ price: '100' }, { price: '100' }, { type: 'suite', price: '150' }];
			await hotel.send(reservation({ price: '350', rooms }));
			await hotel.send(cancellation(feeOf('100.00')));
			expect((await hotel.bookings()).map(({ amount }) => amount)).toEqual([0, 0, 0]);
			expect(inWords((await hotel.pay({ reservation_key: KEY, amount: 40 })).balance)).toBe(
				'EUR total 100.00, prepaid 0.00, paid 40.00, refunded 0.00, due 60.00',
			);
		});

		it('is prepaid where the channel collects; where nobody has said, nothing can be paid', async () => {
			const hotel = await newHotel();
			const payment = { model: 'channel_collect' as const, card: null };
			await hotel.send(reservation({ payment }));
			await hotel.send(reservation({ event: 'cancelled', status: 'cancelled', seen: 50, payment, ...feeOf('80') }));
			expect(inWords((await hotel.pay({ reservation_key: KEY, amount: 5 })).balance)).toBe(
				'EUR total 80.00, prepaid 80.00, paid 5.00, refunded 0.00, due -5.00',
			);
			await hotel.send(reservation({ id: 'silent', rooms: [{ type: 'suite' }] }));
			await hotel.send(cancellation({ id: 'silent' }));
			const silent = await hotel.pay({ payment_id: 'S', reservation_key: 'booking.com/8011855/silent', amount: 5 });
			expect(silent.balance?.due.amount).toBe('-5.00');
			expect((await hotel.bookings())[1]).toMatchObject({ paymentStatus: 'failed', amount: 0 });
		});

		it('is never asked of a guest who has paid the channel, by a virtual card or otherwise', async () => {
			for (const model of ['channel_collect', 'virtual_card'] as const) {
				const hotel = await newHotel();
				const payment = { model, card: null };
				await hotel.send(reservation({ payment }));
				await hotel.send(reservation({ event: 'cancelled', status: 'cancelled', seen: 50, payment, ...feeOf('80') }));
				expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'failed', amount: 0 }]);
			}
		});

		it('takes the place of a price that the desk has changed, be it as high as the channel’s', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			await hotel.frontDesk.deskEdit(bookings[0]?.id ?? '', { amount: 80 });
			await hotel.send(cancellation(feeOf('100.00')));
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'failed', amount: 0 }]);
		});

		it('is no more once the stay stands again, or the guest has come after all', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ revision: '1' }));
			await hotel.send(cancellation({ revision: '2', ...feeOf('40') }));
			expect(await hotel.bookings()).toMatchObject([{ amount: 0 }]);
			await hotel.send(reservation({ event: 'modified', revision: '3' }));
			expect(await hotel.bookings()).toMatchObject([{ amount: 100, paymentStatus: 'succeeded' }]);
			await hotel.send(reservation({ event: 'modified', revision: '4', status: 'no_show', ...feeOf('60') }));
			expect(await hotel.bookings()).toMatchObject([{ amount: 0, paymentStatus: 'failed' }]);
			await hotel.send(reservation({ event: 'modified', revision: '5', status: 'checked_in' }));
			expect(inWords((await hotel.pay({ reservation_key: KEY, amount: 100 })).balance)).toBe(
				'EUR total 100.00, prepaid 0.00, paid 100.00, refunded 0.00, due 0.00',
			);
		});

		it('may be in another currency than the price, and is paid in that', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.send(cancellation(feeOf('50', 'CHF')));
			expect(await hotel.bookings()).toMatchObject([{ amount: 0 }]);
			expect((await hotel.pay({ reservation_key: KEY, amount: 50, currency: 'CHF' })).balance?.due.amount).toBe('0.00');
		});

		it('is told by the documented payload, too', async () => {
			const hotel = await newHotel();
			const data = { external_id: 'W', guest: { last_name: 'Dupont' }, room_type: 'double', currency: 'EUR' };
			const nights = { check_in: '2026-03-29', check_out: '2026-03-30', total_amount: 100 };
			await hotel.post(JSON.stringify({ event_type: 'new_reservation', data: { ...data, ...nights } }));
			const gone = {
				event_type: 'cancelled_reservation',
				data: { external_id: 'W', currency: 'EUR', cancellation_fee: '25' },
			};
			expect((await hotel.post(JSON.stringify(gone))).body.outcome).toBe('cancelled');
			expect(await hotel.bookings()).toMatchObject([{ amount: 0, paymentStatus: 'failed' }]);
		});

		it.each(['no_show', 'cancelled'])('is due where only the rooms are said to be %s', async (status) => {
			const hotel = await newHotel();
			const data = { external_id: 'W', guest: { last_name: 'Dupont' }, room_type: 'double', currency: 'EUR' };
			const nights = { check_in: '2026-03-29', check_out: '2026-03-30', total_amount: 100 };
			const rooms = (state?: string) => [{ room_stay_id: '1', room_type: 'double', status: state }];
			const tell = (event_type: string, more: object) =>
				hotel.post(JSON.stringify({ event_type, data: { ...data, ...nights, ...more } }));
			await tell('new_reservation', { rooms: rooms() });
			const [{ id: booking_id } = { id: '' }] = await hotel.bookings();
			await hotel.pay({ booking_id, amount: 100 });
			const gone = { rooms: rooms(status), cancellation_fee: 100, observed_at: '2026-03-01T09:00:00Z' };
			expect((await tell('modified_reservation', gone)).status).toBe(200);
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'failed' }]);
			expect((await hotel.hooks.paymentsOf(booking_id))?.balance?.due.amount).toBe('0.00');
		});

		it('is what is due of the documented payload, however often it is cancelled', async () => {
			const hotel = await newHotel();
			const data = { external_id: 'W', guest: { last_name: 'Dupont' }, room_type: 'double', currency: 'EUR' };
			const nights = { check_in: '2026-03-29', check_out: '2026-03-30', total_amount: 100 };
			const tell = (event_type: string, more: object) =>
				hotel.post(JSON.stringify({ event_type, data: { ...data, ...more } }));
			await tell('new_reservation', nights);
			const [{ id: booking_id } = { id: '' }] = await hotel.bookings();
			const due = async () => (await hotel.hooks.paymentsOf(booking_id))?.balance?.due.amount;
			await hotel.pay({ booking_id, amount: 100 });
			await tell('cancelled_reservation', { cancellation_fee: '100.00' });
			expect(await due()).toBe('0.00');
			await tell('cancelled_reservation', { observed_at: '2026-03-01T09:00:00Z' });
			expect(await due()).toBe('0.00');
			await tell('cancelled_reservation', { cancellation_fee: 0, observed_at: '2026-03-01T10:00:00Z' });
			expect(await due()).toBe('-100.00');
			expect(await hotel.bookings()).toMatchObject([{ amount: 0, paymentStatus: 'failed' }]);
		});
	});
}
