/** One message for each fault, one all-clear, and nothing in between. */
import fc from 'fast-check';
import { alertItems } from '../../../../nodes/HotelReport/alerts/alert-items';
import { checkedHotel } from '../../../../nodes/HotelReport/alerts/one-hotel';
import { MAX_FAILED_RUNS, PATIENCE } from '../../../../nodes/HotelReport/alerts/find-faults';
import { readFacts, type Json } from '../../../../nodes/HotelReport/facts/read-facts';
import { SAYS_WHY } from '../../../../nodes/shared/log/columns';
import type { PollsSeen, SeenPoll } from '../../../../nodes/shared/polling/polls-seen';
import { inASecond } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';
import { aDay, logRow, NOW } from './sample';
import { broken, MINUTE, told, Watchman, WELL } from './watchman';

describe('a fault', () => {
	test('is told once, however long it lasts, and its end once', () => {
		const watchman = new Watchman();
		expect(told(watchman.check({ log: [broken()] }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
		for (let hours = 0; hours < 5; hours++) expect(watchman.after(60, { log: [broken()] })).toEqual([]);
		expect(told(watchman.after(5))).toEqual(['allClear: Over: SelfKey → Opera: a reservation or payment not done']);
		expect(watchman.after(5)).toEqual([]);
	});

	test('that hits a hundred reservations is one, with some of them, and one that hits others later is the same', () => {
		const watchman = new Watchman();
		const hundred = Array.from({ length: 100 }, (_, n) =>
			broken(`Opera has no room for "booking.com/1/${n}" (attempt ${n})`, { reservationKey: `booking.com/1/${n}` }),
		);
		const [message, ...others] = watchman.check({ log: hundred });
		expect(others).toEqual([]);
		expect(message).toMatchObject({ subject: 'SelfKey → Opera: 100 reservations or payments not done' });
		expect(message!['text']).toContain('booking.com/1/4 (booking 1042), and 95 more');
		expect(message!['text']).toContain('https://n8n.example/workflow/w10/executions/17');
		expect(message!['text']).toContain('What to do: ');
		expect(watchman.after(5, { log: [...hundred, broken('Opera has no room for "x" (attempt 7)')] })).toEqual([]);
	});

	test('of another kind is another one', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		expect(told(watchman.after(5, { log: [broken(), broken('The rate plan is unknown')] }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
	});

	test('that comes and goes is told once an hour', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		expect(watchman.after(5)).toHaveLength(1);
		expect(watchman.after(5, { log: [broken()] })).toEqual([]);
		expect(watchman.after(5)).toEqual([]);
		expect(watchman.after(30, { log: [broken()] })).toEqual([]);
		expect(told(watchman.after(30, { log: [broken()] }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
		expect(watchman.after(5)).toHaveLength(1);
	});

	test('neither begins nor ends while its source cannot be read', () => {
		const watchman = new Watchman();
		watchman.check(aDay());
		const silent = { error: 'SelfKey is down' };
		expect(told(watchman.after(5, { log: aDay().log, subscribers: [silent], frontDesk: [silent] }))).toEqual([]);
		expect(told(watchman.after(5))).toEqual(
			expect.arrayContaining(['allClear: Over: Booking 1043 has no room']) as string[],
		);
	});

	test('is never told if nobody can say what was told before', () => {
		const sources = { ...WELL, alerts: [{ error: 'no such table' }] };
		expect(() =>
			alertItems(sources, readFacts(sources, NOW, 'UTC'), '', {
				...{ language: 'en', polls: null, patience: PATIENCE, repeatAfterMs: 0 },
			}),
		).toThrow('The table of the alerts cannot be read: no such table');
	});
});

describe('two checks at once', () => {
	const OVER = 'allClear: Over: SelfKey → Opera: a reservation or payment not done';

	test('tell once what begins, and once that it is over', () => {
		const watchman = new Watchman();
		watchman.after(5);
		for (const log of [[broken()], [{}]]) {
			watchman.now += 5 * MINUTE;
			const read = watchman.rows();
			expect(watchman.check({ log }, read)).toHaveLength(1);
			watchman.now += 3;
			expect(watchman.decided({ log }, read)).toEqual({ messages: [], silent: [] });
			expect(watchman.after(5, { log })).toEqual([]);
		}
	});

	test('tell once what one of them is still sending, in whatever process each is', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		watchman.now += 5 * MINUTE;
		const sending = watchman.decided({});
		expect(told(sending.messages)).toEqual([OVER]);
		watchman.remember(sending.silent);
		watchman.lastCheck = undefined;
		expect(watchman.after(3)).toEqual([]);
		watchman.remember(sending.messages);
		expect(watchman.after(1)).toEqual([]);
		expect(watchman.after(60, { log: [broken()] })).toHaveLength(1);
	});

	test('leave the next one to tell what was not sent, also where another by hand has come between', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		watchman.unsent = true;
		expect(told(watchman.after(5))).toEqual([OVER]);
		expect(watchman.after(3)).toEqual([]);
		expect(told(watchman.after(2))).toEqual([OVER]);
	});

	test('are no reason to say nothing where the table keeps nothing', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		watchman.forgetAll();
		expect(watchman.after(5, { log: [broken()] })).toHaveLength(1);
	});

	test('a message that could not be sent is told by the next check at once, where the workflow has noted that it was not', () => {
		const watchman = new Watchman();
		watchman.unsent = true;
		expect(watchman.check({ log: [broken()] })).toHaveLength(1);
		const [checked] = watchman.rows().filter(({ fault }) => fault === 'watch:check');
		watchman.remember([{ ...checked, watched: '' }]);
		expect(watchman.after(0.1, { log: [broken()] })).toHaveLength(1);
	});

	test('tell nothing where n8n hands on what its database refuses: nobody knows what people were told', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		expect(() => watchman.decided({ log: [broken()] }, [{ language: 'English' }])).toThrow('cannot be read: No answer');
	});

	test('do not forget that nothing gets through: only a message that does says that it is over', () => {
		const watchman = new Watchman();
		watchman.unsent = true;
		watchman.check({ log: [broken()] });
		const checked = () => watchman.rows().find(({ fault }) => fault === 'watch:check');
		watchman.remember([{ ...checked(), ...{ watched: '', status: 'unsent' } }]);
		// The fault ends before anybody was told of it: nothing is sent that could show whether anything gets through.
		expect(watchman.after(5)).toEqual([]);
		expect(checked()).toMatchObject({ status: 'unsent', lastAt: watchman.ago(0) });
		watchman.remember([{ ...checked(), status: 'watching' }]);
		watchman.after(5);
		expect(checked()).toMatchObject({ status: 'watching' });
	});

	test.each(['', '{', '[1, ["x"], null]', '{"a": 1}'])('a note %j of another version hinders nothing', (watched) => {
		const watchman = new Watchman();
		watchman.check({});
		const [checked] = watchman.rows().filter(({ fault }) => fault === 'watch:check');
		watchman.remember([{ ...checked, watched }]);
		expect(watchman.after(1, { log: [broken()] })).toHaveLength(1);
	});
});

describe('a line in error whose reason changes', () => {
	const TIMEOUT = 'Opera did not answer in time';
	const of = (message: string, ...ids: number[]) =>
		ids.map((id) => broken(message, { reservationKey: `booking.com/1/${id}` }));
	const DOWN = 'Opera is down (503)';
	const TOLD = 'alert: SelfKey → Opera: a reservation or payment not done';
	const OVER = 'allClear: Over: SelfKey → Opera: a reservation or payment not done';

	test('is neither over nor told again at once, however often it changes; each reason is told once', () => {
		const watchman = new Watchman();
		expect(told(watchman.check({ log: of(DOWN, 1) }))).toEqual([TOLD]);
		for (const reason of [TIMEOUT, DOWN, TIMEOUT]) expect(watchman.after(15, { log: of(reason, 1) })).toEqual([]);
		const [second, ...others] = watchman.after(15, { log: of(TIMEOUT, 1) });
		expect(others).toEqual([]);
		expect(second!['text']).toContain(TIMEOUT);
		for (let hours = 0; hours < 6; hours++)
			expect(watchman.after(60, { log: of(hours % 2 === 0 ? DOWN : TIMEOUT, 1) })).toEqual([]);
		expect(told(watchman.after(5))).toEqual([OVER, OVER]);
		expect(watchman.after(5)).toEqual([]);
	});

	test.each(['400 Bad Request', '3 rooms were refused', '(503) Opera is down'])(
		'is not over either where the reason begins with a number: %s',
		(reason) => {
			for (const [first, then] of [
				[reason, TIMEOUT],
				[TIMEOUT, reason],
			] as const) {
				const watchman = new Watchman();
				expect(told(watchman.check({ log: of(first, 1) }))).toEqual([TOLD]);
				expect(watchman.after(15, { log: of(then, 1) })).toEqual([]);
			}
		},
	);

	test('is not told while the reason is told of others', () => {
		const watchman = new Watchman();
		watchman.check({ log: of(DOWN, 1, 2) });
		for (let checks = 0; checks < 5; checks++)
			expect(watchman.after(10, { log: [...of(DOWN, 1), ...of(TIMEOUT, 2)] })).toEqual([]);
		expect(told(watchman.after(5, { log: of(TIMEOUT, 2) }))).toEqual([]);
		expect(told(watchman.after(1))).toEqual(['allClear: Over: SelfKey → Opera: a reservation or payment not done']);
	});

	test('is told at once where it hits others too, or is of another flow', () => {
		const watchman = new Watchman();
		watchman.check({ log: of(DOWN, 1) });
		expect(watchman.after(5, { log: of(TIMEOUT, 1, 2) })).toHaveLength(1);
		const other = broken(TIMEOUT, { integration: 'SelfKey → channels', reservationKey: 'booking.com/1/1' });
		expect(told(watchman.after(5, { log: [...of(TIMEOUT, 1, 2), other] }))).toEqual([
			'alert: SelfKey → channels: a reservation or payment not done',
		]);
	});

	test('of a flow whose name has quotes or a number is not over either', () => {
		for (const integration of ["L'hôtel → Opera", 'Opera "A"', 'Copy 2', 'Copy 2 of [x]']) {
			const watchman = new Watchman();
			watchman.check({ log: [broken("It isn't there", { integration })] });
			expect(watchman.after(5, { log: [broken('No answer', { integration })] })).toEqual([]);
		}
	});

	test('of nobody knows whom is another one: nothing says that it is the same', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken(DOWN, { reservationKey: '' })] });
		expect(told(watchman.after(5, { log: [broken(TIMEOUT, { reservationKey: '' })] }))).toEqual([TOLD, OVER]);
	});

	/** Which reservations are in error at each check, and why; checks are so many minutes apart. */
	const step = fc.record({
		minutes: fc.constantFrom(5, 30, 61),
		inError: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.constantFrom(DOWN, TIMEOUT, 'The rate is unknown')),
	});

	test('is never told as over while one of those whom it named is in error, and each is told, whatever happens', () => {
		assertProperty(
			fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
				const watchman = new Watchman();
				/** By fault: whom people were told of and who is in error since, until it is over. */
				const open = new Map<string, Set<string>>();
				const lastSteps = [...steps, ...(steps.at(-1) ? [{ ...steps.at(-1)!, minutes: 61 }] : [])];
				for (const { minutes, inError } of lastSteps) {
					const log = Object.entries(inError).map(([id, message]) =>
						broken(message, { reservationKey: `booking.com/1/${id}` }),
					);
					for (const ids of open.values()) for (const id of ids) if (!(id in inError)) ids.delete(id);
					for (const { kind, fault, text } of watchman.after(minutes, { log })) {
						const named = [...String(text).matchAll(/booking\.com\/1\/(\d)/g)].map(([, id]) => id!);
						const ids = open.get(String(fault)) ?? new Set<string>();
						if (kind === 'alert') open.set(String(fault), new Set([...ids, ...named]));
						else {
							expect([...ids]).toEqual([]);
							expect(open.delete(String(fault))).toBe(true);
						}
					}
				}
				// An hour later at the latest, people know of each with the reason that it has.
				const inError = lastSteps.at(-1)?.inError ?? {};
				const known = new Set([...open.values()].flatMap((ids) => [...ids]));
				expect(Object.keys(inError).filter((id) => !known.has(id))).toEqual([]);
				expect(watchman.after(61, {}).filter(({ kind }) => kind === 'allClear')).toHaveLength(open.size);
			}),
			{ numRuns: 300 },
		);
	});

	test('is found quickly, however many reasons there are', () => {
		const many = Array.from({ length: 999 }, (_, n) =>
			broken(`Reason ${'x'.repeat(n % 37)}${'y'.repeat(n / 37)}`, { reservationKey: `booking.com/1/${n}` }),
		);
		const watchman = new Watchman();
		expect(watchman.check({ log: many })).toHaveLength(999);
		const others = many.map((row) => ({ ...row, message: `${String(row['message'])} z` }));
		expect(inASecond(() => watchman.after(5, { log: others }))).toEqual([]);
	});

	test('ends without a word when the log forgets it, after a year', () => {
		const watchman = new Watchman();
		const firstAt = watchman.ago(364 * 24 * 60);
		watchman.check({ log: [broken(DOWN, { firstAt })] });
		expect(watchman.after(2 * 24 * 60)).toEqual([]);
	});
});

describe('what an open fault hits later', () => {
	const of = (...ids: number[]) => ids.map((id) => broken('Opera is down', { reservationKey: `booking.com/1/${id}` }));

	test('is told too, once an hour at most, and each reservation once', () => {
		const watchman = new Watchman();
		watchman.check({ log: of(1) });
		expect(watchman.after(5, { log: of(1, 2) })).toEqual([]);
		expect(watchman.after(50, { log: of(1, 2, 3) })).toEqual([]);
		const [message, ...others] = watchman.after(5, { log: of(1, 2, 3) });
		expect(others).toEqual([]);
		expect(message).toMatchObject({
			...{ kind: 'alert', subject: 'SelfKey → Opera: 3 reservations or payments not done (2 new)' },
			text: expect.stringMatching(/New since the last message: booking\.com\/1\/2 .*booking\.com\/1\/3/) as string,
		});
		expect(message!['text']).not.toMatch(/New since.*booking\.com\/1\/1 /);
		for (let hours = 0; hours < 3; hours++) expect(watchman.after(60, { log: of(1, 2, 3) })).toEqual([]);
		expect(told(watchman.after(5))).toEqual(['allClear: Over: SelfKey → Opera: 3 reservations or payments not done']);
	});

	test('is told again with the next check where the message could not be sent', () => {
		const watchman = new Watchman();
		watchman.check({ log: of(1) });
		watchman.unsent = true;
		expect(watchman.after(60, { log: of(1, 2) })).toHaveLength(1);
		watchman.unsent = false;
		expect(watchman.after(5, { log: of(1, 2) })).toHaveLength(1);
		expect(watchman.after(60, { log: of(1, 2) })).toEqual([]);
	});

	test('of reservations that nobody acknowledges', () => {
		const watchman = new Watchman();
		const offered = (...ids: number[]) => ({ unacknowledged: ids.map((id) => ({ key: `booking.com/1/${id}` })) });
		watchman.check(offered(1));
		expect(watchman.after(20, offered(1, 2))).toHaveLength(1);
		expect(watchman.after(59, offered(1, 2))).toEqual([]);
		const [message] = watchman.after(1, offered(1, 2));
		expect(message!['text']).toContain('New since the last message: booking.com/1/2');
	});

	test('is not told of a fault that an earlier version has told', () => {
		const watchman = new Watchman();
		watchman.check({ log: of(1, 2) });
		watchman.forgetMembers();
		expect(watchman.after(60, { log: of(1, 2) })).toEqual([]);
		expect(watchman.after(5, { log: of(1, 2, 3) })).toHaveLength(1);
	});
});

describe('a source that cannot be read', () => {
	const refused = { subscribers: [{ error: 'SelfKey refused the API key (401)' }] };

	test('is told once after three checks, and its end', () => {
		const watchman = new Watchman();
		expect(watchman.check(refused)).toEqual([]);
		expect(watchman.after(5, refused)).toEqual([]);
		const [message, ...others] = watchman.after(5, refused);
		expect(others).toEqual([]);
		expect(message).toMatchObject({
			subject: 'Alerts: nobody watches SelfKey (deliveries), since it cannot be read',
			text: expect.stringContaining('SelfKey refused the API key (401)') as string,
		});
		for (let hours = 0; hours < 3; hours++) expect(watchman.after(60, refused)).toEqual([]);
		expect(told(watchman.after(5))).toEqual([
			'allClear: Over: Alerts: nobody watches SelfKey (deliveries), since it cannot be read',
		]);
	});

	test('for a moment only is told to nobody', () => {
		const watchman = new Watchman();
		for (let times = 0; times < 4; times++) {
			expect(watchman.after(5, refused)).toEqual([]);
			expect(watchman.after(5)).toEqual([]);
		}
	});

	test.each(['log', 'subscribers', 'frontDesk', 'failures', 'unacknowledged', 'recent'])(
		'is any of them: %s',
		(name) => {
			const watchman = new Watchman();
			const failed = { [name]: [{ error: 'no such table' }] };
			watchman.check(failed);
			expect(watchman.after(10, failed)).toHaveLength(1);
		},
	);
});

describe('of more lines in error than are read', () => {
	test('none is said to be over, and people are told why', () => {
		const watchman = new Watchman();
		const many = Array.from({ length: 1000 }, (_, n) => broken('Other', { reservationKey: `booking.com/1/${n}` }));
		watchman.check({ log: [broken()] });
		expect(told(watchman.after(5, { log: many }))).toEqual([
			'alert: SelfKey → Opera: 1000 reservations or payments not done',
			'alert: Alerts: 1,000 lines of the log or more are in error',
		]);
		expect(watchman.after(5, { log: many })).toEqual([]);
		expect(told(watchman.after(5, { log: many.slice(1) }))).toEqual([
			'allClear: Over: SelfKey → Opera: a reservation or payment not done',
			'allClear: Over: Alerts: 1,000 lines of the log or more are in error',
		]);
	});
});

describe('of more failed runs than are read', () => {
	const failure = (workflow: string, message: string, at: string) => ({ at, workflow, workflowId: workflow, message });
	const FLOODED = 'Alerts: 1,000 runs or more have failed within 26 hours';
	/** The newest rows of `hotel_failures`, as many as are read. */
	const flood = (watchman: Watchman) =>
		Array.from({ length: MAX_FAILED_RUNS }, () => failure('41', 'Whatever', watchman.ago(0)));

	test.each([
		['a workflow’s', ['32'], 'Guest 7 was refused', 'Workflow "32" failed'],
		[
			'a system’s',
			['30', '31'],
			'Opera cannot be reached: it did not answer in time',
			'Opera does not answer as it should',
		],
	])('%s older fault is neither over nor told again', (_, workflows, message, title) => {
		const watchman = new Watchman();
		const failures = workflows.map((name) => failure(name, message, watchman.ago(0)));
		expect(told(watchman.check({ failures }))).toEqual([`alert: ${title}`]);
		expect(told(watchman.after(5, { failures: flood(watchman) }))).toEqual([
			'alert: Workflow "41" failed',
			`alert: ${FLOODED}`,
		]);
		// Whoever cannot read when one was counts it all the same.
		const unread = [...flood(watchman).slice(1), failure('41', 'Whatever', 'soon')];
		expect(told(watchman.after(5, { failures: unread }))).toEqual([]);
		const again = [...flood(watchman), ...workflows.map((name) => failure(name, message, watchman.ago(0)))];
		expect(told(watchman.after(80, { failures: again }))).toEqual([]);
		expect(told(watchman.after(5, { failures: flood(watchman).slice(1) }))).toEqual([
			`notSeen: Not seen again: ${title}`,
			`allClear: Over: ${FLOODED}`,
		]);
	});

	test('one whose trigger has polled well since it was read last is over all the same', () => {
		const watchman = new Watchman();
		const failures = [failure('32', 'Guest 7 was refused', watchman.ago(0))];
		watchman.check({ failures });
		const both = () => ({ failures: [...flood(watchman).slice(1), ...failures] });
		expect(told(watchman.after(5, both()))).toHaveLength(2);
		const polled = (wellAt: number) => ({
			...{ key: '32:n1', workflow: '32', node: 'Opera Trigger', times: '', everyMs: 5 * MINUTE, at: watchman.now },
			...{ isByTimes: true, isToldElsewhere: false, failed: ['Guest 7 was refused'], wellAt },
		});
		watchman.polls = { since: 0, polls: [polled(0)] };
		expect(told(watchman.after(75, both()))).toEqual([]);
		watchman.polls = { since: 0, polls: [polled(watchman.now)] };
		expect(told(watchman.after(5, both()))).toEqual(['allClear: Over: Workflow "32" failed']);
	});

	test('a copy for a further hotel, which tells of no failed runs, ends its own', () => {
		const watchman = new Watchman().copyFor('hotel-next-door');
		const unread = {
			subscribers: [{ error: 'SelfKey cannot be reached: it did not answer in time' }],
			frontDesk: [{ error: 'SelfKey cannot be reached: it did not answer in time' }],
		};
		watchman.check({ ...unread, failures: flood(watchman) });
		const [alert] = [5, 5].flatMap((minutes) => watchman.after(minutes, { ...unread, failures: flood(watchman) }));
		expect(alert).toMatchObject({ kind: 'alert' });
		expect(watchman.after(5, { failures: flood(watchman) })).toMatchObject([{ kind: 'allClear' }]);
	});
});

describe('a conflict in the log', () => {
	const line = (changes: Json = {}) =>
		logRow({
			...{ integration: 'SelfKey → Opera', outcome: 'conflict', status: 'warning', workflowId: 'w30' },
			message:
				'Change from SelfKey; Opera confirmation 5 is checked in and was left as it is, but its source has cancelled it',
			...changes,
		});

	test('is told once for each reservation, with what it says and the run', () => {
		const watchman = new Watchman();
		const recent = [line({ reservationKey: 'booking.com/1/1' }), line({ reservationKey: 'booking.com/1/2' })];
		const messages = watchman.check({ recent });
		expect(told(messages)).toEqual([
			'alert: SelfKey → Opera: a conflict about booking.com/1/1 (booking 1042)',
			'alert: SelfKey → Opera: a conflict about booking.com/1/2 (booking 1042)',
		]);
		expect(messages[0]!['text']).toContain('was left as it is');
		expect(messages[0]!['text']).toContain('https://n8n.example/workflow/w30/executions/17');
		expect(watchman.after(5, { recent })).toEqual([]);
	});

	test.each(['updated', 'cancelled'])('is over once the same flow says %s of the reservation', (outcome) => {
		const watchman = new Watchman();
		watchman.check({ recent: [line()] });
		const later = line({ outcome, status: 'success', at: watchman.ago(-2) });
		const elsewhere = { ...later, integration: 'Booking.com → SelfKey' };
		expect(watchman.after(5, { recent: [elsewhere, line()] })).toEqual([]);
		expect(told(watchman.after(5, { recent: [later, line()] }))).toEqual([
			'allClear: Over: SelfKey → Opera: a conflict about booking.com/12345/1 (booking 1042)',
		]);
	});

	test('ends without a word where nobody says what has become of it, and a repeat says nothing', () => {
		const watchman = new Watchman();
		watchman.check({ recent: [line()] });
		const repeat = line({ outcome: 'unchanged', status: 'success', at: watchman.ago(-2) });
		expect(watchman.after(5, { recent: [repeat, line()] })).toEqual([]);
		expect(watchman.after(60)).toEqual([]);
	});

	test('that the reservation has once more is told once more, an hour later at the earliest', () => {
		const watchman = new Watchman();
		watchman.check({ recent: [line()] });
		const again = line({ at: watchman.ago(-2), message: 'Opera confirmation 5 is over' });
		expect(watchman.after(5, { recent: [again, line()] })).toEqual([]);
		expect(watchman.after(60, { recent: [again, line()] })).toHaveLength(1);
		expect(watchman.after(60, { recent: [again, line()] })).toEqual([]);
	});

	test.each([
		['No room is free for booking 1042, Double. Give the booking a room in SelfKey', 0],
		['Booking 1042 shares its room 101 with another. Give one of them another room in SelfKey', 0],
		['No room is free for booking 1042; The desk and the channel have both changed this booking; …', 1],
		['A booking that SelfKey has sold itself was changed in OPERA: there it is …', 1],
		['The desk has cancelled this booking, and its channel has changed it since', 1],
		['No room is free for booking 1042; Opera reservation 5 is over and was left as it is, but …', 1],
	])('is left to the front desk where it is about rooms only: %s', (message, count) => {
		expect(new Watchman().check({ recent: [line({ message })] })).toHaveLength(count);
	});
});

describe('what counts', () => {
	test('nights that a channel could not be told of: all of them are named, whatever room type they are of', () => {
		const line = (room: string, arrival: string, departure: string, changes: Json = {}) =>
			broken('Airbnb cannot be reached: it did not answer in time', {
				...{ integration: 'SelfKey → channels', action: 'availability', reservationKey: `airbnb/${room}` },
				...{ room, arrival, departure, ...changes },
			});
		const log = [line('4711', '2027-07-01', '2027-07-03'), line('4712', '2027-08-01', '2027-08-02')];
		const [alert, ...others] = new Watchman().check({ log });
		expect(others).toEqual([]);
		expect(alert?.['subject']).toBe('SelfKey → channels: the nights of 2 room types could not be told');
		expect(alert?.['text']).toContain('4711 from 2027-07-01 to 2027-07-03, 4712 from 2027-08-01 to 2027-08-02');
		expect(alert?.['text']).toContain('extranet');
		expect(alert?.['text']).not.toContain('Reservations:');
		const [french] = new Watchman('fr').check({ log });
		expect(french?.['text']).toContain('4712 du 2027-08-01 au 2027-08-02');
	});

	test('a failed run, until it has not failed for three of its own intervals', () => {
		const watchman = new Watchman();
		const failure = (minutes: number, message = 'Booking.com refused the credential (401)') => ({
			...{ at: watchman.ago(minutes), workflow: '10 Booking.com to SelfKey', workflowId: 'w10', executionId: '5' },
			...{ node: 'Booking.com Trigger', message },
		});
		/** The last one so many minutes after the first check. */
		const every = (minutes: number) => [0, 1, 2].map((n) => failure(n * minutes));
		const failures = every(30);
		const [alert] = watchman.check({ failures });
		expect(alert).toMatchObject({ kind: 'alert', subject: 'Workflow "10 Booking.com to SelfKey" failed' });
		expect(alert!['text']).toContain('Open the credential that the node uses');
		const recent = [logRow({ workflowId: 'w10', at: watchman.ago(-40) })];
		expect(watchman.after(85, { failures, recent })).toEqual([]);
		expect(told(watchman.after(5, { failures, recent }))).toEqual([
			'allClear: Over: Workflow "10 Booking.com to SelfKey" failed',
		]);
	});

	test.each([
		['Booking.com did not accept the credentials', 'Open the credential'],
		['SelfKey denied access (HTTP 403)', 'Open the credential'],
		['SelfKey cannot be reached: the Base URL in its credential must begin with https', 'Open the credential'],
		['Booking.com cannot be reached: it refused the connection', 'does not answer'],
		['Opera asks to slow down and to wait 30 seconds', 'does not answer'],
		['Opera did not issue a token (HTTP 503)', 'does not answer'],
		['SelfKey has a fault at present (HTTP 502)', 'does not answer'],
		['Room 503 is unknown', 'Open the run'],
	])('a failed run that says "%s": what to do fits', (message, advice) => {
		const watchman = new Watchman();
		const failures = [{ at: watchman.ago(1), workflow: 'w', workflowId: 'w1', message }];
		expect(watchman.check({ failures })[0]?.['text']).toContain(advice);
	});

	test('names each reason of one kind: with one of them mended, the others would fail untold', () => {
		const log = ['111', '222'].map((code) =>
			broken(`Opera has no code for the rate plan ${code}`, { reservationKey: `booking.com/1/${code}` }),
		);
		const messages = new Watchman().check({ log });
		expect(messages).toHaveLength(1);
		for (const code of ['plan 111', 'plan 222']) expect(messages[0]?.['text']).toContain(code);
	});

	test('a failed run after which nothing shows that all is well: it is not said to be over', () => {
		const watchman = new Watchman();
		const failures = [0, 20, 40].map((minutes) => ({
			...{ at: watchman.ago(minutes), workflow: 'w', workflowId: 'w1', message: 'Whatever' },
		}));
		watchman.check({ failures });
		const others = [
			logRow({ workflowId: 'w2', at: watchman.ago(-30) }),
			logRow({ workflowId: 'w1', at: watchman.ago(5) }),
			logRow({ workflowId: 'w1', at: watchman.ago(-30), status: 'error' }),
		];
		const [message, ...more] = watchman.after(60, { failures, recent: others });
		expect(more).toEqual([]);
		expect(message).toMatchObject({ kind: 'notSeen', subject: 'Not seen again: Workflow "w" failed' });
		expect(message!['text']).toContain('not been reported again since 29 Mar, 12:00.');
		expect(message!['text']).not.toContain('nothing to do');
		expect(watchman.after(5, { failures, recent: others })).toEqual([]);
	});

	test('what is told once a day, such as a calendar that is down, is not over since its workflow does other things', () => {
		const watchman = new Watchman();
		const failures = [0, 1440].map((minutes) => ({
			...{ at: watchman.ago(minutes - 1), workflow: '21', workflowId: 'w21', message: 'The calendar is empty' },
		}));
		watchman.check({ failures });
		const recent = [logRow({ workflowId: 'w21', at: watchman.ago(-60) })];
		const ends = [70, 300, 5].flatMap((minutes) => watchman.after(minutes, { failures, recent }));
		expect(told(ends)).toEqual(['notSeen: Not seen again: Workflow "21" failed']);
	});

	test('a run that failed once, for as long as is set', () => {
		const watchman = new Watchman();
		const failures = [{ at: watchman.ago(0), workflow: 'w', message: 'Whatever' }];
		expect(watchman.check({ failures })).toHaveLength(1);
		expect(watchman.after(69, { failures })).toEqual([]);
		expect(told(watchman.after(1, { failures }))).toEqual(['notSeen: Not seen again: Workflow "w" failed']);
	});

	test('what several calendars report in one poll has not failed again and again', () => {
		const watchman = new Watchman();
		const failures = [0, 0.001, 0.002].map((minutes) => ({
			...{ at: watchman.ago(minutes), workflow: '21', workflowId: 'w21', message: 'The calendar is empty' },
		}));
		watchman.check({ failures });
		const recent = [logRow({ workflowId: 'w21', at: watchman.ago(-5) })];
		expect(told(watchman.after(15, { failures, recent }))).toEqual(['notSeen: Not seen again: Workflow "21" failed']);
	});

	test('a failed run of each of two workflows with the same name', () => {
		const watchman = new Watchman();
		const failures = ['a', 'b'].map((workflowId) => ({
			...{ at: watchman.ago(1), workflow: 'Copy', workflowId, message: 'Whatever' },
		}));
		expect(watchman.check({ failures })).toHaveLength(2);
	});

	test('not a failed run that the log explains', () => {
		const failures = [{ at: new Watchman().ago(1), workflow: 'w', message: `1 of 2 failed. ${SAYS_WHY}. First` }];
		expect(new Watchman().check({ failures })).toEqual([]);
	});

	test('a reservation that nobody has acknowledged for 20 minutes, not one that has only come', () => {
		const watchman = new Watchman();
		const offered = (...ids: number[]) => ({ unacknowledged: ids.map((id) => ({ key: `booking.com/1/${id}` })) });
		expect(watchman.check(offered(1))).toEqual([]);
		expect(watchman.after(5, offered(1, 2))).toEqual([]);
		// A busy hotel: there is always one, but never the same.
		expect(watchman.after(10, offered(2, 3))).toEqual([]);
		const [alert, ...others] = watchman.after(5, offered(2, 3));
		expect(others).toEqual([]);
		expect(alert).toMatchObject({
			subject: 'Booking.com: a reservation has not been acknowledged for about 20 minutes',
			text: expect.stringContaining('Reservations: booking.com/1/2\n') as string,
		});
		expect(told(watchman.after(5, offered(3)))).toEqual([
			'allClear: Over: Booking.com: a reservation has not been acknowledged for about 20 minutes',
		]);
	});

	test('it is told 20 minutes after it came, even if it came just after a check, and checks are seconds early', () => {
		const watchman = new Watchman();
		const offered = { unacknowledged: [{ key: 'booking.com/1/1' }] };
		watchman.check({});
		// It comes now.
		const told = [5, 5, 5, 4.95].map((minutes) => watchman.after(minutes, offered).length);
		expect(told).toEqual([0, 0, 0, 1]);
	});

	const subscriber = (watchman: Watchman, asked: number, oldest: number | null, changes: Json = {}) => ({
		subscribers: [
			{
				...{ subscriber: 'opera', askedAt: watchman.ago(asked), waiting: 3, failing: [] },
				...{ oldest: oldest === null ? null : watchman.ago(oldest), ...changes },
			},
		],
	});

	test('a destination that has waited for more than ten minutes, and one that asks no more', () => {
		const watchman = new Watchman();
		expect(watchman.check(subscriber(watchman, 1, 9))).toEqual([]);
		expect(told(watchman.check(subscriber(watchman, 1, 11)))).toEqual(['alert: 3 reservations wait for "opera"']);
		expect(told(watchman.check(subscriber(watchman, 16, 11)))).toEqual([
			'alert: Nobody fetches the changes for "opera" any more',
		]);
	});

	test('a destination that asks no more still keeps waiting what waited before: that ends when it was sent', () => {
		const watchman = new Watchman();
		watchman.check(subscriber(watchman, 6, 11));
		watchman.now += 10 * MINUTE;
		expect(told(watchman.check(subscriber(watchman, 16, 21)))).toEqual([
			'alert: Nobody fetches the changes for "opera" any more',
		]);
		watchman.now += 5 * MINUTE;
		expect(told(watchman.check(subscriber(watchman, 26, 31)))).toEqual([]);
		watchman.now += 5 * MINUTE;
		expect(told(watchman.check(subscriber(watchman, 0, 36)))).toEqual([
			'allClear: Over: Nobody fetches the changes for "opera" any more',
		]);
		watchman.now += 5 * MINUTE;
		expect(told(watchman.check(subscriber(watchman, 0, null, { waiting: 0 })))).toEqual([
			'allClear: Over: 3 reservations wait for "opera"',
		]);
	});

	test('what waited and was handed back is not over: from then on the log tells of it', () => {
		const watchman = new Watchman();
		watchman.check(subscriber(watchman, 1, 11, { waiting: 1 }));
		const failing = [{ key: 'booking.com/12345/1', since: watchman.ago(11), reason: 'Opera is down', attempts: 1 }];
		const handedBack = { log: [broken()], ...subscriber(watchman, 1, 11, { waiting: 1, failing }) };
		expect(told(watchman.after(5, handedBack))).toEqual(['alert: SelfKey → Opera: a reservation or payment not done']);
		watchman.now += 5 * MINUTE;
		expect(told(watchman.check(subscriber(watchman, 1, null, { waiting: 0 })))).toEqual([
			'allClear: Over: SelfKey → Opera: a reservation or payment not done',
		]);
	});

	test('a subscriber that SelfKey has forgotten, with what waited for it: given up, not over', () => {
		const watchman = new Watchman();
		watchman.check(subscriber(watchman, 1, 11));
		watchman.check(subscriber(watchman, 16, 11));
		const [message, ...others] = watchman.after(30 * 24 * 60);
		expect(others).toEqual([]);
		expect(message).toMatchObject({
			...{ kind: 'givenUp', subject: 'Given up: Nobody fetches the changes for "opera" any more' },
			text: expect.stringContaining('nothing of that is sent any more') as string,
		});
		expect(watchman.after(5)).toEqual([]);
	});

	test('destinations whose names differ by a number only', () => {
		const watchman = new Watchman();
		const silent = (name: string) => subscriber(watchman, 16, null, { subscriber: name }).subscribers;
		watchman.check({ subscribers: silent('opera-1') });
		expect(told(watchman.check({ subscribers: [...silent('opera-1'), ...silent('opera-2')] }))).toEqual([
			'alert: Nobody fetches the changes for "opera-2" any more',
		]);
	});

	test('what waits beside what the log explains, and no more than that', () => {
		const watchman = new Watchman();
		const failing = [{ key: 'booking.com/12345/1', since: watchman.ago(30), reason: 'Opera is down', attempts: 2 }];
		const waiting = (oldestUntried: string | null, oldest = 30) => ({
			...{ log: [broken()] },
			...subscriber(watchman, 1, oldest, { failing, waiting: 50, oldestUntried }),
		});
		const ofDestination = (messages: readonly Json[]) =>
			messages.filter(({ fault }) => String(fault).startsWith('subscribers'));
		expect(ofDestination(watchman.check(waiting(watchman.ago(9))))).toEqual([]);
		const [message, ...others] = ofDestination(watchman.check(waiting(watchman.ago(11))));
		expect(others).toEqual([]);
		expect(message).toMatchObject({ subject: '49 reservations wait for "opera"', since: watchman.ago(11) });
		expect(message!['text']).not.toContain('Opera is down');
		// A SelfKey of before does not say since when the others wait; the oldest of all tells enough at times.
		expect(ofDestination(new Watchman().check(waiting(null, 31)))).toHaveLength(1);
		expect(ofDestination(new Watchman().check(waiting(null, 30)))).toEqual([]);
	});

	test('not a second time what the log says already', () => {
		const watchman = new Watchman();
		const failing = [{ key: 'booking.com/12345/1', since: watchman.ago(30), reason: 'Opera is down', attempts: 2 }];
		expect(told(watchman.check({ log: [broken()], ...subscriber(watchman, 1, 30, { failing, waiting: 1 }) }))).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
		]);
	});

	test('a stay without a room of its own, each for itself', () => {
		const conflict = (bookingNumber: number, kind: string) => ({
			...{ bookingNumber, kind, key: `booking.com/1/${bookingNumber}`, roomName: kind === 'no_room' ? null : '101' },
			...{ checkIn: '2026-04-01', checkOut: '2026-04-02' },
		});
		const desk = (...conflicts: Json[]) => ({ frontDesk: [{ arrivals: [], conflicts }] });
		const watchman = new Watchman();
		expect(told(watchman.check(desk(conflict(7, 'no_room'))))).toEqual(['alert: Booking 7 has no room']);
		expect(told(watchman.after(5, desk(conflict(7, 'no_room'), conflict(8, 'shared_room'))))).toEqual([
			'alert: Booking 8 shares room 101 with another',
		]);
		expect(told(watchman.after(5, desk(conflict(8, 'shared_room'))))).toEqual([
			'allClear: Over: Booking 7 has no room',
		]);
	});

	test('the alert names the reservation, who else has the room, and what could be done', () => {
		const stay = { bookingNumber: 7, kind: 'no_room', key: 'booking.com/1/4711', roomName: null };
		const advice = 'The last room went to booking 6 (Airbnb HM1), room 102. It would be solved by moving …';
		const conflicts = [{ ...stay, checkIn: '2026-04-01', checkOut: '2026-04-02', advice }];
		const [alert] = new Watchman().check({ frontDesk: [{ arrivals: [], conflicts }] });
		expect(JSON.stringify(alert)).toContain('booking.com/1/4711, from 2026-04-01 to 2026-04-02');
		expect(JSON.stringify(alert)).toContain(advice);
	});

	test('and leads to the run that has said so', () => {
		const stay = { bookingNumber: 7, kind: 'no_room', key: 'booking.com/1/4711', roomName: null };
		const recent = [logRow({ reservationKey: stay.key, status: 'warning', outcome: 'no room', executionId: '99' })];
		const [alert] = new Watchman().check({ frontDesk: [{ arrivals: [], conflicts: [stay] }], recent });
		expect(alert!['text']).toContain('https://n8n.example/workflow/w10/executions/99');
	});
});

describe('a trigger that polls no more', () => {
	const poll = (watchman: Watchman, minutesAgo: number, changes: Partial<SeenPoll> = {}): SeenPoll => ({
		...{ key: 'w20:n1', workflow: '20 Airbnb to SelfKey', node: 'Airbnb Trigger', times: 'every 5' },
		...{ at: watchman.now - minutesAgo * MINUTE, everyMs: 5 * MINUTE, isByTimes: false, isToldElsewhere: false },
		...{ wellAt: 0, failed: [] },
		...changes,
	});
	/** A process that has looked for so long, and another trigger that is well. */
	const process = (watchman: Watchman, upMinutes: number, ...polls: SeenPoll[]): PollsSeen => ({
		since: watchman.now - upMinutes * MINUTE,
		polls: [...polls, poll(watchman, 0, { key: 'w30:n1', isToldElsewhere: true })],
	});
	const STOPPED = 'alert: The trigger of "20 Airbnb to SelfKey" asks no more';
	const AGAIN = 'allClear: Over: The trigger of "20 Airbnb to SelfKey" asks no more';

	/** `upMinutes`: how long the process has run by then; `polls`: what it has seen. */
	function check(
		watchman: Watchman,
		minutes: number,
		upMinutes: number,
		polls: (now: Watchman) => SeenPoll[],
	): string[] {
		watchman.now += minutes * MINUTE;
		watchman.polls = process(watchman, upMinutes, ...polls(watchman));
		return told(watchman.check({}));
	}

	test('is told once, after two of its own intervals more, and that it polls again', () => {
		const watchman = new Watchman();
		expect(check(watchman, 0, 600, (now) => [poll(now, 1)])).toEqual([]);
		expect(check(watchman, 24, 624, (now) => [poll(now, 25)])).toEqual([]);
		expect(check(watchman, 1, 625, (now) => [poll(now, 26)])).toEqual([STOPPED]);
		for (let hours = 1; hours < 5; hours++)
			expect(check(watchman, 60, 700, (now) => [poll(now, 60 * hours + 26)])).toEqual([]);
		expect(check(watchman, 5, 1000, (now) => [poll(now, 1)])).toEqual([AGAIN]);
	});

	test('has its own rhythm: what polls once in half an hour is not silent after an hour', () => {
		const watchman = new Watchman();
		const slow = { everyMs: 30 * MINUTE };
		check(watchman, 0, 600, (now) => [poll(now, 1, slow)]);
		expect(check(watchman, 73, 673, (now) => [poll(now, 74, slow)])).toEqual([]);
		expect(check(watchman, 2, 675, (now) => [poll(now, 76, slow)])).toEqual([STOPPED]);
	});

	test.each([
		['which its poll times say', true, 26],
		['as it was seen', false, 46],
	])('was off for two days, as an earlier version remembers: it keeps its rhythm, %s', (_, isByTimes, minutes) => {
		const watchman = new Watchman();
		check(watchman, 0, 9000, (now) => [poll(now, 1, { everyMs: 48 * 60 * MINUTE })]);
		check(watchman, 5, 4, (now) => [poll(now, 1, { isByTimes })]);
		const [early, late] = [minutes - 2, 1].map((later) => {
			watchman.now += later * MINUTE;
			watchman.polls = process(watchman, 600, poll(watchman, later === 1 ? minutes : minutes - 1, { isByTimes }));
			return told(watchman.check({}));
		});
		expect([early, late]).toEqual([[], [STOPPED]]);
	});

	test('does not come back after a restart: its last poll is remembered, and it gets its time first', () => {
		const watchman = new Watchman();
		check(watchman, 0, 600, (now) => [poll(now, 1)]);
		expect(check(watchman, 180, 4, () => [])).toEqual([]);
		expect(check(watchman, 20, 24, () => [])).toEqual([]);
		expect(check(watchman, 5, 29, () => [])).toEqual([STOPPED]);
		expect(check(watchman, 5, 34, (now) => [poll(now, 0, { everyMs: 0 })])).toEqual([AGAIN]);
	});

	test('was told, and nobody starts it again: after a week it is forgotten without a word', () => {
		const watchman = new Watchman();
		check(watchman, 0, 600, (now) => [poll(now, 1)]);
		expect(check(watchman, 60, 660, () => [])).toEqual([STOPPED]);
		expect(check(watchman, 8 * 24 * 60, 9000, () => [])).toEqual([]);
		expect(check(watchman, 60, 9000, () => [])).toEqual([]);
	});

	test('had stopped before anybody watched: no news', () => {
		expect(check(new Watchman(), 0, 600, (now) => [poll(now, 90)])).toEqual([]);
	});

	test('is noticed from another side: not told here', () => {
		const watchman = new Watchman();
		check(watchman, 0, 600, (now) => [poll(now, 1, { isToldElsewhere: true })]);
		expect(check(watchman, 60, 660, (now) => [poll(now, 61, { isToldElsewhere: true })])).toEqual([]);
	});

	test('with other poll times has another rhythm', () => {
		const watchman = new Watchman();
		check(watchman, 0, 600, (now) => [poll(now, 1, { everyMs: 24 * 60 * MINUTE, times: 'daily' })]);
		check(watchman, 5, 605, (now) => [poll(now, 1)]);
		expect(check(watchman, 30, 635, (now) => [poll(now, 31)])).toEqual([STOPPED]);
	});

	test.each([
		['has seen no poll at all, as a worker of queue mode', { since: 0, polls: [] }],
		['cannot tell, as a run by hand', null],
	])('neither begins nor ends where the process %s', (_, nothing) => {
		const watchman = new Watchman();
		check(watchman, 0, 600, (now) => [poll(now, 1)]);
		watchman.polls = nothing;
		expect(watchman.after(60)).toEqual([]);
		expect(check(watchman, 0, 660, () => [])).toEqual([STOPPED]);
		watchman.polls = nothing;
		expect(watchman.after(60)).toEqual([]);
	});
});

describe('several hotels in one n8n', () => {
	const waits = (watchman: Watchman) => ({
		subscribers: [{ subscriber: 'opera', askedAt: watchman.ago(1), waiting: 3, oldest: watchman.ago(11), failing: [] }],
	});
	const roomless = { kind: 'no_room', key: 'booking.com/1/7', bookingNumber: 7, roomName: null };
	const desk = { frontDesk: [{ arrivals: [], conflicts: [roomless] }] };

	test('a copy for a further hotel tells of its own systems by its name, and ends nothing of another copy', () => {
		const first = new Watchman();
		const lake = first.copyFor('pension-du-lac');
		expect(told(first.check({ ...waits(first), ...desk, log: [broken()] }))).toHaveLength(3);
		expect(lake.check({ log: [broken()] })).toEqual([]);
		expect(told(lake.check({ ...waits(lake), ...desk }))).toEqual([
			'alert: pension-du-lac: 3 reservations wait for "opera"',
			'alert: pension-du-lac: Booking 7 has no room',
		]);
		expect(first.after(5, { ...waits(first), ...desk, log: [broken()] })).toEqual([]);
		expect(lake.after(5, { ...waits(lake), ...desk })).toEqual([]);
		lake.now += 5 * MINUTE;
		const served = [{ subscriber: 'opera', askedAt: lake.ago(0), waiting: 0, oldest: null }];
		expect(told(lake.check({ subscribers: served }))).toEqual([
			'allClear: Over: pension-du-lac: 3 reservations wait for "opera"',
			'allClear: Over: pension-du-lac: Booking 7 has no room',
		]);
		expect(told(first.after(5, { subscribers: served, log: [broken()], ...desk }))).toEqual([
			'allClear: Over: 3 reservations wait for "opera"',
		]);
	});

	test('what a copy had told that was deleted since ends without a word, after a week', () => {
		const first = new Watchman();
		const lake = first.copyFor('pension-du-lac');
		lake.check(desk);
		const open = () => first.rows().filter(({ status }) => status === 'open');
		first.now += 6 * 1440 * MINUTE;
		expect(first.check({})).toEqual([]);
		expect(open()).toHaveLength(1);
		expect(first.after(1440 + 1)).toEqual([]);
		expect(open()).toEqual([]);
	});

	test('it remembers for itself what Booking.com offers, and leaves the log, failed runs and triggers to the first', () => {
		const lake = new Watchman('en', 'pension-du-lac');
		const failures = [{ at: lake.ago(1), workflow: '10', workflowId: 'w10', message: 'x' }];
		const offered = {
			unacknowledged: [{ key: 'booking.com/2/1' }],
			failures,
			recent: [logRow({ outcome: 'conflict' })],
		};
		expect(lake.check(offered)).toEqual([]);
		expect(told(lake.after(15, offered))).toEqual([
			'alert: pension-du-lac: Booking.com: a reservation has not been acknowledged for about 20 minutes',
		]);
		const unread = { failures: [{ error: 'no such table' }], log: [{ error: 'no such table' }] };
		expect(lake.after(10, { ...unread, ...offered })).toEqual([]);
		expect(lake.after(10, { ...unread, unacknowledged: offered.unacknowledged })).toEqual([]);
	});

	test.each(['', ' hotel-paradise ', 'a.b_c-1'])('the name %j is one', (name) => {
		expect(checkedHotel(name)).toBe(name.trim());
	});

	test.each(['Pension du Lac', 'a/b', 'a:b', 'x'.repeat(61)])(
		'the name %j is none, and the error says what to enter',
		(name) => {
			expect(() => checkedHotel(name)).toThrow('Enter it as the SelfKey credential has it');
		},
	);
});
