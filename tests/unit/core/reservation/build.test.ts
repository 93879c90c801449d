import { activeRooms, isActive } from '../../../../core/reservation/active';
import { reservation, roomStay, stayOf } from '../../../../core/reservation/build';
import { fingerprint } from '../../../../core/reservation/fingerprint';
import { moneyFromMinor } from '../../../../core/reservation/money';
import { reservationKey, sameReservation, uniqueKey } from '../../../../core/reservation/key';
import { shapeProblems } from '../../../support/reservation-shape';

const facts = {
	channel: 'my-pms',
	propertyId: '77',
	reservationId: 'r-1',
	event: 'new' as const,
	observedAt: '2027-01-01T00:00:00.000Z#1',
};
const room = (id: string, checkIn: string, checkOut: string) => roomStay({ roomStayId: id, checkIn, checkOut });

describe('a reservation', () => {
	it('is whole with nothing but what every source can say', () => {
		const bare = reservation({ ...facts, event: 'cancelled' });
		expect(shapeProblems(bare)).toEqual([]);
		expect(bare).toMatchObject({ key: 'my-pms/77/r-1', status: 'cancelled', checkIn: null, nights: null, rooms: [] });
		expect(bare.fingerprint).toBe(fingerprint(bare));
	});

	it('is confirmed unless it says otherwise', () => {
		expect(reservation(facts).status).toBe('confirmed');
		expect(reservation({ ...facts, event: 'modified', status: 'checked_in' }).status).toBe('checked_in');
		expect(reservation({ ...facts, event: 'cancelled', status: 'no_show' }).status).toBe('no_show');
	});

	it.each(['total', 'cancellationFee'])('takes no %s below zero, and says so', (field) => {
		const below = reservation({ ...facts, [field]: moneyFromMinor(-1, 'EUR') });
		expect(below).toMatchObject({
			[field]: null,
			warnings: [`Not kept as it came: negative, and not taken: ${field}`],
		});
	});

	it('lasts from the first arrival to the last departure of its active rooms', () => {
		const rooms = [
			room('1', '2027-05-02', '2027-05-04'),
			room('2', '2027-05-01', '2027-05-03'),
			{ ...room('3', '2027-04-01', '2027-06-01'), status: 'cancelled' as const },
		];
		expect(reservation({ ...facts, rooms })).toMatchObject({
			checkIn: '2027-05-01',
			checkOut: '2027-05-04',
			nights: 3,
		});
		expect(reservation({ ...facts, rooms, event: 'cancelled' })).toMatchObject({
			checkIn: '2027-04-01',
			checkOut: '2027-06-01',
		});
	});

	it('keeps the dates that are given, unknown ones too', () => {
		const rooms = [room('1', '2027-05-02', '2027-05-04')];
		const given = reservation({ ...facts, rooms, checkIn: '2027-05-01', checkOut: null });
		expect(given).toMatchObject({ checkIn: '2027-05-01', checkOut: null, nights: null });
	});

	it('shares no list with another', () => {
		const [one, other] = [reservation(facts), reservation(facts)];
		one.remarks.push('late');
		one.booker.lastName = 'Lovelace';
		expect(other).toMatchObject({ remarks: [], booker: { lastName: null } });
	});

	it('leaves out what is computed, and what is no part of the model', () => {
		const stored = { ...reservation(facts), key: 'other', nights: 9, fingerprint: 'sha256:0', history: {}, extra: 1 };
		const again = reservation(stored as unknown as Parameters<typeof reservation>[0]);
		expect(again).toEqual(reservation(facts));
	});
});

it('a stay of no rooms has no dates', () => {
	expect(stayOf([])).toEqual({ checkIn: null, checkOut: null });
	expect(stayOf([roomStay({ roomStayId: '1', checkOut: '2027-05-04' })])).toEqual({
		checkIn: null,
		checkOut: '2027-05-04',
	});
});

it.each([
	['confirmed', true],
	['checked_in', true],
	['checked_out', true],
	['cancelled', false],
	['no_show', false],
] as const)('%s is active: %s', (status, expected) => {
	expect(isActive({ status })).toBe(expected);
	expect(activeRooms(reservation({ ...facts, status, rooms: [roomStay({ roomStayId: '1' })] }))).toHaveLength(
		expected ? 1 : 0,
	);
});

describe('the identity', () => {
	const [slashes, others] = [
		{ channel: 'a', propertyId: 'b/c', reservationId: 'd' },
		{ channel: 'a', propertyId: 'b', reservationId: 'c/d' },
	];

	it('is that of channel, property and number together', () => {
		expect(reservationKey(facts)).toBe('my-pms/77/r-1');
		expect(sameReservation(facts, { ...facts })).toBe(true);
		for (const part of ['channel', 'propertyId', 'reservationId'])
			expect(sameReservation(facts, { ...facts, [part]: 'x' })).toBe(false);
	});

	it('is not mixed up by slashes, though what people read is', () => {
		expect(reservationKey(slashes)).toBe(reservationKey(others));
		expect(sameReservation(slashes, others)).toBe(false);
		expect(uniqueKey(slashes)).not.toBe(uniqueKey(others));
	});
});
