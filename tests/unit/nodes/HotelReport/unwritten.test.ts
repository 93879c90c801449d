/** Rows that the tables of the alerts did not take, and what becomes of them. */
import { ALL_BUT_THE_LOG } from '../../../../nodes/shared/log/columns';
import { fullSince, isWritten, keep, NOTHING_UNWRITTEN } from '../../../../nodes/HotelReport/alerts/unwritten';
import { wordsIn } from '../../../../nodes/HotelReport/words/words';
import { NOW } from './sample';
import { MINUTE, broken, told, Watchman } from './watchman';

describe('what was kept is written once there is room', () => {
	const ended = { fault: 'log:gone', status: 'over', title: 'Gone', watched: '', since: '', lastAt: '' };
	const kept = { at: 1, alerts: [ended], failures: [], logless: [], missed: 0, since: 0 };

	test.each([
		['', 'log:gone', ['log:gone']],
		['lakeside', 'lakeside/log:gone', ['lakeside/log:gone']],
	])('by the copy of "%s"', (hotel, fault, expected) => {
		const watchman = new Watchman('en', hotel);
		const row = { ...ended, fault };
		watchman.unwritten = { ...kept, alerts: [row] };
		const { silent } = watchman.decided({}, [row]);
		expect(silent.map((of) => of['fault']).filter((of) => String(of).endsWith('log:gone'))).toEqual(expected);
	});

	test('not as long as the tables take nothing', () => {
		const watchman = new Watchman();
		watchman.unwritten = { ...kept, missed: 1 };
		expect(watchman.decided({}, [ended]).silent.map(({ fault }) => fault)).not.toContain('log:gone');
	});

	test('not over what a check of another process is about to send: that is later', () => {
		const watchman = new Watchman();
		watchman.check({ log: [broken()] });
		const fault = String(watchman.rows().find(({ status }) => status === 'open')!['fault']);
		watchman.now += 90 * MINUTE;
		watchman.check({});
		const over = watchman.rows().find((row) => row['fault'] === fault)!;
		watchman.unwritten = { ...kept, alerts: [over] };
		watchman.now += 90 * MINUTE;
		const again = { log: [broken()] };
		const first = watchman.decided(again);
		expect(told(first.messages)).toHaveLength(1);
		watchman.remember(first.silent);
		watchman.lastCheck = undefined;
		const beside = watchman.decided(again);
		expect(beside.messages).toEqual([]);
		expect(beside.silent.map((row) => row['fault'])).not.toContain(fault);
	});
});

/** One that no table takes. */
const failed = (message: string, at: number) => ({
	row: { at: new Date(at).toISOString(), workflow: '10', message },
	answer: { name: 'hotel_failures' },
});
const checked = (isTaken: boolean) => ({
	row: { fault: 'watch:check' },
	answer: isTaken ? { id: 1, fault: 'watch:check' } : { fault: 'watch:check' },
});
const lacksLog = (at: number) => failed(ALL_BUT_THE_LOG, at);

test('hundreds of runs that lack only their log push no other failed run out', () => {
	let kept = keep(NOTHING_UNWRITTEN, [failed('Opera is down', NOW)], NOW);
	for (let second = 1; second <= 400; second++) kept = keep(kept, [lacksLog(NOW + second * 1000)], NOW + second * 1000);
	expect(kept.failures.map(({ message }) => message)).toEqual(['Opera is down']);
	expect(kept.logless).toHaveLength(2);
	expect(fullSince(kept, NOW + 400_000)).toBe(NOW + 1000);
});

test('while the tables are full it is not over, however rarely they are checked', () => {
	let kept = keep(NOTHING_UNWRITTEN, [lacksLog(NOW), lacksLog(NOW + 2 * MINUTE)], NOW + 2 * MINUTE);
	const told: unknown[] = [];
	for (let check = 1; check <= 4; check++) {
		const now = NOW + (check * 15 - 10) * MINUTE;
		told.push(fullSince(kept, now));
		kept = keep(kept, [checked(false)], now);
	}
	expect(told).toEqual([NOW, NOW, NOW, NOW]);
});

test('a log that is refused for a moment is no table that is full, but a run that failed', () => {
	let kept = keep(NOTHING_UNWRITTEN, [lacksLog(NOW), lacksLog(NOW + 59_000)], NOW + MINUTE);
	expect(fullSince(kept, NOW + MINUTE)).toBeNull();
	expect(fullSince(keep(kept, [lacksLog(NOW + MINUTE)], NOW + MINUTE), NOW + MINUTE)).toBe(NOW);
	expect(fullSince(keep(kept, [checked(false)], NOW + MINUTE), NOW + 5 * MINUTE)).toBe(NOW);
	kept = keep(kept, [checked(true)], NOW + MINUTE);
	expect([kept.logless, kept.failures.length]).toEqual([[], 2]);
	expect(fullSince(kept, NOW + 5 * MINUTE)).toBeNull();
});

test('the answer of a chat is no row, also with a number as its id', () => {
	const row = { fault: 'log:1' };
	expect(isWritten({ row, answer: { id: 42, status: 'ok' } })).toBe(false);
	expect(isWritten({ row, answer: { id: 42, ...row } })).toBe(true);
});

test.each(['en', 'fr'] as const)(
	'%s: what to do helps on PostgreSQL too, and payments to OPERA are not left out',
	(language) => {
		const { why, toDo } = wordsIn(language).alerts.fullTables;
		expect(why).toMatch(/40.*OPERA/u);
		// There, rows that are deleted make no room by themselves.
		expect(toDo).toMatch(/N8N_DATA_TABLES_MAX_SIZE_BYTES.*hotel_integration_log.*PostgreSQL.*VACUUM FULL/u);
	},
);
