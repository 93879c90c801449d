/** Payments that came before their booking: applied when it is there. */
import { reservationKey } from '../../core/reservation/model';
import type { BookingStore, HotelTransaction } from '../ports/booking-store';
import type { ReservationKey } from '../ports/records';
import type { Warning } from '../ports/warnings';
import { planKept, type Step } from './plan-pending-payments';
import { eventTypeOfKind, type AccountBooking, type LedgerEntry, type LedgerReader } from '../ports/folio';

/**
 * Applies what is kept for the account and can be: payments before refunds, each in the order in which they
 * happened. What cannot be stays kept, with the problem that people have to look at.
 * @param bookings the account's
 * @param integrationId for the log; `null` for the one that each entry came by
 * @param taken the payment that the desk has just assigned to the account
 * @returns those that were applied
 */
export async function applyKept(
	transaction: HotelTransaction,
	key: ReservationKey,
	bookings: ReadonlyArray<Pick<AccountBooking, 'id' | 'bookingNumber'>>,
	integrationId: string | null,
	taken: string | null = null,
): Promise<LedgerEntry[]> {
	const { ledger } = transaction;
	const steps = await planKept(ledger, await ledger.keptFor(key, bookings), taken);
	return carryOut(transaction, steps, integrationId);
}

export interface SettleKeptOptions {
	/** For the log; `null` for the one that each entry came by. */
	integrationId?: string | null;
	/** Looks again at what had a problem. */
	all?: boolean;
}

/**
 * For SelfKey's own sales, which come without a message: applies what is kept for bookings that are there now.
 * Takes the hotel's lock only if there is something to do.
 * @returns how many were applied
 */
export async function settleKept(
	store: BookingStore,
	hotelSlug: string,
	{ integrationId = null, all = false }: SettleKeptOptions = {},
): Promise<number> {
	const look = async (ledger: LedgerReader) =>
		planKept(ledger, all ? await ledger.kept() : await ledger.keptWithBooking());
	if ((await look(store.ledger(hotelSlug))).length === 0) return 0;
	return store.transaction(hotelSlug, async (transaction) => {
		const steps = await look(transaction.ledger);
		let applied = (await carryOut(transaction, steps, integrationId)).length;
		// With a payment there may be room for a refund that had none.
		const accounts = new Map(
			steps.flatMap((step) => ('account' in step ? [[JSON.stringify(step.account), step.account]] : [])),
		);
		for (const account of await transaction.ledger.accounts([...accounts.values()]))
			applied += (await applyKept(transaction, account, account.bookings, integrationId)).length;
		return applied;
	});
}

async function carryOut(
	transaction: HotelTransaction,
	steps: readonly Step[],
	integrationId: string | null,
): Promise<LedgerEntry[]> {
	const applied: LedgerEntry[] = [];
	for (const step of steps) {
		if ('problem' in step) await transaction.ledger.noteProblem(step.entry, step.problem);
		else {
			await applyEntry(transaction, step.entry, step.account, step.bookingId, integrationId);
			applied.push(step.entry);
		}
	}
	return applied;
}

/**
 * The kept entry belongs to the account from now on.
 * @param integrationId for the log; `null` for the one that the entry came by
 */
export async function applyEntry(
	transaction: HotelTransaction,
	entry: LedgerEntry,
	account: ReservationKey,
	bookingId: string | null,
	integrationId: string | null,
): Promise<void> {
	const { kind, externalId: id } = entry;
	const key = reservationKey(account.channel, account.propertyId, account.reservationId);
	await transaction.ledger.apply(entry, account, bookingId);
	// The integration that it came by may be gone, which must not keep the desk from its list.
	if (integrationId === null && !(await transaction.ledger.hasIntegration(entry.integrationId))) return;
	const data = {
		eventType: eventTypeOfKind(kind),
		key,
		outcome: 'applied' as const,
		warnings: [],
		payment: { kind, id },
	};
	await transaction.log({
		integrationId: integrationId ?? entry.integrationId,
		status: 'success',
		message: `applied kept ${kind} to ${key}`,
		data,
	});
}

/**
 * SelfKey gives out the numbers, so one that came before its booking may have been misread: then the money of
 * somebody else is on the account now.
 */
export function warnOfNumbers(applied: readonly LedgerEntry[]): Warning[] {
	const byNumber = applied.filter(({ given }) => given.bookingId === null && given.reservationKey === null);
	return byNumber.map(({ kind, externalId }) => ({
		code: 'payment_by_number',
		message: `The ${kind} ${externalId} came before this booking and named nothing but its number; it is on its account now. Check that it is this guest's`,
		roomStayId: null,
	}));
}
