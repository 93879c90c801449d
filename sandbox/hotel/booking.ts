/** A booking as the channel itself holds it; the wire formats are written from this. */

export type PaymentModel = 'hotel_collect' | 'channel_collect' | 'virtual_card';

/** Minor units of a currency with `decimals` decimal places (CHF 2, JPY 0, KWD 3). */
export interface Amount {
	minor: number;
	currency: string;
	decimals: number;
}

export interface NightPrice {
	date: string;
	minor: number;
}

export interface BookedRoom {
	/** The room's number within the reservation; modifications do not change it. */
	index: number;
	roomTypeId: string;
	ratePlanId: string;
	checkIn: string;
	/** Exclusive. */
	checkOut: string;
	adults: number;
	childAges: number[];
	/** `null` if the booker gave no name for this room. */
	guestName: string | null;
	nightPrices: NightPrice[];
	remark: string | null;
	smoking: 'Smoking' | 'Non-Smoking' | null;
	/** City tax in minor units; it is paid at the hotel and not part of the price. */
	cityTaxMinor: number;
}

export interface ExtraService {
	name: 'breakfast' | 'parking';
	quantity: number;
	/** The whole price in minor units. */
	totalMinor: number;
	/** Part of the reservation's total, or paid at the hotel. */
	inTotal: boolean;
}

export interface Booker {
	firstName: string;
	lastName: string;
	/** The channel's alias, never the guest's own address. */
	email: string;
	phone: string | null;
	address: { line: string; city: string; postalCode: string } | null;
	countryCode: string;
	company: string | null;
}

export interface TestCard {
	/** Two-letter OTA code. */
	code: string;
	/** A published test number, valid by Luhn. */
	number: string;
	cvc: string;
	/** `MMYY`. */
	expiry: string;
	holder: string;
	/** First day on which a virtual card can be charged; `null` for a guest's own card. */
	activeFrom: string | null;
	/** The channel could not read the card: it sends code `XX` and zeros. */
	lookupFailed: boolean;
}

export interface Booking {
	reservationId: string;
	propertyId: string;
	/** `YYYY-MM-DDTHH:MM:SS`, without an offset. */
	bookedAt: string;
	currency: string;
	decimals: number;
	/** Whether prices are written as after or before tax. */
	taxIncluded: boolean;
	rooms: BookedRoom[];
	services: ExtraService[];
	booker: Booker;
	commission: Amount;
	payment: PaymentModel;
	card: TestCard | null;
	genius: boolean;
	remarks: string[];
	/** `17:00 and 18:00`, as the channel words it; `null` if unknown. */
	arrival: string | null;
	/** The room refers to a guest who is not in the message, as in real messages. */
	danglingGuestLink: boolean;
}

/**
 * How a cancellation is marked in OTA XML is not documented, so the sandbox does it in each way that
 * integrators have met: an explicit `ResStatus`, a modification without any room, or a status on every room.
 */
export type CancellationForm = 'res_status' | 'no_room_stay' | 'room_stay_status';

/** How a room that a modification removed appears: gone, or still there and marked as cancelled. */
export type RemovedRoomForm = 'absent' | 'marked';

export interface Step {
	kind: 'new' | 'modified' | 'cancelled';
	reservationId: string;
	/** The whole reservation after this step. */
	booking: Booking;
	/** Only with `cancelled`. */
	cancellationForm?: CancellationForm;
	/** Minor units in the booking's currency; only with `cancelled`. */
	cancellationFeeMinor?: number;
	/** Rooms that this step removed and that the message still shows, marked as cancelled. */
	removedRooms?: BookedRoom[];
}

/** Sum of all nights of all rooms and of the services that are part of the price, in minor units. */
export function bookingTotal(booking: Booking): number {
	const rooms = booking.rooms.reduce((sum, room) => sum + roomTotal(room), 0);
	return rooms + booking.services.reduce((sum, service) => sum + (service.inTotal ? service.totalMinor : 0), 0);
}

/** Sum of the room's nights, in minor units. */
export function roomTotal(room: BookedRoom): number {
	return room.nightPrices.reduce((sum, night) => sum + night.minor, 0);
}

/** `12345` with 2 decimals is `123.45`, with 0 `12345`. */
export function majorUnits(minor: number, decimals: number): string {
	if (decimals === 0) return String(minor);
	const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
	return `${minor < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
