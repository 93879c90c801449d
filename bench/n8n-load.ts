/** Requests at a real n8n, and the processor time that they cost it. */
import { readFileSync } from 'node:fs';

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
