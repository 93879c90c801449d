/** The nights that SelfKey would give out at this moment, compared with those that it gave out. */
import { differences, overlay, type CalendarRange } from '../../../core/availability/calendar-nights';
import { calendarItemOf, type CalendarItem } from '../../shared/calendar-item';
import type { RequestContext } from '../../shared/request/request';
import { readDueAvailability, type ToldResource } from './read-due';

/**
 * Of each item, in order, the nights that SelfKey counts otherwise by now. It is asked once, which costs it what giving them
 * out has cost, and notes nothing. What its answer has no place for is taken for counted anew.
 * @throws ApiError
 */
export async function nightsCountedAnew(
	context: RequestContext,
	{ resource, subscriber }: { resource: ToldResource; subscriber: string },
	items: readonly CalendarItem[],
): Promise<CalendarRange[][]> {
	const { items: due } = await readDueAvailability(context, resource, {
		subscriber,
		channels: [...new Set(items.map(({ channel }) => channel))],
		leaveOut: [],
		wakeUrl: null,
		isPeek: true,
	});
	const now = new Map<string, CalendarRange[]>();
	for (const { json } of due) {
		const item = calendarItemOf(json);
		now.set(nameOf(item), overlay(now.get(nameOf(item)) ?? [], item.nights));
	}
	return items.map((item) => differences(now.get(nameOf(item)) ?? [], item.nights));
}

function nameOf({ channel, propertyId, roomTypeId, ratePlanId }: CalendarItem): string {
	return JSON.stringify([channel, propertyId, roomTypeId, ratePlanId]);
}
