/**
 * Which updates of a document Booking.com accepted. A 200 may hold `<Errors>` (nothing was done) or `<Success/>`
 * with `<Warnings>` (a part was not done); either may name the part by its `LocatorID`.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif.
 */
import type { AriDocument } from './documents';
import type { BookingComAnswer } from '../responses/read-response';
import { BookingComError, bookingComError, meansNotDone, type Remark } from '../responses/errors';

export interface Updated {
	ruid: string | null;
	/** What Booking.com said without naming a part. */
	warnings: string[];
}

/**
 * Sends the document.
 * @param count number of updates in it
 * @returns one entry per update, in order: its success, or why it failed
 * @throws ApiError if it is unclear which update is to blame; all may then be sent again in smaller parts, since
 * repeating an update changes nothing
 */
export async function sendDocument(
	document: AriDocument,
	count: number,
	send: (body: string) => Promise<BookingComAnswer>,
): Promise<Array<Updated | Error>> {
	const { ruid, warnings } = await send(document.body).catch((error: unknown) => asAnswer(error, document, count));
	const { named, others } = byOwner(warnings, document);
	const blameless = count - named.size;
	if (blameless > 1 && others.some(meansNotDone)) throw bookingComError(others, null, ruid);
	return Array.from({ length: count }, (_, index) => {
		const remarks = named.get(index);
		return remarks ? bookingComError(remarks, null, ruid) : { ruid, warnings: others.map(({ text }) => text) };
	});
}

/** Errors that name every single update are handled like warnings; all others are thrown. */
function asAnswer(error: unknown, document: AriDocument, count: number): Pick<BookingComAnswer, 'ruid' | 'warnings'> {
	if (!(error instanceof BookingComError) || error.kind !== 'refused') throw error;
	if (byOwner(error.remarks, document).named.size < count) throw error;
	return { ruid: null, warnings: [...error.remarks] };
}

function byOwner(
	remarks: readonly Remark[],
	{ owners }: AriDocument,
): { named: Map<number, Remark[]>; others: Remark[] } {
	const named = new Map<number, Remark[]>();
	const others: Remark[] = [];
	for (const remark of remarks) {
		const owner = remark.record === null ? undefined : owners.get(remark.record);
		if (owner === undefined) others.push(remark);
		else named.set(owner, [...(named.get(owner) ?? []), remark]);
	}
	return { named, others };
}
