/** Invalid requests that reach a public address: each is made from a valid webhook, so that only one thing is wrong. */
import type { SigningScheme } from './signing';
import type { Message } from './webhook-sender';

export const MISUSES = [
	'forged',
	'altered',
	'unsigned',
	'late',
	'huge',
	'malformed',
	'wrong_type',
	'not_utf8',
] as const;
export type Misuse = (typeof MISUSES)[number];

/** More than a receiver of bookings and payments accepts: the limit is one megabyte. */
const HUGE_BYTES = 1_200_000;
const LATE_SECONDS = 600;

/** The misuses that a scheme can detect: a signature without a time is never too late. */
export function misusesFor(scheme: SigningScheme): Misuse[] {
	const timed = scheme === 'timestamped' || scheme === 'standard';
	return MISUSES.filter((misuse) => timed || misuse !== 'late');
}

/**
 * The message with one thing wrong. All except the first three are correctly signed.
 * @param message a valid one whose body is JSON text
 */
export function misused(misuse: Misuse, message: Message): Message {
	const wrong = { ...message, kind: misuse, id: `${message.id}-${misuse}` };
	const text = message.body.toString();
	switch (misuse) {
		case 'forged':
			// Base64 too, so that it is a usable secret for every scheme.
			return { ...wrong, secret: 'whsec_Z3Vlc3NlZC1ieS1zb21lYm9keS1lbHNl' };
		case 'altered':
			return { ...wrong, sent: text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) };
		case 'unsigned':
			return { ...wrong, unsigned: true };
		case 'late':
			return { ...wrong, signedSecondsAgo: LATE_SECONDS };
		case 'huge':
			return { ...wrong, body: JSON.stringify({ ...(JSON.parse(text) as object), padding: 'x'.repeat(HUGE_BYTES) }) };
		case 'malformed':
			return { ...wrong, body: text.slice(0, -1) };
		case 'wrong_type':
			return { ...wrong, contentType: 'text/plain' };
		case 'not_utf8':
			return {
				...wrong,
				body: Buffer.concat([
					Buffer.from(text.slice(0, -1)),
					Buffer.from(',"note":"'),
					Buffer.from([0xc3, 0x28]),
					Buffer.from('"}'),
				]),
			};
	}
}
