/** Answers the signed GETs: the change feed, and the desk's list of missing papers. */
import { isIsoDate } from '../../core/reservation/dates';
import { json } from '../webhook/http';
import type { BookingStore } from '../ports/booking-store';
import { feedPage } from './feed-page';

export const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 100;

export interface FeedAnswerOptions {
	store: BookingStore;
	hotelSlug: string;
	query: URLSearchParams;
	now: Date;
	/** The hotel's date, `YYYY-MM-DD`. */
	today: string;
	/** Changes before it are thrown away; `null` where that is not due. */
	pruneBefore: Date | null;
}

export async function answerChanges({
	store,
	hotelSlug,
	query,
	now,
	today,
	pruneBefore,
}: FeedAnswerOptions): Promise<Response> {
	const limit = query.get('limit') === null ? DEFAULT_LIMIT : Number(query.get('limit'));
	if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
		return json(400, { error: `limit must be a number from 1 to ${MAX_LIMIT}`, fields: ['limit'] });
	const mark = await store.publishChanges(hotelSlug, pruneBefore);
	const result = await feedPage(store, { hotelSlug, after: query.get('after') ?? '', limit, mark, now, today });
	if ('page' in result) return json(200, { status: 'success', ...result.page });
	if ('refused' in result)
		return json(400, {
			error: 'after is no cursor of this feed: send one as it was received, or none to begin with',
			fields: ['after'],
		});
	return json(410, {
		error:
			'The changes after this cursor are gone: go on with the cursor given here, which begins with every reservation that stands',
		resync: true,
		cursor: result.resyncFrom,
	});
}

export async function answerIdentityMissing({
	store,
	hotelSlug,
	query,
}: Pick<FeedAnswerOptions, 'store' | 'hotelSlug' | 'query'>): Promise<Response> {
	const [from, until] = [query.get('from'), query.get('until')];
	const wrong = Object.entries({ from, until })
		.filter(([, date]) => !isIsoDate(date))
		.map(([name]) => name);
	if (!isIsoDate(from) || !isIsoDate(until))
		return json(400, {
			error: `Missing or invalid: ${wrong.join(', ')} (YYYY-MM-DD; until is exclusive)`,
			fields: wrong,
		});
	return json(200, { status: 'success', bookings: await store.identityMissing(hotelSlug, from, until) });
}
