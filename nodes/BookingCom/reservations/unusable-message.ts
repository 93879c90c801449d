/** Messages that cannot become a reservation. */
import { MAX_ID } from '../../../core/payload/field-reader';
import { holdsTypedCard } from '../../../core/text/card-in-word';
import type { XmlElement } from '../../../core/xml/read';

/** A message that cannot become a reservation; identifies it by its number only. */
export class UnusableMessage extends Error {
	override readonly name = 'UnusableMessage';
}

/**
 * @param elements those that hold an id
 * @throws UnusableMessage if characters of one are lost: with what is left, it would be mistaken for another's
 */
export function refuseIncompleteIds(reservationId: string, elements: ReadonlyArray<XmlElement | undefined>): void {
	if (elements.some((element) => element?.incomplete))
		throw new UnusableMessage(
			`A number in the message about reservation ${reservationId} has characters that cannot be read; look it up in the extranet, and ask Booking.com support to send it again`,
		);
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
