/** Channels, direct guests and the desk at random: nothing is sold twice unnoticed, lost, or told wrongly. */
import fc from 'fast-check';
import { addDays } from '../../../core/reservation/dates';
import type { Delivery, FeedReservation } from '../../../selfkey';
import { originWord } from '../origin';
import { cancellation, reservation } from './reservations';
import type { BookingRow, NewHotel, TestHotel } from './test-hotel';
import { assertProperty, PROPERTY_TEST_MS } from '../property';

const ROOMS = ['101', '102', '103', '201'];
const stay = { from: fc.integer({ min: 0, max: 4 }), nights: fc.integer({ min: 1, max: 3 }) };
const pick = fc.nat({ max: 1_000 });

type Ota = {
	kind: 'ota';
	id: string;
	from: number;
	nights: number;
	types: string[];
	isCancelled: boolean;
	lastName: string;
};
type Step =
	| Ota
	| { kind: 'sale'; from: number; nights: number; room: string }
	| { kind: 'giveBack' | 'note' | 'name' | 'documents' | 'code' | 'drop'; pick: number }
	| { kind: 'room'; pick: number; room: string | null };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('ota' as const),
			id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
			...stay,
			types: fc.array(fc.constantFrom('double', 'double', 'suite'), { minLength: 1, maxLength: 2 }),
			isCancelled: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
			lastName: fc.constantFrom('Dupont', 'Dupond'),
		}),
	},
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('sale' as const), ...stay, room: fc.constantFrom(...ROOMS) }) },
	{
		weight: 4,
		arbitrary: fc.record({ kind: fc.constant('room' as const), pick, room: fc.constantFrom(...ROOMS, null) }),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constantFrom(
				'giveBack' as const,
				'note' as const,
				'name' as const,
				'documents' as const,
				'code' as const,
				'drop' as const,
			),
			pick,
		}),
	},
);

/** Histories that went wrong once, in which the number of a booking counts from the first that was made. */
const ota = (id: string, from: number, nights: number, types: string, wish: Partial<Ota> = {}): Step => ({
	...{ kind: 'ota', id, from, nights, types: types.split(' '), isCancelled: false, lastName: 'Dupont' },
	...wish,
});
const sale = (from: number, nights: number, room: string): Step => ({ kind: 'sale', from, nights, room });
const room = (booking: number, name: string | null): Step => ({ kind: 'room', pick: booking, room: name });

const ONCE_WRONG: Array<[string, Step[]]> = [
	[
		'a change after a cancellation that is final, as the first thing and the last',
		[
			ota('b', 0, 1, 'double'),
			ota('b', 0, 1, 'double', { isCancelled: true }),
			ota('b', 0, 1, 'double suite', { lastName: 'Dupond' }),
		],
	],
	[
		'the desk’s room in a booking that was given up, and comes back as another type',
		[
			ota('a', 0, 1, 'double double'),
			sale(0, 1, '101'),
			ota('c', 0, 1, 'double double'),
			ota('b', 0, 2, 'suite double', { lastName: 'Dupond' }),
			sale(2, 2, '101'),
			sale(0, 3, '103'),
			sale(2, 2, '201'),
			room(1, '102'),
			{ kind: 'code', pick: 3 },
			room(9, '201'),
			ota('c', 0, 3, 'double'),
			// The second of c's rooms was given up with this; the desk puts a room into it.
			room(4, '102'),
			room(6, '103'),
			ota('d', 3, 3, 'double', { lastName: 'Dupond' }),
			{ kind: 'drop', pick: 6 },
			room(5, null),
			ota('a', 3, 1, 'double double', { lastName: 'Dupond' }),
			ota('b', 4, 2, 'double', { isCancelled: true, lastName: 'Dupond' }),
			ota('a', 2, 1, 'double double'),
			ota('c', 3, 2, 'double suite', { lastName: 'Dupond' }),
		],
	],
];

/** What the desk has entered into a booking. */
type Entered = Partial<Pick<BookingRow, 'internalNote' | 'clientLastName' | 'clientIdNumber' | 'roomId'>>;

/** What people have to look at. */
const PEOPLE = new Set(['no_room_free', 'unmapped_room', 'room_shared', 'desk_conflict', 'guest_moved', 'room_kept']);

class Story {
	readonly entered = new Map<string, Entered>();
	readonly known = new Map<string, FeedReservation>();
	private readonly told: Delivery[] = [];
	private reader = '';
	/** Hears of every step at once. */
	private witness = '';
	private seen = 0;

	constructor(private readonly hotel: TestHotel) {}

	async begin(): Promise<void> {
		this.reader = await this.hotel.subscribe();
		this.witness = await this.hotel.subscribe();
	}

	/** Does it, and returns the changes that have to be noted for it, apart from moves that follow from it. */
	async take(step: Step): Promise<string[]> {
		this.seen += 1;
		const { hotel, seen } = this;
		if (step.kind === 'ota') return this.receive(step);
		if (step.kind === 'sale') {
			const checkIn = addDays('2026-03-27', step.from);
			const id = await hotel.frontDesk.directSale({
				room: step.room,
				checkIn,
				checkOut: addDays(checkIn, step.nights),
			});
			return [`direct created selfkey/${hotel.slug}/${id}`];
		}
		const rows = await hotel.bookings();
		const row = rows[step.pick % Math.max(1, rows.length)];
		if (!row) return [];
		const [reference] = await hotel.query<{ key: string; baselineRoomId: string | null }>(
			`SELECT "channel" || '/' || "propertyId" || '/' || "reservationId" AS "key", "baseline"->>'roomId' AS "baselineRoomId" FROM "booking_external_references" WHERE "bookingId" = $1`,
			[row.id],
		);
		const key = reference?.key ?? `selfkey/${hotel.slug}/${row.id}`;
		const isActive = row.paymentStatus === 'succeeded';
		const edited = isActive ? [`frontDesk updated ${key}`] : [];
		const enter = (values: Entered) => this.entered.set(row.id, { ...this.entered.get(row.id), ...values });
		switch (step.kind) {
			case 'giveBack':
				if (reference) return [];
				await hotel.frontDesk.cancelDirect(row.id);
				return isActive ? [`direct cancelled ${key}`] : [];
			case 'drop':
				if (reference) return [];
				await hotel.frontDesk.deleteBooking(row.id);
				this.entered.delete(row.id);
				return isActive ? [`direct cancelled ${key}`] : [];
			case 'code':
				await hotel.hooks.noteCodeSent(row.id);
				return [];
			case 'note':
				enter({ internalNote: `note ${seen}` });
				await hotel.frontDesk.deskEdit(row.id, { note: `note ${seen}` });
				// Nobody is told of notes.
				return [];
			case 'name':
				enter({ clientLastName: `Desk ${seen}` });
				await hotel.frontDesk.deskEdit(row.id, { lastName: `Desk ${seen}` });
				return edited;
			case 'documents':
				enter({ clientIdNumber: `ID ${seen}` });
				await hotel.frontDesk.deskEdit(row.id, {
					identity: {
						birthDate: '1985-07-14',
						idNumber: `ID ${seen}`,
						address: 'a',
						postalCode: 'b',
						city: 'c',
						country: 'CH',
					},
				});
				// Nor of documents; but of the country.
				return row['clientCountry'] === 'CH' ? [] : edited;
			case 'room': {
				const roomId = step.room === null ? null : hotel.room(step.room);
				if (roomId === row.roomId) return [];
				// The room that the handler gave is not known as the desk's choice.
				if (reference && reference.baselineRoomId === roomId) delete this.entered.get(row.id)?.roomId;
				else enter({ roomId });
				await hotel.frontDesk.deskEdit(row.id, { room: step.room });
				return edited;
			}
		}
	}

	private async receive({ id, from, nights, types, isCancelled, lastName }: Ota): Promise<string[]> {
		const { hotel, seen } = this;
		const checkIn = addDays('2026-03-27', from);
		const event = this.known.has(`booking.com/8011855/${id}`) ? 'modified' : 'new';
		const rooms = types.map((type) => ({ type }));
		const whole = reservation({
			id,
			event,
			seen,
			checkIn,
			checkOut: addDays(checkIn, nights),
			rooms,
			booker: { lastName },
		});
		const message = isCancelled ? cancellation({ id, seen }) : whole;
		const isKnown =
			(
				await hotel.query('SELECT 1 FROM "booking_reservations" WHERE "hotelSlug" = $1 AND "reservationId" = $2', [
					hotel.slug,
					id,
				])
			).length > 0;
		const { outcome, bookings, warnings } = await hotel.send(message);
		const rows = new Map((await hotel.bookings()).map((row) => [row.id, row]));
		for (const { id: bookingId, roomStayId } of bookings) {
			const isTold = warnings.some(
				(warning) =>
					warning.code === 'desk_conflict' && warning.roomStayId === roomStayId && warning.message.includes('roomId'),
			);
			// A stay that is given up gives up its room too.
			if (isTold || rows.get(bookingId)?.paymentStatus === 'failed') delete this.entered.get(bookingId)?.roomId;
		}
		expect(outcome === 'conflict').toBe(
			outcome !== 'unchanged' &&
				outcome !== 'stale' &&
				outcome !== 'cancelled' &&
				warnings.some(({ code }) => PEOPLE.has(code)),
		);
		const happened = outcome === 'conflict' ? (isKnown ? 'updated' : 'created') : outcome;
		return ['created', 'updated', 'cancelled'].includes(happened)
			? [`booking.com ${happened} booking.com/8011855/${id}`]
			: [];
	}

	/** The step is told once; moves that follow from it are told besides, or with it. */
	async checkNoted(expected: string[]): Promise<void> {
		const told = await this.hotel.readAll(this.witness);
		const lines = told.flatMap(({ origins, event, key }) =>
			origins.filter(({ kind }) => kind !== 'roomMove').map((origin) => `${originWord(origin)} ${event} ${key}`),
		);
		expect(lines).toEqual(expected);
	}

	/** No room is taken twice unless people were told, and only then. */
	async checkRooms(): Promise<void> {
		const rows = (await this.hotel.activeBookings()).filter(({ roomId }) => roomId !== null);
		const shared = rows.flatMap((a) =>
			rows
				.filter((b) => a.id < b.id && a.roomId === b.roomId && a.checkIn < b.checkOut && b.checkIn < a.checkOut)
				.map((b) => [a.id, b.id]),
		);
		const told = (
			await this.hotel.query<{ bookingId: string }>(
				`SELECT "bookingId" FROM "booking_conflicts" WHERE "hotelSlug" = $1 AND "kind" = 'shared_room'`,
				[this.hotel.slug],
			)
		).map(({ bookingId }) => bookingId);
		for (const pair of shared) expect(told.some((id) => pair.includes(id))).toBe(true);
		for (const id of told) expect(shared.some((pair) => pair.includes(id))).toBe(true);
	}

	/** Whatever the desk has entered stands. */
	async checkDesk(): Promise<void> {
		const rows = await this.hotel.bookings();
		for (const [id, { roomId, ...entered }] of this.entered) {
			const row = rows.find((entry) => entry.id === id);
			expect(row).toMatchObject(entered);
			if (roomId !== undefined && row?.paymentStatus === 'succeeded') expect(row.roomId).toBe(roomId);
		}
	}

	async read(limit: number): Promise<void> {
		const changes = await this.hotel.readAll(this.reader, limit);
		this.told.push(...changes);
		for (const { reservation: state } of changes) this.known.set(state.key, state);
	}

	/** Who has read every change knows what a new reader is told; and nothing was told twice. */
	async checkReader(): Promise<void> {
		const positions = this.told.map(({ position }) => position);
		expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
		const changes = await this.hotel.present();
		const present = changes.map(({ reservation: state }) => essence(state));
		const standing = [...this.known.values()].filter(({ status }) => status !== 'cancelled').map(essence);
		expect(standing.sort()).toEqual(present.sort());
		const rows = await this.hotel.activeBookings();
		const bookings = changes.flatMap(({ reservation: { selfKey } }) => selfKey.bookings);
		for (const { id, roomId } of rows) expect(bookings).toContainEqual(expect.objectContaining({ id, roomId }));
	}
}

/** Without what says when and why it was told. */
function essence({ event, revision, observedAt, ...rest }: FeedReservation): string {
	return JSON.stringify(rest);
}

/** Plays a history, and looks at everything after each step. @param reads after which steps the feed is read */
async function play(hotel: TestHotel, steps: readonly Step[], reads: readonly boolean[]): Promise<void> {
	const story = new Story(hotel);
	await story.begin();
	for (const [index, next] of steps.entries()) {
		const expected = await story.take(next);
		await hotel.hooks.resolveRoomConflicts(hotel.slug);
		await story.checkNoted(expected);
		await story.checkRooms();
		await story.checkDesk();
		if (reads[index]) await story.read(3);
	}
	await story.read(500);
	await story.checkReader();
	expect(hotel.errors).toEqual([]);
}

export function describeInterleavings(newHotel: NewHotel): void {
	describe('everybody at once', () => {
		const types = { double: ['101', '102', '103'], suite: ['201'] };

		it.each(ONCE_WRONG)('does so with %s', async (_name, steps) => {
			for (const isRead of [true, false])
				await play(
					await newHotel({ types }),
					steps,
					steps.map(() => isRead),
				);
		});

		it(
			'sells nothing twice unnoticed, loses no entry of the desk, and tells every change once',
			async () => {
				await assertProperty(
					fc.asyncProperty(
						fc.array(step, { minLength: 8, maxLength: 30 }),
						fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
						async (steps, reads) => play(await newHotel({ types }), steps, reads),
					),
					{ numRuns: 6 },
				);
			},
			PROPERTY_TEST_MS,
		);
	});
}
