/** What a payload may hold: nothing that is long, large or spelled otherwise keeps a reservation out. */
import type { Reservation } from '../../../../core/reservation/model';
import { readEvent } from '../../../../selfkey/webhook/read-events';

const context = {
	hotelSlug: 'paradise',
	integrationId: 'i',
	currency: 'EUR',
	receivedAt: '2027-03-01T00:00:00.000Z#1',
};
const documented = {
	external_id: 'r-1',
	channel: 'my-pms',
	room_type: 'Double',
	guest: { last_name: 'Dupont' },
	check_in: '2027-03-29',
	check_out: '2027-03-31',
	total_amount: '100.00',
};
const whole = {
	channel: 'my-pms',
	propertyId: '7',
	reservationId: 'r-1',
	event: 'new',
	status: 'confirmed',
	observedAt: context.receivedAt,
	checkIn: '2027-03-29',
	checkOut: '2027-03-31',
	rooms: [{ roomStayId: '1' }],
};

function read(data: object, type = 'new_reservation'): Reservation {
	const incoming = readEvent({ event_type: type, data }, context);
	if (incoming.kind !== 'reservation') throw new Error('no reservation');
	return incoming.event.reservation;
}
const ofDocumented = (fields: object) => read({ ...documented, ...fields });
const ofWhole = (fields: object) => read({ reservation: { ...whole, ...fields } });

describe('a payload', () => {
	it('may hold long texts, which are cut with a mark and a warning', () => {
		const kept = ofWhole({ remarks: ['a'.repeat(4_001)], booker: { lastName: 'b'.repeat(501) } });
		expect(kept.remarks[0]).toMatch(/^a{3900,}… \[shortened\]$/);
		expect(kept.booker.lastName).toMatch(/^b{400,}… \[shortened\]$/);
		expect(kept.warnings).toEqual([expect.stringContaining('remarks[0]')]);
		expect(ofDocumented({ guest: { last_name: 'b'.repeat(501) } }).booker.lastName).toMatch(/shortened/);
	});

	it.each(['3.0', '3,0', '3,00', ' 3 '])('may write a count as %j', (three) => {
		const room = { roomStayId: '1', adults: three, children: three, childAges: [three] };
		const [kept] = ofWhole({ rooms: [room], adults: three, services: [{ name: 'Cot', quantity: three }] }).rooms;
		expect(kept).toMatchObject({ adults: 3, children: 3, childAges: [3] });
		expect(ofWhole({ adults: three }).adults).toBe(3);
		expect(ofDocumented({ guest_count: three }).adults).toBe(3);
		const rooms = [{ room_stay_id: '1', adults: three, children: three }];
		expect(ofDocumented({ rooms }).rooms[0]).toMatchObject({ adults: 3, children: 3 });
	});

	it('may name a room at any length', () => {
		for (const kept of [
			ofDocumented({ room_type: 'c'.repeat(501) }),
			ofDocumented({ rooms: [{ room_stay_id: '1', room_type: 'c'.repeat(501) }] }),
		]) {
			expect(kept.rooms[0]?.roomTypeId).toMatch(/^c{150,}… \[shortened\]$/);
			expect(kept.warnings).toEqual([expect.stringContaining('rooms[0].roomTypeId')]);
		}
	});

	it('may hold 501 requests, 201 rooms and more', () => {
		const kept = ofWhole({
			remarks: Array.from({ length: 501 }, (_, index) => `request ${index}`),
			rooms: Array.from({ length: 201 }, (_, index) => ({ roomStayId: String(index) })),
		});
		expect([kept.remarks.length, kept.rooms.length]).toEqual([500, 201]);
		expect(kept.warnings).toHaveLength(1);
		const rooms = Array.from({ length: 1_500 }, (_, index) => ({ room_stay_id: String(index) }));
		expect(ofDocumented({ rooms }).rooms).toHaveLength(1_000);
	});

	it.each([
		['guest_count', ofDocumented, (value: unknown) => ({ guest_count: value }), (kept: Reservation) => kept.adults],
		[
			'adults of a room',
			ofDocumented,
			(value: unknown) => ({ rooms: [{ room_stay_id: '1', adults: value }] }),
			(kept: Reservation) => kept.rooms[0]?.adults,
		],
		['adults', ofWhole, (value: unknown) => ({ adults: value }), (kept: Reservation) => kept.adults],
		[
			'children of a room',
			ofWhole,
			(value: unknown) => ({ rooms: [{ roomStayId: '1', children: value }] }),
			(kept: Reservation) => kept.rooms[0]?.children,
		],
		[
			'quantity',
			ofWhole,
			(value: unknown) => ({ services: [{ name: 'Breakfast', quantity: value }] }),
			(kept: Reservation) => kept.services[0]?.quantity,
		],
	])('may count more %s than can be true, which is unknown, with a warning', (_, readAs, fields, of) => {
		for (const value of [10_001, '10001', 2 ** 53, 1e300, '9'.repeat(400), -1, 1.5]) {
			const kept = readAs(fields(value));
			expect(of(kept)).toBeNull();
			expect(kept.warnings).toEqual([expect.stringContaining('out of bounds')]);
			expect(kept.rooms).toHaveLength(1);
		}
		for (const value of [0, 10_000, '10000']) {
			const kept = readAs(fields(value));
			expect([of(kept), kept.warnings]).toEqual([Number(value), []]);
		}
	});

	it('may hold an age that is a year', () => {
		const kept = ofWhole({ rooms: [{ roomStayId: '1', childAges: [4, 2019, 0, 150, -1, 2.5, 149] }] });
		expect(kept.rooms[0]?.childAges).toEqual([4, 0, 149]);
		expect(kept.warnings).toEqual([expect.stringContaining('rooms[0].childAges')]);
	});

	it.each(['roomTypeId', 'ratePlanId'] as const)('may hold a %s of any length', (name) => {
		const kept = ofWhole({ rooms: [{ roomStayId: '1', [name]: 'c'.repeat(201) }] });
		expect(kept.rooms[0]?.[name]).toMatch(/^c{150,}… \[shortened\]$/);
		expect(kept.warnings).toEqual([expect.stringContaining(`rooms[0].${name}`)]);
	});

	it.each(['cancelledAt', 'bookedAt'] as const)('may hold a %s of any length', (name) => {
		const kept = ofWhole({ [name]: 'soon '.repeat(50) });
		expect(kept[name]).toMatch(/… \[shortened\]$/);
		expect(kept.warnings).toEqual([expect.stringContaining(name)]);
	});

	it('may hold a whole card number where four digits belong, and keeps none of it', () => {
		const kept = ofWhole({ payment: { model: 'hotel_collect', card: { brand: 'VI', last4: '4111111111111111' } } });
		expect(kept.payment.card).toMatchObject({ brand: 'VI', last4: null });
	});

	it('may hold a room for the day beside others', () => {
		const rooms = [{ room_stay_id: '1' }, { room_stay_id: '2', check_in: '2027-03-29', check_out: '2027-03-29' }];
		const kept = ofDocumented({ rooms });
		expect(kept.rooms.map(({ roomStayId }) => roomStayId)).toEqual(['1']);
		expect(kept.warnings).toEqual([expect.stringMatching(/for the day only/)]);
		expect(() => ofDocumented({ rooms: [rooms[1]] })).toThrow(/check_out/);
	});

	it.each([
		['CANCELLED', 'cancelled'],
		['no-show', 'no_show'],
		['Checked In', 'checked_in'],
	])('may say that its status is %s', (status, named) => {
		expect(ofDocumented({ status }).status).toBe(named);
		expect(ofWhole({ status }).status).toBe(named);
	});

	it.each([
		[{ total_amount: '1.250' }, 'data.total_amount (may mean thousands: EUR has 2 decimals)'],
		[{ total_amount: '12.000', currency: 'JPY' }, 'data.total_amount (may mean thousands: JPY has 0 decimals)'],
		[{ total_amount: -1 }, 'data.total_amount (must not be negative)'],
		[{ cancellation_fee: -100 }, 'data.cancellation_fee (must not be negative)'],
		[{ currency: 'XYZ' }, 'data.currency (no code of ISO 4217)'],
		[{ status: 'maybe' }, 'data.status'],
	])('is refused for %j, with the reason', (fields, reason) => {
		expect(() => ofDocumented(fields)).toThrow(`Missing or invalid: ${reason}`);
	});

	it.each(['total', 'cancellationFee'])('is refused for a negative %s in its whole form too', (field) => {
		expect(() => ofWhole({ [field]: { minor: -1, exponent: 2, currency: 'EUR' } })).toThrow(/must not be negative/);
	});

	it('keeps no card data, not even in the name that its id is made of', () => {
		const { external_id: _, ...anonymous } = documented;
		const kept = read({ ...anonymous, guest: { last_name: 'Dupont 4111 1111 1111 1111 12/27 CVC 737' } });
		expect(JSON.stringify({ ...kept, key: '', reservationId: '', fingerprint: '' })).not.toMatch(/4111|737|12\/27/);
		expect(kept.booker.lastName).toContain('ends in 1111');
	});
});
