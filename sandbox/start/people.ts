/** What people do in SelfKey while the channels sync: guests book directly, cars park, and the front desk edits bookings. */
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
	// A booking that names a payment takes the note alone; of one that does not, the desk can correct the guest.
	const { id } = await oneWhere(selfKey, '"stripePaymentIntentId" IS NOT NULL');
	await selfKey.patchBooking(id, { internalNote: 'Asked for a quiet room' });
	const { id: unpaid } = await oneWhere(selfKey, '"stripePaymentIntentId" IS NULL');
	await selfKey.patchBooking(unpaid, { clientPhone: '+41 21 555 01 02' });
}

async function oneWhere(selfKey: SandboxEnvironment['selfKey'], condition: string): Promise<{ id: string }> {
	const [found] = await selfKey.db<{ id: string }>(
		`SELECT "id" FROM "bookings" WHERE "paymentStatus" = 'succeeded' AND ${condition} ORDER BY "bookingNumber" LIMIT 1`,
	);
	return found ?? { id: '' };
}
