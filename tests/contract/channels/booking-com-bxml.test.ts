/** Booking.com's B.XML, by the node's "get many": reading takes a message off the queue, so nothing is offered again. */
import { bookingComSource } from '../../support/booking-com-channel';
import { bookingComSecrets, nodeContext, runNode } from '../../support/booking-com-node';
import { describeChannel } from '../../support/channel-contract';

describeChannel({
	channel: 'booking.com',
	adds: 'bookingCom',
	secrets: bookingComSecrets,
	polls: false,
	async connect() {
		const { sandbox, ...source } = await bookingComSource();
		const get = () => runNode(nodeContext(sandbox, 'reservation', 'getAll', { parameters: { format: 'bxml' } }));
		const receive = () =>
			get().then(
				(output) => ({ items: output.map(({ json }) => json), errors: [] }),
				(error: unknown) => ({ items: [], errors: [error] }),
			);
		return { ...source, receive };
	},
});
