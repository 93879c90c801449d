/** A hotel reads its channel's calendars, later its API, or both: each message takes its place by what it knows. */
import fc from 'fast-check';
import { reservationOf } from '../../../../core/calendar-feed/reservation-of';
import { reservation as build, roomStay } from '../../../../core/reservation/build';
import {
	unknownBooker,
	type Reservation,
	type ReservationEvent,
	type ReservationStatus,
} from '../../../../core/reservation/model';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { merge } from '../../../../core/reservation/merge';
import { mergePlaced } from '../../../../selfkey/reservations/merge-placed';
import { withReadings } from '../../../../selfkey/reservations/older-readings';
import { placeInOrder } from '../../../../selfkey/reservations/message-order';
import { assertProperty } from '../../../support/property';

const AT = Date.parse('2027-03-01T00:00:00Z');
const NOW = new Date('2027-03-20T00:00:00Z');
const MINUTE_MS = 60_000;
const source = { channel: 'airbnb', propertyId: '38831', listingId: '41234567' };
const stay = { reservationId: 'HMABCDEFGH', checkIn: '2027-03-29' };

interface Message {
	event?: ReservationEvent;
	checkOut?: string;
	/** When it was read, in minutes. */
	read: number;
}

const time = (minutes: number) => new Date(AT + minutes * MINUTE_MS);

/** What the calendar showed. */
const shown = ({ event = 'new', checkOut = '2027-03-31', read }: Message) =>
	reservationOf(source, { ...stay, event, checkOut, guest: null, phoneEnd: null, at: time(read), place: 1 });

/** What the API said. @param updated Airbnb's own time of the last change, in minutes */
const said = (updated: number, { event = 'new', checkOut = '2027-03-31', read }: Message) =>
	build({
		...{ channel: 'airbnb', propertyId: '38831', reservationId: stay.reservationId, event },
		...{ revision: time(updated).toISOString(), observedAt: `${time(read).toISOString()}#1` },
		booker: { ...unknownBooker(), lastName: 'Dupont' },
		rooms: [roomStay({ roomStayId: '1', roomTypeId: '41234567', checkIn: stay.checkIn, checkOut })],
	});

/** As an earlier version has read and stored it. */
function storedBefore(messages: readonly Message[]): Reservation {
	const older = messages.map((message) => ({ ...shown(message), revision: time(message.read).toISOString() }));
	return older.reduce<Reservation | null>((stored, message) => merge(stored, message).reservation, null)!;
}

function arrival(reservation: Reservation) {
	return {
		reservation,
		orderUnknown: false,
		idDerived: false,
		isPlacedByArrival: false,
		delivery: null,
		roomsWithoutStatus: [],
	};
}

function written(
	messages: readonly Reservation[],
	before: Reservation | null = null,
): { stored: Reservation; outcome: string } {
	let stored = before;
	let outcome = '';
	for (const reservation of messages) {
		({ reservation: stored, outcome } = mergePlaced(stored, placeInOrder(arrival(reservation), stored, NOW)));
	}
	return { stored: stored!, outcome };
}

describe('a clock of the API that was ahead once', () => {
	const AHEAD = 60 * 24 * 60;

	it('hides nothing that the API says after a calendar was read', () => {
		const before = [said(AHEAD, { read: 100 }), shown({ read: 200, checkOut: '2027-04-01' })];
		const change = said(300, { read: 300, checkOut: '2027-04-02' });
		const changed = written([...before, change]);
		expect(changed).toMatchObject({ outcome: 'updated', stored: { checkOut: '2027-04-02' } });
		expect(written([...before, change, change]).stored).toEqual(changed.stored);
		const gone = said(400, { event: 'cancelled', read: 400 });
		expect(written([...before, gone]).outcome).toBe('cancelled');
		expect(written([...before, change, shown({ read: 350, checkOut: '2027-04-02' }), gone]).outcome).toBe('cancelled');
		// What was read before the calendar undoes nothing.
		expect(written([...before, said(150, { event: 'cancelled', read: 150 })]).outcome).toBe('stale');
	});
});

describe('from the calendar to the API', () => {
	it('takes what the API says of a standing booking, however long ago the channel changed it', () => {
		const { stored, outcome } = written([shown({ read: 100 }), said(10, { read: 200 })]);
		expect(outcome).toBe('updated');
		expect(stored).toMatchObject({ status: 'confirmed', booker: { lastName: 'Dupont' } });
	});

	it('reinstates what the calendar had lost', () => {
		const messages = [shown({ read: 100 }), shown({ event: 'cancelled', read: 150 }), said(10, { read: 200 })];
		expect(written(messages).stored).toMatchObject({ status: 'confirmed', cancelledAt: null });
	});

	it('lets no poll of the calendar that was delayed undo what the API said since', () => {
		const moved = said(120, { event: 'modified', checkOut: '2027-04-02', read: 200 });
		const late = shown({ event: 'cancelled', read: 150 });
		const { stored, outcome } = written([shown({ read: 100 }), moved, late]);
		expect(outcome).toBe('stale');
		expect(stored).toMatchObject({ status: 'confirmed', checkOut: '2027-04-02' });
	});
});

describe('what an earlier version has read', () => {
	const gone = storedBefore([{ read: 100 }, { event: 'cancelled', read: 150 }]);
	const back = shown({ read: 200 });
	const old = said(10, { read: 200 });

	it('is reinstated by a later reading, and gives way to the API', () => {
		expect(written([back], withReadings(gone)).stored).toMatchObject({ status: 'confirmed', cancelledAt: null });
		expect(written([old], withReadings(storedBefore([{ read: 100 }])))).toMatchObject({
			outcome: 'updated',
			stored: { booker: { lastName: 'Dupont' } },
		});
		// Neither is so as it was stored.
		expect(written([back], gone).stored.status).toBe('cancelled');
		expect(written([old], storedBefore([{ read: 100 }])).outcome).toBe('stale');
	});

	it('is so too where a later version has read the calendar since', () => {
		const since = written([shown({ read: 200 })], gone).stored;
		expect(since.history?.latest.afterRevision).toBe(time(150).toISOString());
		expect(written([shown({ read: 250 })], withReadings(since)).stored.status).toBe('confirmed');
	});

	it('is undone by no reading from before', () => {
		const late = shown({ event: 'modified', checkOut: '2027-04-02', read: 50 });
		expect(written([late], withReadings(storedBefore([{ read: 100 }]))).stored.checkOut).toBe('2027-03-31');
	});

	it('is nothing that the API or a later version said, nor another channel', () => {
		const { stored } = written([shown({ read: 100 }), said(10, { read: 200 }), shown({ read: 300 })]);
		expect(withReadings(stored)).toBe(stored);
		const webhook = { ...gone, channel: 'some-system' };
		expect(withReadings(webhook)).toBe(webhook);
	});
});

describe('the API’s word that arrives late', () => {
	const gone = [shown({ read: 100 }), shown({ event: 'cancelled', read: 200 })];

	it('undoes no cancellation that a calendar showed since, whichever came first', () => {
		const retried = said(10, { event: 'modified', read: 50 });
		expect(written([...gone, retried]).stored.status).toBe('cancelled');
		expect(written([retried, ...gone]).stored.status).toBe('cancelled');
		expect(written([gone[0]!, retried, gone[1]!]).stored.status).toBe('cancelled');
	});

	it('nor with a change between its last word and the calendar’s', () => {
		const later = said(30, { event: 'modified', read: 60 });
		expect(written([said(10, { read: 20 }), ...gone, later]).stored.status).toBe('cancelled');
	});

	it('does not take dates back that the calendar has moved', () => {
		const moved = shown({ event: 'modified', checkOut: '2027-04-02', read: 200 });
		expect(written([shown({ read: 100 }), moved, said(10, { read: 50 })]).stored.checkOut).toBe('2027-04-02');
	});

	it('brings the guest all the same, and no stay back', () => {
		const moved = shown({ event: 'modified', checkOut: '2027-04-02', read: 200 });
		const late = said(10, { read: 50 });
		expect(written([shown({ read: 100 }), moved, late])).toMatchObject({
			outcome: 'updated',
			stored: { status: 'confirmed', checkOut: '2027-04-02', booker: { lastName: 'Dupont' } },
		});
		expect(written([shown({ read: 100 }), moved, late, late]).outcome).not.toBe('updated');
		expect(written([...gone, late])).toMatchObject({ outcome: 'stale', stored: { status: 'cancelled' } });
	});

	it('cancels for good all the same, and reinstates what it had cancelled', () => {
		const cancelled = said(30, { event: 'cancelled', read: 40 });
		const back = said(50, { event: 'modified', read: 60 });
		expect(written([shown({ read: 100 }), cancelled]).stored.status).toBe('cancelled');
		expect(written([shown({ read: 100 }), cancelled, back]).stored.status).toBe('confirmed');
		expect(written([cancelled, shown({ read: 100 }), back]).stored.status).toBe('confirmed');
		expect(written([...gone, cancelled, back]).stored.status).toBe('cancelled');
	});
});

describe('from the API to the calendar', () => {
	const booked = said(10, { read: 20 });

	it('follows the calendar from then on: moved, gone, and back', () => {
		const moved = shown({ event: 'modified', checkOut: '2027-04-02', read: 100 });
		expect(written([booked, moved])).toMatchObject({ outcome: 'updated', stored: { checkOut: '2027-04-02' } });
		const gone = [booked, moved, shown({ event: 'cancelled', checkOut: '2027-04-02', read: 200 })];
		expect(written(gone)).toMatchObject({ outcome: 'cancelled', stored: { status: 'cancelled' } });
		const back = [...gone, shown({ checkOut: '2027-04-02', read: 300 })];
		expect(written(back)).toMatchObject({ outcome: 'updated', stored: { status: 'confirmed' } });
		expect(written([...back, gone[2]!]).stored.status).toBe('confirmed');
	});

	it('brings nothing back that the API has cancelled: a calendar is hours behind', () => {
		const cancelled = said(30, { event: 'cancelled', read: 40 });
		expect(written([booked, cancelled, shown({ read: 100 })])).toMatchObject({
			outcome: 'stale',
			stored: { status: 'cancelled' },
		});
		const gone = shown({ event: 'cancelled', read: 200 });
		expect(written([booked, cancelled, shown({ read: 100 }), gone, shown({ read: 300 })])).toMatchObject({
			stored: { status: 'cancelled' },
		});
	});

	it('and back again: what the API still says counts, though it has not changed there', () => {
		const gone = [booked, shown({ event: 'cancelled', read: 100 })];
		const again = said(10, { read: 200 });
		expect(written([...gone, again])).toMatchObject({ outcome: 'updated', stored: { status: 'confirmed' } });
		// The same from before the calendar was read is late.
		expect(written([...gone, booked]).stored.status).toBe('cancelled');
		// And so is the calendar's, once the API has spoken.
		expect(written([...gone, again, shown({ event: 'cancelled', read: 150 })]).stored.status).toBe('confirmed');
		expect(written([...gone, again, said(5, { checkOut: '2027-04-09', read: 5 })]).outcome).toBe('stale');
		expect(written([...gone, again, said(250, { event: 'cancelled', read: 260 })]).stored.status).toBe('cancelled');
	});
});

describe('a message without a revision', () => {
	const booked = said(10, { read: 20 });
	const changed: Reservation = { ...said(10, { event: 'modified', read: 400 }), revision: null };

	it('cancels no stay that has come back to the calendar', () => {
		const back = [booked, shown({ event: 'cancelled', read: 100 }), shown({ read: 200 })];
		expect(written([...back, changed]).stored).toMatchObject({ status: 'confirmed', cancelledAt: null });
	});

	it('brings back what a calendar only lacked, unless it is older than that', () => {
		const gone = [booked, shown({ event: 'cancelled', read: 100 })];
		expect(written([...gone, changed]).stored.status).toBe('confirmed');
		const older: Reservation = { ...said(10, { event: 'modified', read: 50 }), revision: null };
		expect(written([...gone, older]).stored.status).toBe('cancelled');
	});

	it('brings nothing back that the API has cancelled', () => {
		const cancelled = said(30, { event: 'cancelled', read: 100 });
		expect(written([booked, cancelled, shown({ read: 200 }), changed]).stored.status).toBe('cancelled');
	});
});

describe('what the house said of the guest', () => {
	const fee = moneyFromDecimal('50.00', 'EUR');
	/** As a report of the house leaves the reservation. */
	const reported = (status: ReservationStatus, before: Reservation): Reservation => {
		const after = { ...before, status, rooms: before.rooms.map((room) => ({ ...room, status })) };
		return { ...after, cancellationFee: status === 'no_show' ? fee : null };
	};
	const then = (known: Reservation, reading: Reservation) =>
		mergePlaced(known, placeInOrder(arrival(reading), known, NOW)).reservation;
	const { stored } = written([shown({ read: 100 })]);
	const same = shown({ event: 'modified', read: 200 });
	const moved = shown({ event: 'modified', checkOut: '2027-04-02', read: 200 });

	it.each(['no_show', 'checked_in', 'checked_out'] as const)(
		'%s remains when the calendar shows the same',
		(status) => {
			const known = reported(status, stored);
			expect(then(known, same)).toMatchObject({
				...{ status, cancellationFee: known.cancellationFee },
				rooms: [{ status }],
			});
		},
	);

	it.each([
		['checked_in', 'checked_in'],
		['checked_out', 'confirmed'],
		['no_show', 'confirmed'],
	] as const)('%s becomes %s where the calendar shows other nights', (before, status) => {
		const { rooms, ...after } = then(reported(before, stored), moved);
		expect(after).toMatchObject({ status, checkOut: '2027-04-02', cancellationFee: null });
		expect(rooms[0]).toMatchObject({ status, checkOut: '2027-04-02' });
	});

	it('is no cancellation: a stay that comes back is confirmed', () => {
		const gone = written([shown({ read: 100 }), shown({ event: 'cancelled', read: 150 })]).stored;
		expect(then(gone, same)).toMatchObject({ status: 'confirmed', rooms: [{ status: 'confirmed' }] });
		const room = reported('cancelled', stored).rooms;
		expect(then({ ...stored, rooms: room }, same).rooms[0]?.status).toBe('confirmed');
	});
});

describe('a revision of another kind', () => {
	const ofKind = (revision: string, read: number): Reservation => ({
		...said(10, { event: 'modified', read }),
		revision,
	});

	it.each([
		['behind the API’s own time', [said(10, { read: 20 })]],
		['and a reading', [said(10, { read: 20 }), shown({ read: 100 })]],
		['and a cancellation that a calendar showed', [said(10, { read: 20 }), shown({ event: 'cancelled', read: 100 })]],
	])('is refused %s', (_where, before) => {
		expect(() => written([...before, ofKind('7', 200)])).toThrow(
			'data.revision is a number, and was a time with an offset before',
		);
		expect(() => written([...before, ofKind('2027-03-01 15:02', 200)])).toThrow('a time without an offset');
	});

	it('is what the next are compared with where only a calendar was read before', () => {
		const first = [shown({ read: 100 }), ofKind('7', 200)];
		expect(written(first).stored.revision).toBe('7');
		expect(() => written([...first, shown({ read: 300 }), said(10, { read: 400 })])).toThrow('and was a number before');
		expect(written([...first, shown({ read: 300 }), ofKind('8', 400)]).stored.revision).toBe('8');
	});
});

describe('in any order of arrival', () => {
	const event = fc.constantFrom<ReservationEvent>('new', 'modified', 'cancelled');
	const checkOut = fc.integer({ min: 0, max: 9 }).map((day) => `2027-04-1${day}`);
	/** One after the other, as they were read. The API's tell at each reading of its last change. */
	const messages = fc
		.array(fc.record({ isApi: fc.boolean(), isChanged: fc.boolean(), event, checkOut }), { minLength: 1, maxLength: 6 })
		.map((steps) => {
			let last: { updated: number; event: ReservationEvent; checkOut: string } | null = null;
			return steps.map(({ isApi, isChanged, ...step }, index) => {
				const read = 100 * (index + 1);
				if (!isApi) return { isApi, read, message: shown({ ...step, read }) };
				if (last === null || isChanged) last = { updated: read - 50, ...step };
				return { isApi, read, message: said(last.updated, { ...last, read }) };
			});
		});
	const delivered = messages.chain((inOrder) =>
		fc.record({
			inOrder: fc.constant(inOrder),
			arrived: fc.shuffledSubarray([...inOrder, ...inOrder], { minLength: inOrder.length * 2 }),
		}),
	);
	const content = ({ status, checkOut: end, rooms }: Reservation) => ({ status, end, rooms: rooms.length });

	it('the calendar’s alone end in what was read last', () => {
		assertProperty(
			fc.property(delivered, ({ inOrder, arrived }) => {
				const shownIn = arrived.filter(({ isApi }) => !isApi).map(({ message }) => message);
				const last = inOrder.filter(({ isApi }) => !isApi).at(-1)?.message;
				if (last) expect(written(shownIn).stored.status).toBe(last.status);
			}),
			{ numRuns: 500 },
		);
	});

	it('what the API said last is what stands, if it was read last', () => {
		assertProperty(
			fc.property(delivered, ({ inOrder, arrived }) => {
				const last = inOrder.at(-1)!;
				if (!last.isApi) return;
				const { stored } = written(arrived.map(({ message }) => message));
				// The API cancels for good what its own order says is later: a change there has a later time.
				expect(content(stored)).toMatchObject({
					status: last.message.status,
					...(last.message.status === 'cancelled' ? {} : { end: last.message.checkOut }),
				});
			}),
			{ numRuns: 500 },
		);
	});

	it('what a calendar showed last is what stands, if it was read last and the API has cancelled nothing', () => {
		assertProperty(
			fc.property(delivered, ({ inOrder, arrived }) => {
				const last = inOrder.at(-1)!;
				if (last.isApi) return;
				const { stored } = written(arrived.map(({ message }) => message));
				const isCancelled = inOrder.filter(({ isApi }) => isApi).at(-1)?.message.status === 'cancelled';
				expect(content(stored)).toMatchObject({
					status: isCancelled ? 'cancelled' : last.message.status,
					...(stored.status === 'cancelled' ? {} : { end: last.message.checkOut }),
				});
			}),
			{ numRuns: 500 },
		);
	});

	it('nothing that a calendar showed before the API was read undoes what the API said', () => {
		assertProperty(
			fc.property(delivered, ({ arrived }) => {
				for (const [index, { isApi, read, message }] of arrived.entries()) {
					const before = arrived.slice(0, index);
					if (isApi || !before.some((one) => one.isApi && one.read > read)) continue;
					const was = written(before.map((one) => one.message)).stored;
					expect(content(written([...before.map((one) => one.message), message]).stored)).toEqual(content(was));
				}
			}),
			{ numRuns: 300 },
		);
	});
});
