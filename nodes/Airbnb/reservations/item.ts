/** What n8n items are made of. Pure. */
import type { IDataObject } from 'n8n-workflow';
import { recordOf, Reader } from '../../../core/payload/field-reader';
import { sanitizeRow } from '../../../core/reservation/sanitize-row';
import { idOf } from '../responses/ids';
import { confirmationCodeOf, type ReadReservation } from './airbnb.mapper';
import { datesOf } from './times';

/**
 * A booking, or the end of one, is the reservation. Anything else, such as a request that the host has to answer, gives
 * its facts only, so that nothing can write it as a booking.
 */
export function itemOf(entry: unknown, { reservation, status: word, meaning }: ReadReservation): IDataObject {
	const status = sanitizeRow(word);
	if (reservation !== null) return { ...reservation, airbnb: { status, meaning } } as unknown as IDataObject;
	const fields = recordOf(entry);
	const stay = { ...datesOf(fields, new Reader()), listingId: idOf(fields, 'listing_id') };
	return { airbnb: sanitizeRow({ status, meaning, confirmationCode: confirmationCodeOf(entry), ...stay }) };
}
