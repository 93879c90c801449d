/** Messages that cannot become a reservation. */
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
