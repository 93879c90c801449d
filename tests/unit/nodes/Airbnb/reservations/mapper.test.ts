import { readReservation } from '../../../../../nodes/Airbnb/reservations/airbnb.mapper';
import type { Reservation } from '../../../../../core/reservation/model';
import { shapeProblems } from '../../../../support/reservation-shape';
import { READ_AT, wire } from '../support';

const read = (over: Record<string, unknown> = {}, isKnown = false) =>
	readReservation(wire(over), { ...READ_AT, isKnown });

function booking(over: Record<string, unknown> = {}): Reservation {
	const { reservation } = read(over);
	if (reservation === null) throw new Error('It was no booking');
	return reservation;
}

it('is one room of the listing, booked through the host', () => {
	const reservation = booking();
	expect(shapeProblems(reservation)).toEqual([]);
	expect(reservation).toMatchObject({
		key: 'airbnb/38831742/HMABCDEFGH',
		...{ event: 'new', status: 'confirmed', revision: '2026-11-02T08:00:00Z', bookedAt: '2026-11-01T08:00:00Z' },
		...{ checkIn: '2027-03-29', checkOut: '2027-03-31', nights: 2, adults: 2, children: 2 },
		rooms: [{ roomStayId: '1', roomTypeId: '1193287465019283746', guests: [{ name: 'Ada Lovelace' }] }],
		booker: { firstName: 'Ada', lastName: 'Lovelace' },
		payment: { model: 'channel_collect', card: null },
		warnings: [],
	});
});

describe('the status', () => {
	it.each([
		['accept', 'booked', 'confirmed'],
		[' ACCEPT ', 'booked', 'confirmed'],
		['cancelled_by_guest', 'cancelled', 'cancelled'],
		['cancelled_by_host', 'cancelled', 'cancelled'],
		['cancelled_by_admin', 'cancelled', 'cancelled'],
		['canceled_by_guest', 'cancelled', 'cancelled'],
		['cancelled', 'cancelled', 'cancelled'],
		[' Canceled ', 'cancelled', 'cancelled'],
		['cancelled_by_moon', 'cancelled', 'cancelled'],
		['CANCELLED-BY-GUEST', 'cancelled', 'cancelled'],
		['accepted', 'booked', 'confirmed'],
	])('%j is %s', (status_type, meaning, status) => {
		const found = read({ status_type });
		expect(found.meaning).toBe(meaning);
		expect(found.reservation).toMatchObject({ status });
	});

	it.each<[word: unknown, meaning: string]>([
		['pending', 'held'],
		['pending_payment', 'held'],
		['at_checkpoint', 'held'],
		['new', 'inquiry'],
		...(
			[
				'checked_out',
				'accepted_x',
				'acceptable',
				'cancel',
				'cancellation_requested',
				'cancelled_request_denied',
				'cancelled_pending',
				'not_cancelled',
				'alteration_voided',
				'pending_alteration_voided',
				'change_request_void',
				'cancellation_voided',
				'cancelled_voided',
				'cancelled_by_guest_void',
				'accept_voided',
				'accepted_void',
				'newer',
				'',
				null,
				7,
				'constructor',
				'cancelled_' + 'x'.repeat(200),
			] as const
		).map((word): [unknown, string] => [word, 'unknown']),
	])('%j is %s, and no booking', (status_type, meaning) => {
		expect(read({ status_type })).toMatchObject({ meaning, reservation: null });
		// Nor the end of one that was accepted.
		expect(read({ status_type }, true)).toMatchObject({ meaning, reservation: null });
	});

	it.each([
		'deny',
		'timeout',
		'void',
		'voided',
		'pending_voided',
		'checkpoint_voided',
		'payment_voided',
		'awaiting_payment_voided',
	])('%s ends what was a booking, and nothing else', (status_type) => {
		expect(read({ status_type, booked_at: null })).toMatchObject({ meaning: 'released', reservation: null });
		expect(read({ status_type }).reservation).toMatchObject({ event: 'cancelled', status: 'cancelled' });
		expect(read({ status_type, booked_at: null }, true).reservation).toMatchObject({ status: 'cancelled' });
	});
});

describe('the dates', () => {
	it.each([
		['no end_date', { end_date: undefined }, ['2027-03-29', '2027-03-31']],
		['an empty end_date and the nights as text', { end_date: '', nights: '3' }, ['2027-03-29', '2027-04-01']],
		[
			'times with a zone in brackets only',
			{
				...{ start_date: undefined, end_date: undefined },
				check_in_datetime: '2027-03-28T15:00+02:00[Europe/Zurich]',
				check_out_datetime: '2027-03-30T11:00:00+02:00[!Europe/Zurich][u-ca=gregory]',
			},
			['2027-03-28', '2027-03-30'],
		],
		...['[Pacific/Honolulu]', ''].map((zone): [string, Record<string, unknown>, string[]] => [
			`times in UTC, in the zone ${zone || 'of the listing'}`,
			{
				...{ start_date: undefined, end_date: undefined, time_zone: 'Pacific/Honolulu' },
				check_in_datetime: `2027-03-29T01:00:00Z${zone}`,
				check_out_datetime: `2027-03-30T21:00:00.000+00:00${zone}`,
			},
			['2027-03-28', '2027-03-30'],
		]),
		[
			'times in UTC, at a distance in brackets',
			{
				...{ start_date: undefined, end_date: undefined, time_zone: 'Pacific/Honolulu' },
				check_in_datetime: '2027-03-29T01:00Z[-10:00]',
				check_out_datetime: '2027-03-30T22:00:00Z[!+05:30]',
			},
			['2027-03-28', '2027-03-31'],
		],
		[
			'times in UTC, in a zone that nobody knows',
			{
				...{ start_date: undefined, end_date: undefined, time_zone: 'Here' },
				check_in_datetime: '2027-03-29T01:00:00Z[Nowhere/There]',
				check_out_datetime: '2027-03-31 21:00:00Z',
			},
			['2027-03-29', '2027-03-31'],
		],
		[
			'an arrival whose UTC day is another one',
			{ start_date: '2027-03-29T00:30:00+13:00[Pacific/Auckland]' },
			['2027-03-29', '2027-03-31'],
		],
	])('are read from %s', (_, over, [checkIn, checkOut]) => {
		expect(booking(over)).toMatchObject({ checkIn, checkOut, rooms: [{ checkIn, checkOut }] });
	});

	it('count more than the number of nights, with a warning', () => {
		expect(booking({ nights: 5 })).toMatchObject({ nights: 2, warnings: [expect.stringContaining('5 nights')] });
	});

	it.each([
		['no arrival', { start_date: 'soon' }, 'reservation.start_date'],
		['no departure', { end_date: null, nights: null }, 'reservation.end_date'],
		['a departure on the day of arrival', { end_date: '2027-03-29' }, 'reservation.end_date'],
		[
			'a departure beyond the calendar',
			{ start_date: '9999-12-31', end_date: null, nights: 2 },
			'Missing or invalid: reservation.end_date',
		],
		['no listing', { listing_id_str: '', listing_id: null }, 'reservation.listing_id'],
		['no code', { confirmation_code: '' }, 'reservation.confirmation_code'],
	])('with %s it is no reservation', (_, over, place) => {
		expect(() => read(over)).toThrow(place);
	});

	it('may be missing where it is cancelled', () => {
		const over = { status_type: 'cancelled_by_guest', start_date: null, end_date: null, listing_id_str: null };
		expect(read(over).reservation).toMatchObject({ status: 'cancelled', checkIn: null, checkOut: null });
	});
});

describe('ids and times', () => {
	it.each([
		[
			'the text beside a number',
			{ listing_id: 1193287465019283700, listing_id_str: '1193287465019283746' },
			'1193287465019283746',
		],
		['a number alone', { listing_id: 48211377, listing_id_str: undefined }, '48211377'],
		['a text alone', { listing_id: '48211377', listing_id_str: null }, '48211377'],
	])('the listing is %s', (_, over, id) => {
		expect(booking(over).rooms[0]?.roomTypeId).toBe(id);
	});

	it.each(['QK2X7A', 'HM1234567890123', 'hm-old.code'])('takes %s for a code', (confirmation_code) => {
		expect(booking({ confirmation_code }).reservationId).toBe(confirmation_code);
	});

	it('the time of the last change orders the messages, without its zone in brackets; else the time of reading', () => {
		expect(booking({ updated_at: '2026-11-02T09:00:00+01:00[Europe/Zurich]' }).revision).toBe(
			'2026-11-02T09:00:00+01:00',
		);
		for (const zone of ['[+01:00]', '[!+01:00][u-ca=gregory]'])
			expect(booking({ updated_at: `2026-11-02T09:00:00+01:00${zone}` }).revision).toBe('2026-11-02T09:00:00+01:00');
		expect(booking({ updated_at: null }).revision).toBe('2026-11-26T08:00:00.000Z');
	});

	it('a reservation that names no host belongs to the one that was asked about', () => {
		expect(booking({ host_id: undefined }).propertyId).toBe('38831742');
	});

	it('older ones have the number of guests only', () => {
		const odd = booking({ guest_details: { number_of_adults: 10_001, number_of_children: 1 } });
		expect([odd.adults, odd.children]).toEqual([null, 1]);
		expect(odd.warnings).toEqual([expect.stringContaining('out of bounds')]);
		expect(booking({ guest_details: undefined, number_of_guests: '3' })).toMatchObject({ adults: 3, children: null });
	});

	it('no card number that a guest typed stays', () => {
		const { booker, rooms } = booking({ guest_last_name: 'Take 4111 1111 1111 1111' });
		expect(JSON.stringify({ booker, rooms })).not.toMatch(/4111/);
	});
});
