/**
 * How fast reservations are read, merged and written. Machines differ and may be busy, so each figure is also
 * given as a ratio to something measured in the same run.
 *
 *   npm run bench            1,000 reservations; cost up to 100,000 past bookings
 *   npm run bench -- 5000
 *   npm run bench -- --full  cost up to 1,000,000 past bookings, which takes some minutes to fill
 */
import { SaxesParser } from 'saxes';
import { mapMessage, messagesOf } from '../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../nodes/BookingCom/responses/read-response';
import { COLUMNS } from '../nodes/shared/log/columns';
import { logOutcomes, newState } from '../nodes/HotelLog/run/log-run';
import { toSelfKeyEvent } from '../nodes/SelfKey/reservations/reservation-event.mapper';
import { merge } from '../core/reservation/merge';
import type { Reservation } from '../core/reservation/model';
import { signHex } from '../core/webhook/sign';
import { startBookingCom } from '../sandbox/booking-com';
import { hotelParadise, reservationStream } from '../sandbox/hotel';
import { startSelfKey } from '../sandbox/selfkey';
import { measureCost } from './cost';

const count = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 1_000);
const past = process.argv.includes('--full') ? 1_000_000 : 100_000;
const API_KEY = 'bench';
const SECRET = 'bench-secret';

async function seconds(work: () => unknown): Promise<number> {
	const start = performance.now();
	await work();
	return (performance.now() - start) / 1_000;
}

const each = (total: number) => `${((total / count) * 1_000).toFixed(3)} ms each`;

async function fetchAll(): Promise<string[]> {
	const bookingCom = await startBookingCom({
		credentials: { apiKey: { value: API_KEY } },
		pageSize: count,
		stream: reservationStream({ seed: 7, reservations: count, from: '2027-01-01' }),
	});
	const response = await fetch(`${bookingCom.url}/hotels/ota/OTA_HotelResNotif`, { headers: { 'X-API-Key': API_KEY } });
	const document = await response.text();
	await bookingCom.close();
	return [document];
}

function read(documents: string[]): Reservation[] {
	return documents.flatMap((document) => {
		const { root } = readAnswer(document, 'queue');
		return messagesOf(root).map((message, index) =>
			mapMessage(message, { queue: 'new', propertyId: null, observedAt: `2027-01-01T00:00:00.000Z#${index + 1}` }),
		);
	});
}

/** Seconds, without the start of the database. */
async function write(reservations: Reservation[], batch: number): Promise<number> {
	const selfKey = await startSelfKey({
		hotel: hotelParadise,
		apiKey: API_KEY,
		integrations: [{ id: 'bench', secret: SECRET }],
	});
	const start = performance.now();
	for (let start = 0; start < reservations.length; start += batch) {
		const events = reservations
			.slice(start, start + batch)
			.map((reservation) => toSelfKeyEvent(reservation, { hotelSlug: hotelParadise.slug, integrationId: 'bench' }));
		const body = JSON.stringify({ events });
		const url = `${selfKey.url}/api/webhooks/integrations/${hotelParadise.slug}/bench`;
		const response = await fetch(url, { method: 'POST', body, headers: { 'x-signature': signHex(SECRET, body) } });
		if (!response.ok) throw new Error(`SelfKey answered ${response.status}`);
	}
	const taken = (performance.now() - start) / 1_000;
	await selfKey.close();
	return taken;
}

async function main(): Promise<void> {
	const documents = await fetchAll();
	const size = documents.reduce((sum, document) => sum + document.length, 0) / 1e6;
	let reservations: Reservation[] = [];
	read(documents);
	const plain = await seconds(() => {
		for (const document of documents) new SaxesParser().write(document).close();
	});
	const reading = await seconds(() => {
		reservations = read(documents);
	});
	console.log(`${reservations.length} reservations, ${size.toFixed(1)} MB of XML`);
	console.log(`read and map   ${each(reading)}, ${(reading / plain).toFixed(1)} times the bare XML parser`);

	const merging = await seconds(() => {
		for (const reservation of reservations) merge(merge(null, reservation).reservation, reservation);
	});
	console.log(`merge twice    ${each(merging)}, ${(merging / reading).toFixed(1)} times reading`);

	const written = reservations.map((reservation) => ({
		...reservation,
		selfKey: { outcome: 'created', bookings: [{ bookingNumber: 17, roomName: '103' }], warnings: [] },
	}));
	const settings = {
		...{ integration: 'bench', needsOutcome: true, namesGuest: true },
		executionId: '1',
		workflowId: '',
		at: '',
	};
	const logging = await seconds(() => logOutcomes(written, newState(), settings));
	console.log(
		`log lines      ${each(logging)} with ${Object.keys(COLUMNS).length} columns, ${(logging / reading).toFixed(2)} times reading`,
	);

	const together = await write(reservations, 50);
	const alone = await write(reservations, 1);
	console.log(`write by 50    ${each(together)}`);
	console.log(`write by 1     ${each(alone)}, ${(alone / together).toFixed(1)} times writing by 50`);
	await measureCost(past);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
