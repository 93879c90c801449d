/** Words of Airbnb's that change nothing here, and that people have to hear of: neither booked nor cancelled by a guess. */
import { holdsCardNumber } from '../../../core/text/card-in-word';
import type { StatusMeaning } from './status-words';

/** A status that nobody has described. */
export class UnknownStatus extends Error {
	override readonly name = 'UnknownStatus';

	constructor(code: string | null, status: string | null) {
		const isWord = status !== null && /^\w{1,60}$/.test(status) && !holdsCardNumber(status);
		const word = isWord ? `"${status}"` : 'none that can be read';
		super(
			`Reservation ${code ?? 'without a code'} has a status that this version does not know (${word}), so it is left as it is. Look it up on Airbnb`,
		);
	}
}

/** `null` for words whose meaning is known. */
export function whyLeft(
	code: string | null,
	{ status, meaning }: { status: string | null; meaning: StatusMeaning },
): Error | null {
	if (meaning === 'unknown') return new UnknownStatus(code, status);
	if (meaning !== 'inquiry') return null;
	// Public integrations have the word, and nothing that says what it means.
	return new Error(
		`Reservation ${code ?? 'without a code'} is "new" on Airbnb, which is taken for an inquiry, so it is left as it is. If it is a booking there, enter it by hand`,
	);
}
