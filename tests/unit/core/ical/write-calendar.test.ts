import fc from 'fast-check';
import { contentLines, folded } from '../../../../core/ical/content-lines';
import { readCalendar } from '../../../../core/ical/read-calendar';
import { writeCalendar } from '../../../../core/ical/write-calendar';
import { assertProperty } from '../../../support/property';

const stamp = new Date('2027-03-01T00:00:00.000Z');
const write = (...events: Parameters<typeof writeCalendar>[0]['events'] & object[]) =>
	writeCalendar({ productId: '-//x//y//EN', events, stamp });

it('is what importers expect, to the letter', () => {
	const event = { uid: 'b@x', start: '2027-03-29', end: '2027-03-31', summary: 'Not available, sorry; really' };
	expect(write({ ...event, uid: 'c@x', start: '2027-03-31', end: '2027-04-02' }, event)).toBe(
		[
			...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
			...['BEGIN:VEVENT', 'UID:b@x', 'DTSTAMP:20270301T000000Z', 'DTSTART;VALUE=DATE:20270329'],
			...['DTEND;VALUE=DATE:20270331', 'SUMMARY:Not available\\, sorry\\; really', 'TRANSP:OPAQUE', 'END:VEVENT'],
			...['BEGIN:VEVENT', 'UID:c@x', 'DTSTAMP:20270301T000000Z', 'DTSTART;VALUE=DATE:20270331'],
			...['DTEND;VALUE=DATE:20270402', 'SUMMARY:Not available\\, sorry\\; really', 'TRANSP:OPAQUE', 'END:VEVENT'],
			...['END:VCALENDAR', ''],
		].join('\r\n'),
	);
});

it('a calendar without events still has a component, as the standard wants it', () => {
	expect(write()).toContain('BEGIN:VTIMEZONE\r\n');
	expect(readCalendar(write(), 'Etc/UTC')).toMatchObject({ calendar: { events: [] } });
});

it.each([[{ uid: ' ' }], [{ end: '2027-03-29' }], [{ start: '29.03.2027' }], [{ end: '2027-02-30' }]])(
	'refuses %p',
	(over) => {
		const event = { uid: '1', start: '2027-03-29', end: '2027-03-30', summary: '' };
		expect(() => write({ ...event, ...over })).toThrow(RangeError);
	},
);

it('lines are folded by octets, never within a character, and read back whole', () => {
	assertProperty(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
			const line = `SUMMARY:${text.replace(/[\r\n]/g, '')}`;
			const written = folded(line);
			for (const piece of written.split('\r\n')) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(75);
			expect(written).not.toContain('\uFFFD');
			expect(contentLines(written)).toEqual([line]);
		}),
	);
});

it('texts survive writing and reading', () => {
	assertProperty(
		fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (typed) => {
			const text = typed.replace(/[\u0000-\u001F\u007F\uFEFF]/g, '').trim();
			const reading = readCalendar(
				write({ uid: '1', start: '2027-03-29', end: '2027-03-30', summary: text }),
				'Etc/UTC',
			);
			expect(reading).toMatchObject({ calendar: { events: [{ summary: text }] } });
		}),
	);
});
