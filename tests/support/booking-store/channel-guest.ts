/** What SelfKey's own application does with a channel's stay: door code, payment page, reports. */
import {
	createPaymentIntent,
	guestPage,
	hasBookings,
	intentsWithoutFee,
	paymentReport,
	sendConfirmation,
} from '../../../sandbox/selfkey/application';
import { moneyFromDecimal } from '../../../core/reservation/money';
import { cancellation, reservation, type Wish } from './reservations';
import type { NewHotel } from './test-hotel';

const PAID_TO_CHANNEL = { payment: { model: 'channel_collect' as const, card: null } };
const WITH_VIRTUAL_CARD = { payment: { model: 'virtual_card' as const, card: null } };
const PAYS_AT_HOTEL = { payment: { model: 'hotel_collect' as const, card: null } };
const NOW = new Date('2026-03-29T10:00:00.000Z');

export function describeChannelGuest(newHotel: NewHotel): void {
	describe('what a channel’s guest gets from SelfKey’s application', () => {
		const stayed = async (wish: Wish = {}, configuration: Record<string, unknown> = {}) => {
			const hotel = await newHotel({ configuration });
			const { bookings } = await hotel.send(reservation(wish));
			return { hotel, database: hotel.database, id: bookings[0]!.id };
		};
		const intentOf = async ({ hotel }: Awaited<ReturnType<typeof stayed>>) =>
			(await hotel.bookings()).map((booking) => booking['stripePaymentIntentId']);

		it.each([
			['has paid the channel', PAID_TO_CHANNEL],
			['pays at the hotel', PAYS_AT_HOTEL],
		])('sends the door code to a guest who %s, who is never asked to pay on SelfKey’s page', async (_, payment) => {
			const { database, id, hotel } = await stayed(payment);
			expect(await guestPage(database, id)).toEqual({ page: 'confirmed' });
			expect(await sendConfirmation(database, id, NOW)).toEqual({ status: 200, accessCode: 'code-101' });
			expect(await hasBookings(database, hotel.room('101'), '2026-03-20')).toBe(true);
			expect(await intentsWithoutFee(database, hotel.slug)).toEqual([]);
		});

		it('counts no channel’s money as money to pass on', async () => {
			const { database, hotel } = await stayed({ price: '250' });
			await hotel.sellDirectly('102', '2026-03-29', '2026-03-30');
			expect(await paymentReport(database, hotel.slug)).toEqual({ totalAmount: 350, totalOwnerAmount: 93 });
		});

		it.each([
			['cancelled', (stay: Wish) => cancellation({ ...stay, seen: 1 })],
			['a no-show', (stay: Wish) => reservation({ ...stay, event: 'modified', status: 'no_show', seen: 1 })],
		])('lets nobody pay for what is %s, and keeps the door code from them', async (_, end) => {
			for (const payment of [PAID_TO_CHANNEL, PAYS_AT_HOTEL]) {
				const { database, id, hotel } = await stayed(payment);
				await hotel.send(end(payment));
				expect(await sendConfirmation(database, id, NOW)).toEqual({ status: 400, accessCode: null });
				expect(await createPaymentIntent(database, id)).toEqual({ status: 400 });
				expect(await hotel.bookings()).toMatchObject([
					{ paymentStatus: 'failed', amount: 0, ownerAmount: 0, stripePaymentIntentId: null },
				]);
			}
		});

		it('lets nobody pay a cancellation’s fee on SelfKey’s page, where it would take the room again: it is due at the desk', async () => {
			const cancellationFee = moneyFromDecimal('80', 'EUR');
			for (const [payment, due] of [
				[PAYS_AT_HOTEL, 8_000],
				[PAID_TO_CHANNEL, 0],
			] as const) {
				const { database, id, hotel } = await stayed(payment);
				await hotel.send(
					reservation({ event: 'cancelled', status: 'cancelled', seen: 1, cancellationFee, ...payment }),
				);
				expect(await hotel.bookings()).toMatchObject([{ amount: 0, ownerAmount: 0, stripePaymentIntentId: null }]);
				expect((await hotel.hooks.paymentsOf(id))?.balance).toMatchObject({
					total: { minor: 8_000 },
					due: { minor: due },
				});
				expect(await sendConfirmation(database, id, NOW)).toMatchObject({ status: 400 });
				expect(await createPaymentIntent(database, id)).toEqual({ status: 400 });
				expect(await hotel.activeBookings()).toEqual([]);
			}
		});

		it('does the same for a room that left the reservation, and undoes it when the stay comes back', async () => {
			const rooms = [{ price: '100' }, { id: '2', type: 'suite', price: '180' }];
			const { hotel, database } = await stayed({ rooms, price: '280', channel: 'airbnb', revision: '1' });
			const [, second] = await hotel.bookings();
			const changed = { channel: 'airbnb', event: 'modified' as const };
			await hotel.send(reservation({ ...changed, rooms: rooms.slice(0, 1), price: '100', revision: '2', seen: 1 }));
			expect(await createPaymentIntent(database, String(second!.id))).toEqual({ status: 400 });
			expect(await hotel.bookings()).toMatchObject([{ amount: 100 }, { amount: 0, stripePaymentIntentId: null }]);
			await hotel.send(reservation({ ...changed, rooms, price: '280', revision: '3', seen: 2 }));
			expect(await hotel.bookings()).toMatchObject([
				{ amount: 100 },
				{ amount: 180, paymentStatus: 'succeeded', stripePaymentIntentId: 'test_airbnb/4705950059' },
			]);
			expect(await sendConfirmation(database, String(second!.id), NOW)).toMatchObject({ status: 200 });
		});

		it('keeps the mark through repeats, changes and payments, and never takes it for money', async () => {
			const stay = await stayed({ price: '100' });
			const { hotel, id } = stay;
			await hotel.send(reservation({ price: '100' }));
			await hotel.send(reservation({ price: '120', event: 'modified', seen: 1 }));
			expect(await intentOf(stay)).toEqual(['test_booking.com/4705950059']);
			const { balance } = await hotel.pay({ booking_id: id, amount: '20.00' });
			expect(balance).toMatchObject({
				total: { minor: 12000 },
				prepaid: { minor: 0 },
				paid: { minor: 2000 },
				due: { minor: 10000 },
			});
			expect((await hotel.hooks.paymentsOf(id))?.balance).toMatchObject({ due: { minor: 10000 } });
		});

		it('leaves a real payment on SelfKey’s page alone, which is money', async () => {
			const stay = await stayed({ price: '100' });
			const { hotel, database, id } = stay;
			expect(await createPaymentIntent(database, id)).toEqual({ status: 200 });
			await hotel.send(reservation({ price: '120', event: 'modified', seen: 1 }));
			expect(await intentOf(stay)).toEqual([`pi_${id}`]);
			expect((await hotel.hooks.paymentsOf(id))?.balance).toMatchObject({
				// What was paid was the price of then.
				prepaid: { minor: 10000 },
				due: { minor: 2000 },
			});
			const { outcome, warnings } = await hotel.send(cancellation({ seen: 2 }));
			expect([outcome, warnings.map(({ code }) => code)]).toEqual(['cancelled', []]);
			expect(await intentOf(stay)).toEqual([`pi_${id}`]);
			expect((await hotel.hooks.paymentsOf(id))?.balance).toMatchObject({
				total: { minor: 0 },
				due: { minor: -10000 },
			});
		});

		it('counts what was paid on SelfKey’s page towards the fee of a cancellation, whatever comes after', async () => {
			const { hotel, database, id } = await stayed({ price: '100', channel: 'airbnb', revision: '1' });
			expect(await createPaymentIntent(database, id)).toEqual({ status: 200 });
			const later = { channel: 'airbnb', seen: 1 };
			const balance = async () => (await hotel.hooks.paymentsOf(id))?.balance;
			expect(await balance()).toMatchObject({ prepaid: { minor: 10000 }, due: { minor: 0 } });
			const fee = { cancellationFee: moneyFromDecimal('100', 'EUR'), status: 'cancelled' as const };
			await hotel.send(reservation({ ...later, ...fee, event: 'cancelled', revision: '2' }));
			expect(await balance()).toMatchObject({ prepaid: { minor: 10000 }, due: { minor: 0 } });
			await hotel.send(reservation({ ...later, event: 'modified', revision: '3', price: '90' }));
			expect(await balance()).toMatchObject({ prepaid: { minor: 10000 }, due: { minor: -1000 } });
			expect(await hotel.activeBookings()).toMatchObject([{ amount: 90, stripePaymentIntentId: `pi_${id}` }]);
		});

		it.each([
			['always', [true, true, true]],
			['channelCollect', [true, true, false]],
			['never', [false, false, false]],
			['something else', [true, true, true]],
		])('marks as paid what the hotel says: %s', async (markAsPaid, expected) => {
			const hotel = await newHotel({ configuration: { markAsPaid }, types: { double: ['1', '2', '3'] } });
			for (const [index, payment] of [PAID_TO_CHANNEL, WITH_VIRTUAL_CARD, PAYS_AT_HOTEL].entries())
				await hotel.send(reservation({ id: String(index), ...payment }));
			const intents = (await hotel.bookings()).map((booking) => booking['stripePaymentIntentId']);
			expect(intents.map((intent) => intent !== null)).toEqual(expected);
			expect(await intentsWithoutFee(hotel.database, hotel.slug)).toEqual([]);
		});
	});
}
