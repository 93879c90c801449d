/**
 * Which deliveries this process has taken already, so that a sender's retry is not run twice. A help, not the
 * promise: after a restart and on other instances the destinations see to it that a repeat changes nothing.
 */
import { createHash } from 'node:crypto';

export interface IdempotencyCacheOptions {
	/** How long a delivery that succeeded is remembered; 75 h, as long as Standard Webhooks' retry schedule runs. */
	horizonMs?: number;
	/** The oldest are forgotten beyond this many. */
	maxEntries?: number;
	/** After this long a run is taken as lost, and its repeat runs anew. */
	runLimitMs?: number;
}

/** To be run; `end` must be told how it ended. Only its first call counts. */
export interface RunningDelivery {
	kind: 'new';
	end(success: boolean): void;
}

export type Begun =
	| RunningDelivery
	/** It ran, in success. */
	| { kind: 'done' }
	/** It is running; `outcome` tells how it ended, `false` too where it was given up as lost. Never rejects. */
	| { kind: 'running'; outcome: Promise<boolean> };

interface Entry {
	digest: string;
	isDone: boolean;
	/** When it began or, once done, ended. */
	since: number;
	outcome: Promise<boolean>;
	resolve: (success: boolean) => void;
}

const MINUTE = 60_000;

export class IdempotencyCache {
	/** The one that changed longest ago comes first. */
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
	 * Begins a delivery, or tells that it is a repeat: that the LAST delivery with this identity had the same
	 * content. If another came between, it is not: a state that was left may be meant to come back.
	 * @param scope who receives, such as workflow and node: others keep their own memory
	 * @param identity what the delivery is about: its id, or the payment or reservation that it tells of
	 * @param digest of the content
	 */
	begin(scope: string, identity: string, digest: string): Begun {
		// Hashed: identities come from senders, and a long one must not take more room than a short one.
		const key = createHash('sha256')
			.update(JSON.stringify([scope, identity]))
			.digest('base64');
		const last = this.entries.get(key);
		if (last && last.digest === digest && !this.isOver(last)) {
			return last.isDone ? { kind: 'done' } : { kind: 'running', outcome: last.outcome };
		}
		// Whoever waits for a run that was lost learns that it did not succeed.
		if (last && this.isOver(last)) last.resolve(false);
		const entry = this.store(key, newEntry(digest));
		return { kind: 'new', end: (success) => this.end(key, entry, success) };
	}

	private end(key: string, entry: Entry, success: boolean): void {
		entry.resolve(success);
		// Another content came in its place, it was forgotten, or it has ended before.
		if (this.entries.get(key) !== entry || entry.isDone) return;
		// What failed is forgotten: its repeat is to run.
		this.entries.delete(key);
		if (!success) return;
		entry.isDone = true;
		this.store(key, entry);
	}

	/** Puts the entry last, and forgets what is over or too much. */
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
