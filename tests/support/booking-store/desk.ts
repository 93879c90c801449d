/** What is in a booking, and that what the hotel's people have entered stays. */
import { moneyFromDecimal } from '../../../core/reservation/money';
import { IDENTITY_SENTINEL } from '../../../selfkey';
import { withFingerprint } from '../../../core/reservation/fingerprint';
import type { Reservation } from '../../../core/reservation/model';
import { cancellation, reservation, type Wish } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

export function describeDesk(newHotel: NewHotel): void {
	describe('bookings and the desk', () => {
		it('fills the columns that SelfKey lives by', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ price: '133.50', currency: 'EUR', booker: { language: 'de-CH', country: 'FR' } }));
			expect(await hotel.bookings()).toMatchObject([
				{
					clientFirstName: 'Zoë',
					clientLastName: 'Dupont',
					clientEmail: 'zoe.123456@guest.booking.com',
					clientCountry: 'FR',
					clientIdNumber: IDENTITY_SENTINEL.clientIdNumber,
					birthDate: IDENTITY_SENTINEL.clientBirthDate,
					amount: 133.5,
					ownerAmount: 0,
					platformCommission: 0,
					currency: 'EUR',
					guests: 2,
					adults: 2,
					children: 0,
					paymentStatus: 'succeeded',
					bookingType: 'night',
					bookingLocale: 'de',
					touristTaxTotal: 0,
					stripePaymentIntentId: 'test_booking.com/4705950059',
					internalNote: 'booking.com 4705950059',
				},
			]);
		});

		it('stores midnight UTC at both ends, whatever the time zone of server and database', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ checkIn: '2026-03-28', checkOut: '2026-03-30' }));
			expect(await hotel.bookings()).toMatchObject([
				{ checkInText: '2026-03-28 00:00:00', checkOutText: '2026-03-30 00:00:00' },
			]);
			expect((await hotel.send(reservation({ checkIn: '2026-03-28', checkOut: '2026-03-30' }))).outcome).toBe(
				'unchanged',
			);
		});

		it('keeps every letter of every name', async () => {
			const hotel = await newHotel();
			const booker = { firstName: 'Łukasz 李 🛎️', lastName: 'O\'Brien-Straße; DROP TABLE "bookings"; -- محمد' };
			await hotel.send(reservation({ booker }));
			expect(await hotel.bookings()).toMatchObject([
				{ clientFirstName: booker.firstName, clientLastName: booker.lastName },
			]);
		});

		it('keeps amounts of 0, 2 and 3 decimals in the currency that they came in', async () => {
			const hotel = await newHotel({ types: { double: ['1', '2', '3'] } });
			await hotel.send(reservation({ id: 'a', price: '12000', currency: 'JPY' }));
			await hotel.send(reservation({ id: 'b', price: '45.125', currency: 'KWD' }));
			await hotel.send(reservation({ id: 'c', price: '199.99', currency: 'CHF' }));
			expect((await hotel.bookings()).map(({ amount, currency }) => [amount, currency])).toEqual([
				[12000, 'JPY'],
				[45.125, 'KWD'],
				[199.99, 'CHF'],
			]);
		});

		it('shares out a total, and adds what it holds beyond the prices to the first room', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ id: 'a', rooms: [{}, { type: 'suite' }], price: '100.01' }));
			await hotel.send(
				reservation({
					id: 'b',
					checkIn: '2026-05-01',
					checkOut: '2026-05-02',
					rooms: [{ price: '80' }, { type: 'suite', price: '200' }],
					price: '301',
				}),
			);
			expect((await hotel.bookings()).map(({ amount }) => amount)).toEqual([50.01, 50, 101, 200]);
		});

		it('warns where no price is known', async () => {
			const hotel = await newHotel();
			const { warnings } = await hotel.send(reservation({ price: null }));
			expect(warnings.map(({ code }) => code)).toContain('amount_unknown');
			expect(await hotel.bookings()).toMatchObject([{ amount: 0, currency: 'CHF' }]);
		});

		it.each([
			['gross', 100],
			['net', 85],
			['none', 0],
		])('takes the owner’s amount as %s', async (ownerAmount, expected) => {
			const hotel = await newHotel({ configuration: { ownerAmount } });
			await hotel.send(reservation({ commission: moneyFromDecimal('15', 'EUR') }));
			expect(await hotel.bookings()).toMatchObject([{ amount: 100, ownerAmount: expected }]);
		});

		it('notes the tourist tax only if the hotel collects it', async () => {
			const taxes = [
				{ name: 'City tax', amount: moneyFromDecimal('7.50', 'EUR')!, included: false, collectedBy: 'hotel' as const },
			];
			const [without, collecting] = [await newHotel(), await newHotel({ configuration: { collectsTouristTax: true } })];
			await without.send(reservation({ taxes }));
			await collecting.send(reservation({ taxes }));
			expect(await without.bookings()).toMatchObject([{ touristTaxTotal: 0 }]);
			expect(await collecting.bookings()).toMatchObject([{ touristTaxTotal: 7.5 }]);
		});

		it('says whose documents are missing until the desk has them, and never overwrites them', async () => {
			const hotel = await newHotel();
			const missing = () =>
				hotel.query('SELECT "identityMissing" FROM "booking_external_references" WHERE "hotelSlug" = $1', [hotel.slug]);
			const first = await hotel.send(reservation());
			expect(first.warnings.map(({ code }) => code)).toEqual(['identity_missing']);
			expect(await missing()).toEqual([{ identityMissing: true }]);
			await hotel.query(
				`UPDATE "bookings" SET "clientBirthDate" = '1985-07-14', "clientIdNumber" = 'C01X00T47', "clientAddress" = 'Rue du Lac 1', "clientPostalCode" = '1201',
					"clientCity" = 'Genève', "clientCountry" = 'CH', "clientFirstName" = 'Zoé', "internalNote" = 'wants a cot' WHERE "hotelSlug" = $1`,
				[hotel.slug],
			);
			const booker = { firstName: 'Z.', lastName: 'Dupont-Roy', address: 'Elsewhere 9', country: 'DE' };
			const second = await hotel.send(
				reservation({ event: 'modified', seen: 1, price: '150', booker, remarks: ['Late arrival'] }),
			);
			expect(second).toMatchObject({ outcome: 'conflict', warnings: [{ code: 'desk_conflict' }] });
			expect(second.warnings[0]?.message).toMatch(
				/entry stays: clientFirstName, clientAddress, clientCountry, internalNote$/,
			);
			expect(JSON.stringify(second.warnings)).not.toMatch(/Zo|Rue|wants a cot/);
			expect(await missing()).toEqual([{ identityMissing: false }]);
			expect(await hotel.bookings()).toMatchObject([
				{
					birthDate: '1985-07-14',
					clientIdNumber: 'C01X00T47',
					clientAddress: 'Rue du Lac 1',
					clientCountry: 'CH',
					clientFirstName: 'Zoé',
					// Nobody at the desk has touched the family name.
					clientLastName: 'Dupont-Roy',
					internalNote: 'wants a cot',
					amount: 150,
				},
			]);
		});

		it('learns of documents that were entered even where the message changes nothing', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query(
				`UPDATE "bookings" SET "clientBirthDate" = '1985-07-14', "clientIdNumber" = 'C1', "clientAddress" = 'a', "clientPostalCode" = 'b', "clientCity" = 'c',
					"clientCountry" = 'CH' WHERE "hotelSlug" = $1`,
				[hotel.slug],
			);
			expect(await hotel.send(reservation())).toMatchObject({ outcome: 'unchanged', warnings: [] });
			expect(
				await hotel.query('SELECT 1 FROM "booking_external_references" WHERE "hotelSlug" = $1 AND "identityMissing"', [
					hotel.slug,
				]),
			).toEqual([]);
		});

		it('keeps the room that the desk has chosen, an upgrade too', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query('UPDATE "bookings" SET "roomId" = $2 WHERE "hotelSlug" = $1', [hotel.slug, hotel.room('201')]);
			const { bookings } = await hotel.send(reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31' }));
			expect(bookings).toMatchObject([{ roomName: '201' }]);
		});

		it('moves a stay out of the room that a direct sale was put into, and says so to nobody but the feed', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.sellDirectly('101', '2026-03-29', '2026-03-30');
			expect(await hotel.send(reservation())).toMatchObject({ outcome: 'unchanged', bookings: [{ roomName: '102' }] });
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('leaves a stay where it is and warns when no other room of its type is free', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation());
			await hotel.sellDirectly('101', '2026-03-29', '2026-03-30');
			const repeat = await hotel.send(reservation());
			expect(repeat).toMatchObject({ outcome: 'unchanged', bookings: [{ roomName: '101' }] });
			expect(repeat.warnings.map(({ code }) => code)).toContain('room_shared');
		});

		it('keeps the dates of the channel where both have changed them, says what the desk had, and keeps it', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query(`UPDATE "bookings" SET "checkOutDate" = '2026-04-02', "amount" = 80 WHERE "hotelSlug" = $1`, [
				hotel.slug,
			]);
			const changed = reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31', price: '200' });
			const { outcome, warnings } = await hotel.send(changed);
			expect(outcome).toBe('conflict');
			expect(warnings.find(({ code }) => code === 'desk_conflict')?.message).toContain(
				'the desk had: amount 80, checkOutDate 2026-04-02',
			);
			expect(await hotel.bookings()).toMatchObject([{ checkOut: '2026-03-31', amount: 200 }]);
			expect(
				await hotel.query('SELECT "overwritten" FROM "booking_external_references" WHERE "hotelSlug" = $1', [
					hotel.slug,
				]),
			).toEqual([{ overwritten: { amount: 80, checkOutDate: '2026-04-02' } }]);
			const repeat = await hotel.send(changed);
			expect(repeat).toMatchObject({ outcome: 'unchanged', warnings: [{ code: 'identity_missing' }] });
		});

		it('never mixes the nights of the desk with those of the channel', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation({ checkIn: '2026-04-10', checkOut: '2026-04-12' }));
			await hotel.query(
				`UPDATE "bookings" SET "checkInDate" = '2026-04-05', "checkOutDate" = '2026-04-07', "amount" = 95, "currency" = 'CHF' WHERE "hotelSlug" = $1`,
				[hotel.slug],
			);
			const { outcome, warnings } = await hotel.send(
				reservation({ event: 'modified', seen: 1, checkIn: '2026-04-08', checkOut: '2026-04-12', price: '140' }),
			);
			expect(outcome).toBe('conflict');
			const message = warnings.find(({ code }) => code === 'desk_conflict')?.message;
			for (const had of ['checkInDate 2026-04-05', 'checkOutDate 2026-04-07', 'amount 95', 'currency CHF'])
				expect(message).toContain(had);
			expect(await hotel.bookings()).toMatchObject([
				{ checkIn: '2026-04-08', checkOut: '2026-04-12', amount: 140, currency: 'EUR' },
			]);
			expect(
				await hotel.send(reservation({ id: 'next', checkIn: '2026-04-09', checkOut: '2026-04-10' })),
			).toMatchObject({ outcome: 'conflict', bookings: [{ roomId: null }] });
		});

		it('gives no room by itself to a stay whose room the desk has taken away', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query('UPDATE "bookings" SET "roomId" = NULL WHERE "hotelSlug" = $1', [hotel.slug]);
			const { outcome, bookings, warnings } = await hotel.send(
				reservation({ event: 'modified', seen: 1, price: '150' }),
			);
			expect(outcome).toBe('conflict');
			expect(bookings).toMatchObject([{ roomId: null }]);
			expect(warnings.map(({ code }) => code)).toContain('no_room_free');
		});

		it('says so where the room that the desk chose cannot be kept for the new dates', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query('UPDATE "bookings" SET "roomId" = $2 WHERE "hotelSlug" = $1', [hotel.slug, hotel.room('201')]);
			await hotel.sellDirectly('201', '2026-03-30', '2026-03-31');
			const { outcome, bookings, warnings } = await hotel.send(
				reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31' }),
			);
			expect(outcome).toBe('conflict');
			expect(bookings).toMatchObject([{ roomName: '101' }]);
			expect(warnings.find(({ code }) => code === 'desk_conflict')?.message).toContain(`roomId ${hotel.room('201')}`);
		});

		it('says so where a room that the desk put into a given-up booking is none of the type that comes back', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'], suite: ['201', '202'] } });
			const rooms = (second?: string) => [{ id: 'a' }, ...(second ? [{ id: 'b', type: second }] : [])];
			const { bookings } = await hotel.send(reservation({ rooms: rooms('double') }));
			const id = bookings[1]?.id ?? '';
			const giveUp = async (seen: number) => {
				await hotel.send(reservation({ event: 'modified', seen, rooms: rooms() }));
				await hotel.frontDesk.deskEdit(id, { room: '103' });
			};
			await giveUp(1);
			// Of the same type it is kept, as any other choice of the desk.
			const same = await hotel.send(reservation({ event: 'modified', seen: 2, rooms: rooms('double') }));
			expect(same).toMatchObject({ outcome: 'updated', bookings: [{}, { id, roomName: '103' }] });
			await giveUp(3);
			const other = await hotel.send(reservation({ event: 'modified', seen: 4, rooms: rooms('suite') }));
			expect(other).toMatchObject({ outcome: 'conflict', bookings: [{}, { id, roomName: '201' }] });
			expect(other.warnings.find(({ code }) => code === 'desk_conflict')).toMatchObject({
				roomStayId: 'b',
				message: expect.stringContaining(`roomId ${hotel.room('103')}`),
			});
			await giveUp(5);
			for (const room of ['201', '202'])
				await hotel.frontDesk.directSale({ room, checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const none = await hotel.send(reservation({ event: 'modified', seen: 6, rooms: rooms('suite') }));
			expect(none).toMatchObject({ outcome: 'conflict', bookings: [{}, { id, roomId: null }] });
			expect(none.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['desk_conflict', 'no_room_free']));
		});

		it('says so where a booking that comes back is given a room that the desk had taken out of it meanwhile', async () => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation({ revision: '1' }))).bookings[0]?.id ?? '';
			await hotel.send(cancellation({ revision: '2' }));
			await hotel.frontDesk.deskEdit(id, { room: null });
			const back = reservation({ event: 'modified', revision: '3' });
			const answer = await hotel.send(back);
			expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ id, roomName: '101' }] });
			expect(answer.warnings.find(({ code }) => code === 'desk_conflict')?.message).toContain('roomId none');
			expect((await hotel.send(back)).outcome).toBe('unchanged');
		});

		it('does not undo what the desk did while the channel says nothing new', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query(`UPDATE "bookings" SET "amount" = 80, "checkOutDate" = '2026-03-31' WHERE "hotelSlug" = $1`, [
				hotel.slug,
			]);
			expect((await hotel.send(reservation())).outcome).toBe('unchanged');
			expect(await hotel.bookings()).toMatchObject([{ amount: 80, checkOut: '2026-03-31' }]);
			await hotel.send(cancellation());
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('does not write a booking again that was deleted: whoever repeats the message is told so', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ rooms: [{}, { type: 'suite' }] }));
			await hotel.query(`DELETE FROM "bookings" WHERE "hotelSlug" = $1 AND "roomId" = $2`, [
				hotel.slug,
				hotel.room('101'),
			]);
			const again = await hotel.send(reservation({ rooms: [{}, { type: 'suite' }] }));
			expect(again).toMatchObject({ outcome: 'unchanged', bookings: [{ roomStayId: '2' }] });
			expect(again.warnings).toContainEqual(
				expect.objectContaining({
					code: 'booking_deleted',
					roomStayId: '1',
					message: expect.stringContaining('2026-03-29'),
				}),
			);
			// News of the other room is none of this one.
			await hotel.send(
				reservation({ event: 'modified', seen: 1, rooms: [{}, { type: 'suite', checkOut: '2026-03-31' }] }),
			);
			expect(await hotel.activeBookings()).toMatchObject([{ roomId: hotel.room('201'), checkOut: '2026-03-31' }]);
		});

		it('writes a deleted booking anew where its channel changes it, as a conflict; a cancellation leaves it deleted', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query('DELETE FROM "bookings" WHERE "hotelSlug" = $1', [hotel.slug]);
			const changed = reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31' });
			const first = await hotel.send(changed);
			expect(first).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }] });
			expect(first.warnings).toContainEqual(
				expect.objectContaining({ code: 'desk_conflict', message: expect.stringContaining('deleted') }),
			);
			expect((await hotel.send(changed)).outcome).toBe('unchanged');
			await hotel.query('DELETE FROM "bookings" WHERE "hotelSlug" = $1', [hotel.slug]);
			expect(await hotel.send(cancellation())).toMatchObject({ outcome: 'cancelled', bookings: [], warnings: [] });
			expect(await hotel.bookings()).toEqual([]);
		});

		it.each([
			['changes', reservation({ event: 'modified', revision: '2', checkOut: '2026-03-31' })],
			['changes the price of', reservation({ event: 'modified', revision: '2', price: '120' })],
		])(
			'says so where the channel %s a booking that the desk has cancelled, which stays cancelled',
			async (_name, change) => {
				const hotel = await newHotel();
				const id = (await hotel.send(reservation({ revision: '1' }))).bookings[0]?.id ?? '';
				await hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed' });
				expect((await hotel.send(reservation({ revision: '1' }))).outcome).toBe('unchanged');
				const { outcome, warnings } = await hotel.send(change);
				expect(outcome).toBe('conflict');
				expect(warnings).toMatchObject([
					{ code: 'desk_conflict', message: expect.stringContaining('stays cancelled here') },
				]);
				expect(await hotel.activeBookings()).toEqual([]);
				expect((await hotel.send(change)).outcome).toBe('unchanged');
				expect((await hotel.send(cancellation({ revision: '3' }))).outcome).toBe('cancelled');
			},
		);

		it.each<[string, (id: string) => Reservation[]]>([
			['nothing of that', () => []],
			['a cancellation', (id) => [cancellation({ id, revision: '2' })]],
			['a no-show', (id) => [reservation({ id, event: 'modified', revision: '2', status: 'no_show' })]],
			[
				'both',
				(id) => [
					reservation({ id, event: 'modified', revision: '2', status: 'no_show' }),
					cancellation({ id, revision: '3' }),
				],
			],
		])(
			'leaves a booking cancelled that the desk has cancelled, also where its channel brings it back after %s, and says so',
			async (_name, between) => {
				const hotel = await newHotel();
				const [byDesk, byChannel] = ['desk', 'channel'];
				const id = (await hotel.send(reservation({ id: byDesk, revision: '1' }))).bookings[0]?.id ?? '';
				await hotel.send(reservation({ id: byChannel, revision: '1' }));
				await hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed' });
				const back = (of: string) => reservation({ id: of, event: 'modified', revision: '4', remarks: ['reinstated'] });
				for (const message of between(byDesk)) await hotel.send(message);
				const answer = await hotel.send(back(byDesk));
				expect(answer).toMatchObject({
					outcome: 'conflict',
					warnings: [{ code: 'desk_conflict', message: expect.stringContaining('stays cancelled here') as string }],
				});
				expect((await hotel.send(back(byDesk))).outcome).toBe('unchanged');
				for (const message of between(byChannel)) await hotel.send(message);
				expect(await hotel.send(back(byChannel))).toMatchObject({
					outcome: 'updated',
					bookings: [{ roomName: '102' }],
				});
				expect((await hotel.bookings()).map(({ paymentStatus }) => paymentStatus)).toEqual(['failed', 'succeeded']);
				// Once the desk lets it stand, it is a booking as any other.
				await hotel.frontDesk.deskEdit(id, { paymentStatus: 'succeeded' });
				const price = reservation({ id: byDesk, event: 'modified', revision: '5', price: '120' });
				expect((await hotel.send(price)).outcome).toBe('updated');
				expect((await hotel.send(cancellation({ id: byDesk, revision: '6' }))).outcome).toBe('cancelled');
				expect((await hotel.send({ ...price, revision: '7' })).outcome).toBe('updated');
			},
		);

		it('leaves a booking at 0 that the desk has cancelled and made free, until it stands again at its channel’s price', async () => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation({ revision: '1' }))).bookings[0]?.id ?? '';
			const tell = async (revision: string, price: string, over: Wish = {}) =>
				(await hotel.send(reservation({ event: 'modified', revision, price, ...over }))).outcome;
			const amount = async () => (await hotel.bookings()).map((row) => [row.paymentStatus, row.amount]);
			await hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed', amount: 0 });
			expect(await tell('2', '110')).toBe('conflict');
			expect(await tell('3', '120')).toBe('conflict');
			expect(await amount()).toEqual([['failed', 0]]);
			await hotel.send(cancellation({ revision: '4' }));
			expect(await tell('5', '130')).toBe('conflict');
			expect(await amount()).toEqual([['failed', 0]]);
			await hotel.frontDesk.deskEdit(id, { paymentStatus: 'succeeded' });
			expect(await tell('5', '130')).toBe('updated');
			expect(await amount()).toEqual([['succeeded', 130]]);
			// It is a booking as any other again: the desk's own price stays while its channel says no other.
			await hotel.frontDesk.deskEdit(id, { amount: 0 });
			expect(await tell('6', '130', { remarks: ['late arrival'] })).toBe('updated');
			expect(await amount()).toEqual([['succeeded', 0]]);
		});

		it('says the price of a booking that was made free to whoever lets it stand again, also where it had none before', async () => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation({ revision: '1', price: '0' }))).bookings[0]?.id ?? '';
			await hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed' });
			const answer = await hotel.send(reservation({ event: 'modified', revision: '2', price: '110' }));
			expect(answer.warnings[0]?.message).toContain('let the booking stand again with its price, 110 EUR');
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'failed', amount: 0 }]);
			await hotel.frontDesk.deskEdit(id, { paymentStatus: 'succeeded' });
			await hotel.send(reservation({ event: 'modified', revision: '3', price: '110' }));
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'succeeded', amount: 110 }]);
		});

		it('has the desk’s price where that is entered after a booking that was made free stands again', async () => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation({ revision: '1' }))).bookings[0]?.id ?? '';
			await hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed', amount: 0 });
			await hotel.send(reservation({ event: 'modified', revision: '2', price: '110' }));
			await hotel.frontDesk.deskEdit(id, { paymentStatus: 'succeeded', amount: 90 });
			const arrived = reservation({ event: 'modified', revision: '3', price: '110', remarks: ['late arrival'] });
			expect((await hotel.send(arrived)).outcome).toBe('updated');
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'succeeded', amount: 90 }]);
		});

		it.each<[string, Partial<Reservation>]>([
			['the guest has arrived', { status: 'checked_in' }],
			['it was booked on another day', { bookedAt: '2026-02-01T00:00:00' }],
			['the guest comes late', { expectedArrival: '23:00' }],
			['the guest speaks', { booker: { ...reservation().booker, nationality: 'FR' } }],
			['there is breakfast', { services: [{ name: 'Breakfast', quantity: 2, amount: null }] }],
		])('takes it for news of a booking that the desk has put away that %s', async (_name, news) => {
			const changed = { ...reservation({ event: 'modified', seen: 1 }), ...news };
			const [cancelled, deleted] = [await newHotel(), await newHotel()];
			const id = (await cancelled.send(reservation())).bookings[0]?.id ?? '';
			await cancelled.frontDesk.deskEdit(id, { paymentStatus: 'failed' });
			expect(await cancelled.send(withFingerprint(changed))).toMatchObject({
				outcome: 'conflict',
				warnings: [{ code: 'desk_conflict' }],
			});
			expect(await cancelled.activeBookings()).toEqual([]);
			expect(await cancelled.send(withFingerprint(changed))).toMatchObject({ outcome: 'unchanged', warnings: [] });
			await deleted.send(reservation());
			await deleted.query('DELETE FROM "bookings" WHERE "hotelSlug" = $1', [deleted.slug]);
			const answer = await deleted.send(withFingerprint(changed));
			expect(answer.outcome).toBe('conflict');
			expect(answer.warnings[0]?.message).toContain('written anew');
		});

		it('takes news of one room for none of another that the desk has put away', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation({ rooms: [{}, {}] }));
			await hotel.frontDesk.deskEdit(bookings[0]?.id ?? '', { paymentStatus: 'failed' });
			const longer = reservation({
				event: 'modified',
				seen: 1,
				checkOut: '2026-03-31',
				rooms: [{ checkOut: '2026-03-30' }, {}],
			});
			expect((await hotel.send(longer)).outcome).toBe('updated');
			const both = reservation({ event: 'modified', seen: 2, checkOut: '2026-03-31', rooms: [{}, {}] });
			expect(await hotel.send(both)).toMatchObject({
				outcome: 'conflict',
				warnings: expect.arrayContaining([
					expect.objectContaining({ code: 'desk_conflict', roomStayId: '1' }),
				]) as unknown,
			});
		});

		it.each<[string, (hotel: TestHotel, id: string) => Promise<unknown>]>([
			['cancelled', (hotel, id) => hotel.frontDesk.deskEdit(id, { paymentStatus: 'failed' })],
			['deleted', (hotel, id) => hotel.frontDesk.deleteBooking(id)],
		])('knows a booking that the desk has %s under another number of its channel', async (word, putAway) => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation({ rooms: [{ id: '1' }] }))).bookings[0]?.id ?? '';
			await putAway(hotel, id);
			const answer = await hotel.send(reservation({ event: 'modified', seen: 1, rooms: [{ id: '9' }] }));
			expect(answer.outcome).toBe('conflict');
			expect(answer.warnings.find(({ code }) => code === 'desk_conflict')).toMatchObject({
				roomStayId: '9',
				message: expect.stringMatching(new RegExp(`${word}.*written anew`)) as string,
			});
		});
	});

	describe('what comes after a cancellation that is final', () => {
		it('is stale: the booking is left as it was, and nobody is told', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			await hotel.send(reservation({ seen: 1 }));
			await hotel.send(cancellation({ seen: 2 }));
			await hotel.readAll(reader);
			const before = await hotel.bookings();
			const late = [
				reservation({ event: 'modified', seen: 3, booker: { lastName: 'Dupond' } }),
				reservation({ event: 'modified', seen: 4, checkOut: '2026-04-02', price: '300', rooms: [{ type: 'suite' }] }),
				reservation({ event: 'modified', seen: 5, rooms: [{}, {}] }),
			];
			for (const message of late) {
				const { outcome, warnings } = await hotel.send(message);
				expect([outcome, warnings[0]?.code]).toEqual(['stale', 'after_cancellation']);
			}
			expect((await hotel.bookings()).filter(({ id }) => id === before[0]?.id)).toEqual(before);
			expect((await hotel.send(cancellation({ seen: 2 }))).outcome).toBe('unchanged');
			expect((await hotel.bookings()).filter(({ id }) => id === before[0]?.id)).toEqual(before);
			expect(await hotel.activeBookings()).toEqual([]);
			expect(await hotel.readAll(reader)).toEqual([]);
		});

		it('is written once a newer message brings the stay back', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ revision: '1' }));
			await hotel.send(cancellation({ revision: '3' }));
			const longer = { event: 'modified' as const, checkOut: '2026-03-31', booker: { lastName: 'Dupond' } };
			expect((await hotel.send(reservation({ ...longer, revision: '2' }))).outcome).toBe('stale');
			expect(await hotel.bookings()).toMatchObject([{ checkOut: '2026-03-30', clientLastName: 'Dupont' }]);
			expect((await hotel.send(reservation({ ...longer, revision: '4' }))).outcome).toBe('updated');
			expect(await hotel.activeBookings()).toMatchObject([{ checkOut: '2026-03-31', clientLastName: 'Dupond' }]);
		});
	});
}
