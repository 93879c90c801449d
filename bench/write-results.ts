/** Keeps what a benchmark found in results.json. */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { format, resolveConfig } from 'prettier';
import { readResults, RESULTS, type Case, type Result } from './report';

/** Puts them in the place of what was measured before; other cases stay. @returns the file's path */
export async function writeResults(cases: readonly Case[]): Promise<string> {
	const [cpu] = os.cpus();
	const machine = {
		cpu: cpu?.model ?? 'unknown',
		cores: os.cpus().length,
		memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
		load: os.loadavg().map((load) => Number(load.toFixed(1))),
		node: process.version,
	};
	const now = cases.map((each): Result => ({ ...each, at: new Date().toISOString(), machine }));
	const others = readResults().filter(({ name }) => !cases.some((each) => each.name === name));
	const all = [...others, ...now].sort((a, b) => (a.name < b.name ? -1 : 1));
	// As all files here are formatted: otherwise a benchmark would make the next `npm test` fail.
	const options = { ...(await resolveConfig(RESULTS)), filepath: RESULTS };
	writeFileSync(RESULTS, await format(JSON.stringify({ cases: all }, null, '\t'), options));
	return RESULTS;
}
