/** What each room of a reservation should be in OPERA. */
import { reservation, roomStay } from '../../../../../core/reservation/build';
import type { Codes } from '../../../../../nodes/Opera/codes/codes';
import { wantedStays } from '../../../../../nodes/Opera/reservations/wanted-stay';

const none = { market: null, source: null, guarantee: null };
const codes = { roomType: () => 'DLX', ratePlan: () => null, bookingCodes: () => none } as unknown as Codes;
const until = (checkOut: string) =>
	reservation({
		...{ channel: 'my-pms', propertyId: '7', reservationId: 'r-1', event: 'new', observedAt: '2027-01-01T00:00:00Z' },
		rooms: [roomStay({ roomStayId: '1', checkIn: '2027-03-29', checkOut })],
	});

test('a stay of so many nights that its dates must be wrong is refused with what to do', () => {
	expect(wantedStays(until('2027-03-31'), [], codes).stays).toMatchObject([{ departure: '2027-03-31' }]);
	expect(() => wantedStays(until('9999-12-31'), [], codes)).toThrow(
		'A room of the reservation is booked for more than 1000 nights; look at the years of its dates',
	);
});
