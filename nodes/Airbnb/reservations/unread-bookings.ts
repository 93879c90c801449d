/**
 * Whether Airbnb has sold something that SelfKey has not heard of. Airbnb keeps no queue, so what it has booked is compared with
 * what SelfKey said that it knows.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { within } from '../../../core/availability/calendar-nights';
import { covers, envelope, type DateRange } from '../../../core/availability/ranges';
import type { ChannelId } from '../../../core/channel/channels';
import { Reader, recordOf, type Fields } from '../../../core/payload/field-reader';
import { addDays } from '../../../core/reservation/dates';
import { textOf } from '../../../core/text/read-text';
import { channelAsker, type NoAnswer } from '../../shared/ask-channel';
import { readCalendarItem } from '../../shared/calendar-item';
import type { RequestContext } from '../../shared/request/request';
import { sourceToRead, type StandingStay } from '../../shared/unread-sales';
import { idOf } from '../responses/ids';
import { confirmationCodeOf, readReservation } from './airbnb.mapper';
import { fetchReservations, type Window } from './fetch-reservations';
import { followedStayOfRun } from './followed-stay';
import { hostIdOf } from './host-id';
import { meaningOf } from './status-words';
import { datesOf, timeOf } from './times';

const AIRBNB: ChannelId = 'airbnb';
/** Of more listings, all of the host's reservations are read at once: a room may be sold as many listings. */
const MAX_LISTINGS = 5;
/**
 * What Airbnb changed longer ago was read long since, if SelfKey has heard of it or does not say, and told to people if it cannot be
 * mapped: if it does not stand in SelfKey, the desk has let it go, such as a guest who did not come.
 */
const READ_AFTER_MS = 24 * 3_600_000;

/** What Airbnb has booked. Of what cannot be mapped, all that is missing may be anything. */
interface Booked {
	/** `null`: SelfKey cannot know it. */
	code: string | null;
	/** `null`: any of the host's. */
	listingId: string | null;
	/** `null`: any. */
	nights: DateRange | null;
	/** Changed longer ago than `READ_AFTER_MS`. */
	isOld: boolean;
	/** No booking yet: Airbnb keeps the nights until somebody has decided, and SelfKey never hears of it. */
	isRequest: boolean;
}

/** What an item asks of Airbnb. */
interface Asked {
	listingIds: readonly string[];
	standing: readonly StandingStay[];
	heard: readonly StandingStay[] | null;
	nights: readonly DateRange[];
}

/** What each item has to wait for at Airbnb; `null` where nothing is unknown, an error where Airbnb refuses to say. */
export async function whatIsUnread(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	now: Date,
): Promise<Array<NoAnswer | null>> {
	const asked = items.map(({ json }) => askedBy(json));
	const all = asked.filter((each) => each !== null);
	const listingIds = [...new Set(all.flatMap((each) => each.listingIds))];
	const nights = envelope(all.flatMap((each) => each.nights));
	if (listingIds.length === 0 || nights === null) return items.map(() => null);
	const window = windowOf(nights, followedStayOfRun(context, 0));
	const ask = channelAsker('Airbnb', 'Airbnb does not say what it has booked');
	const said = new Map<string, readonly Booked[] | NoAnswer>();
	for (const filter of listingIds.length > MAX_LISTINGS ? [null] : listingIds) {
		const read = await ask(async (seconds) => await bookedIn(context, filter, { window, seconds, now }));
		const result = 'answer' in read ? read.answer : read.noAnswer;
		for (const id of filter === null ? listingIds : [filter]) said.set(id, result);
	}
	return asked.map((each) => (each === null ? null : unreadOf(each, said)));
}

/** `null` where Airbnb has sold none of the rooms, or nobody says what SelfKey knows of it. */
function askedBy(json: Fields): Asked | null {
	const { roomTypeIds, standing = null, heard = null } = sourceToRead(json, AIRBNB) ?? { roomTypeIds: [] };
	return standing === null || roomTypeIds.length === 0
		? null
		: { listingIds: roomTypeIds, standing, heard, nights: readCalendarItem(json)?.nights ?? [] };
}

/** Where every stay of these nights is in, however long before them it began and after them it ends. */
function windowOf({ start, end }: DateRange, longestStay: number): Window {
	return { from: addDays(start, -longestStay - 1), to: addDays(end, longestStay + 1) };
}

function unreadOf(
	{ listingIds, standing, heard, nights }: Asked,
	said: ReadonlyMap<string, readonly Booked[] | NoAnswer>,
): NoAnswer | null {
	const unread = new Set<Booked>();
	const silences: NoAnswer[] = [];
	for (const id of listingIds) {
		const result = said.get(id) ?? [];
		if (result instanceof Error) return result;
		if ('what' in result) silences.push(result);
		else
			for (const booked of result)
				if ((booked.listingId ?? id) === id && !isKnown(booked, standing, nights) && !isLetGo(booked, heard, nights))
					unread.add(booked);
	}
	if (unread.size === 0) return silences[0] ?? null;
	const requests = [...unread].filter(({ isRequest }) => isRequest).length;
	const bookings = unread.size - requests;
	const clauses = [
		...(bookings === 0
			? []
			: [
					`${bookings === 1 ? 'a reservation of Airbnb waits' : `${bookings} reservations of Airbnb wait`} to be written to SelfKey`,
				]),
		...(requests === 0
			? []
			: [`${requests === 1 ? 'a request at Airbnb keeps' : `${requests} requests at Airbnb keep`} these nights`]),
	];
	return { what: clauses.join(' and ') };
}

/** Whether the count of each of the nights has it in it. A stay that was made longer at Airbnb is known for its first nights. */
function isKnown(
	{ code, nights: booked }: Booked,
	standing: readonly StandingStay[],
	nights: readonly DateRange[],
): boolean {
	const taken = booked === null ? nights : within(nights, [booked]);
	return taken.every((range) => standing.some((stay) => stay.id === code && covers(stay, range)));
}

function isLetGo(booked: Booked, heard: readonly StandingStay[] | null, nights: readonly DateRange[]): boolean {
	return booked.isOld && (heard === null || isKnown(booked, heard, nights));
}

/** @throws ApiError; RangeError if the credential has no host */
async function bookedIn(
	context: RequestContext,
	listingId: string | null,
	{ window, seconds, now }: { window: Window; seconds: number; now: Date },
): Promise<Booked[]> {
	const hostId = await hostIdOf(context);
	const { entries, failure } = await fetchReservations(context, { hostId, window, listingId, within: seconds });
	if (failure !== null) throw failure;
	return entries.flatMap((entry) => bookedBy(entry, hostId, now));
}

function bookedBy(entry: unknown, hostId: string, now: Date): Booked[] {
	const fields = recordOf(entry);
	// Of what has no time that can be read, nobody knows whether it is old.
	const changedAt = Date.parse(timeOf(fields['updated_at']) ?? '');
	const isOld = now.getTime() - changedAt > READ_AFTER_MS;
	try {
		const { meaning, reservation } = readReservation(entry, { observedAt: `${now.toISOString()}#1`, hostId });
		if (meaning === 'held') return requestIn(entry);
		const { reservationId, checkIn, checkOut, rooms } = reservation ?? {};
		if (meaning !== 'booked' || !reservationId || !checkIn || !checkOut) return [];
		const listingId = rooms?.[0]?.roomTypeId ?? null;
		return [{ code: reservationId, listingId, nights: { start: checkIn, end: checkOut }, isOld, isRequest: false }];
	} catch {
		return isOld || isEnded(fields) ? [] : [whatCanBeRead(entry)];
	}
}

function isEnded(fields: Fields): boolean {
	const meaning = meaningOf(textOf(fields['status_type']) ?? textOf(fields['status']));
	return meaning === 'cancelled' || meaning === 'released';
}

/** Without nights that can be read, it keeps none that anybody knows. */
function requestIn(entry: unknown): Booked[] {
	const request = { ...whatCanBeRead(entry), isRequest: true };
	return request.nights === null ? [] : [request];
}

/** The trigger reports what cannot be mapped, and people write it to SelfKey by hand: until then its nights are sold all the same. */
function whatCanBeRead(entry: unknown): Booked {
	const fields = recordOf(entry);
	const { checkIn, checkOut } = datesOf(fields, new Reader());
	return {
		code: confirmationCodeOf(fields),
		listingId: idOf(fields, 'listing_id'),
		nights: checkIn === null || checkOut === null ? null : { start: checkIn, end: checkOut },
		isOld: false,
		isRequest: false,
	};
}
