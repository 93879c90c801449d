/** Which account the references of a payment mean together. Pure. */
import type { ReservationKey } from '../store';
import type { PaymentReferences, ResolvedReference } from './port';

export type Target =
	| { kind: 'known'; account: ReservationKey; bookingId: string | null }
	/** None of them is known in the hotel (yet). */
	| { kind: 'unknown' }
	/** They do not all mean the same booking; `fields` are those that are unknown beside known ones, else all. */
	| { kind: 'contradictory'; fields: string[] };

/** More slashes than any channel's ids have; each one more would be one more way to read the key. */
export const MAX_SLASHES = 20;

export function targetOf(references: readonly ResolvedReference[]): Target {
	const known = references.filter(({ matches }) => matches.length > 0);
	const [first] = known.flatMap(({ matches }) => matches);
	if (!first) return { kind: 'unknown' };
	const unknown = references.filter(({ matches }) => matches.length === 0);
	if (unknown.length > 0) return { kind: 'contradictory', fields: unknown.map(({ field }) => field) };
	const isOne = known.every(({ matches }) => matches.every(({ account }) => isSameAccount(account, first.account)));
	if (!isOne) return { kind: 'contradictory', fields: known.map(({ field }) => field) };
	const named = known.flatMap(({ matches }) => matches).find(({ bookingId }) => bookingId !== null);
	return { kind: 'known', account: first.account, bookingId: named?.bookingId ?? null };
}

export function isSameAccount(a: ReservationKey, b: ReservationKey): boolean {
	return a.reservationId === b.reservationId && a.channel === b.channel && a.propertyId === b.propertyId;
}

/** Every way to read `channel/propertyId/reservationId`: ids may hold slashes themselves. */
export function readingsOf(reservationKey: string): ReservationKey[] {
	const slashes = [...reservationKey.matchAll(/\//g)].slice(0, MAX_SLASHES).map(({ index }) => index);
	return slashes.flatMap((first) =>
		slashes
			.filter((second) => second > first)
			.map((second) => ({
				channel: reservationKey.slice(0, first),
				propertyId: reservationKey.slice(first + 1, second),
				reservationId: reservationKey.slice(second + 1),
			})),
	);
}

/** They share a reference and contradict each other in none. */
export function areAlike(a: PaymentReferences, b: PaymentReferences): boolean {
	const pairs = [[a.bookingNumber, b.bookingNumber] as const, [a.bookingId, b.bookingId] as const, [a.reservationKey, b.reservationKey] as const];
	const both = pairs.filter(([one, other]) => one !== null && other !== null);
	return both.length > 0 && both.every(([one, other]) => one === other);
}
