/** What people were told, so that they are not told it at every poll. For as long as the process lives. */

const AGAIN_AFTER_MS = 24 * 3_600_000;
const MAX_TOLD = 2_000;

export class Told {
	/** When, in ms, by what was said; the oldest first. */
	private readonly times = new Map<string, number>();

	/** Whether it was never told; from now on it was. */
	isFirst(what: string, now: Date): boolean {
		return this.isDue(what, now, Infinity);
	}

	/** Whether it was not told within the last day; from now on it was. */
	isDueToday(what: string, now: Date): boolean {
		return this.isDue(what, now, AGAIN_AFTER_MS);
	}

	private isDue(what: string, now: Date, again: number): boolean {
		const last = this.times.get(what);
		if (last !== undefined && now.getTime() - last < again) return false;
		this.times.delete(what);
		this.times.set(what, now.getTime());
		for (const oldest of this.times.keys()) {
			if (this.times.size <= MAX_TOLD) break;
			this.times.delete(oldest);
		}
		return true;
	}
}
