/**
 * The ledger under all names of the hotel. A payment may come before its reservation and call the hotel by another name,
 * and be kept so, or come again under a third: here they are compared, and looked for, as one.
 */
import type {
	Folio,
	FolioBooking,
	Ledger,
	LedgerEntry,
	LedgerReader,
	PaymentKind,
	PaymentReferences,
	ResolvedReference,
} from '../ports/folio';
import type { BookingStore, HotelTransaction } from '../ports/booking-store';
import type { ReservationKey } from '../ports/records';
import { reservationKey } from '../../core/reservation/key';
import { namesByChannel, spellingsOf, underEveryName, type HotelNames } from '../settings/hotel-names';
import { hotelSettings } from '../settings/hotel-settings';

/** As far as the hotel's settings say them. Not within a transaction: they are read beside it. */
export async function readHotelNames(store: BookingStore, hotelSlug: string): Promise<HotelNames> {
	const hotel = await hotelSettings(store, hotelSlug);
	return { hotel, hotelSlug, namesOf: namesByChannel(hotel, hotelSlug) };
}

export class NamedReader implements LedgerReader {
	constructor(
		private readonly reader: LedgerReader,
		private readonly names: HotelNames,
	) {}

	/** Each key as that of the reservation which is known, or as all of its spellings are written until one is. */
	async settledKeys(keys: readonly string[]): Promise<Map<string, string>> {
		const spelled = [...new Set(keys)].map((key) => ({ key, ...spellingsOf(key, this.names) }));
		const asked = [...new Set(spelled.flatMap(({ all }) => (all.length > 1 ? all : [])))];
		const means =
			asked.length === 0
				? []
				: await this.reader.resolve(
						asked.map((reservationKey) => ({ bookingNumber: null, bookingId: null, reservationKey })),
					);
		const known = new Set(asked.filter((_, index) => means[index]?.some(({ matches }) => matches.length > 0)));
		return new Map(spelled.map(({ key, all, expected }) => [key, all.find((one) => known.has(one)) ?? expected]));
	}

	/** Their keys are settled: two that mean the same are equal. */
	async settled(entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> {
		const keys = await this.settledKeys(entries.flatMap(({ given }) => given.reservationKey ?? []));
		return entries.map((entry) => {
			const { reservationKey: key } = entry.given;
			return key === null ? entry : { ...entry, given: { ...entry.given, reservationKey: keys.get(key) ?? key } };
		});
	}

	resolve(references: readonly PaymentReferences[]): Promise<ResolvedReference[][]> {
		return this.reader.resolve(references);
	}

	async entries(kind: PaymentKind, externalIds: readonly string[]): Promise<LedgerEntry[]> {
		return this.settled(await this.reader.entries(kind, externalIds));
	}

	folios(keys: readonly ReservationKey[]): Promise<Folio[]> {
		return this.reader.folios(keys);
	}

	async unmatchedFor(
		key: ReservationKey,
		bookings: ReadonlyArray<Pick<FolioBooking, 'id' | 'bookingNumber'>>,
	): Promise<LedgerEntry[]> {
		const others = underEveryName(key, this.names).slice(1).map(reservationKey);
		return this.settled(await this.reader.unmatchedFor(key, bookings, others));
	}

	async unmatchedWith(entries: ReadonlyArray<Pick<LedgerEntry, 'paymentId' | 'given'>>): Promise<LedgerEntry[]> {
		const spelled = entries.flatMap(({ paymentId, given }) =>
			given.reservationKey === null
				? [{ paymentId, given }]
				: spellingsOf(given.reservationKey, this.names).all.map((one) => ({
						paymentId,
						given: { ...given, reservationKey: one },
					})),
		);
		return this.settled(await this.reader.unmatchedWith(spelled));
	}

	async unmatched(): Promise<LedgerEntry[]> {
		return this.settled(await this.reader.unmatched());
	}

	async unmatchedWithBooking(since: Date): Promise<LedgerEntry[]> {
		return this.settled(await this.reader.unmatchedWithBooking(since));
	}

	hasIntegration(integrationId: string): Promise<boolean> {
		return this.reader.hasIntegration(integrationId);
	}
}

export class NamedLedger extends NamedReader implements Ledger {
	constructor(
		private readonly ledger: Ledger,
		names: HotelNames,
	) {
		super(ledger, names);
	}

	add(entry: LedgerEntry): Promise<void> {
		return this.ledger.add(entry);
	}

	apply(entry: LedgerEntry, folio: ReservationKey, bookingId: string | null): Promise<void> {
		return this.ledger.apply(entry, folio, bookingId);
	}

	noteProblem(entry: LedgerEntry, problem: string): Promise<void> {
		return this.ledger.noteProblem(entry, problem);
	}
}

/** All that payments need of a transaction, under all names of the hotel. */
export interface PaymentsTransaction extends Pick<HotelTransaction, 'log'> {
	ledger: NamedLedger;
}

export function underAllNames(
	transaction: Pick<HotelTransaction, 'ledger' | 'log'>,
	names: HotelNames,
): PaymentsTransaction {
	return {
		ledger: new NamedLedger(transaction.ledger, names),
		log: (entry) => transaction.log(entry),
	};
}
