/** docs/architecture.md stays true: its paths exist, and its picture shows the arrows that exist. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, trackedFiles } from './support';

const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');

const LITTLE_WORDS =
	/^(?:where|what|which|that|is|are|was|has|have|do|does|be|it|its|said|the|an?|of|in|to|for|by|at|on|or|and|not?|one)$/;

function subjectsOf(question: string): Set<string> {
	const words =
		question
			.toLowerCase()
			.replaceAll("'s", '')
			.match(/[a-z]+/g) ?? [];
	return new Set(words.filter((word) => !LITTLE_WORDS.test(word)).map((word) => word.replace(/s$/, '')));
}

describe('the table "Where is …"', () => {
	const [, section = ''] = page.split(/^## Where is …$/m);
	const rows = section
		.split('\n')
		.filter((line) => line.startsWith('| Where '))
		.map((line) => line.split('|').map((cell) => cell.trim()));

	it('asks each question once', () => {
		const questions = rows.map(([, question]) => question);
		expect(questions.length).toBeGreaterThan(20);
		expect(questions).toEqual([...new Set(questions)]);
	});

	/** Two that have most of their words in common and the same answer, or all of them and two answers. */
	it('asks none in other words again', () => {
		const again = rows.flatMap(([, question = '', answer], index) =>
			rows.slice(0, index).flatMap(([, before = '', beforeAnswer]) => {
				const [one, other] = [subjectsOf(question), subjectsOf(before)];
				const common = [...one].filter((word) => other.has(word)).length / Math.min(one.size, other.size);
				return common === 1 || (common >= 0.6 && answer === beforeAnswer) ? [[before, question]] : [];
			}),
		);
		expect(again).toEqual([]);
	});

	it.each(rows)('%s%s', (_, _question, answer = '') => {
		const [, file = ''] = /^`([^`]+)`$/.exec(answer) ?? [];
		expect(file).not.toBe('');
		expect(trackedFiles(file)).not.toEqual([]);
	});
});

it('names no path that does not exist', () => {
	const inWords = [
		...page.matchAll(/`((?:core|nodes|credentials|selfkey|workflows|sandbox|tests|scripts|bench)\/[^`]*)`/g),
	];
	expect(inWords.length).toBeGreaterThan(40);
	expect(inWords.map(([, file = '']) => file).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

describe('the picture', () => {
	/** Which box a folder is in; `nodes/*` stands for every provider. */
	const boxes = new Map(
		[...page.matchAll(/^ +(\w+)\["([^<]+)<br\/>/gm)].flatMap(([, box = '', folders = '']) =>
			folders.split(', ').map((folder): [string, string] => [folder, box]),
		),
	);
	const boxOf = (file: string) => {
		const [top = '', below = ''] = file.split('/');
		return boxes.get(`${top}/${below}`) ?? boxes.get(top) ?? boxes.get(`${top}/*`);
	};

	it('shows exactly the arrows that exist', () => {
		const drawn = [...page.matchAll(/^ +(\w+ --> \w+)$/gm)].map(([, arrow]) => arrow);
		const existing = trackedFiles('core', 'nodes', 'credentials', 'selfkey', 'sandbox')
			.filter((file) => file.endsWith('.ts') && existsSync(path.join(root, file)))
			.flatMap((file) =>
				[...readFileSync(path.join(root, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
					([, imported = '']) => [boxOf(file), boxOf(path.posix.join(path.posix.dirname(file), imported))],
				),
			)
			.filter(([from, to]) => from && to && from !== to)
			.map(([from, to]) => `${from} --> ${to}`);
		expect(drawn.sort()).toEqual([...new Set(existing)].sort());
	});

	it('has a box for every folder that ships and for every part of the sandbox', () => {
		const homeless = trackedFiles('core', 'nodes', 'credentials', 'selfkey', 'sandbox').filter((file) => !boxOf(file));
		expect(homeless).toEqual([]);
	});
});
