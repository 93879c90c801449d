/** Somebody at the desk says for which booking a kept payment was. */
import { ValidationError } from '../../core/payload/field-reader';
import type { BookingStore } from '../ports/booking-store';
import { readPaymentsOf, type BookingPayments } from './payments-view';
import { obstacle } from './decide-payment';
import { readHotelNames, underAllNames } from './named-ledger';
import { applyEntry, applyPendingPaymentsOf } from './apply-pending-payments';
import { isSameEntry, paymentOf, type PaymentKind } from '../ports/folio';
import { targetOf } from './payment-references';

/** Which one: `id` is the refund's own id, else the payment's. */
export interface UnmatchedPaymentId {
	kind: PaymentKind;
	id: string;
	/** Of the till that gave out the id, where it named one. */
	registerId?: string | null;
}

/**
 * Applies a kept payment or refund to the booking, whatever it names itself; with a payment go its kept
 * refunds, unless they name another booking. What they were sent with stays as it was, so that a repeat is
 * still known.
 * @throws ValidationError which says why it cannot be, such as another currency
 */
export async function assignPayment(
	store: BookingStore,
	hotelSlug: string,
	{ kind, id, registerId = null }: UnmatchedPaymentId,
	bookingId: string,
): Promise<BookingPayments> {
	const names = await readHotelNames(store, hotelSlug);
	await store.transaction(hotelSlug, async (inHotel) => {
		const transaction = underAllNames(inHotel, names);
		const { ledger } = transaction;
		const wanted = { kind, externalId: id, registerId };
		const entry = (await ledger.entries(kind, [id])).find((known) => isSameEntry(known, wanted));
		if (!entry || entry.folio)
			throw new ValidationError(
				entry ? `This ${kind} counts for a booking already` : `No ${kind} with this id is unmatched`,
			);
		const target = targetOf((await ledger.resolve([{ bookingId, bookingNumber: null, reservationKey: null }])).flat());
		const [folio] = target.kind === 'known' ? await ledger.folios([target.folio]) : [];
		if (!folio) throw new ValidationError('This hotel has no such booking');
		const payments = kind === 'refund' ? await ledger.entries('payment', [entry.paymentId]) : [];
		const original = payments.find((payment) => isSameEntry(payment, paymentOf(entry))) ?? null;
		const reason = obstacle(entry, target, folio, original);
		if (reason !== null) throw new ValidationError(reason);
		await applyEntry(transaction, entry, folio, bookingId, null);
		await applyPendingPaymentsOf(transaction, folio, folio.bookings, null, kind === 'payment' ? entry : null);
	});
	const payments = await readPaymentsOf(store, hotelSlug, bookingId);
	if (!payments) throw new Error('The booking is gone');
	return payments;
}
