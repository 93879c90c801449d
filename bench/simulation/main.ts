/**
 * `npm run simulate [-- --seed 1 --write]`: a year of demand on three channels against hotels of several sizes, for several
 * plans of synchronisation. Prints a table; with `--write`, puts it and the chart into docs/.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chartOf } from './chart';
import { yearOfDemand } from './demand';
import { PLANS } from './plans';
import { simulateYear, typesOf, type YearResult } from './year';

const SIZES = [5, 20, 60, 150, 500];
const DOCS = path.resolve(__dirname, '../../docs');
const PAGE = path.join(DOCS, 'availability.md');
const BEGIN = '<!-- npm run simulate: begin -->';
const END = '<!-- npm run simulate: end -->';

const { values } = parseArgs({
	options: { seed: { type: 'string', default: '1' }, write: { type: 'boolean', default: false } },
});
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) throw new RangeError('--seed must be a whole number');

const results = PLANS.map((plan) => ({
	plan: plan.name,
	years: SIZES.map((rooms) => {
		process.stderr.write(`${plan.name}, ${rooms} rooms ...\n`);
		return simulateYear(rooms, plan, yearOfDemand(rooms, typesOf(rooms), seed), seed);
	}),
}));
const table = [
	'| plan | rooms | bookings | overbookings | of 1,000 | closed after, p50 | p99 | calls |',
	'|---|---:|---:|---:|---:|---:|---:|---:|',
	...results.flatMap(({ plan, years }) => years.map((year) => rowOf(plan, year))),
].join('\n');
console.log(table);
if (values.write) {
	writeFileSync(path.join(DOCS, 'images/overbookings.svg'), chartOf(results));
	const page = readFileSync(PAGE, 'utf8');
	const [before, rest = ''] = page.split(BEGIN);
	const [, after = ''] = rest.split(END);
	writeFileSync(PAGE, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}

function rowOf(plan: string, { rooms, sold, overbooked, closureSeconds: { p50, p99 }, calls }: YearResult): string {
	const share = ((1_000 * overbooked) / Math.max(1, sold)).toFixed(1);
	return `| ${plan} | ${rooms} | ${sold} | ${overbooked} | ${share} | ${duration(p50)} | ${duration(p99)} | ${calls} |`;
}

function duration(seconds: number): string {
	if (seconds < 100) return `${Math.round(seconds)} s`;
	return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
