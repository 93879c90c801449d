/**
 * Checks properties with fast-check so that a counterexample is always seen, with what it takes to see it again.
 * The verdict is that of the runs, however long they take: only looking for a smaller counterexample has a limit.
 *
 * A run of jest has one seed, which is printed before its first test: the same each time, so that `npm test` tells
 * about the change and not about luck. `npm run test:long` draws one and makes many times as many runs.
 */
import fc from 'fast-check';

/** The seed of every property in this run of jest: `PROPERTY_SEED`. */
export const SEED = Number(process.env.PROPERTY_SEED);

/** How many times the usual number of random cases: `PROPERTY_EFFORT`. */
export const EFFORT = Number(process.env.PROPERTY_EFFORT ?? 1);

/** For tests of properties that wait, such as for a database: a hang ends here, a busy machine does not. */
export const PROPERTY_TEST_MS = 60 * 60_000;

export interface PropertyOptions {
	/** Cases where `EFFORT` is 1; 100 if not given. */
	numRuns?: number;
	/** For cases that nobody wants smaller. */
	endOnFailure?: boolean;
	/** How long to look for a smaller counterexample. */
	shrinkMs?: number;
}

/** @throws Error with the counterexample, its seed and its path */
export function assertProperty<Ts>(property: fc.IAsyncProperty<Ts>, options?: PropertyOptions): Promise<void>;
export function assertProperty<Ts>(property: fc.IProperty<Ts>, options?: PropertyOptions): void;
export function assertProperty<Ts>(
	property: fc.IRawProperty<Ts>,
	{ numRuns = 100, endOnFailure = false, shrinkMs = 30_000 }: PropertyOptions = {},
): Promise<void> | void {
	if (!Number.isSafeInteger(SEED)) throw new Error('PROPERTY_SEED must be a whole number');
	const path = process.env.PROPERTY_PATH;
	const check = (parameters: fc.Parameters<Ts>) =>
		fc.check(property, { seed: SEED, path, numRuns: path ? 1 : Math.ceil(numRuns * EFFORT), ...parameters });
	const shrink = (from: string) =>
		check({ path: from, numRuns: 1, interruptAfterTimeLimit: shrinkMs, markInterruptAsFailure: false });

	const found = check({ endOnFailure: true });
	if (found instanceof Promise) {
		return found.then(async (first) => {
			const from = toShrink(first);
			if (first.failed) report(first, from === null ? first : await shrink(from));
		});
	}
	const from = toShrink(found);
	if (found.failed) report(found, from === null ? found : (shrink(from) as fc.RunDetails<Ts>));

	function toShrink(first: fc.RunDetails<Ts>): string | null {
		if (endOnFailure || first.counterexamplePath === null) return null;
		// Shown at once: whoever stops the run now has what they need.
		process.stderr.write(`A counterexample is being made smaller. The first: ${againWith(first)}\n`);
		return first.counterexamplePath;
	}
}

/** The smallest that was found. What did not fail again is shown as it failed the first time. */
function report<Ts>(first: fc.RunDetails<Ts>, last: fc.RunDetails<Ts>): never {
	const failedAgain = last.counterexamplePath !== null;
	const details = failedAgain ? last : first;
	const lines = [fc.defaultReportMessage(details)];
	if (details.counterexamplePath !== null) lines.push(`Again: ${againWith(details)}`);
	if (!failedAgain && !last.interrupted) lines.push('It did not fail when it was run again.');
	throw new Error(lines.join('\n'), { cause: details.errorInstance });
}

function againWith<Ts>({ seed, counterexamplePath }: fc.RunDetails<Ts>): string {
	const name = expect.getState().currentTestName;
	return `PROPERTY_SEED=${seed} PROPERTY_PATH=${counterexamplePath} npx jest FILE -t '${name}'`;
}
