import fc from 'fast-check';
import { ApiError, type ApiErrorKind } from '../../../../../nodes/shared/request/api-error';
import { withRetry, type RetryOptions } from '../../../../../nodes/shared/request/retry';
import { assertProperty } from '../../../../support/property';

const problem = (kind: ApiErrorKind, retryAfter: number | null = null) =>
	new ApiError({ kind, message: kind, advice: 'Wait', retryAfter });

/** Fails so often, then succeeds; the waits are noted, none is waited for. */
async function attempt(failures: Error[], options: Partial<RetryOptions> = {}) {
	const waits: number[] = [];
	let tries = 0;
	const work = async () => {
		const failure = failures[tries++];
		if (failure !== undefined) throw failure;
		return 'done';
	};
	const wait = async (milliseconds: number) => void waits.push(milliseconds);
	const result = await withRetry(work, { attempts: 4, wait, random: () => 0.5, ...options }).catch(
		(error: unknown) => error,
	);
	return { result, waits, tries };
}

describe('withRetry', () => {
	it('does not wait for what succeeds at once', async () => {
		expect(await attempt([])).toEqual({ result: 'done', waits: [], tries: 1 });
	});

	it('waits longer each time, and throws the last fault once the attempts are used up', async () => {
		const faults = ['server', 'unreachable', 'unreadable', 'server', 'server'].map((kind) =>
			problem(kind as ApiErrorKind),
		);
		expect(await attempt(faults)).toEqual({ result: faults[3], waits: [1000, 2000, 4000], tries: 4 });
		expect(await attempt(faults, { attempts: 1 })).toEqual({ result: faults[0], waits: [], tries: 1 });
	});

	it('waits as long as it is told to, instead', async () => {
		expect(await attempt([problem('rate_limited', 7), problem('server', 60), problem('server')])).toEqual({
			result: 'done',
			waits: [7000, 60_000, 4000],
			tries: 4,
		});
	});

	it('never asks again at once, even where that is allowed', async () => {
		expect((await attempt([problem('rate_limited', 0)])).waits).toEqual([250]);
	});

	it('gives up where it would have to wait too long', async () => {
		expect(await attempt([problem('rate_limited', 61)])).toMatchObject({
			waits: [],
			tries: 1,
			result: { kind: 'rate_limited' },
		});
		expect(await attempt([problem('rate_limited', 61)], { longestWait: 61 })).toMatchObject({
			waits: [61_000],
			result: 'done',
		});
	});

	it('begins no other attempt after the time it has', async () => {
		const faults = [problem('server'), problem('server'), problem('server')];
		expect(await attempt(faults, { within: 10 })).toMatchObject({ waits: [1000, 2000, 4000], result: 'done' });
		expect(await attempt(faults, { within: 1.5 })).toMatchObject({ waits: [1000], result: { kind: 'server' } });
		// The first attempt alone has taken that long.
		let clock = 0;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => (clock += 11_000));
		expect(await attempt(faults, { within: 10 })).toMatchObject({ waits: [], tries: 1 });
		now.mockRestore();
	});

	it.each(['unauthorized', 'forbidden', 'not_found', 'superseded', 'refused'] as const)(
		'asks once only where the answer is "%s"',
		async (kind) => {
			expect(await attempt([problem(kind, 1)])).toMatchObject({ waits: [], tries: 1 });
		},
	);

	it.each([new Error('a bug'), 'text' as unknown as Error, null as unknown as Error])(
		'asks once only after %p',
		async (fault) => {
			expect(await attempt([fault])).toEqual({ result: fault, waits: [], tries: 1 });
		},
	);

	it('ends in time, with every wait between a quarter of a second and the longest', async () => {
		const fault = fc.record({
			kind: fc.constantFrom<ApiErrorKind>('rate_limited', 'server', 'unreachable', 'refused'),
			retryAfter: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
		});
		await assertProperty(
			fc.asyncProperty(
				fc.array(fault, { maxLength: 12 }),
				fc.integer({ min: 1, max: 8 }),
				fc.integer({ min: 1, max: 100 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				async (faults, attempts, longestWait, random) => {
					const { waits, tries } = await attempt(
						faults.map(({ kind, retryAfter }) => problem(kind, retryAfter)),
						{ attempts, longestWait, random: () => random },
					);
					expect(tries).toBeLessThanOrEqual(attempts);
					expect(waits).toHaveLength(tries - 1);
					for (const wait of waits) expect(wait >= 250 && wait <= longestWait * 1000).toBe(true);
				},
			),
		);
	});
});
