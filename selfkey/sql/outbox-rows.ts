/**
 * Who has still to be told what, over SQL: `booking_changes` (committed, told to nobody yet), `booking_outbox`
 * (one row for each reservation that a subscriber has not acknowledged) and `booking_subscribers`. Whoever
 * writes the outbox of a hotel locks the hotel's row in `booking_feeds` first, so no two wait for each other.
 */
import {
	type AcknowledgementResult,
	type ChangeFeedStore,
	type DeliveryReference,
	type PendingChange,
	type Subscriber,
	type SubscriberDetails,
	type WakeableSubscriber,
	type WaitingDelivery,
} from '../ports/change-feed';
import { OWN_CHANNEL } from '../../core/channel/channels';
import { InstallationFault } from '../ports/booking-store';
import type { ReservationKey } from '../ports/records';
import { isNotInstalled } from '../ports/database-failures';
import { ACTIVE, utcText } from './booking-rows';
import { select, type SqlClient, type SqlDatabase } from './client';
import { isDayUse } from './occupying-bookings';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const MAX_FAILING_SHOWN = 100;
const FIRST_WAIT_SECONDS = 60;
const MAX_WAIT_SECONDS = 3600;
/** More than the clocks of two servers can differ that both accept n8n's signed requests. */
const CLOCKS_DIFFER_MINUTES = 10;

/** Several servers write and read what is due, each by its own clock. One that is fast would have the others wait for that moment. */
const notAhead = (now: string) => `LEAST(${now}::text::timestamp, (now() AT TIME ZONE 'UTC'))`;

/** What was never handed back waits for nothing, and certainly not for the clock of the server that is asked. */
const isDue = (now: string) =>
	`o."dueAt" <= ${now}::text::timestamp + make_interval(mins => ${CLOCKS_DIFFER_MINUTES}) AND (o."attempts" = 0 OR o."dueAt" <= ${now}::text::timestamp)`;

export type OutboxStore = Omit<ChangeFeedStore, 'states'>;

export function sqlOutbox(database: SqlDatabase): OutboxStore {
	const locked = <T>(hotelSlug: string, work: (client: SqlClient) => Promise<T>) =>
		database.transaction(async (client) => {
			await lockFeed(client, hotelSlug);
			return work(client);
		});
	return {
		async publishChanges(hotelSlug, now) {
			let toWake: WakeableSubscriber[] = [];
			// Every round in a transaction of its own, so that an imported season holds the lock for moments only.
			for (let areLeft = true; areLeft;) {
				let round = await publishRound(database, hotelSlug, now);
				// A database that is stricter by default.
				if (round.areLeft === null)
					round = await database.transaction((client) => publishRoundWithin(client, hotelSlug, now));
				toWake = round.toWake ?? toWake;
				areLeft = round.areLeft === true;
			}
			return toWake;
		},
		wakeable: (hotelSlug) => readWakeable(database, hotelSlug),
		async subscribe(hotelSlug, { subscriber, wake }, from, now) {
			const [known] = await select(
				database,
				`UPDATE "booking_subscribers" SET "askedAt" = $3::text::timestamp, "wakeUrl" = $4, "integrationId" = $5
				WHERE "hotelSlug" = $1 AND "subscriber" = $2 RETURNING 1 AS "one"`,
				[hotelSlug, subscriber, utcText(now), wake?.wakeUrl ?? null, wake?.integrationId ?? null],
			);
			if (!known) await locked(hotelSlug, (client) => begin(client, hotelSlug, { subscriber, wake }, from, now));
		},
		activeKeys: (hotelSlug, from, limit) =>
			select<ReservationKey>(database, `${activeKeys('$2')} ORDER BY 1, 2, 3 LIMIT $3`, [hotelSlug, from, limit]),
		pendingChanges: (hotelSlug, subscriber, limit, now) => readPending(database, hotelSlug, subscriber, limit, now),
		moveBehind: (hotelSlug, subscriber, positions, now) =>
			locked(hotelSlug, async (client) => {
				await client.query(
					`UPDATE "booking_outbox" SET "dueAt" = ${notAhead('$4')}
					WHERE "hotelSlug" = $1 AND "subscriber" = $2 AND "position" = ANY($3::text[]::bigint[]) AND "dueAt" < ${notAhead('$4')}`,
					[hotelSlug, subscriber, positions.map(String), utcText(now)],
				);
			}),
		acknowledge: (hotelSlug, subscriber, deliveries) =>
			locked(hotelSlug, async (client) => {
				const gone = await select<{ position: string }>(
					client,
					`DELETE FROM "booking_outbox" o USING ${GIVEN} WHERE ${IS_GIVEN} RETURNING o."position"::text`,
					givenOf(hotelSlug, subscriber, deliveries),
				);
				await client.query(
					'UPDATE "booking_subscribers" SET "acknowledged" = "acknowledged" + $3 WHERE "hotelSlug" = $1 AND "subscriber" = $2',
					[hotelSlug, subscriber, gone.length],
				);
				return resultsFor(deliveries, gone, 'acknowledged');
			}),
		postpone: (hotelSlug, subscriber, deliveries, now) =>
			locked(hotelSlug, async (client) => {
				// What waits already was handed back before: the same answer, sent again, counts once.
				const found = await select<{ position: string; wasDue: boolean }>(
					client,
					`WITH "found" AS (
						SELECT o."position", g."reason", ${isDue('$6')} AS "wasDue" FROM "booking_outbox" o
						JOIN unnest($3::text[]::bigint[], $4::text[], $5::text[]) AS g("position", "key", "reason") ON ${IS_GIVEN}
					), "postponed" AS (
						UPDATE "booking_outbox" o SET "attempts" = o."attempts" + 1, "reason" = f."reason",
							"dueAt" = ${notAhead('$6')} + make_interval(secs => LEAST(${MAX_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * power(2, LEAST(o."attempts", 10))))
						FROM "found" f WHERE f."wasDue" AND o."hotelSlug" = $1 AND o."subscriber" = $2 AND o."position" = f."position"
					)
					SELECT "position"::text, "wasDue" FROM "found"`,
					[...givenOf(hotelSlug, subscriber, deliveries), deliveries.map(({ reason }) => reason), utcText(now)],
				);
				await client.query(
					'UPDATE "booking_subscribers" SET "handedBack" = "handedBack" + $3 WHERE "hotelSlug" = $1 AND "subscriber" = $2',
					[hotelSlug, subscriber, found.filter(({ wasDue }) => wasDue).length],
				);
				return resultsFor(deliveries, found, 'postponed');
			}),
		sendAgain: (hotelSlug, subscriber, which, now) =>
			locked(hotelSlug, (client) => sendAgain(client, hotelSlug, subscriber, which, now)),
		subscribers: (hotelSlug) => readSubscribers(database, hotelSlug),
		async forgetSubscribers(hotelSlug, askedBefore) {
			const isForgotten = '"hotelSlug" = $1 AND "askedAt" < $2::text::timestamp';
			const parameters = [hotelSlug, utcText(askedBefore)];
			const [stale] = await select(
				database,
				`SELECT 1 FROM "booking_subscribers" WHERE ${isForgotten} LIMIT 1`,
				parameters,
			);
			if (!stale) return;
			await locked(hotelSlug, (client) =>
				client.query(
					`WITH "gone" AS (DELETE FROM "booking_subscribers" WHERE ${isForgotten} RETURNING "subscriber"),
					"sender" AS (DELETE FROM "booking_availability" a USING "gone" WHERE a."hotelSlug" = $1 AND a."subscriber" = "gone"."subscriber"),
					"told" AS (DELETE FROM "booking_calendars" c USING "gone" WHERE c."hotelSlug" = $1 AND c."subscriber" = "gone"."subscriber")
					DELETE FROM "booking_outbox" o USING "gone" WHERE o."hotelSlug" = $1 AND o."subscriber" = "gone"."subscriber"`,
					parameters,
				),
			);
		},
	};
}

function readWakeable(client: SqlClient, hotelSlug: string): Promise<WakeableSubscriber[]> {
	return select<WakeableSubscriber>(
		client,
		'SELECT "wakeUrl", "integrationId" FROM "booking_subscribers" WHERE "hotelSlug" = $1 AND "wakeUrl" IS NOT NULL',
		[hotelSlug],
	);
}

/** To be the first statements of a transaction: each later one has to see what was committed while it waited. */
async function lockFeed(client: SqlClient, hotelSlug: string): Promise<void> {
	const lock = async () =>
		await select(client, 'SELECT 1 AS "one" FROM "booking_feeds" WHERE "hotelSlug" = $1 FOR UPDATE', [hotelSlug]);
	if ((await lock()).length > 0) return;
	await client.query('INSERT INTO "booking_feeds" ("hotelSlug") VALUES ($1) ON CONFLICT DO NOTHING', [hotelSlug]);
	await lock();
}

/** A query of the hotel `$1`: the reservations that stand and leave on the date in the given parameter or later. */
function activeKeys(from: string): string {
	return `SELECT DISTINCT COALESCE(r."channel", '${OWN_CHANNEL}') AS "channel", COALESCE(r."propertyId", b."hotelSlug") AS "propertyId", COALESCE(r."reservationId", b."id") AS "reservationId"
		FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id"
		WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND NOT ${isDayUse('b')} AND b."checkOutDate" >= ${from}::text::date`;
}

interface Round {
	/** Whether there is more to publish; `null`, with nothing done, where the transaction would not see what was committed during its wait. */
	areLeft: boolean | null;
	/** Who wants to be told of it; `null` where nothing waited. */
	toWake: WakeableSubscriber[] | null;
}

/** One round trip, and where it is called outside of any transaction, one of its own; see `migrations/0007_publish_changes.sql`. */
async function publishRound(client: SqlClient, hotelSlug: string, now: Date): Promise<Round> {
	const [round] = await select<Round>(
		client,
		'SELECT "areLeft", "toWake" FROM "booking_changes_publish"($1, $2::text::timestamp)',
		[hotelSlug, utcText(now)],
	).catch((error: unknown) => {
		throw isNotInstalled(error) ? new InstallationFault(RUN_AGAIN, { cause: error }) : error;
	});
	return round ?? { areLeft: false, toWake: null };
}

const RUN_AGAIN = "SelfKey's database lacks something of this version of selfkey-integrations: run install.sql again";

/** Within a transaction, which is then to be as `SqlDatabase` says. */
async function publishRoundWithin(client: SqlClient, hotelSlug: string, now: Date): Promise<Round> {
	const round = await publishRound(client, hotelSlug, now);
	// To go on would be to publish nothing for ever, and to tell nobody.
	if (round.areLeft === null)
		throw new InstallationFault("The transactions of the booking store's database have to be READ COMMITTED");
	return round;
}

/** Within a transaction that holds the feed's lock. */
async function publishAll(client: SqlClient, hotelSlug: string, now: Date): Promise<void> {
	while ((await publishRoundWithin(client, hotelSlug, now)).areLeft === true);
}

/** What stands, or only what changes from now on. What was committed before goes to those who were there before. */
async function begin(
	client: SqlClient,
	hotelSlug: string,
	{ subscriber, wake }: SubscriberDetails,
	from: string | null,
	now: Date,
): Promise<void> {
	await publishAll(client, hotelSlug, now);
	const [isNew] = await select(
		client,
		`INSERT INTO "booking_subscribers" ("hotelSlug", "subscriber", "createdAt", "askedAt", "wakeUrl", "integrationId")
		VALUES ($1, $2, $3::text::timestamp, $3::text::timestamp, $4, $5) ON CONFLICT DO NOTHING RETURNING 1 AS "one"`,
		[hotelSlug, subscriber, utcText(now), wake?.wakeUrl ?? null, wake?.integrationId ?? null],
	);
	if (!isNew || from === null) return;
	await putSnapshot(client, hotelSlug, subscriber, activeKeys('$5'), [from], now);
}

/** @param keys a query of channel, propertyId and reservationId; its parameters begin with `$5` */
async function putSnapshot(
	client: SqlClient,
	hotelSlug: string,
	subscriber: string,
	keys: string,
	parameters: readonly unknown[],
	now: Date,
): Promise<number> {
	const rows = await select(
		client,
		`WITH "keys" AS (${keys}), "numbered" AS (
			SELECT k.*, GREATEST(f."published", $4::text::bigint) + row_number() OVER (ORDER BY k."channel", k."propertyId", k."reservationId") AS "position"
			FROM "keys" k JOIN "booking_feeds" f ON f."hotelSlug" = $1
		), "counted" AS (
			UPDATE "booking_feeds" SET "published" = GREATEST("published", $4::text::bigint) + (SELECT count(*) FROM "keys") WHERE "hotelSlug" = $1
		)
		INSERT INTO "booking_outbox" AS o ("hotelSlug", "subscriber", "channel", "propertyId", "reservationId", "position", "event", "originKinds", "since", "changedAt", "dueAt")
		SELECT $1, $2, n."channel", n."propertyId", n."reservationId", n."position", 'snapshot', '[]', $3::text::timestamp, $3::text::timestamp, ${notAhead('$3')}
		FROM "numbered" n JOIN "booking_subscribers" s ON s."hotelSlug" = $1 AND s."subscriber" = $2
		-- Whoever has still to be told of a change is told of that; the rest as in 0007_publish_changes.sql.
		ON CONFLICT ("hotelSlug", "subscriber", "channel", "propertyId", "reservationId") DO UPDATE SET "position" = EXCLUDED."position",
			"integrationId" = NULL, "changedAt" = EXCLUDED."changedAt", "dueAt" = EXCLUDED."dueAt", "attempts" = 0, "reason" = NULL
		RETURNING 1 AS "one"`,
		[hotelSlug, subscriber, utcText(now), String(now.getTime()), ...parameters],
	);
	return rows.length;
}

async function sendAgain(
	client: SqlClient,
	hotelSlug: string,
	subscriber: string,
	which: readonly ReservationKey[] | { from: string },
	now: Date,
): Promise<number> {
	await publishAll(client, hotelSlug, now);
	const [keys, parameters] = 'from' in which ? [activeKeys('$5'), [which.from]] : [KNOWN_KEYS, columnsOf(which)];
	return putSnapshot(client, hotelSlug, subscriber, keys, parameters, now);
}

/** Of the given ones, those that the hotel has or had: of a direct sale that was deleted, only its delivery is left. */
const KNOWN_KEYS = `SELECT DISTINCT k."channel", k."propertyId", k."reservationId" FROM unnest($5::text[], $6::text[], $7::text[]) AS k("channel", "propertyId", "reservationId")
	WHERE EXISTS (SELECT 1 FROM "booking_reservations" s WHERE s."hotelSlug" = $1 AND s."channel" = k."channel" AND s."propertyId" = k."propertyId" AND s."reservationId" = k."reservationId")
		OR (k."channel" = '${OWN_CHANNEL}' AND k."propertyId" = $1 AND EXISTS (SELECT 1 FROM "bookings" b WHERE b."hotelSlug" = $1 AND b."id" = k."reservationId"))
		OR EXISTS (SELECT 1 FROM "booking_outbox" o WHERE o."hotelSlug" = $1 AND o."subscriber" = $2 AND o."channel" = k."channel" AND o."propertyId" = k."propertyId" AND o."reservationId" = k."reservationId")`;

function columnsOf(keys: readonly ReservationKey[]): string[][] {
	return [
		keys.map(({ channel }) => channel),
		keys.map(({ propertyId }) => propertyId),
		keys.map(({ reservationId }) => reservationId),
	];
}

async function readPending(
	client: SqlClient,
	hotelSlug: string,
	subscriber: string,
	limit: number,
	now: Date,
): Promise<PendingChange[]> {
	const rows = await select<Omit<PendingChange, 'position'> & { position: string }>(
		client,
		// Half of the page is for changes that were never tried: neither what fails nor a first snapshot holds up a sale.
		`WITH "changed" AS (
			SELECT o.* FROM "booking_outbox" o
			WHERE o."hotelSlug" = $1 AND o."subscriber" = $2 AND ${isDue('$3')} AND o."attempts" = 0 AND o."event" <> 'snapshot'
			ORDER BY o."dueAt", o."position" LIMIT ($4::text::integer + 1) / 2
		), "others" AS (
			SELECT o.* FROM "booking_outbox" o
			WHERE o."hotelSlug" = $1 AND o."subscriber" = $2 AND ${isDue('$3')} AND o."position" NOT IN (SELECT c."position" FROM "changed" c)
			ORDER BY o."dueAt", o."position" LIMIT $4::text::integer
		)
		SELECT "channel", "propertyId", "reservationId", o."position"::text, "event", "originKinds", "integrationId", "deleted", "attempts", "reason",
			to_char("since", ${ISO}) AS "since", to_char("changedAt", ${ISO}) AS "changedAt"
		FROM (SELECT 0 AS "turn", c.* FROM "changed" c UNION ALL SELECT 1, t.* FROM "others" t) o
		ORDER BY o."turn", o."dueAt", o."position" LIMIT $4::text::integer`,
		[hotelSlug, subscriber, utcText(now), String(limit)],
	);
	return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

async function readSubscribers(client: SqlClient, hotelSlug: string): Promise<Subscriber[]> {
	const subscribers = await select<
		Omit<Subscriber, 'failing' | 'waiting' | 'acknowledged' | 'handedBack'> &
			Record<'waiting' | 'acknowledged' | 'handedBack', string>
	>(
		client,
		`SELECT s."subscriber", to_char(s."createdAt", ${ISO}) AS "createdAt", to_char(s."askedAt", ${ISO}) AS "askedAt", s."acknowledged"::text, s."handedBack"::text,
			count(o."position")::text AS "waiting", to_char(min(o."since"), ${ISO}) AS "oldest",
			to_char(min(o."since") FILTER (WHERE o."attempts" = 0), ${ISO}) AS "oldestUntried"
		FROM "booking_subscribers" s LEFT JOIN "booking_outbox" o ON o."hotelSlug" = s."hotelSlug" AND o."subscriber" = s."subscriber"
		WHERE s."hotelSlug" = $1 GROUP BY s."hotelSlug", s."subscriber" ORDER BY s."subscriber"`,
		[hotelSlug],
	);
	const failing = await select<Omit<WaitingDelivery, 'position'> & { subscriber: string; position: string }>(
		client,
		`SELECT f.* FROM "booking_subscribers" s CROSS JOIN LATERAL (
			SELECT o."subscriber", ${KEY} AS "key", o."position"::text, o."attempts", o."reason",
				to_char(o."since", ${ISO}) AS "since", to_char(o."dueAt", ${ISO}) AS "dueAt"
			FROM "booking_outbox" o WHERE o."hotelSlug" = $1 AND o."subscriber" = s."subscriber" AND o."attempts" > 0
			ORDER BY o."since", o."position" LIMIT ${MAX_FAILING_SHOWN}
		) AS f WHERE s."hotelSlug" = $1`,
		[hotelSlug],
	);
	return subscribers.map(({ waiting, acknowledged, handedBack, ...rest }) => ({
		...rest,
		waiting: Number(waiting),
		acknowledged: Number(acknowledged),
		handedBack: Number(handedBack),
		failing: failing
			.filter(({ subscriber }) => subscriber === rest.subscriber)
			.map(({ subscriber, position, ...delivery }) => ({ ...delivery, position: Number(position) })),
	}));
}

const KEY = `o."channel" || '/' || o."propertyId" || '/' || o."reservationId"`;
const GIVEN = 'unnest($3::text[]::bigint[], $4::text[]) AS g("position", "key")';
/** The number alone would do; the key keeps a mistaken answer from taking another reservation off. */
const IS_GIVEN = `o."hotelSlug" = $1 AND o."subscriber" = $2 AND o."position" = g."position" AND ${KEY} = g."key"`;

function givenOf(hotelSlug: string, subscriber: string, deliveries: readonly DeliveryReference[]): unknown[] {
	return [hotelSlug, subscriber, deliveries.map(({ position }) => String(position)), deliveries.map(({ key }) => key)];
}

function resultsFor(
	deliveries: readonly DeliveryReference[],
	found: ReadonlyArray<{ position: string }>,
	result: Exclude<AcknowledgementResult, 'superseded'>,
): AcknowledgementResult[] {
	const positions = new Set(found.map(({ position }) => Number(position)));
	return deliveries.map(({ position }) => (positions.has(position) ? result : 'superseded'));
}
