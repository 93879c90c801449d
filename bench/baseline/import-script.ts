/** As fast as it can be: the same requests without an n8n, one after the other. */
import { appendFile } from 'node:fs/promises';
import { signHex } from '../../core/webhook/sign';
import { acknowledgement } from '../../nodes/BookingCom/reservations/ota/acknowledgement';
import { toSelfKeyEvent } from '../../nodes/SelfKey/reservations/reservation-event.mapper';
import { read } from '../cases/codec';
import type { Addresses } from './import-flow';

const BATCH = 50;
/** While SelfKey works in this process, one that is kept open is closed at its other end unnoticed. */
export const NEW_CONNECTION = { Connection: 'close' };

interface Answer {
	results: Array<{ status: string; outcome: string }>;
}

/**
 * @param log the file for a line of each reservation
 * @param names of the hotel and of its integration in SelfKey
 * @returns reservations of this page, and the milliseconds that SelfKey has taken for them
 * @throws Error where a reservation is not written
 */
export async function importPage(
	addresses: Addresses,
	log: string,
	names: { hotelSlug: string; integrationId: string },
): Promise<{ count: number; selfKeyMs: number }> {
	const queue = `${addresses.bookingCom}/hotels/ota/OTA_HotelResNotif`;
	const headers = { 'X-API-Key': addresses.bookingComKey, ...NEW_CONNECTION };
	const reservations = read(await (await fetch(queue, { headers })).text());
	let selfKeyMs = 0;
	const lines: string[] = [];
	for (let start = 0; start < reservations.length; start += BATCH) {
		const batch = reservations.slice(start, start + BATCH);
		const body = JSON.stringify({ events: batch.map((reservation) => toSelfKeyEvent(reservation, names)) });
		const begun = performance.now();
		const response = await fetch(addresses.selfKey, {
			...{ method: 'POST', body },
			headers: {
				...NEW_CONNECTION,
				'x-signature': signHex(addresses.selfKeySecret, body),
				'Content-Type': 'application/json',
			},
		});
		const { results } = (await response.json()) as Answer;
		selfKeyMs += performance.now() - begun;
		if (!results.every(({ status }) => status === 'success')) throw new Error('SelfKey has not written all of them');
		lines.push(...batch.map(({ reservationId }, index) => `${reservationId} ${results[index]?.outcome ?? ''}\n`));
	}
	if (reservations.length > 0) {
		const ids = reservations.map(({ reservationId }) => reservationId);
		const body = acknowledgement('new', ids, new Date());
		await (
			await fetch(queue, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/xml' }, body })
		).text();
		await appendFile(log, lines.join(''));
	}
	return { count: reservations.length, selfKeyMs };
}
