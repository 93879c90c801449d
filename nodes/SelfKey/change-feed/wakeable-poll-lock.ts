/**
 * Polls at once when a webhook announces a change. The regular poll, every minute or so, misses nothing; this only
 * makes it faster, so everything here may be lost with the process.
 */
import { sleep } from 'n8n-workflow';
import { PollLock, type StartedRun } from '../../shared/polling/poll-lock';

/** Between two polls that webhooks ask for: SelfKey allows 100 requests a minute, and many changes come together. */
const REST_MS = 1_000;

interface Poll {
	/** What the node was set to; other settings are another poll. */
	settings: string;
	run(): Promise<unknown>;
}

export class WakeablePollLock extends PollLock {
	private readonly polls = new Map<string, Poll>();
	/** Woken, and not polled since. */
	private readonly due = new Set<string>();
	private readonly resting = new Set<string>();
	private readonly begunAt = new Map<string, number>();

	override start(key: string, now: number): StartedRun | null {
		const run = super.start(key, now);
		if (run === null) return null;
		// Anything read from now on includes every change that a webhook has announced so far.
		this.due.delete(key);
		this.begunAt.set(key, now);
		return {
			...run,
			end: (endedAt) => {
				run.end(endedAt);
				if (this.due.has(key)) void this.poll(key);
			},
		};
	}

	/**
	 * Notes how to poll.
	 * @param settings what the poll depends on; `wake` must know the same
	 * @param run must start its run through this lock, and never reject
	 */
	listen(key: string, settings: string, run: () => Promise<unknown>): void {
		this.polls.set(key, { settings, run });
	}

	/** For a workflow that is no longer active. */
	forget(key: string): void {
		this.polls.delete(key);
		this.due.delete(key);
	}

	/**
	 * Polls now, or once the current run has ended; not at all if this process has never polled with these settings,
	 * for example if n8n receives webhooks in a separate process.
	 */
	wake(key: string, settings: string): void {
		if (this.polls.get(key)?.settings !== settings) return;
		this.due.add(key);
		void this.poll(key);
	}

	private async poll(key: string): Promise<void> {
		if (this.resting.has(key)) return;
		const rest = (this.begunAt.get(key) ?? 0) + REST_MS - Date.now();
		if (rest > 0) {
			this.resting.add(key);
			await sleep(Math.min(rest, REST_MS));
			this.resting.delete(key);
		}
		// If a run is in progress, its end calls this again.
		if (this.due.has(key)) await this.polls.get(key)?.run();
	}
}
