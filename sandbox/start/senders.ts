/**
 * What the cash register and the hotel's own reservation system send in a season: mostly valid messages, some of
 * them twice or in the wrong order, and attempts by somebody who does not have the secret.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { dayAtTheCounter, type Folio, type BookingReference, type Receipt } from '../cash-register';
import { bookingTotal, seededRandom, type ReservationStream } from '../hotel';
import { misusesFor } from '../http/misuse';
import { reservationSeason, type OwnReservation } from '../reservation-system';
import type { SandboxEnvironment } from './environment';

/** The number of Booking.com's guests who pay at the counter. */
const ACCOUNTS = 8;
const PATIENCE_MS = 5 * 60_000;
const LIVE_EVERY_MS = 20_000;
const CHF = (minor: number) => ({ minor, currency: 'CHF', decimals: 2 });

export interface SendersOptions {
	seed: number;
	/** The season of Booking.com: its guests pay at the counter, and its nights are left alone. */
	stream: ReservationStream;
}

/** Sends everything, the same for the same seed, and returns once each delivery has its final answer. */
export async function playSenders(environment: SandboxEnvironment, { seed, stream }: SendersOptions): Promise<void> {
	const season = reservationSeason({ seed, hotel: stream.hotel, from: lastDeparture(stream) });
	// A reservation that never changes later. Its guest pays by phone before the reservation is sent.
	const early = season.findLast(({ revision }) => revision === 1) as OwnReservation;
	const deposit: Receipt = {
		paymentId: 'POS-90001',
		booking: { reservationKey: `webhook/${stream.hotel.slug}/${early.id}` },
		amount: { ...early.total, minor: Math.floor(early.total.minor / 2) },
		method: 'transfer',
	};
	// And a payment whose booking number was misread: the desk finds it in SelfKey's list of unmatched payments.
	const misread: Receipt = {
		paymentId: 'POS-90002',
		booking: { bookingNumber: 999_999 },
		amount: CHF(4_200),
		method: 'cash',
	};
	await environment.cashRegister.send(deposit);
	await environment.cashRegister.send(misread);
	await playReservations(environment, season);
	await playCounter(environment, await foliosOf(environment, { seed, stream }), seed);
}

/** Every state, some out of order or twice, and messages that must be rejected. */
async function playReservations(
	{ reservationSystem }: SandboxEnvironment,
	season: readonly OwnReservation[],
): Promise<void> {
	const [first, second] = season as [OwnReservation, OwnReservation];
	const changed = season.find(({ id, revision }) => id === second.id && revision === 2);
	// A change overtakes its reservation, which is outdated when it arrives.
	if (changed) await reservationSystem.send(changed);
	for (const state of season) if (state !== changed) await reservationSystem.send(state);
	await reservationSystem.sendAgain(first);
	await reservationSystem.replay(second);
	for (const misuse of misusesFor(reservationSystem.sender.signing.scheme))
		await reservationSystem.misuse(misuse, first);
	await reservationSystem.sendIncomplete(first, 'check_in');
}

/** The day's receipts, some twice, and messages that must be rejected. */
async function playCounter(
	{ cashRegister }: SandboxEnvironment,
	accounts: readonly Folio[],
	seed: number,
): Promise<void> {
	const [first, second, ...receipts] = dayAtTheCounter({
		seed,
		accounts,
		from: new Date(Date.now() - 8 * 3600_000).toISOString(),
	});
	if (!first || !second) return;
	await cashRegister.send(first);
	await cashRegister.sendAgain(first);
	// The second attempt is sent before the first is answered.
	await Promise.all([cashRegister.send(second), cashRegister.sendAgain(second)]);
	for (const receipt of receipts) await cashRegister.send(receipt);
	await cashRegister.sendReworded(first, 'journal of the day');
	for (const misuse of misusesFor(cashRegister.sender.signing.scheme)) await cashRegister.misuse(misuse, first);
	await cashRegister.sendIncomplete(first, 'payment_id');
}

/** Reservations of Booking.com that are active at the end, once SelfKey has them; each is referred to in a different way. */
async function foliosOf(environment: SandboxEnvironment, { seed, stream }: SendersOptions): Promise<Folio[]> {
	const last = [...new Map(stream.steps.map((step) => [step.reservationId, step])).values()];
	const active = last.filter(
		({ kind, reservationId }) => kind !== 'cancelled' && !stream.overbookedIds.includes(reservationId),
	);
	const chosen = seededRandom(seed).shuffle(active).slice(0, ACCOUNTS);
	const accounts: Folio[] = [];
	for (const [index, { reservationId, booking }] of chosen.entries()) {
		const [row] = await environment.n8n.waitFor(
			async () => {
				const rows = await bookingsOf(environment, reservationId);
				return rows.length > 0 && rows;
			},
			{ what: `reservation ${reservationId} in SelfKey`, timeoutMs: PATIENCE_MS },
		);
		const names: BookingReference[] = [
			{ reservationKey: `booking.com/${booking.propertyId}/${reservationId}` },
			...(row ? [{ bookingNumber: row.bookingNumber }, { bookingId: row.id }] : []),
		];
		const total = { minor: bookingTotal(booking), currency: booking.currency, decimals: booking.decimals };
		accounts.push({ booking: names[index % names.length] as BookingReference, total });
	}
	return accounts;
}

async function bookingsOf(
	{ selfKey }: SandboxEnvironment,
	reservationId: string,
): Promise<Array<{ id: string; bookingNumber: number }>> {
	return await selfKey.db(
		`SELECT b."id", b."bookingNumber" FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id"
		WHERE r."channel" = 'booking.com' AND r."reservationId" = $1 ORDER BY b."bookingNumber"`,
		[reservationId],
	);
}

/** Of the whole season. */
export function lastDeparture({ steps }: ReservationStream): string {
	return steps
		.flatMap(({ booking }) => booking.rooms.map(({ checkOut }) => checkOut))
		.reduce((last, date) => (date > last ? date : last));
}

/** For people who watch: every twenty seconds somebody pays something at the bar. Never returns. */
export async function keepPaying({ cashRegister, selfKey }: SandboxEnvironment, seed: number): Promise<never> {
	const random = seededRandom(seed);
	for (let number = 1; ; number++) {
		await wait(LIVE_EVERY_MS);
		const rows = await selfKey.db<{ bookingNumber: number; currency: string }>(
			`SELECT "bookingNumber", "currency" FROM "bookings" WHERE "paymentStatus" = 'succeeded' AND "currency" IN ('CHF', 'EUR') ORDER BY "bookingNumber"`,
		);
		const { bookingNumber, currency } = random.pick(rows);
		const receipt: Receipt = {
			paymentId: `BAR-${String(number).padStart(5, '0')}`,
			registerId: 'bar',
			booking: { bookingNumber },
			amount: { ...CHF(random.int(9, 80) * 50), currency },
			method: 'card',
			occurredAt: new Date().toISOString(),
			note: 'Bar',
		};
		// Every fifth request is not signed with the secret: no execution appears.
		if (number % 5 === 0) await cashRegister.misuse('forged', receipt);
		else await cashRegister.send(receipt);
	}
}
