import type { PaymentEvent } from '../../core/payment/payment-event';
import { deliveryOutput } from '../shared/delivery-output';
import { moneyOutput } from '../shared/money-output';
import { list, numberOrNull, object, text, textOrNull, withFields } from '../shared/operations/output-schema';

const payment = object<PaymentEvent>({
	event: text,
	paymentId: text,
	registerId: text,
	paymentRegisterId: text,
	refundId: textOrNull,
	bookingNumber: numberOrNull,
	bookingId: textOrNull,
	reservationKey: textOrNull,
	amount: moneyOutput,
	method: textOrNull,
	occurredAt: textOrNull,
	note: textOrNull,
	warnings: list(text),
});

export const output = withFields(payment, { webhook: deliveryOutput });
