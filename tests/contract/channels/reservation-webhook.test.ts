/** Any reservation system that signs its messages, with an order of its own and without. */
import { describeChannel } from '../../support/channel-contract';
import { webhookConnection, webhookSecret } from '../../support/webhook-channel';

describe.each([
	{ order: 'revision', mayReinstate: true },
	{ order: 'observed', mayReinstate: false },
] as const)('whose messages are ordered by $order', ({ order, mayReinstate }) => {
	describeChannel({
		channel: { id: 'my-pms', order, mayReinstate },
		adds: 'webhook',
		secrets: [webhookSecret],
		polls: false,
		connect: async () => webhookConnection('my-pms', order === 'revision'),
	});
});
