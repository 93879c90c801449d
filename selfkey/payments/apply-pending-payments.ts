/** Payments that came before their booking: applied when it is there. */
import { reservationKey } from '../../core/reservation/key';
import type { BookingStore } from '../ports/booking-store';
import type { ReservationKey } from '../ports/records';
import type { Warning } from '../ports/warnings';
import { NamedReader, readHotelNames, underAllNames, type PaymentsTransaction } from './named-ledger';
import { planPendingPayments, type Step } from './plan-pending-payments';
import { eventTypeOfKind, type FolioBooking, type LedgerEntry, type LedgerId, type LedgerReader } from '../ports/folio';

/**
 * Applies what is kept for the folio and can be: payments before refunds, each in the order in which they
 * happened. What cannot be stays kept, with the problem that people have to look at.
 * @param bookings the folio's
 * @param integrationId for the log; `null` for the one that each entry came by
 * @param taken the payment that the desk has just assigned to the folio
 * @returns those that were applied
 */
export async function applyPendingPaymentsOf(
	transaction: PaymentsTransaction,
	key: ReservationKey,
	bookings: ReadonlyArray<Pick<FolioBooking, 'id' | 'bookingNumber'>>,
	integrationId: string | null,
	taken: LedgerId | null = null,
): Promise<LedgerEntry[]> {
	const { ledger } = transaction;
	const steps = await planPendingPayments(ledger, await ledger.unmatchedFor(key, bookings), taken);
	return carryOut(transaction, steps, integrationId);
}

export interface PendingPaymentsOptions {
	/** For the log; `null` for the one that each entry came by. */
	integrationId?: string | null;
	/** What came after it is looked at, as far as it had no problem; everything where it is `null`. */
	since: Date | null;
}

/** For so long each request looks whether the booking of a payment is there by now. In milliseconds. */
const LOOKED_FOR_MS = 30 * 86_400_000;

/** Since when kept entries are looked at by themselves: a till that is meant for no booking sends more of them every day. */
export function keptSince(now: Date): Date {
	return new Date(now.getTime() - LOOKED_FOR_MS);
}

/**
 * For SelfKey's own sales, which come without a message: applies what is kept for bookings that are there now.
 * Takes the hotel's lock only if there is something to do.
 * @returns how many were applied
 */
export async function applyPendingPayments(
	store: BookingStore,
	hotelSlug: string,
	{ integrationId = null, since }: PendingPaymentsOptions,
): Promise<number> {
	const kept = (ledger: LedgerReader) => (since === null ? ledger.unmatched() : ledger.unmatchedWithBooking(since));
	const now = store.ledger(hotelSlug);
	const waiting = await kept(now);
	// Most of the time nothing waits, and nobody has to read the settings.
	if (waiting.length === 0) return 0;
	const names = await readHotelNames(store, hotelSlug);
	const named = new NamedReader(now, names);
	if ((await planPendingPayments(named, await named.settled(waiting))).length === 0) return 0;
	return store.transaction(hotelSlug, async (inHotel) => {
		const transaction = underAllNames(inHotel, names);
		const steps = await planPendingPayments(transaction.ledger, await kept(transaction.ledger));
		let applied = (await carryOut(transaction, steps, integrationId)).length;
		// With a payment there may be room for a refund that had none.
		const folios = new Map(
			steps.flatMap((step) => ('folio' in step ? [[JSON.stringify(step.folio), step.folio]] : [])),
		);
		for (const folio of await transaction.ledger.folios([...folios.values()]))
			applied += (await applyPendingPaymentsOf(transaction, folio, folio.bookings, integrationId)).length;
		return applied;
	});
}

async function carryOut(
	transaction: PaymentsTransaction,
	steps: readonly Step[],
	integrationId: string | null,
): Promise<LedgerEntry[]> {
	const applied: LedgerEntry[] = [];
	for (const step of steps) {
		if ('problem' in step) await transaction.ledger.noteProblem(step.entry, step.problem);
		else {
			await applyEntry(transaction, step.entry, step.folio, step.bookingId, integrationId);
			applied.push(step.entry);
		}
	}
	return applied;
}

/**
 * The kept entry belongs to the folio from now on.
 * @param integrationId for the log; `null` for the one that the entry came by
 */
export async function applyEntry(
	transaction: PaymentsTransaction,
	entry: LedgerEntry,
	folio: ReservationKey,
	bookingId: string | null,
	integrationId: string | null,
): Promise<void> {
	const { kind, externalId: id } = entry;
	const key = reservationKey(folio);
	await transaction.ledger.apply(entry, folio, bookingId);
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
		message: `applied unmatched ${kind} to ${key}`,
		data,
	});
}

/**
 * SelfKey gives out the numbers, so one that came before its booking may have been misread: then the money of
 * somebody else is on the folio now.
 */
export function warnOfNumbers(applied: readonly LedgerEntry[]): Warning[] {
	const byNumber = applied.filter(({ given }) => given.bookingId === null && given.reservationKey === null);
	return byNumber.map(({ kind, externalId }) => ({
		code: 'payment_by_number',
		message: `The ${kind} ${externalId} came before this booking and named nothing but its number; it is on its folio now. Check that it is this guest's`,
		roomStayId: null,
	}));
}
