/** The dashboard: the right numbers, in both languages, whatever the sources contain. */
import fc from 'fast-check';
import { readFacts, type Json, type Sources } from '../../../../nodes/HotelReport/facts/read-facts';
import { overviewOf } from '../../../../nodes/HotelReport/facts/overview';
import { dashboardPage, type PageSettings } from '../../../../nodes/HotelReport/page/page';
import { inASecond } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';
import { rememberHits } from '../../../../nodes/HotelReport/alerts/told-hits';
import { closureText } from '../../../../nodes/shared/log/closure';
import { aDay, arrival, logRow, NOW } from './sample';

const SETTINGS: PageSettings = {
	language: 'en',
	editorUrl: 'https://n8n.example/',
	formToken: 'token',
	notice: '',
};

const factsOf = (sources: Sources) => readFacts(sources, NOW, 'UTC');
const pageOf = (sources: Sources, settings: Partial<PageSettings> = {}) =>
	dashboardPage(factsOf(sources), { ...SETTINGS, ...settings });
const card = (page: string, id: string) =>
	new RegExp(`id="card-${id}">.*?<b[^>]*>\\s*(.*?)\\s*</b>`, 's').exec(page)?.[1];
const section = (page: string, id: string) =>
	page.slice(page.indexOf(`<section id="${id}">`)).split('</section>')[0] ?? '';

describe('the numbers', () => {
	test('are those of the day', () => {
		const page = pageOf(aDay());
		expect(['integrations', 'runs', 'errors', 'waiting', 'conflicts', 'arrivals'].map((id) => card(page, id))).toEqual([
			'3',
			'6',
			'1',
			'2',
			'1',
			'2',
		]);
		expect(page).toContain('3 new, 0 changed, 1 cancelled');
		expect(page).toContain('2 things need somebody.');
	});

	test('count a reservation once, on the day it came, whatever number of flows write about it', () => {
		const { days, channels, repeats, conflicts } = overviewOf(factsOf(aDay()));
		expect(channels).toEqual(['airbnb', 'booking.com']);
		expect(days).toHaveLength(14);
		expect(Object.fromEntries(days.at(-1)!.counts)).toEqual({ 'booking.com': 2, airbnb: 1 });
		expect(Object.fromEntries(days.at(-4)!.counts)).toEqual({ 'booking.com': 1 });
		expect([repeats, conflicts]).toEqual([1, 1]);
	});

	const today = (log: Json[]) => overviewOf(factsOf({ ...aDay(), log })).reservationsToday;
	const daysAgo = (days: number) => {
		const at = new Date(NOW - days * 86_400_000).toISOString();
		return { at, firstAt: at };
	};
	const toOpera = { integration: 'SelfKey → Opera', action: 'snapshot' };

	test('of today count a new reservation for which no room was free', () => {
		expect(today([logRow({ outcome: 'conflict', status: 'warning' })])).toEqual({
			created: 1,
			updated: 0,
			cancelled: 0,
		});
		expect(today([logRow({ outcome: 'conflict', action: 'modified' })])).toMatchObject({ created: 0 });
	});

	test('of today leave out what a destination that was published today makes of old reservations', () => {
		const old = Array.from({ length: 40 }, (_, index) => ({ reservationKey: `booking.com/12345/${index}` }));
		const made = old.map((each) => logRow({ ...each, ...toOpera }));
		const changed = old.map((each) => logRow({ ...each, ...toOpera, outcome: 'updated' }));
		const late = old.map((each) => logRow({ ...each, ...toOpera, action: 'updated' }));
		for (const lines of [made, changed]) expect(today(lines)).toEqual({ created: 0, updated: 0, cancelled: 0 });
		expect(today(late)).toMatchObject({ created: 0 });
		const seen = old.map((each) => logRow({ ...each, ...daysAgo(20) }));
		expect(today([...seen, ...old.map((each) => logRow({ ...each, ...toOpera, action: 'created' }))])).toMatchObject({
			created: 0,
		});
	});

	describe('of today leave out what Opera, which was down, hears today of what was counted before', () => {
		const inOpera = (outcome: string, from: string): Json =>
			logRow({ ...toOpera, action: outcome, outcome, message: `Change from ${from}; Opera confirmation 5` });
		const before = (outcome: string): Json => logRow({ ...daysAgo(1), outcome });
		test.each([
			['cancelled by its channel', [before('cancelled'), inOpera('cancelled', 'Booking.com')], [0, 0]],
			[
				'cancelled by its channel, changed by the desk',
				[before('cancelled'), inOpera('cancelled', 'Booking.com, Front Desk')],
				[0, 0],
			],
			['new', [before('created'), inOpera('updated', 'Booking.com')], [0, 0]],
			['changed by its channel, and moved', [before('updated'), inOpera('updated', 'Booking.com, Room Moves')], [0, 0]],
			[
				'cancelled by its channel today',
				[before('created'), logRow({ outcome: 'cancelled' }), inOpera('cancelled', 'Booking.com')],
				[0, 1],
			],
			// Of these nobody else writes a line.
			['changed by the desk', [before('created'), inOpera('updated', 'Front Desk')], [1, 0]],
			[
				'changed by its channel and by the desk',
				[before('updated'), inOpera('updated', 'Booking.com, Front Desk')],
				[1, 0],
			],
			['cancelled in SelfKey', [before('created'), inOpera('cancelled', 'Direct Sales')], [0, 1]],
			['moved by SelfKey', [before('created'), inOpera('updated', 'Room Moves')], [1, 0]],
			['written by no flow of its channel here', [inOpera('updated', 'Booking.com')], [1, 0]],
			['cancelled by no flow of its channel here', [before('created'), inOpera('cancelled', 'Booking.com')], [0, 1]],
		])('%s', (_, log, [updated, cancelled]) => {
			expect(today(log)).toEqual({ created: 0, updated, cancelled });
		});
	});

	test('of today are those of the chart, each reservation once, in whatever order and by however many flows', () => {
		const line = fc.record({
			reservationKey: fc.constantFrom('', 'airbnb/7/1', 'booking.com/7/1', 'booking.com/7/2', 'selfkey/7/3'),
			action: fc.constantFrom('new', 'modified', 'cancelled', 'created', 'updated', 'snapshot', 'payment_received'),
			outcome: fc.constantFrom('created', 'updated', 'cancelled', 'conflict', 'no room', 'unchanged', 'not written'),
			payment: fc.constantFrom('', '', 'P1'),
			days: fc.integer({ min: 0, max: 20 }),
		});
		assertProperty(
			fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
				const log = lines.map(({ days, ...rest }) => logRow({ ...rest, ...daysAgo(days) }));
				const { days, reservationsToday: count } = overviewOf(factsOf({ ...aDay(), log }));
				const sum = (counts: ReadonlyMap<string, number>) =>
					[...counts.values()].reduce((total, each) => total + each, 0);
				expect(count.created).toBe(sum(days.at(-1)!.counts));
				const keys = new Set(log.map(({ reservationKey }) => reservationKey).filter((key) => key !== ''));
				expect(days.reduce((total, { counts }) => total + sum(counts), 0)).toBeLessThanOrEqual(keys.size);
				expect(count.created + count.updated).toBeLessThanOrEqual(keys.size);
				expect(count.cancelled + count.updated).toBeLessThanOrEqual(keys.size);
				expect(today([...log].reverse())).toEqual(count);
				expect(today([...log, ...log])).toEqual(count);
			}),
		);
	});

	test('under the chart are those of reservations for which no room was free, and of repeated messages', () => {
		const numbers = (changes: Json) => {
			const { conflicts, repeats } = overviewOf(factsOf({ ...aDay(), log: [logRow(changes)] }));
			return [conflicts, repeats];
		};
		const free = 'No room is free for booking 1042. Give the booking a room in SelfKey';
		expect(numbers({ outcome: 'no room', message: free })).toEqual([1, 0]);
		expect(numbers({ outcome: 'conflict', message: `${free}; Booking 1 shares` })).toEqual([1, 0]);
		expect(numbers({ outcome: 'no room', message: 'No room for booking 1042: no room of SelfKey is listed' })).toEqual([
			0, 0,
		]);
		expect(numbers({ outcome: 'conflict', message: 'The desk and the channel have both changed it' })).toEqual([0, 0]);
		expect(numbers({ outcome: 'unchanged' })).toEqual([0, 1]);
		expect(numbers({ outcome: 'stale', action: 'modified' })).toEqual([0, 1]);
		const opera = { integration: 'SelfKey → Opera', action: 'created' };
		const left = 'Change from SelfKey; Opera confirmation 5 is checked in and was left as it is';
		expect(numbers({ ...opera, outcome: 'conflict', message: left })).toEqual([0, 0]);
		for (const [action, message] of [
			...['created', 'updated', 'cancelled'].map((each) => [each, 'Change from Booking.com']),
			['snapshot', 'Already exists, from booking.com'],
		])
			expect(numbers({ ...opera, action, message, outcome: 'unchanged' })).toEqual([0, 0]);
		expect(numbers({ payment: 'P1', action: 'payment_received', outcome: 'unchanged' })).toEqual([0, 0]);
		expect(numbers({ action: 'availability', reservationKey: 'airbnb/1', outcome: 'unchanged' })).toEqual([0, 0]);
	});

	test('say how long it took from a sale until the channels knew, in both languages', () => {
		const told = (seconds: number, more: Json = {}) =>
			logRow({
				...{ integration: 'SelfKey → channels', action: 'availability', outcome: 'updated', reservationKey: '' },
				message: `${closureText(seconds)}; 2026-04-01 to 2026-04-03: 0 rooms to sell`,
				...more,
			});
		const log = [...Array.from({ length: 99 }, (_, index) => told(index + 1.4)), told(400)];
		expect(overviewOf(factsOf({ ...aDay(), log })).closure).toEqual({ count: 100, half: 50, most: 95 });
		expect(card(pageOf({ ...aDay(), log }), 'closure')).toBe('50 s');
		expect(pageOf({ ...aDay(), log })).toContain('half of 100 times in 14 days; 95 of 100 within 95 s');
		expect(pageOf({ ...aDay(), log: [told(400)] }, { language: 'fr' })).toContain('95 sur 100 en 7 min au plus');
		expect(overviewOf(factsOf({ ...aDay(), log: [told(3, daysAgo(20))] })).closure).toBeNull();
		expect(card(pageOf(aDay()), 'closure')).toBe('–');
		expect(card(pageOf({ ...aDay(), log: [{ error: 'no table' }] }), 'closure')).toBe('not known');
	});

	test("follow the hotel's midnight, not UTC's", () => {
		const late = { at: '2026-03-28T23:30:00Z', firstAt: '2026-03-28T23:30:00Z' };
		expect(overviewOf(factsOf({ ...aDay(), log: [logRow(late)] })).runsToday).toBe(1);
		expect(overviewOf(readFacts({ ...aDay(), frontDesk: [], log: [logRow(late)] }, NOW, 'UTC')).runsToday).toBe(0);
	});

	test('of a channel called like a property of every object are right too', () => {
		const log = ['constructor', '__proto__', 'toString'].map((name, index) =>
			logRow({ reservationKey: `${name}/h/${index}` }),
		);
		expect(Object.fromEntries(overviewOf(factsOf({ ...aDay(), log })).days.at(-1)!.counts)).toEqual(
			Object.fromEntries(log.map(({ reservationKey }) => [String(reservationKey).split('/')[0], 1])),
		);
	});
});

describe('the verdict', () => {
	const WELL: Sources = { log: [{}], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] };
	const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
	const opera = (changes: Json = {}): Sources => ({
		...WELL,
		subscribers: [
			{ subscriber: 'opera', askedAt: minutesAgo(1), waiting: 5, oldest: minutesAgo(1), failing: [], ...changes },
		],
	});
	const verdict = (sources: Sources) => /id="verdict"[^>]*>\s*<b>(.*?)<\/b>/s.exec(pageOf(sources))?.[1];
	const alert = (fault: string, title: string, status = 'open'): Json => ({
		fault,
		title,
		status,
		since: minutesAgo(60),
	});
	/** As 90 remembers what cannot be read: by the reason, and which sources. */
	const unread = (reason: string, ...sources: string[]): Json => ({
		...alert(`sources:${reason}`, 'Alerts: nobody watches it'),
		watched: rememberHits(sources.map((source) => ({ id: `source:${source}`, name: source }))),
	});
	const NEEDED = '1 thing needs somebody.';

	test.each([
		['asks and sends', {}, 'All is well.', '5 will be sent to opera in a moment'],
		['asks no more', { askedAt: minutesAgo(20) }, NEEDED, '5 wait for opera, and nobody fetches them'],
		['is late', { oldest: minutesAgo(11), oldestUntried: minutesAgo(11) }, NEEDED, '5 wait to be sent to opera, since'],
		['is late by an older SelfKey', { oldest: minutesAgo(11) }, NEEDED, '5 wait to be sent to opera, since'],
	])('on a destination that %s', (_, changes, expected, says) => {
		expect(verdict(opera(changes))).toBe(expected);
		expect(section(pageOf(opera(changes)), 'waiting')).toContain(says);
	});

	test('on more than the 100 that SelfKey names of those that were handed back: nobody says that they go out in a moment', () => {
		const failing = Array.from({ length: 100 }, (_, n) => ({ key: `b/1/${n}`, since: minutesAgo(60), attempts: 3 }));
		const many = { waiting: 150, oldest: minutesAgo(60), oldestUntried: null, failing };
		const page = pageOf(opera(many));
		expect(verdict(opera(many))).toBe('150 things need somebody.');
		expect(section(page, 'waiting')).toContain('50 more were handed back by opera');
		expect(section(page, 'waiting')).not.toContain('in a moment');
		expect(section(pageOf(opera(many), { language: 'fr' }), 'waiting')).toContain('50 de plus refusées par opera');
		const one = { ...many, waiting: 101 };
		expect(section(pageOf(opera(one)), 'waiting')).toContain('1 more was handed back by opera');
		// How many of them were handed back, nobody says.
		const untried = { ...many, oldestUntried: minutesAgo(1) };
		expect(verdict(opera(untried))).toBe('100 things need somebody.');
		// The log names those that SelfKey does not: each is one thing.
		const log = Array.from({ length: 150 }, (_, n) => logRow({ status: 'error', reservationKey: `b/1/${n}` }));
		expect(verdict({ ...opera(many), log })).toBe('150 things need somebody.');
		const few = { ...many, failing: failing.slice(0, 3), waiting: 5 };
		expect(section(pageOf(opera(few)), 'waiting')).toContain('2 will be sent to opera in a moment');
	});

	test('counts an alert that is open once, whatever else tells of it, and shows it', () => {
		const refused = alert('failures:w10|refused', 'Workflow "10" failed');
		expect(verdict({ ...WELL, alerts: [refused] })).toBe(NEEDED);
		expect(section(pageOf({ ...WELL, alerts: [refused] }), 'attention')).toContain('Workflow &quot;10&quot; failed');
		expect(verdict({ ...WELL, alerts: [{ ...refused, status: 'over' }, {}] })).toBe('All is well.');
		for (const fault of ['log:a|b', 'frontDesk:no_room:x:7', 'recent:a|b'])
			expect(verdict({ ...WELL, alerts: [alert(fault, 'Counted from its source')] })).toBe('All is well.');
		const silent = ['silent', 'waiting'].map((what) => alert(`subscribers:${what}|opera`, what));
		expect(verdict({ ...opera({ askedAt: minutesAgo(20) }), alerts: silent })).toBe(NEEDED);
		expect(
			verdict({ ...opera({ askedAt: minutesAgo(20), waiting: 0, oldest: null }), alerts: silent.slice(0, 1) }),
		).toBe(NEEDED);
		// A further hotel's own page says what its own SelfKey says.
		expect(verdict({ ...WELL, alerts: [alert('lac/subscribers:silent|opera', 'lac: silent')] })).toBe('All is well.');
		expect(verdict({ ...WELL, alerts: [alert('lac/unacknowledged:Booking.com', 'lac: late')] })).toBe(NEEDED);
		const down = { subscribers: [{ error: 'SelfKey is down' }], alerts: [unread('SelfKey is down', 'subscribers')] };
		expect(verdict({ ...WELL, ...down })).toBe(NEEDED);
		const noTable = { log: [{ error: 'no such table' }], alerts: [unread('no such table', 'log', 'recent')] };
		expect(verdict({ ...WELL, ...noTable })).toBe(NEEDED);
		// The page knows nothing of what Booking.com offers.
		expect(verdict({ ...WELL, alerts: [unread('no credential', 'unacknowledged')] })).toBe(NEEDED);
		expect(verdict({ ...WELL, ...noTable, alerts: [unread('no such table', 'log', 'failures')] })).toBe(NEEDED);
	});

	test('of an integration whose runs fail without a line in the log, or whose trigger asks no more, is not "Working"', () => {
		const state = (...alerts: Json[]) =>
			overviewOf(factsOf({ ...WELL, log: [logRow({ workflowId: 'w1' })], alerts })).integrations[0]?.state;
		expect(state()).toBe('good');
		for (const fault of ['failures:w1', 'failures:w1|refused', 'polls:w1:n1'])
			expect(state(alert(fault, ''))).toBe('bad');
		expect(state(alert('failures:w10|refused', ''))).toBe('good');
	});

	test('counts what people have to decide, for two days, and not what they were spared', () => {
		const conflict = (changes: Json = {}) =>
			logRow({
				...{
					integration: 'SelfKey → Opera',
					outcome: 'conflict',
					status: 'warning',
					message: 'is checked in and was left',
				},
				...changes,
			});
		const page = pageOf({ ...WELL, log: [conflict()] });
		expect(verdict({ ...WELL, log: [conflict()] })).toBe(NEEDED);
		expect(section(page, 'attention')).toContain('SelfKey → Opera: booking.com/12345/1 – is checked in and was left');
		expect(section(page, 'attention')).toContain('/workflow/w10/executions/17');
		expect(verdict({ ...WELL, log: [conflict({ at: minutesAgo(2 * 1440) })] })).toBe('All is well.');
		const settled = conflict({ outcome: 'updated', status: 'success', at: minutesAgo(1) });
		expect(verdict({ ...WELL, log: [conflict(), settled] })).toBe('All is well.');
		expect(verdict({ ...WELL, log: [conflict({ message: 'No room is free for booking 1042' })] })).toBe('All is well.');
	});

	test('counts a payment without a booking until it has one, each once', () => {
		const payment = (outcome: string, at: number, changes: Json = {}) =>
			logRow({
				...{ outcome, payment: 'P1', reservationKey: '', status: outcome === 'created' ? 'success' : 'warning' },
				...{ at: minutesAgo(at), firstAt: minutesAgo(at), message: 'No booking 77', ...changes },
			});
		const log = [payment('unmatched', 9), payment('unmatched', 8), payment('unchanged', 7)];
		expect(verdict({ ...WELL, log })).toBe(NEEDED);
		expect(section(pageOf({ ...WELL, log }), 'attention')).toContain('P1 – No booking 77');
		expect(verdict({ ...WELL, log: [...log, payment('created', 6)] })).toBe('All is well.');
		expect(verdict({ ...WELL, log: [...log, payment('unmatched', 6, { payment: 'P2' })] })).toBe(
			'2 things need somebody.',
		);
	});

	describe('where nobody watches', () => {
		const checked = (minutes: number, changes: Json = {}): Json => ({
			...{ fault: 'watch:check', title: 'When this was checked last', status: 'watching' },
			...{ lastAt: minutesAgo(minutes), ...changes },
		});
		const running: Sources = { ...WELL, log: [logRow()] };
		const shown = (...alerts: Json[]) => section(pageOf({ ...running, alerts }), 'attention');

		test.each([
			['has just checked', [checked(14)], 'All is well.'],
			['checks once an hour only', [checked(65)], 'All is well.'],
			['has checked nothing for days', [checked(3 * 1440)], NEEDED],
			['has never checked', [{}], NEEDED],
			['could not send an alert', [checked(1, { status: 'unsent' })], NEEDED],
			['has a moment that nobody can read', [checked(1, { lastAt: 'soon' })], NEEDED],
			[
				'is that of another hotel and has just stopped',
				[checked(1), checked(75, { fault: 'lac/watch:check' })],
				NEEDED,
			],
			['was deleted with its hotel', [checked(1), checked(8 * 1440, { fault: 'lac/watch:check' })], 'All is well.'],
			['watches another hotel only', [checked(1, { fault: 'lac/watch:check' })], NEEDED],
		])('since 90 %s', (_, alerts, expected) => {
			expect(verdict({ ...running, alerts })).toBe(expected);
		});

		test('says what to do, in both languages', () => {
			expect(shown(checked(75))).toContain('Nobody watches: “90 Error alerts” has checked nothing since');
			expect(shown(checked(1), checked(75, { fault: 'lac/watch:check' }))).toContain('“90 Error alerts” of lac has');
			expect(shown({})).toContain('Publish it in n8n');
			// A page or a mail of an earlier version does not ask for the checks.
			expect(shown({})).toContain('If it is published, import 91 and 92 again');
			expect(shown(checked(1, { status: 'unsent' }))).toContain('could not send');
			const french = (alert: Json) => section(pageOf({ ...running, alerts: [alert] }, { language: 'fr' }), 'attention');
			expect(french({})).toContain('S’il est publié, importez de nouveau 91 et 92');
			expect(french(checked(75))).toContain('Personne ne surveille : « 90 Error alerts »');
		});

		test('is no news before anything has run, nor where the workflow does not ask', () => {
			expect(verdict({ ...WELL, alerts: [{}] })).toBe('All is well.');
			expect(verdict({ ...running, alerts: [] })).toBe('All is well.');
			expect(verdict({ ...WELL, alerts: [checked(75)] })).toBe(NEEDED);
		});
	});

	test('n8n hands on what its database refuses, without an error: that is no table without alerts', () => {
		const alerts = [{ id: 't1', name: 'hotel_alerts' }];
		const page = pageOf({ ...WELL, log: [logRow()], alerts });
		expect(page).toContain('The table of the alerts could not be asked: No answer');
		expect(page).not.toContain('has not checked anything yet');
	});

	test('where the alerts cannot be read is not that all is well', () => {
		expect(verdict({ ...WELL, alerts: [{ error: 'no such table' }] })).toBe(NEEDED);
		expect(pageOf({ ...WELL, alerts: [{ error: 'no such table' }] })).toContain(
			'The table of the alerts could not be asked: no such table',
		);
	});
});

describe('the setup', () => {
	const checked = (...checks: Json[]): Sources => ({ ...aDay(), setup: [{ setup: { checks } }] });
	const clocks = { check: 'clocks', state: 'bad', says: 'The clocks are 90 seconds <apart>' };

	test.each([
		['en', 'Clocks', 'Wrong'],
		['fr', 'Horloges', 'À corriger'],
	] as const)('is shown in %s, and what is wrong needs somebody', (language, what, state) => {
		const page = pageOf(checked(clocks, { check: 'rooms', state: 'warning', says: 'Room 102' }), { language });
		const shown = section(page, 'setup');
		for (const text of [what, state, 'The clocks are 90 seconds &lt;apart&gt;', 'Room 102'])
			expect(shown).toContain(text);
		expect(page).toContain(language === 'en' ? '3 things need somebody.' : '3 points demandent votre attention.');
	});

	test('is left out where nobody looks, and named at the top where nobody could', () => {
		expect(pageOf(aDay())).not.toContain('id="setup"');
		const page = pageOf({ ...aDay(), setup: [{ error: 'Fill in the credential' }] });
		expect(page).toContain('SelfKey (setup) could not be asked: Fill in the credential');
	});

	test('takes a state that it does not know for unknown', () => {
		expect(section(pageOf(checked({ check: 'new', state: 'odd', says: 'x' })), 'setup')).toContain('state quiet');
	});
});

describe('the lists', () => {
	test('say what is missing of each arrival', () => {
		const arrivals = section(pageOf(aDay()), 'arrivals');
		expect(arrivals).toContain('room, identity documents, payment of 133.50 EUR');
		expect(arrivals).toContain('Nothing');
	});

	test('give each failed delivery its reason and a button, with the token of this page', () => {
		const waiting = section(pageOf(aDay()), 'waiting');
		expect(waiting).toContain('Opera is down (503)');
		expect(waiting.match(/<form /g)).toHaveLength(1);
		expect(waiting).toContain('name="token" value="token"');
		expect(waiting).toContain('name="key" value="airbnb/7/HMABC"');
		expect(section(pageOf(aDay(), { formToken: '' }), 'waiting')).not.toContain('<form');
	});

	test('link each error to its run', () => {
		expect(section(pageOf(aDay()), 'errors')).toContain('href="https://n8n.example/workflow/w30/executions/22"');
		expect(section(pageOf(aDay(), { editorUrl: 'javascript:alert(1)' }), 'errors')).not.toContain('href');
	});

	test('are the same in French', () => {
		const page = pageOf(aDay(), { language: 'fr' });
		expect(page).toContain('<html lang="fr">');
		expect(page).toContain('chambre, pièce d’identité, paiement de 133.50 EUR');
		expect(page).toContain('2 points demandent votre attention.');
		expect(card(page, 'errors')).toBe('1');
		for (const english of ['Arrivals', 'Waiting', 'Open errors', 'Send again', 'Reservation<'])
			expect(page).not.toContain(english);
	});
});

describe('a source that cannot be asked', () => {
	test('is named, and nothing of it looks like zero or like all is well', () => {
		const page = pageOf({ log: [], subscribers: [], frontDesk: [{ error: 'SelfKey is down <b>' }] });
		expect(page).toContain('SelfKey (arrivals) could not be asked: SelfKey is down &lt;b&gt;');
		expect(card(page, 'arrivals')).toBe('not known');
		expect(card(page, 'conflicts')).toBe('not known');
		expect(page).not.toContain('All is well');
		expect(pageOf({ log: [{}], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] })).toContain(
			'All is well',
		);
	});
});

describe('the page', () => {
	test('shows no guest', () => {
		expect(pageOf(aDay())).not.toMatch(/Zoë|Dupont/);
	});

	test('loads nothing and runs no script', () => {
		const page = pageOf(aDay());
		expect(page).not.toMatch(/<script|<iframe|<link(?! rel="icon" href="data:," ?\/>)|@import|url\(|\son\w+=/i);
		expect([...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address)).toEqual(
			expect.arrayContaining(['data:,', '?lang=fr']) as string[],
		);
		for (const [, address] of page.matchAll(/(?:src|href|action)="([^"]*)"/g))
			expect(address).toMatch(/^(data:,|\?lang=(en|fr)|https:\/\/n8n\.example\/workflow\/)/);
	});

	/** The elements and attributes of a page, without its texts. */
	const skeleton = (page: string) =>
		page
			.replace(/<style>.*?<\/style>/s, '')
			.match(/<[^>]*>/g)!
			.map((tag) => tag.replace(/"[^"]*"/g, '""'));

	test('is built the same whatever texts come from outside: none becomes an element or an attribute', () => {
		const mean = fc.oneof(
			fc.constantFrom(
				'<script>alert(1)</script>',
				'"><img src=x onerror=alert(1)>',
				"' onmouseover='x",
				'</td></table><h1>',
				'&lt;b&gt;',
				'<!--',
				']]>',
				'</style>',
				'</title>',
				'javascript:alert(1)',
				'${x}',
				'\u2028\u202e',
			),
			fc.string({ unit: 'binary' }),
		);
		const sourcesWith = (value: string): Sources => {
			const day = aDay();
			const evil = (json: Json, ...columns: string[]): Json => ({
				...json,
				...Object.fromEntries(columns.map((column) => [column, `x${value}x`])),
			});
			const [subscriber] = day.subscribers as [Json];
			const [desk] = day.frontDesk as [Json];
			const [failing] = subscriber['failing'] as [Json];
			return {
				log: [
					evil(logRow({ status: 'error' }), 'message', 'reservationKey', 'integration', 'workflowId', 'executionId'),
					evil(logRow({ outcome: 'conflict' }), 'message', 'reservationKey', 'integration', 'workflowId'),
				],
				alerts: [evil({ fault: 'failures:x', status: 'open', since: new Date(NOW).toISOString() }, 'title')],
				subscribers: [{ ...evil(subscriber, 'subscriber'), failing: [evil(failing, 'key', 'reason')] }],
				frontDesk: [
					{
						...desk,
						arrivals: [
							evil(arrival({ due: { minor: 1, amount: value, currency: value } }), 'roomName', 'key', 'checkIn'),
						],
						conflicts: [evil(arrival({}), 'roomName', 'key', 'kind', 'bookingNumber')],
					},
				],
			};
		};
		const plain = skeleton(pageOf(sourcesWith('y')));
		assertProperty(
			fc.property(mean, (value) => {
				expect(skeleton(pageOf(sourcesWith(value)))).toEqual(plain);
			}),
		);
	});

	test('is made in well under a second from a month of a busy hotel', () => {
		const log = Array.from({ length: 10_000 }, (_, n) => {
			const at = new Date(NOW - n * 250_000).toISOString();
			return logRow({ id: n, reservationKey: `booking.com/1/${n}`, at, firstAt: at, executionId: String(n) });
		});
		const page = inASecond(() => pageOf({ ...aDay(), log }));
		// Clocks have gone forward in Zurich this night: 13 hours since midnight.
		expect(card(page, 'runs')).toBe('188');
	});
});
