/** A hash of a reservation's content, to tell a repeat from a change. */
import * as crypto from 'node:crypto';
import { createHash } from 'node:crypto';
import { canonicalJson, canonicalObject } from './canonical-json';
import type { Reservation } from './model';

export { canonicalJson };

const VOLATILE = [
	'event',
	'observedAt',
	'revision',
	'afterRevision',
	'isByArrival',
	'erasedOn',
	'fingerprint',
	'warnings',
	'history',
] as const satisfies ReadonlyArray<keyof Reservation>;
const LEFT_OUT: ReadonlySet<string> = new Set(VOLATILE);

type Content = Omit<Reservation, (typeof VOLATILE)[number]>;

/**
 * `sha256:` and the hex digest of the content. Left out: how and when the message came (event, revision,
 * observedAt), whether its guests were erased, the card (its balance and visibility change from one retrieval to the next), and warnings.
 */
export function fingerprint(reservation: Content): string {
	const text = canonicalObject(reservation, LEFT_OUT, { payment: { model: reservation.payment.model } });
	return `sha256:${sha256(text)}`;
}

/** In one step where Node.js has it, from 20.12 on: a hash object takes as long as the hash. SelfKey may run on an older one. */
function sha256(text: string): string {
	return 'hash' in crypto
		? crypto.hash('sha256', text, 'hex')
		: createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The same reservation with its fingerprint filled in. */
export function withFingerprint(reservation: Omit<Reservation, 'fingerprint'>): Reservation {
	return { ...reservation, fingerprint: fingerprint(reservation) };
}
