/** Reads the house as it is now, for advice on its conflicts. */
import type { Language } from '../../core/text/language';
import type { BookingStore } from '../ports/booking-store';
import type { OccupancySnapshot } from '../ports/occupancy';
import type { HotelSettings } from '../settings/hotel-settings';
import { Advisor } from './advise';

/**
 * @param occupancy if it has been read already
 * @param language of the advice; by default English
 */
export async function readAdvisor(
	store: BookingStore,
	hotelSlug: string,
	{ roomMap }: HotelSettings,
	today: string,
	{ occupancy, language }: { occupancy?: OccupancySnapshot; language?: Language } = {},
): Promise<Advisor> {
	const hotel = {
		...{ roomMap, today },
		occupancy: occupancy ?? (await store.occupancy(hotelSlug, today)),
	};
	return new Advisor(hotel, language);
}
