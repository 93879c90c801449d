/** Which folio the references of a payment mean together. Pure. */
import { sameReservation, type ReservationKey } from '../../core/reservation/key';
import {
	isSameEntry,
	paymentOf,
	type LedgerEntry,
	type PaymentReferences,
	type ResolvedReference,
} from '../ports/folio';

export type Target =
	| {
			kind: 'known';
			folio: ReservationKey;
			bookingId: string | null;
			/** Where nothing but a booking number says so: since when there is a booking with it. ISO 8601, UTC. */
			numberSince?: string;
	  }
	/** None of them is known in the hotel (yet). */
	| { kind: 'unknown' }
	/** They do not all mean the same booking; `fields` are those that are unknown beside known ones, else all. */
	| { kind: 'contradictory'; fields: string[] };

export function targetOf(references: readonly ResolvedReference[]): Target {
	const known = references.filter(({ matches }) => matches.length > 0);
	const [first] = known.flatMap(({ matches }) => matches);
	if (!first) return { kind: 'unknown' };
	const unknown = references.filter(({ matches }) => matches.length === 0);
	if (unknown.length > 0) return { kind: 'contradictory', fields: unknown.map(({ field }) => field) };
	const isOne = known.every(({ matches }) => matches.every(({ folio }) => sameReservation(folio, first.folio)));
	if (!isOne) return { kind: 'contradictory', fields: known.map(({ field }) => field) };
	const named = known.flatMap(({ matches }) => matches).find(({ bookingId }) => bookingId !== null);
	const isByNumber = known.every(({ field }) => field === 'data.booking_number');
	const [numberSince] = isByNumber
		? known.flatMap(({ matches }) => matches.flatMap(({ bookedAt }) => bookedAt ?? [])).sort()
		: [];
	return {
		kind: 'known',
		folio: first.folio,
		bookingId: named?.bookingId ?? null,
		...(numberSince === undefined ? {} : { numberSince }),
	};
}

/**
 * Where an entry belongs, given what its own references mean: a refund that was sent with the references of
 * its payment belongs where that one went, be it by the desk's hand.
 * @param original the payment that a refund names
 * @param isTaken the desk has just said whose the payment is, and takes along what names no other booking
 */
export function placeOf(
	{ given }: Pick<LedgerEntry, 'given'>,
	target: Target,
	original: LedgerEntry | null,
	isTaken = false,
): Target {
	if (!original?.folio) return target;
	const follows =
		isEqual(given, original.given) || (target.kind === 'unknown' && (isTaken || areAlike(given, original.given)));
	return follows ? { kind: 'known', folio: original.folio, bookingId: original.bookingId } : target;
}

export function isEqual(a: PaymentReferences, b: PaymentReferences): boolean {
	return a.bookingNumber === b.bookingNumber && a.bookingId === b.bookingId && a.reservationKey === b.reservationKey;
}

/** Both name a booking by its number, or by its id, and not the same one; a reservation may bear several keys. */
export function areOtherRooms(a: PaymentReferences, b: PaymentReferences): boolean {
	return named([a.bookingNumber, b.bookingNumber], [a.bookingId, b.bookingId]).some(([one, other]) => one !== other);
}

/** They share a reference and contradict each other in none. */
export function areAlike(a: PaymentReferences, b: PaymentReferences): boolean {
	const both = named(
		[a.bookingNumber, b.bookingNumber],
		[a.bookingId, b.bookingId],
		[a.reservationKey, b.reservationKey],
	);
	return both.length > 0 && both.every(([one, other]) => one === other);
}

type Pair = readonly [one: string | number | null, other: string | number | null];

/** Those that both have. */
function named(...pairs: Pair[]): Pair[] {
	return pairs.filter(([one, other]) => one !== null && other !== null);
}

/**
 * What hangs together with an entry as long as its booking is not known: by alike references, or because it
 * pays or gives back the same payment, and what hangs together with that.
 * @param kept may hold others too
 */
export function connectedWith(entry: LedgerEntry, unmatched: readonly LedgerEntry[]): LedgerEntry[] {
	const connected: LedgerEntry[] = [];
	let others = [...unmatched];
	for (let edge = [entry]; edge.length > 0;) {
		const isNear = (other: LedgerEntry) =>
			edge.some((known) => isSameEntry(paymentOf(known), paymentOf(other)) || areAlike(known.given, other.given));
		const near = others.filter(isNear);
		connected.push(...near);
		others = others.filter((other) => !near.includes(other));
		edge = near;
	}
	return connected;
}
