/** What a trigger reports once and what goes on meanwhile: each further fault is told, and nothing is over too soon. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../../../nodes/HotelReport/facts/read-facts';
import type { SeenPoll } from '../../../../nodes/shared/polling/polls-seen';
import { MINUTE, told, Watchman } from './watchman';

const FAILED = 'Workflow "20 Airbnb to SelfKey" failed';
const ALERT = `alert: ${FAILED}`;
const NEWS = `alert: ${FAILED} (1 new)`;
const UNREADABLE = (code: string) =>
	`Reservation ${code} of Airbnb cannot be read, so look it up there. It has no nights`;
const CALENDAR = (listing: number) => `The calendar of ${listing} cannot be read: it did not answer in time`;
const DOUBTED = (listing: number) =>
	`The calendar of ${listing} cannot be trusted: it is empty. Accept: https://n8n.example/${listing}`;

type Failed = readonly [minute: number, message: string];

/** How far back template 90 reads. */
const TEMPLATE = readFileSync(path.join(__dirname, '../../../../workflows/90-error-alerts.json'), 'utf8');
const { nodes } = JSON.parse(TEMPLATE) as { nodes: Array<{ name: string; parameters: unknown }> };
const FAILURES = JSON.stringify(nodes.find(({ name }) => name === 'Failures of the last day')?.parameters);
const READ_MINUTES = 60 * Number(/\$now\.minus\(\{ hours: (\d+) \}\)/u.exec(FAILURES)?.[1]);

/**
 * Checks every five minutes of a trigger that polls and is never well, from a first failure on.
 * @returns the minute and what was told then
 */
function tellings(
	failed: readonly Failed[],
	until: number,
	{ wellAt = [], seesPolls = true }: { wellAt?: readonly number[]; seesPolls?: boolean } = {},
): Array<[number, string, string]> {
	const watchman = new Watchman();
	const begin = watchman.now;
	const all: Array<[number, string, string]> = [];
	for (let minute = 0; minute <= until; minute += 5) {
		watchman.now = begin + minute * MINUTE;
		const sofar = failed.filter(([at]) => at <= minute);
		if (seesPolls)
			watchman.polls = {
				since: 0,
				polls: [
					{
						...{ key: '20:n1', workflow: '20 Airbnb to SelfKey', node: 'Airbnb Trigger', times: '' },
						...{ everyMs: 5 * MINUTE, at: watchman.now, isByTimes: true, isToldElsewhere: false },
						failed: sofar.map(([, message]) => message).reverse(),
						wellAt: Math.max(0, ...wellAt.filter((at) => at <= minute).map((at) => begin + at * MINUTE)),
					},
				],
			};
		const failures = sofar
			.filter(([at]) => minute - at <= READ_MINUTES)
			.map(([at, message]): Json => ({
				...{ at: new Date(begin + at * MINUTE).toISOString(), workflow: '20 Airbnb to SelfKey' },
				...{ workflowId: '20', executionId: '', node: 'Airbnb Trigger', message },
			}));
		const messages = watchman.check({ failures: failures.length > 0 ? failures : [{}] });
		for (const [index, line] of told(messages).entries()) all.push([minute, line, String(messages[index]!['text'])]);
	}
	return all;
}

const lines = (all: ReturnType<typeof tellings>) => all.map(([minute, line]) => [minute, line]);

describe('while one thing lasts, another of its kind', () => {
	test.each([
		['reservation', UNREADABLE('HMA1'), UNREADABLE('HMB2')],
		['calendar', CALENDAR(101), CALENDAR(102)],
		['calendar to be accepted', DOUBTED(101), DOUBTED(102)],
	])('is told: a %s', (_, first, second) => {
		const all = tellings(
			[
				[0, first],
				[600, second],
			],
			1200,
		);
		expect(lines(all)).toEqual([
			[0, ALERT],
			[600, NEWS],
		]);
		expect(all[0]![2]).not.toContain(second);
		expect(all[1]![2]).toContain(second);
	});

	test.each([true, false])(
		'is told within the hour, although it is not repeated (its polls are seen: %s)',
		(seesPolls) => {
			const all = tellings(
				[
					[0, CALENDAR(101)],
					[0, CALENDAR(102)],
					[5, CALENDAR(103)],
				],
				300,
				{ seesPolls },
			);
			expect(lines(all).slice(0, 2)).toEqual([
				[0, ALERT],
				[60, NEWS],
			]);
			expect(all[0]![2]).toContain(CALENDAR(102));
			expect(all[1]![2]).toContain(CALENDAR(103));
		},
	);

	test('is not, where only the time differs that it took', () => {
		const slow = (minute: number): Failed => [
			minute,
			`The calendar of 101 cannot be read: no answer in ${10_000 + minute} ms`,
		];
		expect(
			lines(
				tellings(
					Array.from({ length: 60 }, (_, index) => slow(5 * index)),
					300,
				),
			),
		).toEqual([[0, ALERT]]);
	});

	test('of many, five are quoted and the others counted', () => {
		const all = tellings(
			Array.from({ length: 8 }, (_, index): Failed => [0, CALENDAR(101 + index)]),
			60,
		);
		expect(all).toHaveLength(1);
		expect(all[0]![2].match(/cannot be read/gu)).toHaveLength(5);
		expect(all[0]![2]).toContain('and 3 more');
	});
});

test('the template reads the failures of more than a day, so that what is repeated each day is there all the time', () => {
	expect(READ_MINUTES).toBeGreaterThan(25 * 60);
});

test('what is reported once a day is one alert, however many days it lasts, and over once a poll goes well', () => {
	const daily = [0, 1445, 2890, 4335].map((minute): Failed => [minute, CALENDAR(101)]);
	expect(lines(tellings(daily, 5000, { wellAt: [4900, 4905, 4910, 4915, 4920] }))).toEqual([
		[0, ALERT],
		[4900, `allClear: Over: ${FAILED}`],
	]);
});

test('what is repeated no more is "not seen again" since it was reported, not since it was asked last', () => {
	const all = tellings([[0, CALENDAR(101)]], READ_MINUTES + 60);
	expect(lines(all).map(([, line]) => line)).toEqual([ALERT, `notSeen: Not seen again: ${FAILED}`]);
	expect(all[1]![2]).not.toBe('');
	const [first, last] = [...all[1]![2].matchAll(/\d{1,2}:\d{2}/gu)].map(String);
	expect(last).toBe(first);
});

test('a failure of every morning is told each morning, since that morning', () => {
	const daily = [0, 1440, 2880].map((minute): Failed => [minute, "Opera's queue brings nothing"]);
	const all = tellings(daily, 3000, { seesPolls: false });
	const NOT_SEEN = `notSeen: Not seen again: ${FAILED}`;
	expect(lines(all)).toEqual(
		[0, 1440, 2880].flatMap((at) => [
			[at, ALERT],
			[at + 70, NOT_SEEN],
		]),
	);
	const sinces = all.filter(([, line]) => line === ALERT).map(([, , text]) => /^Since: .*$/mu.exec(text)?.[0]);
	expect(new Set(sinces).size).toBe(3);
});

describe('outages of a system whose trigger is never well', () => {
	const DOWN = 'Airbnb cannot be reached: it did not answer in time';
	const outage = (begin: number): Failed[] => [0, 5, 10].map((minute) => [begin + minute, DOWN]);

	test('are told each, and each is "not seen again"', () => {
		const all = tellings([[0, UNREADABLE('HMA1')], ...outage(60), ...outage(700)], 1500);
		expect(lines(all).map(([, line]) => line)).toEqual([
			ALERT,
			ALERT,
			`notSeen: Not seen again: ${FAILED}`,
			ALERT,
			`notSeen: Not seen again: ${FAILED}`,
		]);
		expect(all[3]![0]).toBe(700);
	});
});

describe('workflows of several hotels that fail with their own OPERA', () => {
	const DOWN = 'Opera cannot be reached';

	/**
	 * @param failed each workflow with the minutes of its first and its last failure
	 * @param seesPolls whether it is known that a trigger polls well in between
	 */
	function tellingsOfOpera(
		failed: ReadonlyArray<readonly [workflow: string, from: number, to: number]>,
		until: number,
		seesPolls = false,
	) {
		const watchman = new Watchman();
		watchman.copyFor('pension-du-lac').check({});
		const begin = watchman.now;
		const all: Array<[number, string]> = [];
		for (let minute = 0; minute <= until; minute += 5) {
			watchman.now = begin + minute * MINUTE;
			const failures = failed.flatMap(([workflow, from, to]) =>
				Array.from({ length: (to - from) / 5 + 1 }, (_, index) => from + 5 * index)
					.filter((at) => at <= minute)
					.map((at) => ({
						...{ at: new Date(begin + at * MINUTE).toISOString(), workflow, workflowId: workflow },
						...{ executionId: '', node: 'Opera Trigger', message: DOWN },
					})),
			);
			if (seesPolls) watchman.polls = { since: 0, polls: [...new Set(failed.map(([name]) => name))].map(polled) };
			for (const line of told(watchman.check({ failures }))) all.push([minute, line]);

			function polled(name: string): SeenPoll {
				const own = failed.filter(([workflow]) => workflow === name);
				const lastWell = Array.from({ length: minute / 5 + 1 }, (_, index) => minute - 5 * index).find((at) =>
					own.every(([, from, to]) => at < from || at > to),
				);
				return {
					...{ key: `${name}:n1`, workflow: name, node: 'Opera Trigger', times: '', everyMs: 5 * MINUTE },
					...{ at: watchman.now, isByTimes: true, isToldElsewhere: false },
					failed: own.some(([, from]) => from <= minute) ? [DOWN] : [],
					wellAt: lastWell === undefined ? 0 : begin + lastWell * MINUTE,
				};
			}
		}
		return all;
	}

	test.each([
		['nobody knows of their polls', 50, false, [0, 60, 120]],
		['each polls well in between', 25, true, [0, 60]],
	])('in turns, are told once each, two that joined in an hour together (%s)', (_, length, seesPolls, minutes) => {
		const turns = Array.from(
			{ length: 400 / length },
			(_each, turn) => [['31', '32', '33'][turn % 3] ?? '', turn] as const,
		);
		const all = tellingsOfOpera(
			turns.map(([name, turn]) => [name, length * turn, length * turn + length]),
			400,
			seesPolls,
		);
		expect(all.map(([minute]) => minute)).toEqual(minutes);
	});

	test('are told again where one has polled well for an hour, though another fails all the time', () => {
		const all = tellingsOfOpera(
			[
				['31', 0, 600],
				['32', 60, 90],
				['32', 200, 230],
			],
			300,
			true,
		);
		expect(all.map(([minute]) => minute)).toEqual([0, 60, 200]);
	});

	test('are not told again where one was well for less than that, however often', () => {
		const all = tellingsOfOpera(
			[['31', 0, 600], ...[60, 120, 180, 240, 300].map((at) => ['32', at, at + 10] as const)],
			400,
			true,
		);
		expect(all.map(([minute]) => minute)).toEqual([0, 60]);
	});

	test('are told again where one was well for hours, though another fails all the time', () => {
		const all = tellingsOfOpera(
			[
				['31', 0, 600],
				['32', 60, 90],
				['32', 500, 530],
			],
			600,
		);
		expect(all.map(([minute]) => minute)).toEqual([0, 60, 500]);
	});
});

describe('sources that cannot be read', () => {
	const DESK_DOWN = { frontDesk: [{ error: 'SelfKey is being moved' }] };
	const TITLE = 'Alerts: nobody watches SelfKey (arrivals), since it cannot be read';

	test('are not over because an earlier version has told them by another name', () => {
		const watchman = new Watchman();
		const at = watchman.ago(60);
		watchman.remember([
			{
				...{ fault: 'sources:frontDesk', status: 'open', title: TITLE, watched: '' },
				...{ since: at, lastAt: watchman.ago(5), alertedAt: at, clearedAt: '' },
			},
		]);
		const later = [0, 5, 5, 5].flatMap((minutes) => told(watchman.after(minutes, DESK_DOWN)));
		expect(later).toEqual([`alert: ${TITLE}`]);
		expect(told(watchman.after(5))).toEqual([`allClear: Over: ${TITLE}`]);
	});

	test('once before n8n was off, and once after, have not been so all the time', () => {
		const watchman = new Watchman();
		watchman.check(DESK_DOWN);
		expect(told(watchman.after(480, DESK_DOWN))).toEqual([]);
		const since = watchman.now;
		expect(told(watchman.after(5, DESK_DOWN))).toEqual([]);
		const [alert] = watchman.after(5, DESK_DOWN);
		expect(told([alert!])).toEqual([`alert: ${TITLE}`]);
		expect(alert!['text']).toContain(new Date(since).toISOString().slice(11, 16));
	});

	test('are told by a check of every hour too', () => {
		const watchman = new Watchman();
		watchman.check(DESK_DOWN);
		expect(told(watchman.after(60, DESK_DOWN))).toEqual([`alert: ${TITLE}`]);
	});
});
