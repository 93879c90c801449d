import { existsSync } from 'node:fs';
import { aptInstall } from './apt.mjs';

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
	if (!(await aptInstall('chromium'))) {
		return { reason: 'Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH' };
	}
	const installed = findChromium();
	return installed ? { path: installed } : { reason: 'Chromium is missing, and apt-get could not install it' };
}
