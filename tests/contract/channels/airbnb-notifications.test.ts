/** Airbnb's notifications: the reservation is read again, and only that is passed on. */
import { airbnbNotifications } from '../../support/airbnb-notifications';
import { airbnbSecrets } from '../../support/airbnb-node';
import { describeChannel } from '../../support/channel-contract';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

describeChannel({
	channel: 'airbnb',
	adds: 'airbnb',
	secrets: airbnbSecrets,
	polls: false,
	connect: airbnbNotifications,
});
