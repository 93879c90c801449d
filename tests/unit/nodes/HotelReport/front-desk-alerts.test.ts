/** Stays without a room of their own: one message for a room type that nobody has listed, and none is left out without a word. */
import { digestMail } from '../../../../nodes/HotelReport/digest/digest';
import { readFacts, type Json } from '../../../../nodes/HotelReport/facts/read-facts';
import { dashboardPage } from '../../../../nodes/HotelReport/page/page';
import { logRow } from './sample';
import { told, Watchman, WELL } from './watchman';

const ATTIC = 'booking.com/attic';

const stay = (bookingNumber: number, unmappedType?: string): Json => ({
	...{ bookingNumber, kind: 'no_room', key: `booking.com/1/${bookingNumber}`, roomName: null, advice: '' },
	...{ checkIn: '2026-04-01', checkOut: '2026-04-02' },
	...(unmappedType === undefined ? {} : { unmappedType }),
});
const many = (count: number, unmappedType?: string) =>
	Array.from({ length: count }, (_, index) => stay(index + 1, unmappedType));
const desk = (conflicts: Json[], conflictsLeftOut = 0) => ({
	frontDesk: [{ date: '2026-03-29', arrivals: [], conflicts, conflictsLeftOut }],
});

describe('a room type for which no room is listed', () => {
	test('is one message, however many have booked it, and one all-clear', () => {
		const watchman = new Watchman();
		const recent = [
			logRow({ reservationKey: 'booking.com/1/7', status: 'warning', outcome: 'no room', executionId: '99' }),
		];
		const [message, ...others] = watchman.check({ ...desk(many(200, ATTIC)), recent });
		expect(others).toEqual([]);
		expect(message).toMatchObject({
			subject: 'No room of SelfKey is listed for the room type booking.com/attic: 200 bookings have no room',
		});
		expect(message!['text']).toContain('Reservations: booking.com/1/1, booking.com/1/2,');
		expect(message!['text']).toContain('and 195 more');
		expect(message!['text']).toContain('What to do: Add the room type to the form of "00 Hotel settings"');
		expect(message!['text']).toContain('/executions/99');
		expect(watchman.after(5, desk(many(200, ATTIC)))).toEqual([]);
		expect(told(watchman.after(5, desk([])))).toHaveLength(1);
	});

	test('is told again within the hour for those who book it later, and each type for itself', () => {
		const watchman = new Watchman();
		watchman.check(desk([stay(1, ATTIC)]));
		expect(watchman.after(5, desk(many(3, ATTIC)))).toEqual([]);
		const [message] = watchman.after(60, desk(many(3, ATTIC)));
		expect(message!['text']).toContain('New since the last message: booking.com/1/2 (booking 2), booking.com/1/3');
		expect(watchman.after(60, desk([...many(3, ATTIC), stay(4, 'airbnb/9')]))).toHaveLength(1);
	});

	test('takes the place of the bookings that were told one by one, and the other way round: none of them is over', () => {
		const watchman = new Watchman();
		watchman.check(desk([stay(1), stay(2)]));
		const grouped = watchman.after(5, desk(many(2, ATTIC)));
		expect(told(grouped)).toHaveLength(1);
		expect(grouped[0]!['text']).toContain('booking.com/1/2, from 2026-04-01 to 2026-04-02');
		const apart = [120, 5].flatMap((minutes) => watchman.after(minutes, desk([stay(1), stay(2)])));
		expect(told(apart).filter((subject) => !subject.startsWith('alert: Booking'))).toEqual([]);
		expect(told(watchman.after(5, desk([stay(2)])))).toEqual(['allClear: Over: Booking 1 has no room']);
	});

	test('is told at once for whoever comes tonight', () => {
		const watchman = new Watchman();
		watchman.check(desk([stay(1, ATTIC)]));
		const [message] = watchman.after(5, desk([stay(1, ATTIC), { ...stay(2, ATTIC), checkIn: '2026-03-29' }]));
		expect(message!['text']).toContain('New since the last message: booking.com/1/2 (booking 2)');
	});

	test('a stay of another type is one of its own, as where SelfKey does not say why', () => {
		expect(new Watchman().check(desk([...many(2, ATTIC), stay(8), stay(9)]))).toHaveLength(3);
	});
});

describe('more stays than SelfKey names', () => {
	test('are told as one, and none of the named ones is over meanwhile', () => {
		const watchman = new Watchman();
		const first = watchman.check(desk([stay(1), stay(2)], 3));
		expect(told(first)).toContain('alert: 3 more stays have no room of their own');
		expect(first).toHaveLength(3);
		expect(watchman.after(5, desk([stay(2)], 2))).toEqual([]);
		expect(told(watchman.after(5, desk([stay(2)]))).sort()).toEqual([
			'allClear: Over: 2 more stays have no room of their own',
			'allClear: Over: Booking 1 has no room',
		]);
	});

	test('are counted on the page and in the mail', () => {
		const facts = readFacts({ ...WELL, ...desk([stay(1), stay(2)], 3) }, new Watchman().now, 'UTC');
		const page = dashboardPage(facts, {
			...{ language: 'en', editorUrl: 'https://n8n.example', formToken: 'x', notice: '' },
		});
		expect(page).toContain('5 things need somebody.');
		expect(page).toContain('and 3 more in SelfKey');
		const { subject, text } = digestMail(facts, { language: 'en', editorUrl: 'https://n8n.example' });
		expect(subject).toContain('5 things need somebody.');
		expect(text).toContain('and 3 more in SelfKey');
	});
});
