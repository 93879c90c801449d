/** What people have decided about the sale, in SelfKey. */
import type { IDataObject } from 'n8n-workflow';
import type { Restriction } from '../../../core/availability/restrictions';
import { channelById } from '../../../core/channel/channels';
import { isRecord } from '../../../core/payload/field-reader';
import type { RequestContext } from '../../shared/request/request';
import { unreadable } from '../rest-api/responses';
import { selfKeyPost, selfKeySignedGet } from '../transport';

/** As SelfKey keeps it, with the `id` that lifting it names. */
export type StoredRestriction = IDataObject & { id: number };

/** What is restricted for today and later, in the order in which it was decided. @throws ApiError */
export async function readRestrictions(context: RequestContext): Promise<StoredRestriction[]> {
	return listOf(await selfKeySignedGet(context, 'restrictions', {}));
}

/**
 * Adds a decision. A repeat adds the same again, which changes nothing for the channels.
 * @returns the decision with its id; where it was kept for several rate plans, the last with the `ids` of all
 * @throws ApiError
 */
export async function addRestriction(context: RequestContext, restriction: Restriction): Promise<StoredRestriction> {
	const answer = await selfKeyPost(context, { add: [restriction] }, [], 'restrictions');
	const { added: count = 1, withoutRates, notTold, stillSold } = answer as Record<string, unknown>;
	const added = listOf(answer).slice(-Number(count));
	const last = added.at(-1);
	if (!last) throw unreadable("SelfKey's answer does not hold the restriction");
	const ratePlanIds = added.flatMap(({ ratePlanId }) => (ratePlanId ? [ratePlanId] : []));
	return {
		...last,
		...(added.length > 1 ? { ids: added.map(({ id }) => id), ratePlanIds: [...new Set(ratePlanIds)] } : {}),
		...namesIn('withoutRates', withoutRates),
		...namesIn('notTold', notTold, (channel) => channelById(channel)?.displayName ?? channel),
		...(Array.isArray(stillSold) && stillSold.length > 0 ? { stillSold: stillSold.filter(isRecord) } : {}),
	} as StoredRestriction;
}

/** Left out where there is none, as by a SelfKey that does not say it. */
function namesIn(field: string, given: unknown, named = (text: string) => text): Record<string, string[]> {
	return Array.isArray(given) && given.length > 0 ? { [field]: given.map((each) => named(String(each))) } : {};
}

/** @returns how many there were @throws ApiError */
export async function removeRestrictions(context: RequestContext, ids: readonly number[]): Promise<number> {
	const { removed } = (await selfKeyPost(context, { remove: ids }, [], 'restrictions')) as { removed?: unknown };
	return Number(removed ?? 0);
}

export interface RoomClosure {
	/** SelfKey's name or id of the room. */
	room: string;
	start: string;
	/** Exclusive. */
	end: string;
}

/**
 * All rooms that the source knows to be out of order; what it named before and does not name now is open again.
 * @returns the rooms that SelfKey does not have
 * @throws ApiError
 */
export async function replaceRoomClosures(
	context: RequestContext,
	source: string,
	rooms: readonly RoomClosure[],
): Promise<string[]> {
	const { unknown } = (await selfKeyPost(context, { source, rooms }, [], 'room-closures')) as { unknown?: unknown };
	if (!Array.isArray(unknown)) throw unreadable("SelfKey's answer does not say which rooms it has closed");
	return unknown.map(String);
}

function listOf(answer: object): StoredRestriction[] {
	const { restrictions } = answer as { restrictions?: unknown };
	if (!Array.isArray(restrictions) || !restrictions.every((each) => isRecord(each) && typeof each['id'] === 'number'))
		throw unreadable("SelfKey's answer does not hold the restrictions");
	return restrictions as StoredRestriction[];
}
