/** By what a message is known again when it comes once more. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/reservation/fingerprint';
import type { Reservation } from '../../core/reservation/model';
import type { Fields, Reader } from '../../core/payload/field-reader';

const MAX_DELIVERY_ID = 255;

export interface DeliveryId {
	/** As the sender gave it, else `sha256:` and a hash of what was understood. */
	id: string;
	/** Made of the content: whoever means a change back to an earlier state sends the same once more. */
	isDerived: boolean;
	/** A hash of the id and the content: another content under the same id is another delivery. */
	digest: string;
	/** Nobody says when the message was made: its time is that of its arrival. */
	isTimeUnknown: boolean;
}

/**
 * `data.delivery_id`; without one, and where nobody says when the message was made, a hash of what was understood takes its
 * place: a retry arrives later, and would count as newer than all that has come since under the same revision, or without
 * any. The revision is part of both, since the same content under another is a change back and no retry; so is a time of the
 * sender's. `null` where that time makes a repeat harmless.
 * @param content `mayMix` where its sender may give a revision once and a time once, which cannot be compared; `statuses` where
 * its fingerprint does not tell a status that was given from none
 */
export function readDelivery(
	reader: Reader,
	data: Fields,
	content: { reservation: Reservation; timeUnknown: boolean; mayMix: boolean; statuses: readonly string[] },
): DeliveryId | null {
	const given = reader.id(data, 'delivery_id', 'data', MAX_DELIVERY_ID);
	const { event, fingerprint, revision, observedAt } = content.reservation;
	// A hash of the bytes is given only where the message says of no time.
	const isTimeUnknown = content.timeUnknown || given?.startsWith('sha256:') === true;
	if (given === null && !isTimeUnknown && (revision !== null || !content.mayMix)) return null;
	const said = [event, fingerprint, ...(revision === null ? [] : [revision]), ...content.statuses];
	// A hash that somebody made of the bytes says less: they hold a count of attempts, or the same amount written in
	// another way.
	const isDerived = given === null || given.startsWith('sha256:');
	const made = isTimeUnknown ? said : [...said, 'at', observedAt];
	const id = isDerived ? `sha256:${sha256(canonicalJson(made))}` : given;
	return { id, isDerived, isTimeUnknown, digest: sha256(canonicalJson([id, ...said])) };
}

function sha256(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}
