/** Messages of one sender, some with a revision and some with a time only: each takes its place by what it says. */
import fc from 'fast-check';
import { reservation as build, roomStay } from '../../../../core/reservation/build';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { unknownBooker, type Reservation, type ReservationEvent } from '../../../../core/reservation/model';
import { mergePlaced } from '../../../../selfkey/reservations/merge-placed';
import { placeAgain, placeInOrder } from '../../../../selfkey/reservations/message-order';
import { assertProperty } from '../../../support/property';

const NOW = new Date('2027-03-20T12:00:00Z');
const at = (minute: number) => `2027-03-20T10:${String(minute).padStart(2, '0')}:00.000Z`;

/** The sender's state at that minute. @param revision `null` where the message says only when that was */
function said(minute: number, revision: number | null, event: ReservationEvent = 'modified', fee = false): Reservation {
	const isStay = event !== 'cancelled';
	return build({
		...{ channel: 'my-pms', propertyId: 'H', reservationId: 'W', event },
		...{ revision: revision === null ? null : String(revision), observedAt: at(minute) },
		booker: { ...unknownBooker(), lastName: 'Dupont' },
		rooms: isStay
			? [roomStay({ roomStayId: '1', roomTypeId: 'double', checkIn: '2027-03-29', checkOut: '2027-03-31' })]
			: [],
		total: isStay ? moneyFromDecimal(String(100 + minute), 'EUR') : null,
		cancellationFee: isStay || !fee ? null : moneyFromDecimal(String(minute), 'EUR'),
	});
}

function arrival(reservation: Reservation) {
	return { reservation, orderUnknown: false, idDerived: false, isPlacedByArrival: false, delivery: null };
}

function stored(messages: readonly Reservation[], now = NOW): Reservation {
	return messages.reduce<Reservation | null>(
		(known, message) => mergePlaced(known, placeInOrder(arrival(message), known, now), now).reservation,
		null,
	)!;
}

function stateOf(messages: readonly Reservation[], now = NOW) {
	const { status, total, cancellationFee } = stored(messages, now);
	return status === 'cancelled' ? { status, fee: cancellationFee?.amount } : { status, total: total?.amount };
}

function ordersOf<T>(items: readonly T[]): T[][] {
	if (items.length < 2) return [[...items]];
	return items.flatMap((item, index) =>
		ordersOf(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
	);
}

describe('a message with a time only, later than a revision', () => {
	it.each<[string, Reservation, object]>([
		['a change', said(20, null), { status: 'confirmed', total: '120.00' }],
		['a cancellation', said(20, null, 'cancelled', true), { status: 'cancelled', fee: '20.00' }],
	])('counts in whatever order they arrive, also where that revision arrives last: %s', (_name, last, expected) => {
		for (const order of ordersOf([said(0, 5, 'new'), said(10, 6), last])) {
			expect(stateOf(order)).toMatchObject(expected);
			// None of them changes anything when it comes again.
			for (const again of order) expect(stateOf([...order, again])).toEqual(stateOf(order));
		}
	});

	it('does not undo a revision that is later than it', () => {
		for (const order of ordersOf([said(0, 5, 'new'), said(10, null, 'cancelled', true), said(20, 6)]))
			expect(stateOf(order)).toMatchObject({ status: 'confirmed', total: '120.00' });
	});

	it('gives way to a revision of now where its own time has not come yet', () => {
		const [ahead, now] = [said(50, null), said(10, 6)];
		expect(stateOf([said(0, 5, 'new'), ahead, now], new Date(at(10)))).toMatchObject({ total: '110.00' });
	});

	it('keeps its place when the same delivery comes again', () => {
		const last = said(20, null);
		const known = stored([said(0, 5, 'new'), last, said(10, 6)]);
		const place = { observedAt: last.observedAt, afterRevision: '5' };
		const again = placeAgain(arrival(last), known, place);
		expect(mergePlaced(known, again, NOW)).toMatchObject({ outcome: 'unchanged', reservation: { total: last.total } });
		expect(again.afterRevision).toBe('6');
	});

	it('ends in the sender’s state whatever order all of them arrive in', () => {
		const story = fc.array(
			fc.record({
				hasRevision: fc.boolean(),
				isCancelled: fc.boolean(),
				place: fc.nat(1_000),
				isTwice: fc.boolean(),
			}),
			{ minLength: 2, maxLength: 7 },
		);
		assertProperty(
			fc.property(story, (steps) => {
				const messages = steps.map(({ hasRevision, isCancelled }, minute) => {
					if (minute === 0) return said(0, 0, 'new');
					// Only a revision can bring a stay back.
					const isBack = steps[minute - 1]?.isCancelled === true && !isCancelled && minute > 1;
					return said(
						minute,
						hasRevision || isBack ? minute : null,
						isCancelled ? 'cancelled' : 'modified',
						isCancelled,
					);
				});
				const arrivals = steps
					.flatMap(({ place, isTwice }, index) =>
						[place, ...(isTwice ? [1_000 - place] : [])].map((when) => ({ when, message: messages[index]! })),
					)
					.sort((one, other) => one.when - other.when)
					.map(({ message }) => message);
				expect(stateOf(arrivals)).toEqual(stateOf(messages));
			}),
		);
	});
});
