/** Reads SelfKey's change feed: every change of any booking, whoever made it, in the order it was committed. */
import { sleep } from 'n8n-workflow';
import type { RequestContext } from '../../shared/request/request';
import { withRetry } from '../../shared/request/retry';
import { readOrigin, type Origin } from '../../../core/channel/origin';
import type { Reservation } from '../../../core/reservation/model';
import { unreadable } from '../rest-api/responses';
import { choiceOf } from './origin-choices';
import { selfKeySignedGet } from '../transport';

export interface Change {
	/** 1, 2, 3 … for each hotel; `null` in the snapshot that a first reader gets. */
	sequence: number | null;
	origin: Origin;
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
	/**
	 * Where it restarted, with all active reservations, because the changes after the cursor were gone; else `null`.
	 */
	begunAnewAt: string | null;
}

export interface ChangeFilter {
	/** Values of `originChoices`. */
	origins: readonly string[];
	events: readonly string[];
}

/** At most this many in a run, so that a run stays short; the feed itself allows 500 a page. */
const PAGE = 200;
/** Most pages skipped in one poll if the filter leaves nothing of them. */
const MAX_PAGES = 25;

/**
 * The next changes that pass the filter, with the cursor behind them.
 * @param cursor empty for all active reservations and all changes since, `latest` for changes from now on
 * @throws ApiError
 */
export async function readChanges(context: RequestContext, cursor: string, filter: ChangeFilter): Promise<ChangePage> {
	let page: ChangePage = { changes: [], cursor, hasMore: true, begunAnewAt: null };
	for (let number = 0; number < MAX_PAGES && page.hasMore && page.changes.length === 0; number++) {
		const next = await readPage(context, page.cursor);
		page = {
			...next,
			changes: next.changes.filter((change) => passes(change, filter)),
			begunAnewAt: next.begunAnewAt ?? page.begunAnewAt,
		};
	}
	return page;
}

async function readPage(context: RequestContext, after: string): Promise<ChangePage> {
	const ask = (from: string) =>
		withRetry(() => selfKeySignedGet(context, 'changes', { after: from, limit: String(PAGE) }), {
			attempts: 2,
			wait: sleep,
		});
	const answer = await ask(after);
	if (answer.status !== 410) return pageOf(answer.json, null);
	// Pruned, or SelfKey's database was restored: the answer says where to restart.
	const { cursor } = answer.json as { cursor?: unknown };
	if (typeof cursor !== 'string') throw noPage();
	return pageOf((await ask(cursor)).json, cursor);
}

function pageOf(json: object, begunAnewAt: string | null): ChangePage {
	const { changes, cursor, hasMore } = json as { changes?: unknown; cursor?: unknown; hasMore?: unknown };
	if (!Array.isArray(changes) || !changes.every(isChange) || typeof cursor !== 'string') throw noPage();
	return { changes, cursor, hasMore: hasMore === true, begunAnewAt };
}

function isChange(value: unknown): value is Change {
	const { origin, event, reservation } = (value ?? {}) as Partial<Change>;
	return (
		readOrigin(origin) !== null && typeof event === 'string' && typeof reservation === 'object' && reservation !== null
	);
}

function noPage(): Error {
	return unreadable("SelfKey's answer is no page of its change feed");
}

/** No origin or event selected means all of them. */
function passes(change: Change, { origins, events }: ChangeFilter): boolean {
	return (
		(origins.length === 0 || origins.includes(choiceOf(change.origin))) &&
		(events.length === 0 || events.some((event) => isAsked(event, change)))
	);
}

function isAsked(event: string, change: Change): boolean {
	// A snapshot may contain changes that were never reported; ended stays are not in it.
	if (change.event === 'snapshot')
		return event === 'created' || event === 'updated' || (event === 'conflict' && hasConflict(change));
	// A write that found no room is reported as what it wrote, not as a separate change.
	return event === change.event || (event === 'conflict' && hasConflict(change));
}

function hasConflict({ reservation }: Change): boolean {
	const { bookings } = (reservation.selfKey ?? {}) as { bookings?: Array<{ conflicts?: unknown[] }> };
	return bookings?.some(({ conflicts }) => (conflicts?.length ?? 0) > 0) ?? false;
}
