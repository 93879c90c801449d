/**
 * Which parts of a document Booking.com accepted. A 200 may hold `<Success/>` with `<Warnings>` or `<Errors>` (a part
 * was not done), or `<Errors>` alone; a 400 holds `<Errors>`; each may name the part by its `LocatorID`.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif, OTA_HotelRateAmountNotif and
 * b_xml-availability-troubleshooting.
 */
import type { DateRange } from '../../../core/availability/ranges';
import type { BookingComAnswer } from '../responses/read-response';
import { BookingComError, bookingComError, meansNotDone, refusesClosing, type Remark } from '../responses/errors';

export interface Updated {
	ruid: string | null;
	/** What Booking.com said without naming a part. */
	warnings: string[];
	/** If the nights had to be sent again without their closing: what became of them. */
	notClosed?: string;
	/** Nights that were not sent, for want of time; sorted by their start. */
	unsent?: DateRange[];
	/** Nights of which a part was refused, where others were not; sorted by their start. */
	refused?: { nights: DateRange[]; error: Error };
}

/**
 * Sends the parts. If some are refused by name and it is open what became of the others, these are sent again: to
 * repeat an update changes nothing.
 * @returns one entry per part, in order: its success, or why it failed
 * @throws ApiError if it is unclear which part is to blame; all may then be sent again in smaller requests
 */
export async function sendDocument<P>(
	parts: readonly P[],
	write: (parts: P[]) => string,
	send: (body: string) => Promise<BookingComAnswer>,
): Promise<Array<Updated | Error>> {
	const results = parts.map((): Updated | Error => new Error('There is no result for this item; run the flow again'));
	let waiting = parts.map((_, place) => place);
	while (waiting.length > 0) {
		const { ruid, remarks, isPartlyDone, error } = await send(write(waiting.map((place) => parts[place] as P))).then(
			asJudged,
			asRefused,
		);
		const { named, others } = byPart(remarks, waiting.length);
		for (const [index, about] of named) results[waiting[index] as number] = bookingComError(about, null, ruid);
		const rest = waiting.filter((_, index) => !named.has(index));
		const doubts = error === null ? others.filter(meansNotDone) : others;
		if (isPartlyDone && (doubts.length === 0 || (error === null && rest.length === 1))) {
			// A warning about the only part that was sent is passed on with it.
			const isRefused = rest.length === 1 && others.some(refusesClosing);
			for (const place of rest)
				results[place] = isRefused
					? bookingComError(others, null, ruid)
					: { ruid, warnings: others.map(({ text }) => text) };
			return results;
		}
		if (named.size === 0 || isPartlyDone) {
			const whole = error ?? bookingComError(doubts, null, ruid);
			if (rest.length > 1) throw whole;
			for (const place of rest) results[place] = whole;
			return results;
		}
		waiting = rest;
	}
	return results;
}

interface Judged {
	ruid: string | null;
	remarks: readonly Remark[];
	/** Whether what no remark is about was done. */
	isPartlyDone: boolean;
	/** `null` if Booking.com reported success, perhaps with warnings. */
	error: BookingComError | null;
}

function asJudged({ ruid, warnings }: BookingComAnswer): Judged {
	return { ruid, remarks: warnings, isPartlyDone: true, error: null };
}

function asRefused(error: unknown): Judged {
	if (!(error instanceof BookingComError) || error.kind !== 'refused') throw error;
	return { ruid: error.ruid, remarks: error.remarks, isPartlyDone: error.isBesideSuccess, error };
}

function byPart(remarks: readonly Remark[], count: number): { named: Map<number, Remark[]>; others: Remark[] } {
	const named = new Map<number, Remark[]>();
	const others: Remark[] = [];
	for (const remark of remarks) {
		const index = /^\d{1,9}$/.test(remark.record ?? '') ? Number(remark.record) - 1 : -1;
		if (index < 0 || index >= count) others.push(remark);
		else named.set(index, [...(named.get(index) ?? []), remark]);
	}
	return { named, others };
}
