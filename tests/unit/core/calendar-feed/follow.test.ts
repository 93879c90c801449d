/** One channel's calendar, reading by reading. */
import type { FeedFetch } from '../../../../core/calendar-feed/follow';
import { ownUid } from '../../../../core/calendar-feed/own-events';
import { whileOffered } from '../../../../core/calendar-feed/state';
import { readCalendar } from '../../../../core/ical/read-calendar';
import { addDays } from '../../../../core/reservation/dates';
import { feed, readOn, textOf, ZONE, type Given } from '../../../support/followed-feed';

const A: Given = { uid: 'a@airbnb.com', code: 'HMAAAAAAAA', start: '2027-03-10', end: '2027-03-13' };
const B: Given = { uid: 'b@airbnb.com', code: 'HMBBBBBBBB', start: '2027-03-13', end: '2027-03-15' };
const C: Given = { uid: 'c@airbnb.com', code: 'HMCCCCCCCC', start: '2027-04-01', end: '2027-04-05' };
const BLOCK: Given = { uid: 'x@airbnb.com', summary: 'Airbnb (Not available)', start: '2027-05-01', end: '2027-05-31' };

describe('what an event is', () => {
	it.each<[string, Given, string[]]>([
		['a code is the identity', A, ['new HMAAAAAAAA 2027-03-10/2027-03-13']],
		['a code of six characters', { ...A, code: 'QK2X7A' }, ['new QK2X7A 2027-03-10/2027-03-13']],
		['the UID without a code', { ...A, code: undefined } as Given, ['new a@airbnb.com 2027-03-10/2027-03-13']],
		[
			'the old form of the address',
			{ ...A, code: undefined, lines: ['URL:https://www.airbnb.fr/reservation/itinerary?code=HMOLD'] } as Given,
			['new HMOLD 2027-03-10/2027-03-13'],
		],
		['closed nights', BLOCK, []],
		['closed nights in French', { ...BLOCK, summary: 'Indisponible' }, []],
		...[
			'Airbnb (Müsait değil)',
			'Airbnb (予約不可)',
			'Não disponível',
			'Niedostępne',
			'Недоступно',
			'غير متاح',
			'不可用',
			'Ikke tilgjengelig',
			'Block',
			'Owner Hold',
			'Stop sell',
			'Occupé',
		].map((summary): [string, Given, string[]] => [`closed nights: ${summary}`, { ...BLOCK, summary }, []]),
		...['Zarezerwowane', 'Hans Block', '已预订', 'Anything else'].map((summary): [string, Given, string[]] => [
			`a booking: ${summary}`,
			{ ...BLOCK, summary },
			['new x@airbnb.com 2027-05-01/2027-05-31'],
		]),
		['what is called cancelled in its title', { ...BLOCK, summary: 'Cancelled - Ann' }, []],
		[
			'a newer address',
			{
				...A,
				code: undefined,
				lines: ['URL:https://www.airbnb.fr/hosting/reservations?confirmationCode=HMNEW1'],
			} as Given,
			['new HMNEW1 2027-03-10/2027-03-13'],
		],
		['a stay of the past', { ...A, start: '2027-02-20', end: '2027-03-01' }, []],
		['a stay in house', { ...A, start: '2027-02-20' }, ['new HMAAAAAAAA 2027-02-20/2027-03-13']],
		['what occupies nothing', { ...BLOCK, summary: 'Cleaning', lines: ['TRANSP:TRANSPARENT'] }, []],
		[
			'a booking that is said to occupy nothing, by its code',
			{ ...A, summary: 'Ann', lines: ['TRANSP:TRANSPARENT'] },
			['new HMAAAAAAAA 2027-03-10/2027-03-13'],
		],
		...['Reserved', 'CLOSED - Not available'].map((summary): [string, Given, string[]] => [
			`a booking that is said to occupy nothing, by its title: ${summary}`,
			{ ...BLOCK, summary, end: '2027-05-03', lines: ['TRANSP:TRANSPARENT'] },
			['new x@airbnb.com 2027-05-01/2027-05-03'],
		]),
		[
			'a booking that is one of a series',
			{ ...A, lines: ['RECURRENCE-ID;VALUE=DATE:20270310'] },
			['new HMAAAAAAAA 2027-03-10/2027-03-13'],
		],
		[
			'what is called reserved and repeats',
			{ ...BLOCK, summary: 'Reserved - Ann', lines: ['RRULE:FREQ=YEARLY'] },
			['new x@airbnb.com 2027-05-01/2027-05-31'],
		],
		['what repeats', { ...BLOCK, summary: 'Cleaning', lines: ['RRULE:FREQ=DAILY'] }, []],
		['our own, by its UID', { ...A, code: undefined, uid: ownUid(['hotel', '1']) } as Given, []],
		['our own, passed on under another', { ...A, code: undefined, summary: 'SelfKey (Not available)' } as Given, []],
		...[
			{ uid: ownUid(['hotel', '1']).toUpperCase() },
			{ uid: `import-7-${ownUid(['hotel', '1']).replace('@', '_at_')}` },
			{ summary: 'Reserved', lines: ['DESCRIPTION:calendar-feed.n8n-nodes-hotel'] },
			{ summary: 'CLOSED - Not available', lines: ['DESCRIPTION:Imported (Calendar-Feed.n8n-nodes-hotel)'] },
		].map((over): [string, Given, string[]] => [
			`our own, where a channel has kept one sign of it: ${JSON.stringify(over)}`,
			{ ...A, code: undefined, ...over } as Given,
			[],
		]),
		[
			'a reservation with its code, whatever else stands in it',
			{ ...A, summary: 'SelfKey (Not available)', uid: ownUid(['hotel', '1']) },
			['new HMAAAAAAAA 2027-03-10/2027-03-13'],
		],
		...[
			'Reserved - SelfKey (Not available)',
			'CLOSED: selfkey (not available) [import]',
			'SelfKey - Not available',
			'SelfKey Not available',
			'Not available (SelfKey)',
			'CLOSED - Not available - SelfKey',
		].map((summary): [string, Given, string[]] => [
			`our own, with words of the channel: ${summary}`,
			{ ...A, code: undefined, summary } as Given,
			[],
		]),
		...['Reserved - SelfKey', 'Reserved - Myselfkey (Not available)', 'Reserved - Anna Selfkey'].map(
			(summary): [string, Given, string[]] => [
				`a guest: ${summary}`,
				{ ...A, code: undefined, summary } as Given,
				['new a@airbnb.com 2027-03-10/2027-03-13'],
			],
		),
		['what was cancelled before it was seen', { ...A, lines: ['STATUS:CANCELLED'] }, []],
	])('%s', (_, event, expected) => {
		expect(feed().read([event])).toMatchObject({ told: expected, alerts: [] });
	});

	it('a guest in the title is the booker, and the phone number a remark', () => {
		const event = { ...A, summary: 'Réservée - Zoë Müller', lines: ['X-NOTE:Phone Number (Last 4 Digits): 9'] };
		const [reservation] = feed().read([event]).result.reservations;
		expect(reservation).toMatchObject({ booker: { lastName: 'Zoë Müller' }, remarks: [] });
		const text = textOf([A]).replace(A.code!, `${A.code}\\nPhone Number (Last 4 Digits): 1234`);
		for (const words of ['Phone Number (Last 4 Digits): ', 'Numéro de téléphone (4 derniers chiffres) : '])
			expect(feed().text(text.replace('Phone Number (Last 4 Digits): ', words)).result.reservations).toMatchObject([
				{ remarks: ['Phone number ends in 1234'] },
			]);
		expect(feed().read([{ ...A, summary: 'Reserved – Zoë' }]).result.reservations[0]?.booker.lastName).toBe('Zoë');
	});

	it.each(['Anna Blokesch', 'Chiusano Marco', 'Mary Closedale', 'Fermeiro', 'Blockiers, Jan', 'Zakrytskaya'])(
		'%s is a guest, whatever is in the name',
		(summary) => {
			expect(feed().read([{ ...A, code: '', summary }]).told).toHaveLength(1);
		},
	);

	it.each([
		['Booking.com’s booking', 4, true],
		['Booking.com’s closure', 45, false],
		['a whole season of it', 182, false],
	])('%s', (_, nights, isBooking) => {
		const end = new Date(Date.parse('2027-03-10') + nights * 86_400_000).toISOString().slice(0, 10);
		const event = { uid: '1@booking.com', summary: 'CLOSED - Not available', start: '2027-03-10', end };
		expect(feed({ channel: 'booking.com' }).read([event]).told).toHaveLength(isBooking ? 1 : 0);
	});
});

describe('a booking', () => {
	it('whose dates move is modified, and nothing else is', () => {
		const of = feed();
		of.read([A, C, BLOCK]);
		expect(of.read([{ ...A, start: '2027-03-11', end: '2027-03-16' }, C, BLOCK]).told).toEqual([
			'modified HMAAAAAAAA 2027-03-11/2027-03-16',
		]);
		expect(of.read([{ ...A, start: '2027-03-11', end: '2027-03-16' }, C, BLOCK]).told).toEqual([]);
	});

	it('is cancelled after six hours and three readings, not before', () => {
		const of = feed();
		of.read([A, B, C]);
		for (const hours of [0.5, 0.5, 0.5, 2]) {
			of.pass(hours);
			expect(of.read([A, C])).toMatchObject({ told: [], alerts: [] });
		}
		of.pass(6);
		expect(of.read([A, C]).told).toEqual(['cancelled HMBBBBBBBB 2027-03-13/2027-03-15']);
		expect(readOn(of, [A, C])).toEqual([]);
	});

	it('is not cancelled by two readings, however far apart', () => {
		const of = feed();
		of.read([A, B, C]);
		of.pass(1);
		of.read([A, C]);
		of.pass(40);
		expect(of.read([A, C]).told).toEqual([]);
	});

	it.each([
		['longer than an id may be', 'x'.repeat(300)],
		['with a character that no database holds', 'a\u0000b'],
	])('with a UID %s is a stay like any other', (_, uid) => {
		const of = feed();
		const [told = ''] = of.read([{ ...A, uid, code: '' }, C]).told;
		const [, id = ''] = told.split(' ');
		expect(id).toMatch(/^uid-[0-9a-f]{12}$/);
		expect(of.read([{ ...A, uid, code: '' }, C]).told).toEqual([]);
		expect(of.read([{ ...A, uid, code: '', end: '2027-03-20' }, C]).told).toEqual([
			expect.stringMatching(`^modified ${id} `),
		]);
	});

	describe('and the hours of an outage', () => {
		const D: Given = { uid: 'd@airbnb.com', code: 'HMDDDDDDDD', start: '2027-04-10', end: '2027-04-12' };
		const empty = readCalendar(textOf([]), ZONE);
		const cancelled = ['cancelled HMAAAAAAAA 2027-03-10/2027-03-13'];

		it.each<[string, FeedFetch]>([
			['in which it is empty', empty],
			['in which it cannot be read', { failure: 'it answered 503' }],
		])('%s are none', (_, outage) => {
			const of = feed();
			of.read([A, B, C, D]);
			const at = (day: number, time: string, fetch: FeedFetch | Given[]) => {
				of.at(`2027-03-0${day}T${time}:00Z`);
				return (Array.isArray(fetch) ? of.read(fetch) : of.step(fetch)).told;
			};
			at(1, '10:00', [B, C, D]);
			for (const time of ['11:00', '20:00']) expect(at(1, time, outage)).toEqual([]);
			for (const time of ['08:00', '08:30', '12:00']) expect(at(2, time, [B, C, D])).toEqual([]);
			// One hour of the outage, and five since.
			expect(at(2, '13:00', [B, C, D])).toEqual(cancelled);
		});

		it('are none either where an older version kept the calendar in the middle of it', () => {
			const of = feed();
			of.read([A, B, C, D]);
			of.pass(1);
			of.read([B, C, D]);
			of.pass(1);
			of.step(empty);
			const { brokenSince: _, ...old } = of.state;
			of.state = old as typeof of.state;
			of.pass(20);
			for (const hours of [0.5, 0.5, 0.5]) {
				expect(of.read([B, C, D]).told).toEqual([]);
				of.pass(hours);
			}
		});

		it.each([
			['half an hour', 0.5, 6],
			['three hours', 3, 36],
		])('delay a cancellation only so far, where every other reading fails, %s apart', (_, hours, most) => {
			const of = feed();
			of.read([A, B, C, D]);
			const told: string[] = [];
			for (let passed = 0; passed <= most; passed += 2 * hours) {
				of.pass(hours);
				told.push(...of.read([B, C, D]).told);
				of.pass(hours);
				of.step({ failure: 'it answered 503' });
			}
			expect(told).toEqual(cancelled);
		});
	});

	it('that is there again counts from the beginning', () => {
		const of = feed();
		of.read([A, B, C]);
		for (const hours of [1, 3]) {
			of.pass(hours);
			of.read([A, C]);
		}
		of.pass(3);
		expect(of.read([A, B, C]).told).toEqual([]);
		for (const hours of [1, 3]) {
			of.pass(hours);
			expect(of.read([A, C]).told).toEqual([]);
		}
	});

	it('that comes back after its cancellation stands again', () => {
		const of = feed();
		of.read([A, B, C]);
		expect(readOn(of, [A, C])).toEqual(['cancelled HMBBBBBBBB 2027-03-13/2027-03-15']);
		expect(of.read([A, B, C]).told).toEqual(['modified HMBBBBBBBB 2027-03-13/2027-03-15']);
	});

	it('comes back as another one where the channel brings none back', () => {
		const of = feed({ channel: 'booking.com' });
		const [a, b] = [A, C].map((event) => ({ ...event, code: undefined })) as [Given, Given];
		of.read([a, b]);
		expect(readOn(of, [a])).toEqual(['cancelled c@airbnb.com 2027-04-01/2027-04-05']);
		expect(of.read([a, b]).told).toEqual(['new c@airbnb.com~2 2027-04-01/2027-04-05']);
	});

	it('of the past disappears without a word', () => {
		const of = feed();
		of.read([A, C]);
		of.at('2027-03-14T08:00:00Z');
		expect(readOn(of, [C])).toEqual([]);
		expect(of.state.stays).toHaveLength(1);
	});

	it('in house that disappears is not cancelled, and somebody is told, once', () => {
		const of = feed();
		of.read([A, C, BLOCK]);
		of.at('2027-03-11T08:00:00Z');
		const alerts = [];
		for (const hours of [1, 2, 3, 3, 3]) {
			of.pass(hours);
			const { told, alerts: kinds } = of.read([C, BLOCK]);
			expect(told).toEqual([]);
			alerts.push(...kinds);
		}
		expect(alerts).toEqual(['inHouse']);
	});

	it('that the calendar itself calls cancelled is so at once', () => {
		const of = feed();
		of.read([A, C]);
		expect(of.read([{ ...A, lines: ['STATUS:CANCELLED'] }, C]).told).toEqual([
			'cancelled HMAAAAAAAA 2027-03-10/2027-03-13',
		]);
	});

	describe('that the calendar calls cancelled', () => {
		const D: Given = { uid: 'd@airbnb.com', code: 'HMDDDDDDDD', start: '2027-04-10', end: '2027-04-12' };
		const said = (event: Given): Given => ({ ...event, lines: ['STATUS:CANCELLED'] });
		const titled = (event: Given): Given => ({ ...event, code: '', summary: 'Cancelled - Ann' });
		const cancellationOf = ({ code, start, end }: Given) => `cancelled ${code} ${start}/${end}`;

		it.each([
			['by its status', said],
			['by its title', titled],
		])('together with more than guests cancel, %s, waits for a person', (_, called) => {
			const of = feed();
			of.read([A, B, C, D]);
			const all = [A, B, C, D].map(called);
			const first = of.read(all);
			expect(first).toMatchObject({ told: [], alerts: ['missing'] });
			expect(readOn(of, all)).toEqual([]);
			const code = /enter (\S+) in/.exec(first.messages[0] ?? '')?.[1] ?? '';
			expect(of.read(all, { accepted: [code] }).told).toEqual([A, B, C, D].map(cancellationOf));
		});

		it('while others are missing, counts among them', () => {
			const of = feed();
			of.read([A, B, C, D]);
			expect(of.read([said(A), C, D])).toMatchObject({ told: [], alerts: ['missing'] });
		});

		it('one after the other waits for a person too', () => {
			const of = feed();
			of.read([A, B, C, D]);
			expect(of.read([said(A), B, C, D]).told).toEqual([cancellationOf(A)]);
			expect(of.read([said(A), said(B), C, D]).told).toEqual([cancellationOf(B)]);
			expect(of.read([said(A), said(B), said(C), D])).toMatchObject({ told: [], alerts: ['missing'] });
		});

		it('is cancelled at once where it was the only one, and on the day of arrival', () => {
			const of = feed();
			of.read([A]);
			of.at('2027-03-10T08:00:00Z');
			of.read([A]);
			expect(of.read([said(A)])).toMatchObject({ told: [cancellationOf(A)], alerts: [] });
		});

		it('while its guest is in the house is not, and somebody is told after six hours', () => {
			const of = feed();
			of.read([A, B, C, D]);
			of.at('2027-03-11T08:00:00Z');
			const now = [said(A), B, C, D];
			expect(of.read(now)).toMatchObject({ told: [], alerts: [] });
			of.pass(3);
			expect(of.read(now)).toMatchObject({ told: [], alerts: [] });
			of.pass(3);
			expect(of.read(now)).toMatchObject({ told: [], alerts: ['inHouse'] });
			expect(of.read([A, B, C, D])).toMatchObject({ told: [], alerts: [] });
		});
	});

	describe('that is first missed on the day of arrival', () => {
		const all = [A, B, C, BLOCK];
		const without = [B, C, BLOCK];
		const readings = (of: ReturnType<typeof feed>, ...instants: string[]) =>
			instants.flatMap((instant) => {
				of.at(`2027-03-${instant}Z`);
				const { told, alerts } = of.read(without);
				return [...told, ...alerts];
			});

		it('is in the house once the day is over, and somebody is told', () => {
			const of = feed();
			of.read(all);
			// The last one is 03:00 of the next day in Zurich.
			expect(readings(of, '10T18:00:00', '10T21:00:00', '11T02:00:00', '11T08:00:00')).toEqual(['inHouse']);
		});

		it('also by the hotel’s date, where it is another day in UTC', () => {
			const of = feed();
			of.read(all);
			expect(readings(of, '09T23:30:00', '10T08:00:00', '10T22:30:00')).toEqual([
				'cancelled HMAAAAAAAA 2027-03-10/2027-03-13',
			]);
			const later = feed({ absence: { hours: 24, readings: 3 } });
			later.read(all);
			expect(readings(later, '09T23:30:00', '10T08:00:00', '10T23:30:00')).toEqual(['inHouse']);
		});

		it('is cancelled where the six hours are over on that day', () => {
			const of = feed();
			of.read(all);
			expect(readings(of, '10T08:00:00', '10T12:00:00', '10T14:00:00')).toEqual([
				'cancelled HMAAAAAAAA 2027-03-10/2027-03-13',
			]);
		});

		it('is still awaited where it was missing the day before', () => {
			const of = feed();
			of.read(all);
			expect(readings(of, '09T22:00:00', '10T20:00:00', '11T02:00:00')).toEqual([
				'cancelled HMAAAAAAAA 2027-03-10/2027-03-13',
			]);
		});
	});

	it('that stands twice is one', () => {
		expect(feed().read([A, { ...A, uid: 'other' }]).told).toEqual(['new HMAAAAAAAA 2027-03-10/2027-03-13']);
	});

	describe('that stands at several dates', () => {
		const LATER: Given = { ...A, uid: 'later', start: '2027-03-20', end: '2027-03-22' };

		it('keeps the nights of each, and somebody is told once', () => {
			const of = feed();
			const { told, alerts, messages } = of.read([LATER, C, A]);
			expect(told).toEqual([
				'new HMAAAAAAAA 2027-03-10/2027-03-13',
				'new HMAAAAAAAA~2 2027-03-20/2027-03-22',
				'new HMCCCCCCCC 2027-04-01/2027-04-05',
			]);
			expect(alerts).toEqual(['sharing']);
			expect(messages[0]).toContain('HMAAAAAAAA (2027-03-10 to 2027-03-13), HMAAAAAAAA (2027-03-20 to 2027-03-22)');
			of.pass(30);
			expect(of.read([A, LATER, C])).toMatchObject({ told: [], alerts: [] });
		});

		it('is one booking after the other that goes, moves or comes back', () => {
			const of = feed();
			of.read([C, A]);
			expect(of.read([C, LATER, A]).told).toEqual(['new HMAAAAAAAA~2 2027-03-20/2027-03-22']);
			expect(of.read([C, { ...LATER, end: '2027-03-25' }, A]).told).toEqual([
				'modified HMAAAAAAAA~2 2027-03-20/2027-03-25',
			]);
			expect(readOn(of, [C, LATER])).toEqual([
				'modified HMAAAAAAAA~2 2027-03-20/2027-03-22',
				'cancelled HMAAAAAAAA 2027-03-10/2027-03-13',
			]);
			expect(of.read([C, LATER, A]).told).toEqual(['modified HMAAAAAAAA 2027-03-10/2027-03-13']);
			expect(readOn(of, [C, A])).toEqual(['cancelled HMAAAAAAAA~2 2027-03-20/2027-03-22']);
		});

		it('is one where they touch', () => {
			expect(feed().read([A, { ...A, uid: 'x', start: A.end, end: '2027-03-15' }])).toMatchObject({
				told: ['new HMAAAAAAAA 2027-03-10/2027-03-15'],
				alerts: [],
			});
		});
	});

	it('without dates stays as it is, and somebody is told', () => {
		const of = feed();
		of.read([A, C]);
		const broken = textOf([A, C]).replace('DTSTART;VALUE=DATE:20270310', 'DTSTART;VALUE=DATE:soon');
		for (const hours of [1, 3, 3, 3]) {
			of.pass(hours);
			expect(of.text(broken).told).toEqual([]);
		}
		expect(of.state.told).toHaveProperty('unreadable');
	});

	it.each(['\r\n DTEND;', 'DTEND;', '\r\nBEGIN:X\r\nDTEND;', '\r\nX-DTEND;'])(
		'as one whose end is hidden: %j',
		(end) => {
			const of = feed();
			of.read([A, C]);
			const broken = textOf([A, C]).replace('\r\nDTEND;', end);
			expect(of.text(broken)).toMatchObject({ told: [], alerts: ['unreadable'] });
			expect(of.read([A, C]).told).toEqual([]);
		},
	);
});

it.each([
	[
		'about a booking that has its own event',
		{ ...A, uid: 'chore', summary: 'Cleaning', start: '2027-03-13', end: '2027-03-14' },
	],
	['with a title that only begins like a booking’s', { ...BLOCK, uid: 'chore', summary: 'Reserved for cleaning?' }],
	['that nobody has decided on', { ...BLOCK, uid: 'chore', summary: 'Reserved - Anna', lines: ['STATUS:TENTATIVE'] }],
])('what occupies nothing is no booking: %s', (_, chore) => {
	const lines = [...((chore as Given).lines ?? []), 'TRANSP:TRANSPARENT'];
	expect(feed().read([A, { ...chore, lines }])).toMatchObject({
		told: ['new HMAAAAAAAA 2027-03-10/2027-03-13'],
		alerts: [],
	});
});

it('a known booking that is said to occupy nothing from now on stands', () => {
	const of = feed();
	of.read([A, C]);
	expect(readOn(of, [{ ...A, lines: ['TRANSP:TRANSPARENT'] }, C])).toEqual([]);
});

describe('an event whose title is lost', () => {
	const closed = (event: Given): Given => ({ ...event, code: undefined, summary: 'Not available' }) as Given;
	const lost = (text: string, title: string) => text.replace(`SUMMARY:${title}`, title.slice(4));

	it('is no booking, however long it is, and somebody is told', () => {
		const of = feed();
		const text = lost(textOf([closed({ ...A, end: '2027-09-08' }), C]), 'Not available');
		expect(of.text(text)).toMatchObject({ told: ['new HMCCCCCCCC 2027-04-01/2027-04-05'], alerts: ['unreadable'] });
		expect(of.text(text)).toMatchObject({ told: [], alerts: [] });
	});

	it.each(['SUMMARY', 'MMARY:Reserved', 'SUMMARY Reserved', 'erved'])('also by the line %s', (line) => {
		const text = textOf([{ ...A, code: '' }, C]).replace('SUMMARY:Reserved', line);
		expect(feed().text(text).told).toEqual(['new HMCCCCCCCC 2027-04-01/2027-04-05']);
	});

	it('is the known stay of that UID, which stays as it is', () => {
		const of = feed();
		of.read([{ ...A, code: '' }, C]);
		for (const hours of [1, 3, 3, 3]) {
			of.pass(hours);
			expect(of.text(lost(textOf([{ ...A, code: '', end: '2027-03-20' }, C]), 'Reserved')).told).toEqual([]);
		}
		expect(of.read([{ ...A, code: '' }, C]).told).toEqual([]);
	});

	it('is known by its dates where UIDs change', () => {
		const of = feed({ channel: 'booking.com' });
		const stay = { uid: 'a@booking.com', summary: 'CLOSED - Not available', start: '2027-02-27', end: '2027-03-05' };
		const other = { ...stay, uid: 'b@booking.com', start: '2027-04-01', end: '2027-04-03' };
		of.read([stay, other]);
		for (const hours of [1, 3, 3, 3]) {
			of.pass(hours);
			const now = [{ ...stay, uid: 'c@booking.com', start: '2027-03-01' }, other];
			expect(of.text(lost(textOf(now), 'CLOSED - Not available'))).toMatchObject({ told: [] });
		}
		expect(of.state.told).not.toHaveProperty('inHouse');
	});

	it('is a booking with its code', () => {
		expect(feed().text(lost(textOf([A, C]), 'Reserved')).told).toHaveLength(2);
	});

	it('is a booking in a calendar that never has titles', () => {
		const text = textOf([
			{ ...A, code: '' },
			{ ...C, code: '' },
		]).replaceAll('SUMMARY:Reserved', 'odd line');
		expect(feed().text(text).told).toHaveLength(2);
	});
});

describe('a calendar that cannot be trusted cancels nothing', () => {
	it.each<[string, FeedFetch, string]>([
		['an outage', { failure: 'it answered 503' }, 'failed'],
		['a web page', readCalendar('<html>', ZONE), 'failed'],
		['half of it', readCalendar(textOf([A, B, C]).slice(0, 250), ZONE), 'failed'],
		['nothing', readCalendar('', ZONE), 'failed'],
		['no event', readCalendar(textOf([]), ZONE), 'missing'],
		['one of many', readCalendar(textOf([A]), ZONE), 'missing'],
		['closed nights alone', readCalendar(textOf([BLOCK]), ZONE), 'missing'],
	])('%s, for days', (_, fetch, kind) => {
		const of = feed();
		of.read([A, B, C, BLOCK]);
		const alerts = [];
		for (let hours = 0; hours < 60; hours += 3) {
			of.pass(3);
			const { told, alerts: kinds } = of.step(fetch);
			expect(told).toEqual([]);
			alerts.push(...kinds);
		}
		// At once, and again each day.
		expect(alerts).toEqual([kind, kind, kind]);
		expect(of.read([A, B, C, BLOCK])).toMatchObject({ told: [], alerts: [] });
	});

	it('and what is new in it is told all the same', () => {
		const of = feed();
		of.read([A, B]);
		expect(of.read([C]).told).toEqual(['new HMCCCCCCCC 2027-04-01/2027-04-05']);
	});

	it('what is missing from it is cancelled once a person has accepted exactly that', () => {
		const of = feed();
		of.read([A, B, C, BLOCK]);
		const code = /enter (\S+) in/.exec(of.read([BLOCK]).messages[0] ?? '')?.[1] ?? '';
		expect(code).toMatch(/^3-/);
		of.pass(1);
		// Not another set, though the same number.
		expect(of.read([A, BLOCK], { accepted: [code] }).told).toEqual([]);
		of.pass(1);
		const again = /enter (\S+) in/.exec(of.read([BLOCK]).messages[0] ?? '')?.[1] ?? code;
		expect(of.read([BLOCK], { accepted: [code, again] }).told).toHaveLength(3);
		expect(of.read([BLOCK], { accepted: [code, again] })).toMatchObject({ told: [], alerts: [] });
	});

	it('some of its events have nothing to tell them by: a booking that is missing beside them stays', () => {
		const of = feed();
		of.read([A, B, C, BLOCK]);
		const broken = textOf([A, BLOCK, C]).replace(/UID:c@airbnb.com\r\nDTSTART\S+/, 'DTSTART;VALUE=DATE:soon');
		const nameless = broken.replace(C.code!, '');
		const alerts = [];
		for (let hours = 0; hours < 24; hours += 3) {
			of.pass(3);
			const step = of.text(nameless);
			expect(step.told).toEqual([]);
			alerts.push(...step.alerts);
		}
		expect(new Set(alerts)).toEqual(new Set(['unreadable', 'missing']));
	});

	it('less than half of its entries, though hardly a booking is missing', () => {
		const of = feed();
		const blocks = [6, 7, 8, 9].map((month) => ({
			...{ ...BLOCK, uid: `x${month}` },
			...{ start: `2027-0${month}-01`, end: `2027-0${month}-11` },
		}));
		of.read([A, B, ...blocks]);
		const messages = [];
		for (let hours = 0; hours < 24; hours += 3) {
			of.pass(3);
			const step = of.read([A]);
			expect(step.told).toEqual([]);
			messages.push(...step.messages);
		}
		expect(messages).toEqual([expect.stringContaining('it has 1 entry instead of 6')]);
	});

	it.each<[string, Given[], Given[]]>([
		['is empty, where it had closed nights alone', [BLOCK], []],
		[
			'has less than half of them',
			[3, 4, 5, 6].map((month) => ({
				...BLOCK,
				uid: `x${month}`,
				start: `2027-0${month}-11`,
				end: `2027-0${month}-30`,
			})),
			[{ ...BLOCK, uid: 'x3', start: '2027-03-11', end: '2027-03-30' }],
		],
	])('and somebody is told without a code: it %s', (_, before, after) => {
		const of = feed();
		of.read(before);
		const alerts = [];
		const messages = [];
		for (let hours = 0; hours < 200; hours += 3) {
			of.pass(3);
			const step = of.read(after);
			alerts.push(...step.alerts);
			messages.push(...step.messages);
		}
		// At once, once a day, and no more once it has been so for three days.
		expect(alerts).toEqual(['doubtful', 'doubtful', 'doubtful']);
		expect(messages.join('')).not.toMatch(/Accept Missing|enter \d/);
		// What it has by then is what is expected of it.
		expect(of.read(before)).toMatchObject({ alerts: [] });
		expect(of.read(after).alerts).toEqual(['doubtful']);
	});

	it('nor does an empty one whose only stay has begun, and somebody is told of the guest each day', () => {
		const of = feed();
		of.read([A]);
		of.at('2027-03-11T08:00:00Z');
		const alerts = [];
		for (let hours = 0; hours < 46; hours += 3) {
			const step = of.read([]);
			expect(step.told).toEqual([]);
			alerts.push(...step.alerts);
			if (step.messages[0]) expect(step.messages[0]).toContain(`${A.code} (until ${A.end})`);
			of.pass(3);
		}
		expect(alerts).toEqual(['doubtful', 'doubtful']);
		of.at('2027-03-14T08:00:00Z');
		expect(of.read([])).toMatchObject({ told: [], alerts: [] });
	});

	it.each<[string, Given[], string]>([
		['the guests have left', [A, B], '2027-03-16T08:00:00Z'],
		['the closed nights are over', [{ ...BLOCK, start: '2027-03-02', end: '2027-03-04' }], '2027-03-04T08:00:00Z'],
	])('an empty one is as it should be once %s, also after a pause', (_, events, at) => {
		const of = feed();
		of.read(events);
		of.at(at);
		expect(readOn(of, [])).toEqual([]);
		expect(of.state.told).toEqual({});
	});

	it('its tag is not used again; that of a good one is', () => {
		const of = feed();
		const withTag = (events: Given[]) => ({ ...readCalendar(textOf(events), ZONE), validators: { etag: '"1"' } });
		of.step(withTag([A, B, C]));
		expect(of.state.validators).toEqual({ etag: '"1"' });
		of.step(withTag([]));
		expect(of.state.validators).toEqual({});
	});

	it('that is unchanged counts as another reading', () => {
		const of = feed();
		of.read([A, B, C]);
		of.pass(1);
		of.read([A, C]);
		of.pass(4);
		expect(of.step('unchanged').told).toEqual([]);
		of.pass(4);
		expect(of.step('unchanged').told).toEqual(['cancelled HMBBBBBBBB 2027-03-13/2027-03-15']);
	});
});

describe('stays with the name of their guest that touch', () => {
	const anna: Given = { uid: 'a', summary: 'Reserved - Anna', start: '2027-03-10', end: '2027-03-12' };
	const bob: Given = { uid: 'b', summary: 'Reserved - Bob', start: '2027-03-12', end: '2027-03-15' };
	const carl: Given = { uid: 'c', summary: 'Reserved - Carl', start: '2027-04-01', end: '2027-04-05' };
	const moved = { ...bob, start: '2027-03-10' };

	it.each<[string, Given[][]]>([
		['between two readings', [[moved, carl]]],
		[
			'one after the other',
			[
				[bob, carl],
				[moved, carl],
			],
		],
	])('are not merged: one is cancelled, and the next one takes its nights, %s', (_, readings) => {
		const of = feed({ channel: 'vrbo' });
		of.read([anna, bob, carl]);
		const told = readings.flatMap((events) => {
			of.pass(1);
			return of.read(events).told;
		});
		expect(told).toEqual(['modified b 2027-03-10/2027-03-15']);
		expect(readOn(of, [moved, carl])).toEqual(['cancelled a 2027-03-10/2027-03-12']);
	});

	it('nor are they where another guest has the nights of both', () => {
		const of = feed({ channel: 'vrbo' });
		of.read([anna, bob, carl, { ...carl, uid: 'd', start: '2027-05-01', end: '2027-05-03' }]);
		of.pass(1);
		const dora = { uid: 'z', summary: 'Reserved - Dora', start: '2027-03-10', end: '2027-03-15' };
		expect(of.read([dora, carl]).told).toEqual(['new z 2027-03-10/2027-03-15']);
	});
});

describe('Booking.com', () => {
	const closed = (uid: string, start: string, end: string): Given => ({
		...{ uid: `${uid}@booking.com`, start, end },
		summary: 'CLOSED - Not available',
	});

	it('a stay in house has another UID each day, and begins today', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-14'), closed('2', '2027-04-01', '2027-04-03')]);
		for (const day of ['11', '12', '13']) {
			of.at(`2027-03-${day}T08:00:00Z`);
			expect(
				of.read([closed(`1-${day}`, `2027-03-${day}`, '2027-03-14'), closed('2', '2027-04-01', '2027-04-03')]),
			).toMatchObject({ told: [], alerts: [] });
		}
		of.at('2027-03-14T18:00:00Z');
		expect(of.read([closed('2', '2027-04-01', '2027-04-03')])).toMatchObject({ told: [], alerts: [] });
	});

	it('and one that is extended meanwhile is modified', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-14')]);
		of.at('2027-03-11T08:00:00Z');
		expect(of.read([closed('9', '2027-03-11', '2027-03-16')]).told).toEqual([
			'modified 1@booking.com 2027-03-10/2027-03-16',
		]);
	});

	it.each(['1', '2', '9'])('stays that it merges under the UID %s are not new, nor is one of them gone', (uid) => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-13'), closed('2', '2027-03-13', '2027-03-15')]);
		for (const hours of [1, 3, 3, 3]) {
			of.pass(hours);
			expect(of.read([closed(uid, '2027-03-10', '2027-03-15')])).toMatchObject({ told: [], alerts: [] });
		}
		for (const day of ['11', '12', '13', '14']) {
			of.at(`2027-03-${day}T08:00:00Z`);
			expect(of.read([closed(`x${day}`, `2027-03-${day}`, '2027-03-15')])).toMatchObject({ told: [], alerts: [] });
		}
	});

	// One reading without a stay says nothing. A guest who is cancelled while a neighbour takes the nights keeps the room.
	it.each<[string, Given]>([
		['the next one', closed('2', '2027-03-10', '2027-03-15')],
		['a new one', closed('9', '2027-03-10', '2027-03-15')],
	])('a stay that was not in one reading stands where its nights are with %s', (_, grown) => {
		const far = Array.from({ length: 10 }, (__, index) =>
			closed(`far${index}`, addDays('2027-08-01', index * 3), addDays('2027-08-03', index * 3)),
		);
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-13'), closed('2', '2027-03-13', '2027-03-15'), ...far]);
		of.pass(1);
		of.read([closed('2', '2027-03-13', '2027-03-15'), ...far]);
		of.pass(1);
		expect(of.read([grown, ...far]).told).toEqual([]);
		expect(readOn(of, [grown, ...far])).toEqual([]);
	});

	it('two stays that were not in one reading stand where a new one has the nights of both', () => {
		const far = Array.from({ length: 12 }, (_, index) =>
			closed(`far${index}`, addDays('2027-08-01', index * 3), addDays('2027-08-03', index * 3)),
		);
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-13'), closed('2', '2027-03-13', '2027-03-15'), ...far]);
		of.pass(1);
		of.read(far);
		of.pass(1);
		const now = [closed('9', '2027-03-10', '2027-03-15'), ...far];
		expect(of.read(now).told).toEqual([]);
		expect(readOn(of, now)).toEqual([]);
	});

	it('a stay in the middle of an entry that has grown over it and a new one stands', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-13'), closed('2', '2027-03-13', '2027-03-15')]);
		of.pass(1);
		const grown = [closed('1', '2027-03-10', '2027-03-17')];
		expect(of.read(grown).told).toEqual(['new 1@booking.com~2 2027-03-15/2027-03-17']);
		expect(readOn(of, grown)).toEqual([]);
	});

	it('and so it does in the house, where the entry has another UID', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-14'), closed('2', '2027-03-14', '2027-03-16')]);
		of.at('2027-03-11T08:00:00Z');
		const grown = [closed('9', '2027-03-11', '2027-03-18')];
		expect(of.read(grown).told).toEqual(['new 9@booking.com 2027-03-16/2027-03-18']);
		expect(readOn(of, grown)).toEqual([]);
	});

	it('and where what is new stands in front of both', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-10', '2027-03-13'), closed('2', '2027-03-13', '2027-03-15')]);
		of.pass(1);
		const grown = [closed('9', '2027-03-08', '2027-03-15')];
		expect(of.read(grown).told).toEqual(['new 9@booking.com 2027-03-08/2027-03-10']);
		expect(readOn(of, grown)).toEqual([]);
	});

	describe('an entry that has grown over a stay on both sides', () => {
		// As many as let three go without a person.
		const far = Array.from({ length: 40 }, (_, index) => {
			const start = addDays('2027-08-01', index * 3);
			return closed(`far${index}`, start, addDays(start, 2));
		});

		it.each<[string, Given[], Given, string[]]>([
			['one', [closed('k', '2027-07-10', '2027-07-13')], closed('n', '2027-07-08', '2027-07-15'), ['08/10', '13/15']],
			[
				'two with a gap',
				[closed('k', '2027-07-10', '2027-07-12'), closed('l', '2027-07-13', '2027-07-14')],
				closed('n', '2027-07-08', '2027-07-15'),
				['08/10', '12/13', '14/15'],
			],
			[
				'two at its ends',
				[closed('k', '2027-07-08', '2027-07-10'), closed('l', '2027-07-13', '2027-07-15')],
				closed('n', '2027-07-08', '2027-07-15'),
				['10/13'],
			],
		])('holds it: %s', (_, stays, grown, expected) => {
			const of = feed({ channel: 'booking.com' });
			of.read([...stays, ...far]);
			of.pass(1);
			const { told } = of.read([grown, ...far]);
			const dates = (what: string) => /2027-07-(\d\d)\/2027-07-(\d\d)$/.exec(what)?.slice(1).join('/');
			expect([told.filter((what) => !what.startsWith('new ')), told.map(dates)]).toEqual([[], expected]);
			expect(readOn(of, [grown, ...far])).toEqual([]);
			// And what it holds stands by itself again, once the nights beside it are opened.
			const left = readOn(of, [...stays, ...far]);
			expect(left.filter((what) => !what.startsWith('cancelled n@'))).toEqual([]);
			expect(left).toHaveLength(expected.length);
		});

		it('gives it back where the entry shrinks to its nights and keeps its own UID', () => {
			const of = feed({ channel: 'booking.com' });
			of.read([closed('k', '2027-07-10', '2027-07-13'), ...far]);
			of.pass(1);
			of.read([closed('n', '2027-07-08', '2027-07-15'), ...far]);
			of.pass(1);
			const told = readOn(of, [closed('n', '2027-07-10', '2027-07-13'), ...far]);
			expect(told.filter((what) => what.includes('k@'))).toEqual([]);
			expect(told.filter((what) => !what.startsWith('cancelled n@'))).toEqual([]);
		});

		it('holds one in the house', () => {
			const of = feed({ channel: 'booking.com' });
			of.read([closed('k', '2027-02-27', '2027-03-04'), ...far]);
			of.at('2027-03-02T08:00:00Z');
			const grown = [closed('n', '2027-03-02', '2027-03-06'), ...far];
			expect(of.read(grown).told).toEqual(['modified k@booking.com 2027-02-27/2027-03-06']);
		});

		it('holds none that has been gone before: a guest may have booked these nights since', () => {
			const of = feed({ channel: 'booking.com' });
			const k = closed('k', '2027-07-10', '2027-07-13');
			of.read([k, ...far]);
			of.pass(1);
			of.read(far);
			of.pass(1);
			const booked = [closed('n', '2027-07-08', '2027-07-15'), ...far];
			expect(of.read(booked).told).toEqual(['new n@booking.com 2027-07-08/2027-07-15']);
			expect(readOn(of, booked)).toEqual(['cancelled k@booking.com 2027-07-10/2027-07-13']);
		});
	});

	it('what is left of a long closure is no booking in the end', () => {
		const of = feed({ channel: 'booking.com' });
		of.read([closed('1', '2027-03-02', '2027-06-01')]);
		for (const day of ['2027-05-10', '2027-05-30']) {
			of.at(`${day}T08:00:00Z`);
			expect(of.read([closed(`1-${day}`, day, '2027-06-01')]).told).toEqual([]);
		}
	});

	it('the last piece of a closure is none either', () => {
		const pieces = [closed('1', '2027-04-01', '2027-09-30'), closed('2', '2027-09-30', '2027-10-10')];
		expect(feed({ channel: 'booking.com' }).read(pieces).told).toEqual([]);
	});
});

describe('windows that move on every day', () => {
	it('make no noise', () => {
		const of = feed();
		of.read([C]);
		for (let day = 2; day < 20; day++) {
			const [today, tomorrow] = [day, day + 1].map((date) => `2027-03-${String(date).padStart(2, '0')}`) as [
				string,
				string,
			];
			of.at(`${today}T08:00:00Z`);
			const notice = { uid: `n${day}`, summary: 'Airbnb (Not available)', start: today, end: tomorrow };
			const window = {
				uid: 'w',
				summary: 'Airbnb (Not available)',
				start: today.replace('2027', '2028'),
				end: '2028-12-01',
			};
			expect(of.read([notice, C, window])).toMatchObject({ told: [], alerts: [] });
		}
	});
});

describe('what is kept while a run is under way', () => {
	it('gives the same out again, and still sees that it has gone', () => {
		const of = feed();
		of.read([C]);
		const before = of.state;
		const { result } = of.read([A, C]);
		const offered = whileOffered(
			before,
			result.state,
			result.reservations.map(({ reservationId }) => reservationId),
		);
		of.state = offered;
		expect(of.read([A, C]).told).toEqual(['new HMAAAAAAAA 2027-03-10/2027-03-13']);
		of.state = offered;
		// SelfKey may have it.
		expect(readOn(of, [C])).toEqual(['cancelled HMAAAAAAAA 2027-03-10/2027-03-13']);
	});

	it('holds up no other stay', () => {
		const of = feed();
		of.read([A, B, C]);
		const told = [];
		for (const hours of [1, 2, 3, 3]) {
			of.pass(hours);
			const before = of.state;
			const { result } = of.read([{ ...A, end: '2027-03-12' }, C]);
			told.push(...result.reservations.map(({ event, reservationId }) => `${event} ${reservationId}`));
			// Its run fails each time.
			of.state = whileOffered(
				before,
				result.state,
				result.reservations.map(({ reservationId }) => reservationId),
			);
		}
		expect(told.filter((what) => what.startsWith('cancelled'))).toEqual(['cancelled HMBBBBBBBB']);
		expect(told.filter((what) => what.startsWith('modified'))).toHaveLength(4);
	});
});
