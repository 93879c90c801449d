/**
 * How long work takes, by the processor's time that this process used: the clock on the wall counts for nothing. A slow
 * or shared machine has its limit drawn out by what a known piece of work takes there at that moment; work that grows
 * with the square of its input misses it by far on any. The best of some times counts, as the first may pay for
 * compiling and collecting.
 */

const TRIES = 4;
const KNOWN_TEXT = 'Arriving late, room 12/27 please. '.repeat(8_000);
/** What `knownWork` takes on a machine that nobody else uses. */
const KNOWN_WORK_SECONDS = 0.12;

/** Runs it, and fails if it takes more than a second. It runs again if it seems to. */
export function inASecond<T>(work: () => T): T {
	return within(1, work);
}

/** As `inASecond`, for what may take longer. */
export function within<T>(seconds: number, work: () => T): T {
	let best = Infinity;
	let slowdown = 1;
	for (let tries = 0; tries < TRIES; tries++) {
		const { result, used } = measured(work);
		best = Math.min(best, used);
		if (best <= seconds * slowdown) return result;
		slowdown = Math.max(slowdown, measured(knownWork).used / KNOWN_WORK_SECONDS);
		if (best <= seconds * slowdown) return result;
	}
	throw new Error(
		`It took ${best.toFixed(2)} s of the processor at best, and may take ${seconds} s times ${slowdown.toFixed(1)}`,
	);
}

/**
 * Work on much of something: within the seconds, or else in proportion to the size, by turns with a quarter of it. Machines
 * differ by more than twofold, and not alike in all that they do; a square would be sixteen times. Five times the seconds are
 * too long on any.
 */
export function inProportion<T>(work: (size: number) => T, size: number, seconds = 1): T {
	let [whole, quarter] = [Infinity, Infinity];
	for (let tries = 0; tries < TRIES; tries++) {
		const { result, used } = measured(() => work(size));
		whole = Math.min(whole, used);
		if (whole <= seconds) return result;
		quarter = Math.min(quarter, measured(() => work(Math.ceil(size / 4))).used);
		if (whole <= 8 * quarter && whole <= 5 * seconds) return result;
	}
	throw new Error(
		`It took ${whole.toFixed(2)} s of the processor at best, and ${quarter.toFixed(2)} s for a quarter; ${seconds} s may be all`,
	);
}

/** Text and small objects, as in the work that is measured. */
function knownWork(): number {
	let letters = 0;
	for (let round = 0; round < 10; round++) {
		for (const word of KNOWN_TEXT.normalize('NFKD')
			.toUpperCase()
			.split(/[ ,./]+/u))
			letters += word.length;
	}
	return letters;
}

/** @returns seconds */
function measured<T>(work: () => T): { result: T; used: number } {
	const before = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(before);
	return { result, used: (user + system) / 1_000_000 };
}
