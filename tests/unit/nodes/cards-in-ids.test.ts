/**
 * A card number that somebody typed where an id or a code stands: the reservation goes on wherever something else tells
 * which one it is. Nowhere is the number shown.
 */
import fc from 'fast-check';
import { codeIn, uidOf } from '../../../core/calendar-feed/entry';
import { Reader, ValidationError } from '../../../core/payload/field-reader';
import { isCode } from '../../../nodes/Airbnb/reservations/fetch-reservation';
import { itemOf } from '../../../nodes/Airbnb/reservations/item';
import { readReservation } from '../../../nodes/Airbnb/reservations/airbnb.mapper';
import { readEvents } from '../../../nodes/Opera/events/business-events';
import { readStays } from '../../../nodes/Opera/reservations/opera-stay';
import { mapReservation } from '../../../nodes/ReservationWebhook/webhook/reservation-webhook.mapper';
import { mapBooking } from '../../../nodes/SelfKey/webhook/booking.mapper';
import { readEvent } from '../../../selfkey/webhook/read-events';
import { assertProperty } from '../../support/property';
import { leaks, typedText } from '../../support/typed-texts';
import { READ_AT, wire } from './Airbnb/support';

const TYPED = ['Dupont 4111 1111 1111 1111', '4111-1111-1111-1111', '4111.1111.1111.1111', '4222 2222 22222'];
const SHOWN = /4111|1111|2222/;
const observedAt = '2026-03-11T15:02:40.123Z#7';
const documented = (over: object) => ({
	hotel_id: 'paradise',
	external_id: 'r-1',
	room_type: 'Double',
	guest: { last_name: 'Favre' },
	...{ check_in: '2027-03-29', check_out: '2027-03-31', total_amount: '100.00', currency: 'EUR' },
	...over,
});
const whole = (over: object) => ({
	reservation: {
		...{ channel: 'my-pms', propertyId: '7', reservationId: 'r-1', event: 'new', status: 'confirmed', observedAt },
		...{ checkIn: '2027-03-29', checkOut: '2027-03-31' },
		rooms: [{ roomStayId: '1', roomTypeId: 'Double', ...over }],
	},
});
const refusalOf = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		if (error instanceof ValidationError) return error.message;
		throw error;
	}
	return '';
};

describe.each<[string, (data: object) => unknown]>([
	[
		'SelfKey’s handler',
		(data) =>
			readEvent(
				{ event_type: 'new_reservation', data },
				{ hotelSlug: 'paradise', integrationId: 'i', currency: 'EUR', receivedAt: observedAt },
			),
	],
	[
		'the Reservation Webhook Trigger',
		(data) => {
			const reader = new Reader();
			const context = { eventType: 'new_reservation', source: 'my-pms', currency: 'EUR', observedAt } as const;
			const mapped = mapReservation(reader, { event_type: 'new_reservation', data }, context);
			reader.finish();
			return mapped;
		},
	],
])('%s', (_, read) => {
	it.each<[string, (typed: string) => object]>([
		['room_type', (room_type) => documented({ room_type })],
		['rooms[0].room_type', (room_type) => documented({ rooms: [{ room_stay_id: '1', room_type }] })],
		['reservation.rooms[0].roomTypeId', (roomTypeId) => whole({ roomTypeId })],
		['reservation.rooms[0].ratePlanId', (ratePlanId) => whole({ ratePlanId })],
	])('takes the reservation without a card number in %s, and warns of it', (_place, write) => {
		expect(JSON.stringify(read(write('Double 12, sea view')))).not.toContain('without a card number');
		for (const typed of TYPED) {
			const taken = JSON.stringify(read(write(typed)));
			expect(taken).toContain('without a card number');
			// The last four digits stay, so that people know which card it was.
			expect(taken.replace(/ends in \d{4}/g, '')).not.toMatch(SHOWN);
		}
	});
});

describe.each(TYPED)('in %j', (typed) => {
	it('Airbnb’s host and time of change are as good as missing, and the code is told by its field', () => {
		const read = (over: object) => readReservation(wire({ ...over }), READ_AT);
		for (const over of [
			{ host_id: typed },
			{ updated_at: typed },
			{ listing_id_str: typed },
			{ rate_plan_id: typed },
		]) {
			const { reservation: read_ } = read(over);
			expect(read_).toMatchObject({ reservationId: 'HMABCDEFGH', propertyId: '38831742' });
			expect(JSON.stringify(read_)).not.toMatch(/4111|4222/);
		}
		expect(read({ listing_id_str: typed }).reservation?.warnings).toEqual([
			'Not kept as it came: without a card number: rooms[0].roomTypeId',
		]);
		expect(read({ updated_at: typed })).toMatchObject({ isDated: false });
		expect(refusalOf(() => read({ confirmation_code: typed }))).toBe(
			'Missing or invalid: reservation.confirmation_code',
		);
	});

	it('of a request at Airbnb nothing of it is given out, and it is never asked for', () => {
		const request = wire({ status_type: 'pending', confirmation_code: typed, listing_id_str: typed });
		const item = itemOf(request, readReservation(request, READ_AT));
		expect(JSON.stringify(item)).not.toMatch(/4111|4222/);
		expect(isCode(typed)).toBe(false);
	});

	it('an event of a calendar has another name, the same each time', () => {
		expect(uidOf({ uid: typed })).toMatch(/^uid-[0-9a-f]{12}$/);
		expect(uidOf({ uid: typed })).toBe(uidOf({ uid: typed }));
		const url = `https://www.airbnb.com/hosting/reservations/details/${typed.replaceAll(/[ .]/g, '-')}`;
		expect(codeIn({ url, description: '' })).toBeNull();
	});

	it('an id of OPERA’s is none, and its codes are cleaned', () => {
		const stay = {
			reservationIdList: [
				{ id: '571062', type: 'Reservation' },
				{ id: typed, type: 'Confirmation' },
			],
			roomStay: { arrivalDate: '2027-06-01', departureDate: '2027-06-03' },
			reservationGuest: { id: typed, surname: 'Jones' },
		};
		const unnamed = { ...stay, reservationIdList: [{ id: typed, type: 'Reservation' }] };
		expect(readStays({ reservations: { reservationInfo: [unnamed, stay] } })).toMatchObject([
			{ reservationId: '571062', confirmationNumber: null, guest: { profileId: null } },
		]);
		const event = { moduleName: 'Reservation', primaryKey: '571062', hotelId: typed };
		const events = [event, { ...event, primaryKey: typed.replaceAll(/[ .]/g, '-') }];
		const body = { businessEventData: events.map((header) => ({ businessEvent: { header } })) };
		expect(readEvents(body, 'H').reservations).toEqual([{ hotelId: 'H', reservationId: '571062' }]);
	});

	it('an id of SelfKey’s message is told by its field', () => {
		const data = { id: 'c1', hotelSlug: 'paradise', checkInDate: '2027-03-29', checkOutDate: '2027-03-31' };
		const read = (over: object) =>
			refusalOf(() => mapBooking({ event: 'booking.completed', data: { ...data, ...over } }, observedAt));
		expect(read({})).toBe('');
		expect(read({ id: typed })).toBe('Missing or invalid: data.id');
		expect(read({ hotelSlug: typed })).toBe('Missing or invalid: data.hotelSlug');
	});
});

it('a calendar and OPERA give nothing out of what is typed there', () => {
	assertProperty(
		fc.property(typedText, (typed) => {
			const named = [uidOf({ uid: typed.text }), codeIn({ url: typed.text, description: typed.text })];
			expect(leaks(named, typed)).toBe(false);
		}),
		{ numRuns: 300 },
	);
});
