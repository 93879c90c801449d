/**
 * What SelfKey's application is to think of a channel's stay where it asks whether a booking is paid. It asks in two
 * ways only: whether `stripePaymentIntentId` is empty, and what `amount` says (docs/selfkey.md, "What a channel's guest
 * gets").
 */
import type { Payment, Reservation } from '../../core/reservation/model';
import type { BookingValues } from '../ports/records';
import type { IntegrationSettings } from '../settings/integration-settings';

/**
 * Of what does not take place, whatever its fee: SelfKey's page of payment opens for a cancelled booking too, and who pays
 * there has an active booking again. Stripe refuses to collect nothing. A fee stands in the folio.
 */
export const NOTHING_TO_PAY = { amount: 0, ownerAmount: 0, touristTaxTotal: 0 } as const;

/**
 * Stands for a payment intent of Stripe's. It begins with `test_` because SelfKey asks Stripe for the fees of every
 * other one, and ends with the channel's own id because SelfKey prints the last twelve characters.
 * @returns `null` where SelfKey is to think that the guest has not paid
 */
export function paymentMark(
	{ channel, reservationId, payment }: Reservation,
	{ markAsPaid }: Pick<IntegrationSettings, 'markAsPaid'>,
): string | null {
	const isMarked = markAsPaid === 'always' || (markAsPaid === 'channelCollect' && hasPaidChannel({ payment }));
	return isMarked ? `test_${channel}/${reservationId}` : null;
}

/** Whether the row holds an intent that is not our own mark: SelfKey's page has written it once the guest had paid. */
export function isPaidOnPage(
	row: Pick<BookingValues, 'stripePaymentIntentId'>,
	written: Pick<BookingValues, 'stripePaymentIntentId'> | null,
): boolean {
	return row.stripePaymentIntentId !== null && row.stripePaymentIntentId !== written?.stripePaymentIntentId;
}

/** Whether the guest owes the hotel nothing: with a virtual card, it is the hotel that has still to charge the channel's. */
export function hasPaidChannel({ payment: { model } }: { payment: Pick<Payment, 'model'> }): boolean {
	return model === 'channel_collect' || model === 'virtual_card';
}
