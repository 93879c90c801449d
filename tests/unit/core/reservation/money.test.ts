import fc from 'fast-check';
import { addMoney, moneyFromDecimal, moneyFromMinor } from '../../../../core/reservation/money';
import { assertProperty } from '../../../support/property';

describe('money', () => {
	it('reads minor units of 0, 2 and 3 decimals', () => {
		expect(moneyFromMinor('13350', 'EUR', 2, true)).toEqual({
			minor: 13350,
			exponent: 2,
			currency: 'EUR',
			amount: '133.50',
			taxIncluded: true,
		});
		expect(moneyFromMinor(15000, 'JPY')).toMatchObject({ exponent: 0, amount: '15000' });
		expect(moneyFromMinor(5, 'KWD')).toMatchObject({ exponent: 3, amount: '0.005' });
		expect(moneyFromMinor(-5, 'CHF')).toMatchObject({ amount: '-0.05' });
	});

	it('reads decimals without losing or rounding a digit', () => {
		expect(moneyFromDecimal('58.80', 'EUR')).toMatchObject({ minor: 5880, exponent: 2 });
		expect(moneyFromDecimal(0.1 + 0.2, 'EUR')).toMatchObject({ minor: 30, amount: '0.30' });
		expect(moneyFromDecimal('12.3456', 'EUR')).toMatchObject({ minor: 123456, exponent: 4 });
		expect(moneyFromDecimal('.5', 'EUR')).toMatchObject({ minor: 50 });
	});

	it('answers null to what is no amount or has no currency', () => {
		for (const amount of ['', ' ', 'free', '1,50', '1.2.3', '.', null, undefined, Number.NaN, '99999999999999999']) {
			expect(moneyFromDecimal(amount, 'EUR')).toBeNull();
		}
		expect(moneyFromDecimal('1', '')).toBeNull();
		expect(moneyFromMinor('1.5', 'EUR')).toBeNull();
		expect(moneyFromMinor('', 'EUR')).toBeNull();
	});

	it('gives the same amount whichever way it was written', () => {
		assertProperty(
			fc.property(
				fc.integer({ min: -1e9, max: 1e9 }),
				fc.constantFrom('EUR', 'CHF', 'JPY', 'KWD'),
				(minor, currency) => {
					const amount = moneyFromMinor(minor, currency)!;
					expect(moneyFromDecimal(amount.amount, currency)).toEqual(amount);
				},
			),
		);
	});

	it('adds exactly, and never across currencies', () => {
		const sum = addMoney(
			moneyFromDecimal('0.10', 'EUR')!,
			moneyFromDecimal('0.20', 'EUR')!,
			moneyFromDecimal('0.005', 'EUR')!,
		);
		expect(sum).toMatchObject({ amount: '0.305', exponent: 3 });
		expect(() => addMoney(moneyFromDecimal('1', 'EUR')!, moneyFromDecimal('1', 'USD')!)).toThrow('currencies');
		expect(() => addMoney()).toThrow('nothing');
	});
});
