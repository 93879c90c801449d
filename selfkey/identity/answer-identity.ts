/** Enters a guest's documents for the desk: SelfKey's own application cannot change a birth date. */
import { recordOf, ValidationError } from '../../core/payload/field-reader';
import { isFresh } from '../../core/webhook/signed-get';
import { isIdentityMissing, missingRegistration } from './guest-registration';
import { json } from '../webhook/http';
import type { BookingStore } from '../ports/booking-store';
import { readIdentityRequest } from './read-identity';

export interface IdentityAnswerOptions {
	store: BookingStore;
	hotelSlug: string;
	integrationId: string;
	/** The request's body, unchecked. */
	body: unknown;
	now: Date;
	/** The hotel's date, `YYYY-MM-DD`. */
	today: string;
	/** Called when nothing is missing of a channel's guest. @returns whether it has done what it is for */
	onComplete(bookingId: string): Promise<boolean>;
}

/** The answer and the log hold the booking's number and the names of columns, and nothing that was entered. */
export async function answerIdentity(options: IdentityAnswerOptions): Promise<Response> {
	const { store, hotelSlug, integrationId, body, now, today, onComplete } = options;
	const { at } = recordOf(body);
	// What was entered once must not be sent again over a later correction.
	if (!isFresh(new URLSearchParams({ at: String(at ?? '') }), now))
		return json(401, {
			error: 'The request has expired: at must be the present time in UTC',
			now: now.toISOString(),
		});
	const log = (status: 'success' | 'error', outcome: 'updated' | 'unchanged' | 'refused', message: string) =>
		store.log(hotelSlug, {
			integrationId,
			status,
			message,
			data: { eventType: 'identity', key: null, outcome, warnings: [] },
		});
	try {
		const { reference, values } = readIdentityRequest(body, today);
		const entered = await store.enterIdentity(hotelSlug, reference, values);
		if (!entered) {
			await log('error', 'refused', 'identity: no such active booking');
			return json(404, { error: 'This hotel has no active booking with this number or ID' });
		}
		const { bookingId, bookingNumber, after } = entered;
		const outcome = entered.changed.length > 0 ? 'updated' : 'unchanged';
		await log('success', outcome, `identity of booking ${bookingNumber}: ${entered.changed.join(', ') || 'unchanged'}`);
		// Not only the first time: the last time may have ended before this line.
		if (entered.isChannels && !isIdentityMissing(after) && !(await onComplete(bookingId)))
			return json(500, { error: 'The documents are entered, but the stay could not be reported: send the same again' });
		return json(200, {
			status: 'success',
			outcome,
			booking: { id: bookingId, bookingNumber },
			missing: missingRegistration(after),
		});
	} catch (error) {
		if (!(error instanceof ValidationError)) throw error;
		await log('error', 'refused', `identity: ${error.fields.join(', ')}`);
		return json(400, { error: error.message, fields: error.fields });
	}
}
