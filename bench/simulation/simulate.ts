/** Every plan against hotels of several sizes, and the page's table of it. */
import { yearOfDemand } from './demand';
import type { Plan } from './plans';
import { simulateYear, typesOf, type YearResult } from './year';

export const SIZES = [5, 20, 60, 150, 500];
export const BEGIN = '<!-- npm run simulate: begin -->';
export const END = '<!-- npm run simulate: end -->';

/** What became of a plan, for each size. */
export interface Simulated {
	plan: string;
	years: YearResult[];
}

/** The same for the same seed. @param tell is told what comes next, as each takes seconds */
export function simulate(
	plans: readonly Plan[],
	sizes: readonly number[],
	seed: number,
	tell: (line: string) => void = () => undefined,
): Simulated[] {
	return plans.map((plan) => ({
		plan: plan.name,
		years: sizes.map((rooms) => {
			tell(`${plan.name}, ${rooms} rooms ...`);
			return simulateYear(rooms, plan, yearOfDemand(rooms, typesOf(rooms), seed), seed);
		}),
	}));
}

export function tableOf(results: readonly Simulated[]): string {
	return [
		'| plan | rooms | bookings | overbookings | of 1,000 | closed after, p50 | p99 | calls |',
		'|---|---:|---:|---:|---:|---:|---:|---:|',
		...results.flatMap(({ plan, years }) => years.map((year) => rowOf(plan, year))),
	].join('\n');
}

/** The page with this table in the place of the last one. */
export function withTable(page: string, table: string): string {
	const [before, rest = ''] = page.split(BEGIN);
	const [, after = ''] = rest.split(END);
	return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}

function rowOf(plan: string, { rooms, sold, overbooked, closureSeconds: { p50, p99 }, calls }: YearResult): string {
	const share = ((1_000 * overbooked) / Math.max(1, sold)).toFixed(1);
	return `| ${plan} | ${rooms} | ${sold} | ${overbooked} | ${share} | ${duration(p50)} | ${duration(p99)} | ${calls} |`;
}

function duration(seconds: number): string {
	if (seconds < 100) return `${Math.round(seconds)} s`;
	return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
