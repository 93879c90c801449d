/** Changes without a status, as SelfKey documents them: whether the guest is there is known from before. */
import { legOf } from '../../../core/reservation/leg';
import { reservation as reservationOf, roomStay } from '../reservations';
import { eventFor, type NewHotel, type TestHotel } from './test-hotel';
import { reservation } from './reservations';

const STAY = {
	external_id: 'W-1',
	room_type: 'double',
	guest: { last_name: 'Dupont' },
	check_in: '2026-03-29',
	check_out: '2026-04-03',
	total_amount: 100,
};

export function describeUnsaidStatus(newHotel: NewHotel): void {
	const onTheDay = () => {
		let now = Date.parse('2026-03-31T10:00:00.000Z');
		return newHotel({ types: { double: ['101', '102'] }, clock: () => new Date((now += 1000)) });
	};
	const send = async (hotel: TestHotel, event: string, extra: Record<string, unknown> = {}) => {
		const body = { event_type: `${event}_reservation`, data: { ...STAY, ...extra } };
		expect(await hotel.post(JSON.stringify(body))).toMatchObject({ status: 200 });
	};
	const rows = async (hotel: TestHotel) =>
		(await hotel.bookings()).map(({ checkOut, paymentStatus, amount }) => [checkOut, paymentStatus, amount]);

	describe('a change without a status', () => {
		it.each([
			['a guest who has left', 'checked_out', ['2026-03-31', 'succeeded', 90]],
			['one who did not come', 'no_show', ['2026-04-03', 'failed', 0]],
		])('does not bring back %s', async (_name, status, row) => {
			const hotel = await onTheDay();
			await send(hotel, 'new');
			await send(hotel, 'modified', { status });
			await send(hotel, 'modified', { total_amount: 90 });
			expect(await rows(hotel)).toEqual([row]);
			await send(hotel, 'modified', { total_amount: 80, rooms: [{ room_stay_id: '9' }] });
			expect((await rows(hotel)).at(-1)).toEqual([row[0], row[1], row[2] === 0 ? 0 : 80]);
			await send(hotel, 'modified', { total_amount: 80, status: 'confirmed' });
			expect((await rows(hotel)).filter(([, standing]) => standing === 'succeeded')).toEqual([
				['2026-04-03', 'succeeded', 80],
			]);
		});

		it('does not bring back the guest of one room', async () => {
			const hotel = await onTheDay();
			const rooms = ['a', 'b'].map((room_stay_id) => ({ room_stay_id, total_amount: 50 }));
			await send(hotel, 'new', { rooms });
			await send(hotel, 'modified', {
				rooms: rooms.map((room, index) => (index ? room : { ...room, status: 'departed' })),
			});
			const said = [
				['2026-03-31', 'succeeded', 50],
				['2026-04-03', 'succeeded', 50],
			];
			expect(await rows(hotel)).toEqual(said);
			await send(hotel, 'modified', { rooms, guest: { last_name: 'Dupond' } });
			expect(await rows(hotel)).toEqual(said);
			await send(hotel, 'modified', { rooms, guest: { last_name: 'Dupond' }, status: 'confirmed' });
			expect((await rows(hotel)).map(([checkOut]) => checkOut)).toEqual(['2026-04-03', '2026-04-03']);
		});

		it('with other nights is about a guest to come, unless they end earlier', async () => {
			for (const [status, check_out, row] of [
				['checked_out', '2026-04-02', ['2026-03-31', 'succeeded', 100]],
				['checked_out', '2026-04-05', ['2026-04-05', 'succeeded', 100]],
				['no_show', '2026-04-02', ['2026-04-02', 'succeeded', 100]],
			] as const) {
				const hotel = await onTheDay();
				await send(hotel, 'new');
				await send(hotel, 'modified', { status });
				await send(hotel, 'modified', { check_out });
				expect(await rows(hotel)).toEqual([row]);
			}
		});

		it('does not bring back whom OPERA has reported as gone, either', async () => {
			for (const [ids, reported, changed, expected] of [
				// One of two is still there, so that the whole is checked in.
				[['a', 'b'], ['checked_in', 'checked_out'], { b: '2026-04-03' }, ['2026-03-31', '2026-04-05']],
				// Reported with the day on which the guest left, which the channel has never said.
				[['a'], ['checked_out'], { a: '2026-04-02' }, ['2026-03-31']],
				[['a'], ['checked_out'], { a: '2026-04-07' }, ['2026-04-07']],
			] as const) {
				const hotel = await onTheDay();
				const rooms = ids.map((room_stay_id) => ({ room_stay_id, check_out: '2026-04-05', total_amount: 50 }));
				const channel = { external_id: 'W-1', check_out: '2026-04-05' };
				await send(hotel, 'new', { ...channel, rooms });
				const report = reservationOf({
					channel: 'webhook',
					propertyId: hotel.slug,
					reservationId: 'W-1',
					event: 'modified',
					observedAt: '2026-03-31T10:00:00.000Z',
					rooms: ids.map((id, index) =>
						roomStay({
							roomStayId: String(legOf(id)),
							roomTypeId: 'DBL',
							checkIn: '2026-03-29',
							checkOut: reported[index] === 'checked_out' ? '2026-03-31' : '2026-04-05',
							status: reported[index] ?? 'confirmed',
							total: null,
						}),
					),
				});
				const body = { event_type: 'modified_reservation', data: { reservation: report, reported_by: 'opera' } };
				expect((await hotel.post(JSON.stringify(body))).body.outcome).toBe('updated');
				const outs: Readonly<Record<string, string>> = changed;
				await send(hotel, 'modified', {
					...channel,
					rooms: rooms.map((room) => ({ ...room, check_out: outs[room.room_stay_id] ?? room.check_out })),
				});
				expect((await rows(hotel)).map(([checkOut]) => checkOut).sort()).toEqual(expected);
			}
		});

		it('is understood as passed on by n8n, too', async () => {
			const hotel = await onTheDay();
			const stay = { channel: 'my-pms', checkOut: '2026-04-03', event: 'modified' as const };
			await hotel.send(reservation({ ...stay, event: 'new' }));
			await hotel.send(reservation({ ...stay, status: 'checked_out', observedAt: '2026-03-31T10:00:00.000Z' }));
			const change = reservation({ ...stay, price: '90', observedAt: '2026-03-31T10:10:00.000Z' });
			const body = { ...eventFor(change), data: { reservation: change, rooms_without_status: ['1'] } };
			expect((await hotel.post(JSON.stringify(body))).body.outcome).toBe('updated');
			expect(await rows(hotel)).toEqual([['2026-03-31', 'succeeded', 90]]);
		});
	});
}
