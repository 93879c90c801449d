/** n8n in queue mode for tests: main, two workers and two webhook processors, whose dead are noticed sooner than in deploy/. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { N8nHost } from '../../sandbox/n8n/host';
import { ensureN8n } from '../../sandbox/n8n/install';
import { QueueModeHost } from '../../sandbox/n8n/queue-mode/host';
import type { Member } from '../../sandbox/n8n/queue-mode/member';
import { packedPackage } from '../../sandbox/start/package';

/** What a dead worker costs is n8n's half a minute and these. In deploy/ nobody waits for it. */
const IMPATIENT = { QUEUE_WORKER_LOCK_DURATION: '10000', QUEUE_WORKER_STALLED_INTERVAL: '3000' };

/** The tests that can do both do it in queue mode with `QUEUE_MODE=1`. */
export const IN_QUEUE_MODE = process.env['QUEUE_MODE'] === '1';

export interface OpenedQueueMode {
	n8n: QueueModeHost;
	/** Ends all of it and removes what it has left. */
	close(): Promise<void>;
}

/** Started, and without workflows. @throws Error where a server is missing, or a process does not come up */
export async function openQueueMode(timeZone: string): Promise<OpenedQueueMode> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-queue-'));
	const remove = async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	const quiet = () => undefined;
	try {
		const n8n = await QueueModeHost.prepare({
			...{ install: await ensureN8n(quiet), packageTarball: await packedPackage(quiet), folder },
			...{ timeZone, env: IMPATIENT },
		});
		if ('reason' in n8n) throw new Error(n8n.reason);
		const close = async () => {
			await n8n.close();
			await remove();
		};
		try {
			await n8n.start();
		} catch (error) {
			await close();
			throw error;
		}
		return { n8n, close };
	} catch (error) {
		await remove();
		throw error;
	}
}

/** The worker that runs an execution, or did. */
export function workerOf({ workers }: QueueModeHost, executionId: string): Member | undefined {
	return workers.find((worker) => worker.logs().includes(`Worker started execution ${executionId} `));
}

/** Kills n8n outright; in queue mode main, one worker and one webhook processor, while the others go on. `start` starts them. */
export async function cutPower(n8n: N8nHost): Promise<void> {
	const members = n8n instanceof QueueModeHost ? [n8n.workers[0], n8n.webhookProcessors[0]] : [];
	await Promise.all([n8n.crash(), ...members.map((member) => member?.crash())]);
}
