/** A run by hand takes no event off OPERA's queue: it shows reservations as the trigger would give them out. */
import type { IPollFunctions } from 'n8n-workflow';
import type { Polled } from '../../shared/polling/poll-once';
import { itemOf, readAt } from './item';
import type { OperaHotel } from '../transport';
import { someStays } from './comparison';
import { readReservation } from './read-reservation';

const SAMPLES = 5;
const LOOKED_AT = 20;

/** @throws ApiError */
export async function sampleOf(context: IPollFunctions, hotel: OperaHotel): Promise<Polled> {
	const items: Polled['items'] = [];
	const errors: Error[] = [];
	for (const { reservationId } of await someStays(context, hotel, LOOKED_AT)) {
		if (items.length >= SAMPLES) break;
		const name = { hotelId: hotel.hotelId, reservationId };
		try {
			const { found } = await readReservation(context, hotel, name, { seen: {}, readAt: readAt(items.length + 1) });
			if (found !== null) items.push(itemOf(hotel.hotelId, found));
		} catch (error) {
			errors.push(error as Error);
		}
	}
	return { items, errors };
}
