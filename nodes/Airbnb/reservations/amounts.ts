/**
 * What a reservation costs and pays, in Airbnb's words. Pure. Amounts are decimal texts: `…_accurate` ones in the
 * host's currency, those of a list's entries in the listing's. Source: code of public integrations.
 */
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { addMoney, moneyFromDecimal } from '../../../core/reservation/money';
import type { Charge, Money } from '../../../core/reservation/model';
import { textOf } from '../../../core/text/read-text';

export interface Amounts {
	/** What the stay sells for: the payout, and what Airbnb keeps of it. */
	total: Money | null;
	taxes: Charge[];
	fees: Charge[];
	commission: Money | null;
	payout: Money | null;
	/** What the guest pays for a cancellation. */
	cancellationFee: Money | null;
	warnings: string[];
}

/** The longest list that is read. */
const MAX_ENTRIES = 500;

export function amountsOf(fields: Fields, isCancelled: boolean): Amounts {
	const hostCurrency = textOf(fields['host_currency']);
	const unreadable: string[] = [];
	const read = (name: string, value: unknown, currency: string | null) => {
		if (value === null || value === undefined || value === '') return null;
		const money = moneyFromDecimal(typeof value === 'number' ? value : textOf(value), currency);
		if (money === null) unreadable.push(name);
		return money;
	};
	const host = (...names: string[]) => {
		const name = names.find((each) => fields[each] !== undefined && fields[each] !== null && fields[each] !== '');
		return name === undefined ? null : read(name, fields[name], hostCurrency);
	};
	const charges = (list: string, typeName: string, words: string, over: Omit<Charge, 'name' | 'amount'>): Charge[] =>
		entriesOf(fields, list).flatMap((entry) => {
			const currency = textOf(entry['native_currency']) ?? listingCurrencyOf(fields) ?? hostCurrency;
			const amount = read(list, entry['amount_native'], currency);
			if (amount === null || amount.minor === 0) return [];
			const type = textOf(entry['name']) ?? textOf(entry[typeName]);
			return [{ name: type === null ? words : `${words}: ${type}`, amount, ...over }];
		});
	const single = (name: string, amount: Money | null, over: Omit<Charge, 'name' | 'amount'>): Charge[] =>
		amount === null || amount.minor === 0 ? [] : [{ name, amount, ...over }];

	// The host gets it in the payout, so it is part of the total; what Airbnb remits itself is not.
	const paidToHost = { included: true, collectedBy: 'channel' } as const;
	const remitted = { included: false, collectedBy: 'channel' } as const;
	const passedOn = host(
		'pass_through_tax_amount_paid_to_host_accurate',
		'pass_through_tax_expected_amount_accurate',
		'occupancy_tax_amount_paid_to_host_accurate',
	);
	const collected = host('airbnb_collected_tax_amount_accurate', 'transient_occupancy_tax_paid_amount_accurate');
	const cleaning = host('listing_cleaning_fee_accurate');
	const base = host('listing_base_price_accurate', 'base_price');
	const fee = sumOf(absolute(host('host_fee_base_accurate')), absolute(host('host_fee_vat_accurate')));
	const hostFee = fee ?? absolute(host('listing_host_fee_accurate'));
	const expected = host('expected_payout_amount_accurate');
	const cancellationPayout = host('listing_cancellation_payout_accurate');
	const cancellationHostFee = absolute(host('listing_cancellation_host_fee_accurate'));

	const standardFees = charges('standard_fees_details', 'fee_type', 'Fee', paidToHost);
	const fees = [
		...single('Cleaning fee', cleaning, paidToHost),
		...standardFees,
		...charges('promotion_details', 'promotion_type', 'Promotion', paidToHost),
		...charges('pricing_rule_details', 'pricing_rule_type', 'Price rule', paidToHost),
	];
	const listed = [
		...charges('airbnb_collected_tax_details', 'tax_type', 'Tax', remitted),
		...charges('pass_through_tax_details', 'tax_type', 'Tax', paidToHost),
	];
	const taxes =
		listed.length > 0
			? listed
			: [
					...charges('transient_occupancy_tax_details', 'tax_type', 'Tax', remitted),
					...single('Taxes paid to the host', passedOn, paidToHost),
				];
	const parts = [base, cleaning, ...standardFees.map(({ amount }) => amount), passedOn];
	return {
		total: expected !== null && expected.minor > 0 && !isCancelled ? sumOf(expected, hostFee) : base && sumOf(...parts),
		taxes: taxes.length > 0 ? taxes : single('Taxes collected by Airbnb', collected, remitted),
		fees,
		commission: isCancelled ? cancellationHostFee : hostFee,
		payout: isCancelled ? cancellationPayout : expected,
		cancellationFee: isCancelled ? sumOf(cancellationPayout, cancellationHostFee) : null,
		warnings: unreadable.length > 0 ? [`Amounts that cannot be read: ${[...new Set(unreadable)].join(', ')}`] : [],
	};
}

/** Of the listing, which no field of its own names: the one that any entry is in. */
function listingCurrencyOf(fields: Fields): string | null {
	const lists = Object.keys(fields).filter((name) => name.endsWith('_details'));
	return lists
		.flatMap((list) => entriesOf(fields, list))
		.reduce<string | null>((found, entry) => found ?? textOf(entry['native_currency']), null);
}

function entriesOf(fields: Fields, list: string): Fields[] {
	const value = fields[list];
	// A single entry may come without a list around it.
	const entries = Array.isArray(value) ? value.slice(0, MAX_ENTRIES) : isRecord(value) ? [value] : [];
	return entries.map(recordOf);
}

/** Of what is known, and only in one currency; `null` otherwise. */
function sumOf(...amounts: Array<Money | null>): Money | null {
	const known = amounts.filter((amount) => amount !== null);
	const currencies = new Set(known.map(({ currency }) => currency));
	return currencies.size === 1 ? addMoney(...known) : null;
}

/** Integrations have seen what the host pays with either sign. */
function absolute(amount: Money | null): Money | null {
	return amount && amount.minor < 0
		? { ...amount, minor: -amount.minor, amount: amount.amount.replace('-', '') }
		: amount;
}
