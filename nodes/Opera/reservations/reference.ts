/**
 * How a reservation of a channel is found again in OPERA: by an external reference that carries the reservation's key
 * and the room's leg number, and is stored with each of OPERA's reservations. Pure.
 */
import { createHash } from 'node:crypto';
import { reservationKey, type ReservationKey } from '../../../core/reservation/key';

export { legOf } from '../../../core/reservation/leg';

/** OPERA's limit for the reference of a reservation. */
const MAX_ID = 50;
const DIGEST = 16;

/** OPERA's codes are capitals, however somebody has typed one in the credential. */
export function isSystem(code: string, externalSystem: string): boolean {
	return code.toUpperCase() === externalSystem.toUpperCase();
}

/** The key; where it is longer than OPERA can hold, its beginning and a digest of the whole. */
export function referenceId(key: ReservationKey): string {
	return referenceOf(reservationKey(key));
}

/** The same of a key as text. */
export function referenceOf(text: string): string {
	return text.length <= MAX_ID ? text : `${text.slice(0, MAX_ID - DIGEST - 1)}~${digest(text).slice(0, DIGEST)}`;
}

/** Whether `referenceOf` has shortened it. A tilde alone says nothing: the second stay of one Airbnb code has one. */
export function isShortened(reference: string): boolean {
	return reference.length === MAX_ID && /~[0-9a-f]{16}$/.test(reference);
}

function digest(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}
