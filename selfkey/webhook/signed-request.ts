import type { BookingStore } from '../ports/booking-store';
import type { Integration } from '../ports/records';
import type { HotelUpkeep } from './upkeep';

/** A request whose signature is right, of an integration that is switched on. */
export interface SignedRequest {
	store: BookingStore;
	upkeep: HotelUpkeep;
	integration: Integration;
	hotelSlug: string;
	integrationId: string;
	/** Of a GET, signed with its address. */
	query: URLSearchParams;
	/** Of a POST, signed; empty in a GET. */
	rawBody: Uint8Array;
	/** When the request came. */
	now: Date;
	clock: () => Date;
	onIdentityComplete?: ((booking: { hotelSlug: string; bookingId: string }) => void | Promise<void>) | undefined;
	onError?: ((error: unknown) => void) | undefined;
}
