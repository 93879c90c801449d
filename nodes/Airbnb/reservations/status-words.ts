/** What Airbnb's `status_type` means for the hotel. Pure. Source: code of public integrations. */

/**
 * `held` keeps the nights but is no booking yet: a request, or a payment that is awaited. `released` gives them back.
 * An `inquiry` keeps nothing.
 */
export type StatusMeaning = 'booked' | 'cancelled' | 'held' | 'released' | 'inquiry' | 'unknown';

const MEANINGS: Readonly<Record<string, StatusMeaning>> = {
	accept: 'booked',
	cancelled_by_guest: 'cancelled',
	cancelled_by_host: 'cancelled',
	cancelled_by_admin: 'cancelled',
	pending: 'held',
	pending_payment: 'held',
	at_checkpoint: 'held',
	deny: 'released',
	timeout: 'released',
	new: 'inquiry',
};

/** A word that nobody has described is `unknown`: it must not be guessed into a booking, nor into a cancellation. */
export function meaningOf(status: string | null): StatusMeaning {
	const word = (status ?? '')
		.trim()
		.toLowerCase()
		.replace(/^canceled_by_/, 'cancelled_by_');
	if (/^[a-z_]{1,40}_voided$/.test(word)) return 'released';
	return Object.hasOwn(MEANINGS, word) ? (MEANINGS[word] ?? 'unknown') : 'unknown';
}
