/** Which stay a line is about, in terms that the front desk knows. Pure. */
import { OWN_CHANNEL } from '../../../core/channel/channels';
import { recordOf } from '../../../core/payload/field-reader';
import { nightsOf } from './nights';
import { text } from '../../shared/log/log-text';
import { joined, listText, records, type Json } from './fields';

const MAX_ROOMS = 200;
const ENDED = ['cancelled', 'no_show', 'checked_out'];

export interface Stay {
	hotel: string;
	guest: string;
	arrival: string;
	departure: string;
	room: string;
	bookingNumber: string;
	/** Bookings that should have a room but have none. */
	roomless: RoomlessBooking[];
}

export interface RoomlessBooking {
	bookingNumber: string;
	/** The channel's name of the room type; otherwise its ID. */
	roomType: string;
	roomTypeId: string;
	arrival: string;
	departure: string;
	/** Whether the room map lists no room for its type. */
	unmapped: boolean;
}

/** @param item a reservation, with `selfKey` if SelfKey knows it; missing fields are empty */
export function stayOf(item: Json): Stay {
	const nights = nightsOf(item);
	if (nights) return { ...nights.stay, roomless: [] };
	const rooms = records(item['rooms']);
	const bookings = records(recordOf(item['selfKey'])['bookings']);
	const roomOf = (booking: Json) => rooms.find(({ roomStayId }) => roomStayId === booking['roomStayId']) ?? {};
	const roomless = bookings
		.filter((booking) => isRoomless(booking, roomOf(booking), item))
		.map((booking) => roomlessOf(booking, roomOf(booking), item));
	const names =
		bookings.length > 0
			? bookings.map((booking) => text(booking['roomName']) || typeWithoutRoom(roomOf(booking), item))
			: rooms.map((room) => typeWithoutRoom(room, item));
	return {
		hotel: text(recordOf(item['selfKey'])['hotelSlug']) || hotelInKey(item) || text(item['propertyId']),
		guest: guestOf(item),
		arrival: text(item['checkIn']),
		departure: text(item['checkOut']),
		room: listText(names, MAX_ROOMS),
		bookingNumber: listText(bookings.map((booking) => text(booking['bookingNumber']))),
		roomless,
	};
}

function isRoomless(booking: Json, room: Json, item: Json): boolean {
	if (ENDED.includes(String(room['status'] ?? item['status']))) return false;
	if (Array.isArray(booking['conflicts'])) return booking['conflicts'].includes('no_room');
	return 'roomName' in booking && text(booking['roomName']) === '';
}

function roomlessOf(booking: Json, room: Json, item: Json): RoomlessBooking {
	const warnings = records(recordOf(item['selfKey'])['warnings']);
	return {
		bookingNumber: text(booking['bookingNumber']),
		roomType: text(room['roomName']) || text(room['roomTypeId']),
		roomTypeId: text(room['roomTypeId']),
		arrival: text(room['checkIn']) || text(item['checkIn']),
		departure: text(room['checkOut']) || text(item['checkOut']),
		unmapped: warnings.some(({ code, roomStayId }) => code === 'unmapped_room' && roomStayId === booking['roomStayId']),
	};
}

function typeWithoutRoom(room: Json, item: Json): string {
	const name = text(room['roomName']) || text(room['roomTypeId']);
	if (name === '') return '';
	return ENDED.includes(String(room['status'] ?? item['status'])) ? name : `${name} (no room yet)`;
}

/** The keys of SelfKey's own sales contain the hotel. */
function hotelInKey(item: Json): string {
	const [channel, hotelSlug] = text(item['key']).split('/');
	return channel === OWN_CHANNEL ? (hotelSlug ?? '') : '';
}

function guestOf(item: Json): string {
	const booker = recordOf(item['booker']);
	const [first = {}] = records(item['rooms']).flatMap((room) => records(room['guests']));
	return text(joined([text(booker['firstName']), text(booker['lastName'])], ' ')) || text(first['name']);
}
