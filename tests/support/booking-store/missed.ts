/** The triggers on SelfKey's table never make a write of its fail; what they missed is found by the next reader. */
import { join } from 'node:path';
import { InstallationFault } from '../../../selfkey';
import { runSqlFile } from '../../../sandbox/selfkey/tables';
import { originWord } from '../origin';
import { reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const NIGHT = { checkIn: '2026-03-29', checkOut: '2026-03-30' };

/** Makes whatever the triggers would write fail in this hotel, as a full disk or a table that is gone would. */
export async function failing(hotel: TestHotel, code: string, work: () => Promise<unknown>): Promise<void> {
	const name = `refuse_${hotel.slug.replaceAll('-', '_')}`;
	await hotel.query(
		`CREATE FUNCTION "${name}"() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
			IF NEW."hotelSlug" = '${hotel.slug}' THEN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END IF;
			RETURN NEW;
		END $$`,
	);
	await hotel.query(
		`CREATE TRIGGER "${name}" BEFORE INSERT OR UPDATE ON "booking_changes" FOR EACH ROW EXECUTE FUNCTION "${name}"()`,
	);
	try {
		await work();
	} finally {
		await hotel.query(`DROP TRIGGER "${name}" ON "booking_changes"`);
		await hotel.query(`DROP FUNCTION "${name}"`);
	}
}

async function told(hotel: TestHotel, reader: string): Promise<string[]> {
	const changes = await hotel.readAll(reader);
	return changes.map(({ origin, event, reservation: { key } }) => `${originWord(origin)} ${event} ${key}`);
}

export function describeMissed(newHotel: NewHotel): void {
	describe('what cannot be noted', () => {
		it.each([
			['a full disk', '53100'],
			['a table that is gone', '42P01'],
			['a lock that nobody gives', '55P03'],
			['a deadlock', '40P01'],
			['odd data', '22008'],
		])('stops no sale, no edit and no deletion (%s), and is told to the next reader, once', async (_name, code) => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation({ rooms: [{ type: 'suite' }] }));
			const kept = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-04-10', checkOut: '2026-04-12' });
			const dropped = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-04-20', checkOut: '2026-04-22' });
			const reader = await hotel.subscribe();
			let sold = '';
			await failing(hotel, code, async () => {
				sold = await hotel.frontDesk.directSale({ room: '102', ...NIGHT });
				await hotel.frontDesk.cancelDirect(kept);
				await hotel.frontDesk.deleteBooking(dropped);
				await hotel.frontDesk.deskEdit(bookings[0]?.id ?? '', { lastName: 'Dupond' });
			});
			expect((await hotel.activeBookings()).map(({ id }) => id)).toEqual([bookings[0]?.id, sold]);
			const own = `selfkey/${hotel.slug}`;
			const first = await hotel.readAll(reader);
			expect(
				first.map(({ origin, event, reservation: { key } }) => `${originWord(origin)} ${event} ${key}`).sort(),
			).toEqual(
				[
					'frontDesk updated booking.com/8011855/4705950059',
					`direct cancelled ${own}/${kept}`,
					`direct cancelled ${own}/${dropped}`,
					`direct created ${own}/${sold}`,
				].sort(),
			);
			// What is left of a booking that was deleted: others have to know which nights came free.
			expect(first.find(({ reservation: state }) => state.reservationId === dropped)?.reservation).toMatchObject({
				status: 'cancelled',
				checkIn: '2026-04-20',
				checkOut: '2026-04-22',
			});
			expect(await told(hotel, reader)).toEqual([]);
			expect(hotel.errors).toEqual([]);
		});

		it('is found of a stay whose departure is moved before yesterday', async () => {
			const hotel = await newHotel();
			const sale = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-02-20', checkOut: '2026-03-05' });
			const reader = await hotel.subscribe();
			await failing(hotel, '53100', () => hotel.frontDesk.deskEdit(sale, { checkOut: '2026-02-22' }));
			expect(await told(hotel, reader)).toEqual([`frontDesk updated selfkey/${hotel.slug}/${sale}`]);
			expect(await told(hotel, reader)).toEqual([]);
		});

		it('is looked for among stays that are not over only: what has left is forgotten, also where nothing was missed', async () => {
			const hotel = await newHotel();
			await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			const states = () => hotel.query('SELECT 1 FROM "booking_states" WHERE "hotelSlug" = $1', [hotel.slug]);
			expect(await hotel.store.noteMissedChanges(hotel.slug, '2026-03-30')).toBe(0);
			expect(await states()).toHaveLength(1);
			expect(await hotel.store.noteMissedChanges(hotel.slug, '2026-03-31')).toBe(0);
			expect(await states()).toEqual([]);
		});

		it('needs no memory of what has left, also where nobody reads: any request forgets it, once an hour', async () => {
			let now = new Date('2026-03-28T10:00:00Z');
			const hotel = await newHotel({ clock: () => now });
			const states = () => hotel.query('SELECT 1 FROM "booking_states" WHERE "hotelSlug" = $1', [hotel.slug]);
			await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			await hotel.send(reservation({ checkIn: '2026-03-29', checkOut: '2026-04-10' }));
			expect(await states()).toHaveLength(2);
			now = new Date('2026-03-31T10:00:00Z');
			await hotel.send(reservation({ event: 'modified', seen: 1, checkIn: '2026-03-29', checkOut: '2026-04-11' }));
			expect(await states()).toHaveLength(2);
			now = new Date('2026-04-01T10:00:00Z');
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(await states()).toHaveLength(1);
			expect(hotel.errors).toEqual([]);
		});

		it('is nothing where all was noted, whoever wrote it', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			await hotel.send(reservation({ rooms: [{}, { type: 'suite' }] }));
			await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
			await hotel.send(reservation({ event: 'modified', seen: 1, price: '150' }));
			await hotel.frontDesk.sellDayParking();
			await hotel.query('UPDATE "bookings" SET "stripeFee" = 1 WHERE "hotelSlug" = $1', [hotel.slug]);
			expect(await hotel.store.noteMissedChanges(hotel.slug, '2026-02-28')).toBe(0);
			expect(await told(hotel, reader)).toEqual([
				expect.stringMatching(/^direct created selfkey/),
				'booking.com created booking.com/8011855/4705950059',
			]);
			expect(await told(hotel, reader)).toEqual([]);
		});

		it('is an error to every reader where the database is older than the code, and none to a write', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			await hotel.query('DROP FUNCTION "booking_changes_publish"');
			try {
				expect((await hotel.send(reservation())).outcome).toBe('created');
				for (const [resource, parameters] of [
					['changes', { subscriber: reader }],
					['changes', { subscriber: 'new' }],
					['availability', { subscriber: 'sender', channels: 'booking.com' }],
					['subscribers', {}],
				] as const)
					expect(await hotel.get(resource, parameters)).toEqual({
						status: 500,
						body: { error: expect.stringContaining('run install.sql again') as string },
					});
				expect(await hotel.ask('changes/again', { subscriber: reader, keys: 'everything' })).toMatchObject({
					status: 500,
					body: { error: expect.stringContaining('run install.sql again') as string },
				});
				expect(hotel.errors).toHaveLength(6);
				expect(hotel.errors.every((error) => error instanceof InstallationFault)).toBe(true);
			} finally {
				await runSqlFile(hotel.database, join(__dirname, '../../../selfkey/migrations/0007_publish_changes.sql'));
			}
			expect(await told(hotel, reader)).toEqual(['booking.com created booking.com/8011855/4705950059']);
		});

		it('is found by two readers at a time once', async () => {
			const hotel = await newHotel();
			await failing(hotel, '53100', async () => {
				await hotel.frontDesk.directSale({ room: '102', ...NIGHT });
			});
			const look = () => hotel.store.noteMissedChanges(hotel.slug, '2026-02-28');
			expect((await Promise.all([look(), look(), look()])).sort()).toEqual([0, 0, 1]);
		});

		it('is a room of a reservation like the others: its reservation is told once', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ rooms: [{}, {}] }));
			const reader = await hotel.subscribe();
			await failing(hotel, '53100', async () => {
				await hotel.query(`UPDATE "bookings" SET "paymentStatus" = 'failed' WHERE "hotelSlug" = $1`, [hotel.slug]);
			});
			expect(await told(hotel, reader)).toEqual(['frontDesk cancelled booking.com/8011855/4705950059']);
		});
	});
}
