import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { askedPage, pageItem, pageOfList, pageProperties } from '../../../shared/reservation-page';
import { channelProperty, longestStayProperty, timeZoneProperty } from '../../calendar-feed/feed-properties';
import { standingItems } from '../../calendar-feed/standing-items';

const SIZE = 500;

/** A page of the bookings that stand in the calendars now, under the keys that the trigger gives them. */
export const getPage: Operation = {
	fields: [
		channelProperty,
		...pageProperties(SIZE),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [longestStayProperty, timeZoneProperty],
		},
	],
	execute: eachItem(async function (index) {
		const asked = askedPage(this, index, SIZE);
		const { items, problems } = await standingItems(this, index, { closures: false });
		const { entries, next } = pageOfList(items, ({ key }) => String(key), asked);
		// With each page, since a calendar may have failed for this one only.
		const unreadable = problems.map(({ message }) => ({ event: 'new', key: null, error: message }));
		return pageItem(this, asked, { reservations: entries, unreadable, next });
	}),
};
