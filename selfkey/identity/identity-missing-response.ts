/** The signed GET `…/identity-missing`: whose registration the desk has still to complete. */
import { addDays, isIsoDate } from '../../core/reservation/dates';
import type { BookingStore } from '../ports/booking-store';
import type { IdentityMissing } from '../ports/records';
import { hotelSettings, todayIn } from '../settings/hotel-settings';
import { json } from '../webhook/http';

/** How many days ahead the desk asks, where nobody says which. */
const DAYS_AHEAD = 7;

export async function answerIdentityMissing({
	store,
	hotelSlug,
	query,
	now,
}: {
	store: BookingStore;
	hotelSlug: string;
	query: URLSearchParams;
	now: Date;
}): Promise<Response> {
	const [from, until] = [query.get('from'), query.get('until')];
	if (from === null && until === null) {
		const today = todayIn(await hotelSettings(store, hotelSlug), now);
		return answer(await store.identityMissing(hotelSlug, today, addDays(today, DAYS_AHEAD), true));
	}
	const wrong = Object.entries({ from, until })
		.filter(([, date]) => !isIsoDate(date))
		.map(([name]) => name);
	if (!isIsoDate(from) || !isIsoDate(until))
		return json(400, {
			error: `Missing or invalid: ${wrong.join(', ')} (YYYY-MM-DD; until is exclusive)`,
			fields: wrong,
		});
	return answer(await store.identityMissing(hotelSlug, from, until));
}

function answer(bookings: IdentityMissing[]): Response {
	return json(200, { status: 'success', bookings });
}
