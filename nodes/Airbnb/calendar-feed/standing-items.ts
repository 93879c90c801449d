/** What stands in the calendars now, as items; nothing is remembered. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { decideAmbiguous } from '../../../core/calendar-feed/ambiguous';
import { distinct, sharingCode } from '../../../core/calendar-feed/distinct';
import { entriesOf, unreadableIn, type Entry } from '../../../core/calendar-feed/entry';
import { DEFAULT_LONGEST_STAY, FAULTS } from '../../../core/calendar-feed/follow';
import { mattersIn } from '../../../core/calendar-feed/matters';
import { reservationOf, type FeedSource } from '../../../core/calendar-feed/reservation-of';
import { freeId } from '../../../core/calendar-feed/stay-id';
import { dateIn, isTimeZone } from '../../../core/reservation/dates';
import { optionalText, wholeNumberFromOne } from '../../shared/parameters';
import { ApiError } from '../../shared/request/api-error';
import { feedsOf, type Feed } from './feeds';
import { fetchCalendar } from './fetch-calendar';

export interface Standing {
	items: IDataObject[];
	/** What is not among them: a calendar that cannot be read, or events of one; it holds up no other. */
	problems: Error[];
}

/** @throws ApiError if no calendar can be read; RangeError for what a person has to correct */
export async function standingItems(
	context: IExecuteFunctions,
	index: number,
	{ closures }: { closures: boolean },
): Promise<Standing> {
	const { propertyId, feeds, mistake } = await feedsOf(context);
	const channel = optionalText(context, 'channel', index) ?? 'airbnb';
	const rules = rulesOf(context, index);
	const items: IDataObject[] = [];
	const failures: Error[] = [];
	const matters: Error[] = mistake === null ? [] : [mistake];
	for (const feed of feeds) {
		try {
			const { entries, told } = await entriesIn(context, feed, rules, closures);
			items.push(...itemsOf(entries, { channel, propertyId, listingId: feed.listingId }));
			matters.push(...told.map((message) => new Error(message)));
		} catch (error) {
			failures.push(error as Error);
		}
	}
	const [first] = failures;
	if (first && failures.length === feeds.length) throw first;
	return { items, problems: [...failures, ...matters] };
}

interface Rules {
	timeZone: string;
	longestStay: number;
}

function rulesOf(context: IExecuteFunctions, index: number): Rules {
	const timeZone = optionalText(context, 'options.timeZone', index) ?? context.getTimezone();
	if (!isTimeZone(timeZone)) throw new RangeError('"Time Zone" must be a time zone such as Europe/Zurich');
	const longestStay = wholeNumberFromOne(context, 'options.longestStay', 'Longest Stay', index, DEFAULT_LONGEST_STAY);
	return { timeZone, longestStay };
}

async function entriesIn(
	context: IExecuteFunctions,
	feed: Feed,
	{ timeZone, longestStay }: Rules,
	closures: boolean,
): Promise<{ entries: Entry[]; told: string[] }> {
	const fetched = await fetchCalendar(context, feed, {}, timeZone);
	if (fetched === 'unchanged' || !('calendar' in fetched)) throw unreadable(feed, fetched);
	const today = dateIn(timeZone, new Date());
	const all = entriesOf(fetched.calendar, { today, longestStay });
	const { entries, unclear } = decideAmbiguous(all, [], { closures: [], far: [], windows: [] }, today);
	const bookings = distinct(entries.filter(({ kind }) => kind === 'booking'));
	const unread = unreadableIn(fetched.calendar).length;
	const matters = mattersIn({ unread, unclear, sharing: sharingCode(bookings) }, feed);
	return {
		entries: [...bookings, ...(closures ? entries.filter(({ kind }) => kind === 'closure') : [])],
		told: matters.map(({ message }) => message),
	};
}

function itemsOf(entries: readonly Entry[], source: FeedSource): IDataObject[] {
	const at = new Date();
	const ids = new Set<string>();
	return entries.map(({ kind, uid, code, checkIn, checkOut, guest, phoneEnd }, index) => {
		const airbnb = { source: 'calendarFeed', listingId: source.listingId, kind };
		if (kind !== 'booking') return { airbnb: { ...airbnb, channel: source.channel, start: checkIn, end: checkOut } };
		const reservationId = freeId({ code, uid }, (id) => ids.has(id));
		ids.add(reservationId);
		const message = { event: 'new' as const, reservationId, ...{ checkIn, checkOut, guest, phoneEnd } };
		return { ...reservationOf(source, { ...message, at, place: index + 1 }), airbnb } as unknown as IDataObject;
	});
}

function unreadable({ listingId }: Feed, fetched: Awaited<ReturnType<typeof fetchCalendar>>): ApiError {
	const isObject = fetched !== 'unchanged';
	const reason =
		isObject && 'failure' in fetched
			? fetched.failure
			: isObject && 'fault' in fetched
				? FAULTS[fetched.fault]
				: 'it did not answer with its content';
	return new ApiError({
		kind: 'unreadable',
		message: `The calendar of ${listingId} cannot be read: ${reason}`,
		advice: 'Look at the address in the Calendar Feeds credential, and at the channel',
	});
}
