/** Messages that cannot become a reservation. */
import { MAX_ID } from '../../../core/payload/field-reader';
import { holdsTypedCard } from '../../../core/text/card-in-word';
import { textOf } from '../../../core/text/read-text';
import { someAt, type XmlElement } from '../../../core/xml/read';

/** A message that cannot become a reservation; identifies it by its number only. */
export class UnusableMessage extends Error {
	override readonly name = 'UnusableMessage';
}

/**
 * @param message about the reservation
 * @param places of its ids: the path of an element, and the attribute of it or `OWN_TEXT`. A name beside an id is only a text
 * @throws UnusableMessage if characters of one are lost: with what is left, it would be mistaken for another's
 */
export function refuseIncompleteIds(
	reservationId: string,
	message: XmlElement,
	places: ReadonlyArray<readonly [path: string, part: string]>,
): void {
	if (places.some(([path, part]) => someAt(message, path, ({ incomplete }) => incomplete?.has(part) === true)))
		throw new UnusableMessage(
			`A number in the message about reservation ${reservationId} has characters that cannot be read; look it up in the extranet, and ask Booking.com support to send it again`,
		);
}

/** An id that the reservation does without; `null` if it is not there, or if characters of it are lost. */
export function intactId(element: XmlElement | undefined, attribute: string): string | null {
	return element?.incomplete?.has(attribute) === true ? null : textOf(element?.attributes[attribute]);
}

/**
 * @param ids the reservation's own and those in it; `null` where there is none
 * @throws UnusableMessage, without the number, if one is a text with a card number: changed, it would be another's; or
 * if one has over 200 characters, as no number has, and looking for cards in it would take long
 */
export function refuseCardsInIds(ids: ReadonlyArray<string | null>): void {
	if (ids.some((id) => id !== null && id.length > MAX_ID))
		throw new UnusableMessage(
			`A message holds a text of over ${MAX_ID} characters in the place of a number of its reservation, property or room; look it up in the extranet, and ask Booking.com support to send it again`,
		);
	if (ids.some((id) => id !== null && holdsTypedCard(id)))
		throw new UnusableMessage(
			'A message holds a card number in the place of a number of its reservation, property or room; look it up in the extranet, and ask Booking.com support to send it again',
		);
}
