import { WakeablePollLock } from '../../../../../nodes/SelfKey/change-feed/wakeable-poll-lock';

jest.mock('n8n-workflow', () => ({ sleep: jest.fn(async () => undefined) }));
const { sleep } = jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow');
beforeEach(() => {
	sleep.mockClear();
	jest.useFakeTimers({ doNotFake: ['setImmediate'] });
});
afterEach(() => jest.useRealTimers());

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** A trigger as n8n polls it: each poll starts a run, which ends when the test says so. */
function trigger(guard = new WakeablePollLock(60_000), key = 'a') {
	const open: Array<() => void> = [];
	const state = { guard, polls: 0, skipped: 0, endRun: () => open.shift()?.() };
	const poll = async () => {
		const run = guard.start(key, Date.now());
		if (run === null) return void state.skipped++;
		state.polls++;
		open.push(() => run.end(Date.now()));
	};
	guard.listen(key, 'settings', poll);
	return { ...state, state, poll, wake: (settings = 'settings') => guard.wake(key, settings) };
}

it('polls when it is woken', async () => {
	const { state, wake } = trigger();
	wake();
	expect(state.polls).toBe(1);
});

it('does not disturb the run that is under way, and polls once after it, however often it was woken', async () => {
	const { state, wake, poll } = trigger();
	await poll();
	for (let count = 0; count < 5; count++) wake();
	await settled();
	expect(state.polls).toBe(1);
	state.endRun();
	await settled();
	expect(state.polls).toBe(2);
	state.endRun();
	await settled();
	expect(state.polls).toBe(2);
});

it('does not poll after a run during which nobody woke it', async () => {
	const { state, poll } = trigger();
	await poll();
	state.endRun();
	await settled();
	expect(state.polls).toBe(1);
});

it('counts as woken no longer once n8n has polled by the clock', async () => {
	let goOn: () => void = () => undefined;
	sleep.mockImplementationOnce(async () => await new Promise<void>((resolve) => (goOn = resolve)));
	const { state, wake, poll } = trigger();
	await poll();
	state.endRun();
	wake();
	await poll();
	state.endRun();
	goOn();
	await settled();
	expect(state.polls).toBe(2);
});

it('rests a second between two polls that were asked for, with one waiting for all', async () => {
	const goOn: Array<() => void> = [];
	sleep.mockImplementation(async () => await new Promise<void>((resolve) => goOn.push(resolve)));
	const { state, wake } = trigger();
	wake();
	state.endRun();
	jest.advanceTimersByTime(400);
	for (let count = 0; count < 100; count++) wake();
	await settled();
	expect(state.polls).toBe(1);
	expect(sleep.mock.calls).toEqual([[600]]);
	goOn[0]?.();
	await settled();
	expect(state.polls).toBe(2);
	sleep.mockImplementation(async () => undefined);
});

it('does not rest longer than that where the clock is set back', async () => {
	const { state, wake } = trigger();
	wake();
	state.endRun();
	jest.setSystemTime(Date.now() - 3_600_000);
	wake();
	expect(sleep.mock.calls).toEqual([[1000]]);
});

it('is woken by nobody who knows other settings, and no longer once it is forgotten', async () => {
	const { state, wake, guard } = trigger();
	wake('others');
	expect(state.polls).toBe(0);
	guard.forget('a');
	wake();
	expect(state.polls).toBe(0);
});

it('forgets what it was woken for when the workflow is switched off during its run', async () => {
	const { state, wake, poll, guard } = trigger();
	await poll();
	wake();
	guard.forget('a');
	state.endRun();
	await settled();
	guard.listen('a', 'settings', poll);
	await settled();
	expect(state.polls).toBe(1);
});

it('knows nothing of a process that has never polled, and tells workflows apart', async () => {
	const guard = new WakeablePollLock(60_000);
	guard.wake('nobody', 'settings');
	const [one, other] = [trigger(guard, 'one'), trigger(guard, 'other')];
	one.wake();
	expect([one.state.polls, other.state.polls]).toEqual([1, 0]);
});
