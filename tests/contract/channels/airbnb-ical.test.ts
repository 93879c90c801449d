/** Airbnb's calendar (iCal): what stands in it, what has moved, and what has been missing for long enough. */
import { CalendarFeedsApi } from '../../../credentials/CalendarFeedsApi.credentials';
import { calendarFeedConnection, feedSecrets, stopTheClock } from '../../support/calendar-feed-channel';
import { describeChannel } from '../../support/channel-contract';

beforeEach(() => stopTheClock(new Date('2027-03-01T08:00:00Z')));
afterEach(() => jest.useRealTimers());

describeChannel({
	channel: 'airbnb',
	adds: 'airbnb',
	secrets: feedSecrets,
	polls: true,
	credential: new CalendarFeedsApi(),
	connect: async () => await calendarFeedConnection('airbnb'),
});
