import fc from 'fast-check';
import { exponentOf } from '../../../../core/reservation/money';
import { balanceIn, balancesOf, minorOf, payableCurrencies } from '../../../../selfkey/payments/folio-balance';
import { entry, folio } from '../../../support/folios';
import { assertProperty } from '../../../support/property';

describe('amounts', () => {
	it('come out of a float exactly as they went in, in every currency', () => {
		assertProperty(
			fc.property(
				fc.integer({ min: -1e11, max: 1e11 }),
				fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
				(minor, currency) => {
					// As JavaScript divides, and as PostgreSQL writes the column.
					expect(minorOf(String(minor / 10 ** exponentOf(currency)), currency)).toBe(BigInt(minor));
				},
			),
		);
	});

	it('are rounded half up where they have more decimals than their currency, and are nothing where they are no amount', () => {
		const cases = [
			['0.004', 'EUR', 0n],
			['0.005', 'EUR', 1n],
			['-0.005', 'EUR', -1n],
			['99.5', 'JPY', 100n],
			['1e-7', 'EUR', 0n],
			['1e+20', 'EUR', 0n],
			['NaN', 'EUR', 0n],
			['Infinity', 'EUR', 0n],
		] as const;
		for (const [amount, currency, minor] of cases) expect([amount, minorOf(amount, currency)]).toEqual([amount, minor]);
	});

	it('are due in the currency of what stands, else of what stood, else of what the channel said, else of what was paid', () => {
		const [booking] = folio().bookings;
		if (!booking) throw new Error('No booking');
		const gone = { ...booking, isActive: false, currency: ' chf ' };
		expect(payableCurrencies(folio({ bookings: [gone, booking] }))).toEqual(['EUR']);
		expect(payableCurrencies(folio({ bookings: [gone] }))).toEqual(['CHF']);
		expect(payableCurrencies(folio({ bookings: [], currency: 'JPY' }))).toEqual(['JPY']);
		expect(payableCurrencies(folio({ bookings: [], currency: null, entries: [entry({ currency: 'USD' })] }))).toEqual([
			'USD',
		]);
		expect(payableCurrencies(folio({ bookings: [{ ...booking, currency: 'francs' }], currency: null }))).toEqual([]);
	});

	it('give no balance rather than a wrong one', () => {
		const entries = Array.from({ length: 10 }, (_, index) =>
			entry({ externalId: String(index), minor: 999_999_999_999_999 }),
		);
		expect(balanceIn(folio({ entries }), 'EUR')).toBeNull();
		expect(balancesOf(folio({ entries }))).toEqual([]);
	});
});
