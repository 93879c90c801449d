/** What is left to people is recognised in the words in which it is said. */
import { leavesToPeople } from '../../../../core/reservation/people-decide';
import { conflictText } from '../../../../nodes/Opera/reservations/plan';
import type { OperaStay } from '../../../../nodes/Opera/reservations/opera-stay';
import { ownStay, reportDiffers, reportStands, reportUnknown } from '../../../../selfkey/reservations/warnings-for';

const stay = ownStay('2027-06-01', '2027-06-02', 2, 0);
const inHouse = { reservationId: '5', confirmationNumber: null, state: 'in_house' } as OperaStay;

test.each([
	reportDiffers('opera', stay, ownStay('2027-06-01', '2027-06-03', 2, 0)).message,
	reportUnknown('selfkey', 'opera').message,
	reportUnknown('booking.com', 'opera').message,
	...(['confirmed', 'checked_in'] as const).map(
		(status) => reportStands('opera', { checkIn: '2027-06-01', checkOut: '2027-06-02', status }, null).message,
	),
	conflictText(inHouse, 'its source has cancelled it'),
])('%s', (message) => {
	expect(leavesToPeople(`No room is free for booking 7; ${message}`)).toBe(true);
});

test('what lacks a room and nothing else is not', () => {
	expect(leavesToPeople('No room is free for booking 7, Double. Move another stay, or call the guest')).toBe(false);
});
