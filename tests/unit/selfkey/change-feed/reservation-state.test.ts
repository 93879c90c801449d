/** What whoever reads the feed is told of prices that cannot be passed on. */
import { IDENTITY_SENTINEL } from '../../../../selfkey/identity/guest-registration';
import { feedReservation } from '../../../../selfkey/change-feed/reservation-state';
import type { StateStay } from '../../../../selfkey/ports/change-feed';
import type { BookingValues } from '../../../../selfkey/ports/records';
import { reservation } from '../../../support/booking-store/reservations';

const NOW = { event: 'updated' as const, position: 7, at: '2026-03-01T08:00:00.000Z', deleted: null };
const [ROW, KEY] = [1042, { channel: 'booking.com', propertyId: '8011855', reservationId: '4705950059' }];

function columns(over: Partial<BookingValues>): BookingValues {
	return {
		...IDENTITY_SENTINEL,
		roomId: 'r-1',
		...{ amount: 100, ownerAmount: 0, currency: 'CHF', touristTaxTotal: 0 },
		...{ guests: 2, adults: 2, children: 0 },
		...{ checkInDate: '2026-03-28', checkOutDate: '2026-03-30' },
		paymentStatus: 'succeeded',
		...{ stripePaymentIntentId: null, bookingLocale: 'en', internalNote: '' },
		...over,
	};
}

function stay(roomStayId: string, isChannels: boolean, over: Partial<BookingValues> = {}): StateStay {
	return {
		roomStayId,
		baseline: isChannels ? { ...columns({}), roomTypeId: 'double' } : null,
		bookingId: `b-${roomStayId}`,
		roomName: '101',
		booking: { ...columns(over), bookingNumber: ROW },
		...{ bookingType: 'night', bookedAt: NOW.at, conflicts: [] },
	};
}

function told(...stays: StateStay[]) {
	const isChannels = stays.some(({ baseline }) => baseline !== null);
	const whole = reservation({ currency: 'CHF', rooms: stays.map(({ roomStayId }) => ({ id: roomStayId })) });
	const key = isChannels ? KEY : { channel: 'selfkey', propertyId: 'paradise', reservationId: 'b-1' };
	const { warnings, total } = feedReservation(
		{ ...key, reservation: isChannels ? whole : null, stays, folio: null },
		NOW,
	);
	return { warnings, total: total?.amount ?? null };
}

it.each(['CFH', 'Franken', '', '€'])('a currency that is none is named with its booking: %j', (currency) => {
	for (const isChannels of [true, false])
		expect(told(stay('1', isChannels, { currency }))).toEqual({
			warnings: [expect.stringMatching(/^Price to check: Booking 1042.*currency.*CHF.*correct it in SelfKey/)],
			total: null,
		});
});

it('so is another one than the channel has said, since it may be a slip', () => {
	expect(told(stay('1', true, { currency: 'EUR' }))).toEqual({
		warnings: [expect.stringMatching(/^Price to check: Booking 1042.*EUR.*CHF/)],
		total: '100.00',
	});
});

it('so are prices that cannot be added up, once', () => {
	const { warnings, total } = told(stay('1', true), stay('2', true, { currency: 'EUR' }));
	expect(total).toBeNull();
	expect(warnings).toEqual([
		expect.stringMatching(/^Price to check: Booking 1042.*EUR.*CHF/),
		expect.stringMatching(/no total/),
	]);
});

it('so is a price of 0 of a booking that was made free and stands again, until its channel has spoken', () => {
	const madeFree = (amount: number, over: Partial<BookingValues> = {}): StateStay => ({
		...stay('1', true, { amount: 0, ...over }),
		baseline: { ...columns({ amount }), roomTypeId: 'double', isMadeFree: true },
	});
	expect(told(madeFree(110)).warnings).toEqual([expect.stringMatching(/Booking 1042.*price of 0.*110 CHF; enter it/)]);
	expect(told(madeFree(0)).warnings).toEqual([]);
	expect(told(madeFree(110, { amount: 90 })).warnings).toEqual([]);
});

it('of a price that is right, or spelled in its own way, nothing is said', () => {
	for (const currency of ['CHF', 'chf'])
		for (const isChannels of [true, false])
			expect(told(stay('1', isChannels, { currency, amount: 80 }))).toEqual({ warnings: [], total: '80.00' });
});
