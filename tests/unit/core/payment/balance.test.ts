import fc from 'fast-check';
import { balanceOf, type LedgerEntry } from '../../../../core/payment/balance';
import { moneyFromMinor } from '../../../../core/reservation/money';
import { assertProperty } from '../../../support/property';

const total = moneyFromMinor(30_000, 'EUR')!;
const amounts = (balance: ReturnType<typeof balanceOf>) =>
	Object.fromEntries(
		(['total', 'prepaid', 'paid', 'refunded', 'due'] as const).map((name) => [name, balance[name].amount]),
	);

describe('balanceOf', () => {
	it('is the total where nothing is paid', () => {
		expect(balanceOf([], total, 0)).toEqual({
			currency: 'EUR',
			exponent: 2,
			total,
			prepaid: moneyFromMinor(0, 'EUR'),
			paid: moneyFromMinor(0, 'EUR'),
			refunded: moneyFromMinor(0, 'EUR'),
			due: total,
		});
	});

	it('adds up partial payments and refunds', () => {
		const entries: LedgerEntry[] = [
			{ kind: 'payment', minor: 10_010 },
			{ kind: 'payment', minor: 20n },
			{ kind: 'refund', minor: 5 },
		];
		expect(amounts(balanceOf(entries, total, 10_000))).toEqual({
			total: '300.00',
			prepaid: '100.00',
			paid: '100.30',
			refunded: '0.05',
			due: '99.75',
		});
	});

	it('is negative where too much was paid', () => {
		expect(amounts(balanceOf([{ kind: 'payment', minor: 10 }], total, 30_000)).due).toBe('-0.10');
	});

	it('keeps to the decimals of the total', () => {
		expect(amounts(balanceOf([{ kind: 'payment', minor: 1 }], moneyFromMinor(5_000, 'JPY')!, 0))).toMatchObject({
			paid: '1',
			due: '4999',
		});
		expect(amounts(balanceOf([{ kind: 'payment', minor: 1 }], moneyFromMinor(5_000, 'KWD')!, 0))).toMatchObject({
			paid: '0.001',
			due: '4.999',
		});
		expect(balanceOf([{ kind: 'payment', minor: 1 }], moneyFromMinor(5_000, 'EUR', 3)!, 0)).toMatchObject({
			exponent: 3,
			due: { minor: 4_999, exponent: 3, amount: '4.999' },
		});
	});

	it('always comes out even, in any order', () => {
		const entry = fc.record({
			kind: fc.constantFrom('payment' as const, 'refund' as const),
			minor: fc.integer({ min: 1, max: 1e12 }),
		});
		assertProperty(
			fc.property(
				fc.array(entry, { maxLength: 50 }),
				fc.integer({ min: 0, max: 1e12 }),
				fc.integer({ min: 0, max: 1e12 }),
				(entries, whole, prepaid) => {
					const balance = balanceOf(entries, moneyFromMinor(whole, 'EUR')!, prepaid);
					expect(balance.due.minor).toBe(whole - prepaid - balance.paid.minor + balance.refunded.minor);
					expect(balanceOf([...entries].reverse(), moneyFromMinor(whole, 'EUR')!, prepaid)).toEqual(balance);
					const paid = entries.filter(({ kind }) => kind === 'payment').reduce((sum, { minor }) => sum + minor, 0);
					expect(balance.paid.minor).toBe(paid);
				},
			),
		);
	});

	it('is never rounded', () => {
		const huge = { kind: 'payment', minor: Number.MAX_SAFE_INTEGER } as const;
		expect(() => balanceOf([huge, huge], total, 0)).toThrow(/too large to be exact/);
		expect(() => balanceOf([{ kind: 'payment', minor: 1.5 }], total, 0)).toThrow(RangeError);
		expect(() => balanceOf([], total, Number.NaN)).toThrow(RangeError);
	});
});
