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

const FOUR = ['1001', '1002', '1003', '1004'];

describe.each(QUEUE_FORMATS)('a queue of four in %s', (_, read) => {
	/** What is given out if nobody says anything odd. */
	const plain = read('', FOUR).reservations;

	const expectOthersUnchanged = (typed: string, saying: string): void => {
		const { reservations, unreadable } = read(typed, FOUR, saying);
		const others = reservations.filter(({ reservationId }) => reservationId !== saying);
		expect(others).toEqual(plain.filter(({ reservationId }) => reservationId !== saying));
		const saidOfIt = [...reservations.map(({ reservationId }) => reservationId), ...unreadable];
		expect(saidOfIt).toContain(saying);
	};

	it.each([
		'l<br>'.repeat(8),
		'<p>x'.repeat(9),
		'<b>'.repeat(8),
		'<Meier>'.repeat(9),
		'<x a="b">'.repeat(9),
		'<li>x'.repeat(1_000),
		'</reservation><b>',
		'</HotelReservation><b>',
		'</reservations><b><i>',
		`${'<b>'.repeat(20)}</reservation>${'<b>'.repeat(20)}`,
		`${'<b>'.repeat(20)}</HotelReservations>${'<Meier>'.repeat(20)}`,
	])('gives out three as ever and the one that says %j, or tells it', (typed) => {
		for (const saying of FOUR) expectOthersUnchanged(typed, saying);
	});

	it('gives out three as ever and the fourth, or tells it, whatever tags are in it', () => {
		const name = fc.constantFrom(
			...'br BR hr img p b i li Meier x:y Text Surname remarks customer reservation reservations room id'.split(' '),
			...'HotelReservation HotelReservations ResGlobalInfo Comment OTA_HotelResNotifRQ'.split(' '),
		);
		const inside = fc.constantFrom('', '', ' ', '/', ' a="b"', " a='b'", ' a="', ' a', ' a=b', ' href="x" b');
		const tag = fc
			.tuple(fc.constantFrom('<', '<', '</'), name, inside, fc.constantFrom('>', '>', '>', ' >', ''))
			.map((parts) => parts.join(''));
		const odd = fc.constantFrom(
			'late',
			' ',
			'&',
			'<',
			'>',
			'<!--',
			'-->',
			'<![CDATA[',
			']]>',
			'<?',
			'<?xml',
			'<!DOCTYPE',
		);
		const repeated = fc
			.tuple(fc.oneof({ weight: 3, arbitrary: tag }, odd), fc.constantFrom(1, 1, 1, 2, 7, 8, 9, 30, 70))
			.map(([word, times]) => word.repeat(times));
		assertProperty(
			fc.property(fc.array(repeated, { maxLength: 8 }), fc.constantFrom(...FOUR), (words, saying) =>
				expectOthersUnchanged(words.join(''), saying),
			),
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
