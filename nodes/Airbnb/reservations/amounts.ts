/**
 * What a reservation costs and pays, in Airbnb's words. Pure. Amounts are decimal texts: `…_accurate` ones in the
 * host's currency, those of a list's entries in the listing's. Source: code of public integrations.
 */
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { addMoney, moneyFromDecimal } from '../../../core/reservation/money';
import { unreadAmounts } from '../../../core/reservation/unread-amounts';
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

type How = Pick<Charge, 'included' | 'collectedBy'>;
/** Part of the payout, and so of the total. */
const PAID_TO_HOST: How = { included: true, collectedBy: 'channel' };
/** Airbnb collects it and hands it on. */
const REMITTED: How = { included: false, collectedBy: 'channel' };

export function amountsOf(fields: Fields, isCancelled: boolean): Amounts {
	const read = new AmountReader(fields);
	const base = read.hosts('listing_base_price_accurate', 'base_price');
	const fees = feesOf(read);
	const taxes = taxesOf(read);
	const parts = [...fees.filter(({ isPrice }) => isPrice), ...taxes.filter(({ included }) => included)];
	const [feeBase, feeVat] = ['host_fee_base_accurate', 'host_fee_vat_accurate'].map((name) =>
		unsigned(read.hosts(name)),
	);
	// A part of the fee alone is none.
	const hostFee = (feeBase && sumOf(feeBase, feeVat ?? null)) ?? unsigned(read.hosts('listing_host_fee_accurate'));
	const payout = read.hosts('expected_payout_amount_accurate');
	const cancellationPayout = read.hosts('listing_cancellation_payout_accurate');
	const cancellationFee = unsigned(read.hosts('listing_cancellation_host_fee_accurate'));
	const isPaidOut = payout !== null && payout.minor > 0 && !isCancelled;
	const sum = base && sumOf(base, ...parts.map(({ amount }) => amount));
	// Without what Airbnb keeps, the payout is less than the guest pays; if the sum is less still, a part of it is missing.
	const isFromPayout = isPaidOut && (hostFee !== null || sum === null || sum.minor < payout.minor);
	return {
		total: isFromPayout ? sumOf(payout, hostFee) : sum,
		taxes,
		fees: fees.map(({ isPrice: _, ...fee }) => fee),
		commission: isCancelled ? cancellationFee : hostFee,
		payout: isCancelled ? cancellationPayout : payout,
		cancellationFee: isCancelled ? sumOf(cancellationPayout, cancellationFee) : null,
		warnings: read.warnings(),
	};
}

/** Of a guest's animal, or more than the usual: the stay's own cleaning is paid as well. */
const OTHER_CLEANING = /pet|animal|dog|extra|additional/i;

/** `isPrice`: the base price does not hold it yet, as it does a promotion. */
function feesOf(read: AmountReader): Array<Charge & { isPrice: boolean }> {
	const cleaning = read.sum('Cleaning fee', PAID_TO_HOST, 'listing_cleaning_fee_accurate');
	const listed = read.list('standard_fees_details', 'fee_type', 'Fee', PAID_TO_HOST);
	// Where it is listed too, the field of its own is the same fee once more.
	const price = listed.some(({ name }) => /clean/i.test(name) && !OTHER_CLEANING.test(name))
		? listed
		: [...cleaning, ...listed];
	const reductions = [
		...read.list('promotion_details', 'promotion_type', 'Promotion', PAID_TO_HOST),
		...read.list('pricing_rule_details', 'pricing_rule_type', 'Price rule', PAID_TO_HOST),
	];
	return [
		...price.map((fee) => ({ ...fee, isPrice: true })),
		...reductions.map((reduction) => ({ ...reduction, isPrice: false })),
	];
}

/** Each kind by its list, in the older one too, else by its sum. */
function taxesOf(read: AmountReader): Charge[] {
	const collected = read.firstFilled(
		() => read.list('airbnb_collected_tax_details', 'tax_type', 'Tax', REMITTED),
		() => read.list('transient_occupancy_tax_details', 'tax_type', 'Tax', REMITTED),
		() =>
			read.sum(
				'Taxes collected by Airbnb',
				REMITTED,
				'airbnb_collected_tax_amount_accurate',
				'transient_occupancy_tax_paid_amount_accurate',
			),
	);
	const passedOn = read.firstFilled(
		() => read.list('pass_through_tax_details', 'tax_type', 'Tax', PAID_TO_HOST),
		() =>
			read.sum(
				'Taxes paid to the host',
				PAID_TO_HOST,
				'pass_through_tax_amount_paid_to_host_accurate',
				'pass_through_tax_expected_amount_accurate',
				'occupancy_tax_amount_paid_to_host_accurate',
			),
	);
	return [...collected, ...passedOn];
}

/** The longest list that is read. */
const MAX_ENTRIES = 500;

class AmountReader {
	private readonly hostCurrency: string | null;
	private readonly listingCurrency: string | null;
	private readonly unreadable = new Set<string>();

	constructor(private readonly fields: Fields) {
		this.hostCurrency = textOf(fields['host_currency']);
		// No field of its own names it; where no entry does, there is nothing but the host's to go by.
		this.listingCurrency = currencyIn(fields) ?? this.hostCurrency;
	}

	/** The first of these fields that is filled, in the host's currency. */
	hosts(...names: string[]): Money | null {
		const name = names.find((each) => isFilled(this.fields[each]));
		return name === undefined ? null : this.money(name, this.fields[name], this.hostCurrency);
	}

	/** As one charge: the first of these fields that is not 0, since one of another name may be the one that is used. */
	sum(name: string, how: How, ...names: string[]): Charge[] {
		for (const each of names) {
			if (!isFilled(this.fields[each])) continue;
			const amount = this.hosts(each);
			// One that cannot be read is told; another one in its place might be another sum.
			if (amount === null) return [];
			if (amount.minor !== 0) return [{ name, amount, ...how }];
		}
		return [];
	}

	list(list: string, typeName: string, words: string, how: How): Charge[] {
		if (!isWholeList(this.fields[list])) this.unreadable.add(list);
		return entriesOf(this.fields, list).flatMap((entry) => {
			const amount = this.amountIn(list, entry);
			// Whatever else it calls its amount, it is not left out without a word.
			if (amount === null) this.unreadable.add(list);
			if (amount === null || amount.minor === 0) return [];
			const type = textOf(entry['name']) ?? textOf(entry[typeName]);
			return [{ name: type === null ? words : `${words}: ${type}`, amount, ...how }];
		});
	}

	/** What could not be read of those before it is known by it. */
	firstFilled(...lists: Array<() => Charge[]>): Charge[] {
		const before = new Set(this.unreadable);
		for (const list of lists) {
			const passed = [...this.unreadable].filter((name) => !before.has(name));
			const charges = list();
			if (charges.length === 0) continue;
			for (const name of passed) this.unreadable.delete(name);
			return charges;
		}
		return [];
	}

	warnings(): string[] {
		return unreadAmounts(this.unreadable);
	}

	private amountIn(list: string, entry: Fields): Money | null {
		const native = entry['amount_native'];
		return isFilled(native)
			? this.money(list, native, textOf(entry['native_currency']) ?? this.listingCurrency)
			: this.money(list, entry['amount_accurate'], this.hostCurrency);
	}

	private money(name: string, value: unknown, currency: string | null): Money | null {
		if (!isFilled(value)) return null;
		const money = moneyFromDecimal(typeof value === 'number' ? value : textOf(value), currency);
		if (money === null) this.unreadable.add(name);
		return money;
	}
}

function isFilled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function currencyIn(fields: Fields): string | null {
	const lists = Object.keys(fields).filter((name) => name.endsWith('_details'));
	const named = lists.flatMap((list) => entriesOf(fields, list)).map((entry) => textOf(entry['native_currency']));
	return named.find((currency) => currency !== null) ?? null;
}

/** Whether `entriesOf` has all of it. */
function isWholeList(value: unknown): boolean {
	return Array.isArray(value) ? value.length <= MAX_ENTRIES : isRecord(value) || !isFilled(value);
}

/** A single entry may come without a list around it. */
function entriesOf(fields: Fields, list: string): Fields[] {
	const value = fields[list];
	// Some write an empty list as an empty object.
	const only = isRecord(value) && Object.keys(value).length > 0 ? [value] : [];
	return (Array.isArray(value) ? value.slice(0, MAX_ENTRIES) : only).map(recordOf);
}

/** Of what is known, and only in one currency; `null` otherwise. */
function sumOf(...amounts: Array<Money | null>): Money | null {
	const known = amounts.filter((amount) => amount !== null);
	return new Set(known.map(({ currency }) => currency)).size === 1 ? addMoney(...known) : null;
}

/** Integrations have seen what the host pays with either sign. */
function unsigned(amount: Money | null): Money | null {
	if (amount === null || amount.minor >= 0) return amount;
	return { ...amount, minor: -amount.minor, amount: amount.amount.replace('-', '') };
}
