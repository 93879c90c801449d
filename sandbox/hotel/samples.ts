/** Bookings and steps made by hand, for tests that need a specific case. */
import type { Booking, CancellationForm, BookedRoom, Step } from './booking';
import { hotelParadise, type Hotel } from './hotel';
import { priceRoom, withCommission } from './make-booking';
import { decimalsOf } from './pricing';

/** What a test specifies about a room; the price follows from it. */
export type SampleRoom = Partial<Omit<BookedRoom, 'nightPrices' | 'cityTaxMinor'>>;

export interface SampleBooking extends Partial<Omit<Booking, 'rooms'>> {
	hotel?: Hotel;
	/** Default: one room of the first type for two nights. */
	rooms?: SampleRoom[];
}

/** A plain booking (CHF, two adults, paid at the hotel, no card) with what the test overrides. */
export function sampleBooking(overrides: SampleBooking = {}): Booking {
	const { hotel = hotelParadise, rooms = [{}], ...rest } = overrides;
	const currency = rest.currency ?? hotel.currency;
	const booking: Booking = {
		reservationId: '4705950059',
		propertyId: hotel.propertyId,
		bookedAt: '2027-01-15T10:33:37',
		currency,
		decimals: decimalsOf(currency),
		taxIncluded: true,
		services: [],
		booker: {
			firstName: 'Zoé',
			lastName: 'Lefèvre',
			email: 'lefevre.123456@guest.booking.com',
			phone: '+41 79 000 00 00',
			address: null,
			countryCode: 'FR',
			company: null,
		},
		commission: { minor: 0, currency, decimals: decimalsOf(currency) },
		payment: 'hotel_collect',
		card: null,
		genius: false,
		remarks: [],
		arrival: null,
		danglingGuestLink: false,
		...rest,
		rooms: rooms.map((room, n): BookedRoom => {
			const plain: BookedRoom = {
				index: 460 + n,
				roomTypeId: hotel.roomTypes[0]?.id ?? '',
				ratePlanId: hotel.ratePlans[0]?.id ?? '',
				checkIn: '2027-03-29',
				checkOut: '2027-03-31',
				adults: 2,
				childAges: [],
				guestName: null,
				nightPrices: [],
				remark: null,
				smoking: null,
				cityTaxMinor: 0,
				...room,
			};
			return priceRoom(hotel, plain, currency);
		}),
	};
	return rest.commission === undefined ? withCommission(booking) : booking;
}

export function newStep(booking: Booking): Step {
	return { kind: 'new', reservationId: booking.reservationId, booking };
}

/** `removedRooms` are still shown, marked as cancelled. */
export function modifiedStep(booking: Booking, removedRooms: BookedRoom[] = []): Step {
	return { kind: 'modified', reservationId: booking.reservationId, booking, removedRooms };
}

export function cancelledStep(
	booking: Booking,
	cancellationForm: CancellationForm = 'res_status',
	cancellationFeeMinor = 0,
): Step {
	return { kind: 'cancelled', reservationId: booking.reservationId, booking, cancellationForm, cancellationFeeMinor };
}
