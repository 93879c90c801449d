import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { channelProperty, longestStayProperty, timeZoneProperty } from '../../calendar-feed/feed-properties';
import { standingItems } from '../../calendar-feed/standing-items';

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
		const closures = this.getNodeParameter('options.closures', index, false) === true;
		return await standingItems(this, index, { closures });
	}),
};
