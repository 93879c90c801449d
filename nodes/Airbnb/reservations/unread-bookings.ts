/**
 * Whether Airbnb has sold something that SelfKey has not heard of. Airbnb keeps no queue, so what it has booked is compared with
 * what SelfKey said that it knows.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { overlaps, type DateRange } from '../../../core/availability/ranges';
import type { ChannelId } from '../../../core/channel/channels';
import { readCalendarItem } from '../../shared/calendar-item';
import type { RequestContext } from '../../shared/request/request';
import { sourceToRead } from '../../shared/unread-sales';
import { readReservation } from './airbnb.mapper';
import { fetchReservations, windowAround } from './fetch-reservations';
import { hostIdOf } from './host-id';
import { LONGEST_STAY } from './partner-api.source';

const AIRBNB: ChannelId = 'airbnb';
/** Listings that were not read by then come with the next poll: the counts would be out of date. */
const LATE_AFTER_MS = 20_000;
/**
 * What Airbnb changed longer ago was read long since: if it does not stand in SelfKey, the desk has let it go, such as a guest
 * who did not come.
 */
const READ_AFTER_MS = 24 * 3_600_000;

/** What Airbnb has booked in a listing. */
interface Booked extends DateRange {
	code: string;
}

/** What each item has to wait for at Airbnb, as a clause; `null` where nothing is unknown. A listing is read once. */
export async function whatIsUnread(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	now: Date,
): Promise<Array<string | null>> {
	const listings = new Map<string, Booked[] | string>();
	const end = performance.now() + LATE_AFTER_MS;
	const found: Array<string | null> = [];
	for (const { json } of items) {
		const { roomTypeIds, standing } = sourceToRead(json, AIRBNB) ?? { roomTypeIds: [], standing: null };
		if (standing === null) {
			found.push(null);
			continue;
		}
		for (const listingId of roomTypeIds) {
			if (listings.has(listingId)) continue;
			const read =
				performance.now() > end ? 'Airbnb is slow to say what it has booked' : bookedIn(context, listingId, now);
			listings.set(listingId, await read);
		}
		const nights = readCalendarItem(json)?.nights ?? [];
		found.push(
			clauseFor(
				roomTypeIds.map((id) => listings.get(id) ?? []),
				standing,
				nights,
			),
		);
	}
	return found;
}

function clauseFor(
	read: ReadonlyArray<readonly Booked[] | string>,
	standing: ReadonlySet<string>,
	nights: readonly DateRange[],
): string | null {
	const failure = read.find((each) => typeof each === 'string');
	if (typeof failure === 'string') return failure;
	const unread = read
		.flatMap((each) => (typeof each === 'string' ? [] : each))
		.filter((booked) => !standing.has(booked.code) && nights.some((range) => overlaps(range, booked)));
	if (unread.length === 0) return null;
	const what = unread.length === 1 ? 'a reservation of Airbnb waits' : `${unread.length} reservations of Airbnb wait`;
	return `${what} to be written to SelfKey`;
}

/** Why it cannot be read, where that is so. */
async function bookedIn(context: RequestContext, listingId: string, now: Date): Promise<Booked[] | string> {
	try {
		const hostId = await hostIdOf(context);
		const window = windowAround(now, LONGEST_STAY);
		const { entries, failure } = await fetchReservations(context, { hostId, window, listingId, isPressing: true });
		if (failure !== null) throw failure;
		return entries.flatMap((entry) => recentlyBooked(entry, hostId, now));
	} catch (error) {
		return `Airbnb does not say what it has booked (${error instanceof Error ? error.message : 'no answer'})`;
	}
}

/** None for what cannot be read: the trigger reports that, and it reaches SelfKey by hand. */
function recentlyBooked(entry: unknown, hostId: string, now: Date): Booked[] {
	try {
		const { meaning, reservation } = readReservation(entry, { observedAt: `${now.toISOString()}#1`, hostId });
		const { reservationId, checkIn, checkOut, revision } = reservation ?? {};
		if (meaning !== 'booked' || !reservationId || !checkIn || !checkOut) return [];
		if (now.getTime() - Date.parse(revision ?? '') > READ_AFTER_MS) return [];
		return [{ code: reservationId, start: checkIn, end: checkOut }];
	} catch {
		return [];
	}
}
