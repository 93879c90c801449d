/** What was called and when; never a body, a header or a name, so it may be printed. */

export type Route =
	| 'token'
	| 'getNew'
	| 'getModify'
	| 'ackNew'
	| 'ackModify'
	| 'bxml'
	| 'summary'
	| 'availability'
	| 'rates'
	| 'report'
	| 'roomRates'
	| 'unknown';

export interface LoggedRequest {
	number: number;
	route: Route;
	method: string;
	/** With its query: filters only, no secret is ever sent there. */
	path: string;
	/** Epoch milliseconds of the real clock. */
	startedAt: number;
	/** `null` until an answer is sent (or if none ever is). */
	endedAt: number | null;
	status: number | null;
	/** The fault that was switched on for this request. */
	fault: string | null;
}

const isGet = (route: Route): boolean => route === 'getNew' || route === 'getModify';
const isAck = (route: Route): boolean => route === 'ackNew' || route === 'ackModify';

export class RequestLog {
	readonly entries: LoggedRequest[] = [];
	private openGets = 0;
	/** The most retrievals (GET) that ran at the same time. */
	maxConcurrentGets = 0;

	begin(route: Route, method: string, path: string): LoggedRequest {
		const entry: LoggedRequest = {
			number: this.entries.length + 1,
			route,
			method,
			path,
			startedAt: Date.now(),
			endedAt: null,
			status: null,
			fault: null,
		};
		this.entries.push(entry);
		if (isGet(route)) this.maxConcurrentGets = Math.max(this.maxConcurrentGets, ++this.openGets);
		return entry;
	}

	end(entry: LoggedRequest, status: number | null): void {
		entry.endedAt = Date.now();
		entry.status = status;
		if (isGet(entry.route)) this.openGets -= 1;
	}

	/** Milliseconds between the end of each acknowledgement and the next retrieval that followed it. */
	ackToGetGaps(): number[] {
		const gaps: number[] = [];
		let lastAck: number | null = null;
		for (const entry of this.entries) {
			if (isAck(entry.route)) lastAck = entry.endedAt;
			else if (isGet(entry.route) && lastAck !== null) {
				gaps.push(entry.startedAt - lastAck);
				lastAck = null;
			}
		}
		return gaps;
	}

	/** Requests of a route, and of one status if given. */
	count(route: Route, status?: number): number {
		return this.entries.filter((entry) => entry.route === route && (status === undefined || entry.status === status))
			.length;
	}
}
