/** Many senders at once. */
import { reservation } from './reservations';
import type { NewHotel } from './test-hotel';

export function describeConcurrency(newHotel: NewHotel): void {
	describe('concurrency', () => {
		it('gives the last room to exactly one of those who ask at once', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => hotel.send(reservation({ id: `r${index}` }))));
			expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array<string>(7).fill('conflict'), 'created']);
			expect((await hotel.standing()).filter(({ roomId }) => roomId !== null)).toHaveLength(1);
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('writes one booking when the same message comes several times at once', async () => {
			const hotel = await newHotel();
			const answers = await Promise.all(Array.from({ length: 8 }, () => hotel.send(reservation())));
			expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['created', ...Array<string>(7).fill('unchanged')]);
			expect(await hotel.bookings()).toHaveLength(1);
		});

		it('serves several hotels side by side', async () => {
			const hotels = await Promise.all([newHotel(), newHotel(), newHotel()]);
			await Promise.all(
				hotels.flatMap((hotel) => Array.from({ length: 4 }, (_, index) => hotel.send(reservation({ id: `r${index}`, checkIn: '2026-03-28', checkOut: `2026-04-0${index + 1}` })))),
			);
			for (const hotel of hotels) {
				expect(await hotel.standing()).toHaveLength(4);
				expect((await hotel.standing()).filter(({ roomId }) => roomId !== null)).toHaveLength(2);
				expect(await hotel.doubleBooked()).toEqual([]);
			}
		});
	});
}
