/** Booking.com's queues with any amount and any order of what may stand in a message: it never takes another with it. */
import fc from 'fast-check';
import { readAnswer } from '../../../nodes/BookingCom/responses/read-response';
import { inASecond } from '../../support/cpu-time';
import { ALL, QUEUE_FORMATS } from '../../support/odd-queues';
import { assertProperty } from '../../support/property';

describe.each(QUEUE_FORMATS)('a message in %s', (_, read) => {
	it.each([
		['elements', '<x/>'.repeat(999_990)],
		['elements and damage', `${'<x/>'.repeat(150_000)}<c></d>`],
		['repairs', '&'.repeat(150_000)],
		['repairs and open elements', `${'<x y="1">'.repeat(20)}${'&'.repeat(150_000)}`],
	])('of very many %s takes none of those behind it', (_, typed) => {
		const { reservations } = read(typed, ALL, '1001');
		expect(reservations.map(({ reservationId }) => reservationId).filter((id) => id !== '1001')).toEqual([
			'1002',
			'1003',
		]);
	});

	it('never takes another message with it, whatever is in it', () => {
		const word = fc.constantFrom(
			'<',
			'>',
			'/',
			'"',
			"'",
			'&',
			'=',
			' ',
			'<b>',
			'</b>',
			'<b/>',
			'</c>',
			'<!--',
			'<![CDATA[',
			']]>',
			'<?',
			'?>',
			'&amp;',
			'&#0;',
			'\u0000',
			'\u001b',
			'\uD800',
			'<!DOCTYPE',
			'<b c="',
			'x:y',
			'--',
			'late',
			'<room',
			'<Text>',
			'</Text>',
			'</HotelReservation>',
			'<HotelReservation>',
			'</reservation>',
			'<reservation>',
		);
		assertProperty(
			fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(...ALL), (words, saying) => {
				const { reservations, unreadable } = read(words.join(''), ALL, saying);
				const ids = reservations.map(({ reservationId }) => reservationId);
				expect(ids.filter((id) => id !== saying)).toEqual(ALL.filter((id) => id !== saying));
				expect(ids.length + unreadable.length).toBeGreaterThanOrEqual(3);
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('a queue', () => {
	it('is refused as too large before it fills the memory', () => {
		for (const count of [16_000_000, 1_500_000]) {
			const body = `<r>${'<a/>'.repeat(count)}</r>`;
			inASecond(() => expect(() => readAnswer(body, 'queue')).toThrow(/too large/));
		}
	});
});
