/** The hotel's settings, as SelfKey keeps them in the integration of the credential. */
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { listsByName } from '../../../core/payload/lists-by-name';
import { readRateRules } from '../../../core/rates/rate-rules';
import type { RequestContext } from '../../shared/request/request';
import { unreadable } from '../rest-api/responses';
import { selfKeyPost, selfKeySignedGet } from '../transport';
import { textOf, textsIn, wholeNumber } from '../../../core/text/read-text';
import { MAX_RETENTION_MONTHS } from './typed-settings';
import type { KnownRoomType, SettingsInSelfKey, StoredSettings } from './settings';

const RESOURCE = 'settings';

/**
 * @param how as for `selfKeySignedGet`
 * @throws ApiError if SelfKey cannot be reached or does not run the route handler, RangeError if the credential is
 * incomplete
 */
export async function readSettings(
	context: RequestContext,
	how: { attempts?: number } = {},
): Promise<SettingsInSelfKey> {
	const answer = recordOf(await selfKeySignedGet(context, RESOURCE, {}, how));
	const { hotelSlug, now, revision, settings, rooms, roomTypes, ratePlans } = answer;
	const clock = typeof now === 'string' ? Date.parse(now) : Number.NaN;
	if (typeof hotelSlug !== 'string' || !Number.isSafeInteger(revision) || !isRecord(settings) || !Array.isArray(rooms))
		throw unreadable("SelfKey's answer does not hold the hotel's settings");
	return {
		hotelSlug,
		now: Number.isFinite(clock) ? clock : null,
		revision: Number(revision),
		settings: storedSettings(settings),
		rooms: rooms.filter(isRecord).map(({ id, name }) => ({ id: String(id), name: String(name) })),
		roomTypes: (Array.isArray(roomTypes) ? roomTypes : []).filter(isRecord).flatMap(roomTypeOf),
		ratePlans: textsIn(ratePlans),
	};
}

/** As SelfKey or *Get* gives them out; what is missing or unreadable counts as not set. */
export function storedSettings(settings: Fields): StoredSettings {
	return {
		roomMap: listsByName(settings['roomMap']),
		properties: listsByName(settings['properties']),
		timeZone: typeof settings['timeZone'] === 'string' ? settings['timeZone'] : '',
		registrationRetentionMonths: wholeNumber(settings['registrationRetentionMonths'], MAX_RETENTION_MONTHS),
		availability: recordOf(settings['availability']),
		rates: readRateRules(settings['rates']),
	};
}

function roomTypeOf({ roomType, name, stays, isServed, rooms }: Fields): KnownRoomType[] {
	if (typeof roomType !== 'string' || roomType === '') return [];
	return [
		{
			...{ roomType, name: textOf(name) ?? '', stays: Number(stays) || 0 },
			...{ isServed: isServed === true, rooms: textsIn(rooms) },
		},
	];
}

/**
 * Sent once: a repeat of a change that has arrived would find another revision.
 * @returns the new revision
 * @throws ApiError with status 409 if somebody else has changed the settings since this revision
 */
export async function saveSettings(
	context: RequestContext,
	revision: number,
	settings: Partial<StoredSettings>,
): Promise<number> {
	const answer = recordOf(await selfKeyPost(context, { revision, settings }, [], RESOURCE));
	if (!Number.isSafeInteger(answer['revision'])) throw unreadable("SelfKey's answer does not say what it has saved");
	return Number(answer['revision']);
}
