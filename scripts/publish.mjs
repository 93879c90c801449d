// Publishes the packages in the given folders: what npm has already is left out, so that a run that broke off half way can
// be started again. npm never takes a version twice.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

for (const folder of process.argv.slice(2)) {
	const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	if (isOnNpm(name, version)) {
		console.log(`${name}@${version} is on npm already`);
		continue;
	}
	// npm takes a version with a hyphen under a tag of its own only, since "latest" is what everybody installs.
	const tag = version.includes('-') ? 'next' : 'latest';
	execFileSync('npm', ['publish', folder, '--provenance', '--access', 'public', '--tag', tag, '--ignore-scripts'], {
		stdio: 'inherit',
	});
}

/** A failed question counts as no: then npm itself refuses what it has. A package that is new to npm is answered with an error. */
function isOnNpm(name, version) {
	try {
		const stdio = ['ignore', 'pipe', 'ignore'];
		return (
			execFileSync('npm', ['view', `${name}@${version}`, 'version'], { encoding: 'utf8', stdio }).trim() === version
		);
	} catch {
		return false;
	}
}
