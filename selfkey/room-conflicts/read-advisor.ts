/** Reads the house as it is now, for advice on its conflicts. */
import type { BookingStore } from '../ports/booking-store';
import type { OccupancySnapshot } from '../ports/occupancy';
import type { HotelSettings } from '../settings/hotel-settings';
import { Advisor } from './advise';

/** @param occupancy if it has been read already */
export async function readAdvisor(
	store: BookingStore,
	hotelSlug: string,
	{ roomMap }: HotelSettings,
	today: string,
	occupancy?: OccupancySnapshot,
): Promise<Advisor> {
	return new Advisor({
		roomMap,
		today,
		occupancy: occupancy ?? (await store.occupancy(hotelSlug, today)),
		closures: await store.roomClosures(hotelSlug, today),
	});
}
