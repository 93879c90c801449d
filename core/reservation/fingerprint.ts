/** A hash of a reservation's content, to tell a repeat from a change. */
import { hash } from 'node:crypto';
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
	return `sha256:${hash('sha256', text, 'hex')}`;
}

/** The same reservation with its fingerprint filled in. */
export function withFingerprint(reservation: Omit<Reservation, 'fingerprint'>): Reservation {
	return { ...reservation, fingerprint: fingerprint(reservation) };
}
