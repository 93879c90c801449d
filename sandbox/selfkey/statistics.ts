/** Counts that are read back from SelfKey's database. */
import type { Database } from './tables';

export interface SelfKeyStatistics {
	/** Rows of `bookings`, whatever their status. */
	bookings: number;
	/** Rows that occupy a room by SelfKey's rule, and those that would but have none. */
	occupying: number;
	withoutRoom: number;
	/** Reservations of channels by their status. */
	reservations: Record<string, number>;
	/** The outcomes of payments and refunds, by the answers that were given: see `integration_logs`. */
	payments: { created: number; unchanged: number; unmatched: number; refused: number };
	/** Rows of `integration_logs` by outcome, without those of payments. */
	logs: Record<string, number>;
	/** The same by channel and outcome; refused and failed events belong to no channel. */
	outcomes: Record<string, Record<string, number>>;
	/** The same by `channel/property`. */
	outcomesByProperty: Record<string, Record<string, number>>;
	/** Changes that were noted for the feed, whether or not anybody has asked for them, by channel or by who else made them. */
	changes: { emitted: number; byOrigin: Record<string, number> };
	/** What subscribers but senders of availability have acknowledged, what waits for them or for the next request to the handler, and how often they have handed a reservation back. */
	deliveries: { acknowledged: number; waiting: number; retried: number };
	/** Nights that two bookings have in one room. */
	doubleBookedRoomNights: number;
}

const OF_PAYMENTS = `COALESCE("data"->>'eventType', '') IN ('payment_received', 'refund_processed')`;
const STANDING = `"paymentStatus" = 'succeeded'`;
/** Sold by the hour: it needs no room. */
const DAY_USE = `"bookingType" IN ('day', 'day_parking')`;

export async function readStatistics(database: Database): Promise<SelfKeyStatistics> {
	const rows = async (text: string) => (await database.query(text)).rows as Array<Record<string, unknown>>;
	const [counts] = await rows(
		`SELECT count(*)::int AS "bookings", (count(*) FILTER (WHERE ${STANDING} AND "roomId" IS NOT NULL))::int AS "occupying",
			(count(*) FILTER (WHERE ${STANDING} AND NOT ${DAY_USE} AND "roomId" IS NULL))::int AS "withoutRoom" FROM "bookings"`,
	);
	const [double] = await rows(
		`SELECT count(*)::int AS "nights" FROM (
			SELECT "roomId", "night" FROM "bookings", generate_series("checkInDate", "checkOutDate" - interval '1 day', interval '1 day') AS "night"
			WHERE ${STANDING} AND "roomId" IS NOT NULL GROUP BY "roomId", "night" HAVING count(*) > 1) AS "double"`,
	);
	const statuses = await rows(
		'SELECT "status" AS "name", count(*)::int AS "count" FROM "booking_reservations" GROUP BY "status"',
	);
	const logs = await rows(
		`SELECT split_part("data"->>'key', '/', 1) AS "channel", split_part("data"->>'key', '/', 2) AS "property", "data"->>'outcome' AS "name", count(*)::int AS "count"
			FROM "integration_logs" WHERE NOT ${OF_PAYMENTS} GROUP BY 1, 2, 3`,
	);
	const payments = await rows(
		`SELECT "data"->>'outcome' AS "name", count(*)::int AS "count" FROM "integration_logs" WHERE ${OF_PAYMENTS} GROUP BY 1`,
	);
	const origins = await rows(
		'SELECT "origin" AS "name", count(*)::int AS "count" FROM "sandbox_noted_changes" GROUP BY 1 ORDER BY 1',
	);
	const [deliveries] = await rows(
		`SELECT COALESCE(sum("acknowledged"), 0)::int AS "acknowledged", COALESCE(sum("handedBack"), 0)::int AS "retried",
			(SELECT count(*) FROM "booking_outbox")::int + (SELECT count(*) FROM "booking_calendars" WHERE "dueAt" IS NOT NULL)::int + (SELECT count(*) FROM "booking_changes" c WHERE EXISTS (
				SELECT 1 FROM "booking_subscribers" s WHERE s."hotelSlug" = c."hotelSlug"))::int AS "waiting" FROM "booking_subscribers" t WHERE NOT EXISTS (
				SELECT 1 FROM "booking_availability" a WHERE a."hotelSlug" = t."hotelSlug" AND a."subscriber" = t."subscriber")`,
	);
	const byOrigin = Object.fromEntries(
		(origins as Array<{ name: string; count: number }>).map(({ name, count }) => [name, count]),
	);
	const paid = (outcome: string) =>
		(payments as Array<{ name: string; count: number }>).find(({ name }) => name === outcome)?.count ?? 0;
	const outcomes: Record<string, Record<string, number>> = {};
	const outcomesByProperty: SelfKeyStatistics['outcomesByProperty'] = {};
	const byOutcome: Record<string, number> = {};
	for (const { channel, property, name, count } of logs as Array<{
		channel: string | null;
		property: string;
		name: string;
		count: number;
	}>) {
		byOutcome[name] = (byOutcome[name] ?? 0) + count;
		if (!channel) continue;
		const ofChannel = (outcomes[channel] ??= {});
		ofChannel[name] = (ofChannel[name] ?? 0) + count;
		(outcomesByProperty[`${channel}/${property}`] ??= {})[name] = count;
	}
	return {
		...(counts as Pick<SelfKeyStatistics, 'bookings' | 'occupying' | 'withoutRoom'>),
		reservations: Object.fromEntries(
			(statuses as Array<{ name: string; count: number }>).map(({ name, count }) => [name, count]),
		),
		payments: {
			created: paid('created'),
			unchanged: paid('unchanged'),
			unmatched: paid('unmatched'),
			refused: paid('refused'),
		},
		logs: byOutcome,
		outcomes,
		outcomesByProperty,
		changes: { emitted: Object.values(byOrigin).reduce((sum, count) => sum + count, 0), byOrigin },
		deliveries: deliveries as SelfKeyStatistics['deliveries'],
		doubleBookedRoomNights: Number(double?.['nights']),
	};
}
