/** What SelfKey and the desk do, each reported to the webhooks that are set up. */
import type { SelfKeyHooks } from '../../selfkey/index';
import type { FrontDesk } from './front-desk';
import type { OutgoingWebhooks } from './outgoing';

export function announced(
	house: FrontDesk,
	webhooks: OutgoingWebhooks,
	hooks: Pick<SelfKeyHooks, 'mayReportCompleted'>,
): FrontDesk {
	return {
		sellDayParking: (hotelSlug) => house.sellDayParking(hotelSlug),
		patchBooking: (bookingId, fields) => house.patchBooking(bookingId, fields),
		async directSale(sale) {
			const id = await house.directSale(sale);
			// This event informs the police, so it is not sent while documents are missing or the guest has not paid.
			if (await hooks.mayReportCompleted(id)) webhooks.announce('booking.completed', await webhooks.read(id));
			return id;
		},
		async deskEdit(bookingId, edit) {
			await house.deskEdit(bookingId, edit);
			webhooks.announce(
				edit.paymentStatus === 'failed' ? 'booking.cancelled' : 'booking.updated',
				await webhooks.read(bookingId),
			);
		},
		async cancelDirect(bookingId) {
			await house.cancelDirect(bookingId);
			webhooks.announce('booking.cancelled', await webhooks.read(bookingId));
		},
		async deleteBooking(bookingId) {
			const before = await webhooks.read(bookingId);
			await house.deleteBooking(bookingId);
			webhooks.announce('booking.cancelled', before);
		},
	};
}
