/** Finds the Node.js that comes with n8n as an npm package, the same on every machine. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Required by n8n 2.41. */
const OLDEST_NODE = 24;

/** The npm package that holds Node.js for a platform: a binary, and the headers for native modules. */
export function nodePackage(platform = process.platform, arch = process.arch): string {
	if (platform === 'win32') return `node-win-${arch}`;
	return platform === 'darwin' && arch === 'arm64' ? `node-bin-darwin-${arch}` : `node-${platform}-${arch}`;
}

/**
 * The folder of that package inside an installation, if it is there.
 * @returns null if npm has no Node.js for this platform
 */
export function nodeFolder(install: string): string | null {
	const folder = path.join(install, 'node_modules', nodePackage());
	return existsSync(path.join(folder, 'package.json')) ? folder : null;
}

/**
 * The Node.js to run n8n with: the one of the installation, else our own if it is new enough.
 * @throws Error if there is neither, saying what to install
 */
export function findNode(install: string): string {
	const folder = nodeFolder(install);
	const binary = folder && path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (binary && existsSync(binary)) return binary;
	if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return process.execPath;
	throw new Error(
		`n8n needs Node.js ${OLDEST_NODE}, and npm has none for ${process.platform} on ${process.arch}: ` +
			`install Node.js ${OLDEST_NODE} or newer and start again with it.`,
	);
}
