/** Forms and spreadsheets send an empty text for what they do not know; numbers come as text. */
import { Reader } from '../../../../core/payload/field-reader';
import {
	mapReservation,
	type ReservationEventType,
} from '../../../../nodes/ReservationWebhook/webhook/reservation-webhook.mapper';

function read(eventType: ReservationEventType, data: object) {
	const reader = new Reader();
	const mapped = mapReservation(
		reader,
		{ event_type: eventType, data },
		{ source: 'my-source', eventType, currency: 'CHF', observedAt: '2027-03-01T10:00:00.000Z#1' },
	);
	reader.finish();
	return mapped?.reservation;
}

const EMPTY = {
	hotel_id: '',
	room_type: '',
	check_in: '',
	check_out: ' ',
	status: '',
	total_amount: ' ',
	currency: '',
	guest_count: '',
	guest: '',
	rooms: '',
	reservation: '',
	observed_at: '',
};

it('cancels what has a number, however many fields are empty', () => {
	const cancelled = read('cancelled_reservation', { ...EMPTY, external_id: 'R-381' });
	expect(cancelled).toMatchObject({
		reservationId: 'R-381',
		status: 'cancelled',
		checkIn: null,
		rooms: [],
		total: null,
	});
	expect(cancelled).toEqual(read('cancelled_reservation', { external_id: 'R-381' }));
});

it.each(['new_reservation', 'cancelled_reservation'] as const)('names what %s needs and is empty', (eventType) => {
	const needed = /data\.guest\.last_name.*data\.check_in.*data\.check_out.*data\.room_type/;
	expect(() => read(eventType, { ...EMPTY, external_id: ' ' })).toThrow(needed);
});

const WHOLE = {
	propertyId: 'hotel-paradise',
	reservationId: 'R-381',
	status: 'confirmed',
	checkIn: '2027-03-29',
	checkOut: '2027-03-31',
	rooms: [{ roomStayId: '1', roomTypeId: 'DBL' }],
};

it('takes numbers as text in a whole reservation', () => {
	const room = { ...WHOLE.rooms[0], childAges: ['7', 9, ''] };
	const total = { minor: '29000', exponent: '2', currency: 'CHF' };
	expect(read('new_reservation', { reservation: { ...WHOLE, event: '', rooms: [room], total } })).toMatchObject({
		rooms: [{ childAges: [7, 9] }],
		total: { minor: 29000, amount: '290.00' },
	});
	const typed = { ...WHOLE.rooms[0], childAges: ['seven'] };
	expect(() => read('new_reservation', { reservation: { ...WHOLE, rooms: [typed] } })).toThrow(/childAges\[0\]/);
});

it('is booked by its first guest, if it names nobody else', () => {
	const ofWhole = (fields: object) => read('new_reservation', { reservation: { ...WHOLE, ...fields } });
	const rooms = [
		{ roomStayId: '1', guests: [{ name: null }] },
		{ roomStayId: '2', guests: [{ name: 'Ada Dupont' }, { name: 'Bo' }] },
	];
	expect(ofWhole({ rooms })?.booker).toMatchObject({ firstName: null, lastName: 'Ada Dupont' });
	expect(ofWhole({ rooms, booker: { email: 'ada@example.com' } })?.booker).toMatchObject({
		lastName: 'Ada Dupont',
		email: 'ada@example.com',
	});
	expect(ofWhole({ rooms, booker: { firstName: 'Cy' } })?.booker).toMatchObject({ firstName: 'Cy', lastName: null });
	expect(ofWhole({})?.booker.lastName).toBeNull();
});

it.each(['modified_reservation', 'cancelled_reservation'] as const)(
	'of %s that names no booker does not take a guest for one: another is known already',
	(eventType) => {
		const rooms = [{ ...WHOLE.rooms[0], guests: [{ name: 'Peter Kid' }] }];
		const status = eventType === 'cancelled_reservation' ? 'cancelled' : 'confirmed';
		expect(read(eventType, { reservation: { ...WHOLE, status, rooms } })?.booker).toMatchObject({
			firstName: null,
			lastName: null,
		});
	},
);

it.each(['120,00', '120.00', '120,0', '1e4', ''])('refuses %j as minor units: they have no decimals', (minor) => {
	const total = { minor, exponent: 2, currency: 'CHF' };
	expect(() => read('new_reservation', { reservation: { ...WHOLE, total } })).toThrow(/total/);
	const wrong = { minor: 12000, exponent: minor, currency: 'CHF' };
	expect(() => read('new_reservation', { reservation: { ...WHOLE, total: wrong } })).toThrow(/total/);
});
