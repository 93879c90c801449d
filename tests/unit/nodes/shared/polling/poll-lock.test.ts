import fc from 'fast-check';
import { PollLock } from '../../../../../nodes/shared/polling/poll-lock';
import { assertProperty } from '../../../../support/property';

describe('PollLock', () => {
	it('lets one run at a time, and tells the next when the last one ended', () => {
		const guard = new PollLock(1_000);
		const first = guard.start('a', 0);
		expect(first).toMatchObject({ lastEnd: null });
		expect(guard.start('a', 500)).toBeNull();
		first?.end(600);
		expect(guard.start('a', 700)).toMatchObject({ lastEnd: 600 });
	});

	it('keeps workflows and nodes apart', () => {
		const guard = new PollLock(1_000);
		expect(guard.start('a', 0)).not.toBeNull();
		expect(guard.start('b', 0)).not.toBeNull();
	});

	it('takes a run for dead after the expiry, and not a moment sooner', () => {
		const guard = new PollLock(1_000);
		guard.start('a', 0);
		expect(guard.start('a', 999)).toBeNull();
		expect(guard.start('a', 1_000)).toMatchObject({ lastEnd: null });
	});

	it('does not let a run that was taken for dead end its successor', () => {
		const guard = new PollLock(1_000);
		const dead = guard.start('a', 0);
		guard.start('a', 1_500);
		dead?.end(1_600);
		expect(guard.start('a', 1_700)).toBeNull();
	});

	it('never has two living runs, whatever comes when', () => {
		const step = fc.record({ pause: fc.integer({ min: 0, max: 800 }), ends: fc.option(fc.nat(20)) });
		assertProperty(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				const guard = new PollLock(1_000);
				const runs: Array<{ start: number; end: number | null; handle: { end(now: number): void } }> = [];
				let now = 0;
				for (const { pause, ends } of steps) {
					now += pause;
					const ending = ends === null ? undefined : runs[ends % Math.max(1, runs.length)];
					if (ending && ending.end === null) {
						ending.end = now;
						ending.handle.end(now);
					}
					const living = runs.filter(({ start, end }) => end === null && now - start < 1_000);
					const handle = guard.start('a', now);
					expect(handle === null).toBe(living.length > 0);
					if (handle) runs.push({ start: now, end: null, handle });
				}
			}),
		);
	});
});
