/** The payments' ledger over SQL: reading. */
import { OWN_CHANNEL } from '../feed/port';
import type { Account, AccountBooking, LedgerEntry, LedgerReader, PaymentReferences, ResolvedReference } from '../payments/port';
import { isSameAccount, readingsOf } from '../payments/references';
import type { ReservationKey } from '../store';
import { select, type SqlClient } from './client';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const ENTRY = `p."kind", p."externalId", p."paymentId", p."minor"::text, p."exponent", p."currency", p."method", p."note", p."integrationId",
	to_char(p."occurredAt", ${ISO}) AS "occurredAt", to_char(p."receivedAt", ${ISO}) AS "receivedAt", p."channel", p."propertyId", p."reservationId",
	p."bookingId", p."givenBookingNumber", p."givenBookingId", p."givenReservationKey", p."problem"`;
const KEPT = `FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND p."channel" IS NULL`;
const OLDEST_FIRST = 'ORDER BY p."receivedAt", p."kind", p."externalId"';

interface EntryRow extends Omit<LedgerEntry, 'amount' | 'given' | 'account'> {
	minor: string;
	exponent: number;
	currency: string;
	channel: string | null;
	propertyId: string | null;
	reservationId: string | null;
	givenBookingNumber: number | null;
	givenBookingId: string | null;
	givenReservationKey: string | null;
}

type MatchRow = ReservationKey & { bookingId: string | null };

export class SqlLedgerReader implements LedgerReader {
	constructor(
		protected readonly client: SqlClient,
		protected readonly hotelSlug: string,
	) {}

	async resolve({ bookingNumber, bookingId, reservationKey }: PaymentReferences): Promise<ResolvedReference[]> {
		const found: Array<[ResolvedReference['field'], MatchRow[]]> = [];
		if (bookingNumber !== null) found.push(['data.booking_number', await this.byNumber(bookingNumber)]);
		if (bookingId !== null) found.push(['data.booking_id', await this.byId(bookingId)]);
		if (reservationKey !== null) found.push(['data.reservation_key', await this.byKey(reservationKey)]);
		return found.map(([field, rows]) => ({
			field,
			matches: rows.map(({ channel, propertyId, reservationId, bookingId: named }) => ({ account: { channel, propertyId, reservationId }, bookingId: named })),
		}));
	}

	async entry(kind: LedgerEntry['kind'], externalId: string): Promise<LedgerEntry | null> {
		const [row] = await this.entries(`FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND p."kind" = $2 AND p."externalId" = $3`, [kind, externalId]);
		return row ?? null;
	}

	accounts(keys: readonly ReservationKey[]): Promise<Account[]> {
		return readAccounts(this.client, this.hotelSlug, keys);
	}

	keptFor({ channel, propertyId, reservationId }: ReservationKey, bookings: ReadonlyArray<Pick<AccountBooking, 'id' | 'bookingNumber'>>): Promise<LedgerEntry[]> {
		return this.entries(
			`${KEPT} AND (p."givenReservationKey" = $2 OR p."givenBookingId" = ANY($3::text[]) OR p."givenBookingNumber" = ANY($4::text[]::integer[])) ${OLDEST_FIRST}`,
			[`${channel}/${propertyId}/${reservationId}`, bookings.map(({ id }) => id), bookings.map(({ bookingNumber }) => String(bookingNumber))],
		);
	}

	keptWith({ bookingNumber, bookingId, reservationKey }: PaymentReferences): Promise<LedgerEntry[]> {
		return this.entries(
			`${KEPT} AND (p."givenBookingNumber" = $2::text::integer OR p."givenBookingId" = $3::text OR p."givenReservationKey" = $4::text) ${OLDEST_FIRST}`,
			[bookingNumber === null ? null : String(bookingNumber), bookingId, reservationKey],
		);
	}

	kept(): Promise<LedgerEntry[]> {
		return this.entries(`${KEPT} ${OLDEST_FIRST}`, []);
	}

	keptWithBooking(): Promise<LedgerEntry[]> {
		const there = (column: string, name: string) => `${KEPT} AND p."problem" IS NULL AND EXISTS (SELECT 1 FROM "bookings" b WHERE b."${column}" = ${name} AND b."hotelSlug" = $1)`;
		// Apart from each other, so that each goes by its index: whoever sends payments of another system may leave thousands here.
		return this.entries(
			`FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND (p."kind", p."externalId") IN (
				SELECT p."kind", p."externalId" ${there('id', 'p."givenBookingId"')}
				UNION SELECT p."kind", p."externalId" ${there('bookingNumber', 'p."givenBookingNumber"')}
				UNION SELECT p."kind", p."externalId" ${there('id', 'substr(p."givenReservationKey", length($2) + 1)')} AND starts_with(p."givenReservationKey", $2)
			) ${OLDEST_FIRST}`,
			[`${OWN_CHANNEL}/${this.hotelSlug}/`],
		);
	}

	/** @param params from `$2` on; `$1` is the hotel */
	private async entries(from: string, params: unknown[]): Promise<LedgerEntry[]> {
		return (await select<EntryRow>(this.client, `SELECT ${ENTRY} ${from}`, [this.hotelSlug, ...params])).map(entryOf);
	}

	private byNumber(bookingNumber: number): Promise<MatchRow[]> {
		return select<MatchRow>(
			this.client,
			`${accountsOf('b."bookingNumber" = $2')}
			UNION SELECT p."channel", p."propertyId", p."reservationId", p."bookingId" FROM "booking_payments" p
				WHERE p."hotelSlug" = $1 AND p."channel" IS NOT NULL AND p."bookingNumber" = $2`,
			[this.hotelSlug, bookingNumber],
		);
	}

	private byId(bookingId: string): Promise<MatchRow[]> {
		return select<MatchRow>(
			this.client,
			`${accountsOf('b."id" = $2')}
			UNION SELECT r."channel", r."propertyId", r."reservationId", r."bookingId" FROM "booking_external_references" r WHERE r."hotelSlug" = $1 AND r."bookingId" = $2
			UNION SELECT p."channel", p."propertyId", p."reservationId", p."bookingId" FROM "booking_payments" p
				WHERE p."hotelSlug" = $1 AND p."channel" IS NOT NULL AND p."bookingId" = $2`,
			[this.hotelSlug, bookingId],
		);
	}

	private async byKey(reservationKey: string): Promise<MatchRow[]> {
		const readings = readingsOf(reservationKey);
		const own = readings.find(({ channel, propertyId }) => channel === OWN_CHANNEL && propertyId === this.hotelSlug);
		const rows = await select<MatchRow>(
			this.client,
			`SELECT s."channel", s."propertyId", s."reservationId", NULL AS "bookingId" FROM ${wanted(2)} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
			[this.hotelSlug, ...columnsOf(readings)],
		);
		return own ? [...rows, ...(await this.byId(own.reservationId))] : rows;
	}
}

/** What bookings are paid for with: their channel's reservation, or themselves. */
function accountsOf(condition: string): string {
	return `SELECT COALESCE(r."channel", '${OWN_CHANNEL}') AS "channel", COALESCE(r."propertyId", b."hotelSlug") AS "propertyId",
			COALESCE(r."reservationId", b."id") AS "reservationId", b."id" AS "bookingId"
		FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id" AND r."hotelSlug" = b."hotelSlug"
		WHERE b."hotelSlug" = $1 AND ${condition}`;
}

function columnsOf(keys: readonly ReservationKey[]): string[][] {
	return [keys.map(({ channel }) => channel), keys.map(({ propertyId }) => propertyId), keys.map(({ reservationId }) => reservationId)];
}

function wanted(place: number): string {
	return `unnest($${place}::text[], $${place + 1}::text[], $${place + 2}::text[]) AS k("channel", "propertyId", "reservationId")`;
}

function same(table: string): string {
	return `${table}."channel" = k."channel" AND ${table}."propertyId" = k."propertyId" AND ${table}."reservationId" = k."reservationId"`;
}

/** Accounts with bookings and entries, in the order of the keys. */
export async function readAccounts(client: SqlClient, hotelSlug: string, keys: readonly ReservationKey[]): Promise<Account[]> {
	if (keys.length === 0) return [];
	const params = [hotelSlug, ...columnsOf(keys)];
	const bookings = await select<ReservationKey & AccountBooking>(
		client,
		`SELECT k."channel", k."propertyId", k."reservationId", b."id", b."bookingNumber", b."paymentStatus" = 'succeeded' AS "isStanding", b."amount"::text AS "amount",
			b."currency", b."stripePaymentIntentId" IS NOT NULL AS "isPaidOnline"
		FROM ${wanted(2)} LEFT JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')}
			JOIN "bookings" b ON b."hotelSlug" = $1 AND b."id" = CASE WHEN k."channel" = '${OWN_CHANNEL}' THEN k."reservationId" ELSE r."bookingId" END
		ORDER BY b."bookingNumber"`,
		params,
	);
	const reservations = await select<ReservationKey & { model: string | null; currency: string | null }>(
		client,
		`SELECT s."channel", s."propertyId", s."reservationId", s."reservation"->'payment'->>'model' AS "model", s."reservation"->'total'->>'currency' AS "currency"
		FROM ${wanted(2)} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
		params,
	);
	const entries = await readEntries(client, params);
	return keys.map((key) => {
		const reservation = reservations.find((row) => isSameAccount(row, key));
		return {
			...key,
			bookings: bookings
				.filter((row) => isSameAccount(row, key))
				.map(({ id, bookingNumber, isStanding, amount, currency, isPaidOnline }) => ({ id, bookingNumber, isStanding, amount, currency, isPaidOnline })),
			currency: reservation?.currency ?? null,
			isPaidToChannel: reservation?.model === 'channel_collect',
			entries: entries.filter(({ account }) => account !== null && isSameAccount(account, key)),
		};
	});
}

/** Those of the keys for which anything was paid: most reservations are paid elsewhere. */
export async function readPaidAccounts(client: SqlClient, hotelSlug: string, keys: readonly ReservationKey[]): Promise<Account[]> {
	const paid = await select<ReservationKey>(
		client,
		`SELECT k."channel", k."propertyId", k."reservationId" FROM ${wanted(2)}
		WHERE EXISTS (SELECT 1 FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND ${same('p')})`,
		[hotelSlug, ...columnsOf(keys)],
	);
	return readAccounts(client, hotelSlug, paid);
}

async function readEntries(client: SqlClient, params: unknown[]): Promise<LedgerEntry[]> {
	const from = `FROM ${wanted(2)} JOIN "booking_payments" p ON p."hotelSlug" = $1 AND ${same('p')} ${OLDEST_FIRST}`;
	return (await select<EntryRow>(client, `SELECT ${ENTRY} ${from}`, params)).map(entryOf);
}

function entryOf(row: EntryRow): LedgerEntry {
	const { minor, exponent, currency, channel, propertyId, reservationId, givenBookingNumber, givenBookingId, givenReservationKey, ...rest } = row;
	const isApplied = channel !== null && propertyId !== null && reservationId !== null;
	return {
		...rest,
		amount: { minor: Number(minor), exponent, currency },
		given: { bookingNumber: givenBookingNumber, bookingId: givenBookingId, reservationKey: givenReservationKey },
		account: isApplied ? { channel, propertyId, reservationId } : null,
	};
}
