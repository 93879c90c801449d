/** The flow from Airbnb in the whole house: polled when the test says so. */
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { Execution } from '../../sandbox/n8n/host/types';
import type { SandboxEnvironment } from './environment';

/** Executions of the flow from Airbnb, oldest first. */
export async function airbnbRuns({ n8n, templates }: SandboxEnvironment) {
	return (await n8n.api.executions({ workflowId: templates.airbnb })).reverse();
}

/**
 * Lets n8n poll Airbnb once, now: it does so when a flow is switched on.
 * @param isQuiet nothing is expected to start
 * @returns the executions that it led to, all ended
 */
export async function pollAirbnbOnce(environment: SandboxEnvironment, isQuiet = false): Promise<Execution[]> {
	const { n8n, templates } = environment;
	const before = new Set((await airbnbRuns(environment)).map(({ id }) => id));
	await n8n.activate(templates.airbnb);
	const begun = await n8n.waitFor(
		async () => {
			const runs = (await airbnbRuns(environment)).filter(({ id }) => !before.has(id));
			return (isQuiet || runs.length > 0) && runs.every(({ status }) => !UNFINISHED.includes(status)) && runs;
		},
		{ what: 'the run that the poll started', timeoutMs: 120_000 },
	);
	await n8n.deactivate(templates.airbnb);
	return await Promise.all(begun.map(({ id }) => n8n.api.execution(id)));
}

export interface StandingStay {
	reservationId: string;
	status: string;
	checkIn: string;
	checkOut: string;
	occupies: boolean;
	amount: number;
	currency: string;
	room: string | null;
}

/** What SelfKey holds of Airbnb's reservations, by code. */
export async function airbnbStays({ selfKey }: SandboxEnvironment): Promise<Map<string, StandingStay>> {
	const rows = await selfKey.db<StandingStay>(
		`SELECT r."reservationId", s."status", to_char(b."checkInDate", 'YYYY-MM-DD') AS "checkIn",
			to_char(b."checkOutDate", 'YYYY-MM-DD') AS "checkOut", b."paymentStatus" = 'succeeded' AS "occupies",
			b."amount"::float AS "amount", b."currency", rooms."name" AS "room"
		FROM "booking_external_references" r
		JOIN "bookings" b ON b."id" = r."bookingId"
		JOIN "booking_reservations" s ON s."hotelSlug" = r."hotelSlug" AND s."channel" = r."channel"
			AND s."propertyId" = r."propertyId" AND s."reservationId" = r."reservationId"
		LEFT JOIN "rooms" ON rooms."id" = b."roomId" WHERE r."channel" = 'airbnb'`,
	);
	return new Map(rows.map((row) => [row.reservationId, row]));
}
