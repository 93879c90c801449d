/** Vrbo's calendar (iCal), which the same trigger reads: a duration instead of an end, and the guest in the title. */
import { CalendarFeedsApi } from '../../../credentials/CalendarFeedsApi.credentials';
import { calendarFeedConnection, feedSecrets, stopTheClock } from '../../support/calendar-feed-channel';
import { describeChannel } from '../../support/channel-contract';

beforeEach(() => stopTheClock(new Date('2027-03-01T08:00:00Z')));
afterEach(() => jest.useRealTimers());

describeChannel({
	channel: 'vrbo',
	adds: 'airbnb',
	secrets: feedSecrets,
	polls: true,
	credential: new CalendarFeedsApi(),
	connect: async () => await calendarFeedConnection('vrbo'),
});
