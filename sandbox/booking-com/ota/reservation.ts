/**
 * One reservation message (Booking.com connectivity docs, API reference: HotelReservation, HotelResModify).
 * Both elements have the same children; neither documents how a cancellation is marked.
 */
import type { Booking, Step } from '../../hotel/booking';
import type { Hotel } from '../../hotel/hotel';
import { el, type XmlElement } from '../xml/write';
import { resGlobalInfo, services } from './global-info';
import { roomStay } from './room-stay';

export type QueueName = 'new' | 'modify';

/** Some guests have a surname that contains the whole name, as in real messages. */
function guest(name: string, rph: number, split: boolean): XmlElement {
	const words = name.split(' ');
	const parts =
		split && words.length > 1
			? [el('GivenName', {}, [words[0] ?? '']), el('Surname', {}, [words.slice(1).join(' ')])]
			: [el('Surname', {}, [name])];
	const customer = el('Customer', {}, [el('PersonName', {}, parts)]);
	return el('ResGuest', { ResGuestRPH: rph }, [
		el('Profiles', {}, [el('ProfileInfo', {}, [el('Profile', {}, [customer])])]),
	]);
}

function guests(booking: Booking): XmlElement {
	const bookerName = `${booking.booker.firstName} ${booking.booker.lastName}`;
	return el(
		'ResGuests',
		{},
		booking.rooms.map((room, n) => guest(room.guestName ?? bookerName, n + 1, room.index % 3 === 0)),
	);
}

function roomStays(hotel: Hotel, step: Step, queue: QueueName): XmlElement {
	const { booking } = step;
	const cancelled = step.kind === 'cancelled';
	// A message of the new queue always has rooms: without them it would not be a reservation.
	if (cancelled && step.cancellationForm === 'no_room_stay' && queue === 'modify') return el('RoomStays');
	const status = cancelled && step.cancellationForm !== 'res_status' ? { status: 'Cancelled' as const } : {};
	const gone = (step.removedRooms ?? []).map((room) =>
		roomStay(room, { hotel, booking, guestRph: 1, status: 'Cancelled' }),
	);
	return el('RoomStays', {}, [
		...booking.rooms.map((room, n) => roomStay(room, { hotel, booking, guestRph: n + 1, ...status })),
		...gone,
	]);
}

function flags(booking: Booking): XmlElement | null {
	const names = [
		...(booking.genius ? ['booker_is_genius'] : []),
		...(booking.booker.address === null ? ['no_address_reservation'] : []),
	];
	if (names.length === 0) return null;
	return el('TPA_Extensions', {}, [
		el(
			'flags',
			{},
			names.map((name) => el('flag', { name })),
		),
	]);
}

/** The message for the state after `step`, as the given queue shows it. */
export function reservationMessage(hotel: Hotel, step: Step, queue: QueueName, withCard: boolean): XmlElement {
	const explicit = step.kind === 'cancelled' && step.cancellationForm === 'res_status';
	return el(queue === 'new' ? 'HotelReservation' : 'HotelResModify', { ResStatus: explicit ? 'Cancel' : null }, [
		roomStays(hotel, step, queue),
		services(step.booking),
		guests(step.booking),
		flags(step.booking),
		resGlobalInfo(step.booking, withCard),
	]);
}
