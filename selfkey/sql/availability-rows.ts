/** What channels were told of rooms to sell, and what is restricted, over SQL. */
import { NIGHT_FIELDS, nothingSet, type CalendarRange } from '../../core/availability/calendar-nights';
import type { Restriction } from '../../core/availability/restrictions';
import type {
	AvailabilityStore,
	CalendarKey,
	HeardStay,
	SenderState,
	SoldRate,
	StoredRestriction,
	ToldCalendar,
	WaitingChanges,
	WaitingNights,
} from '../ports/availability';
import { ACTIVE, utcText } from './booking-rows';
import { select, type SqlClient, type SqlDatabase } from './client';
import { LAST_DAY, readClosures } from './occupancy-rows';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const NEW_SENDER: SenderState = { round: 0, inputs: '', isOpen: true, fullOn: '', channels: [], leaveOut: [] };

export function sqlAvailability(database: SqlDatabase): AvailabilityStore {
	return {
		senderState: (hotelSlug, subscriber) => readState(database, hotelSlug, subscriber),
		senders: (hotelSlug) =>
			select(
				database,
				'SELECT "subscriber", "channels", "leaveOut" FROM "booking_availability" WHERE "hotelSlug" = $1 ORDER BY "subscriber"',
				[hotelSlug],
			),
		heardStays: (hotelSlug, channels, from, limit) =>
			select<HeardStay>(
				database,
				// As the index has it, which leaves out what has no dates.
				`SELECT "channel", "reservationId", "reservation"->>'checkIn' AS "checkIn", "reservation"->>'checkOut' AS "checkOut" FROM "booking_reservations"
				WHERE "hotelSlug" = $1 AND "channel" = ANY($2::text[]) AND ("reservation"->>'checkOut') > $3 ORDER BY "reservation"->>'checkOut', "reservationId" LIMIT $4::text::integer`,
				[hotelSlug, channels, from, String(limit)],
			),
		async saveSenderState(hotelSlug, subscriber, { round, inputs, isOpen, fullOn, channels, leaveOut }, readRound) {
			const kept = await select(
				database,
				`INSERT INTO "booking_availability" AS a ("hotelSlug", "subscriber", "round", "inputs", "isOpen", "fullOn", "channels", "leaveOut") VALUES ($1, $2, $3::text::bigint, $4, $5, $6, $7::text::jsonb, $8::text::jsonb)
				ON CONFLICT ("hotelSlug", "subscriber") DO UPDATE SET "round" = EXCLUDED."round", "inputs" = EXCLUDED."inputs", "isOpen" = EXCLUDED."isOpen", "fullOn" = EXCLUDED."fullOn", "channels" = EXCLUDED."channels", "leaveOut" = EXCLUDED."leaveOut"
				WHERE a."round" = $9::text::bigint RETURNING 1 AS "one"`,
				[
					hotelSlug,
					subscriber,
					String(round),
					inputs,
					isOpen,
					fullOn,
					JSON.stringify(channels),
					JSON.stringify(leaveOut),
					String(readRound),
				],
			);
			return kept.length > 0;
		},
		toldCalendars: (hotelSlug, subscriber, roomTypeIds) => readTold(database, hotelSlug, subscriber, roomTypeIds),
		async nextDue(hotelSlug, subscriber) {
			const [row] = await select<{ dueAt: string | null }>(
				database,
				`SELECT to_char(min("dueAt"), ${ISO}) AS "dueAt" FROM "booking_calendars" WHERE "hotelSlug" = $1 AND "subscriber" = $2`,
				[hotelSlug, subscriber],
			);
			return row?.dueAt ?? null;
		},
		changeTold: (hotelSlug, subscriber, keys, change) =>
			database.transaction(async (client) => {
				await client.query(
					'INSERT INTO "booking_availability" ("hotelSlug", "subscriber") VALUES ($1, $2) ON CONFLICT DO NOTHING',
					[hotelSlug, subscriber],
				);
				// Whoever changes what a sender has told waits here for the others.
				await client.query(
					'SELECT 1 FROM "booking_availability" WHERE "hotelSlug" = $1 AND "subscriber" = $2 FOR UPDATE',
					[hotelSlug, subscriber],
				);
				const state = await readState(client, hotelSlug, subscriber);
				const known = new Map((await readTold(client, hotelSlug, subscriber)).map((each) => [nameOf(each), each]));
				for (const [index, key] of keys.entries())
					known.set(nameOf(key), change(known.get(nameOf(key)) ?? newCalendar(key), index, state));
				for (const name of new Set(keys.map(nameOf)))
					await saveTold(client, hotelSlug, subscriber, known.get(name) as ToldCalendar);
			}),
		async waitingChanges(hotelSlug, subscriber) {
			const [row] = await select<{ upTo: string | null; since: string | null }>(
				database,
				`SELECT max("position")::text AS "upTo", to_char(min("since"), ${ISO}) AS "since" FROM "booking_outbox" WHERE "hotelSlug" = $1 AND "subscriber" = $2`,
				[hotelSlug, subscriber],
			);
			if (!row?.upTo || !row.since) return null;
			return { upTo: Number(row.upTo), since: row.since } satisfies WaitingChanges;
		},
		async acknowledgeUpTo(hotelSlug, subscriber, upTo) {
			await database.query(
				`WITH "gone" AS (DELETE FROM "booking_outbox" WHERE "hotelSlug" = $1 AND "subscriber" = $2 AND "position" <= $3::text::bigint RETURNING 1)
				UPDATE "booking_subscribers" SET "acknowledged" = "acknowledged" + (SELECT count(*) FROM "gone") WHERE "hotelSlug" = $1 AND "subscriber" = $2`,
				[hotelSlug, subscriber, String(upTo)],
			);
		},
		async roomPrices(hotelSlug) {
			const rows = await select<{ id: string; price: number | null }>(
				database,
				'SELECT "id", "price"::float8 AS "price" FROM "rooms" WHERE "hotelSlug" = $1 AND "isActive"',
				[hotelSlug],
			);
			return new Map(rows.map(({ id, price }) => [id, Number(price ?? 0)]));
		},
		soldRates: (hotelSlug, from) =>
			select<SoldRate>(
				database,
				`SELECT DISTINCT r."channel", s->>'roomTypeId' AS "roomTypeId", s->>'ratePlanId' AS "ratePlanId"
				FROM "bookings" b JOIN "booking_external_references" x ON x."bookingId" = b."id"
				JOIN "booking_reservations" r ON r."hotelSlug" = x."hotelSlug" AND r."channel" = x."channel" AND r."propertyId" = x."propertyId" AND r."reservationId" = x."reservationId"
				CROSS JOIN LATERAL jsonb_array_elements(r."reservation"->'rooms') AS s
				WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND b."checkOutDate" > $2::text::date AND s->>'roomStayId' = x."roomStayId"
					AND s->>'roomTypeId' IS NOT NULL AND s->>'ratePlanId' IS NOT NULL
				ORDER BY 1, 2, 3`,
				[hotelSlug, from],
			),
		async restrictions(hotelSlug, from) {
			const rows = await select<Omit<StoredRestriction, 'id'> & { id: string }>(
				database,
				`SELECT "id"::text, "channel", "roomTypeId", "ratePlanId", "start", "end", "closed", "closedToArrival", "closedToDeparture", "minimumStay", "maximumStay"
				FROM "booking_restrictions" WHERE "hotelSlug" = $1 AND "end" > $2 ORDER BY "booking_restrictions"."id"`,
				[hotelSlug, from],
			);
			return rows.map((row) => ({ ...row, id: Number(row.id) }));
		},
		addRestrictions: (hotelSlug, restrictions, today, now) =>
			database.transaction((client) => addRestrictions(client, hotelSlug, restrictions, today, now)),
		async removeRestrictions(hotelSlug, ids) {
			const gone = await select(
				database,
				'DELETE FROM "booking_restrictions" WHERE "hotelSlug" = $1 AND "id" = ANY($2::text[]::bigint[]) RETURNING 1 AS "one"',
				[hotelSlug, ids.map(String)],
			);
			return gone.length;
		},
		roomClosures: (hotelSlug, from) => readClosures(database, hotelSlug, { start: from, end: LAST_DAY }),
		replaceRoomClosures: (hotelSlug, source, closures) =>
			database.transaction(async (client) => {
				await client.query('DELETE FROM "booking_room_closures" WHERE "hotelSlug" = $1 AND "source" = $2', [
					hotelSlug,
					source,
				]);
				await client.query(
					`INSERT INTO "booking_room_closures" ("hotelSlug", "source", "roomId", "start", "end")
					SELECT DISTINCT ON (c."roomId", c."start") $1, $2, c.* FROM unnest($3::text[], $4::text[], $5::text[]) AS c("roomId", "start", "end") ORDER BY c."roomId", c."start", c."end" DESC`,
					[
						hotelSlug,
						source,
						closures.map(({ roomId }) => roomId),
						closures.map(({ start }) => start),
						closures.map(({ end }) => end),
					],
				);
			}),
	};
}

async function readState(client: SqlClient, hotelSlug: string, subscriber: string): Promise<SenderState> {
	const [row] = await select<Omit<SenderState, 'round'> & { round: string }>(
		client,
		'SELECT "round"::text, "inputs", "isOpen", "fullOn", "channels", "leaveOut" FROM "booking_availability" WHERE "hotelSlug" = $1 AND "subscriber" = $2',
		[hotelSlug, subscriber],
	);
	return row ? { ...row, round: Number(row.round) } : NEW_SENDER;
}

type ToldRow = Record<keyof CalendarKey, string> &
	Record<'told' | 'doubtful' | 'believed', StoredRange[]> & {
		restricted: Array<StoredRange | string>;
		failing: Array<StoredWaiting | StoredRange>;
	} & StateOfCalendar;

/** As a version before kept it, for all nights together. */
type StateOfCalendar = Omit<WaitingNights, 'nights' | 'dueAt'> & { dueAt: string | null };

type StoredWaiting = Omit<WaitingNights, 'nights'> & { nights: StoredRange[] };

/** Its values behind the two dates; those at the end that are `null` are left out. */
type StoredRange = [start: string, end: string, ...values: Array<number | boolean | null>];

async function readTold(
	client: SqlClient,
	hotelSlug: string,
	subscriber: string,
	roomTypeIds: readonly string[] | null = null,
): Promise<ToldCalendar[]> {
	const rows = await select<ToldRow>(
		client,
		`SELECT "channel", "propertyId", "roomTypeId", "ratePlanId", "told", "failing", "doubtful", "believed", "restricted", to_char("dueAt", ${ISO}) AS "dueAt", "attempts", "reason",
			"heldFor", to_char("heldAt", ${ISO}) AS "heldAt"
		FROM "booking_calendars" WHERE "hotelSlug" = $1 AND "subscriber" = $2${roomTypeIds ? ' AND "roomTypeId" = ANY($3::text[])' : ''}`,
		[hotelSlug, subscriber, ...(roomTypeIds ? [roomTypeIds] : [])],
	);
	return rows.map(({ channel, roomTypeId, restricted, propertyId, ratePlanId, told, failing, doubtful, ...row }) => ({
		channel,
		roomTypeId,
		// A version before has kept the names of the restrictions, and told all nights of them: that stands in what was told.
		restricted: restricted.filter((each) => Array.isArray(each)).map(rangeOf),
		propertyId: propertyId || null,
		ratePlanId: ratePlanId || null,
		told: told.map(rangeOf),
		waiting: waitingIn(failing, row),
		doubtful: doubtful.map(rangeOf),
		believed: row.believed.map(rangeOf),
	}));
}

/** Those that a version before has left are ranges alone, all in the state of their calendar. */
function waitingIn(
	failing: ToldRow['failing'],
	{ dueAt, attempts, reason, heldFor, heldAt }: StateOfCalendar,
): WaitingNights[] {
	const ranges = failing.filter((each) => Array.isArray(each)).map(rangeOf);
	const before = { nights: ranges, dueAt: dueAt ?? '', attempts, reason, heldFor, heldAt };
	return [
		...(ranges.length > 0 ? [before] : []),
		...failing.flatMap((each) => (Array.isArray(each) ? [] : [{ ...each, nights: each.nights.map(rangeOf) }])),
	];
}

async function saveTold(
	client: SqlClient,
	hotelSlug: string,
	subscriber: string,
	{ channel, propertyId, roomTypeId, ratePlanId, told, waiting, doubtful, believed, restricted }: ToldCalendar,
): Promise<void> {
	const failing = waiting.map((each): StoredWaiting => ({ ...each, nights: each.nights.map(storedRange) }));
	// For whoever looks for what is due, or into the table: the first of them, and the one that has failed most often.
	const [dueAt = null] = waiting.map((each) => each.dueAt).sort();
	const [worst] = [...waiting].sort((a, b) => b.attempts - a.attempts);
	await client.query(
		`INSERT INTO "booking_calendars" ("hotelSlug", "subscriber", "channel", "propertyId", "roomTypeId", "ratePlanId", "told", "failing", "doubtful", "restricted", "dueAt", "attempts", "reason", "heldFor", "heldAt", "believed")
		VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8::text::jsonb, $9::text::jsonb, $10::text::jsonb, $11::text::timestamp, $12, $13, $14::text::jsonb, $15::text::timestamp, $16::text::jsonb)
		ON CONFLICT ("hotelSlug", "subscriber", "channel", "propertyId", "roomTypeId", "ratePlanId") DO UPDATE SET "told" = EXCLUDED."told",
			"failing" = EXCLUDED."failing", "doubtful" = EXCLUDED."doubtful", "restricted" = EXCLUDED."restricted", "dueAt" = EXCLUDED."dueAt", "attempts" = EXCLUDED."attempts", "reason" = EXCLUDED."reason",
			"heldFor" = EXCLUDED."heldFor", "heldAt" = EXCLUDED."heldAt", "believed" = EXCLUDED."believed"`,
		[
			hotelSlug,
			subscriber,
			channel,
			propertyId ?? '',
			roomTypeId,
			ratePlanId ?? '',
			JSON.stringify(told.map(storedRange)),
			JSON.stringify(failing),
			JSON.stringify(doubtful.map(storedRange)),
			JSON.stringify(restricted.map(storedRange)),
			timestamp(dueAt),
			worst?.attempts ?? 0,
			worst?.reason ?? null,
			'{}',
			null,
			JSON.stringify(believed.map(storedRange)),
		],
	);
}

function timestamp(time: string | null): string | null {
	return time === null || time === '' ? null : utcText(new Date(time));
}

function rangeOf([start, end, ...values]: StoredRange): CalendarRange {
	const set = NIGHT_FIELDS.map((field, index) => [field, values[index] ?? null]);
	return { ...nothingSet(), ...Object.fromEntries(set), start, end };
}

function storedRange(range: CalendarRange): StoredRange {
	const values = NIGHT_FIELDS.map((field) => range[field]);
	while (values.at(-1) === null) values.pop();
	return [range.start, range.end, ...values];
}

function newCalendar(key: CalendarKey): ToldCalendar {
	const { channel, propertyId, roomTypeId, ratePlanId } = key;
	const nothing = { told: [], waiting: [], doubtful: [], believed: [], restricted: [] };
	return { channel, propertyId, roomTypeId, ratePlanId, ...nothing };
}

function nameOf({ channel, propertyId, roomTypeId, ratePlanId }: CalendarKey): string {
	return JSON.stringify([channel, propertyId ?? '', roomTypeId, ratePlanId ?? '']);
}

async function addRestrictions(
	client: SqlClient,
	hotelSlug: string,
	restrictions: readonly Restriction[],
	today: string,
	now: Date,
): Promise<void> {
	await client.query('DELETE FROM "booking_restrictions" WHERE "hotelSlug" = $1 AND "end" <= $2', [hotelSlug, today]);
	for (const each of restrictions)
		await client.query(
			`INSERT INTO "booking_restrictions" ("hotelSlug", "channel", "roomTypeId", "ratePlanId", "start", "end", "closed", "closedToArrival", "closedToDeparture", "minimumStay", "maximumStay", "createdAt")
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::timestamp)`,
			[
				hotelSlug,
				each.channel,
				each.roomTypeId,
				each.ratePlanId,
				each.start,
				each.end,
				each.closed,
				each.closedToArrival,
				each.closedToDeparture,
				each.minimumStay,
				each.maximumStay,
				utcText(now),
			],
		);
}
