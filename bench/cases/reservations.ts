/** A reservation's way through our own code and into SelfKey: merged, logged, written alone and by fifty. */
import { merge } from '../../core/reservation/merge';
import type { Reservation } from '../../core/reservation/model';
import { signHex } from '../../core/webhook/sign';
import { logOutcomes, newState } from '../../nodes/HotelLog/run/log-run';
import { toSelfKeyEvent } from '../../nodes/SelfKey/reservations/reservation-event.mapper';
import { hotelParadise } from '../../sandbox/hotel';
import { startSelfKey } from '../../sandbox/selfkey';
import { alternate, timingOf, type Timing } from '../measure';
import type { Case } from '../report';
import { otaPage, read } from './codec';

const SECRET = 'bench-secret';
const BATCHES = [1, 50] as const;
const ROUNDS = 3;

/** Milliseconds until an empty SelfKey on PGlite has all of them, without the start of the database. */
async function write(reservations: readonly Reservation[], batch: number): Promise<number> {
	const selfKey = await startSelfKey({
		hotel: hotelParadise,
		apiKey: 'bench',
		integrations: [{ id: 'bench', secret: SECRET }],
	});
	const url = `${selfKey.url}/api/webhooks/integrations/${hotelParadise.slug}/bench`;
	try {
		const begun = performance.now();
		for (let start = 0; start < reservations.length; start += batch) {
			const events = reservations
				.slice(start, start + batch)
				.map((reservation) => toSelfKeyEvent(reservation, { hotelSlug: hotelParadise.slug, integrationId: 'bench' }));
			const body = JSON.stringify({ events });
			const response = await fetch(url, { method: 'POST', body, headers: { 'x-signature': signHex(SECRET, body) } });
			if (!response.ok) throw new Error(`SelfKey answered ${response.status}`);
		}
		return performance.now() - begun;
	} finally {
		await selfKey.close();
	}
}

export async function reservations({ count }: { count: number }): Promise<Case> {
	const all = read(await otaPage(count));
	const settings = {
		...{ integration: 'bench', needsOutcome: true, namesGuest: true },
		executionId: '1',
		workflowId: '',
		at: '',
	};
	const written = all.map((reservation) => ({
		...reservation,
		selfKey: { outcome: 'created', bookings: [{ bookingNumber: 17, roomName: '103' }], warnings: [] },
	}));
	const pure = await alternate({
		merge: () => {
			for (const reservation of all) merge(merge(null, reservation).reservation, reservation);
		},
		log: () => logOutcomes(written, newState(), settings),
	});
	const taken = new Map<number, number[]>(BATCHES.map((batch) => [batch, []]));
	for (let round = 0; round < ROUNDS; round++)
		for (const batch of BATCHES) taken.get(batch)?.push(await write(all, batch));
	const [alone, byFifty] = BATCHES.map((batch) => timingOf(taken.get(batch) ?? [])) as [Timing, Timing];
	const per = { count: all.length, unit: 'reservation' };
	return {
		name: 'reservations',
		about: `${all.length} reservations, merged twice, logged, and written into an empty SelfKey on PGlite`,
		figures: [
			{ what: 'merged twice', timing: pure.merge, per },
			{ what: 'log lines', timing: pure.log, per },
			{ what: 'written by 50', timing: byFifty, per },
			{ what: 'written alone, against by 50', timing: alone, per, ratio: alone.median / byFifty.median },
		],
		notes: { 'log lines in all': `${pure.log.median.toFixed(0)} ms` },
	};
}
