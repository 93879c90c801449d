/** Many senders at once. */
import { reservation } from './reservations';
import type { NewHotel } from './test-hotel';

export function describeConcurrency(newHotel: NewHotel): void {
	describe('concurrency', () => {
		it('gives the last room to exactly one of those who ask at once', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			const answers = await Promise.all(
				Array.from({ length: 8 }, (_, index) => hotel.send(reservation({ id: `r${index}` }))),
			);
			expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array<string>(7).fill('conflict'), 'created']);
			expect((await hotel.activeBookings()).filter(({ roomId }) => roomId !== null)).toHaveLength(1);
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('writes one booking when the same message comes several times at once', async () => {
			const hotel = await newHotel();
			const answers = await Promise.all(Array.from({ length: 8 }, () => hotel.send(reservation())));
			expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['created', ...Array<string>(7).fill('unchanged')]);
			expect(await hotel.bookings()).toHaveLength(1);
		});

		it('adds up what 16 senders pay for one booking at once, each payment once', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ price: '1000' }));
			const key = { reservation_key: 'booking.com/8011855/4705950059' };
			const sent = Array.from({ length: 16 }, (_, index) => [
				hotel.pay({ payment_id: `P-${index}`, ...key, amount_minor: 1001 + index }),
				hotel.pay({ payment_id: 'shared', ...key, amount: 50 }),
			]);
			const answers = await Promise.all(sent.flat());
			expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
				...Array<string>(17).fill('created'),
				...Array<string>(15).fill('unchanged'),
			]);
			// 16 × 10.01, 0.01 to 0.15, and 50 once.
			const paid = 16 * 1001 + (15 * 16) / 2 + 5000;
			expect((await hotel.pay({ payment_id: 'shared', ...key, amount: 50 })).balance).toMatchObject({
				paid: { minor: paid },
				due: { minor: 100_000 - paid },
			});
			// Each saw the sum of those before it, and none twice.
			const sums = answers.filter(({ outcome }) => outcome === 'created').map(({ balance }) => balance?.paid.minor);
			expect([new Set(sums).size, Math.max(...sums.map(Number))]).toEqual([17, paid]);
			expect(hotel.errors).toEqual([]);
		});

		it('gives no more back at once than was paid', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ price: '1000' }));
			const key = { reservation_key: 'booking.com/8011855/4705950059' };
			await hotel.pay({ ...key, amount: 350 });
			const refunds = await Promise.all(
				Array.from({ length: 16 }, (_, index) => hotel.sendPayment({ refund_id: `R-${index}`, ...key, amount: 100 })),
			);
			expect(refunds.map(({ status }) => status).sort()).toEqual([
				...Array<number>(3).fill(200),
				...Array<number>(13).fill(400),
			]);
			expect((await hotel.pay({ ...key, amount: 350 })).balance).toMatchObject({
				paid: { amount: '350.00' },
				refunded: { amount: '300.00' },
			});
		});

		it('counts every payment that comes with its reservation at once', async () => {
			const hotel = await newHotel();
			const key = { reservation_key: 'booking.com/8011855/4705950059' };
			const pay = (index: number) => hotel.pay({ payment_id: `P-${index}`, ...key, amount: 5 });
			const [, ...answers] = await Promise.all([
				hotel.send(reservation()),
				...Array.from({ length: 16 }, (_, index) => pay(index)),
			]);
			for (const { outcome } of answers) expect(outcome).toMatch(/^(created|unmatched)$/);
			expect(await pay(0)).toMatchObject({ outcome: 'unchanged', balance: { paid: { amount: '80.00' } } });
			expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toEqual([]);
			expect(hotel.errors).toEqual([]);
		});

		it('serves several hotels side by side', async () => {
			const hotels = await Promise.all([newHotel(), newHotel(), newHotel()]);
			await Promise.all(
				hotels.flatMap((hotel) =>
					Array.from({ length: 4 }, (_, index) =>
						hotel.send(reservation({ id: `r${index}`, checkIn: '2026-03-28', checkOut: `2026-04-0${index + 1}` })),
					),
				),
			);
			for (const hotel of hotels) {
				expect(await hotel.activeBookings()).toHaveLength(4);
				expect((await hotel.activeBookings()).filter(({ roomId }) => roomId !== null)).toHaveLength(2);
				expect(await hotel.doubleBooked()).toEqual([]);
			}
		});
	});
}
