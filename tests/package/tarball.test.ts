import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Packed } from './support';
import { buildAndPack, filesBelow, iconFiles, loadPackage, readManifest, root, scan, trackedFiles } from './support';
import { CREDENTIALS, NODES, OPERATIONS } from './names';

// One file for all that needs the tarball: two builds side by side would swap dist/ under npm's feet.
let packed: Packed;
let loaded: ReturnType<typeof loadPackage>;

beforeAll(() => {
	packed = buildAndPack();
	loaded = loadPackage(packed.folder);
});

afterAll(() => packed?.remove());

describe('the tarball', () => {
	/** Sources of these kinds arrive in dist/ one by one; nothing else of their folders does. */
	const arrivals = (folder: string, kinds: Array<[RegExp, string]>) =>
		trackedFiles(folder).flatMap((file) =>
			kinds.filter(([kind]) => kind.test(file)).map(([kind, as]) => `dist/${file.replace(kind, as)}`),
		);
	const asIs: [RegExp, string] = [/(\.svg|\.png|\.node\.json)$/, '$1'];

	it('holds exactly what is meant to be installed', () => {
		const files = filesBelow(packed.folder);
		const expected = [
			'LICENSE',
			'README.md',
			'package.json',
			...arrivals('nodes', [[/\.node\.ts$/, '.node.js'], asIs]),
			...arrivals('nodes', [
				[/\/actions\/(\w+)\/(\w+)\.operation\.ts$/, '/__schema__/v1.0.0/$1/$2.json'],
				[/\/(?:\w+Trigger|HotelLog|HotelReport)\.output\.ts$/, '/__schema__/v1.0.0.json'],
			]),
			...arrivals('credentials', [[/\.credentials\.ts$/, '.credentials.js'], asIs]),
			...arrivals('workflows', [[/(\.json|\.md)$/, '$1']]),
			'dist/nodes/shared/polling/polls-seen.js',
			'dist/THIRD-PARTY-NOTICES.txt',
			'dist/sbom.cdx.json',
		];
		expect(files).toEqual(expected.sort());
	});

	it('says nothing of the machine that built it', () => {
		const forbidden = [
			new RegExp(`(?<![\\w.-])/(${['work', 'root', 'tmp', 'Users'].join('|')})/`),
			/sourceMappingURL=/,
		];
		const found = filesBelow(packed.folder).filter((file) => {
			const text = readFileSync(path.join(packed.folder, file), 'utf8');
			return forbidden.some((pattern) => pattern.test(text)) || text.includes(root);
		});
		expect(found).toEqual([]);
	});

	it('asks n8n for nothing but n8n-workflow', () => {
		const manifest = readManifest(packed.folder);
		expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.license).toBe('MIT');
	});

	it("passes n8n's check before publication", () => {
		expect(scan('--tarball', packed.tarball)).toEqual({ status: 0, output: 'Tarball: passed\n' });
	});

	/** What esbuild says of itself in the code. */
	const bundled = () => [
		...new Set(
			filesBelow(packed.folder)
				.filter((file) => /\.m?js$/.test(file))
				.flatMap((file) => [
					...readFileSync(path.join(packed.folder, file), 'utf8').matchAll(
						/^\s*\/\/ node_modules\/((?:@[^/]+\/)?[^/\n]+)\//gm,
					),
				])
				.map((match) => match[1]!),
		),
	];

	it('passes on the notice of every library that is bundled, and where the source of ical.js is', () => {
		const text = readFileSync(path.join(packed.folder, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
		expect(bundled()).toEqual(expect.arrayContaining(['ical.js', 'saxes', 'd3-scale']));
		expect(bundled().filter((name) => !text.includes(`${name} `))).toEqual([]);
		expect(text).toMatch(
			/ical\.js [\d.]+ · MPL-2\.0[\s\S]*source code is available .* at https:\/\/github\.com\/kewisch\/ical\.js/,
		);
		expect(text).toContain('Mozilla Public License Version 2.0');
	});

	it('lists every library that is bundled with its version and licence, as CycloneDX does', () => {
		const bom = JSON.parse(readFileSync(path.join(packed.folder, 'dist/sbom.cdx.json'), 'utf8')) as Bom;
		const { name, version } = readManifest(packed.folder);
		expect(bom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name, version } } });
		expect(bom.components.map((component) => component.name).sort()).toEqual(bundled().sort());
		for (const { name: library, version: installed, licenses, purl } of bom.components) {
			const manifest = readManifest(path.join(root, 'node_modules', library));
			expect({ installed, licence: licenses[0]?.license.id }).toEqual({
				installed: manifest.version,
				licence: manifest.license,
			});
			expect(purl).toBe(`pkg:npm/${library.replace(/^@/, '%40')}@${installed}`);
		}
	});
});

interface Bom {
	components: Array<{ name: string; version: string; purl: string; licenses: Array<{ license: { id: string } }> }>;
}

describe('the nodes and credentials', () => {
	it('load with plain require, as n8n loads them', () => {
		expect(loaded.nodes.length).toBeGreaterThan(0);
		expect(loaded.credentials.length).toBeGreaterThan(0);
	});

	it('share what a process has seen of polls, with no copy of it in any bundle', () => {
		const memory = 'dist/nodes/shared/polling/polls-seen.js';
		const holds = (text: string) =>
			filesBelow(packed.folder).filter((file) => readFileSync(path.join(packed.folder, file), 'utf8').includes(text));
		expect(holds('class PollsMemory').concat(holds('PollsMemory = class'))).toEqual([memory]);
		expect(holds('require("../shared/polling/polls-seen.js")')).toEqual(
			loaded.nodes
				.map(({ file, description }) => ({ file, polls: description.polling ?? false }))
				.filter(({ file, polls }) => polls || file.includes('HotelReport'))
				.map(({ file }) => file)
				.sort(),
		);
	});

	it('have the names that workflows are built on', () => {
		for (const { file, description } of loaded.nodes) {
			expect({ file, name: description.name, displayName: description.displayName }).toEqual({
				file,
				...NODES[path.basename(file, '.node.js')],
			});
		}
		for (const { file, name } of loaded.credentials) {
			expect({ file, name }).toEqual({ file, name: CREDENTIALS[path.basename(file, '.credentials.js')] });
		}
	});

	it('offer the operations that workflows are built on', () => {
		for (const { description } of loaded.nodes.filter(({ description: d }) => !d.group.includes('trigger'))) {
			const offered = description.properties
				.filter((property) => property.name === 'operation')
				.flatMap((property) =>
					(property.displayOptions?.show?.resource ?? []).flatMap((resource) =>
						(property.options ?? []).map((option) => `${resource}:${option.value}`),
					),
				);
			const { now, later } = OPERATIONS[description.name]!;
			expect(offered).toEqual(expect.arrayContaining(now));
			expect(offered.filter((operation) => ![...now, ...later].includes(operation))).toEqual([]);
		}
	});

	it('find their icons, light and dark', () => {
		for (const { file, icon } of [
			...loaded.nodes.map(({ file, description }) => ({ file, icon: description.icon })),
			...loaded.credentials,
		]) {
			const icons = iconFiles(file, icon);
			expect({ file, icons: new Set(icons).size }).toEqual({ file, icons: 2 });
			expect(icons.filter((name) => !existsSync(path.join(packed.folder, name)))).toEqual([]);
		}
	});

	it('have a codex file of their own name, so that the editor finds them', () => {
		const { name: packageName } = readManifest(root);
		for (const { file, description } of loaded.nodes) {
			const codex = JSON.parse(readFileSync(path.join(packed.folder, file.replace(/\.js$/, '.json')), 'utf8')) as {
				node: string;
				categories: string[];
			};
			expect(codex.node).toBe(`${packageName}.${description.name}`);
			expect(codex.categories.length).toBeGreaterThan(0);
		}
	});

	it('use only credentials that are in the package, and these can be tested', () => {
		const known = loaded.credentials.map(({ name }) => name);
		const used = loaded.nodes.flatMap(({ description }) => description.credentials ?? []);
		expect(used.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
		const tested = used.filter(({ testedBy }) => testedBy !== undefined).map(({ name }) => name);
		expect(loaded.credentials.filter(({ name, hasTest }) => !hasTest && !tested.includes(name))).toEqual([]);
	});
});
