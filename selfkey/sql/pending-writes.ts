/**
 * What a transaction has still to write to our own tables, sent as one statement: each is a round trip where the database is
 * remote. None of these tables has a trigger or refers to another of them, so that it does not matter which is written first.
 */
import { uniqueKey } from '../../core/reservation/key';
import type { Reservation } from '../../core/reservation/model';
import type { ExternalReference, LogEntry } from '../ports/booking-store';
import type { NewChange } from '../ports/change-feed';
import type { NewDelivery } from '../ports/records';
import { utcText } from './booking-rows';
import { select, type SqlClient } from './client';
import { INSERT_DELIVERIES, REMOVE_OLD_DELIVERIES } from './delivery-rows';
import { newId } from './id';

/** Each reads its rows from the list of its name in $2; $1 is the hotel, $3 the moment. A list that is empty is not written. */
const STATEMENTS = {
	reservations: [
		`INSERT INTO "booking_reservations"
			("hotelSlug", "channel", "propertyId", "reservationId", "status", "reservation", "createdAt", "updatedAt")
		SELECT $1::text, n."channel", n."propertyId", n."reservationId", n."status", n."reservation", $3::text::timestamp, $3::text::timestamp
		FROM jsonb_to_recordset($2::jsonb->'reservations') AS n("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "status" TEXT, "reservation" JSONB)
		ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId") DO UPDATE
		SET "status" = EXCLUDED."status", "reservation" = EXCLUDED."reservation", "updatedAt" = EXCLUDED."updatedAt"`,
	],
	references: [
		`INSERT INTO "booking_external_references" AS r
			("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "roomName", "overwritten", "codeSentAt", "createdAt", "updatedAt")
		SELECT $1::text, n."channel", n."propertyId", n."reservationId", n."roomStayId", n."bookingId", n."baseline", n."identityMissing", n."roomName", n."overwritten",
			CASE WHEN n."isRoomKnown" THEN $3::text::timestamp END, $3::text::timestamp, $3::text::timestamp
		FROM jsonb_to_recordset($2::jsonb->'references') AS n("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "roomStayId" TEXT, "bookingId" TEXT, "baseline" JSONB,
			"identityMissing" BOOLEAN, "roomName" TEXT, "overwritten" JSONB, "isRoomKnown" BOOLEAN)
		ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId") DO UPDATE
		SET "bookingId" = EXCLUDED."bookingId", "baseline" = EXCLUDED."baseline", "identityMissing" = EXCLUDED."identityMissing",
			"roomName" = EXCLUDED."roomName", "overwritten" = COALESCE(EXCLUDED."overwritten", r."overwritten"), "updatedAt" = EXCLUDED."updatedAt",
			"codeSentAt" = COALESCE(CASE WHEN r."bookingId" = EXCLUDED."bookingId" THEN r."codeSentAt" END, EXCLUDED."codeSentAt")`,
	],
	deliveries: [REMOVE_OLD_DELIVERIES, INSERT_DELIVERIES],
	changes: [
		`INSERT INTO "booking_changes" ("hotelSlug", "channel", "propertyId", "reservationId", "originKind", "integrationId", "event", "changedAt")
		SELECT $1::text, n."channel", n."propertyId", n."reservationId", n."originKind", n."integrationId", n."event", $3::text::timestamp
		FROM ROWS FROM (jsonb_to_recordset($2::jsonb->'changes') AS ("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "originKind" TEXT, "integrationId" TEXT, "event" TEXT))
			WITH ORDINALITY AS n("channel", "propertyId", "reservationId", "originKind", "integrationId", "event", "place")
		ORDER BY n."place"
		ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "transactionId")
		DO UPDATE SET "event" = CASE WHEN "booking_changes"."event" = 'updated' THEN EXCLUDED."event" ELSE "booking_changes"."event" END`,
	],
	logs: [
		`INSERT INTO "integration_logs" ("id", "integrationId", "action", "status", "message", "data", "createdAt")
		SELECT n."id", n."integrationId", 'webhook_received', n."status", n."message", n."data", $3::text::timestamp
		FROM jsonb_to_recordset($2::jsonb->'logs') AS n("id" TEXT, "integrationId" TEXT, "status" TEXT, "message" TEXT, "data" JSONB)`,
	],
} as const;

type List = keyof typeof STATEMENTS;
const LISTS = Object.keys(STATEMENTS) as List[];

export class PendingWrites {
	/** By what makes a row one row: the same one twice in a statement is refused by PostgreSQL. */
	private lists = emptyLists();

	constructor(
		private readonly client: SqlClient,
		private readonly hotelSlug: string,
		private readonly now: Date,
	) {}

	addReservation(reservation: Reservation): Promise<void> {
		const { channel, propertyId, reservationId, status } = reservation;
		return this.add('reservations', uniqueKey(reservation), {
			channel,
			propertyId,
			reservationId,
			status,
			reservation,
		});
	}

	addReference(reference: ExternalReference): Promise<void> {
		return this.add('references', JSON.stringify([uniqueKey(reference), reference.roomStayId]), reference);
	}

	addDelivery(delivery: NewDelivery): Promise<void> {
		return this.add('deliveries', JSON.stringify([uniqueKey(delivery), delivery.digest]), delivery);
	}

	/** All that a transaction does to one reservation is one change; with one that is written already, the database makes one of them. */
	addChange(change: NewChange): void {
		const { changes } = this.lists;
		const known = changes.get(uniqueKey(change)) as NewChange | undefined;
		if (!known) changes.set(uniqueKey(change), change);
		else if (known.event === 'updated') changes.set(uniqueKey(change), { ...known, event: change.event });
	}

	addLog(entry: LogEntry): void {
		const id = newId(this.now);
		this.lists.logs.set(id, { ...entry, id });
	}

	get areOnlyDeliveries(): boolean {
		return LISTS.every((list) => list === 'deliveries' || this.lists[list].size === 0);
	}

	async flush(): Promise<void> {
		const filled = LISTS.filter((list) => this.lists[list].size > 0);
		if (filled.length === 0) return;
		const rows = Object.fromEntries(filled.map((list) => [list, [...this.lists[list].values()]]));
		this.lists = emptyLists();
		const parts = filled
			.flatMap((list) => STATEMENTS[list].map((text, index) => `"${list} ${index}" AS (${text})`))
			.join(', ');
		// The parts see the database as it was before all of them. $1 is named once more for a log alone, which needs none.
		await select(this.client, `WITH ${parts} SELECT $1::text AS "written"`, [
			this.hotelSlug,
			JSON.stringify(rows),
			utcText(this.now),
		]);
	}

	private async add(list: List, row: string, value: object): Promise<void> {
		if (this.lists[list].has(row)) await this.flush();
		this.lists[list].set(row, value);
	}
}

function emptyLists(): Record<List, Map<string, object>> {
	const empty = () => new Map<string, object>();
	return { reservations: empty(), references: empty(), deliveries: empty(), changes: empty(), logs: empty() };
}
