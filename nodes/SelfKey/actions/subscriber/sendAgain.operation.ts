import type { IDataObject } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import { locator } from '../../../shared/locator';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { checkedSubscriber } from '../../change-feed/subscriber-parameter';
import { selfKeyRepeatablePost } from '../../transport';

const NONE_FOUND =
	'SelfKey has no such reservation, or no such subscriber: copy the key from the log, and the name from the SelfKey Trigger';

/**
 * Offers a reservation to a subscriber once more, now, whether it waits or was acknowledged long ago; or everything
 * that stands, after the destination or SelfKey's database was set back to an older state.
 */
export const sendAgain: Operation = {
	fields: [
		locator({
			displayName: 'Subscriber',
			name: 'subscriber',
			required: true,
			search: 'searchSubscribers',
			byId: 'By Name',
			placeholder: 'e.g. opera',
			description: 'The subscriber, as named in the SelfKey Trigger',
		}),
		{
			displayName: 'Send',
			name: 'sendWhat',
			description: 'What is offered to the subscriber once more, at once',
			type: 'options',
			options: [
				{
					name: 'All Active Reservations',
					value: 'everything',
					description: 'For after a restored backup, of SelfKey or of what the subscriber serves',
				},
				{ name: 'One Reservation', value: 'one' },
			],
			default: 'one',
		},
		{
			displayName: 'Reservation Key',
			name: 'reservationKey',
			type: 'string',
			required: true,
			default: '={{ $json.key }}',
			placeholder: 'booking.com/12345/4705950059',
			description: 'The reservation by its channel, property and reservation ID, as in the log',
			displayOptions: { show: { sendWhat: ['one'] } },
		},
	],
	execute: eachItem(async function (index, { json }) {
		const subscriber = checkedSubscriber(optionalText(this, 'subscriber', index) ?? '');
		const isAll = this.getNodeParameter('sendWhat', index, 'one') === 'everything';
		const keys = isAll ? 'everything' : [optionalText(this, 'reservationKey', index) ?? ''];
		const answer = await selfKeyRepeatablePost(this, 'changes/again', () => ({ subscriber, keys }));
		const { found } = answer as { found?: unknown };
		if (!isAll && found === 0) throw new RangeError(NONE_FOUND);
		return { ...json, selfKey: { subscriber, sentAgain: found as IDataObject[string] } };
	}),
};
