/** A sender of signed reservations as a source of the channel contract. */
import { createHmac } from 'node:crypto';
import { ReservationWebhookTrigger } from '../../nodes/ReservationWebhook/ReservationWebhookTrigger.node';
import type { Connection, Told } from './channel-contract';
import { callWebhook, type WebhookCall } from './fake-webhook';

export const webhookSecret = 'webhook-secret-never-to-be-seen';

/** @param hasRevisions whether the sender counts the states of its reservations */
export function webhookConnection(source: string, hasRevisions: boolean): Connection {
	const trigger = new ReservationWebhookTrigger();
	const sent: string[] = [];
	let change: WebhookCall = {};
	const sign = (body: string) => createHmac('sha256', webhookSecret).update(body).digest('hex');
	return {
		async tell(told) {
			sent.push(JSON.stringify(messageOf(told, hasRevisions)));
			// Without a revision the moment of arrival is the order, to the millisecond.
			await new Promise((resolve) => setTimeout(resolve, 2));
		},
		async receive() {
			const body = sent.at(-1) ?? '';
			const answer = await callWebhook(trigger, {
				body,
				headers: { 'content-type': 'application/json', 'x-signature': sign(String(change.body ?? body)) },
				credential: { secret: webhookSecret, scheme: 'hex' },
				parameters: { source },
				...change,
			});
			const { items, status, json, logs } = answer;
			return { items, errors: items.length > 0 ? logs : [{ status, json, logs }] };
		},
		wire: () => sent.join('\n'),
		faults: {
			'a wrong signature': () => {
				change = { headers: { 'content-type': 'application/json', 'x-signature': '0'.repeat(64) } };
			},
			'a message without a room': () => {
				change = {
					body: JSON.stringify({ ...JSON.parse(sent.at(-1) ?? '{}'), data: { hotel_id: '77', remarks: sent } }),
				};
			},
			'a body that is no JSON': () => {
				change = { body: `${sent.at(-1)}}` };
			},
			'a credential that n8n cannot read': () => {
				change = { credential: null };
			},
		},
	};
}

function messageOf({ event, reservationId, checkIn, checkOut, place, cardNumber, wish }: Told, hasRevisions: boolean) {
	const reservation = {
		propertyId: '77',
		reservationId,
		status: event === 'cancelled' ? 'cancelled' : 'confirmed',
		...(hasRevisions ? { revision: String(place) } : {}),
		checkIn,
		checkOut,
		rooms: [{ roomStayId: '1', roomTypeId: 'Double', remarks: [wish] }],
		booker: { firstName: 'Ada', lastName: 'Lovelace' },
		remarks: [wish],
		payment: { model: 'hotel_collect', card: { brand: 'VI', last4: '1111', number: cardNumber, cvc: '123' } },
	};
	return { event_type: `${event}_reservation`, data: { reservation } };
}
