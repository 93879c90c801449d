/** A throw-away PostgreSQL and Redis on loopback, from what is installed on this machine. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = path.join(__dirname, 'start-servers.mjs');

export interface Servers {
	postgres: { url: string };
	redis: { host: string; port: number; password: string };
	stop(): Promise<void>;
}

/** What is not installed, by the names of Debian's packages. */
export function missingServers(): string[] {
	return JSON.parse(execFileSync(process.execPath, [PROGRAM, '--missing'], { encoding: 'utf8' })) as string[];
}

/** @returns the reason instead, where one of them is not installed or does not start */
export async function startServers(): Promise<Servers | { reason: string }> {
	const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(child, 'exit');
	const stop = async () => {
		child.stdin.end();
		await ended;
	};
	const said = createInterface(child.stdout)[Symbol.asyncIterator]();
	const { value, done } = (await said.next()) as { value?: string; done?: boolean };
	if (done || value === undefined) return { reason: 'PostgreSQL and Redis could not be started' };
	const answer = JSON.parse(value) as Pick<Servers, 'postgres' | 'redis'> | { reason: string };
	if ('reason' in answer) {
		await stop();
		return answer;
	}
	return { ...answer, stop };
}
