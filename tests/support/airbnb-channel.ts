/** Airbnb's sandbox as a source of the channel contract. */
import {
	pricesOf,
	startAirbnb,
	type AirbnbReservation,
	type AirbnbSandbox,
	type FaultKind,
} from '../../sandbox/airbnb';
import { airbnbApplication } from './airbnb-node';
import type { Connection, Told } from './channel-contract';
import { startRecordingProxy } from './recording-proxy';

const FAULTS: readonly FaultKind[] = [
	...(['unauthorized', 'forbidden', 'rateLimited', 'serverError'] as const),
	...(['html', 'truncated', 'redirect', 'reset'] as const),
];

/** The source, and where a node reaches it: what passes there is kept. */
export async function airbnbSource(): Promise<
	Pick<Connection, 'tell' | 'wire' | 'faults' | 'close'> & { sandbox: AirbnbSandbox }
> {
	const sandbox = await startAirbnb({ application: airbnbApplication });
	const proxy = await startRecordingProxy(sandbox.url);
	return {
		sandbox: Object.defineProperty(Object.create(sandbox) as AirbnbSandbox, 'url', { value: proxy.url }),
		tell: (told) => sandbox.account.put(reservationOf(told, sandbox)),
		wire: () => proxy.passed.map(({ responseBody }) => responseBody).join('\n'),
		faults: Object.fromEntries(FAULTS.map((kind) => [kind, () => sandbox.faults.next(kind, { times: 9 })])),
		async close() {
			await proxy.close();
			await sandbox.close();
		},
	};
}

/** A guest may write a card number anywhere: here into the name, and Airbnb adds a field that nobody asked for. */
export function reservationOf(
	{ event, reservationId, checkIn, checkOut, cardNumber, wish }: Told,
	{ host }: Pick<AirbnbSandbox, 'host'>,
): AirbnbReservation {
	const listing = host.listings[1] ?? host.listings[0]!;
	return {
		code: reservationId,
		listingId: listing.id,
		status: event === 'cancelled' ? 'cancelled_by_guest' : 'accept',
		startDate: checkIn,
		nights: Math.round((Date.parse(checkOut) - Date.parse(checkIn)) / 86_400_000),
		...{ adults: 2, children: 0, infants: 0, pets: 0 },
		guest: {
			id: '1603069',
			firstName: 'Ada',
			lastName: wish,
			email: 'ada@guest.airbnb.com',
			phone: null,
			locale: 'fr',
		},
		prices: pricesOf(30_000, 'CHF'),
		...{ createdAt: '2026-11-01T08:00:00Z', bookedAt: '2026-11-01T08:00:00Z', updatedAt: '2026-11-01T08:00:00Z' },
		cancellation: event === 'cancelled' ? { payout: 10_000, hostFee: 300 } : null,
		wording: {},
		extra: { payment_instrument: { number: cardNumber, cvc: '123' } },
	};
}
