/** Payments that came before their booking: applied when it is there. */
import { reservationKey } from '../../nodes/shared/reservation/model';
import type { BookingStore, HotelTransaction, ReservationKey } from '../store';
import { obstacle } from './decide';
import { eventTypeOfKind, type AccountBooking, type LedgerEntry } from './port';
import type { Warning } from '../warnings';
import { isSameAccount, targetOf } from './references';

/**
 * Applies what is kept for the account and can be: payments before refunds, each in the order in which they
 * happened. What cannot be stays kept, with the problem that people have to look at.
 * @param bookings the account's
 * @param integrationId for the log; without one nothing is logged
 * @returns those that were applied
 */
export async function applyKept(
	transaction: HotelTransaction,
	key: ReservationKey,
	bookings: ReadonlyArray<Pick<AccountBooking, 'id' | 'bookingNumber'>>,
	integrationId: string | null,
): Promise<LedgerEntry[]> {
	const { ledger } = transaction;
	const kept = await ledger.keptFor(key, bookings);
	if (kept.length === 0) return [];
	let [account] = await ledger.accounts([key]);
	const applied: LedgerEntry[] = [];
	for (const entry of kept.sort(byMoment)) {
		const target = targetOf(await ledger.resolve(entry.given));
		const isOthers = target.kind === 'unknown' || (target.kind === 'known' && !isSameAccount(target.account, key));
		if (isOthers || !account) continue;
		const original = entry.kind === 'refund' ? await ledger.entry('payment', entry.paymentId) : null;
		const problem = obstacle(entry, target, account, original);
		if (problem !== null) {
			if (problem !== entry.problem) await ledger.noteProblem(entry, problem);
			continue;
		}
		const bookingId = target.kind === 'known' ? target.bookingId : null;
		await ledger.apply(entry, key, bookingId);
		account = { ...account, entries: [...account.entries, { ...entry, account: key, bookingId }] };
		applied.push(entry);
		if (integrationId !== null) await logApplied(transaction, entry, key, integrationId);
	}
	return applied;
}

export interface SettleKeptOptions {
	/** For the log; without one nothing is logged. */
	integrationId?: string | null;
	/** Looks again at what had a problem. */
	all?: boolean;
}

/**
 * For SelfKey's own sales, which come without a message: applies what is kept for bookings that are there now.
 * Takes the hotel's lock only if there is something to do.
 * @returns how many were applied
 */
export async function settleKept(store: BookingStore, hotelSlug: string, { integrationId = null, all = false }: SettleKeptOptions = {}): Promise<number> {
	const reader = store.ledger(hotelSlug);
	if ((all ? await reader.kept() : await reader.keptWithBooking()).length === 0) return 0;
	return store.transaction(hotelSlug, async (transaction) => {
		const { ledger } = transaction;
		const accounts = new Map<string, ReservationKey>();
		for (const { given } of all ? await ledger.kept() : await ledger.keptWithBooking()) {
			for (const { account } of (await ledger.resolve(given)).flatMap(({ matches }) => matches)) accounts.set(JSON.stringify(account), account);
		}
		let applied = 0;
		for (const account of await ledger.accounts([...accounts.values()])) applied += (await applyKept(transaction, account, account.bookings, integrationId)).length;
		return applied;
	});
}

/**
 * SelfKey gives out the numbers, so one that came before its booking may have been misread: then the money of
 * somebody else is on the account now.
 */
export function warnOfNumbers(applied: readonly LedgerEntry[]): Warning[] {
	const byNumber = applied.filter(({ given }) => given.bookingId === null && given.reservationKey === null);
	return byNumber.map(({ kind, externalId }) => ({
		code: 'payment_by_number',
		message: `The ${kind} ${externalId} came before this booking and named nothing but its number; it is on its account now. Check that it is this guest's`,
		roomStayId: null,
	}));
}

function byMoment(a: LedgerEntry, b: LedgerEntry): number {
	const sortKey = ({ kind, occurredAt, receivedAt, externalId }: LedgerEntry) => [kind === 'payment' ? 0 : 1, occurredAt ?? receivedAt, receivedAt, externalId].join(' ');
	return sortKey(a) < sortKey(b) ? -1 : 1;
}

async function logApplied(transaction: HotelTransaction, { kind, externalId: id }: LedgerEntry, { channel, propertyId, reservationId }: ReservationKey, integrationId: string): Promise<void> {
	const key = reservationKey(channel, propertyId, reservationId);
	const data = { eventType: eventTypeOfKind(kind), key, outcome: 'applied' as const, warnings: [], payment: { kind, id } };
	await transaction.log({ integrationId, status: 'success', message: `applied kept ${kind} to ${key}`, data });
}
