/**
 * What every booking store must do, shown through the webhook handler on top of it. An adapter's test is a
 * few lines: it opens a database with SelfKey's tables in it and hands over the store.
 */
import { describeAvailability } from './booking-store/availability';
import { describeBareCancellations } from './booking-store/bare-cancellations';
import { describeChannelGuest } from './booking-store/channel-guest';
import { describeConcurrency } from './booking-store/concurrency';
import { describeManyConnections } from './booking-store/connections';
import { describeDelivery } from './booking-store/delivery';
import { describeDesk } from './booking-store/desk';
import { describeIdentity } from './booking-store/identity';
import { describeFees } from './booking-store/fees';
import { describeFrontDesk } from './booking-store/front-desk';
import { describeFeed } from './booking-store/feed';
import { describeMissed } from './booking-store/missed';
import { describeOccupancy } from './booking-store/occupancy';
import { describeNights } from './booking-store/nights';
import { describeOrder } from './booking-store/order';
import { describePlacing } from './booking-store/placing';
import { describePersonalData } from './booking-store/personal-data';
import { describeInterleavings } from './booking-store/interleavings';
import { describeUnsaidStatus } from './booking-store/unsaid-status';
import { describeUnstorable } from './booking-store/unstorable';
import { describeUnmatchedPayments } from './booking-store/unmatched-payments';
import { describePaymentNames } from './booking-store/payment-names';
import { describePaymentStories } from './booking-store/payment-stories';
import { describePayments } from './booking-store/payments';
import { describeRates } from './booking-store/rates';
import { describeRefusedPayments } from './booking-store/payments-refused';
import { describeRegisters } from './booking-store/registers';
import { describeRepeats } from './booking-store/repeats';
import { describeReports } from './booking-store/reports';
import { describeRequests } from './booking-store/requests';
import { describeRooms } from './booking-store/rooms';
import { describeSettings } from './booking-store/settings';
import { describeRoomConflicts } from './booking-store/room-conflicts';
import { TestHotel, type OpenedStore, type TestHotelOptions } from './booking-store/test-hotel';

export type { OpenedStore } from './booking-store/test-hotel';

/**
 * @param open called once, before the first test
 * @param connections whether the database serves several at a time (PGlite has one)
 */
export function describeBookingStore(
	name: string,
	open: () => Promise<OpenedStore>,
	connections: 'one' | 'many',
): void {
	describe(name, () => {
		let opened: OpenedStore | undefined;
		beforeAll(async () => {
			opened = await open();
		});
		afterAll(async () => opened?.close());

		const newHotel = (options?: TestHotelOptions) => {
			if (!opened) throw new Error('The store was not opened');
			return TestHotel.create(opened, options);
		};
		describeDelivery(newHotel);
		describeAvailability(newHotel);
		describeRates(newHotel);
		describeReports(newHotel);
		describeRooms(newHotel);
		describeOccupancy(newHotel);
		describeMissed(newHotel);
		describeNights(newHotel);
		describePlacing(newHotel);
		describeDesk(newHotel);
		describeChannelGuest(newHotel);
		describeIdentity(newHotel);
		describePersonalData(newHotel);
		describeRequests(newHotel);
		describeUnsaidStatus(newHotel);
		describeUnstorable(newHotel);
		describeBareCancellations(newHotel);
		describeFeed(newHotel);
		describeSettings(newHotel);
		describeRoomConflicts(newHotel);
		describeFrontDesk(newHotel);
		describeRepeats(newHotel);
		describeOrder(newHotel);
		describePayments(newHotel);
		describeRefusedPayments(newHotel);
		describeRegisters(newHotel);
		describeFees(newHotel);
		describeUnmatchedPayments(newHotel);
		describePaymentNames(newHotel);
		describePaymentStories(newHotel);
		describeInterleavings(newHotel);
		describeConcurrency(newHotel);
		if (connections === 'many') describeManyConnections(newHotel);
	});
}
