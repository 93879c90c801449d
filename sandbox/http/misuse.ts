/** What reaches a public address besides right webhooks: made from a right one, so that only one thing is wrong. */
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

/** More than a receiver of bookings and payments will take: one megabyte is plenty. */
const HUGE_BYTES = 1_200_000;
const LATE_SECONDS = 600;

/** What a scheme can be told from a right delivery; a signature without a time never comes too late. */
export function misusesFor(scheme: SigningScheme): Misuse[] {
	const timed = scheme === 'timestamped' || scheme === 'standard';
	return MISUSES.filter((misuse) => timed || misuse !== 'late');
}

/**
 * The message with one thing wrong. All but the first three are signed as they should be.
 * @param message a right one, its body JSON text
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
