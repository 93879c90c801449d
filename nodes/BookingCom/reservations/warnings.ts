import { dayUseWarning as dayUse } from '../../../core/payload/reservation-payload';
import type { XmlElement } from '../../../core/xml/read';

/** The warning of a reservation whose message had to be repaired before it could be read, or has tags in a text; none for others. */
export function mendedWarning({ mended }: XmlElement): string[] {
	return mended
		? ['Characters that XML forbids, or that could not be read, or tags in a text were replaced or removed']
		: [];
}

/** The warning of rooms that are booked for the day only; none if there are none. */
export function dayUseWarning(count: number): string[] {
	return count > 0 ? [dayUse(count)] : [];
}
