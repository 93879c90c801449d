import { existsSync } from 'node:fs';
import { run } from './run.mjs';

/**
 * Installs packages where that is ours to do: as root on Debian, as in CI's containers.
 * @param {...string} packages
 * @returns {Promise<boolean>} whether it was tried
 */
export async function aptInstall(...packages) {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
	console.log(`Missing: ${packages.join(', ')}; installing with apt-get`);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	const install = () => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
	// The package lists of a new container are empty; those of an old one refer to files that no longer exist.
	if ((await install()) !== 0 && (await run('apt-get', ['update', '-q'], { env })) === 0) await install();
	return true;
}
