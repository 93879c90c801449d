/** Airbnb's partner API: the trigger remembers what it has passed on once the run has ended in success. */
import { AirbnbApi } from '../../../credentials/AirbnbApi.credentials';
import { AirbnbTrigger } from '../../../nodes/Airbnb/AirbnbTrigger.node';
import { airbnbSource } from '../../support/airbnb-channel';
import { airbnbSecrets, airbnbTriggerContext } from '../../support/airbnb-node';
import { describeChannel } from '../../support/channel-contract';
import { pollingNode } from '../../support/polling-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

describeChannel({
	channel: 'airbnb',
	adds: 'airbnb',
	secrets: airbnbSecrets,
	polls: true,
	credential: new AirbnbApi(),
	async connect() {
		const { sandbox, ...source } = await airbnbSource();
		return { ...source, ...pollingNode(new AirbnbTrigger(), airbnbTriggerContext(sandbox)) };
	},
});
