const { readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');

/**
 * Lists what is in a package as CycloneDX (ECMA-424, 1.6) does it, for those who must know what they run. The same
 * sources give the same file: it holds no time and no serial number.
 * @param {{ name: string, version: string, license: string }} own the package itself
 * @param {Array<{ name: string, version: string, license: string, source?: string }>} bundled
 */
async function writeSbom(target, own, bundled) {
	const component = ({ name, version, license, source }, type = 'library') => ({
		type,
		'bom-ref': purlOf(name, version),
		name,
		version,
		licenses: [{ license: { id: license } }],
		purl: purlOf(name, version),
		...(source ? { externalReferences: [{ type: 'vcs', url: source }] } : {}),
	});
	const bom = {
		$schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		version: 1,
		metadata: { component: component(own) },
		components: bundled.map((each) => component(each)),
		dependencies: [
			{ ref: purlOf(own.name, own.version), dependsOn: bundled.map(({ name, version }) => purlOf(name, version)) },
		],
	};
	await writeFile(path.join(target, 'sbom.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
}

/** https://github.com/package-url/purl-spec: an @ at the front of a scope is encoded. */
function purlOf(name, version) {
	return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}

/** The manifest of a package in node_modules, with where its source can be had. */
async function manifestOf(root, name) {
	const { version, license, author, homepage, repository } = JSON.parse(
		await readFile(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
	);
	return { name, version, license, author, homepage, source: sourceOf(repository) };
}

function sourceOf(repository) {
	const url = typeof repository === 'string' ? repository : repository?.url;
	if (url === undefined) return undefined;
	const plain = url
		.replace(/^git\+/, '')
		.replace(/^git:/, 'https:')
		.replace(/\.git$/, '');
	return /^[\w.-]+\/[\w.-]+$/.test(plain) ? `https://github.com/${plain}` : plain;
}

module.exports = { writeSbom, manifestOf };
