import fc from 'fast-check';
import { addDays, dateIn, isIsoDate } from '../../../../core/reservation/dates';
import { readCalendar, type CalendarEvent } from '../../../../core/ical/read-calendar';
import { assertProperty } from '../../../support/property';

const ZONE = 'Europe/Zurich';
const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];

function read(text: string, zone = ZONE) {
	const reading = readCalendar(text, zone);
	if (!('calendar' in reading)) throw new Error(reading.fault);
	return reading.calendar;
}

const datesOf = (...lines: string[]) =>
	read(calendar(...event('UID:1', ...lines))).events.map(({ start, end }) => `${start} ${end}`)[0] ?? null;

it.each([
	['dates', ['DTSTART;VALUE=DATE:20270329', 'DTEND;VALUE=DATE:20270331'], '2027-03-29 2027-03-31'],
	['dates without VALUE', ['DTSTART:20270329', 'DTEND:20270331'], '2027-03-29 2027-03-31'],
	['dates as people write them', ['DTSTART:2027-03-29', 'DTEND:2027-03-31'], '2027-03-29 2027-03-31'],
	['a duration of days', ['DTSTART;VALUE=DATE:20270329', 'DURATION:P2D'], '2027-03-29 2027-03-31'],
	['a duration of hours', ['DTSTART;VALUE=DATE:20270329', 'DURATION:PT48H'], '2027-03-29 2027-03-31'],
	['a duration of weeks', ['DTSTART;VALUE=DATE:20270329', 'DURATION:P1W'], '2027-03-29 2027-04-05'],
	[
		'a time and a duration',
		['DTSTART;TZID=Europe/Zurich:20270329T150000', 'DURATION:P1DT20H'],
		'2027-03-29 2027-03-31',
	],
	['neither end nor duration', ['DTSTART;VALUE=DATE:20270329'], '2027-03-29 2027-03-30'],
	['an end that is no later', ['DTSTART;VALUE=DATE:20270329', 'DTEND;VALUE=DATE:20270329'], '2027-03-29 2027-03-30'],
	[
		'a zone of Windows',
		['DTSTART;TZID="W. Europe Standard Time":20270329T150000', 'DTEND;TZID="W. Europe Standard Time":20270331T110000'],
		'2027-03-29 2027-03-31',
	],
	[
		'a zone with a colon and no quotes',
		['DTSTART;TZID=(UTC+01:00) Bern:20270329T150000', 'DTEND;TZID=(UTC+01:00) Bern:20270331T110000'],
		'2027-03-29 2027-03-31',
	],
	[
		'a zone that nobody knows',
		['DTSTART;TZID=Hotel:20270329T230000', 'DTEND;TZID=Hotel:20270331T010000'],
		'2027-03-29 2027-03-31',
	],
	['times without a zone', ['DTSTART:20270329T150000', 'DTEND:20270331T110000'], '2027-03-29 2027-03-31'],
	[
		'UTC, where the hotel is a day ahead',
		['DTSTART:20270328T223000Z', 'DTEND:20270330T223000Z'],
		'2027-03-29 2027-03-31',
	],
	[
		'midnight UTC, which stands for dates',
		['DTSTART:20270329T000000Z', 'DTEND:20270331T000000Z'],
		'2027-03-29 2027-03-31',
	],
	['lower case', ['dtstart;value=date:20270329', 'dtend;value=date:20270331'], '2027-03-29 2027-03-31'],
	['days that end a minute early', ['DTSTART:20270329T000000', 'DTEND:20270330T235900'], '2027-03-29 2027-03-31'],
	['days that end at 24:00', ['DTSTART:20270329T000000', 'DTEND:20270330T240000'], '2027-03-29 2027-03-31'],
	[
		'days of the hotel in UTC that end a minute early',
		['DTSTART:20270328T220000Z', 'DTEND:20270330T215900Z'],
		'2027-03-29 2027-03-31',
	],
	[
		'a date, and an end in UTC a second early',
		['DTSTART;VALUE=DATE:20270329', 'DTEND:20270330T215959Z'],
		'2027-03-29 2027-03-31',
	],
	[
		'days of the hotel in UTC with a duration',
		['DTSTART:20270328T220000Z', 'DURATION:P1DT23H59M'],
		'2027-03-29 2027-03-31',
	],
	[
		'a start in the hotel’s zone, and an end in UTC a minute early',
		['DTSTART;TZID=Europe/Zurich:20270329T000000', 'DTEND:20270330T215900Z'],
		'2027-03-29 2027-03-31',
	],
	[
		'days in UTC that end a minute early',
		['DTSTART:20270329T000000Z', 'DTEND:20270330T235900Z'],
		'2027-03-29 2027-03-31',
	],
	[
		'an arrival at midnight and a departure late in the evening',
		['DTSTART:20270328T220000Z', 'DTEND:20270330T215800Z'],
		'2027-03-29 2027-03-30',
	],
	['milliseconds', ['DTSTART:2027-03-29T15:00:00.000Z', 'DTEND:2027-03-31T09:00:00.000Z'], '2027-03-29 2027-03-31'],
	[
		'an empty end beside a duration',
		['DTSTART;VALUE=DATE:20270329', 'DTEND;VALUE=DATE:', 'DURATION:P2D'],
		'2027-03-29 2027-03-31',
	],
	['an end before the start', ['DTSTART;VALUE=DATE:20270331', 'DTEND;VALUE=DATE:20270329'], null],
	['a date that does not exist', ['DTSTART;VALUE=DATE:20270230', 'DTEND;VALUE=DATE:20270331'], null],
	['an endless duration', ['DTSTART;VALUE=DATE:20270329', 'DURATION:P999999999D'], null],
	...['P1M', 'P1Y', 'P1M2D', 'P1H', 'P1D2H', 'P1.5D', 'PT1D', 'P', 'P1DT', 'soon'].map(
		(duration): [string, string[], null] => [
			`a duration that is none: ${duration}`,
			['DTSTART;VALUE=DATE:20270329', `DURATION:${duration}`],
			null,
		],
	),
	[
		'times with their distance from UTC',
		['DTSTART:2027-03-29T23:30:00-05:00', 'DTEND:20270331T003000+0200'],
		'2027-03-29 2027-03-31',
	],
	...['Z', '+00:00', '-00:00', '+0000', '-0000'].map((utc): [string, string[], string] => [
		`times in UTC with ${utc}`,
		[`DTSTART:2027-03-28T22:00:00${utc}`, `DTEND:2027-03-30T22:00:00${utc}`],
		'2027-03-29 2027-03-31',
	]),
	...[
		...['UTC', 'utc', 'Etc/UTC', 'Etc/GMT', 'GMT', 'Etc/GMT+0', 'Zulu', 'Z', '"UTC"', 'tzone://Microsoft/Utc'],
		...['Coordinated Universal Time', '(UTC) Coordinated Universal Time', '"(UTC) Coordinated Universal Time"'],
	].map((zone): [string, string[], string] => [
		`times in UTC by the name ${zone}`,
		[`DTSTART;TZID=${zone}:20270328T220000`, `DTEND;VALUE=DATE-TIME;TZID=${zone};X=1:20270330T220000`],
		'2027-03-29 2027-03-31',
	]),
	...['GMT Standard Time', 'Etc/GMT+2', '(UTC+01:00) Bern', '(UTC-05:00) UTC', 'Hotel/UTC-Bern', 'UTC+1'].map(
		(zone): [string, string[], string] => [
			`times in a zone that is not UTC: ${zone}`,
			[`DTSTART;TZID=${zone}:20270328T223000`, `DTEND;TZID=${zone}:20270330T223000`],
			'2027-03-28 2027-03-30',
		],
	),
	[
		'midnight UTC by its name',
		['DTSTART;TZID=UTC:20270329T000000', 'DTEND;TZID=UTC:20270331T000000'],
		'2027-03-29 2027-03-31',
	],
	['UTC by its name, and a duration', ['DTSTART;TZID=UTC:20270328T220000', 'DURATION:P2D'], '2027-03-29 2027-03-31'],
	[
		'UTC by its name beside a distance of its own',
		['DTSTART;TZID=UTC:20270328T230000+0200', 'DTEND;TZID=UTC:20270330T230000+0200'],
		'2027-03-28 2027-03-30',
	],
	[
		'a period in UTC by its name',
		['DTSTART;VALUE=PERIOD;TZID=UTC:20270328T220000/20270330T220000'],
		'2027-03-29 2027-03-31',
	],
	['dates beside the name of UTC', ['DTSTART;TZID=UTC:20270329', 'DTEND;TZID=UTC:20270331'], '2027-03-29 2027-03-31'],
	['a period as the start', ['DTSTART;VALUE=PERIOD:20270329T130000Z/20270331T090000Z'], '2027-03-29 2027-03-31'],
	['a period of so many days', ['DTSTART;VALUE=PERIOD:20270329/P2D'], '2027-03-29 2027-03-31'],
	['a period and an end', ['DTSTART;VALUE=PERIOD:20270329/20270330', 'DTEND:20270331'], '2027-03-29 2027-03-31'],
	['a period as the end', ['DTSTART:20270329', 'DTEND;VALUE=PERIOD:20270329/20270331'], '2027-03-29 2027-03-31'],
	['a period that ends before it starts', ['DTSTART;VALUE=PERIOD:20270331/20270329'], null],
	[
		'a zone with slashes and a date of its own',
		['DTSTART;TZID=/x.org/20011030/Europe:20270329T150000', 'DTEND;TZID=/x.org/20011030/P1:20270331T150000'],
		'2027-03-29 2027-03-31',
	],
	['a duration with its sign', ['DTSTART;VALUE=DATE:20270329', 'DURATION:+P1DT24H0M0S'], '2027-03-29 2027-03-31'],
	['a negative duration', ['DTSTART;VALUE=DATE:20270329', 'DURATION:-P2D'], null],
])('%s', (_, lines, expected) => {
	expect(datesOf(...lines)).toBe(expected);
});

it.each(['DTSTART:00010101T000000Z', 'DTSTART;VALUE=DATE:00010101', 'DTSTART:01000101T120000Z'])(
	'what began before anybody’s time keeps no other event out: %s',
	(start) => {
		const ancient = event('UID:2', start, 'DTEND:00010101T000100Z');
		const lasting = event('UID:3', start, 'DTEND:20270329T120000Z');
		const text = calendar(...event('UID:1', 'DTSTART:20270329', 'DTEND:20270331'), ...ancient, ...lasting);
		const { events } = read(text, 'America/New_York');
		expect(events).toMatchObject([{ uid: '1' }, { uid: '2' }, { uid: '3', end: '2027-03-29' }]);
		for (const each of events) expect(isIsoDate(each.start) && isIsoDate(each.end) && each.start < each.end).toBe(true);
	},
);

it('midnight UTC stays a date west of Greenwich', () => {
	const text = calendar(...event('UID:1', 'DTSTART:20270329T000000Z', 'DTEND:20270331T000000Z'));
	expect(read(text, 'America/New_York').events).toMatchObject([{ start: '2027-03-29', end: '2027-03-31' }]);
});

it('whole days of the hotel are the same in UTC as without a zone, wherever it is', () => {
	const bare = (text: string) => text.replace(/[-:]|\.\d+/g, '');
	const midnightOf = (zone: string, date: string) => {
		const noon = Date.parse(`${date}T12:00:00Z`);
		const quarters = Array.from({ length: 240 }, (_, index) => new Date(noon + (index - 120) * 900_000));
		return quarters.find((each) => dateIn(zone, each) === date) ?? new Date(NaN);
	};
	const zone = fc.constantFrom(
		ZONE,
		'UTC',
		'Europe/London',
		'America/New_York',
		'Pacific/Kiritimati',
		'Asia/Kathmandu',
	);
	assertProperty(
		fc.property(zone, fc.nat({ max: 400 }), fc.integer({ min: 1, max: 30 }), (where, day, nights) => {
			const start = addDays('2027-01-01', day);
			const until = midnightOf(where, addDays(start, nights)).getTime() - 60_000;
			const [from, to] = [midnightOf(where, start), new Date(until)].map((each) => bare(each.toISOString()));
			const { events } = read(calendar(...event('UID:1', `DTSTART:${from}`, `DTEND:${to}`)), where);
			expect(events).toMatchObject([{ start, end: addDays(start, nights) }]);
		}),
		{ numRuns: 200 },
	);
});

const BOOKING = event(
	'DTSTART;VALUE=DATE:20270329',
	'DTEND;VALUE=DATE:20270331',
	'SUMMARY:Reserved',
	'UID:1418fb94e984-0123456789abcdef0123456789abcdef-and-more-of-it-than-fits-on\r\n -one-line@airbnb.com',
	'DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/de\r\n tails/HMABCDEFGH\\nPhone Number (Last 4 Digits): 1234',
);
const READ: Partial<CalendarEvent> = {
	uid: '1418fb94e984-0123456789abcdef0123456789abcdef-and-more-of-it-than-fits-on-one-line@airbnb.com',
	summary: 'Reserved',
	description:
		'Reservation URL: https://www.airbnb.com/hosting/reservations/details/HMABCDEFGH\nPhone Number (Last 4 Digits): 1234',
	...{ start: '2027-03-29', end: '2027-03-31' },
};

it.each([
	['CRLF', (text: string) => text],
	['LF', (text: string) => text.replaceAll('\r\n', '\n')],
	['CR', (text: string) => text.replaceAll('\r\n', '\r')],
	['a byte order mark', (text: string) => `\uFEFF${text}`],
	['folds with a tab', (text: string) => text.replaceAll('\r\n ', '\r\n\t')],
	['empty lines', (text: string) => text.replaceAll('\r\nBEGIN', '\r\n\r\nBEGIN')],
])('folded UIDs and addresses, with %s', (_, as) => {
	expect(read(as(calendar(...BOOKING))).events).toMatchObject([READ]);
});

it('the parameter of an old PRODID does no harm', () => {
	const text = calendar(...BOOKING).replace(
		'VERSION:2.0',
		'PRODID;X-RICAL-TZSOURCE=TZINFO:-//Airbnb Inc//Hosting 0.8.8//EN',
	);
	expect(read(text)).toMatchObject({ productId: expect.stringContaining('Airbnb'), events: [READ] });
});

it('the times of a zone and of an alarm are not the event’s', () => {
	const zone = [
		'BEGIN:VTIMEZONE',
		'TZID:X',
		'BEGIN:STANDARD',
		'DTSTART:19701025T030000',
		'RRULE:FREQ=YEARLY',
		'END:STANDARD',
		'END:VTIMEZONE',
	];
	const alarm = ['BEGIN:VALARM', 'DURATION:PT15M', 'SUMMARY:Wake up', 'END:VALARM'];
	const withAlarm = [...BOOKING.slice(0, 1), ...alarm, ...BOOKING.slice(1)];
	const { events } = read(calendar(...zone, ...withAlarm));
	expect(events).toMatchObject([{ ...READ, isRecurring: false }]);
});

it.each([
	['DTSTART;VALUE=DATE:99991231'],
	['DTSTART;VALUE=DATE:20270701', 'DTEND:99991231T235959'],
	['DTSTART:99991231T200000Z', 'DTEND:99991231T230000Z'],
])('an end beyond all years is no end, and holds up no other event (%s)', (...lines) => {
	const { events, undated } = read(calendar(...event('UID:endless', ...lines), ...BOOKING));
	expect(events.map(({ uid }) => uid)).toContain(READ.uid);
	expect([...events, ...undated].map(({ uid }) => uid)).toContain('endless');
});

describe('one line that cannot be read', () => {
	const other = (uid: string) => event(`UID:${uid}`, 'DTSTART;VALUE=DATE:20270401', 'DTEND;VALUE=DATE:20270402');
	const events = [other('before'), BOOKING, other('after')];
	const cases = events.flatMap((lines, owner) => lines.map((line, at) => ({ line, owner, at })));

	it.each(cases)('$line', ({ owner, at }) => {
		const broken = events.map((lines, index) =>
			lines.map((line, place) => (index === owner && place === at ? '%&/ no line at all' : line)),
		);
		const { events: found, undated } = read(calendar(...broken.flat()));
		const others = ['before', READ.uid, 'after'].filter((_, index) => index !== owner);
		expect(found.map(({ uid }) => uid)).toEqual(expect.arrayContaining(others));
		// That the event is there is not forgotten.
		expect(found.length + undated.length).toBe(3);
		// None gets other nights than it has.
		const nights = new Map(read(calendar(...events.flat())).events.map(({ start, end }) => [start, end]));
		for (const { start, end } of found) expect(end).toBe(nights.get(start));
	});
});

describe('an event whose end is hidden', () => {
	const START = 'DTSTART;VALUE=DATE:20270710';
	const END = 'DTEND;VALUE=DATE:20270713';
	const CODE = 'DESCRIPTION:https://www.airbnb.com/hosting/reservations/details/HMABCDEFGH';

	it.each<[string, string[]]>([
		['behind a stray blank', [START, ` ${END}`]],
		['behind a stray tab', [START, 'SUMMARY:Reserved', `\t${END}`]],
		['by a lost line break behind the start', [`${START}${END}`]],
		['by a lost line break behind a text', [START, `SUMMARY:Reserved${END}`]],
		['by a lost line break behind what nobody reads', [START, `DTSTAMP:20270101T000000Z${END}`]],
		['in an alarm whose end cannot be read', [START, 'BEGIN:VALARM', 'ACTION:DISPLAY', 'END:VALRM', END]],
		['in an alarm whose beginning cannot be read', [START, 'BEGIN:VALRM', 'ACTION:DISPLAY', 'END:VALARM', END]],
		['behind a beginning of something', [START, 'BEGIN:X', END]],
		['behind a beginning, although it has a code', [START, CODE, 'BEGIN:X', END]],
		['behind a beginning of another event', [START, 'BEGIN:VEVENT', END]],
		['in more lines than an event has', [START, ...Array.from({ length: 200 }, () => 'COMMENT:x'), END]],
		['as a duration behind a stray blank', [START, ' DURATION:P3D']],
		['as a duration of nothing', [START, 'DURATION:']],
		['behind another name', [START, `X-${END}`]],
		...['DTEND VALUE=DATE:20270713', 'DTEND.VALUE=DATE:20270713', 'D TEND:20270713', 'DTEN;VALUE=DATE:20270713'].map(
			(line): [string, string[]] => [`in a name that is none: ${line}`, [START, line]],
		),
	])('has no dates, rather than one night: %s', (_, lines) => {
		const { events, undated } = read(calendar(...event('UID:1', ...lines), ...BOOKING));
		expect(events.map(({ uid }) => uid)).toEqual([READ.uid]);
		expect(undated.map(({ uid }) => uid)).toContain('1');
	});

	it.each<[string, string[]]>([
		['in a text, beside its own', [START, 'DESCRIPTION:DTEND:20270711\\nDURATION:P1D', END]],
		['in a folded text, beside its own', [START, 'DESCRIPTION:Ask for', ' DTEND;VALUE=DATE:20270711', END]],
		['in a text, beside a duration', [START, 'DESCRIPTION:DTEND:20270711', 'DURATION:P3D']],
		['in an alarm that ends', [START, 'BEGIN:VALARM', 'DURATION:PT15M', 'END:VALARM', END]],
		['in no way, though an alarm has no end', [START, END, 'BEGIN:VALARM', 'DURATION:PT15M', 'END:VALRM']],
	])('has its own dates, though another is named %s', (_, lines) => {
		expect(datesOf(...lines)).toBe('2027-07-10 2027-07-13');
	});

	it.each([
		'DESCRIPTION:Duration: 1 night',
		'X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M',
		'ROOM_ID:12',
		'item1.X-FOO:1',
	])('has one night where no end is named, beside %s', (line) => {
		const [found] = read(calendar(...event('UID:1', START, line))).events;
		expect(found).toMatchObject({ start: '2027-07-10', end: '2027-07-11', hasBadLine: false });
	});

	it('is one event though a UID stands in a text that was not folded', () => {
		const lines = ['UID:1', START, END, 'DESCRIPTION:Booking', 'UID: 998877', 'SUMMARY:Bob'];
		expect(read(calendar(...event(...lines))).events).toMatchObject([{ uid: '1', summary: 'Bob', end: '2027-07-13' }]);
	});

	it('has one night where no end is named anywhere', () => {
		expect(datesOf(START, 'SUMMARY:Reserved')).toBe('2027-07-10 2027-07-11');
	});
});

it('no damage to one line shortens a stay, or lets one vanish', () => {
	const alarm = ['BEGIN:VALARM', 'DURATION:PT15M', 'END:VALARM'];
	const stays = [
		event('UID:a', 'DTSTART;VALUE=DATE:20270401', 'DTEND;VALUE=DATE:20270405', 'SUMMARY:Reserved'),
		event('DTSTAMP:20270101T000000Z', 'DTSTART:20270405', ...alarm, 'DTEND:20270409', 'UID:b', 'SUMMARY:Reserved'),
		event('DTSTART;VALUE=DATE:20270409', 'DURATION:P4D', 'SUMMARY:Reserved', 'UID:c', 'DESCRIPTION:x', ...alarm),
	];
	const lines = calendar(...stays.flat())
		.trimEnd()
		.split('\r\n');
	const ends = new Map(Object.entries({ a: '2027-04-05', b: '2027-04-09', c: '2027-04-13' }));
	const damage = fc.oneof(
		fc.constantFrom(' ', '\t', '%&/').map((sign) => (line: string) => `\r\n${sign}${line}`),
		fc.constantFrom('', '\r\n', '\n\n').map((end) => (line: string) => `${end}${line}`),
		fc
			.constantFrom('BEGIN:X', 'END:X', 'BEGIN:VEVENT', 'BEGIN:VALARM', 'END:VALARM', 'DURATION:')
			.map((other) => (line: string) => `\r\n${other}\r\n${line}`),
		fc
			.integer({ min: 1, max: 20 })
			.map((count) => (line: string) => `\r\n${line.slice(Math.min(count, line.length - 1))}`),
		// Not of its digits: another date is another stay.
		fc.integer({ min: 0, max: 10 }).map((at) => (line: string) => `\r\n${line.slice(0, at)}${line.slice(at + 1)}`),
		// Without an end, and without a sign of one, it is a night.
		fc.constant((line: string) => (/^D(?:TEND|URATION)/.test(line) ? `\r\n${line}` : '')),
	);
	assertProperty(
		fc.property(fc.integer({ min: 1, max: lines.length - 2 }), damage, (place, damaged) => {
			const text = lines.map((line, at) => (at === 0 ? line : at === place ? damaged(line) : `\r\n${line}`)).join('');
			const reading = readCalendar(`${text}\r\n`, ZONE);
			if (!('calendar' in reading)) return;
			const { events, undated } = reading.calendar;
			for (const { uid, end } of events) expect([uid, end]).toEqual([uid, ends.get(uid) ?? end]);
			expect(events.length + undated.length).toBeGreaterThanOrEqual(3);
		}),
		{ numRuns: 2_000 },
	);
});

describe('events whose first or last line is damaged', () => {
	const other = (uid: string) => event(`UID:${uid}`, 'DTSTART;VALUE=DATE:20270401', 'DTEND;VALUE=DATE:20270402');
	const text = calendar(...other('before'), ...BOOKING, ...other('after'));
	const at = (boundary: string, place: number) => text.split(`${boundary}\r\n`, place).join(`${boundary}\r\n`).length;
	const damaged = (boundary: string, place: number, to: string) =>
		text.slice(0, at(boundary, place)) + to + text.slice(at(boundary, place) + boundary.length + 2);

	it.each([
		['END:VEVENT', 'END:VEVNT\r\n'],
		['END:VEVENT', ' END:VEVENT\r\n'],
		['END:VEVENT', ''],
		['END:VEVENT', 'END:VEVENT'],
		['BEGIN:VEVENT', ''],
		['BEGIN:VEVENT', ' BEGIN:VEVENT\r\n'],
		['BEGIN:VEVENT', 'BEGINN:VEVENT\r\n'],
	])('are all there: "%s" is "%s"', (boundary, to) => {
		for (const place of [1, 2, 3]) {
			// A calendar without its own end is none.
			const reading = readCalendar(damaged(boundary, place, to), ZONE);
			if (!('calendar' in reading)) expect(reading).toEqual({ fault: 'truncated' });
			else expect(reading.calendar.events.map(({ end }) => end)).toEqual(['2027-04-02', READ.end, '2027-04-02']);
		}
	});

	it('are all there where both lines between them are lost', () => {
		const between = 'END:VEVENT\r\nBEGIN:VEVENT\r\n';
		const texts = [text.replace(between, ''), text.replace(between, '%&/\r\n'), text.replaceAll(between, '')];
		for (const damaged of texts)
			expect(read(damaged).events.map(({ uid, end }) => [uid, end])).toEqual([
				['before', '2027-04-02'],
				[READ.uid, READ.end],
				['after', '2027-04-02'],
			]);
	});

	it('are one where a line of it stands twice', () => {
		const twice = text.replace('UID:before', 'UID:before\r\nUID:before');
		expect(read(twice).events).toHaveLength(3);
		const otherStart = text.replace('UID:before', 'UID:before\r\nDTSTART;VALUE=DATE:20270331');
		expect(read(otherStart)).toMatchObject({ events: { length: 3 }, undated: [] });
	});

	it('are there, if one without dates: "BEGIN:VEVENT" is "BEGIN:VEVNT"', () => {
		for (const place of [1, 2, 3]) {
			const { events, undated } = read(damaged('BEGIN:VEVENT', place, 'BEGIN:VEVNT\r\n'));
			expect([events.length, undated.length]).toEqual([2, 1]);
		}
	});
});

it.each([
	['', 'blank'],
	[' \r\n\r\n', 'blank'],
	['<!DOCTYPE html><html><body>Log in</body></html>', 'html'],
	['\uFEFF<html lang="en">', 'html'],
	['{"error":"not found"}', 'notACalendar'],
	['Sorry', 'notACalendar'],
	[calendar(...BOOKING).replace('END:VCALENDAR\r\n', ''), 'truncated'],
	[calendar(...BOOKING).slice(0, 200), 'truncated'],
	['BEGIN:VCALENDAR', 'truncated'],
	[calendar(...Array.from({ length: 2_001 }, () => event('UID:1')).flat()), 'tooLarge'],
	[`BEGIN:VCALENDAR\r\n${'X'.repeat(10_000_001)}`, 'tooLarge'],
])('%.30s is %s', (text, fault) => {
	expect(readCalendar(text, ZONE)).toEqual({ fault });
});

it('every beginning of a calendar is truncated, and never a calendar with fewer events', () => {
	const text = calendar(...BOOKING, ...BOOKING);
	for (let length = 'BEGIN:VCALENDAR'.length; length < text.trimEnd().length; length += 1)
		expect(readCalendar(text.slice(0, length), ZONE)).toEqual({ fault: 'truncated' });
});

it('a calendar without events is one', () => {
	expect(read(calendar())).toMatchObject({ events: [], undated: [] });
});
