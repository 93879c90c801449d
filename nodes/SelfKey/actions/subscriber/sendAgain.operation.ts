import { sleep } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { optionalText } from '../../../shared/parameters';
import { withRetry } from '../../../shared/request/retry';
import { checkedSubscriber } from '../../change-feed/subscriber-parameter';
import { hotelProperty, hotelSlugOf } from '../../rest-api/hotel-parameter';
import { selfKeyPost } from '../../transport';

/** Offers one reservation to a subscriber once more, now, whether it waits or was acknowledged long ago. */
export const sendAgain: Operation = {
	fields: [
		hotelProperty(''),
		{
			displayName: 'Subscriber',
			name: 'subscriber',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. opera',
			description: 'Whom the reservation is to be told to again',
		},
		{
			displayName: 'Reservation Key',
			name: 'reservationKey',
			type: 'string',
			required: true,
			default: '={{ $json.key }}',
			placeholder: 'booking.com/12345/4705950059',
			description: 'The reservation by its channel, property and reservation ID',
		},
	],
	execute: eachItem(async function (index, { json }) {
		const hotelSlug = hotelSlugOf(this, index);
		const subscriber = checkedSubscriber(optionalText(this, 'subscriber', index) ?? '');
		const key = optionalText(this, 'reservationKey', index) ?? '';
		const post = async () => await selfKeyPost(this, hotelSlug, { subscriber, keys: [key] }, [], 'changes/again');
		const { keys } = (await withRetry(post, { attempts: 3, wait: sleep })) as { keys?: unknown };
		if (!Array.isArray(keys) || keys.length === 0) {
			throw new RangeError(
				'SelfKey knows no reservation by this key; copy it from the log or from "Get many subscribers"',
			);
		}
		return { ...json, selfKey: { subscriber, key, sentAgain: true } };
	}),
};
