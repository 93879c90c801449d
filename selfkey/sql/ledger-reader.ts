/** The payments' ledger over SQL: reading. */
import { OWN_CHANNEL } from '../../core/channel/channels';
import { reservationKey, uniqueKey } from '../../core/reservation/key';
import type {
	Folio,
	FolioBooking,
	LedgerEntry,
	LedgerReader,
	PaymentReferences,
	ResolvedReference,
} from '../ports/folio';
import type { Money, Payment, ReservationStatus } from '../../core/reservation/model';
import { readingsOf } from '../../core/reservation/key';
import { hasPaidChannel } from '../payments/payment-mark';
import { feeOf } from '../reservations/booking-amounts';
import type { ReservationKey } from '../ports/records';
import { ACTIVE, utcText } from './booking-rows';
import { columnsOf, same, wanted } from './reservation-keys';
import { select, type SqlClient } from './client';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const ENTRY = `p."kind", NULLIF(p."registerId", '') AS "registerId", p."externalId", p."paymentId", NULLIF(p."paymentRegisterId", '') AS "paymentRegisterId", p."minor"::text, p."exponent", p."currency", p."method", p."note", p."integrationId",
	to_char(p."occurredAt", ${ISO}) AS "occurredAt", to_char(p."receivedAt", ${ISO}) AS "receivedAt", p."channel", p."propertyId", p."reservationId",
	p."bookingId", p."givenBookingNumber", p."givenBookingId", p."givenReservationKey", p."problem"`;
const KEPT = `FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND p."channel" IS NULL`;
/** Whether the hotel `$1` has any entry that waits for a booking. */
export const IS_ANY_KEPT = `EXISTS (SELECT 1 ${KEPT})`;
const OLDEST_FIRST = 'ORDER BY p."receivedAt", p."kind", p."externalId", p."registerId"';

interface EntryRow extends Omit<LedgerEntry, 'amount' | 'given' | 'folio'> {
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

type Match = ResolvedReference['matches'][number];
type MatchRow<Given> = ReservationKey & { given: Given; bookingId: string | null; bookedAt?: string };

export class SqlLedgerReader implements LedgerReader {
	constructor(
		protected readonly client: SqlClient,
		protected readonly hotelSlug: string,
	) {}

	async resolve(references: readonly PaymentReferences[]): Promise<ResolvedReference[][]> {
		const given = <Value>(read: (one: PaymentReferences) => Value | null) => [
			...new Set(references.flatMap((one) => read(one) ?? [])),
		];
		const numbers = await this.byNumber(given(({ bookingNumber }) => bookingNumber));
		const keys = given(({ reservationKey }) => reservationKey);
		const own = (key: string) => (key.startsWith(this.ownPrefix) ? key.slice(this.ownPrefix.length) : null);
		const ids = await this.byId([
			...new Set([...given(({ bookingId }) => bookingId), ...keys.flatMap((key) => own(key) ?? [])]),
		]);
		const reservations = await this.byKey(keys);
		return references.map(({ bookingNumber, bookingId, reservationKey }) => {
			const found: ResolvedReference[] = [];
			if (bookingNumber !== null)
				found.push({ field: 'data.booking_number', matches: numbers.get(bookingNumber) ?? [] });
			if (bookingId !== null) found.push({ field: 'data.booking_id', matches: ids.get(bookingId) ?? [] });
			if (reservationKey !== null)
				found.push({
					field: 'data.reservation_key',
					matches: [...(reservations.get(reservationKey) ?? []), ...(ids.get(own(reservationKey) ?? '') ?? [])],
				});
			return found;
		});
	}

	async entries(kind: LedgerEntry['kind'], externalIds: readonly string[]): Promise<LedgerEntry[]> {
		return this.select(
			`FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND p."kind" = $2 AND p."externalId" = ANY($3::text[])`,
			[kind, externalIds],
		);
	}

	folios(keys: readonly ReservationKey[]): Promise<Folio[]> {
		return readFolios(this.client, this.hotelSlug, keys);
	}

	unmatchedFor(
		{ channel, propertyId, reservationId }: ReservationKey,
		bookings: ReadonlyArray<Pick<FolioBooking, 'id' | 'bookingNumber'>>,
		otherKeys: readonly string[] = [],
	): Promise<LedgerEntry[]> {
		return this.select(
			`${KEPT} AND (p."givenReservationKey" = ANY($2::text[]) OR p."givenBookingId" = ANY($3::text[]) OR p."givenBookingNumber" = ANY($4::text[]::integer[])
				OR p."kind" = 'refund' AND p."paymentId" = ANY(ARRAY(
					SELECT o."externalId" FROM "booking_payments" o WHERE o."hotelSlug" = $1 AND o."channel" = $5 AND o."propertyId" = $6 AND o."reservationId" = $7 AND o."kind" = 'payment'
				))) ${OLDEST_FIRST}`,
			[
				[reservationKey({ channel, propertyId, reservationId }), ...otherKeys],
				bookings.map(({ id }) => id),
				bookings.map(({ bookingNumber }) => String(bookingNumber)),
				channel,
				propertyId,
				reservationId,
			],
		);
	}

	unmatchedWith(entries: ReadonlyArray<Pick<LedgerEntry, 'paymentId' | 'given'>>): Promise<LedgerEntry[]> {
		const given = <Value>(read: (one: PaymentReferences) => Value | null) =>
			entries.flatMap((one) => read(one.given) ?? []);
		return this.select(
			`${KEPT} AND (p."paymentId" = ANY($2::text[]) OR p."givenBookingNumber" = ANY($3::text[]::integer[]) OR p."givenBookingId" = ANY($4::text[])
				OR p."givenReservationKey" = ANY($5::text[])) ${OLDEST_FIRST}`,
			[
				entries.map(({ paymentId }) => paymentId),
				given(({ bookingNumber }) => bookingNumber).map(String),
				given(({ bookingId }) => bookingId),
				given(({ reservationKey }) => reservationKey),
			],
		);
	}

	unmatched(): Promise<LedgerEntry[]> {
		return this.select(`${KEPT} ${OLDEST_FIRST}`, []);
	}

	unmatchedWithBooking(since: Date): Promise<LedgerEntry[]> {
		return this.select(
			`FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND (p."kind", p."registerId", p."externalId") IN (${keptWithBooking('$2', '$3')}) ${OLDEST_FIRST}`,
			[this.ownPrefix, utcText(since)],
		);
	}

	async hasIntegration(integrationId: string): Promise<boolean> {
		return (
			(
				await select(this.client, 'SELECT 1 FROM "integrations" WHERE "id" = $1 AND "establishmentSlug" = $2', [
					integrationId,
					this.hotelSlug,
				])
			).length > 0
		);
	}

	private get ownPrefix(): string {
		return ownPrefixOf(this.hotelSlug);
	}

	/** @param params from `$2` on; `$1` is the hotel */
	private async select(from: string, params: unknown[]): Promise<LedgerEntry[]> {
		return (await select<EntryRow>(this.client, `SELECT ${ENTRY} ${from}`, [this.hotelSlug, ...params])).map(entryOf);
	}

	/** A number that only the ledger knows any more was there when the first payment for it came. */
	private byNumber(numbers: readonly number[]): Promise<Map<number, Match[]>> {
		return this.matches(
			numbers,
			`${foliosOf('b."bookingNumber" = ANY($2::text[]::integer[])', 'b."bookingNumber"', `to_char(b."bookingDate", ${ISO})`)}
			UNION ALL SELECT p."bookingNumber", p."channel", p."propertyId", p."reservationId", p."bookingId", to_char(min(p."receivedAt"), ${ISO}) FROM "booking_payments" p
				WHERE p."hotelSlug" = $1 AND p."channel" IS NOT NULL AND p."bookingNumber" = ANY($2::text[]::integer[])
					AND NOT EXISTS (SELECT 1 FROM "bookings" b WHERE b."id" = p."bookingId" AND b."hotelSlug" = $1)
				GROUP BY p."bookingNumber", p."channel", p."propertyId", p."reservationId", p."bookingId"`,
			[numbers.map(String)],
		);
	}

	private byId(ids: readonly string[]): Promise<Map<string, Match[]>> {
		return this.matches(
			ids,
			`${foliosOf('b."id" = ANY($2::text[])', 'b."id"')}
			UNION SELECT r."bookingId", r."channel", r."propertyId", r."reservationId", r."bookingId" FROM "booking_external_references" r WHERE r."hotelSlug" = $1 AND r."bookingId" = ANY($2::text[])
			UNION SELECT p."bookingId", p."channel", p."propertyId", p."reservationId", p."bookingId" FROM "booking_payments" p
				WHERE p."hotelSlug" = $1 AND p."channel" IS NOT NULL AND p."bookingId" = ANY($2::text[])`,
			[ids],
		);
	}

	private byKey(keys: readonly string[]): Promise<Map<string, Match[]>> {
		const readings = keys.flatMap((key) => readingsOf(key).map((reading) => ({ key, reading })));
		return this.matches(
			readings,
			`SELECT k."given", s."channel", s."propertyId", s."reservationId", NULL AS "bookingId"
			FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS k("given", "channel", "propertyId", "reservationId")
				JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
			[readings.map(({ key }) => key), ...columnsOf(readings.map(({ reading }) => reading))],
		);
	}

	/** What each of those that were given means; nothing is asked where none was. */
	private async matches<Given>(
		asked: readonly unknown[],
		text: string,
		params: unknown[],
	): Promise<Map<Given, Match[]>> {
		const rows =
			asked.length === 0 ? [] : await select<MatchRow<Given>>(this.client, text, [this.hotelSlug, ...params]);
		const byGiven = new Map<Given, Match[]>();
		for (const { given, channel, propertyId, reservationId, bookingId, bookedAt } of rows) {
			const match: Match = {
				folio: { channel, propertyId, reservationId },
				bookingId,
				...(bookedAt === undefined ? {} : { bookedAt }),
			};
			const others = byGiven.get(given);
			if (others) others.push(match);
			else byGiven.set(given, [match]);
		}
		return byGiven;
	}
}

/** Before the booking's id in the key of one of SelfKey's own sales. */
export function ownPrefixOf(hotelSlug: string): string {
	return `${OWN_CHANNEL}/${hotelSlug}/`;
}

/**
 * The ids of kept entries of the hotel `$1` without a problem that name a booking which is there now.
 * @param ownPrefix the parameter that holds `ownPrefixOf`
 * @param since the one that holds after when they came, in UTC
 */
export function keptWithBooking(ownPrefix: string, since: string): string {
	// Each looked up by its index: a planner that sees thousands of kept rows would rather read all bookings.
	const there = (
		column: string,
		name: string,
		condition: string,
	) => `SELECT p."kind", p."registerId", p."externalId" FROM "booking_payments" p
		CROSS JOIN LATERAL (SELECT 1 FROM "bookings" b WHERE b."${column}" = ${name} AND b."hotelSlug" = $1 LIMIT 1) AS there
		WHERE p."hotelSlug" = $1 AND p."channel" IS NULL AND p."problem" IS NULL AND p."receivedAt" > ${since}::text::timestamp AND ${condition}`;
	return `${there('id', 'p."givenBookingId"', 'p."givenBookingId" IS NOT NULL')}
		UNION ${there('bookingNumber', 'p."givenBookingNumber"', 'p."givenBookingNumber" IS NOT NULL')}
		UNION ${there('id', `substr(p."givenReservationKey", length(${ownPrefix}) + 1)`, `starts_with(p."givenReservationKey", ${ownPrefix})`)}`;
}

/**
 * What bookings are paid for with: their channel's reservation, or themselves.
 * @param given the column that says which of those that were asked for it is
 */
function foliosOf(condition: string, given: string, bookedAt?: string): string {
	return `SELECT ${given} AS "given", COALESCE(r."channel", '${OWN_CHANNEL}') AS "channel", COALESCE(r."propertyId", b."hotelSlug") AS "propertyId",
			COALESCE(r."reservationId", b."id") AS "reservationId", b."id" AS "bookingId"${bookedAt === undefined ? '' : `, ${bookedAt} AS "bookedAt"`}
		FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id" AND r."hotelSlug" = b."hotelSlug"
		WHERE b."hotelSlug" = $1 AND ${condition}`;
}

/** Accounts with bookings and entries, in the order of the keys. */
export async function readFolios(
	client: SqlClient,
	hotelSlug: string,
	keys: readonly ReservationKey[],
): Promise<Folio[]> {
	if (keys.length === 0) return [];
	const params = [hotelSlug, ...columnsOf(keys)];
	const bookings = await select<ReservationKey & Omit<FolioBooking, 'paidOnline'> & OnlineRow>(
		client,
		`SELECT k."channel", k."propertyId", k."reservationId", b."id", b."bookingNumber", b.${ACTIVE} AS "isActive", b."amount"::text AS "amount",
			b."currency", b."stripePaymentIntentId" IS NOT NULL AND b."stripePaymentIntentId" IS DISTINCT FROM r."baseline"->>'stripePaymentIntentId' AS "isPaidOnPage", r."baseline"->'paidOnline' AS "notedOnline", r."bookingId" IS NOT NULL AS "isChannels"
		FROM ${wanted(2)} LEFT JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')}
			JOIN "bookings" b ON b."hotelSlug" = $1 AND b."id" = CASE WHEN k."channel" = '${OWN_CHANNEL}' THEN k."reservationId" ELSE r."bookingId" END
		ORDER BY b."bookingNumber"`,
		params,
	);
	const reservations = await select<
		ReservationKey & {
			model: Payment['model'];
			currency: string | null;
			status: ReservationStatus;
			fee: Money | null;
		}
	>(
		client,
		`SELECT s."channel", s."propertyId", s."reservationId", s."reservation"->'payment'->>'model' AS "model", s."reservation"->'total'->>'currency' AS "currency",
			s."status", s."reservation"->'cancellationFee' AS "fee"
		FROM ${wanted(2)} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
		params,
	);
	const entries = await readEntries(client, params);
	const [bookingsAt, reservationsAt, entriesAt] = [
		byFolio(bookings, (row) => row),
		byFolio(reservations, (row) => row),
		byFolio(entries, ({ folio }) => folio),
	];
	return keys.map((key) => {
		const [reservation] = reservationsAt(key);
		return {
			...key,
			bookings: bookingsAt(key).map(({ id, bookingNumber, isActive, amount, currency, ...online }) => ({
				id,
				bookingNumber,
				isActive,
				amount,
				currency,
				paidOnline: paidOnlineOf({ isActive, amount, currency }, online),
			})),
			currency: reservation?.currency ?? null,
			fee: reservation ? feeOf({ status: reservation.status, cancellationFee: reservation.fee }) : null,
			paidToChannel: paidToChannel(reservation?.model ?? null),
			entries: entriesAt(key),
		};
	});
}

interface OnlineRow {
	isPaidOnPage: boolean;
	/** What was noted before the row was given another amount. */
	notedOnline: { amount: number; currency: string } | null;
	isChannels: boolean;
}

/** Of SelfKey's own sales that stand no more, SelfKey gives the money back itself, and the row does not say so. */
function paidOnlineOf(
	{ isActive, amount, currency }: Pick<FolioBooking, 'isActive' | 'amount' | 'currency'>,
	{ isPaidOnPage, notedOnline, isChannels }: OnlineRow,
): FolioBooking['paidOnline'] {
	if (notedOnline) return { amount: String(notedOnline.amount), currency: notedOnline.currency };
	return isPaidOnPage && (isActive || isChannels) ? { amount, currency } : null;
}

function paidToChannel(model: Payment['model']): Folio['paidToChannel'] {
	if (model === null || !hasPaidChannel({ payment: { model } })) return null;
	return model === 'virtual_card' ? 'virtualCard' : 'transferred';
}

/** Looks rows up by their folio, each in the order in which it was read. */
function byFolio<Row>(
	rows: readonly Row[],
	folioOf: (row: Row) => ReservationKey | null,
): (key: ReservationKey) => Row[] {
	const found = new Map<string, Row[]>();
	for (const row of rows) {
		const folio = folioOf(row);
		if (folio === null) continue;
		const others = found.get(uniqueKey(folio));
		if (others) others.push(row);
		else found.set(uniqueKey(folio), [row]);
	}
	return (key) => found.get(uniqueKey(key)) ?? [];
}

/** Those of the keys for which anything was paid: most reservations are paid elsewhere. */
export async function readPaidFolios(
	client: SqlClient,
	hotelSlug: string,
	keys: readonly ReservationKey[],
): Promise<Folio[]> {
	const paid = await select<ReservationKey>(
		client,
		`SELECT k."channel", k."propertyId", k."reservationId" FROM ${wanted(2)}
		WHERE EXISTS (SELECT 1 FROM "booking_payments" p WHERE p."hotelSlug" = $1 AND ${same('p')})`,
		[hotelSlug, ...columnsOf(keys)],
	);
	return readFolios(client, hotelSlug, paid);
}

async function readEntries(client: SqlClient, params: unknown[]): Promise<LedgerEntry[]> {
	const from = `FROM ${wanted(2)} JOIN "booking_payments" p ON p."hotelSlug" = $1 AND ${same('p')} ${OLDEST_FIRST}`;
	return (await select<EntryRow>(client, `SELECT ${ENTRY} ${from}`, params)).map(entryOf);
}

function entryOf(row: EntryRow): LedgerEntry {
	const {
		minor,
		exponent,
		currency,
		channel,
		propertyId,
		reservationId,
		givenBookingNumber,
		givenBookingId,
		givenReservationKey,
		...rest
	} = row;
	const isApplied = channel !== null && propertyId !== null && reservationId !== null;
	return {
		...rest,
		amount: { minor: Number(minor), exponent, currency },
		given: { bookingNumber: givenBookingNumber, bookingId: givenBookingId, reservationKey: givenReservationKey },
		folio: isApplied ? { channel, propertyId, reservationId } : null,
	};
}
