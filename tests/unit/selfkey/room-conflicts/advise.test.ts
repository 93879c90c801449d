/** What people are told that they could do about a conflict, without a database. */
import type { Occupancy } from '../../../../core/availability/ranges';
import { Advisor, type HotelAtPresent } from '../../../../selfkey/room-conflicts/advise';
import type { Language } from '../../../../core/text/language';
import type { ActiveStay } from '../../../../selfkey/ports/occupancy';

const TODAY = '2026-03-01';
const ROOMS = ['101', '102', '201'].map((name) => ({ id: `r${name}`, name, isActive: true }));
const NIGHTS = { start: '2026-03-10', end: '2026-03-12' };

interface Guest extends Partial<Pick<ActiveStay, 'start' | 'end'>> {
	room: string | null;
	/** Of SelfKey's own sale, if it is `null`. */
	type?: string | null;
	isCodeSent?: boolean;
	chosenByDesk?: boolean;
}

/** Booked in this order: bookings 1, 2, 3 … */
function hotelOf(
	guests: readonly Guest[],
	{ closures = [], ...over }: Partial<HotelAtPresent> & { closures?: Occupancy[] } = {},
	language: Language = 'en',
): Advisor {
	const stays = guests.map(
		({ room, type = 'double', isCodeSent = false, chosenByDesk = false, ...nights }, index): ActiveStay => ({
			...{ ...NIGHTS, ...nights },
			bookingId: `b${index + 1}`,
			bookingNumber: index + 1,
			roomId: room === null ? null : `r${room}`,
			reference:
				type === null
					? null
					: {
							...{ channel: 'booking.com', propertyId: '8011855', reservationId: String(4705950001 + index) },
							...{ roomTypeId: type, roomName: null, isCodeSent },
							baselineRoomId: room === null || chosenByDesk ? null : `r${room}`,
						},
		}),
	);
	const hotel = {
		occupancy: { stays, rooms: ROOMS, dayUse: [], closures, conflicts: [] },
		roomMap: new Map([
			['double', ['101', '102']],
			['suite', ['201']],
		]),
		today: TODAY,
		...over,
	};
	return new Advisor(hotel, language);
}

test('names who has the last room, and the room of another type that is free', () => {
	expect(hotelOf([{ room: '101' }, { room: '102' }, { room: null }]).on('b3', 'no_room')).toBe(
		'The last room went to booking 2 (Booking.com 4705950002), room 102. Free in all these nights, but of another type: 201',
	);
});

test('says so in French', () => {
	const guests: Guest[] = [{ room: '101', end: '2026-03-11' }, { room: '102', start: '2026-03-11' }, { room: null }];
	expect(hotelOf(guests, {}, 'fr').on('b3', 'no_room')).toBe(
		'La dernière chambre est allée à la réservation 2 (Booking.com 4705950002), chambre 102. Pour résoudre, il suffirait de déplacer la réservation 1 de la 101 à la 102 (il n’y a personne à prévenir). Libres toutes ces nuits, mais d’un autre type\u00a0: 201',
	);
});

test('a room out of order is free for nobody, and neither is one in day use or inactive', () => {
	const guests = [{ room: '101' }, { room: '102' }, { room: null }];
	const closures = [{ roomId: 'r201', start: '2026-03-11', end: '2026-03-12' }];
	const none = 'No other room of the house is free in all these nights';
	expect(hotelOf(guests, { closures }).on('b3', 'no_room')).toContain(none);
	expect(hotelOf([...guests, { room: '201', type: null }]).on('b3', 'no_room')).toContain(none);
});

test.each<[string, Partial<Guest>, string]>([
	['whose guest has the door code', { isCodeSent: true }, 'the guest has the door code: ask first'],
	['for which the desk chose the room', { chosenByDesk: true }, 'the desk chose the room'],
	['that SelfKey sold', { type: null }, 'sold by SelfKey: ask the guest'],
])('the move of a stay %s would solve it, and says who has to be asked', (_, guest, words) => {
	// Each of them has one of the two nights, in different rooms: together in one room they leave the other one free.
	const advisor = hotelOf([
		{ room: '101', ...guest, end: '2026-03-11' },
		{ room: '102', isCodeSent: true, start: '2026-03-11' },
		{ room: null },
	]);
	expect(advisor.on('b3', 'no_room')).toContain(`It would be solved by moving booking 1 from 101 to 102 (${words})`);
});

test.each<[string, Guest[], Occupancy[], string]>([
	[
		'not a later booking of a night that has a free room, where its own room stays taken without it',
		[{ room: '101' }, { room: '102', end: '2026-03-11' }, { room: '102', start: '2026-03-11', end: '2026-03-12' }],
		[],
		'booking 1 (Booking.com 4705950001), room 101',
	],
	[
		'not a later booking in a room that is out of order in another night',
		[{ room: '101' }, { room: '102', end: '2026-03-11' }],
		[{ roomId: 'r102', start: '2026-03-11', end: '2026-03-12' }],
		'booking 1 (Booking.com 4705950001), room 101',
	],
	[
		'two, where no room has but one of them',
		[
			{ room: '101', end: '2026-03-11' },
			{ room: '101', start: '2026-03-11' },
			{ room: '102', end: '2026-03-11' },
			{ room: '102', start: '2026-03-11' },
		],
		[],
		'booking 3 (Booking.com 4705950003), room 102 and booking 4 (Booking.com 4705950004), room 102',
	],
	['nobody, where a room is free', [{ room: '102' }], [], ''],
	[
		'nobody, where all rooms are out of order',
		[{ room: '102', end: '2026-03-11' }],
		['r101', 'r102'].map((roomId) => ({ roomId, start: '2026-03-11', end: '2026-03-12' })),
		'',
	],
])('names only bookings without which there would be a room: %s', (_, guests, closures, words) => {
	const said = hotelOf([...guests, { room: null }], { closures }).on(`b${guests.length + 1}`, 'no_room');
	expect(/^The last room went to (.*?)\. /.exec(said)?.[1] ?? '').toBe(words);
});

test('names nobody, where more would have to go than the desk would ask', () => {
	const stays = { start: '2026-03-10', end: '2026-03-13' };
	const guests = ['2026-03-10', '2026-03-11', '2026-03-12'].flatMap((start, night) =>
		['101', '102'].map((room) => ({ room, start, end: `2026-03-1${night + 1}` })),
	);
	expect(hotelOf([...guests, { room: null, ...stays }]).on('b7', 'no_room')).not.toContain('The last room');
});

test('whoever is in the house is not sent to another room', () => {
	const advisor = hotelOf([
		{ room: '101', start: TODAY, end: '2026-03-11', isCodeSent: true },
		{ room: '102', start: TODAY, end: '2026-03-10', isCodeSent: true },
		{ room: '102', start: '2026-03-11', isCodeSent: true },
		{ room: null },
	]);
	expect(advisor.on('b4', 'no_room')).toContain('moving booking 3 from 102 to');
	expect(advisor.on('b4', 'no_room')).not.toContain('booking 1 from');
});

test('of two in one room the other is named, and one of them moves', () => {
	const advisor = hotelOf([
		{ room: '101', type: null },
		{ room: '101', isCodeSent: true },
	]);
	expect(advisor.on('b2', 'shared_room')).toBe(
		'The other is booking 1 (SelfKey). It would be solved by moving booking 2 from 101 to 102 (the guest has the door code: ask first). Free in all these nights, but of another type: 201',
	);
});

test('a guest in the house stays, and the other one moves', () => {
	const advisor = hotelOf([
		{ room: '101', type: null, start: '2026-03-02' },
		{ room: '101', isCodeSent: true, start: TODAY },
	]);
	expect(advisor.on('b2', 'shared_room')).toContain(
		'moving booking 1 from 101 to 102 (sold by SelfKey: ask the guest)',
	);
});

test('a type without rooms has no moves, and what is not known nothing at all', () => {
	const advisor = hotelOf([{ room: null, type: 'attic' }]);
	expect(advisor.on('b1', 'no_room')).toBe('Free in all these nights, but of another type: 101, 102 and 201');
	expect(advisor.on('gone', 'no_room')).toBe('');
});

test('advises on twenty, and keeps quiet about the rest', () => {
	const hotel = hotelOf([{ room: '101' }, { room: '102' }, ...Array.from({ length: 21 }, () => ({ room: null }))]);
	const said = Array.from({ length: 21 }, (_, n) => hotel.on(`b${n + 3}`, 'no_room'));
	expect(said.map((text) => text !== '')).toEqual([...Array.from({ length: 20 }, () => true), false]);
});
