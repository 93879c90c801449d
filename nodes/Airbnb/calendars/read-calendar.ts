import { ApiError } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { recordOf } from '../../../core/payload/field-reader';
import { airbnbRequest } from '../transport';

/**
 * The nights of a listing as Airbnb shows them.
 * @param last the last night itself
 * @throws ApiError
 */
export async function readCalendar(
	context: RequestContext,
	listingId: string,
	first: string,
	last: string,
	{ isPressing = false } = {},
): Promise<unknown[]> {
	const path = `/v2/calendars/${listingId}/${first}/${last}`;
	const answer = await airbnbRequest(context, { method: 'GET', path, isPressing });
	const { days } = recordOf(answer['calendar']);
	if (Array.isArray(days)) return days;
	throw new ApiError({
		kind: 'unreadable',
		message: "Airbnb's answer lists no nights",
		advice: 'Run the flow again. If this persists, check the listing ID',
	});
}
