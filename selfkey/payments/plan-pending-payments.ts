/** What can be done with kept entries as things stand: reads only, and as often for many as for few. */
import { uniqueKey, type ReservationKey } from '../../core/reservation/key';
import { obstacle } from './decide-payment';
import { isSameEntry, paymentOf, type Folio, type LedgerEntry, type LedgerId, type LedgerReader } from '../ports/folio';
import { placeOf, targetOf } from './payment-references';

/** Apply it, or tell the desk why not. */
export type Step =
	{ entry: LedgerEntry; folio: ReservationKey; bookingId: string | null } | { entry: LedgerEntry; problem: string };

/**
 * Payments before refunds, each in the order in which they happened. Nothing is planned for what has no
 * booking yet, nor for what stays with the problem that it has.
 * @param taken the payment that the desk has just assigned: its refunds go with it unless they name another booking
 */
export async function planPendingPayments(
	ledger: LedgerReader,
	unmatched: readonly LedgerEntry[],
	taken: LedgerId | null = null,
): Promise<Step[]> {
	if (unmatched.length === 0) return [];
	const entries = [...unmatched].sort(byMoment);
	const targets = (await ledger.resolve(entries.map(({ given }) => given))).map(targetOf);
	const originals = await originalsOf(ledger, entries);
	const places = [
		...targets.flatMap((target) => (target.kind === 'known' ? target.folio : [])),
		...[...originals.values()].flatMap(({ folio }) => folio ?? []),
	];
	const folios = await foliosAt(ledger, places);
	const steps: Step[] = [];
	for (const [index, entry] of entries.entries()) {
		const original = (entry.kind === 'refund' && originals.get(tillAndId(paymentOf(entry)))) || null;
		const target = placeOf(
			entry,
			targets[index] ?? { kind: 'unknown' },
			original,
			taken !== null && isSameEntry(paymentOf(entry), taken),
		);
		const folio = (target.kind === 'known' && folios.get(uniqueKey(target.folio))) || null;
		// Its booking is not there, and no payment says that it never can be.
		if (target.kind === 'unknown' && !original?.folio) continue;
		const problem = obstacle(entry, target, folio, original);
		if (problem === null && target.kind === 'known' && folio) {
			const applied = { ...entry, folio: target.folio, bookingId: target.bookingId, problem: null };
			steps.push({ entry, folio: target.folio, bookingId: target.bookingId });
			folios.set(uniqueKey(folio), { ...folio, entries: [...folio.entries, applied] });
			if (entry.kind === 'payment') originals.set(tillAndId(entry), applied);
		} else if (problem !== null && problem !== entry.problem) {
			steps.push({ entry, problem });
			if (entry.kind === 'payment') originals.set(tillAndId(entry), { ...entry, problem });
		}
	}
	return steps;
}

/** The payments that refunds name, by till and id. */
async function originalsOf(ledger: LedgerReader, entries: readonly LedgerEntry[]): Promise<Map<string, LedgerEntry>> {
	const ids = new Set(entries.flatMap(({ kind, paymentId }) => (kind === 'refund' ? paymentId : [])));
	const payments = ids.size === 0 ? [] : await ledger.entries('payment', [...ids]);
	return new Map(payments.map((payment) => [tillAndId(payment), payment]));
}

function tillAndId({ registerId, externalId }: LedgerId): string {
	return JSON.stringify([registerId ?? null, externalId]);
}

async function foliosAt(ledger: LedgerReader, places: readonly ReservationKey[]): Promise<Map<string, Folio>> {
	const keys = new Map(places.map((place) => [uniqueKey(place), place]));
	if (keys.size === 0) return new Map();
	return new Map((await ledger.folios([...keys.values()])).map((folio) => [uniqueKey(folio), folio]));
}

function byMoment(a: LedgerEntry, b: LedgerEntry): number {
	const sortKey = ({ kind, occurredAt, receivedAt, externalId, registerId }: LedgerEntry) =>
		[kind === 'payment' ? 0 : 1, occurredAt ?? receivedAt, receivedAt, externalId, registerId ?? ''].join(' ');
	return sortKey(a) < sortKey(b) ? -1 : 1;
}
