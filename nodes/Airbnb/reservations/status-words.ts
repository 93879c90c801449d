/** What Airbnb's `status_type` means for the hotel. Pure. Source: code of public integrations. */

/**
 * `held` keeps the nights but is no booking yet: a request, or a payment that is awaited. `released` gives them back.
 * An `inquiry` keeps nothing.
 */
export type StatusMeaning = 'booked' | 'cancelled' | 'held' | 'released' | 'inquiry' | 'unknown';

/** A longer one is no word of Airbnb's. */
const MAX_WORD = 100;

/**
 * By the beginning of the word, as integrations name them in several forms; the first that fits counts. A cancellation that
 * is only asked for, refused or voided is none. What is voided gives its nights back, unless it is a change, a cancellation or
 * the acceptance: what the booking is then, nobody has described.
 */
const MEANINGS: ReadonlyArray<readonly [RegExp, StatusMeaning]> = [
	[/^(?:(?!.*(?:alter|chang|modif|updat|cancel|accept))[a-z_]{1,40}_)?void(?:ed)?$/, 'released'],
	[/^accept(?:ed)?$/, 'booked'],
	[
		/^cancell?ed(?:_(?!.*(?:pend|request|wait|reject|refus|denied|deny|declin|fail|revert|void))[a-z_]{1,40})?$/,
		'cancelled',
	],
	[/^(?:pending(?:_(?!.*void)[a-z_]{1,40})?|at_checkpoint)$/, 'held'],
	[/^(?:den(?:y|ied)|declined?|time(?:d_?)?out)(?:_by_[a-z_]{1,40})?$/, 'released'],
	[/^new$/, 'inquiry'],
];

/** A word that nobody has described is `unknown`: it must not be guessed into a booking, nor into a cancellation. */
export function meaningOf(status: string | null): StatusMeaning {
	const word = (status ?? '')
		.trim()
		.slice(0, MAX_WORD)
		.toLowerCase()
		.replace(/[\s-]+/g, '_');
	return MEANINGS.find(([form]) => form.test(word))?.[1] ?? 'unknown';
}
