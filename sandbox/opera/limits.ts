/**
 * OPERA Cloud's limit for the whole environment: 50 requests a second; further ones are delayed by a second, and beyond
 * a burst refused with 429. Source: Oracle's throttling page for OHIP.
 */
export class Limits {
	private recent: number[] = [];
	/** The most requests within one second so far. */
	mostInASecond = 0;
	delayed = 0;
	refused = 0;

	constructor(
		private readonly now: () => number,
		private readonly perSecond: number,
		private readonly burst: number,
	) {}

	/** What becomes of the next request. */
	next(): 'at once' | 'delayed' | 'refused' {
		const now = this.now();
		this.recent = this.recent.filter((at) => at > now - 1000);
		this.recent.push(now);
		this.mostInASecond = Math.max(this.mostInASecond, this.recent.length);
		if (this.recent.length > this.burst) {
			this.refused += 1;
			return 'refused';
		}
		if (this.recent.length <= this.perSecond) return 'at once';
		this.delayed += 1;
		return 'delayed';
	}
}
