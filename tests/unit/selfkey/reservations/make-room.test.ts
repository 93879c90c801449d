import { makeRoom } from '../../../../selfkey/reservations/make-room';
import { roomSearch } from '../../../../selfkey/room-conflicts/plan-moves';
import type { PlannedStay } from '../../../../selfkey/reservations/plan-stays';
import type { HotelTransaction } from '../../../../selfkey/ports/booking-store';
import { reservation } from '../../../support/reservations';

describe('room for a stay that got none', () => {
	const asked = jest.fn().mockRejectedValue(new Error('the whole house was read'));
	const plan = (candidates: string[]) =>
		makeRoom(
			{ occupancy: asked } as unknown as HotelTransaction,
			[
				{
					next: { checkOutDate: '2027-03-05', paymentStatus: 'succeeded', roomId: null },
					nights: { start: '2027-03-01', end: '2027-03-05' },
					candidates,
					current: null,
					held: null,
					reference: null,
				} as unknown as PlannedStay,
			],
			{
				...{ hotelSlug: 'h', reservation: reservation(), roomMap: new Map(), today: '2027-03-01', occupied: [] },
				search: roomSearch(new Date(0)),
			},
		);

	it('is looked for in the whole house, unless no room serves its type', async () => {
		expect(await plan([])).toBeNull();
		expect(asked).not.toHaveBeenCalled();
		await expect(plan(['101'])).rejects.toThrow('the whole house was read');
	});
});
