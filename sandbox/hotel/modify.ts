/** Realistic changes of a booking. Each returns the changed booking, or null if it does not apply. */
import type { BookedRoom, Booking } from './booking';
import { addDays } from './calendar';
import type { Hotel } from './hotel';
import { makeRoom, priceRoom, roomTypeOf, withCommission } from './make-booking';
import { someGuestName } from './people';
import type { Random } from './random';

export const modificationKinds = ['dates', 'add_room', 'remove_room', 'guests', 'price'] as const;
export type ModificationKind = (typeof modificationKinds)[number];

export interface Change {
	booking: Booking;
	/** Rooms that are no longer part of the booking. */
	removed: BookedRoom[];
}

function moveDates(random: Random, hotel: Hotel, booking: Booking): Change {
	const shift = random.pick([-1, 0, 1, 2, 3]);
	const longer = shift === 0 ? 1 : random.pick([0, 0, 1]);
	const rooms = booking.rooms.map((room) => {
		const dates = { checkIn: addDays(room.checkIn, shift), checkOut: addDays(room.checkOut, shift + longer) };
		return priceRoom(hotel, { ...room, ...dates }, booking.currency);
	});
	return { booking: { ...booking, rooms }, removed: [] };
}

function addRoom(random: Random, hotel: Hotel, booking: Booking): Change | null {
	const last = booking.rooms.at(-1);
	if (last === undefined || booking.rooms.length >= 4) return null;
	const stay = { roomTypeId: random.pick(hotel.roomTypes).id, checkIn: last.checkIn, checkOut: last.checkOut };
	const room = makeRoom(random, hotel, stay, last.index + 1, booking.currency);
	return { booking: { ...booking, rooms: [...booking.rooms, room] }, removed: [] };
}

function removeRoom(random: Random, booking: Booking): Change | null {
	if (booking.rooms.length < 2) return null;
	const gone = random.pick(booking.rooms);
	return { booking: { ...booking, rooms: booking.rooms.filter((room) => room !== gone) }, removed: [gone] };
}

function changeGuests(random: Random, hotel: Hotel, booking: Booking): Change | null {
	const [first, ...others] = booking.rooms;
	if (first === undefined) return null;
	const most = roomTypeOf(hotel, first.roomTypeId).maxAdults;
	const adults = first.adults < most ? first.adults + 1 : first.adults - 1;
	if (adults < 1) return null;
	const room = priceRoom(hotel, { ...first, adults, guestName: someGuestName(random) }, booking.currency);
	return { booking: { ...booking, rooms: [room, ...others] }, removed: [] };
}

function changePrice(random: Random, hotel: Hotel, booking: Booking): Change {
	const factor = random.pick([0.85, 0.9, 1.1]);
	const rooms = booking.rooms.map((room) => priceRoom(hotel, room, booking.currency, factor));
	return { booking: { ...booking, rooms }, removed: [] };
}

/** Applies one kind of change; commission follows the new total. */
export function modify(random: Random, hotel: Hotel, booking: Booking, kind: ModificationKind): Change | null {
	const changes: Record<ModificationKind, () => Change | null> = {
		dates: () => moveDates(random, hotel, booking),
		add_room: () => addRoom(random, hotel, booking),
		remove_room: () => removeRoom(random, booking),
		guests: () => changeGuests(random, hotel, booking),
		price: () => changePrice(random, hotel, booking),
	};
	const change = changes[kind]();
	return change === null ? null : { ...change, booking: withCommission(change.booking) };
}
