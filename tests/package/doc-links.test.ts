import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, trackedFiles } from './support';

const pages = trackedFiles('*.md').filter((file) => existsSync(path.join(root, file)));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** GitHub's name for a heading. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.trim()
		.replaceAll(' ', '-');

it.each(pages)('%s links only to what is there', (page) => {
	const targets = [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target);
	const broken = targets.filter((target) => {
		const [file = '', anchor] = target.split('#');
		const linked = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
		if (!existsSync(path.join(root, linked))) return true;
		const headings = () => [...textOf(linked).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
		return anchor !== undefined && !headings().includes(anchor);
	});
	expect(broken).toEqual([]);
});

it.each(pages)('%s takes an older tarball away before it unpacks, or packs for, any by a pattern', (page) => {
	const blocks = [...textOf(page).matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, commands = '']) => commands);
	const ambiguous = blocks.filter(
		(commands) =>
			/npm pack/.test(commands) && /\*\.tgz|--pack-destination/.test(commands) && !/rm -f \S*\*\.tgz/.test(commands),
	);
	expect(ambiguous).toEqual([]);
});

it('README names the test that shows each promise of "What happens if …"', () => {
	const [, section = ''] = textOf('README.md').split(/^## What happens if …$/m);
	const rows = section
		.split(/^## /m)[0]!
		.split('\n')
		.filter((line) => line.startsWith('| '))
		.slice(1);
	expect(rows.length).toBeGreaterThan(20);
	const without = rows.filter((row) => {
		const shownBy = row.split(' | ').at(-1) ?? '';
		const files = [...shownBy.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file);
		const isTest = (file: string) => /^tests\/.+\.ts$/.test(file) && /\b(?:it|test)(?:\.each)?[(<]/.test(textOf(file));
		return files.length === 0 || !files.every(isTest);
	});
	expect(without).toEqual([]);
});

it('the list of workflows names, for each, the section that tells more', () => {
	const rows = textOf('workflows/README.md')
		.split('\n')
		.filter((line) => /^\| `\d\d-/.test(line));
	const files = trackedFiles('workflows/*.json').map((file) => path.posix.basename(file));
	expect(rows.map((row) => /`([^`]+)`/.exec(row)?.[1]).sort()).toEqual(files.sort());
	expect(rows.filter((row) => !/\| (?:\[[^\]]+\]\([^)]+\)(?:, )?)+ \|$/.test(row))).toEqual([]);
});
