/** What a benchmark found, as a table for people and as JSON. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Timing } from './measure';

/** One line: a way of doing something, beside the one that it is compared with. */
export interface Figure {
	what: string;
	timing: Timing;
	/** Of what the time is, e.g. `message`; the whole sample if missing. */
	per?: { count: number; unit: string };
	/** To the baseline, see `atMost` and `atLeast`; missing for the baseline itself. */
	ratio?: number;
	/** What the ratio should be, e.g. `≤ 2`, or the time itself, e.g. `≤ 5 s`. */
	goal?: string;
	/** Whether it is. */
	isMet?: boolean;
}

export interface Case {
	name: string;
	/** What is compared, in one line. */
	about: string;
	figures: Figure[];
	/** Other numbers of the same run, such as memory. */
	notes?: Record<string, number | string>;
}

/** Takes at most so many times the baseline's time. */
export function atMost(max: number, baseline: Timing, figure: Figure): Figure {
	const ratio = figure.timing.median / baseline.median;
	return { ...figure, ratio, goal: `≤ ${max}`, isMet: ratio <= max };
}

/** Does at least so many times as much as the baseline in the same time. */
export function atLeast(min: number, baseline: Timing, figure: Figure): Figure {
	const ratio = baseline.median / figure.timing.median;
	return { ...figure, ratio, goal: `≥ ${min}`, isMet: ratio >= min };
}

/** @param seconds it takes no longer, whatever else does */
export function within(seconds: number, figure: Figure): Figure {
	return { ...figure, goal: `≤ ${seconds} s`, isMet: figure.timing.median <= 1_000 * seconds };
}

export const RESULTS = path.resolve(__dirname, 'results.json');

export function tableOf({ name, about, figures, notes = {} }: Case): string {
	const lines = figures.map(({ what, timing, per, ratio, goal, isMet }) =>
		[
			what,
			per ? `${milliseconds(timing.median / per.count)} / ${per.unit}` : milliseconds(timing.median),
			`± ${Math.round(timing.spread * 50)} %`,
			...ratioOf({ ratio, goal, isMet }),
		].map(String),
	);
	const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	const rows = lines.map((line) =>
		`  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
	);
	const rest = Object.entries(notes).map(([key, value]) => `  ${key}: ${value}`);
	return [`${name}: ${about}`, ...rows, ...rest].join('\n');
}

/** A case as it stands in results.json: with when and on what it was measured. */
export interface Result extends Case {
	at: string;
	machine: { cpu: string; cores: number; memory: string; load: number[]; node: string };
}

export function readResults(): Result[] {
	return existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as { cases: Result[] }).cases : [];
}

function ratioOf({ ratio, goal, isMet }: Pick<Figure, 'ratio' | 'goal' | 'isMet'>): [string, string] {
	return [
		ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
		goal === undefined ? '' : `${goal}${goal.endsWith('s') ? '' : ' ×'} ${isMet ? 'met' : 'MISSED'}`,
	];
}

/** The figures as docs/performance.md shows them. */
export function markdownOf(results: readonly Result[]): string {
	return results
		.map(({ name, about, figures, notes = {}, machine, at }) => {
			const rows = figures.map((figure) => {
				const { what, timing, per } = figure;
				const time = per ? `${milliseconds(timing.median / per.count)} / ${per.unit}` : milliseconds(timing.median);
				return `| ${[what, time, `± ${Math.round(timing.spread * 50)} %`, ...ratioOf(figure)].join(' | ')} |`;
			});
			const rest = Object.entries(notes).map(([key, value]) => `${key}: ${value}`);
			return [
				`### ${name}`,
				`${about}. ${at.slice(0, 10)}, ${machine.cores} cores, load ${machine.load[0]}, Node.js ${machine.node}.`,
				['| | median | spread | ratio | goal |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
				...(rest.length > 0 ? [rest.join('; ')] : []),
			].join('\n\n');
		})
		.join('\n\n');
}

function milliseconds(value: number): string {
	if (value < 1) return `${(value * 1_000).toFixed(0)} µs`;
	if (value >= 1_000) return `${(value / 1_000).toFixed(1)} s`;
	return value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}
