/** Booking.com's OTA messages: the trigger polls, and what is acknowledged is not offered again. */
import { BookingComApi } from '../../../credentials/BookingComApi.credentials';
import { BookingComTrigger } from '../../../nodes/BookingCom/BookingComTrigger.node';
import { bookingComSource } from '../../support/booking-com-channel';
import { bookingComSecrets, nodeContext, runNode, triggerContext } from '../../support/booking-com-node';
import { describeChannel } from '../../support/channel-contract';
import { pollingNode } from '../../support/polling-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

describeChannel({
	channel: 'booking.com',
	adds: 'bookingCom',
	secrets: bookingComSecrets,
	polls: true,
	credential: new BookingComApi(),
	async connect() {
		const { sandbox, ...source } = await bookingComSource();
		const node = pollingNode(new BookingComTrigger(), triggerContext(sandbox), async (items) => {
			const written = items.map((item) => ({ ...item, selfKey: { outcome: 'created' } }));
			await runNode(nodeContext(sandbox, 'reservation', 'acknowledge', { items: written }));
		});
		return { ...source, ...node };
	},
});
