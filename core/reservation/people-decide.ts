/**
 * How sentences begin, or what they hold, that leave a stay to people for another reason than its room. The outcome
 * `conflict` means either; what lacks a room is listed at the front desk for as long as it does, and these are not. Pure.
 */

/** The desk and the channel. */
export const BOTH_CHANGED = 'The desk and the channel have both changed this booking';
export const PUT_AWAY = 'this booking, and its channel has changed it since';
export const PERHAPS_ANOTHER_GUEST = 'and added one that may be for another guest';
/** A guest who cannot be sent to another room without a word. */
export const GUEST_KNOWS_ROOM = 'The guest is in the house or has the door code';
/** The house's system and SelfKey. */
export const SOLD_ITSELF = 'A booking that SelfKey has sold itself';
export const NOT_KNOWN = 'that SelfKey does not know';
export const STANDS_NOT_HERE = 'that does not stand in SelfKey';
/** Opera. */
export const LEFT_AS_IT_IS = 'and was left as it is, but';
export const NOT_POSTED = 'It was not posted to Opera';

const ALL = [
	BOTH_CHANGED,
	PUT_AWAY,
	PERHAPS_ANOTHER_GUEST,
	GUEST_KNOWS_ROOM,
	SOLD_ITSELF,
	NOT_KNOWN,
	STANDS_NOT_HERE,
	LEFT_AS_IT_IS,
	NOT_POSTED,
];

/** Whether a text, of a line in the log for example, holds one of them. */
export function leavesToPeople(text: string): boolean {
	return ALL.some((phrase) => text.includes(phrase));
}
