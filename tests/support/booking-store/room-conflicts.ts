/** Direct sales that take a room twice, who gives way, and the documents. */
import { addDays } from '../../../core/reservation/dates';
import { originWord } from '../origin';
import { cancellation, reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const NIGHT = { checkIn: '2026-03-29', checkOut: '2026-03-30' };
const IDENTITY = {
	birthDate: '1985-07-14',
	idNumber: 'C01X00T47',
	address: 'Rue du Lac 1',
	postalCode: '1201',
	city: 'Genève',
	country: 'CH',
};

async function eventsFor(hotel: TestHotel, reader: string): Promise<string[]> {
	const changes = await hotel.readAll(reader);
	return changes.map(({ origin, event, reservation: { channel } }) => `${originWord(origin)} ${event} ${channel}`);
}

export function describeRoomConflicts(newHotel: NewHotel): void {
	describe('direct sales', () => {
		it('move a channel’s stay to another room of its type, once', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const reader = await hotel.subscribe();
			await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 1, arisen: 0, resolved: 0 });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 0, resolved: 0 });
			expect((await hotel.bookings()).find(({ id }) => id === bookings[0]?.id)).toMatchObject({
				roomId: hotel.room('102'),
			});
			expect(await eventsFor(hotel, reader)).toEqual(['direct created selfkey', 'roomMove updated booking.com']);
			// Not the desk's choice, so it may move once more.
			expect((await hotel.send(reservation({ event: 'modified', seen: 1, price: '120' }))).outcome).toBe('updated');
		});

		it('become a conflict, once, where nothing else is free; it ends when a room is', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.frontDesk.directSale({ room: '102', ...NIGHT });
			const reader = await hotel.subscribe();
			const sale = await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			const first = await hotel.readAll(reader);
			expect(first.map(({ origin, event }) => `${originWord(origin)} ${event}`)).toEqual([
				'direct created',
				'roomMove conflict',
			]);
			expect(first[1]?.reservation).toMatchObject({
				channel: 'booking.com',
				warnings: [expect.stringContaining('shares room 101')],
				selfKey: { bookings: [{ roomName: '101', conflicts: ['shared_room'] }] },
			});
			expect(await eventsFor(hotel, reader)).toEqual([]);
			await hotel.frontDesk.cancelDirect(sale);
			expect(await eventsFor(hotel, reader)).toEqual(['direct cancelled selfkey', 'roomMove updated booking.com']);
			expect(await hotel.query('SELECT 1 FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug])).toEqual([]);
		});

		it('and a room that the desk lets two bookings share on purpose end when one of them is cancelled in SelfKey', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const ids = [];
			for (const id of ['one', 'other']) ids.push((await hotel.send(reservation({ id }))).bookings[0]?.id ?? '');
			// The desk has chosen the room of both, so nobody moves.
			for (const id of ids) await hotel.frontDesk.deskEdit(id, { room: '103' });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
			expect((await hotel.activeBookings()).map(({ roomId }) => roomId)).toEqual([
				hotel.room('103'),
				hotel.room('103'),
			]);
			await hotel.frontDesk.deskEdit(ids[1] ?? '', { paymentStatus: 'failed' });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 0, resolved: 1 });
			const changed = reservation({ id: 'other', event: 'modified', seen: 1, price: '120' });
			expect((await hotel.send(changed)).outcome).toBe('conflict');
			expect(await hotel.activeBookings()).toMatchObject([{ id: ids[0] }]);
		});

		it('move nobody who has checked in, although the day of arrival has not come', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			await hotel.send(reservation({ event: 'modified', seen: 1, status: 'checked_in' }));
			await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
			const roomOf = async () => (await hotel.bookings()).find(({ id }) => id === bookings[0]?.id)?.roomId;
			expect(await roomOf()).toBe(hotel.room('101'));
		});

		it('do not take the room of a guest who checks in with the message that moves the departure', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-30', checkOut: '2026-03-31' });
			const longer = {
				event: 'modified' as const,
				checkOut: '2026-03-31',
				seen: 1,
				rooms: [{ status: 'checked_in' as const }],
			};
			const { outcome, bookings } = await hotel.send(reservation(longer));
			expect([outcome, bookings[0]?.roomName]).toEqual(['conflict', '101']);
		});

		it('say with the answer who has the room, and what could be done', async () => {
			const hotel = await newHotel();
			const first = await hotel.send(reservation());
			await hotel.hooks.noteCodeSent(first.bookings[0]?.id ?? '');
			await hotel.frontDesk.directSale({ room: '102', ...NIGHT });
			const { outcome, warnings } = await hotel.send(reservation({ id: 'third' }));
			expect(outcome).toBe('conflict');
			const { advice } = warnings.find(({ code }) => code === 'no_room_free') ?? {};
			expect(advice).toMatch(/^The last room went to booking \d+ \(SelfKey\), room 102\./);
			expect(advice).toContain('of another type: 201');
			const other = warnings.filter(({ code }) => code !== 'no_room_free');
			expect(other.filter((warning) => 'advice' in warning)).toEqual([]);
		});

		it.each<[string, (hotel: TestHotel, id: string) => Promise<unknown>]>([
			['whose guest has the door code', (hotel, id) => hotel.hooks.noteCodeSent(id)],
			['for which the desk chose the room', (hotel, id) => hotel.frontDesk.deskEdit(id, { room: '102' })],
		])('do not move a stay %s', async (_name, fix) => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const { bookings } = await hotel.send(reservation());
			const id = bookings[0]?.id ?? '';
			await fix(hotel, id);
			const room = (await hotel.bookings()).find((row) => row.id === id)?.roomId;
			await hotel.frontDesk.directSale({ room: room === hotel.room('101') ? '101' : '102', ...NIGHT });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
			expect((await hotel.bookings()).find((row) => row.id === id)).toMatchObject({ roomId: room });
		});

		it('do not move a stay for which the desk chose the room, whatever its channel has said since', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
			await hotel.frontDesk.deskEdit(id, { room: '102' });
			await hotel.send(reservation({ event: 'modified', seen: 1, price: '150' }));
			await hotel.send(reservation({ event: 'modified', seen: 2, price: '150', checkOut: '2026-03-31' }));
			await hotel.frontDesk.directSale({ room: '102', ...NIGHT });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
			expect((await hotel.bookings()).find((row) => row.id === id)).toMatchObject({ roomId: hotel.room('102') });
		});

		it('move a stay only if it is still as it was when that was planned', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const bookingId = (await hotel.send(reservation())).bookings[0]?.id ?? '';
			const nights = { start: NIGHT.checkIn, end: NIGHT.checkOut };
			const planned = { bookingId, from: hotel.room('101'), nights, to: hotel.room('103') };
			const move = (change: Partial<typeof planned>) =>
				hotel.store.transaction(hotel.slug, (transaction) => transaction.moveBooking({ ...planned, ...change }));
			expect(await move({ from: hotel.room('102') })).toBe(false);
			expect(await move({ nights: { ...nights, end: '2026-03-31' } })).toBe(false);
			expect(await move({ bookingId: 'nobody' })).toBe(false);
			expect(await move({})).toBe(true);
			await hotel.hooks.noteCodeSent(bookingId);
			expect(await move({ from: hotel.room('103'), to: hotel.room('102') })).toBe(false);
			await hotel.send(cancellation());
			expect(await move({ from: hotel.room('103'), to: hotel.room('102') })).toBe(false);
			expect(await hotel.bookings()).toMatchObject([{ roomId: hotel.room('103') }]);
		});

		it('do not move a stay that is bound to its room, nor a guest in the house', async () => {
			let now = new Date('2026-03-01T08:00:00.000Z');
			const hotel = await newHotel({ clock: () => now });
			await hotel.send(reservation({ id: 'suite', rooms: [{ type: 'suite' }] }));
			await hotel.send(reservation({ id: 'here', checkOut: '2026-04-02' }));
			now = new Date('2026-03-29T12:00:00.000Z');
			await hotel.frontDesk.directSale({ room: '201', ...NIGHT });
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-30', checkOut: '2026-03-31' });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 2, resolved: 0 });
		});

		it('that clash with one another are a conflict of the later one', async () => {
			const hotel = await newHotel();
			await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			const later = await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(
				await hotel.query('SELECT "bookingId", "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug]),
			).toEqual([{ bookingId: later, kind: 'shared_room' }]);
		});

		it('that are given back leave the room to whoever waits longest for one', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			const sale = await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			for (const id of ['first', 'second']) expect((await hotel.send(reservation({ id }))).outcome).toBe('conflict');
			const reader = await hotel.subscribe();
			await hotel.frontDesk.cancelDirect(sale);
			const changes = await hotel.readAll(reader);
			expect(changes.map(({ event, reservation: { reservationId } }) => [event, reservationId])).toEqual([
				['cancelled', sale],
				['updated', 'first'],
			]);
			expect((await hotel.send(reservation({ id: 'first' }))).bookings).toMatchObject([{ roomName: '101' }]);
			await hotel.send(cancellation({ id: 'first' }));
			expect((await hotel.send(reservation({ id: 'second' }))).bookings).toMatchObject([{ roomName: '101' }]);
		});
	});

	describe('documents', () => {
		it('keep a booking from being reported until the desk has them', async () => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
			const direct = await hotel.frontDesk.directSale({ room: '201', ...NIGHT });
			expect(await hotel.hooks.mayReportCompleted(id)).toBe(false);
			expect(await hotel.hooks.mayReportCompleted(direct)).toBe(true);
			expect(await hotel.hooks.mayReportCompleted('nobody')).toBe(false);
			expect(await hotel.hooks.identityMissingBookings(hotel.slug, '2026-03-29', '2026-03-30')).toEqual([
				{
					bookingId: id,
					bookingNumber: expect.any(Number) as number,
					roomName: '101',
					...NIGHT,
					key: 'booking.com/8011855/4705950059',
					missing: [
						'clientBirthDate',
						'clientIdNumber',
						'clientAddress',
						'clientPostalCode',
						'clientCity',
						'clientCountry',
					],
				},
			]);
			expect(await hotel.hooks.identityMissingBookings(hotel.slug, '2026-03-30', '2026-04-30')).toEqual([]);
			await hotel.frontDesk.deskEdit(id, { identity: IDENTITY });
			expect(await hotel.hooks.mayReportCompleted(id)).toBe(true);
			expect(await hotel.get('identity-missing', { from: '2026-03-29', until: '2026-03-30' })).toEqual({
				status: 200,
				body: { status: 'success', bookings: [] },
			});
			expect(
				await hotel.query('SELECT "identityMissing" FROM "booking_external_references" WHERE "hotelSlug" = $1', [
					hotel.slug,
				]),
			).toEqual([{ identityMissing: false }]);
			await hotel.send(cancellation());
			expect(await hotel.hooks.mayReportCompleted(id)).toBe(false);
		});

		it('are asked for on the hotel’s own day, also of guests who arrived before, where no dates are given', async () => {
			// Noon in UTC is tomorrow already in Auckland; in Honolulu it is today.
			for (const [timeZone, today] of [
				['Pacific/Auckland', '2026-03-29'],
				['Pacific/Honolulu', '2026-03-28'],
			] as const) {
				const hotel = await newHotel({
					clock: () => new Date('2026-03-28T12:00:00.000Z'),
					configuration: { timeZone },
					types: { double: ['101', '102', '103', '104', '105'] },
				});
				const from = (days: number, until: number, id: string) =>
					reservation({ id, checkIn: addDays(today, days), checkOut: addDays(today, until) });
				await hotel.sendAll([
					...[from(-3, -1, 'left'), from(-3, 0, 'leaves'), from(-3, 2, 'in house'), from(0, 1, 'arrives')],
					...[from(6, 7, 'within a week'), from(7, 8, 'later')],
				]);
				const { body } = await hotel.get('identity-missing', {});
				const listed = (body['bookings'] as Array<{ key: string }>).map(({ key }) => key.split('/')[2]);
				expect(listed).toEqual(['leaves', 'in house', 'arrives', 'within a week']);
			}
		});

		it('are asked for by dates that exist', async () => {
			const hotel = await newHotel();
			expect(await hotel.get('identity-missing', { from: '2026-02-30' })).toMatchObject({
				status: 400,
				body: { fields: ['from', 'until'] },
			});
		});
	});
}
