/** What SelfKey would give out at this moment, compared with what it gave out. */
import type { IDataObject } from 'n8n-workflow';
import { isBoundedRange, type DateRange } from '../../../core/availability/ranges';
import { isRecord } from '../../../core/payload/field-reader';
import { channelAsker } from '../../shared/ask-channel';
import type { CalendarItem } from '../../shared/calendar-item';
import type { RequestContext } from '../../shared/request/request';
import type { Unread } from '../../shared/unread-sales';
import { unreadable } from '../rest-api/responses';
import { selfKeyPost } from '../transport';

/** Longer than a channel, which holds more rooms back only: what SelfKey does not count anew in time goes out nowhere. */
const COUNTS_FOR_MS = 10_000;

/**
 * Of each item, in order, the nights that SelfKey counts otherwise by now; or that it does not say so, for a reason that passes. It is
 * asked once for all of them, since it looks at the house anew for each request, and for some seconds, since fewer rooms that come up
 * meanwhile wait until it has answered.
 * @throws ApiError where it refuses
 */
export async function nightsCountedAnew(
	context: RequestContext,
	subscriber: string,
	items: readonly CalendarItem[],
): Promise<DateRange[][] | Unread> {
	const ask = channelAsker('SelfKey', 'SelfKey does not say whether its count still stands', COUNTS_FOR_MS);
	const asked = items.map(({ channel, propertyId, roomTypeId, ratePlanId, nights }) => ({
		...{ channel, propertyId, roomTypeId, ratePlanId },
		nights,
	}));
	const said = await ask(
		async () => await selfKeyPost(context, { subscriber, items: asked }, [], 'availability/recount'),
	);
	if (!('noAnswer' in said)) return changedIn(said.answer as IDataObject, asked.length);
	if (said.noAnswer instanceof Error) throw said.noAnswer;
	return said.noAnswer;
}

function changedIn({ changed }: IDataObject, count: number): DateRange[][] {
	if (!Array.isArray(changed) || changed.length !== count || !(changed as unknown[]).every(isListOfNights))
		throw unreadable("SelfKey's answer does not say which nights it counts anew");
	return changed as unknown as DateRange[][];
}

function isListOfNights(value: unknown): boolean {
	return Array.isArray(value) && value.every((each) => isRecord(each) && isBoundedRange(each['start'], each['end']));
}
