/** Checks whether a clone's node_modules matches its lock file, and installs it if not. */
const { createHash } = require('node:crypto');
const { access, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { cacheFolder } = require('./cache');
const { withLock } = require('./lock');
const { adviceFor, lastLines, npm, runWithProgress } = require('./run');

const STAMP = '.n8n-nodes-hotel-lock-hash';
const hash = (text) => createHash('sha256').update(text).digest('hex');
const readOrNull = (file) => readFile(file, 'utf8').catch(() => null);
const exists = (file) =>
	access(file).then(
		() => true,
		() => false,
	);

/** Packages that every platform needs; npm leaves out the others on platforms that they do not support. */
const required = (lock) =>
	Object.entries(lock.packages).filter(
		([folder, entry]) => folder !== '' && !entry.optional && !entry.devOptional && !entry.peer && !entry.link,
	);

/** npm writes its list of installed packages at the end, so an interrupted installation has none. */
async function installedByNpm(root, lock) {
	const text = await readOrNull(path.join(root, 'node_modules/.package-lock.json'));
	if (text === null) return false;
	const { packages } = JSON.parse(text);
	return required(lock).every(([folder, entry]) => packages[folder]?.version === entry.version);
}

/**
 * Whether everything that the lock file names is installed.
 * @param {string} root the clone
 * @returns {Promise<boolean>}
 */
async function isComplete(root) {
	const text = await readFile(path.join(root, 'package-lock.json'), 'utf8');
	const lock = JSON.parse(text);
	const stamp = path.join(root, 'node_modules', STAMP);
	const stamped = (await readOrNull(stamp))?.trim() === hash(text);
	if (!stamped && !(await installedByNpm(root, lock))) return false;
	const present = await Promise.all(required(lock).map(([folder]) => exists(path.join(root, folder, 'package.json'))));
	if (!present.every(Boolean)) return false;
	if (!stamped) await writeFile(stamp, `${hash(text)}\n`);
	return true;
}

function runNpmCi(root, report) {
	const { command, args, shell } = npm();
	return runWithProgress({
		command,
		args: [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts'],
		cwd: root,
		shell,
		label: 'Installing the development dependencies (npm ci)',
		report,
	});
}

async function install(root, report) {
	let { code, output } = await runNpmCi(root, report);
	if (code !== 0 && /ENOTEMPTY|EEXIST/.test(output)) {
		// Left by an installation that was interrupted, and npm cannot remove it.
		await rm(path.join(root, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
		({ code, output } = await runNpmCi(root, report));
	}
	if (code !== 0) {
		throw new Error(`The dependencies could not be installed. ${adviceFor(output)}\n${lastLines(output)}`.trim());
	}
	const text = await readFile(path.join(root, 'package-lock.json'), 'utf8');
	await writeFile(path.join(root, 'node_modules', STAMP), `${hash(text)}\n`);
}

/**
 * Installs what the lock file names unless it is there. Processes that come at the same time wait
 * for the first one, and an interrupted installation is repeated.
 * @param {string} root the clone
 * @param {(line: string) => void} report progress, for people
 */
async function ensureDependenciesOf(root, report) {
	if (await isComplete(root)) return;
	const lockFile = path.join(cacheFolder(), `dependencies-${hash(root).slice(0, 16)}.lock`);
	const onWait = (pid) => report(`Waiting for process ${pid}, which installs the dependencies ...`);
	await withLock(lockFile, { onWait }, async () => {
		if (!(await isComplete(root))) await install(root, report);
	});
}

module.exports = { ensureDependenciesOf, isComplete };
