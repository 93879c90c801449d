/** What only shows where several connections are at work: late commits, many senders, readers meanwhile. */
import { addDays } from '../../../core/reservation/dates';
import type { Delivery } from '../../../selfkey';
import { cancellation, reservation } from './reservations';
import { eventFor, type NewHotel, type Success, type TestHotel } from './test-hotel';

const SENDERS = 16;

/** Reads the feed until told to stop, then to its end. */
function readMeanwhile(hotel: TestHotel, subscriber: string): { stop(): Promise<Delivery[]> } {
	let isStopped = false;
	const reading = (async () => {
		const changes: Delivery[] = [];
		for (;;) {
			const isLast = isStopped;
			changes.push(...(await hotel.readAll(subscriber, 5)));
			if (isLast) return changes;
		}
	})();
	return {
		stop: () => {
			isStopped = true;
			return reading;
		},
	};
}

/** The story of one reservation, each message once it is known that the one before has been written. */
async function sendStory(
	hotel: TestHotel,
	sender: number,
	number: number,
): Promise<{ answers: Success[]; isCancelled: boolean }> {
	const id = `s${sender}-${number}`;
	const checkIn = addDays('2026-04-01', (sender * 3 + number) % 12);
	const stay = (seen: number, nights: number) =>
		reservation({ id, seen, event: seen === 0 ? 'new' : 'modified', checkIn, checkOut: addDays(checkIn, nights) });
	const answers = [await hotel.send(stay(0, 1)), await hotel.send(stay(1, 2)), await hotel.send(stay(0, 1))];
	const isCancelled = number % 2 === 1;
	if (isCancelled) answers.push(await hotel.send(cancellation({ id })));
	return { answers, isCancelled };
}

/** Lets a hotel's people and guests do what they do until told to stop. */
function liveMeanwhile(hotel: TestHotel): { stop(): Promise<Map<string, string>> } {
	let isStopped = false;
	const living = (async () => {
		const notes = new Map<string, string>();
		for (let index = 0; !isStopped; index++) {
			const checkIn = addDays('2026-04-01', index % 12);
			const sale = await hotel.frontDesk.directSale({
				room: String(101 + (index % 10)),
				checkIn,
				checkOut: addDays(checkIn, 1),
			});
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			const rows = await hotel.bookings();
			const row = rows[(index * 7) % rows.length];
			if (row) {
				notes.set(row.id, `desk ${index}`);
				await hotel.frontDesk.deskEdit(row.id, { note: `desk ${index}` });
			}
			if (index % 2 === 0) await hotel.frontDesk.cancelDirect(sale);
		}
		return notes;
	})();
	return {
		stop: () => {
			isStopped = true;
			return living;
		},
	};
}

export function describeManyConnections(newHotel: NewHotel): void {
	describe('a booking that the desk holds', () => {
		it('is left for later with a clear word, and holds up nobody else', async () => {
			const hotel = await newHotel({ types: { double: Array.from({ length: 20 }, (_, index) => `1${index + 10}`) } });
			const { bookings } = await hotel.send(reservation({ id: 'held' }));
			let release = () => {};
			const isReleased = new Promise<void>((resolve) => (release = resolve));
			let isHeld = () => {};
			const held = new Promise<void>((resolve) => (isHeld = resolve));
			const desk = hotel.transaction(async (query) => {
				await query('SELECT 1 FROM "bookings" WHERE "id" = $1 FOR UPDATE', [bookings[0]?.id]);
				isHeld();
				await isReleased;
			});
			await held;
			const change = reservation({ id: 'held', event: 'modified', seen: 1, price: '120' });
			const [alone, other] = await Promise.all([
				hotel.post(JSON.stringify(eventFor(change))),
				hotel.send(reservation({ id: 'other' })),
			]);
			expect(alone).toMatchObject({
				status: 409,
				body: { error: expect.stringContaining('changing this booking') as string },
			});
			expect(other.outcome).toBe('created');
			const many = Array.from({ length: 10 }, (_, index) => reservation({ id: `many ${index}` }));
			const { status, body } = await hotel.sendAll([...many.slice(0, 5), change, ...many.slice(5)]);
			expect(status).toBe(500);
			expect(body.results.map((result) => (result.status === 'success' ? result.outcome : result.retryable))).toEqual([
				...Array<string>(5).fill('created'),
				true,
				...Array<string>(5).fill('created'),
			]);
			// The desk still holds it: who waited for it until the end would never have come here.
			expect(hotel.errors).toEqual([]);
			release();
			await desk;
			expect((await hotel.send(change)).outcome).toBe('updated');
			expect(await hotel.doubleBooked()).toEqual([]);
		}, 60_000);

		it('holds up nobody else, however many it holds', async () => {
			// More than ten senders that wait two seconds each would keep the hotel's lock for longer than anybody waits for it.
			const held = Array.from({ length: 12 }, (_, index) => reservation({ id: `held ${index}` }));
			const hotel = await newHotel({ types: { double: Array.from({ length: 30 }, (_, index) => `1${index + 10}`) } });
			await hotel.sendAll(held);
			const changes = held.map(({ reservationId }) =>
				reservation({ id: reservationId, event: 'modified', seen: 1, price: '120' }),
			);
			await hotel.transaction(async (query) => {
				await query('SELECT 1 FROM "bookings" WHERE "hotelSlug" = $1 FOR UPDATE', [hotel.slug]);
				const waiting = changes.map((change) => hotel.post(JSON.stringify(eventFor(change))));
				expect((await hotel.send(reservation({ id: 'other' }))).outcome).toBe('created');
				expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(held.map(() => 409));
				const free = Array.from({ length: 5 }, (_, index) => reservation({ id: `free ${index}` }));
				const { body } = await hotel.sendAll([...changes, ...free]);
				expect(body.results.map((result) => (result.status === 'success' ? result.outcome : result.retryable))).toEqual(
					[...held.map(() => true), ...free.map(() => 'created')],
				);
			});
			expect(hotel.errors).toEqual([]);
			for (const change of changes) expect((await hotel.send(change)).outcome).toBe('updated');
		}, 60_000);

		it('is no outage where it is the room that is held: what needs another is written', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'], tent: [] } });
			await hotel.transaction(async (query) => {
				await query('SELECT 1 FROM "rooms" WHERE "hotelSlug" = $1 FOR UPDATE', [hotel.slug]);
				const stays = Array.from({ length: 4 }, (_, index) =>
					reservation({
						id: `room ${index}`,
						checkIn: addDays('2026-04-01', index),
						checkOut: addDays('2026-04-02', index),
					}),
				);
				const waiting = Array.from({ length: 6 }, (_, index) =>
					reservation({ id: `none ${index}`, rooms: [{ type: 'tent' }] }),
				);
				const { body } = await hotel.sendAll([...stays, ...waiting]);
				expect(body.results.map((result) => (result.status === 'success' ? result.outcome : result.error))).toEqual([
					...stays.map(() => expect.stringContaining('send the same again later') as string),
					...waiting.map(() => 'conflict'),
				]);
				const [first] = stays;
				if (first) expect(await hotel.post(JSON.stringify(eventFor(first)))).toMatchObject({ status: 409 });
			});
			expect((await hotel.send(reservation({ id: 'room 0' }))).outcome).toBe('created');
		}, 60_000);

		it('gets no room that the desk has switched off in the meantime', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const [wanted, other] = [hotel.room('101'), hotel.room('102')].sort((a) => (a === bookings[0]?.roomId ? -1 : 1));
			let change: Promise<Success> | undefined;
			await hotel.transaction(async (query) => {
				await query('UPDATE "bookings" SET "internalNote" = $2 WHERE "id" = $1', [bookings[0]?.id, 'cot']);
				await query('UPDATE "rooms" SET "isActive" = FALSE WHERE "id" = $1', [other]);
				const { rows } = (await query('SELECT pg_backend_pid() AS "pid"')) as { rows: Array<{ pid: number }> };
				let isOver = false;
				change = hotel.send(reservation({ event: 'modified', seen: 1, rooms: [{}, {}] }));
				void change.catch(() => null).then(() => (isOver = true));
				// Not by its text, of which PostgreSQL shows the first 1,024 characters.
				const isWaiting = 'SELECT 1 FROM pg_stat_activity WHERE $1::integer = ANY (pg_blocking_pids(pid))';
				while (!isOver && (await hotel.query(isWaiting, [rows[0]?.pid])).length === 0)
					await new Promise((done) => setTimeout(done, 20));
				expect(isOver).toBe(false);
			});
			expect((await change)?.bookings.map(({ roomId }) => roomId)).toEqual([wanted, null]);
		}, 60_000);

		it('is not erased at that moment, which keeps no other', async () => {
			const configuration = { registrationRetentionMonths: 0 };
			const hotel = await newHotel({ configuration, clock: () => new Date('2026-04-01T08:00:00.000Z') });
			const [held, free] = [reservation({ id: 'held' }), reservation({ id: 'free' })];
			const { bookings } = await hotel.send(held);
			await hotel.send(free);
			const erase = async () => {
				const { body } = await hotel.ask('personal-data/erase', {
					at: '2026-04-01T08:00:00.000Z',
					keys: [held.key, free.key],
				});
				return (body['results'] as Array<{ outcome: string; reason: string }>).map(({ outcome, reason }) => [
					outcome,
					reason,
				]);
			};
			await hotel.transaction(async (query) => {
				await query('SELECT 1 FROM "bookings" WHERE "id" = $1 FOR UPDATE', [bookings[0]?.id]);
				expect(await erase()).toEqual([
					['failed', expect.stringContaining('changing this booking')],
					['erased', ''],
				]);
			});
			expect(await erase()).toEqual([
				['erased', ''],
				['unchanged', ''],
			]);
			expect(hotel.errors).toEqual([]);
		}, 60_000);
	});

	describe('several connections', () => {
		it('passes no change by that commits late', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			const late = await hotel.transaction(async (query) => {
				await query(...hotel.directSaleStatement('201', '2026-03-29', '2026-03-30'));
				// Noted before the next one, committed after that was read.
				await hotel.send(reservation({ id: 'meanwhile' }));
				const first = await hotel.readAll(reader);
				expect(first.map(({ reservation: { reservationId } }) => reservationId)).toEqual(['meanwhile']);
			});
			expect(late).toBeUndefined();
			expect((await hotel.readAll(reader)).map(({ origin }) => origin)).toEqual([{ kind: 'direct' }]);
		});

		it('passes no change by that commits while a new subscriber begins', async () => {
			const hotel = await newHotel();
			let reader = '';
			await hotel.transaction(async (query) => {
				await query(...hotel.directSaleStatement('201', '2026-03-29', '2026-03-30'));
				reader = await hotel.subscribe('everything');
				expect(await hotel.readAll(reader)).toEqual([]);
			});
			expect((await hotel.readAll(reader)).map(({ origin, event }) => [origin, event])).toEqual([
				[{ kind: 'direct' }, 'created'],
			]);
		});

		it('does not wait for a desk that is just editing, nor overwrite it', async () => {
			const hotel = await newHotel();
			const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			await hotel.transaction(async (query) => {
				await query(`UPDATE "bookings" SET "roomId" = $2 WHERE "id" = $1`, [id, hotel.room('201')]);
				expect((await hotel.hooks.resolveRoomConflicts(hotel.slug)).moved).toBe(0);
			});
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect((await hotel.bookings()).find((row) => row.id === id)).toMatchObject({ roomId: hotel.room('201') });
		});

		it('serves 16 senders of one hotel and 4 hotels side by side, with guests, desk and readers at work', async () => {
			const types = { double: Array.from({ length: 10 }, (_, index) => String(101 + index)) };
			const hotels = await Promise.all(Array.from({ length: 4 }, () => newHotel({ types })));
			await Promise.all(hotels.map((hotel, index) => run(hotel, index === 0 ? SENDERS : 4)));
		}, 300_000);
	});
}

async function run(hotel: TestHotel, senders: number): Promise<void> {
	const readers = [readMeanwhile(hotel, await hotel.subscribe()), readMeanwhile(hotel, await hotel.subscribe())];
	const life = liveMeanwhile(hotel);
	const shared = reservation({ id: 'shared', checkIn: '2026-05-01', checkOut: '2026-05-02' });
	// Each with one request at a time: a queue that is longer than the lock's patience says only how busy the machine is.
	const work = await Promise.all(
		Array.from({ length: senders }, async (_, sender) => ({
			repeat: await hotel.send(shared),
			stories: [await sendStory(hotel, sender, 0), await sendStory(hotel, sender, 1)],
		})),
	);
	const [repeats, stories] = [work.map(({ repeat }) => repeat), work.map((each) => each.stories)];
	const notes = await life.stop();
	await hotel.hooks.resolveRoomConflicts(hotel.slug);
	const told = await Promise.all(readers.map((reader) => reader.stop()));
	const rows = new Map((await hotel.bookings()).map((row) => [row.id, row]));

	// No deadlock, no lock that was waited for in vain.
	expect(hotel.errors).toEqual([]);

	// Each answer is true: one of the repeats has created it, every booking is the one that was told, and as it was told.
	expect(repeats.map(({ outcome }) => outcome).sort()).toEqual([
		'created',
		...Array<string>(senders - 1).fill('unchanged'),
	]);
	for (const { answers, isCancelled } of stories.flat()) {
		expect(new Set(answers.map(({ bookings }) => bookings[0]?.id)).size).toBe(1);
		expect(answers.map(({ outcome }) => outcome)).toEqual([
			expect.stringMatching(/^(created|conflict)$/),
			expect.stringMatching(/^(updated|conflict)$/),
			// A room that came free meanwhile makes a late repeat an update.
			expect.stringMatching(/^(stale|unchanged|updated|conflict)$/),
			...(isCancelled ? ['cancelled'] : []),
		]);
		expect(rows.get(answers[0]?.bookings[0]?.id ?? '')).toMatchObject({
			paymentStatus: isCancelled ? 'failed' : 'succeeded',
		});
	}
	// No entry of the desk is lost.
	for (const [id, note] of notes) expect(rows.get(id)?.internalNote).toBe(note);

	// Nothing is sold twice unnoticed.
	const conflicts = (
		await hotel.query<{ bookingId: string }>('SELECT "bookingId" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [
			hotel.slug,
		])
	).map(({ bookingId }) => bookingId);
	const standing = (await hotel.activeBookings()).filter(
		({ id, roomId }) => roomId !== null && !conflicts.includes(id),
	);
	for (const a of standing) {
		expect(
			standing.filter(
				(b) => b.id !== a.id && b.roomId === a.roomId && b.checkIn < a.checkOut && a.checkIn < b.checkOut,
			),
		).toEqual([]);
	}

	// Every reader has every change in order, none twice, and knows in the end what stands.
	const present = await hotel.present();
	for (const changes of told) {
		const positions = changes.map(({ position }) => position);
		expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
		const last = new Map(changes.map(({ reservation: state }) => [state.key, state]));
		for (const { reservation: state } of present) {
			const { rooms, status, selfKey, booker } = last.get(state.key) ?? {};
			expect({ rooms, status, selfKey, booker }).toEqual({
				rooms: state.rooms,
				status: state.status,
				selfKey: state.selfKey,
				booker: state.booker,
			});
		}
		expect([...last.values()].filter(({ status }) => status !== 'cancelled')).toHaveLength(present.length);
	}
}
