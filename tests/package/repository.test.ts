import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, trackedFiles } from './support';

const BINARY = /\.(png|ico|gif|jpg|woff2?|tgz|gz)$/;

/** `file:line` of every match in text files that git knows. */
function matches(pattern: RegExp, files: string[]): string[] {
	return files
		.filter((file) => !BINARY.test(file) && existsSync(path.join(root, file)))
		.flatMap((file) =>
			readFileSync(path.join(root, file), 'utf8')
				.split('\n')
				.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
		);
}

it('holds no path of a machine that it was written on', () => {
	// Put together here, so that this file does not find itself.
	const folders = ['work', 'root', 'tmp', 'Users'].join('|');
	const machinePath = new RegExp(`(?<![\\w.}\\-*/])/(${folders})/`);
	expect(machinePath.test(`"${['', 'tmp', 'x'].join('/')}"`)).toBe(true);
	expect(matches(machinePath, trackedFiles())).toEqual([]);
});

it('holds no address of a package registry', () => {
	const configured = execFileSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' });
	const host = new URL(configured.trim()).host.replaceAll('.', '\\.');
	const registry = new RegExp(`https?://[^/\\s"']*(registry|artifactory|nexus|verdaccio)[^/\\s"']*|${host}`, 'i');
	expect(registry.test(`https://${['registry', 'example', 'org'].join('.')}/x`)).toBe(true);
	expect(matches(registry, trackedFiles())).toEqual([]);
});

it('locks versions and not where they came from', () => {
	const locks = trackedFiles().filter((file) => path.basename(file) === 'package-lock.json');
	expect(locks).toContain('package-lock.json');
	expect(matches(/"resolved": "https?:/, locks)).toEqual([]);
});

it('ships nothing that is left to do', () => {
	const unfinished = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`);
	expect(matches(unfinished, trackedFiles('core', 'nodes', 'credentials', 'selfkey', 'workflows'))).toEqual([]);
});

it('holds nothing that a merge has left', () => {
	const rest = /^(?:<{7}|>{7})(?: |$)/;
	expect(rest.test('<'.repeat(7))).toBe(true);
	expect(matches(rest, trackedFiles())).toEqual([]);
});

interface Noting {
	type: string;
	parameters?: { dataToSave?: { values: Array<{ key: string }> } };
}

interface Template {
	nodes: Array<Noting & { name: string; position: number[]; alwaysOutputData?: boolean; onError?: string }>;
	connections: Record<string, { main: Array<unknown[] | null> }>;
	settings: { saveDataSuccessExecution?: string };
}

const templates = () =>
	trackedFiles()
		.filter((file) => /^workflows\/.*\.json$/.test(file))
		.map((file) => ({ file, ...(JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Template) }));

it("places every node of a template on the editor's grid, where the editor would put it", () => {
	const off = templates().flatMap(({ file, nodes }) =>
		nodes.filter(({ position }) => position.some((place) => place % 16 !== 0)).map(({ name }) => `${file}: ${name}`),
	);
	expect(off).toEqual([]);
});

/** What stands between `{{` and `}}` in the fields of nodes; a `}` more belongs to the expression. */
function expressionsIn(value: unknown): string[] {
	if (typeof value === 'string')
		return value.startsWith('=') ? [...value.matchAll(/\{\{(.*?)\}\}(?!\})/gs)].map(([, inside = '']) => inside) : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

/** Who works at a reception reads them. What is longer belongs into steps with names. */
const MAX_EXPRESSION = 500;

it('has no expression in a template that is too long to be read', () => {
	const long = templates().flatMap(({ file, nodes }) =>
		nodes
			.filter(({ parameters }) => expressionsIn(parameters).some(({ length }) => length > MAX_EXPRESSION))
			.map(({ name }) => `${file}: ${name}`),
	);
	expect(long).toEqual([]);
	expect(expressionsIn({ a: ['={{ f({ b: {c} }) }} and {{ d }}', '{{ text }}'] })).toEqual([' f({ b: {c} }) ', ' d ']);
});

/** With *Always Output Data* too, n8n sends an empty item on after an error, beside the error: as if there were nothing. */
it('has no node in a template that takes an error for an empty answer', () => {
	const isMisled = ({ nodes }: Template) =>
		nodes.flatMap(({ name, alwaysOutputData, onError }) =>
			alwaysOutputData && onError === 'continueErrorOutput' ? [name] : [],
		);
	expect(templates().flatMap(isMisled)).toEqual([]);
	const node = { name: 'A', type: 'x', position: [0, 0], alwaysOutputData: true, onError: 'continueErrorOutput' };
	expect(isMisled({ nodes: [node], connections: {}, settings: {} })).toEqual(['A']);
});

/** Of every node used here the error output is the second: none of them has two others. */
it('has no node in a template whose errors lead nowhere', () => {
	const lost = ({ nodes, connections }: Template) =>
		nodes.flatMap(({ name, onError }) =>
			onError === 'continueErrorOutput' && !connections[name]?.main[1]?.length ? [name] : [],
		);
	expect(templates().flatMap(lost)).toEqual([]);
	const node = { name: 'A', type: 'x', position: [0, 0], onError: 'continueErrorOutput' };
	const leadingTo = (...main: Array<unknown[] | null>) =>
		lost({ nodes: [node], connections: { A: { main } }, settings: {} });
	expect([leadingTo(['B']), leadingTo(['B'], null), leadingTo(['B'], []), leadingTo([], ['B'])]).toEqual([
		...[['A'], ['A'], ['A'], []],
	]);
});

/** By what n8n's list of executions can be searched; where n8n keeps no successful run, there is nothing to search. */
it('has no template whose runs are kept and say nothing of what they were about', () => {
	const keyed = ({ type, parameters }: Noting) =>
		type === 'n8n-nodes-hotel.hotelLog' ||
		['channel', 'outcome'].every((key) => parameters?.dataToSave?.values.some((value) => value.key === key));
	const silent = templates()
		// The form of settings is about no reservation.
		.filter(({ file }) => !file.endsWith('/00-hotel-settings.json'))
		.filter(({ settings }) => settings.saveDataSuccessExecution !== 'none')
		.filter(({ nodes }) => !nodes.some(keyed));
	expect(silent.map(({ file }) => file)).toEqual([]);
});
