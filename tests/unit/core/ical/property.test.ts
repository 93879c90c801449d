import fc from 'fast-check';
import ICAL from 'ical.js';
import { readProperty, type Property } from '../../../../core/ical/property';
import { eventDates } from '../../../../core/ical/event-dates';
import { assertProperty } from '../../../support/property';

/** As `ical.js` reads the line; `null` where it cannot. */
function asJcal(line: string): Property | null {
	try {
		const [name, , , value] = ICAL.parse.property(line.trimStart());
		return { name: name.trim(), value: typeof value === 'string' ? value : '' };
	} catch {
		return null;
	}
}

const TEXTS = ['UID', 'SUMMARY', 'description', 'ProdId', 'STATUS', 'TRANSP'];
const DATES = ['DTSTART', 'dtend'];
const OTHERS = ['URL', 'ORGANIZER', 'DURATION', 'RECURRENCE-ID'];
const wanted = new Set([...TEXTS, ...DATES, ...OTHERS].map((name) => name.toLowerCase()));
const line = fc
	.tuple(
		fc.constantFrom('', ' ', '\u00a0'),
		fc.constantFrom(...TEXTS, ...DATES, ...OTHERS),
		fc.constantFrom('', '', '', ' ', ';VALUE=DATE', ';LANGUAGE=de', ';X="a:b;c"', ';VALUE', ';TZID=(UTC+01:00) Bern'),
		fc.constantFrom(':', ':', ':', '', '::'),
		fc
			.array(
				fc.constantFrom(
					...['\\n', '\\N', '\\\\', '\\;', '\\,', '\\x', '\\', ';', ':', ',', '"', 'é', '😀', ' '],
					...[
						'Reserved',
						'20270710',
						'20270230',
						'2027-07-10',
						'20270710T150000Z',
						'P2D',
						'https://x.example/?a=1;b=2',
					],
				),
				{ maxLength: 4 },
			)
			.map((parts) => parts.join('')),
	)
	.map((parts) => parts.join(''));

describe('a property', () => {
	it('is read as ical.js reads it', () => {
		assertProperty(
			fc.property(line, (written) => {
				const [read, jcal] = [readProperty(written), asJcal(written)];
				if (jcal === null) {
					expect(read === null || read === 'unreadable' || read.value === '').toBe(true);
				} else if (read === 'unreadable') {
					expect(wanted.has(jcal.name)).toBe(false);
				} else if (['dtstart', 'dtend'].includes(jcal.name)) {
					const dateOf = ({ value }: Property) =>
						eventDates({ value, line: '' }, undefined, undefined, 'Europe/Zurich');
					expect(read?.name).toBe(jcal.name);
					expect(read && dateOf(read)).toEqual(dateOf(jcal));
				} else if (read !== null || wanted.has(jcal.name)) {
					expect(read).toEqual(jcal);
				}
			}),
			{ numRuns: 5_000 },
		);
	});

	it.each([
		...['this line has lost its beginning', 'MMARY:CLOSED - Not available', 'SUMMARY', 'SUMMARY CLOSED'],
		...['DTEND VALUE=DATE:20270713', 'D TEND:20270713', 'DTEND,VALUE=DATE:20270713', '\u200bDTEND:20270713'],
	])('cannot be read: %s', (text) => {
		expect(readProperty(text)).toBe('unreadable');
	});

	it.each(['DTSTAMP:20270101T000000Z', 'X-SUMMARY:x', 'LOCATION:here'])(
		'is left alone if nobody asks for it: %s',
		(text) => {
			expect(readProperty(text)).toBeNull();
		},
	);
});
