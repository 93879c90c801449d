/** Reads from SelfKey what channels have still to be told, and says what became of it. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CalendarRange } from '../../../core/availability/calendar-nights';
import { isRecord } from '../../../core/payload/field-reader';
import { readCalendarItem, type CalendarItem } from '../../shared/calendar-item';
import type { RequestContext } from '../../shared/request/request';
import { unreadable } from '../rest-api/responses';
import { selfKeyRepeatablePost, selfKeySignedGet } from '../transport';

/** What channels are told of, as the handler's address names it. */
export type ToldResource = 'availability' | 'rates';

/** Of an item that the trigger has given out. */
export function resourceOf({ event }: IDataObject): ToldResource {
	return event === 'rates' ? 'rates' : 'availability';
}

export interface AvailabilityQuestion {
	subscriber: string;
	channels: readonly string[];
	/** Room types that nobody is told of. */
	leaveOut: readonly string[];
	wakeUrl: string | null;
	/** Only to look. */
	isPeek: boolean;
}

export interface DueAvailability {
	items: INodeExecutionData[];
	/** Entries of the room map that SelfKey can tell nobody of. */
	unassigned: string[];
	/** Room types that a channel should be told a price of, and SelfKey has none. */
	unpriced: string[];
	/** Room types that are being closed, since the room map names them no longer. */
	unmapped: string[];
	/** Room types that stay on sale although the room map names none of their channel any more. */
	leftOpen: string[];
	/** Room types that their channel does not close, although the room map names them no longer; it is tried no more. */
	notClosed: string[];
}

/** @throws ApiError */
export async function readDueAvailability(
	context: RequestContext,
	resource: ToldResource,
	{ subscriber, channels, leaveOut, wakeUrl, isPeek }: AvailabilityQuestion,
): Promise<DueAvailability> {
	const query = {
		subscriber,
		channels: channels.join(','),
		leave_out: leaveOut.join(','),
		...(wakeUrl === null ? {} : { wake: wakeUrl }),
		...(isPeek ? { peek: 'true' } : {}),
	};
	// The next poll is a minute away, and asks again.
	const answer = await selfKeySignedGet(context, resource, query, { attempts: 2 });
	const { calendars, unassigned, unpriced, unmapped, leftOpen, notClosed } = answer as Record<string, unknown>;
	if (!Array.isArray(calendars) || !calendars.every((each) => isRecord(each) && readCalendarItem(each) !== null))
		throw unreadable("SelfKey's answer does not say what the channels have to be told");
	return {
		items: (calendars as IDataObject[]).map((calendar) => itemOf(calendar, resource, subscriber)),
		unassigned: textsIn(unassigned),
		unpriced: textsIn(unpriced),
		unmapped: textsIn(unmapped),
		leftOpen: textsIn(leftOpen),
		notClosed: textsIn(notClosed),
	};
}

/** None where a handler before says nothing of it. */
function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : [];
}

function itemOf(calendar: IDataObject, resource: ToldResource, subscriber: string): INodeExecutionData {
	const { channel, propertyId, roomTypeId, ratePlanId, raises, nights, round, since, repaired, attempts, reason } =
		calendar;
	const { currency, heldSince, heldFor, sources = null, believed = [], repeats = false } = calendar;
	const key = [channel, propertyId ?? '', roomTypeId, ...(ratePlanId ? [ratePlanId] : [])].join('/');
	return {
		json: {
			key,
			event: resource,
			channel,
			propertyId: propertyId ?? null,
			roomTypeId,
			ratePlanId: ratePlanId ?? null,
			raises,
			repeats,
			nights,
			...(currency === undefined ? {} : { currency }),
			selfKey: {
				availability: { subscriber, round, since, repaired, attempts, reason, heldSince, heldFor, sources, believed },
			},
		} as IDataObject,
	};
}

/** What became of an item. */
export interface ToldReference extends Pick<CalendarItem, 'channel' | 'propertyId' | 'roomTypeId' | 'ratePlanId'> {
	round: number;
	nights: CalendarRange[];
	/** Why the channel was not told; left out where it was. */
	error?: string | undefined;
	/** It was not sent on purpose. */
	heldBack?: boolean;
	/** The channel for which it was held back; left out where it was no channel. */
	waitsFor?: string | undefined;
}

/** What SelfKey made of it; `superseded` where the same nights were given out again meanwhile. */
export type ToldResult = 'acknowledged' | 'postponed' | 'superseded';

/**
 * Results in order. To say the same again changes nothing, so it is repeated after passing faults.
 * @throws ApiError
 */
export async function acknowledgeAvailability(
	context: RequestContext,
	resource: ToldResource,
	subscriber: string,
	items: readonly ToldReference[],
): Promise<ToldResult[]> {
	const answer = await selfKeyRepeatablePost(context, `${resource}/ack`, () => ({ subscriber, items }));
	const { results } = answer as { results?: unknown };
	if (!Array.isArray(results) || results.length !== items.length)
		throw unreadable("SelfKey's answer does not say what became of the availability");
	return results as ToldResult[];
}
