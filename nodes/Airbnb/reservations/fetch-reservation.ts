import type { RequestContext } from '../../shared/request/request';
import { ApiError } from '../../shared/request/api-error';
import { airbnbRequest } from '../transport';
import { holdsTypedCard } from '../../../core/text/card-in-word';
import { isRecord } from '../../../core/payload/field-reader';

/**
 * One reservation as Airbnb holds it now. @throws ApiError, `not_found` for a code that is not this host's
 */
export async function fetchReservation(context: RequestContext, code: string, attempts?: number): Promise<unknown> {
	const path = `/v2/reservations/${encodeURIComponent(code)}`;
	const { reservation } = await airbnbRequest(context, { method: 'GET', path, attempts });
	if (isRecord(reservation)) return reservation;
	throw new ApiError({
		kind: 'unreadable',
		message: 'The answer of Airbnb holds no reservation',
		advice: 'Run the flow again. If this persists, check the base URL in the Airbnb credential',
	});
}

/**
 * Whether it can be asked for: a code has changed its form over the years, but `.` or `..` would be another address, and
 * a card number belongs in none.
 */
export function isCode(code: string): boolean {
	return code.length <= 100 && /[^.]/.test(code) && !holdsTypedCard(code);
}
