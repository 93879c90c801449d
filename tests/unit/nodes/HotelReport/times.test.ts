/** Moments and days in words: with their year where it is not plain which one is meant. */
import fc from 'fast-check';
import { timesIn, type Times } from '../../../../nodes/HotelReport/page/times';
import { wordsIn, type Language } from '../../../../nodes/HotelReport/words/words';
import { assertProperty } from '../../../support/property';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-29T12:00:00Z');
const inZurich = (language: Language, now = NOW): Times => timesIn('Europe/Zurich', now, wordsIn(language));

test.each([
	['en', '2026-03-29', '29 Mar', '29 Mar, 14:05'],
	['en', '2026-09-24', '24 Sept', '24 Sept, 14:05'],
	['en', '2026-09-27', '27 Sept 2026', '27 Sept 2026, 14:05'],
	['en', '2025-10-01', '1 Oct', '1 Oct, 14:05'],
	['en', '2025-09-29', '29 Sept 2025', '29 Sept 2025, 14:05'],
	['en', '2025-03-29', '29 Mar 2025', '29 Mar 2025, 13:05'],
	['fr', '2026-09-24', '24 sept.', '24 sept., 14:05'],
	['fr', '2026-09-27', '27 sept. 2026', '27 sept. 2026, 14:05'],
	['fr', '2027-04-02', '2 avr. 2027', '2 avr. 2027, 14:05'],
] as const)('%s: %s is %s', (language, date, day, moment) => {
	const times = inZurich(language);
	expect([times.day(date), times.moment(Date.parse(`${date}T12:05:00Z`))]).toEqual([day, moment]);
});

test('days and moments that are years apart are not written alike', () => {
	assertProperty(
		fc.property(
			fc.constantFrom<Language>('en', 'fr'),
			fc.integer({ min: -4, max: 4 }).filter((years) => years !== 0),
			fc.integer({ min: -3 * 365, max: 3 * 365 }),
			(language, years, days) => {
				const one = new Date(NOW + days * DAY);
				const other = new Date(one);
				other.setUTCFullYear(one.getUTCFullYear() + years);
				const { day, moment } = inZurich(language);
				const textOf = (at: Date) => day(at.toISOString().slice(0, 10));
				expect(textOf(one)).not.toBe(textOf(other));
				expect(moment(one.getTime())).not.toBe(moment(other.getTime()));
			},
		),
	);
});

test('what is no day stays as it is', () => {
	expect(inZurich('en').day('soon')).toBe('soon');
});
