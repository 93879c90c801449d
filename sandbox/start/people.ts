/** What people do in SelfKey while the channels sync: guests book directly, and the front desk edits bookings. */
import { addDays } from '../hotel';
import type { SandboxEnvironment } from './environment';

/**
 * Plays a few direct sales, edits and a cancellation, once the first reservations of the channel are there.
 * They use other nights than the channel's season, so that its overbookings stay as planned.
 * @param seasonStart `YYYY-MM-DD`
 */
export async function actAtTheDesk({ hotel, selfKey, n8n }: SandboxEnvironment, seasonStart: string): Promise<void> {
	await n8n.waitFor(async () => (await selfKey.statistics()).bookings > 0, {
		what: 'the first reservations in SelfKey',
		timeoutMs: 5 * 60_000,
	});
	const rooms = hotel.rooms.map(({ name }) => name);
	const nights = { checkIn: addDays(seasonStart, -1), checkOut: seasonStart };
	const sold: string[] = [];
	for (const [index, room] of rooms.slice(0, 3).entries()) {
		sold.push(
			await selfKey.directSale({
				...nights,
				room,
				lastName: ['Favre', 'Rochat', 'Blanc'][index] ?? 'Favre',
				adults: 1 + (index % 2),
			}),
		);
	}
	const [moved = '', cancelled = ''] = sold;
	await selfKey.deskEdit(moved, { room: rooms[3] ?? null });
	await selfKey.cancelDirect(cancelled);
	const [first] = await selfKey.db<{ id: string }>(
		'SELECT "bookingId" AS "id" FROM "booking_external_references" ORDER BY "bookingId" LIMIT 1',
	);
	if (first) await selfKey.patchBooking(first.id, { internalNote: 'Asked for a quiet room' });
}
