/**
 * Measures ways of doing the same, one after the other and again: whatever else the machine does hits all of them, so
 * their ratio says more than their times.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface Timing {
	/** Milliseconds, of all samples. */
	median: number;
	/** Half of the samples lie between the quarters: their distance as a share of the median. */
	spread: number;
	samples: number;
}

export interface Alternation {
	/** Rounds that do not count: caches are cold, and nothing is compiled. */
	warmUps?: number;
	samples?: number;
}

/**
 * @param ways each does the same work once
 * @returns the time of each
 */
export async function alternate<Name extends string>(
	ways: Record<Name, () => unknown>,
	{ warmUps = 2, samples = 7 }: Alternation = {},
): Promise<Record<Name, Timing>> {
	const names = Object.keys(ways) as Name[];
	const taken = new Map(names.map((name) => [name, [] as number[]]));
	for (let round = -warmUps; round < samples; round++) {
		// Whoever comes first finds another's rubbish in memory: they take turns.
		const turn = round % 2 === 0 ? names : [...names].reverse();
		for (const name of turn) {
			const begun = performance.now();
			await ways[name]();
			if (round >= 0) taken.get(name)?.push(performance.now() - begun);
		}
	}
	return Object.fromEntries(names.map((name) => [name, timingOf(taken.get(name) ?? [])])) as Record<Name, Timing>;
}

/** By name, ways of doing the same. */
export type Contestants = Record<string, () => unknown>;

/**
 * As `alternate`, with a process for each way: what V8 has compiled for one, and the rubbish that it leaves, is no other's,
 * as where a hotel uses one of them alone.
 * @param file of a module that exports `contestants`, absolute
 */
export async function alternateProcesses<Name extends string>(
	file: string,
	names: readonly Name[],
	{ warmUps = 2, samples = 7 }: Alternation = {},
): Promise<Record<Name, Timing>> {
	const child = path.resolve(__dirname, 'contestant.ts');
	const processes = names.map((name) => ({ name, process: fork(child, [file, name]), taken: [] as number[] }));
	try {
		for (const { process } of processes) await once(process, 'message');
		for (let round = -warmUps; round < samples; round++) {
			for (const { process, taken } of round % 2 === 0 ? processes : [...processes].reverse()) {
				const answered = once(process, 'message') as Promise<[number]>;
				process.send('go');
				const [milliseconds] = await answered;
				if (round >= 0) taken.push(milliseconds);
			}
		}
	} finally {
		for (const { process } of processes) process.kill();
	}
	return Object.fromEntries(processes.map(({ name, taken }) => [name, timingOf(taken)])) as Record<Name, Timing>;
}

/** @param values milliseconds */
export function timingOf(values: readonly number[]): Timing {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
	const median = at(0.5);
	return { median, spread: (at(0.75) - at(0.25)) / median, samples: sorted.length };
}
