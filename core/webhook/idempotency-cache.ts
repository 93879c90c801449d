/**
 * Which deliveries this process has already accepted, so that a sender's retry is not run twice. An optimisation, not a
 * guarantee: after a restart and on other instances, the destinations ensure that a repeat changes nothing.
 */
import { createHash } from 'node:crypto';

export interface IdempotencyCacheOptions {
	/** How long a delivery that succeeded is remembered; 75 h, as long as Standard Webhooks' retry schedule runs. */
	horizonMs?: number;
	/** The oldest are forgotten beyond this many. */
	maxEntries?: number;
	/** After this long a run counts as lost, and its repeat runs again. */
	runLimitMs?: number;
}

/** To be run; call `end` with how it ended. Only the first call counts. */
export interface RunningDelivery {
	kind: 'new';
	end(success: boolean): void;
}

export type Begun =
	| RunningDelivery
	/** It has run successfully. */
	| { kind: 'done' }
	/** It is running; `outcome` is whether it succeeds, `false` too if it is given up as lost. Never rejects. */
	| { kind: 'running'; outcome: Promise<boolean> };

interface Entry {
	digest: string;
	isDone: boolean;
	/** When it began or, once done, when it ended. */
	since: number;
	outcome: Promise<boolean>;
	resolve: (success: boolean) => void;
}

const MINUTE = 60_000;

export class IdempotencyCache {
	/** Ordered by last change, oldest first. */
	private readonly entries = new Map<string, Entry>();
	private readonly limits: Required<IdempotencyCacheOptions>;

	/** @param now milliseconds since 1970 */
	constructor(
		{ horizonMs = 75 * 60 * MINUTE, maxEntries = 50_000, runLimitMs = 15 * MINUTE }: IdempotencyCacheOptions = {},
		private readonly now: () => number = Date.now,
	) {
		this.limits = { horizonMs, maxEntries, runLimitMs };
	}

	get size(): number {
		return this.entries.size;
	}

	/**
	 * Begins a delivery, or reports that it is a repeat: that the LAST delivery with this identity had the same
	 * content. If another one came in between, it is not a repeat: the sender may be returning to an earlier state.
	 * @param scope the receiver, such as workflow and node; each has its own memory
	 * @param identity what the delivery is about: its id, or the payment or reservation in it
	 * @param digest of the content
	 */
	begin(scope: string, identity: string, digest: string): Begun {
		// Hashed: identities come from senders, and a long one must not take more memory than a short one.
		const key = createHash('sha256')
			.update(JSON.stringify([scope, identity]))
			.digest('base64');
		const last = this.entries.get(key);
		if (last && last.digest === digest && !this.isOver(last)) {
			return last.isDone ? { kind: 'done' } : { kind: 'running', outcome: last.outcome };
		}
		// Anyone waiting for a lost run learns that it did not succeed.
		if (last && this.isOver(last)) last.resolve(false);
		const entry = this.store(key, newEntry(digest));
		return { kind: 'new', end: (success) => this.end(key, entry, success) };
	}

	private end(key: string, entry: Entry, success: boolean): void {
		entry.resolve(success);
		// Replaced by other content, forgotten, or already ended.
		if (this.entries.get(key) !== entry || entry.isDone) return;
		// A failed delivery is forgotten, so that its repeat runs.
		this.entries.delete(key);
		if (!success) return;
		entry.isDone = true;
		this.store(key, entry);
	}

	/** Moves the entry to the end, and drops expired entries and those over the limit. */
	private store(key: string, entry: Entry): Entry {
		entry.since = this.now();
		this.entries.delete(key);
		this.entries.set(key, entry);
		for (const [oldest, candidate] of this.entries) {
			if (this.entries.size <= this.limits.maxEntries && !this.isOver(candidate)) break;
			this.entries.delete(oldest);
		}
		return entry;
	}

	private isOver(entry: Entry): boolean {
		return this.now() - entry.since > (entry.isDone ? this.limits.horizonMs : this.limits.runLimitMs);
	}
}

function newEntry(digest: string): Entry {
	let resolve: Entry['resolve'] = () => undefined;
	const outcome = new Promise<boolean>((resolvePromise) => {
		resolve = resolvePromise;
	});
	return { digest, isDone: false, since: 0, outcome, resolve };
}
