/** The ways in which the sandbox's SelfKey can fail, each switched on by a test. */
import type { SqlDatabase } from '../../selfkey/index';

/**
 * `rolled_back`: the database fails before the commit, nothing was written. `after_commit`: the connection
 * is lost after it, everything was written but the caller gets an error.
 */
export type WriteFault = 'rolled_back' | 'after_commit';

/** Every transaction that writes reservations takes it; what waits for subscribers is written under another lock. */
const HOTEL_LOCK = 'pg_advisory_xact_lock';

export class Faults {
	private isDown = false;
	private downPaths: RegExp | null = null;
	private delayMs = 0;
	private tooManyLeft = 0;
	private dropsLeft = 0;
	private readonly writeFaults = new Map<number, WriteFault>();
	private writes = 0;

	/** Every request is answered 503 until it is switched off. */
	down(isDown: boolean): void {
		this.isDown = isDown;
	}

	/** Requests whose path fits are answered 503 and all others served; `null` switches it off. */
	downAt(paths: RegExp | null): void {
		this.downPaths = paths;
	}

	/** Every request takes this much longer; 0 switches it off. */
	slow(milliseconds: number): void {
		this.delayMs = milliseconds;
	}

	/** The next requests are answered 429 with `Retry-After: 1`. */
	tooMany(times: number): void {
		this.tooManyLeft = times;
	}

	/** The next webhook requests are processed whole, but the connection is reset instead of the answer. */
	dropAnswers(times: number): void {
		this.dropsLeft = times;
	}

	/** The n-th reservation written from now on (1 is the next) fails. */
	failWrite(nth: number, fault: WriteFault = 'rolled_back'): void {
		this.writeFaults.set(this.writes + nth, fault);
	}

	statusOf(path: string): 503 | 429 | null {
		if (this.isDown || this.downPaths?.test(path)) return 503;
		if (this.tooManyLeft === 0) return null;
		this.tooManyLeft -= 1;
		return 429;
	}

	get delay(): number {
		return this.delayMs;
	}

	/** Whether to drop the current answer. */
	takesDrop(): boolean {
		if (this.dropsLeft === 0) return false;
		this.dropsLeft -= 1;
		return true;
	}

	private nextFault(): WriteFault | undefined {
		this.writes += 1;
		const fault = this.writeFaults.get(this.writes);
		this.writeFaults.delete(this.writes);
		return fault;
	}

	/** The database as the handler sees it, failing where it was asked to. */
	over(database: SqlDatabase): SqlDatabase {
		return {
			query: (text, params) => database.query(text, params),
			transaction: async (work) => {
				let fault: WriteFault | undefined;
				const result = await database.transaction(async (client) => {
					const inner = await work({
						query: (text, params) => {
							if (text.includes(HOTEL_LOCK)) fault = this.nextFault();
							return client.query(text, params);
						},
					});
					if (fault === 'rolled_back') throw new Error('Sandbox: the database failed before the commit');
					return inner;
				});
				if (fault === 'after_commit') throw new Error('Sandbox: the connection was lost after the commit');
				return result;
			},
		};
	}
}
