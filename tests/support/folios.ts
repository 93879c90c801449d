/** Entries and folios to try SelfKey's decisions about payments on. */
import { exponentOf } from '../../core/reservation/money';
import type { Folio, LedgerEntry } from '../../selfkey/ports/folio';

/** The reservation that they belong to. */
export const KEY = { channel: 'booking.com', propertyId: '1', reservationId: 'r' };

export function entry(
	over: Partial<Omit<LedgerEntry, 'amount'>> & { minor?: number; currency?: string } = {},
): LedgerEntry {
	const { minor = 1000, currency = 'EUR', ...rest } = over;
	return {
		kind: 'payment',
		externalId: 'P',
		paymentId: 'P',
		amount: { minor, exponent: exponentOf(currency), currency },
		method: null,
		note: null,
		occurredAt: null,
		receivedAt: '2026-03-01T08:00:00.000Z',
		integrationId: 'i',
		given: { bookingNumber: null, bookingId: null, reservationKey: 'booking.com/1/r' },
		folio: null,
		bookingId: null,
		problem: null,
		...rest,
	};
}

export function folio(over: Partial<Folio> = {}): Folio {
	const booking = { id: 'b', bookingNumber: 1, isActive: true, amount: '100', currency: 'EUR', paidOnline: null };
	return { ...KEY, bookings: [booking], currency: 'EUR', paidToChannel: null, entries: [], ...over };
}
