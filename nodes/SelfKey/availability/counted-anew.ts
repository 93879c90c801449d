/** What SelfKey would give out at this moment, compared with what it gave out. */
import type { IDataObject } from 'n8n-workflow';
import { isBoundedRange, type DateRange } from '../../../core/availability/ranges';
import { isRecord } from '../../../core/payload/field-reader';
import { channelAsker, type NoAnswer } from '../../shared/ask-channel';
import type { CalendarItem } from '../../shared/calendar-item';
import type { RequestContext } from '../../shared/request/request';
import { unreadable } from '../rest-api/responses';
import { selfKeyPost } from '../transport';

/** SelfKey takes no more at once. */
const BATCH = 500;

/**
 * Of each item, in order, the nights that SelfKey counts otherwise by now. It is asked once, for a few seconds, since fewer rooms that
 * come up meanwhile wait until it has answered.
 * @throws ApiError where it does not answer in time
 */
export async function nightsCountedAnew(
	context: RequestContext,
	subscriber: string,
	items: readonly CalendarItem[],
): Promise<DateRange[][]> {
	const ask = channelAsker('SelfKey', 'SelfKey does not say whether its count still stands');
	const changed: DateRange[][] = [];
	for (let start = 0; start < items.length; start += BATCH) {
		const batch = items.slice(start, start + BATCH).map(({ channel, propertyId, roomTypeId, ratePlanId, nights }) => ({
			...{ channel, propertyId, roomTypeId, ratePlanId },
			nights,
		}));
		const said = await ask(
			async () => await selfKeyPost(context, { subscriber, items: batch }, [], 'availability/recount'),
		);
		if ('noAnswer' in said) throw reasonOf(said.noAnswer);
		changed.push(...changedIn(said.answer as IDataObject, batch.length));
	}
	return changed;
}

function reasonOf(noAnswer: NoAnswer): Error {
	return noAnswer instanceof Error ? noAnswer : (noAnswer.silence ?? new Error(noAnswer.what));
}

function changedIn({ changed }: IDataObject, count: number): DateRange[][] {
	if (!Array.isArray(changed) || changed.length !== count || !(changed as unknown[]).every(isListOfNights))
		throw unreadable("SelfKey's answer does not say which nights it counts anew");
	return changed as unknown as DateRange[][];
}

function isListOfNights(value: unknown): boolean {
	return Array.isArray(value) && value.every((each) => isRecord(each) && isBoundedRange(each['start'], each['end']));
}
