/** Tonight, by the hotel's own clock: who has arrived, who has left, and who is not moved without a word. */
import { cancellation, reservation, type Wish } from './reservations';
import type { NewHotel } from './test-hotel';

const LATE = { types: { double: ['101', '102'] } };

export function describeNights(newHotel: NewHotel): void {
	describe('the hotel’s date', () => {
		/** Each moment is the evening of 28 March or the morning of the 29th at the hotel, and another day in UTC. */
		it.each([
			['Pacific/Honolulu', '2026-03-29T08:00:00.000Z', '2026-03-28'],
			['Pacific/Honolulu', '2026-03-29T10:30:00.000Z', '2026-03-29'],
			['Pacific/Auckland', '2026-03-27T11:30:00.000Z', '2026-03-28'],
			['Asia/Tokyo', '2026-03-27T15:30:00.000Z', '2026-03-28'],
			['Asia/Tokyo', '2026-03-28T14:30:00.000Z', '2026-03-28'],
			['Europe/Zurich', '2026-03-27T23:30:00.000Z', '2026-03-28'],
			// The night in which the clocks are put forward.
			['Europe/Zurich', '2026-03-28T23:30:00.000Z', '2026-03-29'],
			['Europe/Zurich', '2026-03-29T22:30:00.000Z', '2026-03-30'],
		])(
			'in %s at %s is %s: that night’s double sale is found, and who arrives then stays',
			async (timeZone, now, today) => {
				const day = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
				const hotel = await newHotel({ ...LATE, configuration: { timeZone }, clock: () => new Date(now) });
				await hotel.send(reservation({ id: 'here', checkIn: day(-1), checkOut: day(1) }));
				await hotel.send(reservation({ id: 'tomorrow', checkIn: day(1), checkOut: day(2) }));
				await hotel.frontDesk.directSale({ room: '101', checkIn: day(0), checkOut: day(2) });
				expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 1, arisen: 1, resolved: 0 });
				expect((await hotel.activeBookings()).map(({ roomId }) => roomId)).toEqual(
					['101', '102', '101'].map((name) => hotel.room(name)),
				);
				// Who left today occupies nothing any more.
				await hotel.send(reservation({ id: 'left', checkIn: day(-2), checkOut: day(0), rooms: [{ type: '102' }] }));
				await hotel.frontDesk.directSale({ room: '102', checkIn: day(-1), checkOut: day(0) });
				expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 0, resolved: 0 });
			},
		);

		it.each([
			['Pacific/Honolulu', '2026-03-29T08:00:00.000Z', ['leaves today']],
			['Pacific/Auckland', '2026-03-28T12:00:00.000Z', []],
		])('in %s at %s says which stays a new reader is told of', async (timeZone, now, told) => {
			const hotel = await newHotel({ configuration: { timeZone }, clock: () => new Date(now) });
			await hotel.send(reservation({ id: 'leaves today', checkIn: '2026-03-27', checkOut: '2026-03-28' }));
			const changes = await hotel.present();
			expect(changes.map(({ reservation: { reservationId } }) => reservationId)).toEqual(told);
		});

		it('is Zurich’s where nobody has said where the hotel is, or nonsense', async () => {
			const now = new Date('2026-03-28T23:30:00.000Z');
			for (const timeZone of [undefined, null, 'Mars/Base', 7]) {
				const hotel = await newHotel({ ...LATE, configuration: { timeZone }, clock: () => now });
				await hotel.send(reservation());
				await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
				expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
			}
		});
	});

	describe('a guest in the house or with the door code', () => {
		const inHouse = () => new Date('2026-03-29T12:00:00.000Z');
		const before = () => new Date('2026-03-01T08:00:00.000Z');

		it.each([
			['is in the house', inHouse, async () => {}],
			[
				'has the door code by the hook',
				before,
				(hotel: { hooks: { noteCodeSent(id: string): Promise<void> } }, id: string) => hotel.hooks.noteCodeSent(id),
			],
			[
				'has the door code by SelfKey’s confirmation',
				before,
				async (hotel: { query(text: string, params: unknown[]): Promise<unknown> }, id: string) => {
					await hotel.query('UPDATE "bookings" SET "confirmationSent" = TRUE WHERE "id" = $1', [id]);
				},
			],
		] as const)(
			'who %s keeps the room when the stay grows into a night that somebody else has: a conflict says so',
			async (_name, clock, settle) => {
				const hotel = await newHotel({ types: { double: ['101', '102'] }, clock });
				const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
				await settle(hotel, id);
				await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-30', checkOut: '2026-03-31' });
				const longer = reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31' });
				const answer = await hotel.send(longer);
				expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }] });
				expect(answer.warnings.map(({ code }) => code)).toContain('room_shared');
				const again = await hotel.send(longer);
				expect(again).toMatchObject({ outcome: 'unchanged', bookings: [{ roomName: '101' }] });
				expect(
					await hotel.query('SELECT "bookingId", "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug]),
				).toEqual([{ bookingId: id, kind: 'shared_room' }]);
			},
		);

		it('is made room for where the other may move', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, clock: inHouse });
			await hotel.send(reservation({ id: 'here' }));
			const next = { id: 'next', checkIn: '2026-03-30', checkOut: '2026-03-31' };
			expect((await hotel.send(reservation(next))).bookings).toMatchObject([{ roomName: '101' }]);
			const longer = await hotel.send(reservation({ id: 'here', event: 'modified', seen: 1, checkOut: '2026-03-31' }));
			expect(longer).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '101' }] });
			expect((await hotel.send(reservation(next))).bookings).toMatchObject([{ roomName: '102' }]);
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('is left in the room when the channel changes the type, and that is said once', async () => {
			const hotel = await newHotel({ clock: inHouse });
			await hotel.send(reservation({ checkOut: '2026-03-31' }));
			const upgraded = reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31', rooms: [{ type: 'suite' }] });
			const answer = await hotel.send(upgraded);
			expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }] });
			expect(answer.warnings.map(({ code }) => code)).toContain('room_kept');
			const again = await hotel.send(upgraded);
			expect(again.outcome).toBe('unchanged');
			expect(again.warnings.map(({ code }) => code)).not.toContain('room_kept');
		});

		it('is told of the one reason to be moved: the room was closed for the new nights', async () => {
			const hotel = await newHotel({ clock: inHouse });
			await hotel.send(reservation());
			await hotel.query('UPDATE "rooms" SET "isActive" = FALSE WHERE "id" = $1', [hotel.room('101')]);
			const answer = await hotel.send(reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31' }));
			expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '102' }] });
			expect(answer.warnings.map(({ code }) => code)).toContain('guest_moved');
		});
	});

	describe('a guest who knows a room, and whose stay was away for a while', () => {
		const inHouse = () => new Date('2026-03-30T12:00:00.000Z');
		const before = () => new Date('2026-03-01T08:00:00.000Z');
		const nights = { checkIn: '2026-03-29', checkOut: '2026-04-02' };
		const change = { event: 'modified' as const, ...nights };
		/** What the channel sends first, what takes the stay away, and what brings it back. */
		const ways: Array<[string, Wish, Wish, Wish]> = [
			['was cancelled and reinstated', { revision: '1' }, { event: 'cancelled', revision: '2' }, { revision: '3' }],
			['was a no-show, which is undone', {}, { seen: 1, status: 'no_show' }, { seen: 2 }],
			[
				'was taken out of the reservation and added again',
				{ rooms: [{ id: 'a', type: 'suite' }, { id: 'b' }] },
				{ seen: 1, rooms: [{ id: 'a', type: 'suite' }] },
				{ seen: 2, rooms: [{ id: 'a', type: 'suite' }, { id: 'b' }] },
			],
			[
				'was taken out of the reservation and added again under another number',
				{ rooms: [{ id: 'a', type: 'suite' }, { id: 'b' }] },
				{ seen: 1, rooms: [{ id: 'a', type: 'suite' }] },
				{ seen: 2, rooms: [{ id: 'a', type: 'suite' }, { id: 'c' }] },
			],
		];
		const kinds = [
			['is in the house', inHouse, false],
			['has the door code', before, true],
		] as const;

		it.each(ways.flatMap((way) => kinds.map((kind) => [...way, ...kind] as const)))(
			'that %s: gets another room only as a conflict',
			async (_way, first, away, back, _who, clock, hasCode) => {
				const hotel = await newHotel({ types: { double: ['101', '102'], suite: ['201'] }, clock });
				const { bookings } = await hotel.send(reservation({ ...nights, ...first }));
				const stay = bookings.find(({ roomName }) => roomName === '101');
				if (hasCode) await hotel.hooks.noteCodeSent(stay?.id ?? '');
				const sold = async () => {
					await hotel.send(reservation({ ...change, ...away }));
					return hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-30', checkOut: '2026-03-31' });
				};
				const sale = await sold();
				const moved = await hotel.send(reservation({ ...change, ...back }));
				expect(moved.outcome).toBe('conflict');
				expect(moved.bookings).toContainEqual(expect.objectContaining({ roomName: '102' }));
				const warning = moved.warnings.find(({ code }) => code === 'guest_moved');
				expect(warning?.message).toContain('tell the guest');
				const again = await hotel.send(reservation({ ...change, ...back }));
				expect([again.outcome, again.warnings.map(({ code }) => code).includes('guest_moved')]).toEqual([
					'unchanged',
					false,
				]);
				expect(await hotel.doubleBooked()).toEqual([]);
				await hotel.frontDesk.cancelDirect(sale);
			},
		);

		it('keeps the room where that is free still, without a word', async () => {
			for (const [, first, away, back] of ways) {
				const hotel = await newHotel({ types: { double: ['101', '102'], suite: ['201'] }, clock: inHouse });
				await hotel.send(reservation({ ...nights, ...first }));
				await hotel.send(reservation({ ...change, ...away }));
				// A tighter gap than the room of before.
				await hotel.frontDesk.directSale({ room: '102', checkIn: '2026-04-02', checkOut: '2026-04-03' });
				const answer = await hotel.send(reservation({ ...change, ...back }));
				expect(answer.outcome).toBe('updated');
				expect(answer.bookings.find(({ roomName }) => roomName === '101')).toBeDefined();
			}
		});

		it('who is none, is given a free room without a word', async () => {
			for (const [, first, away, back] of ways) {
				const hotel = await newHotel({ types: { double: ['101', '102'], suite: ['201'] }, clock: before });
				await hotel.send(reservation({ ...nights, ...first }));
				await hotel.send(reservation({ ...change, ...away }));
				await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-30', checkOut: '2026-03-31' });
				expect((await hotel.send(reservation({ ...change, ...back }))).outcome).toBe('updated');
			}
		});
	});

	describe('a room stay that the channel numbers anew', () => {
		const clock = () => new Date('2026-03-29T12:00:00.000Z');
		const numbered = (id: string, wish: Wish = {}) =>
			reservation({ event: 'modified', checkOut: '2026-03-31', ...wish, rooms: [{ id }] });

		it('is the same guest: in the same room, also for more nights, and through what comes later', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] } });
			const { bookings } = await hotel.send(numbered('1', { event: 'new' }));
			await hotel.hooks.noteCodeSent(bookings[0]?.id ?? '');
			// A tighter gap than 101 has.
			await hotel.frontDesk.directSale({ room: '102', checkIn: '2026-04-03', checkOut: '2026-04-09' });
			const longer = await hotel.send(numbered('9', { seen: 1, checkOut: '2026-04-03' }));
			expect(longer).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '101', roomStayId: '9' }, {}] });
			// The new booking has sent no code itself, and its guest has one.
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-04-03', checkOut: '2026-04-04' });
			const shared = await hotel.send(numbered('9', { seen: 2, checkOut: '2026-04-04' }));
			expect(shared).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }, {}] });
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect((await hotel.activeBookings())[1]).toMatchObject({ roomId: hotel.room('101') });
		});

		it('keeps the room where somebody else has it for the new nights: a conflict says so', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, clock });
			await hotel.send(numbered('1', { event: 'new' }));
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-31', checkOut: '2026-04-02' });
			const longer = await hotel.send(numbered('9', { seen: 1, checkOut: '2026-04-01' }));
			expect(longer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }, {}] });
			expect(longer.warnings.map(({ code }) => code)).toContain('room_shared');
		});

		it('keeps what the desk has entered of the guest, and what the guest has paid on SelfKey’s page, once', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, configuration: { markAsPaid: 'never' } });
			const id = (await hotel.send(numbered('1', { event: 'new' }))).bookings[0]?.id ?? '';
			await hotel.query(
				`UPDATE "bookings" SET "clientIdNumber" = 'X7', "clientLastName" = 'Dupond', "internalNote" = 'Late', "stripePaymentIntentId" = 'pi_1',
				"clientIdType" = 'Passport', "clientBirthPlace" = 'Genève', "clientVehicleNumber" = 'VD 1' WHERE "id" = $1`,
				[id],
			);
			const desks = {
				...{ clientIdType: 'Passport', clientBirthPlace: 'Genève', clientVehicleNumber: 'VD 1' },
				clientIdNumber: 'X7',
				clientLastName: 'Dupond',
				internalNote: 'Late',
				stripePaymentIntentId: 'pi_1',
			};
			const renumbered = numbered('9', { seen: 1, checkOut: '2026-04-01', remarks: ['Cot'] });
			expect(await hotel.send(renumbered)).toMatchObject({
				outcome: 'conflict',
				warnings: expect.arrayContaining([expect.objectContaining({ code: 'desk_conflict' })]) as unknown,
			});
			expect(await hotel.activeBookings()).toMatchObject([
				{ ...desks, clientFirstName: 'Zoë', checkOut: '2026-04-01' },
			]);
			expect((await hotel.send(renumbered)).outcome).toBe('unchanged');
			await hotel.send(numbered('9', { seen: 2, checkOut: '2026-04-02', remarks: ['Cot'] }));
			expect(await hotel.activeBookings()).toMatchObject([{ ...desks, checkOut: '2026-04-02' }]);
			const row = (await hotel.activeBookings())[0]?.id ?? '';
			// The price of the first row: noted once, where it was paid.
			expect((await hotel.hooks.paymentsOf(row))?.balance).toMatchObject({
				prepaid: { minor: 10000 },
				due: { minor: 0 },
			});
		});

		it('keeps of a guest what no channel ever fills, also among many messages, and gives it to nobody else', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103', '104', '105'] } });
			const ids = ['a', 'b', 'c', 'd', 'e'];
			const all = (room: string, wish: Wish) => ids.map((id) => reservation({ id, ...wish, rooms: [{ id: room }] }));
			await hotel.sendAll(all('1', { checkOut: '2026-03-31' }));
			const plates = async () =>
				(await hotel.activeBookings()).map(({ internalNote, clientVehicleNumber }) => [
					internalNote,
					clientVehicleNumber,
				]);
			await hotel.query(
				`UPDATE "bookings" SET "clientVehicleNumber" = "internalNote" WHERE "hotelSlug" = $1 AND "internalNote" NOT LIKE '% e'`,
				[hotel.slug],
			);
			const before = await plates();
			await hotel.sendAll(all('9', { event: 'modified', seen: 1, checkOut: '2026-03-31' }));
			expect((await plates()).sort()).toEqual(before.sort());
			// Nobody can say whether the one who comes then is the same guest.
			const later = { event: 'modified' as const, seen: 2, checkIn: '2026-05-01', checkOut: '2026-05-02' };
			const moved = await hotel.send(reservation({ id: 'a', ...later, rooms: [{ id: '7' }] }));
			expect(moved.warnings.find(({ code }) => code === 'desk_conflict')?.message).toContain('clientVehicleNumber');
			expect(await plates()).toContainEqual([expect.stringMatching(/ a$/), null]);
		});

		it('gives nobody the documents and the payment of another guest, and says whose are left behind', async () => {
			const hotel = await newHotel({
				types: { double: ['101', '102'], single: ['301'] },
				configuration: { markAsPaid: 'never' },
			});
			const july = (from: number, to: number) => ({ checkIn: `2026-07-0${from}`, checkOut: `2026-07-0${to}` });
			const whole = { checkIn: '2026-07-01', checkOut: '2026-07-09' };
			const send = (seen: number, rooms: Wish['rooms']) =>
				hotel.send(reservation({ ...whole, event: seen === 0 ? 'new' : 'modified', seen, rooms }));
			const enter = async (id: string, name: string) =>
				await hotel.query(`UPDATE "bookings" SET "clientIdNumber" = $2, "stripePaymentIntentId" = $3 WHERE "id" = $1`, [
					id,
					name,
					`pi_${name}`,
				]);
			const guests = async () =>
				(await hotel.activeBookings()).map(({ checkIn, clientIdNumber, stripePaymentIntentId }) => [
					checkIn,
					clientIdNumber,
					stripePaymentIntentId,
				]);
			const asked = 'TO-BE-ASKED';
			const first = await send(0, [
				{ id: 'A', ...july(1, 8) },
				{ id: 'B', ...july(5, 8) },
			]);
			for (const { id, roomStayId } of first.bookings) await enter(id, roomStayId);
			// Told in another order than before.
			const swapped = await send(1, [
				{ id: 'X', ...july(5, 8) },
				{ id: 'Y', ...july(1, 8) },
			]);
			expect(swapped.outcome).toBe('updated');
			expect((await guests()).sort()).toEqual([
				['2026-07-01', 'A', 'pi_A'],
				['2026-07-05', 'B', 'pi_B'],
			]);
			const other: Wish['rooms'] = [
				{ id: 'X', ...july(5, 8) },
				{ id: 'C', type: 'single', checkIn: '2026-07-08', checkOut: '2026-07-09' },
			];
			const replaced = await send(2, other);
			expect(replaced.outcome).toBe('conflict');
			const told = replaced.warnings.filter(({ code }) => code === 'desk_conflict');
			expect(told).toMatchObject([{ roomStayId: 'Y' }]);
			expect(told[0]?.message).toContain("clientIdNumber, a payment on SelfKey's page");
			expect(replaced.warnings).toContainEqual(expect.objectContaining({ code: 'identity_missing', roomStayId: 'C' }));
			expect((await guests()).sort()).toEqual([
				['2026-07-05', 'B', 'pi_B'],
				['2026-07-08', asked, null],
			]);
			const again = await send(2, other);
			expect([again.outcome, again.warnings.some(({ code }) => code === 'desk_conflict')]).toEqual([
				'unchanged',
				false,
			]);
		});

		it('says so where the channel changes the type with the number', async () => {
			const hotel = await newHotel({ clock });
			await hotel.send(numbered('1', { event: 'new' }));
			const suite = reservation({
				event: 'modified',
				seen: 1,
				checkOut: '2026-03-31',
				rooms: [{ id: '9', type: 'suite' }],
			});
			const answer = await hotel.send(suite);
			expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }, {}] });
			expect(answer.warnings.map(({ code }) => code)).toContain('room_kept');
		});

		it('keeps the desk’s choice of a room, as the desk’s', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(numbered('1', { event: 'new' }));
			await hotel.frontDesk.deskEdit(bookings[0]?.id ?? '', { room: '201' });
			const same = await hotel.send(numbered('9', { seen: 1 }));
			expect(same).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '201' }, {}] });
			await hotel.frontDesk.directSale({ room: '201', checkIn: '2026-03-31', checkOut: '2026-04-01' });
			const longer = await hotel.send(numbered('9', { seen: 2, checkOut: '2026-04-01' }));
			expect(longer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }, {}] });
			expect(longer.warnings.map(({ code }) => code)).toContain('desk_conflict');
		});
	});

	describe('a guest in the house whose arrival the channel moves', () => {
		it.each(['2026-03-30', '2026-04-05'])('to %s keeps the room, whoever looks at it later', async (checkIn) => {
			const hotel = await newHotel({
				types: { double: ['101', '102'] },
				clock: () => new Date('2026-03-29T12:00:00.000Z'),
			});
			await hotel.send(reservation({ checkOut: '2026-03-31' }));
			const checkOut = new Date(Date.parse(checkIn) + 2 * 86_400_000).toISOString().slice(0, 10);
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-31', checkOut: '2026-04-08' });
			const later = reservation({ event: 'modified', seen: 1, checkIn, checkOut });
			const answer = await hotel.send(later);
			expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }] });
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect((await hotel.send(later)).bookings).toMatchObject([{ roomName: '101' }]);
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 0, resolved: 0 });
		});
	});

	describe('who has checked out', () => {
		it('has left the room on that day by the hotel’s clock, whatever comes later', async () => {
			const hotel = await newHotel({
				types: { double: ['101'] },
				configuration: { timeZone: 'Pacific/Auckland' },
				clock: () => new Date('2026-03-30T20:00:00.000Z'),
			});
			const stay = { event: 'modified' as const, checkIn: '2026-03-29', checkOut: '2026-04-03' };
			await hotel.send(reservation({ ...stay, event: 'new' }));
			// 31 March in Auckland, still the 30th in UTC.
			const left = { ...stay, status: 'checked_out' as const, observedAt: '2026-03-30T20:00:00.000Z#0' };
			const answer = await hotel.send(reservation(left));
			expect(answer.outcome).toBe('updated');
			expect(await hotel.bookings()).toMatchObject([{ checkOut: '2026-03-31', paymentStatus: 'succeeded' }]);
			expect(answer.availability).toContainEqual({
				roomTypeId: 'double',
				start: '2026-03-31',
				end: '2026-04-03',
				available: 1,
			});
			expect((await hotel.send(reservation({ ...left, observedAt: '2026-04-01T20:00:00.000Z#0' }))).outcome).toBe(
				'unchanged',
			);
			await hotel.send(reservation({ ...left, price: '90', observedAt: '2026-04-01T20:00:00.000Z#1' }));
			expect(await hotel.bookings()).toMatchObject([{ checkOut: '2026-03-31', amount: 90 }]);
			const next = reservation({ id: 'next', checkIn: '2026-03-31', checkOut: '2026-04-03' });
			expect((await hotel.send(next)).outcome).toBe('created');
		});

		it('does not come back under another number', async () => {
			const hotel = await newHotel({
				types: { double: ['101'] },
				clock: () => new Date('2026-04-01T20:00:00.000Z'),
			});
			const stay = { event: 'modified' as const, checkIn: '2026-03-29', checkOut: '2026-04-03' };
			await hotel.send(reservation({ ...stay, event: 'new' }));
			const left = { ...stay, status: 'checked_out' as const };
			await hotel.send(reservation({ ...left, observedAt: '2026-03-30T20:00:00.000Z#0' }));
			const next = reservation({ id: 'next', checkIn: '2026-03-30', checkOut: '2026-04-03' });
			expect((await hotel.send(next)).outcome).toBe('created');
			const renumbered = { ...left, price: '90', rooms: [{ id: '9' }], observedAt: '2026-04-01T19:00:00.000Z#0' };
			expect((await hotel.send(reservation(renumbered))).outcome).toBe('updated');
			expect((await hotel.activeBookings()).map(({ checkOut }) => checkOut).sort()).toEqual([
				'2026-03-30',
				'2026-04-03',
			]);
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('has left by now, though the clock that says so is days ahead', async () => {
			const hotel = await newHotel({
				configuration: { timeZone: 'Pacific/Auckland' },
				clock: () => new Date('2026-03-30T20:00:00.000Z'),
			});
			const stay = { checkIn: '2026-03-29', checkOut: '2026-04-03', status: 'checked_out' as const };
			await hotel.send(reservation({ ...stay, observedAt: '2026-04-02T20:00:00.000Z#0' }));
			expect(await hotel.bookings()).toMatchObject([{ checkOut: '2026-03-31' }]);
		});

		it('has slept one night at least, and never longer than was booked', async () => {
			const hotel = await newHotel({ clock: () => new Date('2026-04-07T08:00:00.000Z') });
			const out = (id: string, observedAt: string) =>
				reservation({ id, status: 'checked_out', checkOut: '2026-03-31', observedAt });
			await hotel.send(out('early', '2026-03-29T15:00:00.000Z#0'));
			await hotel.send(out('late', '2026-04-05T15:00:00.000Z#0'));
			expect((await hotel.bookings()).map(({ checkOut }) => checkOut)).toEqual(['2026-03-30', '2026-03-31']);
			await hotel.send(cancellation({ id: 'early', observedAt: '2026-04-06T15:00:00.000Z#0' }));
		});
	});
}
