/**
 * A lock between processes of one machine: a file that names its owner. Plain JavaScript without
 * dependencies, because it guards the installation of the dependencies.
 */
const { link, mkdir, open, readFile, rename, rm, utimes, stat } = require('node:fs/promises');
const { rmSync } = require('node:fs');
const { randomUUID } = require('node:crypto');
const { hostname } = require('node:os');
const path = require('node:path');

const HEARTBEAT_MS = 2_000;
/** An owner that has not touched its lock for this long is gone, even if another process has its id now. */
const STALE_MS = 30_000;
const RETRY_MS = 250;
const TELL_EVERY_MS = 15_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** The owner of the lock, and whether it is still alive; null if nobody holds the lock. */
async function inspect(file) {
	try {
		const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
		const silent = Date.now() - mtimeMs;
		let owner;
		try {
			owner = JSON.parse(text);
		} catch {
			// Its owner has created but not yet written it, or died in between.
			return { text, pid: 0, dead: silent > STALE_MS };
		}
		const gone = owner.host === hostname() && !isAlive(owner.pid);
		return { text, pid: owner.pid, dead: gone || silent > STALE_MS };
	} catch (error) {
		if (error.code === 'ENOENT') return null;
		throw error;
	}
}

/**
 * Removes a dead owner's lock. Two waiters may check at the same time, and the slower one would
 * remove the quicker one's new lock. So the file is moved first, checked, and put back if it is
 * not the one that was checked before.
 */
async function removeDead(file, judged) {
	const aside = `${file}.${randomUUID()}`;
	try {
		await rename(file, aside);
	} catch (error) {
		if (error.code === 'ENOENT') return;
		throw error;
	}
	if ((await readFile(aside, 'utf8')) !== judged) await link(aside, file).catch(() => {});
	await rm(aside, { force: true });
}

async function take(file, text) {
	let handle;
	try {
		handle = await open(file, 'wx');
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
	try {
		await handle.writeFile(text);
	} finally {
		await handle.close();
	}
	return true;
}

async function acquire(file, text, onWait) {
	let tellAt = 0;
	while (!(await take(file, text))) {
		const holder = await inspect(file);
		if (holder?.dead) {
			await removeDead(file, holder.text);
			continue;
		}
		if (holder && Date.now() >= tellAt) {
			onWait(holder.pid);
			tellAt = Date.now() + TELL_EVERY_MS;
		}
		await pause(RETRY_MS);
	}
}

/**
 * Runs `work` while no other process of this machine does under the same lock file. A lock whose
 * owner has died is taken over.
 * @param {string} file the lock file; its folder is made
 * @param {{ onWait?: (pid: number) => void }} options called from time to time while another process works
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} the result of `work`
 * @template T
 */
async function withLock(file, { onWait = () => {} }, work) {
	await mkdir(path.dirname(file), { recursive: true });
	const text = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
	await acquire(file, text, onWait);
	const release = () => rmSync(file, { force: true });
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimes(file, now, now).catch(() => {});
	}, HEARTBEAT_MS);
	heartbeat.unref();
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		process.removeListener('exit', release);
		release();
	}
}

module.exports = { withLock };
