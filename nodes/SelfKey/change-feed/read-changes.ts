/** Reads what is due to a subscriber of SelfKey's change feed: each reservation that has changed, as it is now. */
import { readOrigin } from '../../../core/channel/origin';
import type { RequestContext } from '../../shared/request/request';
import { unreadable } from '../rest-api/responses';
import { selfKeySignedGet } from '../transport';
import { acknowledgeChanges, type ChangeReference } from './acknowledge-changes';
import type { Change } from './change';
import { passes, type ChangeFilter } from './change-filter';

export interface ChangesQuestion {
	subscriber: string;
	/** What a subscriber that is new begins with. */
	start: 'everything' | 'now';
	/** Where SelfKey may tell this workflow that something is due; `null` where it cannot. */
	wakeUrl: string | null;
	/** Only to look: nothing is noted, and where nothing is due some of what stands is shown. */
	isPeek: boolean;
}

/** At most this many in a run, so that a run stays short; the feed itself gives 500 at most. */
const PAGE = 200;
/** Most pages skipped in one poll if the filter leaves nothing of them. */
const MAX_PAGES = 25;

/**
 * What is due and passes the filter, 200 at most. What does not pass is acknowledged at once: nobody here will. A
 * change that cannot be read is handed back with its reason, so that it does not keep the others out at every poll.
 * @throws ApiError
 */
export async function readChanges(
	context: RequestContext,
	question: ChangesQuestion,
	filter: ChangeFilter,
): Promise<Change[]> {
	for (let page = 0; page < MAX_PAGES; page++) {
		const { changes, unread, hasMore } = await readPage(context, question);
		if (unread.length > 0 && !question.isPeek) await acknowledgeChanges(context, question.subscriber, unread);
		// Where none can be read, people must hear of it.
		if (unread.length > 0 && changes.length === 0) throw unreadable(UNREAD);
		const chosen = changes.filter((change) => passes(change, filter));
		const others = changes.filter((change) => !chosen.includes(change));
		if (others.length > 0 && !question.isPeek) await acknowledgeChanges(context, question.subscriber, others);
		if (chosen.length > 0 || !hasMore || question.isPeek) return chosen;
	}
	return [];
}

async function readPage(
	context: RequestContext,
	{ subscriber, start, wakeUrl, isPeek }: ChangesQuestion,
): Promise<{ changes: Change[]; unread: ChangeReference[]; hasMore: boolean }> {
	const query = {
		subscriber,
		start,
		limit: String(PAGE),
		...(wakeUrl === null ? {} : { wake: wakeUrl }),
		...(isPeek ? { peek: 'true' } : {}),
	};
	// The next poll is a minute away, and asks again.
	const answer = await selfKeySignedGet(context, 'changes', query, { attempts: 2 });
	const { changes, hasMore } = answer as { changes?: unknown; hasMore?: unknown };
	if (!Array.isArray(changes) || !changes.every(isNamed)) {
		throw unreadable("SelfKey's answer is not a page of its change feed");
	}
	const unread = changes.filter((change) => !isChange(change));
	return {
		changes: changes.filter(isChange),
		unread: unread.map(({ key, position }) => ({ key, position, error: UNREAD })),
		hasMore: hasMore === true,
	};
}

const UNREAD =
	"The SelfKey Trigger cannot read this change. Bring n8n-nodes-hotel and SelfKey's route handler to the same version";

function isNamed(value: unknown): value is Pick<Change, 'key' | 'position'> {
	const { key, position } = (value ?? {}) as Partial<Change>;
	return typeof key === 'string' && typeof position === 'number';
}

function isChange(value: unknown): value is Change {
	const { origins, event, reservation } = (value ?? {}) as Partial<Change>;
	return (
		isNamed(value) &&
		Array.isArray(origins) &&
		origins.every((origin) => readOrigin(origin) !== null) &&
		typeof event === 'string' &&
		typeof reservation === 'object' &&
		reservation !== null
	);
}
