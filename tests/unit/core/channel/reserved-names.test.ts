/** Names that a sender may not take, in every spelling that a person could take for them. */
import { isChannelName, isReservedName } from '../../../../core/channel/reserved-names';
import { Reader } from '../../../../core/payload/field-reader';
import { mapReservation } from '../../../../nodes/ReservationWebhook/webhook/reservation-webhook.mapper';
import { readEvent } from '../../../../selfkey/webhook/read-events';
import { reservation } from '../../../support/reservations';

const LOOK_ALIKES = [
	...['desk', 'Desk', 'direct', 'rooms', 'frontDesk', 'front desk', 'FRONT-DESK', 'roomMove', 'Room Moves', 'channel'],
	...['Booking.com', 'booking com', 'bookingcom', 'booking-com', 'booking_com', 'b.o.o.k.i.n.g.com', 'booking/com'],
	...[
		'ｂｏｏｋｉｎｇ．ｃｏｍ',
		'ⓑⓞⓞⓚⓘⓝⓖ.com',
		'𝐛𝐨𝐨𝐤𝐢𝐧𝐠.com',
		'bookıng.com',
		'bóoking.com',
		'book\u200Bing.com',
		'ℬooking.com',
	],
	...['bооking.com', 'аirbnb', 'ореra', 'dеsk', 'dіrect'], // with Cyrillic letters
	...['Airbnb', 'AIR BNB', 'OPERA', 'o.p.e.r.a', 'SelfKey', 'self-key', 'ｓｅｌｆｋｅｙ', ' selfkey '],
];
const OTHERS = [
	'webhook',
	'expedia',
	'my-pms',
	'desks',
	'opera-house',
	'directory',
	'hotel',
	'отель',
	'ホテル',
	'直接',
];

it.each(LOOK_ALIKES)('%j is reserved', (name) => {
	expect(isReservedName(name)).toBe(true);
	expect(isChannelName(name)).toBe(false);
});

it.each(OTHERS)('%j is free', (name) => {
	expect(isReservedName(name)).toBe(false);
	expect(isChannelName(name)).toBe(true);
});

it.each(['booking.com', 'airbnb', 'opera'])("%j is that channel's own, so only as it is registered", (name) => {
	expect(isReservedName(name)).toBe(true);
	expect(isChannelName(name)).toBe(true);
});

describe("SelfKey's side", () => {
	const context = {
		hotelSlug: 'hotel',
		integrationId: 'n8n',
		currency: 'EUR',
		receivedAt: '2027-01-01T00:00:00.000Z#0',
	};
	const documented = (channel: string) => ({
		external_id: 'r-1',
		room_type: 'Double',
		guest: { last_name: 'Lovelace' },
		check_in: '2027-05-01',
		check_out: '2027-05-03',
		channel,
	});
	const send = (data: object, event_type = 'new_reservation') => readEvent({ event_type, data }, context);

	it.each([...LOOK_ALIKES, 'selfkey'])('refuses %j, whichever way it comes', (channel) => {
		for (const event of ['new', 'cancelled'] as const) {
			const type = `${event}_reservation`;
			expect(() => send(documented(channel), type)).toThrow(expect.objectContaining({ fields: ['data.channel'] }));
			const whole = { reservation: reservation({ channel, event }) };
			expect(() => send(whole, type)).toThrow(expect.objectContaining({ fields: ['data.reservation.channel'] }));
		}
	});

	it.each([...OTHERS, 'booking.com', 'airbnb', 'opera'])('takes %j', (channel) => {
		expect(send(documented(channel))).toMatchObject({ event: { reservation: { channel } } });
		expect(send({ reservation: reservation({ channel }) })).toMatchObject({ event: { reservation: { channel } } });
	});

	it('does not repeat what was sent', () => {
		expect(() => send(documented('d-e-s-k'))).toThrow(/^data\.channel is a reserved name or can be taken for one: /);
		expect(() => send(documented('d-e-s-k'))).not.toThrow(/d-e-s-k/);
	});
});

describe("the Reservation Webhook Trigger's side", () => {
	const send = (channel: string) => {
		const reader = new Reader();
		const sent = { data: { reservation: { ...reservation(), channel } } };
		mapReservation(reader, sent, {
			eventType: 'new_reservation',
			source: 'my-pms',
			currency: '',
			observedAt: '2027-01-01T00:00:00.000Z#1',
		});
		return () => reader.finish();
	};

	it.each([...LOOK_ALIKES, 'booking.com', 'airbnb', 'opera'])('refuses %j', (channel) => {
		expect(send(channel)).toThrow(expect.objectContaining({ fields: ['data.reservation.channel'] }));
	});
});
