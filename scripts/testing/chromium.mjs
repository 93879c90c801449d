import { existsSync } from 'node:fs';
import { run } from './run.mjs';

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium that browser tests use: CHROMIUM_PATH, or one in the usual places. */
function findChromium() {
	return [process.env.CHROMIUM_PATH, ...PLACES].find((place) => place && existsSync(place));
}

/**
 * Finds Chromium. If there is none, it is installed if we are root on Debian, as in CI's containers.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function ensureChromium() {
	const found = findChromium();
	if (found) return { path: found };
	const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
	if (!mayInstall) {
		return { reason: 'Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH' };
	}
	console.log('Chromium is missing: installing it with apt-get');
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	const install = () => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
	// The package lists of a new container are empty; those of an old one refer to files that no longer exist.
	if ((await install()) !== 0 && (await run('apt-get', ['update', '-q'], { env })) === 0) await install();
	const installed = findChromium();
	return installed ? { path: installed } : { reason: 'Chromium is missing, and apt-get could not install it' };
}
