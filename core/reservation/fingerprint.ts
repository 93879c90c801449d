/** A hash of a reservation's content, to tell a repeat from a change. */
import { createHash } from 'node:crypto';
import type { Reservation } from './model';

type Volatile =
	'event' | 'observedAt' | 'revision' | 'afterRevision' | 'erasedOn' | 'fingerprint' | 'warnings' | 'history';

/**
 * `sha256:` and the hex digest of the content. Left out: how and when the message came (event, revision,
 * observedAt), whether its guests were erased, the card (its balance and visibility change from one retrieval to the next), and warnings.
 */
export function fingerprint(reservation: Omit<Reservation, Volatile>): string {
	const {
		event,
		observedAt,
		revision,
		afterRevision,
		erasedOn,
		fingerprint: old,
		warnings,
		history,
		payment,
		...content
	} = reservation as Reservation;
	const text = canonicalJson({ ...content, payment: { model: payment.model } });
	return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/** The same reservation with its fingerprint filled in. */
export function withFingerprint(reservation: Omit<Reservation, 'fingerprint'>): Reservation {
	return { ...reservation, fingerprint: fingerprint(reservation) };
}

/** JSON with the keys of each object sorted, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
	if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
	let text = '';
	if (Array.isArray(value)) {
		for (const entry of value) text += (text === '' ? '' : ',') + canonicalJson(entry);
		return `[${text}]`;
	}
	const entries = value as Record<string, unknown>;
	for (const key of Object.keys(entries).sort()) {
		if (entries[key] === undefined) continue;
		text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(entries[key])}`;
	}
	return `{${text}}`;
}
