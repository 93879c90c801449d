/** What a remote system leads to is one message and one all-clear, however many notice it. */
import type { AlertSources } from '../../../../nodes/HotelReport/alerts/alert-items';
import type { Json } from '../../../../nodes/HotelReport/facts/read-facts';
import { overviewOf } from '../../../../nodes/HotelReport/facts/overview';
import { readFacts } from '../../../../nodes/HotelReport/facts/read-facts';
import type { PollsSeen } from '../../../../nodes/shared/polling/polls-seen';
import { logRow } from './sample';
import { broken, MINUTE, told, Watchman, WELL } from './watchman';

const UNREACHABLE = 'SelfKey cannot be reached: it did not answer in time';
const DESK = { frontDesk: [{ date: '2026-03-29', arrivals: [], conflicts: [] }] };

/** Failed polls of a workflow, the last one so many minutes ago. */
const failing = (watchman: Watchman, workflow: string, message: string, ...minutes: number[]): Json[] =>
	minutes.map((ago) => ({
		...{ at: watchman.ago(ago), workflow, workflowId: workflow.slice(0, 2), executionId: '' },
		...{ node: 'SelfKey Trigger', message },
	}));

const unread = (message: string): Partial<AlertSources> => ({
	subscribers: [{ error: message }],
	frontDesk: [{ error: message }],
});

function selfKeyDown(watchman: Watchman): Partial<AlertSources> {
	const line = (integration: string, key: string, reason = UNREACHABLE) =>
		broken(reason, { integration, reservationKey: key, bookingNumber: '' });
	return {
		...unread(UNREACHABLE),
		log: [
			line('Booking.com → SelfKey', 'booking.com/1/1'),
			line('Airbnb → SelfKey', 'airbnb/1/2', 'SelfKey has a fault at present (HTTP 503)'),
		],
		failures: ['30 SelfKey to Opera', '50 Availability push', '54 Rates'].flatMap((name) =>
			failing(watchman, name, UNREACHABLE, 0, 5, 10),
		),
	};
}

test('SelfKey is down: one message, with all that it leads to and what to do, and one all-clear', () => {
	const watchman = new Watchman();
	const [message, ...others] = watchman.check(selfKeyDown(watchman));
	expect(others).toEqual([]);
	expect(message).toMatchObject({ kind: 'alert', subject: 'SelfKey does not answer as it should' });
	const { text } = message!;
	for (const part of [
		UNREACHABLE,
		'HTTP 503',
		'Workflow "30 SelfKey to Opera" failed',
		'booking.com/1/1',
		'airbnb/1/2',
	])
		expect(text).toContain(part);
	expect(text).toContain('What to do: It is tried again by itself where its source offers it again');
	for (let checks = 0; checks < 30; checks++) {
		watchman.now += 5 * MINUTE;
		expect(told(watchman.check(selfKeyDown(watchman)))).toEqual([]);
	}
	const { failures } = selfKeyDown(watchman);
	const ends = [20, 5, 60].flatMap((minutes) => watchman.after(minutes, { ...DESK, failures: failures! }));
	expect(told(ends)).toEqual(['allClear: Over: SelfKey does not answer as it should']);
});

test('in French too', () => {
	const watchman = new Watchman('fr');
	expect(told(watchman.check(selfKeyDown(watchman)))).toEqual(['alert: SelfKey ne répond pas comme il faut']);
});

test('a credential of Booking.com is refused: the failed polls and the queue that cannot be read are one', () => {
	const watchman = new Watchman();
	const REFUSED = 'Booking.com did not accept the credentials';
	const refused = () => ({
		failures: failing(watchman, '10 Booking.com to SelfKey', REFUSED, 0, 1, 2, 3),
		unacknowledged: [{ error: REFUSED }],
	});
	const messages = [0, 5, 5, 5, 60].flatMap((minutes) => {
		watchman.now += minutes * MINUTE;
		return watchman.check(refused());
	});
	expect(told(messages)).toEqual(['alert: Booking.com does not accept the credential']);
	expect(messages[0]!['text']).toContain('press "Save"');
});

test('who joins keeps the name by which people know the fault, and its all-clear has it', () => {
	const watchman = new Watchman();
	const first = () => ({ failures: failing(watchman, '30 SelfKey to Opera', UNREACHABLE, 0, 5, 10) });
	expect(told(watchman.check(first()))).toEqual(['alert: Workflow "30 SelfKey to Opera" failed']);
	watchman.now += 5 * MINUTE;
	expect(told(watchman.check({ ...first(), ...unread(UNREACHABLE) }))).toEqual([]);
	watchman.now += 5 * MINUTE;
	expect(told(watchman.check(first()))).toEqual([]);
	expect(told(watchman.after(30, DESK))).toEqual(['allClear: Over: SelfKey does not answer as it should']);
});

test('another account that is refused later is told within the hour, once', () => {
	const watchman = new Watchman();
	const REFUSED = 'Booking.com did not accept the credentials';
	const ofBoth = () => [
		...failing(watchman, '10 Booking.com to SelfKey', REFUSED, 0, 1, 2),
		...failing(watchman, '11 Booking.com to SelfKey, Pension du Lac', REFUSED, 0, 1, 2),
	];
	watchman.check({ failures: failing(watchman, '10 Booking.com to SelfKey', REFUSED, 0, 1, 2) });
	const later = [5, 30, 30, 60, 60].map((minutes) => {
		watchman.now += minutes * MINUTE;
		return watchman.check({ failures: ofBoth() });
	});
	expect(later.map(told)).toEqual([[], [], ['alert: Booking.com does not accept the credential (1 new)'], [], []]);
	expect(later[2]![0]!['text']).toContain('New since the last message: 11 Booking.com to SelfKey, Pension du Lac');
});

test('the mail says what to do as the node that failed says it, not only in general', () => {
	const advised = (message: string, language: 'en' | 'fr' = 'en') => {
		const watchman = new Watchman(language);
		const [told] = watchman.check({ failures: failing(watchman, '10 Booking.com to SelfKey', message, 0) });
		return String(told!['text']);
	};
	const ADVICE = 'Check the client ID and that it is switched on for production';
	expect(advised(`Booking.com did not accept the credentials\n${ADVICE}`)).toMatch(
		new RegExp(`^What to do: ${ADVICE}\\. Open the credential`, 'm'),
	);
	// There is no run to open.
	expect(advised(`The calendar is empty\n${ADVICE}`)).toMatch(new RegExp(`^What to do: ${ADVICE}\\.$`, 'm'));
	expect(advised(`The calendar is empty\n${ADVICE}`, 'fr')).toMatch(new RegExp(`«\\s${ADVICE}\\s»`));
	expect(advised('The calendar is empty')).toContain('What to do: Open the run');
});

test('two systems, or two kinds of trouble, are two faults', () => {
	const watchman = new Watchman();
	const log = [
		broken('Opera cannot be reached', { reservationKey: 'booking.com/1/1' }),
		broken('Opera did not accept the credentials', { reservationKey: 'booking.com/1/2' }),
		broken('Airbnb cannot be reached', { reservationKey: 'booking.com/1/3' }),
	];
	expect(watchman.check({ log })).toHaveLength(3);
});

test('nights at risk are named, with what to do about them, beside what fails otherwise', () => {
	const DOWN = 'Airbnb cannot be reached: it did not answer in time';
	const watchman = new Watchman();
	const nights = broken(DOWN, {
		...{ integration: 'SelfKey → channels', action: 'availability', reservationKey: 'airbnb/4711', room: '4711' },
		...{ arrival: '2027-07-01', departure: '2027-07-03' },
	});
	const [message, ...others] = watchman.check({
		log: [nights],
		failures: failing(watchman, '20 Airbnb to SelfKey', DOWN, 0, 5, 10),
	});
	expect(others).toEqual([]);
	expect(message!['text']).toMatch(/4711 from 2027-07-01 to 2027-07-03[\s\S]*What to do: [\s\S]*extranet/);
});

test('a reservation that fails for another reason after SelfKey was down is not over', () => {
	const watchman = new Watchman();
	watchman.check({ log: [broken('Opera cannot be reached')] });
	expect(watchman.after(15, { log: [broken('The rate plan is unknown')] })).toEqual([]);
	expect(watchman.after(50, { log: [broken('The rate plan is unknown')] })).toHaveLength(1);
	expect(told(watchman.after(5))).toEqual([
		'allClear: Over: SelfKey → Opera: a reservation or payment not done',
		'allClear: Over: SelfKey → Opera: a reservation or payment not done',
	]);
});

test('nothing is over while the log, or what n8n reported, cannot be read', () => {
	const watchman = new Watchman();
	watchman.check({ log: [broken('Opera cannot be reached')] });
	for (const source of ['log', 'failures'])
		expect(watchman.after(5, { [source]: [{ error: 'no such table' }] })).toEqual([]);
	expect(told(watchman.after(5))).toHaveLength(1);
});

test('sources that cannot be read for one reason are one fault', () => {
	const watchman = new Watchman();
	const refused = unread('SelfKey is being moved');
	watchman.check(refused);
	expect(told(watchman.after(10, refused))).toEqual([
		'alert: Alerts: nobody watches SelfKey (deliveries), SelfKey (arrivals), since they cannot be read',
	]);
	expect(told(watchman.after(5))).toHaveLength(1);
});

test('of several hotels in one n8n, each copy tells its own SelfKey, and ends only its own', () => {
	const UNWATCHED = 'Alerts: nobody watches SelfKey (deliveries), SelfKey (arrivals), since they cannot be read';
	const first = new Watchman();
	const lake = first.copyFor('pension-du-lac');
	for (const copy of [first, lake]) copy.check(unread(UNREACHABLE));
	expect(told(lake.after(10, unread(UNREACHABLE)))).toEqual([`alert: pension-du-lac: ${UNWATCHED}`]);
	expect(told(first.after(10, unread(UNREACHABLE)))).toEqual([`alert: ${UNWATCHED}`]);
	expect(told(first.after(5, DESK))).toEqual([`allClear: Over: ${UNWATCHED}`]);
	expect(lake.after(5, unread(UNREACHABLE))).toEqual([]);
	expect(told(lake.after(5, DESK))).toEqual([`allClear: Over: pension-du-lac: ${UNWATCHED}`]);
});

test('the dashboard knows that the integration of a workflow which failed needs somebody, and counts nothing twice', () => {
	const watchman = new Watchman();
	const failures = failing(watchman, '30 SelfKey to Opera', UNREACHABLE, 0, 5, 10);
	watchman.check({ failures });
	const overview = (changes: Partial<AlertSources>) => {
		const log = [logRow({ workflowId: '30' }), ...(changes.log ?? [])];
		return overviewOf(readFacts({ ...WELL, ...changes, log, alerts: watchman.rows() }, watchman.now, 'UTC'));
	};
	expect(overview({}).integrations[0]?.state).toBe('bad');
	expect(overview({}).attention.alerts).toHaveLength(1);
	expect(overview(unread(UNREACHABLE)).attention.alerts).toEqual([]);
	expect(overview({ log: [broken(UNREACHABLE)] }).attention.alerts).toEqual([]);
});

describe('a poll that failed and then goes well without finding anything', () => {
	const MESSAGE = 'Booking.com did not accept the credentials';
	const polls = (
		watchman: Watchman,
		wellAgo: number | null,
		isToldElsewhere = true,
		failed = [MESSAGE],
	): PollsSeen => ({
		since: 0,
		polls: [
			{
				...{ key: '10:n1', workflow: '10 Booking.com to SelfKey', node: 'Booking.com Trigger', times: 'every minute' },
				...{ at: watchman.now, everyMs: MINUTE, isByTimes: true, isToldElsewhere, failed },
				wellAt: wellAgo === null ? 0 : watchman.now - wellAgo * MINUTE,
			},
		],
	});
	const failed = (watchman: Watchman, ...minutes: number[]) => ({
		failures: failing(watchman, '10 Booking.com to SelfKey', MESSAGE, ...minutes),
	});
	const OVER = 'allClear: Over: Workflow "10 Booking.com to SelfKey" failed';
	const NOT_SEEN = 'notSeen: Not seen again: Workflow "10 Booking.com to SelfKey" failed';

	test.each([true, false])('is over, with one all-clear, ten minutes later (watched elsewhere: %s)', (isElsewhere) => {
		const watchman = new Watchman();
		const sources = failed(watchman, 0, 1, 2, 3);
		watchman.polls = polls(watchman, null, isElsewhere);
		expect(watchman.check(sources)).toHaveLength(1);
		const later = [5, 5, 5, 60].map((minutes) => {
			watchman.now += minutes * MINUTE;
			watchman.polls = polls(watchman, 0, isElsewhere);
			return told(watchman.check(sources));
		});
		expect(later).toEqual([[], [OVER], [], []]);
	});

	test('also after a single failure', () => {
		const watchman = new Watchman();
		const sources = failed(watchman, 0);
		watchman.polls = polls(watchman, null);
		watchman.check(sources);
		watchman.now += 10 * MINUTE;
		watchman.polls = polls(watchman, 1);
		expect(told(watchman.check(sources))).toEqual([OVER]);
	});

	test('also where n8n has started again meanwhile, and for a check by hand', () => {
		for (const isByHand of [true, false]) {
			const watchman = new Watchman();
			const sources = failed(watchman, 0);
			watchman.polls = polls(watchman, null);
			watchman.check(sources);
			watchman.now += 8 * MINUTE;
			watchman.polls = polls(watchman, 1, true, []);
			watchman.check(sources);
			watchman.now += 2 * MINUTE;
			if (isByHand) watchman.polls = null;
			expect(told(watchman.check(sources))).toEqual([OVER]);
		}
	});

	test('is not where it was well before it failed, or has never failed like this in a poll', () => {
		for (const seen of [polls(new Watchman(), 5), polls(new Watchman(), 0, true, ['Something else'])]) {
			const watchman = new Watchman();
			const sources = failed(watchman, 0);
			watchman.polls = seen;
			watchman.check(sources);
			const later = [10, 30, 30].flatMap((minutes) => watchman.after(minutes, sources));
			expect(told(later)).toEqual([NOT_SEEN]);
		}
	});

	test('goes well now and then only: told once an hour at most, and not over in between', () => {
		const watchman = new Watchman();
		let failures: Json[] = [];
		const messages = Array.from({ length: 36 }, (_, index) => {
			watchman.now += 5 * MINUTE;
			if (index % 2 === 0) failures = [...failed(watchman, 0).failures, ...failures];
			watchman.polls = polls(watchman, index % 2 === 0 ? 5 : 0);
			return told(watchman.check({ failures }));
		});
		expect(messages.flat()).toHaveLength(1);
	});
});

const BOOKING_DOWN = 'Booking.com cannot be reached';

describe('an outage while an earlier one has left something behind', () => {
	const DAY = 1440;

	/** Checks every five minutes, for three hours. */
	function outage(watchman: Watchman, workflow: string, message: string, log: Json[]): string[] {
		return Array.from({ length: 36 }, () => {
			watchman.now += 5 * MINUTE;
			return told(watchman.check({ log, failures: failing(watchman, workflow, message, 0, 1, 2, 5, 10) }));
		}).flat();
	}

	test('is told, although a line that nobody repeats is still in error', () => {
		const watchman = new Watchman();
		const log = [broken(BOOKING_DOWN, { integration: 'Report', reservationKey: 'booking.com/1/1' })];
		expect(watchman.check({ log })).toHaveLength(1);
		expect([DAY, DAY].flatMap((minutes) => watchman.after(minutes, { log }))).toEqual([]);
		for (let outages = 0; outages < 2; outages++) {
			expect(outage(watchman, '10 Booking.com to SelfKey', BOOKING_DOWN, log)).toEqual([
				'alert: Booking.com does not answer as it should (1 new)',
			]);
			expect([60, DAY].flatMap((minutes) => watchman.after(minutes, { log }))).toEqual([]);
		}
		expect(told(watchman.after(5))).toEqual(['allClear: Over: Booking.com does not answer as it should']);
	});

	test('is over, and told again, although one of its reservations fails for another reason since', () => {
		const watchman = new Watchman();
		const DOWN = 'Opera cannot be reached';
		const line = (message: string) => [broken(message, { reservationKey: 'booking.com/1/1' })];
		const log = line('The rate plan is unknown');
		expect(outage(watchman, '31 Opera to SelfKey', DOWN, line(DOWN))).toHaveLength(1);
		const later = [30, 5, 60, DAY].flatMap((minutes) => watchman.after(minutes, { log }));
		expect(told(later).sort()).toEqual([
			'alert: SelfKey → Opera: a reservation or payment not done',
			'notSeen: Not seen again: Opera does not answer as it should',
		]);
		const again = outage(watchman, '31 Opera to SelfKey', DOWN, log);
		expect(again).toEqual(['alert: Workflow "31 Opera to SelfKey" failed']);
	});

	test('is over, although another integration cannot do the same reservation', () => {
		const watchman = new Watchman();
		const reservationKey = 'booking.com/1/1';
		watchman.check({ log: [broken('Opera cannot be reached', { reservationKey })] });
		const other = { integration: 'Booking.com → SelfKey', reservationKey };
		expect(told(watchman.after(5, { log: [broken('The room type is unknown', other)] })).sort()).toEqual([
			'alert: Booking.com → SelfKey: a reservation or payment not done',
			'allClear: Over: SelfKey → Opera: a reservation or payment not done',
		]);
	});
});

describe('a second hotel in one n8n whose own system is down too', () => {
	const tellings = (message: string) => {
		const watchman = new Watchman();
		watchman.copyFor('pension-du-lac').check({});
		const failures = (...workflows: string[]) => ({
			failures: workflows.flatMap((workflow) => failing(watchman, workflow, message, 0, 5, 10)),
		});
		watchman.check(failures('31 Opera'));
		const later = [5, 60, 60].map((minutes) => {
			watchman.now += minutes * MINUTE;
			return watchman.check(failures('31 Opera', '32 Opera, Pension du Lac'));
		});
		return later.map((messages) => messages.map(({ text }) => String(text)));
	};

	test.each(['Opera cannot be reached', UNREACHABLE])('is told within the hour, once: %s', (message) => {
		const [, second, ...others] = tellings(message);
		expect(second).toHaveLength(1);
		expect(second![0]).toContain('New since the last message: 32 Opera, Pension du Lac');
		expect(others.flat()).toEqual([]);
	});

	test('is not where the system has one address for all hotels', () => {
		expect(tellings(BOOKING_DOWN).flat()).toEqual([]);
	});
});

describe('a source that cannot be read', () => {
	test('is told after nine minutes, whatever the reason of each check is, and is over once it can be read', () => {
		const watchman = new Watchman();
		const reasons = ['SelfKey has a fault at present (HTTP 502)', 'SelfKey asks to slow down', 'It was refused (404)'];
		const messages = Array.from({ length: 12 }, (_, check) =>
			told(watchman.after(5, unread(reasons[check % 3] ?? ''))),
		);
		expect(messages.flat()).toEqual([
			'alert: Alerts: nobody watches SelfKey (deliveries), SelfKey (arrivals), since they cannot be read',
		]);
		const ends = [5, 5].flatMap((minutes) => watchman.after(minutes, DESK));
		expect(told(ends)).toHaveLength(1);
		expect(told(ends)[0]).toMatch(/^allClear/);
	});

	test.each(['SelfKey is being moved', UNREACHABLE])('is not over when another one joins it: %s', (error) => {
		const watchman = new Watchman();
		const desk = { frontDesk: [{ error }] };
		watchman.check(desk);
		expect(watchman.after(10, desk)).toHaveLength(1);
		const later = [5, 5, 5, 60].flatMap((minutes) => watchman.after(minutes, unread(error)));
		expect(later).toHaveLength(1);
		expect(later[0]).toMatchObject({ kind: 'alert' });
		expect(later[0]!['text']).toContain('SelfKey (deliveries)');
		expect(told([5, 5].flatMap((minutes) => watchman.after(minutes, DESK)))).toHaveLength(1);
	});

	test('for a moment only joins nothing', () => {
		const watchman = new Watchman();
		const log = [broken(UNREACHABLE, { integration: 'Webhook → SelfKey', reservationKey: 'pms/1/9' })];
		watchman.check({ log });
		expect(watchman.after(120, { log, ...unread(UNREACHABLE) })).toEqual([]);
		expect(watchman.after(5, { log })).toEqual([]);
	});
});

test('what the log has in error is not promised to be tried again by itself', () => {
	const watchman = new Watchman();
	const log = [broken(UNREACHABLE, { integration: 'Webhook → SelfKey', reservationKey: 'pms/1/9' })];
	const [message] = watchman.check({ log, failures: failing(watchman, '50 Availability push', UNREACHABLE, 0) });
	expect(message!['text']).toContain('"Send again" tries at once. If it lasts, ask');
	expect(message!['text']).not.toContain('Nothing is lost');
});

test('a poll that reports once a day what lasts is not "not seen again" before it goes well', () => {
	const watchman = new Watchman();
	const message = 'A reservation cannot be read';
	const failures = failing(watchman, '20 Airbnb to SelfKey', message, 0);
	const poll = (wellAt: number) => {
		watchman.polls = {
			since: 0,
			polls: [
				{
					...{ key: '20:n1', workflow: '20 Airbnb to SelfKey', node: 'Airbnb Trigger', times: '', everyMs: 5 * MINUTE },
					...{ at: watchman.now, isByTimes: true, isToldElsewhere: false, failed: [message], wellAt },
				},
			],
		};
		return told(watchman.check({ failures }));
	};
	expect(poll(0)).toHaveLength(1);
	const later = Array.from({ length: 30 }, () => {
		watchman.now += 5 * MINUTE;
		return poll(0);
	});
	expect(later.flat()).toEqual([]);
	watchman.now += 5 * MINUTE;
	expect(poll(watchman.now)).toEqual(['allClear: Over: Workflow "20 Airbnb to SelfKey" failed']);
});
