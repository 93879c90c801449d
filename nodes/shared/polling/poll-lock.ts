/**
 * Keeps a poll from overlapping the run that the last one started. n8n starts polls by the clock, whether or
 * not the last run has ended; during a long first import, each further poll would repeat its work.
 *
 * The marks exist in this process only, and merely save work: repeats are harmless, because sources offer a message
 * until it is acknowledged and destinations write by identity. A stored mark would survive a crash and stop the polls
 * until it expires.
 */

interface Run {
	startedAt: number;
	endedAt: number | null;
}

export interface StartedRun {
	/** When the previous run ended, in milliseconds; `null` if there was none. */
	lastEnd: number | null;
	end(now: number): void;
}

export class PollLock {
	private readonly runs = new Map<string, Run>();

	/** @param expiry milliseconds after which a run counts as ended even if its end was never reported */
	constructor(private readonly expiry: number) {}

	/** Marks a run as started, or returns `null` if the last one is unfinished. */
	start(key: string, now: number): StartedRun | null {
		const last = this.runs.get(key);
		if (last && last.endedAt === null && now - last.startedAt < this.expiry) return null;
		const run: Run = { startedAt: now, endedAt: null };
		this.runs.set(key, run);
		return {
			lastEnd: last?.endedAt ?? null,
			end: (endedAt) => {
				run.endedAt = endedAt;
			},
		};
	}
}
