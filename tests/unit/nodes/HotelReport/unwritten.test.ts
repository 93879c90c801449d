/** Rows that the tables of the alerts did not take, and what becomes of them. */
import { MINUTE, broken, told, Watchman } from './watchman';

describe('what was kept is written once there is room', () => {
	const ended = { fault: 'log:gone', status: 'over', title: 'Gone', watched: '', since: '', lastAt: '' };
	const kept = { at: 1, alerts: [ended], failures: [], missed: 0, since: 0 };

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
