/** From a signed delivery of a cash register to the trigger's item. Pure. */
import type { IDataObject } from 'n8n-workflow';
import {
	bodyEventId,
	deliveryIdentity,
	knownEvent,
	deliveryMetadata,
} from '../../shared/signed-trigger/delivery-metadata';
import type { AcceptedDelivery, ReadDelivery } from '../../shared/signed-trigger/receive-signed-webhook';
import { Reader } from '../../../core/payload/field-reader';
import { PAYMENT_EVENTS, type PaymentEvent } from '../../../core/payment/payment-event';
import { readPayment } from '../../../core/payment/read-payment';

/**
 * Reads `{"event_type","data"}`.
 * @throws ValidationError or UnusablePayment, which name every missing or invalid field
 */
export function readPaymentEvent(delivery: AcceptedDelivery): ReadDelivery {
	const event = knownEvent(delivery.json, PAYMENT_EVENTS);
	const reader = new Reader();
	const eventId = bodyEventId(reader, delivery.json);
	reader.finish();
	const payment = readPayment(delivery.json);
	const orderUnknown = payment.occurredAt === null && delivery.signedAt === null;
	return {
		event,
		// Several refunds may be told of one payment, each with its own id; and each till counts for itself.
		identity: deliveryIdentity(delivery, eventId, subjectOf(payment)),
		json: { ...(payment as unknown as IDataObject), webhook: deliveryMetadata(delivery, eventId, orderUnknown) },
	};
}

function subjectOf({ event, paymentId, refundId, registerId }: PaymentEvent): string {
	return [event, ...(registerId === undefined ? [] : [registerId]), refundId ?? paymentId].join(':');
}
