/** What n8n items of the Opera Trigger are made of. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { sanitizeRow } from '../../../core/reservation/sanitize-row';
import type { ReadAt } from '../reservations/opera.mapper';
import type { StayRead } from './read-reservation';
import type { ValueMapping } from '../codes/value-mapping';

let latest = 0;

/** Later than any before it, though the clock counts milliseconds only. */
export function readAt(place: number): ReadAt {
	latest = Math.max(Date.now(), latest + 1);
	return { instant: new Date(latest).toISOString(), place };
}

/**
 * The reservation, and under `opera` which of OPERA's reservations it is.
 * @param valueMapping OPERA's own conversion table, where the hotel has one
 */
export function itemOf(
	hotelId: string,
	{ reservation, isReport, stays, lastWritten = [] }: NonNullable<StayRead['found']>,
	valueMapping: readonly ValueMapping[] = [],
): INodeExecutionData {
	const reservations = stays.map(({ reservationId, confirmationNumber, status, roomId, arrival, departure }) => ({
		...{ reservationId, confirmationNumber, ...sanitizeRow({ status, roomId }), arrival, departure },
	}));
	const opera = {
		...{ hotelId, isReport, reservations },
		...(lastWritten.length > 0 ? { lastWritten } : {}),
		...(valueMapping.length > 0 ? { valueMapping: sanitizeRow(valueMapping) } : {}),
	};
	return { json: { ...reservation, opera } as unknown as IDataObject };
}
