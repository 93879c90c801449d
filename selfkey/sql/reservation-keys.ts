/** Many reservations in one statement, by their keys. */
import type { ReservationKey } from '../ports/records';

/** Three parameters, for `wanted`. */
export function columnsOf(keys: readonly ReservationKey[]): string[][] {
	return [
		keys.map(({ channel }) => channel),
		keys.map(({ propertyId }) => propertyId),
		keys.map(({ reservationId }) => reservationId),
	];
}

/** @param place of the first of the three parameters */
export function wanted(place: number): string {
	return `unnest($${place}::text[], $${place + 1}::text[], $${place + 2}::text[]) AS k("channel", "propertyId", "reservationId")`;
}

/** Whether a row of the table is about the wanted reservation. */
export function same(table: string): string {
	return `${table}."channel" = k."channel" AND ${table}."propertyId" = k."propertyId" AND ${table}."reservationId" = k."reservationId"`;
}
