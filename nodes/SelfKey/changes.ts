/** Reads SelfKey's change feed: every change of any booking, whoever made it, in the order it was committed. */
import { sleep } from 'n8n-workflow';
import type { RequestContext } from '../shared/n8n/request';
import { withRetry } from '../shared/n8n/retry';
import type { Reservation } from '../shared/reservation/model';
import { unreadable } from './actions/answers';
import { selfKeySignedGet } from './transport';

export interface Change {
	/** 1, 2, 3 … for each hotel; `null` in the snapshot that a first reader gets. */
	sequence: number | null;
	/** The channel whose message was written; `direct`, `desk`, or `rooms` where a stay was moved. */
	origin: string;
	event: 'created' | 'updated' | 'cancelled' | 'conflict' | 'snapshot';
	/** ISO 8601, UTC. */
	at: string;
	/** As it is now, which may be later than the change. */
	reservation: Reservation & { selfKey: object };
}

export interface ChangePage {
	changes: Change[];
	cursor: string;
	hasMore: boolean;
	/** The changes after the cursor were gone: this is everything that stands, from the beginning. */
	resynced: boolean;
}

export interface ChangeFilter {
	origins: readonly string[];
	events: readonly string[];
}

/** At most this many in a run, so that a run stays short; the feed itself allows 500 a page. */
const PAGE = 200;
/** Pages that are passed over in one poll where the filter leaves nothing of them. */
const MOST_PAGES = 25;

/**
 * The next changes that pass the filter, with the cursor behind them.
 * @param cursor empty for everything that stands and all changes since, `latest` for changes from now on
 * @throws RemoteProblem
 */
export async function readChanges(context: RequestContext, hotelSlug: string, cursor: string, filter: ChangeFilter): Promise<ChangePage> {
	let page: ChangePage = { changes: [], cursor, hasMore: true, resynced: false };
	for (let number = 0; number < MOST_PAGES && page.hasMore && page.changes.length === 0; number++) {
		const next = await readPage(context, hotelSlug, page.cursor);
		page = { ...next, changes: next.changes.filter((change) => passes(change, filter)), resynced: page.resynced || next.resynced };
	}
	return page;
}

async function readPage(context: RequestContext, hotelSlug: string, after: string): Promise<ChangePage> {
	const ask = (from: string) => withRetry(() => selfKeySignedGet(context, hotelSlug, 'changes', { after: from, limit: String(PAGE) }), { attempts: 2, wait: sleep });
	const answer = await ask(after);
	if (answer.status !== 410) return pageOf(answer.json, false);
	// Pruned, or SelfKey's database was set back: it says where to begin anew.
	const { cursor } = answer.json as { cursor?: unknown };
	if (typeof cursor !== 'string') throw unreadable("SelfKey's answer is no page of its change feed");
	return pageOf((await ask(cursor)).json, true);
}

function pageOf(json: object, resynced: boolean): ChangePage {
	const { changes, cursor, hasMore } = json as { changes?: unknown; cursor?: unknown; hasMore?: unknown };
	if (!Array.isArray(changes) || typeof cursor !== 'string') throw unreadable("SelfKey's answer is no page of its change feed");
	return { changes: changes as Change[], cursor, hasMore: hasMore === true, resynced };
}

/** No origin or event chosen means all of them. A snapshot is for those who want what was created. */
function passes({ origin, event }: Change, { origins, events }: ChangeFilter): boolean {
	const asked = event === 'snapshot' ? 'created' : event;
	return (origins.length === 0 || origins.includes(origin)) && (events.length === 0 || events.includes(asked));
}
