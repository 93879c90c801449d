/** A sender's messages count the same through n8n, from the Reservation Webhook Trigger to SelfKey, as sent to SelfKey itself. */
import { readReservationEvent } from '../../../../nodes/ReservationWebhook/webhook/read-reservation-event';
import { deliveryOf } from '../../../../nodes/SelfKey/reservations/delivery-note';
import { toSelfKeyEvent } from '../../../../nodes/SelfKey/reservations/reservation-event.mapper';
import { reservationOf } from '../../../../nodes/shared/reservation-item';
import type { Reservation } from '../../../../core/reservation/model';
import { mergePlaced } from '../../../../selfkey/reservations/merge-placed';
import { placeInOrder } from '../../../../selfkey/reservations/message-order';
import { readEvent } from '../../../../selfkey/webhook/read-events';

interface Sent {
	event_type: string;
	event_id?: string;
	data: Record<string, unknown>;
}

const at = (time: string) => `2027-03-01T${time}:00.000Z`;
const hotel = { hotelSlug: 'paradise', integrationId: 'i-1' };

function message(type: string, order: Record<string, unknown>): Sent {
	const { event_id: id, ...fields } = order;
	const stay = { room_type: 'double', check_in: '2027-03-29', check_out: '2027-03-31', external_id: 'W-1' };
	return {
		event_type: `${type}_reservation`,
		...(typeof id === 'string' ? { event_id: id } : {}),
		data: { hotel_id: 'paradise', guest: { last_name: 'Dupont' }, ...stay, ...fields },
	};
}

function throughN8n(json: Sent, receivedAt: string, signedAt: string | null): unknown {
	const times = { receivedAt: new Date(receivedAt), signedAt: signedAt === null ? null : new Date(signedAt) };
	const body = { contentType: 'application/json', text: JSON.stringify(json), json };
	const id = { id: null, isIdSigned: false, digest: 'd'.repeat(64) };
	const delivery = { accepted: true as const, ...body, ...times, ...id };
	const { json: item } = readReservationEvent(delivery, { source: 'web', channels: '', currency: 'CHF' });
	return toSelfKeyEvent(reservationOf(item), hotel, deliveryOf(item));
}

function itself(json: Sent): unknown {
	return { ...json, data: { ...json.data, delivery_id: json.event_id ?? null } };
}

/** What becomes of a booking that arrives at 12:00 and a cancellation that arrives a minute later. */
function outcomes(
	first: Record<string, unknown>,
	second: Record<string, unknown>,
	sent: (json: Sent, receivedAt: string) => unknown,
): string[] {
	let stored: Reservation | null = null;
	return [[message('new', first), at('12:00')] as const, [message('cancelled', second), at('12:01')] as const].map(
		([json, receivedAt]) => {
			const body: unknown = JSON.parse(JSON.stringify(sent(json, receivedAt)));
			const read = readEvent(body, { ...hotel, currency: 'CHF', receivedAt: `${receivedAt}#0` });
			if (read.kind !== 'reservation') throw new Error('no reservation');
			const merged = mergePlaced(stored, placeInOrder(read.event, stored, new Date(receivedAt)));
			stored = merged.reservation;
			return merged.outcome;
		},
	);
}

const FIRST = [{}, { revision: '5' }].flatMap((order) => [order, { ...order, event_id: 'e-1' }]);
const CANCELLATIONS = [{}, { observed_at: at('11:58') }].flatMap((order) => [order, { ...order, event_id: 'e-2' }]);
const PAIRS = FIRST.flatMap((first) => CANCELLATIONS.map((second) => [first, second] as const));

it.each(PAIRS)('a booking with %j has no time, so a cancellation with %j comes after it', (first, second) => {
	const cancelled = ['created', 'cancelled'];
	expect(outcomes(first, second, itself)).toEqual(cancelled);
	expect(outcomes(first, second, (json, arrived) => throughN8n(json, arrived, null))).toEqual(cancelled);
	expect(outcomes(first, second, (json, arrived) => throughN8n(json, arrived, arrived))).toEqual(cancelled);
});

it.each([{ event_id: 'e-1' }, {}])('a booking with a time of its own and %j comes after what is older', (id) => {
	const first = { ...id, revision: '5', observed_at: at('12:00') };
	const older = { event_id: 'e-2', observed_at: at('11:58') };
	expect(outcomes(first, older, itself)).toEqual(['created', 'stale']);
	expect(outcomes(first, older, (json, arrived) => throughN8n(json, arrived, null))).toEqual(['created', 'stale']);
});
