import { CashRegister, dayAtTheCounter, payloadOf, type Folio, type Receipt } from '../../../sandbox/cash-register';
import { startHttp, type HttpRequest, type HttpService } from '../../../sandbox/http/server';

const CHF = (minor: number) => ({ minor, currency: 'CHF', decimals: 2 });
const receipt: Receipt = {
	paymentId: 'POS-1',
	booking: { bookingNumber: 17 },
	amount: CHF(12_050),
	method: 'card',
	occurredAt: '2027-03-01T10:00:00.000Z',
};

describe('the payload', () => {
	test('is the documented one', () => {
		expect(payloadOf(receipt)).toEqual({
			event_type: 'payment_received',
			data: {
				payment_id: 'POS-1',
				booking_number: 17,
				amount: '120.50',
				currency: 'CHF',
				method: 'card',
				occurred_at: '2027-03-01T10:00:00.000Z',
			},
		});
		expect(payloadOf({ ...receipt, refundId: 'REF-1', booking: { reservationKey: 'booking.com/1/2' } })).toMatchObject({
			event_type: 'refund_processed',
			data: { payment_id: 'POS-1', refund_id: 'REF-1', reservation_key: 'booking.com/1/2' },
		});
		expect(payloadOf({ ...receipt, booking: { bookingId: 'cm1' } })).toMatchObject({ data: { booking_id: 'cm1' } });
	});

	test.each([
		['text', { minor: 5, currency: 'KWD', decimals: 3 }, { amount: '0.005' }],
		['text', { minor: 5_000, currency: 'JPY', decimals: 0 }, { amount: '5000' }],
		['number', CHF(1_250), { amount: 12.5 }],
		['minor', CHF(1_250), { amount_minor: 1_250 }],
	] as const)('writes an amount as %s', (written, amount, expected) => {
		const { data } = payloadOf({ ...receipt, amount, written });
		expect(data).toMatchObject({ ...expected, currency: amount.currency });
	});
});

describe('sending', () => {
	let service: HttpService;
	let requests: HttpRequest[];
	let register: CashRegister;

	beforeEach(async () => {
		requests = [];
		service = await startHttp({
			handler: (request) => {
				requests.push(request);
				return { status: 200, body: '{}' };
			},
		});
		register = new CashRegister({ url: service.url, secret: 'the secret of the register' });
	});

	afterEach(() => service.close());

	const bodies = () => requests.map(({ body }) => body.toString());

	test('a duplicate and a replay are the same request, a reworded one says the same in other bytes', async () => {
		await register.send(receipt);
		await register.sendAgain(receipt);
		await register.replay(receipt);
		await register.sendReworded(receipt, '2027-03-02T08:00:00Z');
		const [first, second, third, fourth] = bodies();
		expect([second, third]).toEqual([first, first]);
		expect(new Set(requests.slice(0, 3).map(({ headers }) => headers['x-signature'])).size).toBe(1);
		expect(fourth).not.toBe(first);
		expect(JSON.parse(fourth ?? '')).toEqual({ ...payloadOf(receipt), printed_at: '2027-03-02T08:00:00Z' });
		expect(register.sender.outcomes.map(({ kind, id }) => [kind, id])).toEqual([
			['right', 'POS-1'],
			['duplicate', 'POS-1'],
			['replayed', 'POS-1'],
			['reworded', 'POS-1-2027-03-02T08:00:00Z'],
		]);
	});

	test('an incomplete one lacks what it is told to lack', async () => {
		await register.sendIncomplete(receipt, 'payment_id');
		expect(JSON.parse(bodies()[0] ?? '')).toEqual({
			event_type: 'payment_received',
			data: {
				booking_number: 17,
				amount: '120.50',
				currency: 'CHF',
				method: 'card',
				occurred_at: '2027-03-01T10:00:00.000Z',
			},
		});
	});
});

describe('a day at the counter', () => {
	const accounts: Folio[] = Array.from({ length: 9 }, (_, n) => ({
		booking: { reservationKey: `booking.com/1/${n}` },
		total: n === 4 ? { minor: 48_000, currency: 'JPY', decimals: 0 } : CHF(10_000 + n),
	}));
	const day = (seed: number) => dayAtTheCounter({ seed, accounts, from: '2027-03-01T08:00:00Z' });

	test('is the same for the same seed, and another for another', () => {
		expect(day(7)).toEqual(day(7));
		expect(day(7)).not.toEqual(day(8));
	});

	test.each([1, 2, 3, 4, 5, 6, 7])(
		'pays each account in full, and gives back no more than was paid (seed %i)',
		(seed) => {
			const receipts = day(seed);
			const payments = receipts.filter(({ refundId }) => refundId === undefined);
			for (const { booking, total } of accounts) {
				const parts = payments.filter((payment) => payment.booking === booking).map(({ amount }) => amount);
				expect(parts.reduce((sum, { minor }) => sum + minor, 0)).toBe(total.minor);
				expect(parts.every(({ minor, currency }) => minor > 0 && currency === total.currency)).toBe(true);
			}
			const refunds = receipts.filter(({ refundId }) => refundId !== undefined);
			expect(refunds.length).toBeGreaterThan(0);
			for (const refund of refunds) {
				const payment = payments.find(({ paymentId }) => paymentId === refund.paymentId);
				expect(payment?.booking).toEqual(refund.booking);
				expect(refund.amount.minor).toBeLessThanOrEqual(payment?.amount.minor ?? 0);
			}
			const ids = receipts.map(({ paymentId, refundId }) => refundId ?? paymentId);
			expect(new Set(ids).size).toBe(ids.length);
			const times = receipts.map(({ occurredAt }) => occurredAt ?? '');
			expect([...times].sort()).toEqual(times);
		},
	);

	test('writes amounts in every way', () => {
		expect(new Set(day(7).map(({ written }) => written))).toEqual(new Set(['text', 'number', 'minor']));
	});
});
