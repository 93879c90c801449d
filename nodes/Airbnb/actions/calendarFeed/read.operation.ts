import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { channelProperty, longestStayProperty, timeZoneProperty } from '../../calendar-feed/feed-properties';
import { standingItems } from '../../calendar-feed/standing-items';

/**
 * What stands in the calendars now. Nothing is remembered, so that nothing is told of changes and cancellations: that is
 * the trigger's work. A calendar that cannot be read is told beside the others: as a failed item where the node is set to
 * continue, otherwise in a hint.
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
		const { items, problems } = await standingItems(this, index, { closures });
		if (problems.length === 0) return items;
		const told = problems.map(({ message }) => message);
		// On the error output where the node has one: n8n takes an item with nothing but `error` for a failed one.
		if (this.continueOnFail()) return [...items, ...told.map((error) => ({ error }))];
		this.addExecutionHints({ message: told.join('; '), location: 'outputPane' });
		return items;
	}),
};
