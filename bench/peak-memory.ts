/** How much memory one large document takes: read in a process of its own, which nothing else has filled. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * @param kind of document, see the child
 * @param characters at least so many
 * @returns the largest resident set of the process, in MB, without what it takes before it reads
 */
export async function peakMemory(kind: 'ota' | 'ical', characters: number): Promise<number> {
	const child = path.resolve(__dirname, 'peak-memory-child.ts');
	const { stdout } = await promisify(execFile)(process.execPath, [
		...process.execArgv,
		child,
		kind,
		String(characters),
	]);
	return Number(stdout.trim());
}
