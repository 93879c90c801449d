/** What the channels of the sandbox would sell, beside what SelfKey has free: counted here, night by night and room by room. */
import { addDays, nights } from '../../sandbox/hotel';
import type { SandboxEnvironment } from './environment';
import { today } from './today';

interface ActiveStay {
	room: string | null;
	roomTypeId: string | null;
	checkIn: string;
	checkOut: string;
}

/** What SelfKey has free of each of Booking.com's types, by night, counted here room by room. */
export async function freeRooms(
	{ hotel, selfKey, airbnb }: SandboxEnvironment,
	dates: string[],
): Promise<Map<string, number[]>> {
	const active = await selfKey.db<ActiveStay>(
		`SELECT m."name" AS "room", r."baseline"->>'roomTypeId' AS "roomTypeId", b."checkInDate"::date::text AS "checkIn", b."checkOutDate"::date::text AS "checkOut"
		FROM "bookings" b LEFT JOIN "rooms" m ON m."id" = b."roomId" LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id"
		WHERE b."paymentStatus" = 'succeeded' AND b."bookingType" NOT IN ('day', 'day_parking')`,
	);
	// A reservation system calls a type by its name.
	const typeOf = new Map([
		...airbnb.host.listings.map(({ id, roomTypeId }) => [id, roomTypeId] as const),
		...hotel.roomTypes.map(({ id, name }) => [name, id] as const),
	]);
	return new Map(
		hotel.roomTypes.map(({ id }) => {
			const own = new Set(hotel.rooms.filter(({ roomTypeId }) => roomTypeId === id).map(({ name }) => name));
			const counts = dates.map((date) => {
				const tonight = active.filter(({ checkIn, checkOut }) => checkIn <= date && date < checkOut);
				const taken = new Set(tonight.flatMap(({ room }) => (room !== null && own.has(room) ? [room] : [])));
				const waiting = tonight.filter(
					({ room, roomTypeId }) => room === null && (typeOf.get(roomTypeId ?? '') ?? roomTypeId) === id,
				);
				return Math.max(0, own.size - taken.size - waiting.length);
			});
			return [id, counts] as const;
		}),
	);
}

/** Nights from today on of which a channel would sell something else than SelfKey has. */
export async function wrongNights(environment: SandboxEnvironment, horizon: number): Promise<string[]> {
	const { bookingCom, airbnb } = environment;
	const dates = nights(today(), addDays(today(), horizon));
	const wrong: string[] = [];
	for (const [roomTypeId, counts] of await freeRooms(environment, dates)) {
		const listing = airbnb.host.listings.find((each) => each.roomTypeId === roomTypeId);
		for (const [index, free] of counts.entries()) {
			const date = dates[index] ?? '';
			const { roomsToSell } = bookingCom.availability(roomTypeId, null, date);
			if (roomsToSell !== free) wrong.push(`booking.com ${roomTypeId} ${date}: ${String(roomsToSell)}, not ${free}`);
			const night = airbnb.account.night(listing?.id ?? '', date);
			const expected = free > 0 && night.reservation_code === null ? 'available' : 'unavailable';
			if (night.availability !== expected) wrong.push(`airbnb ${listing?.id} ${date}: ${night.availability}`);
		}
	}
	return wrong;
}
