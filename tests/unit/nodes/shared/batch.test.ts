import fc from 'fast-check';
import { concernsContentUnless, sendInBatches, type BatchOptions } from '../../../../nodes/shared/batch';
import { ApiError, type ApiErrorKind } from '../../../../nodes/shared/request/api-error';
import { assertProperty } from '../../../support/property';

const errorOf = (kind: ApiErrorKind) => new ApiError({ kind, message: kind, advice: 'Wait' });
const log2 = (count: number) => Math.ceil(Math.log2(Math.max(1, count)));
const wait = async () => undefined;

/** A remote system that answers each entry by its double, and throws what `judge` gives for a whole request. */
function remote(judge: (batch: number[], request: number) => Error | null = () => null) {
	const requests: number[][] = [];
	const send = async (batch: number[]): Promise<Array<number | Error>> => {
		requests.push(batch);
		const error = judge(batch, requests.length);
		if (error) throw error;
		return batch.map((entry) => entry * 2);
	};
	const run = async (count: number, options: BatchOptions) =>
		await sendInBatches(
			Array.from({ length: count }, (_, entry) => entry),
			send,
			options,
		);
	return { requests, run };
}

const counts = fc.integer({ min: 0, max: 130 });
const sizes = fc.integer({ min: 1, max: 60 });

describe('sendInBatches', () => {
	it('gives each entry exactly one result, in order, however the requests go', async () => {
		const faults = fc.array(fc.constantFrom<ApiErrorKind | null>(null, 'refused', 'server', 'unauthorized'), {
			maxLength: 30,
		});
		await assertProperty(
			fc.asyncProperty(
				counts,
				sizes,
				faults,
				fc.integer({ min: 1, max: 5 }),
				async (count, size, kinds, giveUpAfter) => {
					const { requests, run } = remote((_, request) => {
						const kind = kinds[request - 1] ?? null;
						return kind && errorOf(kind);
					});
					const { results, fatal } = await run(count, { size, giveUpAfter });
					expect(results).toHaveLength(count);
					for (const [entry, result] of results.entries())
						if (!(result instanceof Error)) expect(result).toBe(entry * 2);
					expect(Math.max(0, ...requests.map((batch) => batch.length))).toBeLessThanOrEqual(size);
					// What was taken was sent in one request that went well, never in two.
					const taken = requests.filter((_, index) => (kinds[index] ?? null) === null).flat();
					expect(taken).toEqual(results.flatMap((result, entry) => (result instanceof Error ? [] : [entry])));
					if (fatal === null) expect(new Set(requests.flat()).size).toBe(count);
				},
			),
		);
	});

	it('finds the bad entries, at a cost that grows with the logarithm of the size', async () => {
		await assertProperty(
			fc.asyncProperty(counts, sizes, fc.uniqueArray(fc.nat(129), { maxLength: 4 }), async (count, size, places) => {
				const bad = places.filter((place) => place < count);
				const { requests, run } = remote((batch) =>
					batch.some((entry) => bad.includes(entry)) ? errorOf('refused') : null,
				);
				const { results, fatal } = await run(count, { size });
				expect(results.flatMap((result, entry) => (result instanceof Error ? [entry] : []))).toEqual(
					bad.sort((a, b) => a - b),
				);
				expect(fatal).toBeNull();
				expect(requests.length).toBeLessThanOrEqual(Math.ceil(count / size) + bad.length * 2 * log2(size));
			}),
		);
		const { requests, run } = remote((batch) => (batch.includes(99) ? errorOf('refused') : null));
		await run(100, { size: 100 });
		expect(requests.length).toBeLessThanOrEqual(15);
	});

	it.each(['server', 'unreachable', 'rate_limited', 'unreadable', 'unauthorized', 'forbidden'] as ApiErrorKind[])(
		'sends nothing after "%s", and says so for all that is left',
		async (kind) => {
			await assertProperty(
				fc.asyncProperty(counts, sizes, fc.integer({ min: 1, max: 8 }), async (count, size, failing) => {
					const { requests, run } = remote((_, request) => (request === failing ? errorOf(kind) : null));
					const { results, fatal } = await run(count, { size, concernsContent: concernsContentUnless('forbidden') });
					const isReached = Math.ceil(count / size) >= failing;
					expect(requests).toHaveLength(isReached ? failing : Math.ceil(count / size));
					expect(fatal?.message ?? null).toBe(isReached ? kind : null);
					expect(results.filter((result) => result instanceof Error)).toHaveLength(
						isReached ? count - size * (failing - 1) : 0,
					);
				}),
			);
		},
	);

	it('soon gives up where every entry is refused, and not where others are taken in between', async () => {
		await assertProperty(
			fc.asyncProperty(counts, sizes, fc.integer({ min: 1, max: 5 }), async (count, size, giveUpAfter) => {
				const { requests, run } = remote(() => errorOf('refused'));
				const { results, fatal } = await run(count, { size, giveUpAfter });
				expect(results.every((result) => result instanceof Error)).toBe(true);
				expect(fatal !== null).toBe(count >= giveUpAfter);
				expect(requests.length).toBeLessThanOrEqual(giveUpAfter * (1 + log2(size)));
			}),
		);
		const { run } = remote(([entry = 0, ...more]) => (more.length > 0 || entry % 3 > 0 ? errorOf('refused') : null));
		expect((await run(60, { size: 20, giveUpAfter: 3 })).fatal).toBeNull();
	});

	it('sends only those again whose own result is transient', async () => {
		await assertProperty(
			fc.asyncProperty(counts, sizes, fc.array(fc.nat(129), { maxLength: 20 }), async (count, size, flaky) => {
				const sent = new Map<number, number>();
				const { results, fatal } = await sendInBatches(
					Array.from({ length: count }, (_, entry) => entry),
					async (batch) =>
						batch.map((entry) => {
							sent.set(entry, (sent.get(entry) ?? 0) + 1);
							// The last one of them never gets better.
							const isBusy = flaky.includes(entry) && (entry === flaky.at(-1) || sent.get(entry) === 1);
							return isBusy ? errorOf('server') : entry * 2;
						}),
					{ size, retry: { attempts: 3, wait } },
				);
				expect(fatal).toBeNull();
				for (const [entry, result] of results.entries()) {
					expect(sent.get(entry)).toBe(entry === flaky.at(-1) ? 3 : flaky.includes(entry) ? 2 : 1);
					if (entry === flaky.at(-1)) expect(result).toBeInstanceOf(ApiError);
					else expect(result).toBe(entry * 2);
				}
			}),
		);
	});

	it('calls an entry failed that no result came for', async () => {
		const { results } = await sendInBatches([1, 2], async () => ['one'], { size: 10 });
		expect(results).toEqual(['one', new Error('There is no result for this entry; run the flow again')]);
	});

	it('has words for what was thrown and is no Error', async () => {
		const { results } = await sendInBatches([1], async () => await Promise.reject('text'), { size: 10 });
		expect(results).toEqual([new Error('The request did not go through; run the flow again')]);
	});
});
