import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operations/operation';
import { PAYMENT_EVENTS } from '../../../../core/payment/payment-event';
import { privateInPayment, toSelfKeyPayment, type SelfKeyPayment } from '../../payments/payment-event.mapper';
import type { EventKind } from '../../writes/write-events';
import { writeItems } from '../../writes/write-items';

/** The node's fields by those of the event; each reads the Cash System Trigger's item by default. */
const FIELDS = {
	payment_id: 'paymentId',
	refund_id: 'refundId',
	register_id: 'registerId',
	payment_register_id: 'paymentRegisterId',
	booking_number: 'bookingNumber',
	booking_id: 'bookingId',
	reservation_key: 'reservationKey',
	amount: 'amount',
	currency: 'currency',
	method: 'method',
	occurred_at: 'occurredAt',
	note: 'note',
} as const;

const FROM_ITEM = 'item';

const fields: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'event',
		description: 'Whether money came in or went back',
		type: 'options',
		options: [
			{
				name: 'As in the Item',
				value: 'item',
				description: 'As received by the Cash System Trigger, from the field "event"',
			},
			{ name: 'Payment Received', value: 'payment_received' },
			{ name: 'Refund Processed', value: 'refund_processed' },
		],
		default: 'item',
	},
	{
		displayName: 'Payment ID',
		name: 'paymentId',
		type: 'string',
		required: true,
		default: '={{ $json.paymentId }}',
		placeholder: 'e.g. pay-2026-0042',
		description: "The cash register's ID of the payment. Writing the same one again changes nothing.",
	},
	{
		displayName: 'Refund ID',
		name: 'refundId',
		type: 'string',
		default: '={{ $json.refundId }}',
		placeholder: 'e.g. refund-2026-0007',
		description: 'For refunds only; required if one payment is refunded in parts',
	},
	{
		displayName: 'Register ID',
		name: 'registerId',
		type: 'string',
		default: '={{ $json.registerId }}',
		placeholder: 'e.g. bar',
		description: 'Which cash register gave out the IDs. Needed where several count from 1, or one starts anew.',
	},
	{
		displayName: 'Register ID of the Payment',
		name: 'paymentRegisterId',
		type: 'string',
		default: '={{ $json.paymentRegisterId }}',
		placeholder: 'e.g. bar',
		description: 'For refunds only, if another cash register took the payment',
	},
	{
		displayName: 'Booking Number',
		name: 'bookingNumber',
		type: 'string',
		default: '={{ $json.bookingNumber }}',
		placeholder: 'e.g. 1042',
		description: "SelfKey's booking number. One of booking number, booking ID and reservation key is required.",
	},
	{
		displayName: 'Booking ID',
		name: 'bookingId',
		type: 'string',
		default: '={{ $json.bookingId }}',
		placeholder: 'e.g. clx3f9a2b0001',
		description: "SelfKey's ID of the booking",
	},
	{
		displayName: 'Reservation Key',
		name: 'reservationKey',
		type: 'string',
		default: '={{ $json.reservationKey }}',
		placeholder: 'booking.com/12345/4705950059',
		description: 'The reservation by its channel, property and reservation ID',
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'string',
		required: true,
		default: '={{ $json.amount?.amount }}',
		placeholder: '133.50',
		description: 'Greater than zero, for refunds too',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		description: 'ISO code with three letters, in which the money was paid',
		type: 'string',
		required: true,
		default: '={{ $json.amount?.currency }}',
		placeholder: 'EUR',
	},
	{
		displayName: 'Method',
		name: 'method',
		description: 'How it was paid, in the words of the cash register; it is kept for people to read',
		type: 'string',
		default: '={{ $json.method }}',
		placeholder: 'card',
	},
	{
		displayName: 'Occurred At',
		name: 'occurredAt',
		type: 'string',
		default: '={{ $json.occurredAt }}',
		placeholder: '2027-01-31T14:30:00Z',
		description: 'When the payment or refund was made, with its offset from UTC',
	},
	{
		displayName: 'Note',
		name: 'note',
		type: 'string',
		default: '={{ $json.note }}',
		placeholder: 'e.g. Paid at the bar',
		description: 'For the front desk',
	},
];

const payments: EventKind<SelfKeyPayment> = {
	name: 'payment',
	refused: 'Nothing was written. Correct it in the cash register or settle it at the desk',
	privateIn: privateInPayment,
};

/**
 * Adds payments and refunds to bookings in SelfKey. Occupancy never changes; writing the same payment again changes
 * nothing, and a payment whose booking is not known yet is kept for it. The items pass on with `selfKey: { outcome,
 * balance, bookings, warnings }` added.
 */
export const create: Operation = {
	fields,
	async execute(items) {
		return await writeItems(this, items, payments, ({ json }, index, { integrationId }) => {
			const given = Object.entries(FIELDS).map(([place, name]) => [place, this.getNodeParameter(name, index, '')]);
			return toSelfKeyPayment(
				eventOf(this.getNodeParameter('event', index, FROM_ITEM), json),
				Object.fromEntries(given) as IDataObject,
				integrationId,
			);
		});
	},
};

function eventOf(chosen: unknown, item: IDataObject): unknown {
	return chosen === FROM_ITEM ? PAYMENT_EVENTS.find((event) => event === item.event) : chosen;
}
