import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { entriesOf, type Entry } from '../../../../core/calendar-feed/entry';
import { distinct } from '../../../../core/calendar-feed/recognise';
import { reservationOf, type FeedSource } from '../../../../core/calendar-feed/reservation-of';
import { dateIn, isTimeZone } from '../../../../core/reservation/dates';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText, wholeNumberFromOne } from '../../../shared/parameters';
import { ApiError } from '../../../shared/request/api-error';
import {
	channelProperty,
	LONGEST_STAY,
	longestStayProperty,
	timeZoneProperty,
} from '../../calendar-feed/feed-properties';
import { FAULTS } from '../../../../core/calendar-feed/follow';
import { feedsOf, type Feed } from '../../calendar-feed/feeds';
import { fetchCalendar } from '../../calendar-feed/fetch-calendar';

/**
 * What stands in the calendars now. Nothing is remembered, so that nothing is told of changes and cancellations: that is
 * the trigger's work.
 */
export const read: Operation = {
	fields: [
		channelProperty,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Closures',
					name: 'closures',
					type: 'boolean',
					default: false,
					description: 'Whether to return nights that are closed without a booking as well',
				},
				longestStayProperty,
				timeZoneProperty,
			],
		},
	],
	execute: eachItem(async function (index) {
		const { propertyId, feeds } = await feedsOf(this);
		const channel = optionalText(this, 'channel', index) ?? 'airbnb';
		const found: IDataObject[] = [];
		for (const feed of feeds) {
			const entries = await entriesIn(this, feed, index);
			found.push(...itemsOf(entries, { channel, propertyId, listingId: feed.listingId }));
		}
		return found;
	}),
};

async function entriesIn(context: IExecuteFunctions, feed: Feed, index: number): Promise<Entry[]> {
	const timeZone = optionalText(context, 'options.timeZone', index) ?? context.getTimezone();
	if (!isTimeZone(timeZone)) throw new RangeError('"Time Zone" must be a time zone such as Europe/Zurich');
	const fetched = await fetchCalendar(context, feed, {}, timeZone);
	if (fetched === 'unchanged' || !('calendar' in fetched)) throw unreadable(feed, fetched);
	const today = dateIn(timeZone, new Date());
	const longestStay = wholeNumberFromOne(context, 'options.longestStay', 'Longest Stay', index, LONGEST_STAY);
	const entries = entriesOf(fetched.calendar, { today, longestStay, closureEnds: [] });
	const bookings = distinct(entries.filter(({ kind }) => kind === 'booking'));
	const wantsClosures = context.getNodeParameter('options.closures', index, false) === true;
	return [...bookings, ...(wantsClosures ? entries.filter(({ kind }) => kind === 'closure') : [])];
}

function itemsOf(entries: readonly Entry[], source: FeedSource): IDataObject[] {
	const at = new Date();
	return entries.map(({ kind, uid, code, checkIn, checkOut, guest, phoneEnd }, index) => {
		const airbnb = { source: 'calendarFeed', listingId: source.listingId, kind };
		if (kind !== 'booking') return { airbnb: { ...airbnb, start: checkIn, end: checkOut } };
		const message = { event: 'new' as const, reservationId: code ?? uid, ...{ checkIn, checkOut, guest, phoneEnd } };
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
