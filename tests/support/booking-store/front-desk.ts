/** What the desk has to see of a day: arrivals with what is missing of each, and stays without a room of their own. */
import { cancellation, reservation } from './reservations';
import type { NewHotel } from './test-hotel';

const DAY = '2026-03-29';
const NIGHT = { checkIn: DAY, checkOut: '2026-03-30' };
const DOCUMENTS = [
	'clientBirthDate',
	'clientIdNumber',
	'clientAddress',
	'clientPostalCode',
	'clientCity',
	'clientCountry',
];

export function describeFrontDesk(newHotel: NewHotel): void {
	describe('the list for the front desk', () => {
		it('names what is missing of each arrival: documents, payment, room', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			await hotel.frontDesk.directSale({ room: '102', ...NIGHT });
			await hotel.send(reservation({ id: 'third' }));
			const { status, body } = await hotel.get('front-desk', { date: DAY });
			expect(status).toBe(200);
			expect(body).toMatchObject({ status: 'success', date: DAY });
			const { arrivals, conflicts } = body as {
				arrivals: Array<Record<string, unknown>>;
				conflicts: Array<Record<string, unknown>>;
			};
			expect(arrivals).toHaveLength(3);
			expect(arrivals[0]).toMatchObject({
				bookingId: bookings[0]?.id,
				roomName: '101',
				checkIn: DAY,
				checkOut: '2026-03-30',
				missingDocuments: DOCUMENTS,
				due: { amount: '100.00', currency: 'EUR' },
			});
			expect(arrivals[1]).toMatchObject({ roomName: '102', missingDocuments: [], due: { minor: 0 } });
			expect(arrivals[2]).toMatchObject({ roomName: null });
			expect(conflicts).toEqual([
				{
					...{ bookingId: arrivals[2]!['bookingId'], bookingNumber: arrivals[2]!['bookingNumber'] },
					...{ key: arrivals[2]!['key'], roomName: null, kind: 'no_room', ...NIGHT },
					advice: `The last room went to booking ${String(arrivals[1]!['bookingNumber'])} (SelfKey), room 102. Free in all these nights, but of another type: 201`,
				},
			]);
		});

		it('holds nothing of the guest', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			const { body } = await hotel.get('front-desk', { date: DAY });
			expect(JSON.stringify(body)).not.toMatch(/Dupont|@|clientFirstName|clientLastName/);
		});

		it('lacks who arrives on another day or was cancelled', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			expect((await hotel.get('front-desk', { date: '2026-03-28' })).body).toMatchObject({ arrivals: [] });
			await hotel.send(cancellation());
			expect((await hotel.get('front-desk', { date: DAY })).body).toMatchObject({ arrivals: [], conflicts: [] });
		});

		it("is the hotel's own today unless a day is given, which has to exist", async () => {
			const hotel = await newHotel();
			expect((await hotel.get('front-desk', {})).body).toMatchObject({
				date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
				timeZone: expect.any(String) as string,
			});
			expect(await hotel.get('front-desk', { date: '2026-02-30' })).toMatchObject({
				status: 400,
				body: { fields: ['date'] },
			});
		});
	});
}
