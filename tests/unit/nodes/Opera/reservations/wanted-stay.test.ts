/** What each room of a reservation should be in OPERA. */
import { reservation, roomStay } from '../../../../../core/reservation/build';
import type { Money, RoomStay } from '../../../../../core/reservation/model';
import { moneyFromMinor } from '../../../../../core/reservation/money';
import type { Codes } from '../../../../../nodes/Opera/codes/codes';
import { knownBookings, wantedStays } from '../../../../../nodes/Opera/reservations/wanted-stay';

const none = { market: null, source: null, guarantee: null };
const codes = { roomType: () => 'DLX', ratePlan: () => null, bookingCodes: () => none } as unknown as Codes;
const until = (checkOut: string) =>
	reservation({
		...{ channel: 'my-pms', propertyId: '7', reservationId: 'r-1', event: 'new', observedAt: '2027-01-01T00:00:00Z' },
		rooms: [roomStay({ roomStayId: '1', checkIn: '2027-03-29', checkOut })],
	});

test('a stay of so many nights that its dates must be wrong is refused with what to do', () => {
	expect(wantedStays(until('2027-03-31'), [], codes).stays).toMatchObject([{ departure: '2027-03-31' }]);
	expect(() => wantedStays(until('9999-12-31'), [], codes)).toThrow(
		'A room of the reservation is booked for more than 1000 nights; look at the years of its dates',
	);
});

test('a note that is too long ends with a whole character', () => {
	const long = {
		...until('2027-03-31'),
		remarks: [`${'a'.repeat(1_999)}😀 and more`, `${'b'.repeat(1_998)}😀 and more`],
	};
	const { stays } = wantedStays(long, [], codes);
	expect(stays[0]?.notes).toEqual(['a'.repeat(1_999), `${'b'.repeat(1_998)}😀`]);
});

describe('the price of a stay that the house has moved', () => {
	const money = (minor: number) => moneyFromMinor(minor, 'CHF') as Money;
	const rates = (minor: number, ...dates: string[]) => dates.map((date) => ({ date, amount: money(minor) }));
	const said = { checkIn: '2027-06-01', checkOut: '2027-06-03' };
	const priced = (checkIn: string, checkOut: string, room: Partial<RoomStay>, channelSaid?: object) => {
		const stay = reservation({
			...{
				channel: 'booking.com',
				propertyId: '1',
				reservationId: '2',
				event: 'modified',
				observedAt: '2027-01-01T00:00:00Z',
			},
			rooms: [roomStay({ roomStayId: '460', checkIn, checkOut, ...room })],
		});
		const bookings = knownBookings({ selfKey: { bookings: [{ roomStayId: '460', channelSaid }] } });
		const [wanted] = wantedStays(stay, bookings, codes).stays;
		return wanted?.nights?.map(({ date, amount }) => `${date.slice(8)} ${amount}`);
	};
	const named = { total: money(29_000), nightlyRates: rates(14_500, '2027-06-01', '2027-06-02') };

	test.each<[string, Partial<RoomStay>]>([
		['named by the night', named],
		['named by the night, without a total', { nightlyRates: named.nightlyRates }],
		['of the whole', { total: money(29_000) }],
	])('%s is that of the nights that the channel had said', (_, room) => {
		expect(priced('2027-06-01', '2027-06-05', room, said)).toEqual(['01 145', '02 145']);
		expect(priced('2027-06-02', '2027-06-03', room, said)).toEqual(['02 145']);
		expect(priced('2027-07-02', '2027-07-03', room, said)).toEqual([]);
	});

	test('is that of the house where it has named one', () => {
		const all = {
			total: money(61_000),
			nightlyRates: [...named.nightlyRates, ...rates(16_000, '2027-06-03', '2027-06-04')],
		};
		expect(priced('2027-06-01', '2027-06-05', all, said)).toEqual(['01 145', '02 145', '03 160', '04 160']);
	});

	test('is the whole in equal parts where not each night is named: nobody can tell why the others are not', () => {
		const parts = (each: number) => ['01', '02', '03', '04'].map((day) => `${day} ${each}`);
		const until5 = (room: Partial<RoomStay>) => priced('2027-06-01', '2027-06-05', room);
		// Lengthened in SelfKey, and again with an amount of the desk's.
		expect(until5(named)).toEqual(parts(72.5));
		expect(until5({ ...named, total: money(50_000) })).toEqual(parts(125));
		expect(until5({ total: money(29_000) })).toEqual(parts(72.5));
		// One price under the day of arrival, as some name what the whole stay costs.
		expect(until5({ total: money(58_000), nightlyRates: rates(58_000, '2027-06-01') })).toEqual(parts(145));
		const twice = [...rates(10_000, '2027-06-01'), ...rates(2000, '2027-06-01'), ...rates(10_000, '2027-06-02')];
		expect(until5({ total: money(22_000), nightlyRates: twice })).toEqual(parts(55));
		expect(until5({ ...named, total: null })).toBeUndefined();
	});

	test('is the whole in equal parts where somebody has entered another amount for a stay that Opera has lengthened and priced', () => {
		const all = [...named.nightlyRates, ...rates(16_000, '2027-06-03', '2027-06-04')];
		const lengthened = { total: money(50_000), nightlyRates: all };
		expect(priced('2027-06-01', '2027-06-05', lengthened, said)).toEqual(['01 125', '02 125', '03 125', '04 125']);
	});

	test('is the same for each night where Opera has shortened it, though the channel named the price of just those', () => {
		const four = { checkIn: '2027-06-01', checkOut: '2027-06-05' };
		const two = { total: money(40_000), nightlyRates: rates(9000, '2027-06-01', '2027-06-02') };
		expect(priced('2027-06-01', '2027-06-03', two, four)).toEqual(['01 100', '02 100']);
	});

	test('is the channel’s as ever where the house has moved nothing', () => {
		expect(priced('2027-06-01', '2027-06-05', named, { adults: 2, children: 0 })).toHaveLength(4);
		expect(priced('2027-06-01', '2027-06-03', named)).toEqual(['01 145', '02 145']);
		expect(priced('2027-06-01', '2027-06-03', { ...named, total: money(30_000) })).toEqual(['01 150', '02 150']);
		expect(priced('2027-06-02', '2027-06-04', named)).toEqual(['02 145', '03 145']);
	});
});

describe('a reservation that stands, and whose dates or rooms nobody can read', () => {
	const dated = (checkIn: string | null, checkOut: string | null, others: RoomStay[] = []) => {
		const { rooms, ...stay } = until('2027-03-31');
		return {
			...{ ...stay, checkIn: null, checkOut: null },
			rooms: [...rooms.map((room) => ({ ...room, checkIn, checkOut })), ...others],
		};
	};

	test.each<[string, string | null, string | null, RegExp]>([
		['a departure before the arrival', '2027-03-31', '2027-03-29', /2027-03-31 to 2027-03-29.*look at its dates/],
		['no arrival', null, '2027-03-29', /no dates/],
		['no departure', '2027-03-29', null, /no dates/],
		['no dates', null, null, /no dates/],
	])('is told and given up nowhere: %s', (_, checkIn, checkOut, words) => {
		expect(() => wantedStays(dated(checkIn, checkOut), [], codes)).toThrow(words);
		// It holds up no other room.
		const other = roomStay({ roomStayId: '2', checkIn: '2027-03-29', checkOut: '2027-03-31' });
		expect(wantedStays(dated(checkIn, checkOut, [other]), [], codes)).toMatchObject({
			stays: [{ leg: 2 }],
			unready: [{ leg: 1, error: { message: expect.stringMatching(words) as unknown } }],
		});
		const nothing = { stays: [], unready: [], nightless: [] };
		expect(wantedStays({ ...dated(checkIn, checkOut), status: 'cancelled' }, [], codes)).toEqual(nothing);
		const byDay = knownBookings({ selfKey: { bookings: [{ roomStayId: '1', bookingType: 'day' }] } });
		expect(wantedStays(dated(checkIn, checkOut), byDay, codes)).toEqual(nothing);
	});

	test('is told where it names no room', () => {
		const none = { ...until('2027-03-31'), rooms: [] };
		expect(() => wantedStays(none, [], codes)).toThrow(/stands and names no room/);
		expect(wantedStays({ ...none, status: 'cancelled' }, [], codes).unready).toEqual([]);
	});
});

test('a room without a night is none that was given up, unless SelfKey has sold it by day', () => {
	expect(wantedStays(until('2027-03-29'), [], codes)).toEqual({
		...{ stays: [], unready: [] },
		nightless: [{ roomStayId: '1', leg: 1, date: '2027-03-29' }],
	});
	const byDay = knownBookings({ selfKey: { bookings: [{ roomStayId: '1', bookingType: 'day' }] } });
	expect(wantedStays(until('2027-03-29'), byDay, codes)).toEqual({ stays: [], unready: [], nightless: [] });
});

test('whether its price includes the taxes is as all its amounts say', () => {
	const money = (taxIncluded: boolean | null) => moneyFromMinor(14_500, 'CHF', 2, taxIncluded) as Money;
	const taxesOf = (night: boolean | null, total: boolean | null) => {
		const stay = until('2027-03-30');
		const nightlyRates = [{ date: '2027-03-29', amount: money(night) }];
		const rooms = stay.rooms.map((room) => ({ ...room, nightlyRates, total: money(total) }));
		return wantedStays({ ...stay, rooms }, [], codes).stays[0]?.taxIncluded;
	};
	expect([taxesOf(true, true), taxesOf(false, false)]).toEqual([true, false]);
	expect([taxesOf(null, null), taxesOf(true, null), taxesOf(true, false)]).toEqual([undefined, undefined, undefined]);
	expect(wantedStays({ ...until('2027-03-30'), total: money(true) }, [], codes).stays[0]?.taxIncluded).toBe(true);
});
