/** Requests at a real n8n, and the processor time that they cost it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Ticks of the clock in which Linux counts a process's time, a second. */
const TICKS = 100;

/** Seconds of processor time that the process has used, its own threads included; NaN where there is no /proc. */
export function cpuSeconds(pid: number | undefined): number {
	try {
		const [, after = ''] = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8').split(') ');
		const fields = after.split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS;
	} catch {
		return Number.NaN;
	}
}

/** As `cpuSeconds`, with the processes that it has started and that still run, such as the one that runs Code nodes. */
export function treeCpuSeconds(pid: number | undefined): number {
	return [pid, ...descendants(pid)].reduce<number>((sum, each) => sum + (cpuSeconds(each) || 0), 0);
}

function descendants(pid: number | undefined): number[] {
	if (!existsSync('/proc')) return [];
	const parents = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map((name) => ({ pid: Number(name), parent: parentOf(name) }));
	const below = (of: number | undefined): number[] =>
		parents.filter(({ parent }) => parent === of).flatMap((child) => [child.pid, ...below(child.pid)]);
	return below(pid);
}

function parentOf(pid: string): number {
	try {
		return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
	} catch {
		return Number.NaN;
	}
}

/** What the process holds in memory; NaN where there is no /proc. */
export function residentMegabytes(pid: number | undefined): number {
	try {
		const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')) ?? [];
		return Number(kilobytes) / 1024;
	} catch {
		return Number.NaN;
	}
}

export interface Load {
	requests: number;
	/** Each has one request under way. */
	senders: number;
}

/**
 * Sends requests until all are answered.
 * @param send the request of that number
 * @throws Error where an answer has another status than expected: a refused one would look fast
 */
export async function underLoad(
	{ requests, senders }: Load,
	send: (number: number) => Promise<Response>,
	expected: number,
): Promise<void> {
	let next = 0;
	const sender = async () => {
		while (next < requests) {
			const response = await send(next++);
			const text = await response.text();
			if (response.status !== expected)
				throw new Error(`${response.status} instead of ${expected}: ${text.slice(0, 200)}`);
		}
	};
	await Promise.all(Array.from({ length: senders }, sender));
}
