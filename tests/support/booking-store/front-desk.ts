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

		it('names the room type of a stay that has no room since no room of the hotel is listed for it', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			for (const id of ['1', '2']) await hotel.send(reservation({ id, rooms: [{ type: 'attic' }] }));
			for (const id of ['3', '4']) await hotel.send(reservation({ id }));
			const { body } = await hotel.get('front-desk', { date: DAY });
			const conflicts = body['conflicts'] as Array<Record<string, unknown>>;
			const types = conflicts.map(({ key, unmappedType }) => [key, unmappedType]);
			expect(types.sort()).toEqual([
				['booking.com/8011855/1', 'booking.com/attic'],
				['booking.com/8011855/2', 'booking.com/attic'],
				[expect.stringMatching(/^booking\.com\/8011855\/[34]$/), undefined],
			]);
			expect(body['conflictsLeftOut']).toBe(0);
		});

		it('names 200 stays that people have to look at, and how many more there are', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			const events = Array.from({ length: 203 }, (_, n) => reservation({ id: String(n), rooms: [{ type: 'attic' }] }));
			for (let next = 0; next < events.length; next += 100) await hotel.sendAll(events.slice(next, next + 100));
			const { body } = await hotel.get('front-desk', { date: DAY });
			expect(body['conflicts']).toHaveLength(200);
			expect(body['conflictsLeftOut']).toBe(3);
		});

		it('asks nobody for money who has paid the channel, and names the virtual card that the hotel has to charge', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const paidBy = async (id: string, model: 'virtual_card' | 'channel_collect' | 'hotel_collect') => {
				await hotel.send(reservation({ id, payment: { model, card: null } }));
				const { body } = await hotel.get('front-desk', { date: DAY });
				const arrivals = body['arrivals'] as Array<{ key: string; due: unknown; virtualCard: unknown }>;
				return arrivals.find(({ key }) => key.endsWith(`/${id}`));
			};
			expect(await paidBy('1', 'channel_collect')).toMatchObject({ due: { minor: 0 }, virtualCard: null });
			expect(await paidBy('2', 'hotel_collect')).toMatchObject({ due: { minor: 10_000 }, virtualCard: null });
			expect(await paidBy('3', 'virtual_card')).toMatchObject({ due: { minor: 0 }, virtualCard: { minor: 10_000 } });
			// Charged at the till, it is neither a debt nor money to give back.
			const reservation_key = 'booking.com/8011855/3';
			expect((await hotel.pay({ reservation_key, amount: 40 })).balance?.due.minor).toBe(0);
			expect(await paidBy('3', 'virtual_card')).toMatchObject({ virtualCard: { minor: 6_000 } });
			expect((await hotel.pay({ reservation_key, payment_id: 'P-2', amount: 60 })).balance?.due.minor).toBe(0);
			expect(await paidBy('3', 'virtual_card')).toMatchObject({ due: { minor: 0 }, virtualCard: { minor: 0 } });
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
