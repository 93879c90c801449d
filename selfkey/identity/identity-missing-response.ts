/** The signed GET `…/identity-missing`: whose registration the desk has still to complete. */
import { isIsoDate } from '../../core/reservation/dates';
import type { BookingStore } from '../ports/booking-store';
import { json } from '../webhook/http';

export async function answerIdentityMissing({
	store,
	hotelSlug,
	query,
}: {
	store: BookingStore;
	hotelSlug: string;
	query: URLSearchParams;
}): Promise<Response> {
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
