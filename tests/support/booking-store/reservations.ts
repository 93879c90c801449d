/** Reservations for tests, as a channel without revisions (Booking.com) would have them. */
import * as build from '../../../core/reservation/build';
import { withFingerprint } from '../../../core/reservation/fingerprint';
import { moneyFromDecimal } from '../../../core/reservation/money';
import { unknownBooker, type Reservation, type RoomStay } from '../../../core/reservation/model';

export interface RoomWish {
	id?: string;
	type?: string;
	checkIn?: string;
	checkOut?: string;
	price?: string | null;
	status?: RoomStay['status'];
}

export type Wish = Partial<Omit<Reservation, 'rooms' | 'total' | 'booker'>> & {
	id?: string;
	/** Orders the messages: a later one has a higher number. */
	seen?: number;
	rooms?: RoomWish[];
	price?: string | null;
	currency?: string;
	booker?: Partial<Reservation['booker']>;
};

/** One double room on the night of 29 March 2026, unless wished otherwise. */
export function reservation(wish: Wish = {}): Reservation {
	const { id = '4705950059', seen = 0, rooms = [{}], price = '100', currency = 'EUR', booker = {}, ...rest } = wish;
	const event = rest.event ?? 'new';
	const checkIn = rest.checkIn ?? '2026-03-29';
	const checkOut = rest.checkOut ?? '2026-03-30';
	const [channel, propertyId] = [rest.channel ?? 'booking.com', rest.propertyId ?? '8011855'];
	const built = build.reservation({
		channel,
		propertyId,
		reservationId: id,
		event,
		observedAt: `2026-03-01T10:00:${String(seen).padStart(2, '0')}.000Z#0`,
		checkIn,
		checkOut,
		rooms: rooms.map((room, index) => roomStay(room, index, checkIn, checkOut, currency)),
		booker: {
			...unknownBooker(),
			firstName: 'Zoë',
			lastName: 'Dupont',
			email: 'zoe.123456@guest.booking.com',
			...booker,
		},
		adults: 2,
		children: 0,
		total: price === null ? null : moneyFromDecimal(price, currency),
		payment: { model: 'hotel_collect', card: null },
	});
	// As it is wished, even where it contradicts itself.
	return withFingerprint({ ...built, ...rest });
}

function roomStay(wish: RoomWish, index: number, checkIn: string, checkOut: string, currency: string): RoomStay {
	const { id = String(index + 1), type = 'double', price = null, status = 'confirmed' } = wish;
	return build.roomStay({
		roomStayId: id,
		roomTypeId: type,
		checkIn: wish.checkIn ?? checkIn,
		checkOut: wish.checkOut ?? checkOut,
		status,
		adults: 2,
		children: 0,
		total: price === null ? null : moneyFromDecimal(price, currency),
	});
}

/** A cancellation as Booking.com sends it: without rooms and dates. */
export function cancellation(wish: Wish = {}): Reservation {
	return reservation({
		event: 'cancelled',
		seen: 50,
		rooms: [],
		checkIn: null,
		checkOut: null,
		nights: null,
		price: null,
		...wish,
	});
}
