/** The matrix as docs/reliability.md shows it: a table for each system. */
import { EXPECTED, type Cell } from './expectations';
import { FAULTS, type Fault } from './faults';

export function faultTables(): string {
	const works = Object.keys(EXPECTED).map((name): [string, string] => {
		const [system = '', work = ''] = name.split(': ');
		return [system, work];
	});
	return [...new Set(works.map(([system]) => system))]
		.map((system) =>
			table(
				system,
				works.filter(([of]) => of === system).map(([, work]) => work),
			),
		)
		.join('\n\n');
}

function table(system: string, works: string[]): string {
	const rows = (Object.keys(FAULTS) as Fault[]).map((fault) => [
		FAULTS[fault],
		...works.map((work) => textOf(EXPECTED[`${system}: ${work}`]?.[fault] ?? null)),
	]);
	return [[system, ...works], works.concat('').map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

function textOf(cell: Cell): string {
	if (cell === null) return '–';
	const [once, lasting] = cell;
	return once === lasting ? once : `${once}; ${lasting}`;
}
