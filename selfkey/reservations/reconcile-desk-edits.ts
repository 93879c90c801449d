/**
 * What a booking becomes when its channel says something: for each column, what was last written, what the
 * channel says now and what the row holds are compared, so that an edit at the desk is told from an old value.
 */
import { IDENTITY_SENTINEL } from '../identity/guest-registration';
import { IDENTITY_COLUMNS } from '../ports/records';
import type { BookingValues, BaselineValues } from '../ports/records';

type Values = Omit<BookingValues, 'roomId'>;
type Column = keyof Values;

const IDENTITY: ReadonlySet<string> = new Set<string>(IDENTITY_COLUMNS);

const PRICE = ['amount', 'ownerAmount', 'currency', 'touristTaxTotal'] as const satisfies readonly Column[];
type PriceColumn = (typeof PRICE)[number];

/**
 * Columns that mean something together only. One from the channel beside one from the desk would be a stay
 * that nobody has asked for: an arrival after its departure, or one's number in the other's currency.
 */
const GROUPS: ReadonlyArray<readonly Column[]> = [
	['checkInDate', 'checkOutDate'],
	PRICE,
	['guests', 'adults', 'children'],
];

/** What the hotel's people, or a payment on SelfKey's page, may change and the channel may not change back. */
function belongsToDesk(column: Column): boolean {
	return IDENTITY.has(column) || column === 'internalNote' || column === 'stripePaymentIntentId';
}

export interface Reconciled {
	/** The row's next values, all but the room. */
	values: Values;
	/** Columns that both have changed since the last write, the desk otherwise than the channel. */
	conflicting: Column[];
	/** What the desk had in those of them where the channel's word counts. */
	overwritten: Partial<Values>;
}

/**
 * What the row becomes. The channel wins for dates, price, people and status wherever it has changed them,
 * each of the first three as a whole; the desk wins for identity and note wherever it has changed those.
 */
export function reconcile(
	current: BookingValues,
	baseline: BaselineValues,
	target: Omit<BaselineValues, 'roomId'>,
): Reconciled {
	const { roomId, ...before } = current;
	const values = { ...before };
	const conflicting: Column[] = [];
	const overwritten: Partial<Values> = {};
	for (const column of Object.keys(before) as Column[]) {
		if (!(column in target)) continue;
		const takes = takesTarget(column, current, baseline, target);
		if (takes) Object.assign(values, { [column]: target[column] });
		if (!isConflicting(column, current, baseline, target)) continue;
		conflicting.push(column);
		if (takes) Object.assign(overwritten, { [column]: current[column] });
	}
	return { values, conflicting, overwritten };
}

/** The same with that price, whoever has changed another one. */
export function atPrice(reconciled: Reconciled, price: Pick<Values, PriceColumn>): Reconciled {
	const { values, conflicting, overwritten } = reconciled;
	const isOther = (column: string) => !PRICE.some((name) => name === column);
	const kept = Object.fromEntries(PRICE.map((column) => [column, price[column]]));
	return {
		values: { ...values, ...kept },
		conflicting: conflicting.filter(isOther),
		overwritten: Object.fromEntries(Object.entries(overwritten).filter(([column]) => isOther(column))),
	};
}

/** Of a new row for the same guest: what belongs to the desk is as in the row before, all else as the channel says. */
export function inheritFrom(
	before: BookingValues,
	baseline: BaselineValues,
	target: Omit<BaselineValues, 'roomId'>,
): Reconciled {
	const { roomTypeId, ...columns } = target;
	const { values, conflicting, overwritten } = reconcile(before, baseline, target);
	const kept = (Object.keys(columns) as Column[]).filter(belongsToDesk);
	return {
		values: { ...columns, ...Object.fromEntries(kept.map((column) => [column, values[column]])) },
		conflicting: conflicting.filter(belongsToDesk),
		overwritten: Object.fromEntries(Object.entries(overwritten).filter(([column]) => belongsToDesk(column as Column))),
	};
}

/** Columns in which the hotel's people, or a payment on SelfKey's page, have entered something. */
export function deskEntries(current: BookingValues, baseline: BaselineValues): Column[] {
	const columns = Object.keys(current) as Array<keyof BookingValues>;
	return columns.filter(
		(column): column is Column =>
			column !== 'roomId' &&
			belongsToDesk(column) &&
			current[column] !== null &&
			current[column] !== baseline[column] &&
			!isSentinel(column, current),
	);
}

function takesTarget(
	column: Column,
	current: BookingValues,
	baseline: BaselineValues,
	target: Omit<BaselineValues, 'roomId'>,
): boolean {
	if (!isChanged(column, baseline, target)) return false;
	if (!belongsToDesk(column)) return true;
	if (isSentinel(column, current)) return true;
	// Something known is never replaced with the placeholder for the unknown.
	return current[column] === baseline[column] && !isSentinel(column, target);
}

/** Both have said something new, and not the same. The placeholder for the unknown says nothing. */
function isConflicting(
	column: Column,
	current: BookingValues,
	baseline: BaselineValues,
	target: Omit<BaselineValues, 'roomId'>,
): boolean {
	// A mark of ours: no channel says anything in it.
	if (column === 'stripePaymentIntentId') return false;
	const isNews = isChanged(column, baseline, target) && !isSentinel(column, target);
	return (
		isNews && current[column] !== baseline[column] && current[column] !== target[column] && !isSentinel(column, current)
	);
}

/** The channel says of it, or of what belongs to it, something else than before. */
function isChanged(column: Column, baseline: BaselineValues, target: Omit<BaselineValues, 'roomId'>): boolean {
	// Once the stay does not take place, the amount is its fee: another thing, be it the same number.
	if (PRICE.some((name) => name === column) && target.paymentStatus !== baseline.paymentStatus) return true;
	const group = GROUPS.find((columns) => columns.includes(column)) ?? [column];
	return group.some((member) => target[member] !== baseline[member]);
}

function isSentinel(column: Column, values: Partial<BookingValues>): boolean {
	return IDENTITY.has(column) && values[column] === (IDENTITY_SENTINEL as Partial<BookingValues>)[column];
}

/** The columns in which the two differ, with the values of `next`. */
export function changesBetween(current: BookingValues, next: BookingValues): Partial<BookingValues> {
	const changed = (Object.keys(next) as Array<keyof BookingValues>).filter(
		(column) => next[column] !== current[column],
	);
	return Object.fromEntries(changed.map((column) => [column, next[column]]));
}
