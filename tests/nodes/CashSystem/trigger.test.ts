/** The Cash System Trigger's item: the payment, and what is known of its delivery. */
import { createHmac } from 'node:crypto';
import { CashSystemTrigger } from '../../../nodes/CashSystem/CashSystemTrigger.node';
import { callWebhook } from '../../support/fake-webhook';

const SECRET = 'cash-secret';
const data = { payment_id: 'p-1', booking_number: '17', amount: '42.5', currency: 'chf' };

async function deliver(body: object) {
	const text = JSON.stringify(body);
	const headers = {
		'content-type': 'application/json; charset=utf-8',
		'x-signature': createHmac('sha256', SECRET).update(text).digest('hex'),
	};
	return await callWebhook(new CashSystemTrigger(), {
		body: text,
		headers,
		credential: { secret: SECRET, scheme: 'hex' },
	});
}
const itemOf = async (body: object) => (await deliver(body)).items[0];

it('is the payment', async () => {
	expect(
		await itemOf({
			event_type: 'payment_received',
			data: { ...data, method: 'card', note: 'card 4111 1111 1111 1111', occurred_at: '2027-05-01T12:00:00+02:00' },
		}),
	).toEqual({
		event: 'payment_received',
		paymentId: 'p-1',
		refundId: null,
		bookingNumber: 17,
		bookingId: null,
		reservationKey: null,
		amount: { minor: 4250, exponent: 2, currency: 'CHF', amount: '42.50', taxIncluded: null },
		method: 'card',
		occurredAt: '2027-05-01T10:00:00.000Z',
		note: expect.not.stringContaining('4111 1111') as string,
		webhook: {
			deliveryId: null,
			receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
			signedAt: null,
			orderUnknown: false,
		},
	});
});

it('is the refund', async () => {
	expect(
		await itemOf({
			event_type: 'refund_processed',
			data: { ...data, refund_id: 'r-1', booking_id: 'b-1', reservation_key: 'booking.com/77/1' },
		}),
	).toMatchObject({
		event: 'refund_processed',
		paymentId: 'p-1',
		refundId: 'r-1',
		bookingId: 'b-1',
		reservationKey: 'booking.com/77/1',
	});
});

it('names the register whose numbers they are', async () => {
	const registers = { register_id: 'bar', payment_register_id: 'reception' };
	expect(
		await itemOf({ event_type: 'refund_processed', data: { ...data, refund_id: 'r-1', ...registers } }),
	).toMatchObject({
		registerId: 'bar',
		paymentRegisterId: 'reception',
	});
	expect(await itemOf({ event_type: 'payment_received', data: { ...data, register_id: 7 } })).toMatchObject({
		registerId: '7',
	});
	expect((await deliver({ event_type: 'payment_received', data: { ...data, ...registers } })).items).toEqual([]);
});

it('names the delivery by the sender’s id of the event, and by its content where nothing else tells the order', async () => {
	const received = { event_type: 'payment_received', data };
	expect(await itemOf({ ...received, event_id: 'e-1', id: 'other' })).toMatchObject({
		webhook: { deliveryId: 'e-1', orderUnknown: true },
	});
	expect(await itemOf({ ...received, id: 7 })).toMatchObject({ webhook: { deliveryId: '7' } });
	const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string;
	expect(await itemOf(received)).toMatchObject({ webhook: { deliveryId: digest, orderUnknown: true } });
	expect(await itemOf({ ...received, id: 'x'.repeat(300) })).toMatchObject({ webhook: { deliveryId: digest } });
});

it.each([
	['no reference', { booking_number: null }, /one of data\.booking_number, data\.booking_id, data\.reservation_key/],
	['no amount', { amount: null }, /data\.amount/],
	['a negative amount', { amount: '-1.00' }, /data\.amount/],
	['an amount with too many decimals', { amount: '1.005' }, /data\.amount/],
	['no currency', { currency: null }, /data\.currency/],
	['a payment id that is too long', { payment_id: 'x'.repeat(201) }, /data\.payment_id/],
])('does not start for %s', async (_, wrong, reason) => {
	expect(await deliver({ event_type: 'payment_received', data: { ...data, ...wrong } })).toMatchObject({
		status: 400,
		json: { error: expect.stringMatching(reason) as string, fields: expect.any(Array) as string[] },
		items: [],
	});
});

it.each([{}, true, 1.5, null])('an `id` of %j is just none', async (id) => {
	expect(await itemOf({ event_type: 'payment_received', data, id })).toMatchObject({ paymentId: data.payment_id });
});

it.each([
	[{ event_id: ['x'] }, 'event_id'],
	[{ id: 'x'.repeat(5000) }, 'id'],
])('does not start for an event id that is none', async (wrong, field) => {
	expect(await deliver({ event_type: 'payment_received', data, ...wrong })).toMatchObject({
		status: 400,
		json: { fields: [field] },
	});
});
