/** The payments' ledger over SQL: writing. Only rows of its own table; a booking is never touched. */
import type { Ledger, LedgerEntry } from '../ports/folio';
import type { ReservationKey } from '../ports/records';
import { utcText } from './booking-rows';
import type { SqlClient } from './client';
import { SqlLedgerReader } from './ledger-reader';

/** The number of the booking whose id is the parameter at this place. */
const numberOf = (place: number) =>
	`(SELECT b."bookingNumber" FROM "bookings" b WHERE b."id" = $${place} AND b."hotelSlug" = $1)`;
const THIS_ENTRY = '"hotelSlug" = $1 AND "kind" = $2 AND "externalId" = $3 AND "registerId" = $4';

export class SqlLedger extends SqlLedgerReader implements Ledger {
	constructor(
		client: SqlClient,
		hotelSlug: string,
		private readonly now: Date,
	) {
		super(client, hotelSlug);
	}

	/**
	 * Whether it is known that no entry waits for any booking, so that nobody has to ask for each. Entries are only added
	 * under the hotel's lock, and the transaction has it.
	 */
	isNothingKept = false;

	override async unmatchedFor(...asked: Parameters<SqlLedgerReader['unmatchedFor']>): Promise<LedgerEntry[]> {
		return this.isNothingKept ? [] : await super.unmatchedFor(...asked);
	}

	async add(entry: LedgerEntry): Promise<void> {
		this.isNothingKept = false;
		const {
			kind,
			externalId,
			registerId,
			paymentId,
			paymentRegisterId,
			amount,
			method,
			note,
			occurredAt,
			receivedAt,
			integrationId,
			folio,
			bookingId,
			given,
			problem,
		} = entry;
		await this.client.query(
			`INSERT INTO "booking_payments" ("hotelSlug", "kind", "externalId", "paymentId", "minor", "exponent", "currency", "method", "note", "occurredAt", "receivedAt",
				"integrationId", "channel", "propertyId", "reservationId", "bookingId", "appliedAt", "givenBookingNumber", "givenBookingId", "givenReservationKey", "problem", "registerId", "paymentRegisterId", "bookingNumber")
			VALUES ($1, $2, $3, $4, $5::text::bigint, $6, $7, $8, $9, $10::text::timestamp, $11::text::timestamp, $12, $13, $14, $15, $16, $17::text::timestamp, $18, $19, $20, $21, $22, $23, ${numberOf(16)})`,
			[
				this.hotelSlug,
				kind,
				externalId,
				paymentId,
				String(amount.minor),
				amount.exponent,
				amount.currency,
				method,
				note,
				occurredAt === null ? null : utcText(new Date(occurredAt)),
				utcText(new Date(receivedAt)),
				integrationId,
				folio?.channel ?? null,
				folio?.propertyId ?? null,
				folio?.reservationId ?? null,
				bookingId,
				folio ? utcText(this.now) : null,
				given.bookingNumber,
				given.bookingId,
				given.reservationKey,
				problem,
				registerId ?? '',
				paymentRegisterId ?? '',
			],
		);
	}

	async apply(
		{ kind, externalId, registerId }: LedgerEntry,
		{ channel, propertyId, reservationId }: ReservationKey,
		bookingId: string | null,
	): Promise<void> {
		await this.client.query(
			`UPDATE "booking_payments" SET "channel" = $5, "propertyId" = $6, "reservationId" = $7, "bookingId" = $8, "bookingNumber" = ${numberOf(8)}, "appliedAt" = $9::text::timestamp, "problem" = NULL
			WHERE ${THIS_ENTRY} AND "channel" IS NULL`,
			[
				this.hotelSlug,
				kind,
				externalId,
				registerId ?? '',
				channel,
				propertyId,
				reservationId,
				bookingId,
				utcText(this.now),
			],
		);
	}

	async noteProblem({ kind, externalId, registerId }: LedgerEntry, problem: string): Promise<void> {
		await this.client.query(`UPDATE "booking_payments" SET "problem" = $5 WHERE ${THIS_ENTRY}`, [
			this.hotelSlug,
			kind,
			externalId,
			registerId ?? '',
			problem,
		]);
	}
}
