/** OPERA's own bookings: its queue forgets what it gives out, so the trigger keeps it until the run has ended well. */
import { OperaApi } from '../../../credentials/OperaApi.credentials';
import { describeChannel } from '../../support/channel-contract';
import { operaSource } from '../../support/opera-channel';
import { operaSecrets, operaTriggerContext } from '../../support/opera-node';
import { pollingNode } from '../../support/polling-node';
import { OperaTrigger } from '../../../nodes/Opera/OperaTrigger.node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

describeChannel({
	channel: 'opera',
	adds: 'opera',
	secrets: operaSecrets,
	polls: true,
	credential: new OperaApi(),
	async connect() {
		const { url, ...source } = await operaSource();
		return { ...source, ...pollingNode(new OperaTrigger(), operaTriggerContext(url)) };
	},
});
