/** Booking.com's calendar (iCal), which calls bookings and closures alike closed, and has neither codes nor names. */
import { calendarFeedConnection, feedSecrets, stopTheClock } from '../../support/calendar-feed-channel';
import { describeChannel } from '../../support/channel-contract';

beforeEach(() => stopTheClock(new Date('2027-03-01T08:00:00Z')));
afterEach(() => jest.useRealTimers());

describeChannel({
	channel: 'booking.com',
	adds: 'airbnb',
	secrets: feedSecrets,
	polls: true,
	connect: async () => await calendarFeedConnection('booking.com'),
});
