import type { Operation } from '../../../shared/operations/operation';
import { afterAsking } from '../../../shared/unread-sales';
import { followedStayOptions } from '../../reservations/followed-stay';
import { whatIsUnread } from '../../reservations/unread-bookings';

/**
 * Reads what Airbnb has booked before more rooms are put on sale, at whichever channel: items whose nights have a booking that
 * SelfKey does not know pass on with the outcome `held back`, all others as they are. What has waited for half an hour passes on
 * with a warning, so that an Airbnb that is down does not keep nights closed for ever. Where it refuses, such as a wrong credential, they fail. If no item puts anything on sale, or
 * Airbnb sells none of the rooms, it is asked nothing.
 */
export const holdBack: Operation = {
	fields: [followedStayOptions],
	async execute(items) {
		const now = new Date();
		const unread = await whatIsUnread(this, items, now);
		return items.map(({ json }, index) => afterAsking(json, unread[index] ?? null, { channel: 'airbnb', now }));
	},
};
