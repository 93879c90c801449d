/**
 * Keeps a poll from overlapping the run that the last one started. n8n starts polls by the clock, whether or
 * not the last run has ended; while a long first import runs, each further poll would do its work once more.
 *
 * The marks exist in this process only, and merely save work: repeats are harmless because sources repeat until
 * acknowledged and destinations write by identity. A stored mark would survive a crash and stop the polls until it
 * expires.
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

	/** @param expiry milliseconds after which a run that was never reported as ended counts as ended */
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
