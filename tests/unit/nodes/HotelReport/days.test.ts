/** The hotel's day of a moment, which is looked up for a few quarters of an hour and told for the others by these. */
import fc from 'fast-check';
import { dayIn } from '../../../../nodes/HotelReport/facts/days';
import { assertProperty } from '../../../support/property';

const QUARTER_MS = 15 * 60_000;
const ZONES = [
	'UTC',
	'Europe/Zurich',
	'America/Havana',
	'America/Santiago',
	'Asia/Beirut',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'Pacific/Apia',
	'Pacific/Kiritimati',
	'Pacific/Niue',
];

describe.each(ZONES)('the day in %s', (timeZone) => {
	const plain = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
	const day = dayIn(timeZone);

	test('is the one that its calendar shows, in whatever order moments are asked for', () => {
		const from = Date.parse('2008-01-01T00:00:00Z');
		const until = Date.parse('2050-01-01T00:00:00Z');
		assertProperty(
			fc.property(fc.integer({ min: from, max: until }), (at) => {
				expect(day(at)).toBe(plain.format(at));
			}),
			{ numRuns: 300 },
		);
	});

	test.each([-8.64e15, -1, 0, 8.64e15])('of %d, which nobody books, is one as well', (at) => {
		expect(day(at)).toBe(plain.format(at));
	});

	test('changes when the clocks do', () => {
		const year = Date.parse('2026-01-01T00:00:00Z');
		for (let quarter = 0; quarter < 96 * 365; quarter += 7) {
			const at = year + quarter * QUARTER_MS;
			expect(day(at)).toBe(plain.format(at));
		}
	});
});

test('a day that a country has skipped is none', () => {
	const day = dayIn('Pacific/Apia');
	const days = Array.from({ length: 96 * 3 }, (_, quarter) =>
		day(Date.parse('2011-12-29T00:00:00Z') + quarter * QUARTER_MS),
	);
	expect([...new Set(days)]).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']);
});
