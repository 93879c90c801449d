import { amountsOf } from '../../../../../nodes/Airbnb/reservations/amounts';
import type { Money } from '../../../../../core/reservation/model';
import { wire } from '../support';

const of = (over: Record<string, unknown> = {}, isCancelled = false) => amountsOf(wire(over), isCancelled);
const text = (money: Money | null) => money && `${money.amount} ${money.currency}`;

it('sells for the payout and what Airbnb keeps of it', () => {
	const { total, payout, commission, cancellationFee, warnings } = of();
	expect([total, payout, commission].map(text)).toEqual(['345.00 CHF', '335.27 CHF', '9.73 CHF']);
	expect({ cancellationFee, warnings }).toEqual({ cancellationFee: null, warnings: [] });
});

it.each([
	['JPY', '49500', '33000', { exponent: 0, minor: 49500 }],
	['KWD', '1.250', '0.500', { exponent: 3, minor: 1250 }],
	['CHF', '1234.5', '0', { exponent: 2, minor: 123450 }],
])('%s has its own decimals', (host_currency, payout, base, expected) => {
	const amounts = of({ host_currency, expected_payout_amount_accurate: payout, listing_base_price_accurate: base });
	expect(amounts.payout).toMatchObject({ ...expected, currency: host_currency });
});

it.each([
	['the fields of some years ago', { listing_host_fee_accurate: '9.73' }],
	['a fee with the other sign', { host_fee_base_accurate: '-9.00', host_fee_vat_accurate: '-0.73' }],
])('knows %s', (_, over) => {
	const old = { host_fee_base_accurate: undefined, host_fee_vat_accurate: undefined };
	expect(text(of({ ...old, ...over }).commission)).toBe('9.73 CHF');
});

it('without a payout the parts are added up', () => {
	const over = {
		expected_payout_amount_accurate: null,
		standard_fees_details: [{ fee_type: 'RESORT', amount_native: '10.00' }],
		pass_through_tax_expected_amount_accurate: '7.00',
	};
	expect(text(of(over).total)).toBe('362.00 CHF');
	expect(of({ expected_payout_amount_accurate: null, listing_base_price_accurate: null }).total).toBeNull();
});

it.each([null, '', undefined])(
	'where Airbnb does not say what it keeps (%j), the parts are the total too',
	(unknown) => {
		for (const host_fee_vat_accurate of ['0.73', unknown]) {
			const { total, payout, commission } = of({ host_fee_base_accurate: unknown, host_fee_vat_accurate });
			expect([total, payout, commission].map(text)).toEqual(['345.00 CHF', '335.27 CHF', null]);
		}
		const alone = of({
			host_fee_base_accurate: unknown,
			host_fee_vat_accurate: unknown,
			listing_base_price_accurate: unknown,
		});
		expect(text(alone.total)).toBe('335.27 CHF');
		expect(text(of({ host_fee_vat_accurate: unknown }).total)).toBe('344.27 CHF');
	},
);

it('sells for no less than the payout, where a part cannot be read and Airbnb does not say what it keeps', () => {
	for (const host_fee_vat_accurate of [null, '3.00']) {
		const { total, warnings } = of({
			listing_base_price_accurate: '500.00',
			listing_cleaning_fee_accurate: null,
			standard_fees_details: [{ fee_type: 'RESORT', amount_native: 'sixty' }],
			host_fee_base_accurate: null,
			host_fee_vat_accurate,
			expected_payout_amount_accurate: '560.00',
		});
		expect(text(total)).toBe('560.00 CHF');
		expect(warnings).toHaveLength(1);
	}
});

it('after a cancellation the payout for that counts, and the guest pays it and the fee on it', () => {
	const cancelled = {
		expected_payout_amount_accurate: '335.27',
		listing_cancellation_payout_accurate: '150.00',
		listing_cancellation_host_fee_accurate: '4.50',
	};
	const { payout, commission, cancellationFee } = of(cancelled, true);
	expect([payout, commission, cancellationFee].map(text)).toEqual(['150.00 CHF', '4.50 CHF', '154.50 CHF']);
	const byHost = of({}, true);
	expect([byHost.payout, byHost.cancellationFee].map(text)).toEqual(['0.00 CHF', '0.00 CHF']);
});

describe('fees, taxes and promotions', () => {
	const listed = {
		standard_fees_details: [
			{ fee_type: 'LINEN', amount_native: '12.00' },
			{ fee_type: 'NONE', amount_native: '0' },
		],
		promotion_details: [
			{ promotion_type: 'EARLY_BIRD', amount_native: '-30.00', amount_usd: '-33.00', native_currency: 'EUR' },
		],
		pricing_rule_details: { pricing_rule_type: 'WEEKLY', amount_native: '-5.5', native_currency: 'EUR' },
		airbnb_collected_tax_details: [{ name: 'VAT', tax_type: 'vat', amount_native: '11.40', native_currency: 'EUR' }],
		pass_through_tax_details: [{ name: 'City tax', amount_native: '7.00', native_currency: 'EUR' }],
		airbnb_collected_tax_amount_accurate: '12.10',
		pass_through_tax_amount_paid_to_host_accurate: '7.40',
	};

	it('are each kept, in the currency of the listing', () => {
		const { fees, taxes } = of(listed);
		expect(fees.map(({ name, amount, ...how }) => [name, text(amount), how])).toEqual([
			['Cleaning fee', '45.00 CHF', { included: true, collectedBy: 'channel' }],
			['Fee: LINEN', '12.00 EUR', { included: true, collectedBy: 'channel' }],
			['Promotion: EARLY_BIRD', '-30.00 EUR', { included: true, collectedBy: 'channel' }],
			['Price rule: WEEKLY', '-5.50 EUR', { included: true, collectedBy: 'channel' }],
		]);
		expect(taxes.map(({ name, amount, ...how }) => [name, text(amount), how])).toEqual([
			['Tax: VAT', '11.40 EUR', { included: false, collectedBy: 'channel' }],
			['Tax: City tax', '7.00 EUR', { included: true, collectedBy: 'channel' }],
		]);
	});

	it('are known by their sums where they are not listed', () => {
		const sums = { airbnb_collected_tax_amount_accurate: '12.10', occupancy_tax_amount_paid_to_host_accurate: '7.40' };
		expect(of(sums).taxes.map(({ name, amount }) => [name, text(amount)])).toEqual([
			['Taxes collected by Airbnb', '12.10 CHF'],
			['Taxes paid to the host', '7.40 CHF'],
		]);
	});

	it.each([
		['airbnb_collected_tax_amount_accurate', 'transient_occupancy_tax_paid_amount_accurate'],
		['pass_through_tax_amount_paid_to_host_accurate', 'pass_through_tax_expected_amount_accurate'],
		['pass_through_tax_amount_paid_to_host_accurate', 'occupancy_tax_amount_paid_to_host_accurate'],
		['pass_through_tax_expected_amount_accurate', 'occupancy_tax_amount_paid_to_host_accurate'],
	])('a 0 in %s does not hide what is in %s', (zero, filled) => {
		const { taxes, warnings } = of({ [zero]: '0.00', [filled]: '6.00' });
		expect(taxes.map(({ amount }) => text(amount))).toEqual(['6.00 CHF']);
		expect(warnings).toEqual([]);
		expect(of({ [zero]: '5.00', [filled]: '6.00' }).taxes.map(({ amount }) => text(amount))).toEqual(['5.00 CHF']);
		expect(of({ [zero]: '0.00', [filled]: 'free' }).warnings).toEqual([`Amounts that cannot be read: ${filled}`]);
	});

	it.each(['PASS_THROUGH_CLEANING_FEE', 'short_term_cleaning_fee', 'Cleaning'])(
		'the cleaning is paid once where it is listed too, as %s',
		(fee_type) => {
			const listedAs = (amount_native: string) =>
				of({ expected_payout_amount_accurate: null, standard_fees_details: [{ fee_type, amount_native }] });
			expect(listedAs('45.00').fees.map(({ name, amount }) => [name, text(amount)])).toEqual([
				[`Fee: ${fee_type}`, '45.00 CHF'],
			]);
			expect(text(listedAs('45.00').total)).toBe('345.00 CHF');
			// An entry that is 0, or that cannot be read, is no fee.
			for (const none of ['0', 'free']) expect(listedAs(none).fees.map(({ name }) => name)).toEqual(['Cleaning fee']);
		},
	);

	it.each(['PET_CLEANING_FEE', 'Extra cleaning'])('%s is paid beside the cleaning', (fee_type) => {
		const { fees, total } = of({
			expected_payout_amount_accurate: null,
			standard_fees_details: [{ fee_type, amount_native: '20.00' }],
		});
		expect(fees.map(({ name }) => name)).toEqual(['Cleaning fee', `Fee: ${fee_type}`]);
		expect(text(total)).toBe('365.00 CHF');
	});

	it('a tax that is expected, and of which nothing is paid yet, is part of the total', () => {
		const { total } = of({
			expected_payout_amount_accurate: null,
			pass_through_tax_amount_paid_to_host_accurate: '0.00',
			pass_through_tax_expected_amount_accurate: '6.00',
		});
		expect(text(total)).toBe('351.00 CHF');
	});

	it.each(['standard_fees_details', 'promotion_details', 'pricing_rule_details', 'pass_through_tax_details'])(
		'an entry of %s has its amount in the currency of the host as well',
		(list) => {
			const { fees, taxes, warnings } = of({
				[list]: [{ name: 'X', amount_native: null, amount_accurate: '-8.00', native_currency: 'EUR' }],
			});
			expect([...fees, ...taxes].map(({ amount }) => text(amount))).toContain('-8.00 CHF');
			expect(warnings).toEqual([]);
		},
	);

	it.each([
		['an amount whose currency nobody names', [{ name: 'X', amount: '8.00' }]],
		['an amount in dollars alone', [{ name: 'X', amount_usd: '8.00' }]],
		['no amount', [{ name: 'X' }]],
		['no entry', ['8.00', null]],
		['no list', '8.00'],
		['more than is read', Array<object>(501).fill({ name: 'X', amount_native: '0' })],
	])('a list with %s is told, and the others are kept', (_, value) => {
		const { fees, warnings } = of({ ...listed, promotion_details: value });
		expect(fees.map(({ name }) => name)).toEqual(['Cleaning fee', 'Fee: LINEN', 'Price rule: WEEKLY']);
		expect(warnings).toEqual(['Amounts that cannot be read: promotion_details']);
	});

	it.each([[undefined], [null], [''], [[]], [{}], [{ name: 'X', amount_native: '0' }]])(
		'%j has nothing to tell',
		(value) => {
			expect(of({ promotion_details: value, airbnb_collected_tax_details: value }).warnings).toEqual([]);
		},
	);

	it.each([
		['airbnb_collected_tax_details', 'airbnb_collected_tax_amount_accurate', 'Taxes collected by Airbnb'],
		['pass_through_tax_details', 'pass_through_tax_amount_paid_to_host_accurate', 'Taxes paid to the host'],
	])('are not told as unread where %s cannot be read and the sum can', (list, sum, name) => {
		const inDollars = [{ tax_type: 'vat', amount_usd: '5.00' }];
		const { taxes, warnings } = of({ [list]: inDollars, [sum]: '4.50' });
		expect(taxes.map((tax) => [tax.name, text(tax.amount)])).toEqual([[name, '4.50 CHF']]);
		expect(warnings).toEqual([]);
		// One that holds something beside what cannot be read counts, and lacks that.
		const partly = of({ [list]: [...inDollars, { name: 'City tax', amount_native: '3.00' }], [sum]: '4.50' });
		expect([partly.taxes.length, partly.warnings]).toEqual([1, [`Amounts that cannot be read: ${list}`]]);
		for (const unread of [undefined, 'free'])
			expect(of({ [list]: inDollars, [sum]: unread }).warnings).toEqual([expect.stringContaining(list)]);
		// What else cannot be read is told all the same.
		expect(of({ [list]: inDollars, [sum]: '4.50', promotion_details: '8.00' }).warnings).toEqual([
			'Amounts that cannot be read: promotion_details',
		]);
	});

	it('never get a currency that nobody named', () => {
		const { fees, total, warnings } = of({ ...listed, host_currency: null, pricing_rule_details: [] });
		expect(fees.map(({ amount }) => amount.currency)).toEqual(['EUR', 'EUR']);
		expect(total).toBeNull();
		expect(warnings).toEqual([expect.stringContaining('listing_cleaning_fee_accurate')]);
	});
});

it.each(['12,50', '1.250', 'free', {}, 'NaN'])('says so where %j is no amount', (amount) => {
	const { warnings, fees } = of({ listing_cleaning_fee_accurate: amount });
	expect(fees).toEqual([]);
	expect(warnings).toEqual(['Amounts that cannot be read: listing_cleaning_fee_accurate']);
});
