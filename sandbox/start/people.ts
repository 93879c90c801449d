/**
 * What people do while the channels sync: in SelfKey guests book directly, cars park, and the front desk edits bookings;
 * in OPERA the desk takes bookings by telephone.
 */
import { addDays } from '../hotel';
import type { SandboxEnvironment } from './environment';

/**
 * Plays what SelfKey's application sells and lets the desk change, once the first reservations of the channel are
 * there. The sales use other nights than the channel's season, so that its overbookings stay as planned.
 * @param seasonStart `YYYY-MM-DD`
 */
export async function actAtTheDesk({ hotel, selfKey, n8n }: SandboxEnvironment, seasonStart: string): Promise<void> {
	await n8n.waitFor(async () => (await selfKey.statistics()).bookings > 0, {
		what: 'the first reservations in SelfKey',
		timeoutMs: 5 * 60_000,
	});
	const rooms = hotel.rooms.map(({ name }) => name);
	const nights = { checkIn: addDays(seasonStart, -1), checkOut: seasonStart };
	for (const [index, lastName] of ['Favre', 'Rochat'].entries())
		await selfKey.directSale({ ...nights, room: rooms[index] ?? '', lastName, adults: 1 + index });
	await selfKey.directSale({ ...nights, room: rooms[2] ?? '', lastName: 'Blanc', bookingType: 'night_parking' });
	await selfKey.sellDayParking();
	// Of a booking that names a payment, SelfKey's application lets the desk change the note, and nothing else.
	const [first] = await selfKey.db<{ id: string }>(
		'SELECT "bookingId" AS "id" FROM "booking_external_references" ORDER BY "bookingId" LIMIT 1',
	);
	if (first) await selfKey.patchBooking(first.id, { internalNote: 'Asked for a quiet room' });
}

/**
 * Plays the front desk in OPERA once the first reservations are there: two guests book by telephone, and one of them stays a
 * night longer.
 * @param from first night of the telephone bookings, behind everybody else's
 */
export async function actInOpera({ opera, n8n }: SandboxEnvironment, from: string): Promise<void> {
	await n8n.waitFor(async () => opera.stays().length > 0, {
		what: 'the first reservations in Opera',
		timeoutMs: 5 * 60_000,
	});
	const nights = { arrival: from, departure: addDays(from, 2) };
	opera.deskBook({ ...nights, givenName: 'Louise', surname: 'Monnier' });
	const second = opera.deskBook({ ...nights, givenName: 'Paul', surname: 'Genoud' });
	const [night] = second.nights;
	const third = night ? [{ ...night, date: addDays(from, 2) }] : [];
	opera.deskEdit(second.id, { departure: addDays(from, 3), nights: [...second.nights, ...third] });
}
