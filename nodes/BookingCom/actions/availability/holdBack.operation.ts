import type { Operation } from '../../../shared/operations/operation';
import { afterAsking } from '../../../shared/unread-sales';
import { whatWaits } from '../../ari/waiting-reservations';

/**
 * Looks into Booking.com's queues before more rooms are put on sale, at whichever channel: items that have to wait pass on with
 * the outcome `held back`, all others as they are. What has waited for half an hour passes on with a warning, so that a
 * Booking.com that is down does not keep nights closed for ever. Where it refuses, such as a wrong credential, they fail. If no item puts anything on sale, or Booking.com sells none of
 * the rooms, it is asked nothing.
 */
export const holdBack: Operation = {
	fields: [],
	async execute(items) {
		const unread = await whatWaits(this, items);
		const asked = { channel: 'booking.com', now: new Date() } as const;
		return items.map(({ json }, index) => afterAsking(json, unread[index] ?? null, asked));
	},
};
