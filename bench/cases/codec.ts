/** Booking.com's OTA XML → reservations, beside the bare tokenizer and what n8n's own nodes would do. */
import { SaxesParser } from 'saxes';
import { startBookingCom } from '../../sandbox/booking-com';
import { reservationStream } from '../../sandbox/hotel';
import type { Reservation } from '../../core/reservation/model';
import { mapMessage, messagesOf } from '../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../nodes/BookingCom/responses/read-response';
import { codeNode, xmlNode } from '../baseline/xml-and-code';
import { alternateProcesses, type Contestants } from '../measure';
import { peakMemory } from '../peak-memory';
import { atLeast, atMost, type Case } from '../report';

const API_KEY = 'bench';
const GOALS = { tokenizer: 2, nodes: 3 };
/** An n8n runs for weeks: it takes some thousand messages until V8 has compiled what is called for each of them. */
const COMPILED = { warmUps: 40, samples: 15 };

/** One page of the queue for new reservations, as the sandbox gives it out. */
export async function otaPage(count: number): Promise<string> {
	const bookingCom = await startBookingCom({
		credentials: { apiKey: { value: API_KEY } },
		pageSize: count,
		stream: reservationStream({ seed: 7, reservations: count, from: '2027-01-01' }),
	});
	try {
		const response = await fetch(`${bookingCom.url}/hotels/ota/OTA_HotelResNotif`, {
			headers: { 'X-API-Key': API_KEY },
		});
		return await response.text();
	} finally {
		await bookingCom.close();
	}
}

export function read(document: string): Reservation[] {
	const { root } = readAnswer(document, 'queue');
	return messagesOf(root).map((message, index) =>
		mapMessage(message, { queue: 'new', propertyId: null, observedAt: `2027-01-01T00:00:00.000Z#${index + 1}` }),
	);
}

const COUNT = 200;

/** For `alternateProcesses`. */
export async function contestants(): Promise<Contestants> {
	const document = await otaPage(COUNT);
	return {
		tokenizer: () => new SaxesParser().write(document).close(),
		nodes: async () => codeNode(await xmlNode(document)),
		ours: () => read(document),
	};
}

export async function codec(): Promise<Case> {
	const document = await otaPage(COUNT);
	const expected = read(document).map(({ reservationId }) => reservationId);
	const mapped = codeNode(await xmlNode(document)).map(({ reservationId }) => reservationId);
	// A baseline that reads something else would prove nothing.
	if (String(expected) !== String(mapped)) throw new Error('The baseline does not read the same reservations');
	const timings = await alternateProcesses(__filename, ['tokenizer', 'nodes', 'ours'], COMPILED);
	const per = { count: expected.length, unit: 'message' };
	return {
		name: 'codec',
		about: `${expected.length} reservations of Booking.com's OTA XML, ${Math.round(document.length / 1_000)} kB`,
		figures: [
			{ what: 'bare tokenizer (saxes)', timing: timings.tokenizer, per },
			{ what: "n8n's XML and Code nodes", timing: timings.nodes, per },
			atMost(GOALS.tokenizer, timings.tokenizer, { what: 'ours, against the tokenizer', timing: timings.ours, per }),
			atLeast(GOALS.nodes, timings.nodes, {
				what: "ours, against n8n's XML and Code nodes",
				timing: timings.ours,
				per,
			}),
		],
		notes: { 'memory for 30 MB of XML': `${await peakMemory('ota', 30e6)} MB` },
	};
}
