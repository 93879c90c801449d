/** Somebody at the desk says for which booking a kept payment was. */
import { RefusedEvent } from '../../nodes/shared/payload/reader';
import type { BookingStore } from '../store';
import { readPaymentsOf, type BookingPayments } from './answer';
import { obstacle } from './decide';
import { applyKept } from './kept';
import type { Account, Ledger, LedgerEntry, PaymentKind } from './port';
import { targetOf, type Target } from './references';

/** Which one: `id` is the refund's own id, else the payment's. */
export interface KeptPaymentId {
	kind: PaymentKind;
	id: string;
}

/**
 * Applies a kept payment or refund to the booking, whatever it names itself. What it was sent with stays as it
 * was, so that a repeat of it is still known.
 * @throws RefusedEvent which says why it cannot be, such as another currency
 */
export async function assignKept(store: BookingStore, hotelSlug: string, { kind, id }: KeptPaymentId, bookingId: string): Promise<BookingPayments> {
	await store.transaction(hotelSlug, async (transaction) => {
		const { ledger } = transaction;
		const entry = await ledger.entry(kind, id);
		if (!entry || entry.account) throw new RefusedEvent(entry ? `This ${kind} counts for a booking already` : `No ${kind} with this id is kept`);
		const target = targetOf(await ledger.resolve({ bookingId, bookingNumber: null, reservationKey: null }));
		const [account] = target.kind === 'known' ? await ledger.accounts([target.account]) : [];
		if (!account) throw new RefusedEvent('This hotel has no such booking');
		const reason = await applyTo(ledger, entry, target, account, bookingId);
		if (reason !== null) throw new RefusedEvent(reason);
		// What was given back of it goes with it; what cannot be stays on the list, with the reason.
		const refunds = entry.kind === 'payment' ? (await ledger.kept()).filter((other) => other.kind === 'refund' && other.paymentId === entry.paymentId) : [];
		for (const refund of refunds) {
			const [now = account] = await ledger.accounts([account]);
			const problem = await applyTo(ledger, refund, target, now, bookingId);
			if (problem !== null) await ledger.noteProblem(refund, problem);
		}
		await applyKept(transaction, account, account.bookings, null);
	});
	const payments = await readPaymentsOf(store, hotelSlug, bookingId);
	if (!payments) throw new Error('The booking is gone');
	return payments;
}

/** @returns why it cannot be; `null` where it was applied */
async function applyTo(ledger: Ledger, entry: LedgerEntry, target: Target, account: Account, bookingId: string): Promise<string | null> {
	const original = entry.kind === 'refund' ? await ledger.entry('payment', entry.paymentId) : null;
	// The desk says whose it is: what a kept payment names itself does not count.
	const reason = obstacle(entry, target, account, original?.account ? original : null);
	if (reason === null) await ledger.apply(entry, account, bookingId);
	return reason;
}
