/** What SelfKey and the desk do, each reported to the webhooks that are set up. */
import type { SelfKeyHooks } from '../../selfkey/index';
import type { FrontDesk } from './front-desk';
import type { OutgoingWebhooks } from './outgoing';

export function announced(
	frontDesk: FrontDesk,
	webhooks: OutgoingWebhooks,
	hooks: Pick<SelfKeyHooks, 'mayReportCompleted'>,
): FrontDesk {
	return {
		sellDayParking: (hotelSlug) => frontDesk.sellDayParking(hotelSlug),
		patchBooking: (bookingId, fields) => frontDesk.patchBooking(bookingId, fields),
		async directSale(sale) {
			const id = await frontDesk.directSale(sale);
			// This event informs the police, so it is not sent while documents are missing or the guest has not paid.
			if (await hooks.mayReportCompleted(id)) webhooks.announce('booking.completed', await webhooks.read(id));
			return id;
		},
		async deskEdit(bookingId, edit) {
			await frontDesk.deskEdit(bookingId, edit);
			webhooks.announce(
				edit.paymentStatus === 'failed' ? 'booking.cancelled' : 'booking.updated',
				await webhooks.read(bookingId),
			);
		},
		async cancelDirect(bookingId) {
			await frontDesk.cancelDirect(bookingId);
			webhooks.announce('booking.cancelled', await webhooks.read(bookingId));
		},
		async deleteBooking(bookingId) {
			const before = await webhooks.read(bookingId);
			await frontDesk.deleteBooking(bookingId);
			webhooks.announce('booking.cancelled', before);
		},
	};
}
