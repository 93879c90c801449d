/** Reads the room types of one property after the other, or of every property of the account. */
import { concernsContentUnless } from '../../shared/batch';
import { ApiError } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { writeXml, xml } from '../../../core/xml/write';
import { bookingComRequest } from '../transport';
import { roomTypesIn, type OfferedRoomTypes } from './room-types';

export interface FetchedRoomTypes extends OfferedRoomTypes {
	/** Properties whose room types Booking.com does not show, and why. */
	refusals: Array<{ propertyId: string | null; error: ApiError }>;
}

/** A wrong credential, or a fault that passes, would meet the other properties as well. */
const concernsProperty = concernsContentUnless();

/**
 * A property that Booking.com does not show does not hold back the others.
 * @param propertyIds if empty, all of the account
 * @throws Error if no property is shown, or one cannot be read for another reason: half a list must not pass for all of it
 */
export async function fetchRoomTypes(
	context: RequestContext,
	propertyIds: readonly string[],
): Promise<FetchedRoomTypes> {
	const fetched: FetchedRoomTypes = { roomTypes: [], unusable: 0, refusals: [] };
	const asked = propertyIds.length > 0 ? propertyIds : [null];
	for (const propertyId of asked) {
		const read = await roomTypesOf(context, propertyId).catch((error: unknown) => {
			if (error instanceof ApiError && concernsProperty(error)) return error;
			throw error;
		});
		if (read instanceof ApiError) {
			fetched.refusals.push({ propertyId, error: read });
			continue;
		}
		fetched.roomTypes.push(...read.roomTypes);
		fetched.unusable += read.unusable;
	}
	const [refusal] = fetched.refusals;
	if (refusal && fetched.refusals.length === asked.length) throw refusal.error;
	return fetched;
}

async function roomTypesOf(context: RequestContext, propertyId: string | null): Promise<OfferedRoomTypes> {
	const { root, unreadable } = await bookingComRequest(context, {
		method: 'POST',
		host: 'ari',
		path: '/hotels/xml/roomrates',
		expects: 'rooms',
		body: writeXml(xml('request', {}, propertyId === null ? [] : [xml('hotel_id', {}, [propertyId])])),
		attempts: 3,
	});
	const { roomTypes, unusable } = roomTypesIn(root, propertyId);
	return { roomTypes, unusable: unusable + unreadable.length };
}
