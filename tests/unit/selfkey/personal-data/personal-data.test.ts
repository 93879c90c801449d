import { addMonths } from '../../../../core/reservation/dates';
import { nameWords, phoneDigits } from '../../../../selfkey/personal-data/person';
import { readKeys, readPersonQuery } from '../../../../selfkey/personal-data/read-requests';
import { retentionOf } from '../../../../selfkey/personal-data/retention';
import type { PersonalBooking } from '../../../../selfkey/ports/personal-data';
import { reservation } from '../../../support/booking-store/reservations';

test.each([
	['2026-01-31', 1, '2026-02-28'],
	['2024-01-31', 1, '2024-02-29'],
	['2026-03-30', 12, '2027-03-30'],
	['2026-12-15', 0, '2026-12-15'],
	['2026-11-30', 15, '2028-02-29'],
	['2026-12-31', 6, '2027-06-30'],
])('%s and %i months is %s', (date, months, later) => {
	expect(addMonths(date, months)).toBe(later);
});

test('dates beyond the calendar are refused', () => {
	expect(() => addMonths('9999-12-01', 1)).toThrow(RangeError);
	expect(() => addMonths('2026-02-30', 1)).toThrow(RangeError);
});

describe('retention', () => {
	const booking = (checkOut: string, isActive = true): PersonalBooking => ({
		...{
			bookingId: 'b',
			bookingNumber: 1,
			roomName: '101',
			roomStayId: '1',
			checkIn: '2026-01-01',
			checkOut,
			isActive,
		},
		identity: {} as PersonalBooking['identity'],
		row: {},
		overwritten: null,
	});
	const of = (bookings: PersonalBooking[], months: number | null, today: string) =>
		retentionOf({ bookings, reservation: null }, months, today);

	test('counts from the last departure, and ends on its day', () => {
		const bookings = [booking('2026-03-30'), booking('2026-04-02')];
		expect(of(bookings, 6, '2026-10-01')).toMatchObject({ isKept: true, until: '2026-10-02' });
		expect(of(bookings, 6, '2026-10-02')).toEqual({ isKept: false, until: null, reason: '' });
	});

	test('a guest who has still to leave is kept, though nothing has to be kept afterwards', () => {
		expect(of([booking('2026-03-30')], 0, '2026-03-30')).toMatchObject({ isKept: true, until: '2026-03-30' });
		expect(of([booking('2026-03-30')], 0, '2026-03-31').isKept).toBe(false);
		expect(of([booking('2026-03-30')], 6, '2026-03-01')).toEqual({
			isKept: true,
			until: '2026-09-30',
			reason: 'The stay is not over: it ends on 2026-03-30; after that, registration data are kept until 2026-09-30',
		});
	});

	test('who never slept here is in no register', () => {
		expect(of([booking('2026-03-30', false)], 120, '2026-01-01').isKept).toBe(false);
		expect(of([booking('2026-03-30', false)], null, '2026-01-01').isKept).toBe(false);
	});

	test('a hotel that has not said keeps', () => {
		expect(of([booking('2026-03-30')], null, '2036-01-01')).toMatchObject({ isKept: true, until: null });
	});

	test('a reservation that its channel expects is not over, though the desk has cancelled it', () => {
		const expected = { bookings: [booking('2026-03-30', false)], reservation: reservation() };
		expect(retentionOf(expected, 12, '2026-03-29')).toMatchObject({ isKept: true, until: '2026-03-30' });
		expect(retentionOf(expected, 12, '2026-03-31').isKept).toBe(false);
	});
});

describe('who is meant', () => {
	test('names are compared without accents and case', () => {
		expect(nameWords(' Müller-ŁUKASZ,  Anaïs ')).toEqual(['muller', 'lukasz', 'anais']);
		expect(nameWords('O’Neil Æsir Größe')).toEqual(['o', 'neil', 'aesir', 'grosse']);
		expect(nameWords('山田 太郎')).toEqual(['山田', '太郎']);
	});

	test('telephone numbers are compared without their beginning', () => {
		expect(phoneDigits('+41 (0)79 123-45-67')).toBe('410791234567');
		expect(phoneDigits('079 123 45 67')).toBe('791234567');
		expect(phoneDigits('0041 79 123 45 67')).toBe('41791234567');
	});

	test.each([
		['email', { email: { $ne: '' } }],
		['name', { name: '???', arrival: '2026-01-01' }],
		['booking_number', { name: 'Dupont', booking_number: '12a' }],
		['arrival', { name: 'Dupont', arrival: '2026-02-30' }],
		['email', { email: `${'a'.repeat(400)}@b.c` }],
	])('%s is refused where it is none', (field, body) => {
		expect(() => readPersonQuery(body)).toThrow(expect.objectContaining({ fields: [field] }));
	});

	test('errors hold nothing of anybody', () => {
		expect(() => readPersonQuery({ name: 'Dupont', booking_number: 'Secret' })).not.toThrow(/Dupont|Secret/);
		expect(() => readKeys({ keys: ['Secret'] })).not.toThrow(/Secret/);
	});

	test('keys are read once each, a hundred at most', () => {
		expect(readKeys({ keys: ['a/b/c', 'a/b/c', 'a/b/c/d'] })).toEqual(['a/b/c', 'a/b/c/d']);
		for (const keys of [[], 'a/b/c', ['a'], ['/b/c'], [1], Array.from({ length: 101 }, (_, index) => `a/b/${index}`)])
			expect(() => readKeys({ keys })).toThrow(expect.objectContaining({ fields: ['keys'] }));
	});
});
