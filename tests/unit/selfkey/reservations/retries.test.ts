/** Messages with a revision that say nothing of the time: a retry of one keeps the place that it had first. */
import fc from 'fast-check';
import type { DeliveryPlace } from '../../../../selfkey/ports/records';
import type { Reservation } from '../../../../core/reservation/model';
import { mergePlaced } from '../../../../selfkey/reservations/merge-placed';
import { isSuperseded, placeAgain, placeInOrder } from '../../../../selfkey/reservations/message-order';
import { readEvent, type IncomingEvent } from '../../../../selfkey/webhook/read-events';
import { assertProperty } from '../../../support/property';

const NOW = new Date('2027-03-01T08:00:00.000Z');
const context = { hotelSlug: 'paradise', integrationId: 'i-1', currency: 'CHF' };

interface Sent {
	revision: string;
	price: number;
	observed_at?: string;
	delivery_id?: string;
}

interface Arrived extends Sent {
	/** In seconds; several servers' clocks differ. */
	at: number;
}

const instant = (at: number) => new Date(NOW.getTime() + at * 1000).toISOString();

function documented({ at, price, ...sent }: Arrived): IncomingEvent {
	const stay = { room_type: 'double', check_in: '2027-03-29', check_out: '2027-03-31', external_id: 'W-1' };
	const body = {
		event_type: 'modified_reservation',
		data: { ...stay, ...sent, total_amount: price, guest: { last_name: 'Dupont' } },
	};
	return reservationIn(body, at);
}

/** As a trigger of n8n passes it on: the time of its arrival there, and an id made of the bytes. */
function whole(arrived: Arrived): IncomingEvent {
	const { reservation } = documented(arrived);
	const data = { reservation, delivery_id: `sha256:${'0'.repeat(64)}` };
	return reservationIn({ event_type: 'modified_reservation', data }, arrived.at);
}

function reservationIn(body: unknown, at: number): IncomingEvent {
	const read = readEvent(body, { ...context, receivedAt: `${instant(at)}#0` });
	if (read.kind !== 'reservation') throw new Error('no reservation');
	return read.event;
}

/** What is stored after all of them, and what became of each. */
function written(arrived: readonly Arrived[], read: (message: Arrived) => IncomingEvent = documented) {
	const places = new Map<string, DeliveryPlace>();
	let stored: Reservation | null = null;
	const outcomes = arrived.map((message) => {
		const event = read(message);
		const digest = event.delivery?.digest ?? null;
		const place = digest === null ? null : (places.get(digest) ?? null);
		const placed = place ? placeAgain(event, stored, place) : placeInOrder(event, stored, NOW);
		const merged = mergePlaced(stored, placed);
		stored = merged.reservation;
		const { observedAt, afterRevision = null } = merged.incoming;
		if (digest !== null && place === null) places.set(digest, { observedAt, afterRevision });
		return place && isSuperseded(merged.incoming, stored) ? 'superseded' : merged.outcome;
	});
	return { outcomes, price: priceOf(stored) };
}

const priceOf = (stored: Reservation | null) => (stored?.total ? stored.total.minor / 100 : null);

describe.each([
	['as they are documented', documented],
	['as n8n passes them on', whole],
])('of two messages with one revision, %s,', (_name, read) => {
	it('a retry of the first does not undo the second', () => {
		const [first, second] = [
			{ revision: '1', price: 100 },
			{ revision: '1', price: 150 },
		];
		const messages = [first, second, first, second, first].map((sent, at) => ({ ...sent, at }));
		expect(written(messages, read)).toEqual({
			outcomes: ['created', 'updated', 'superseded', 'unchanged', 'superseded'],
			price: 150,
		});
	});

	it('a change back counts where its revision, its time or its id says that it is one', () => {
		const before = [
			{ revision: '1', price: 100, at: 0 },
			{ revision: '2', price: 150, at: 1 },
		];
		for (const back of [
			{ revision: '3', price: 100 },
			{ revision: '2', price: 100 },
			{ revision: '1', price: 100 },
		])
			expect(written([...before, { ...back, at: 2 }], read).price).toBe(back.revision === '1' ? 150 : 100);
	});
});

it('a change back under the same revision counts with a later observed_at or an id of its own, and its retry does not', () => {
	const [first, second] = [
		{ revision: '1', price: 100 },
		{ revision: '1', price: 150 },
	];
	const later = { ...second, at: 1 };
	for (const back of [{ observed_at: instant(60) }, { delivery_id: 'e-3' }]) {
		const isBack = { ...first, ...back };
		expect(written([{ ...first, at: 0 }, later, { ...isBack, at: 2 }]).price).toBe(100);
		const last = { revision: '1', price: 170, observed_at: instant(70), at: 4 };
		expect(written([{ ...first, at: 0 }, later, { ...isBack, at: 2 }, last, { ...isBack, at: 5 }]).price).toBe(170);
	}
});

it('of two messages with one revision, the one that arrives last counts, whatever the clocks of two servers say', () => {
	const messages = [
		{ revision: '1', price: 100, at: 5 },
		{ revision: '1', price: 150, at: 5 },
		{ revision: '1', price: 90, at: 3 },
	];
	expect(written(messages)).toMatchObject({ outcomes: ['created', 'updated', 'updated'], price: 90 });
});

it('a revision is part of what is sent: the same content under another is another message, also under one id', () => {
	const digestOf = (sent: Sent) => documented({ ...sent, at: 0 }).delivery?.digest;
	expect(digestOf({ revision: '1', price: 100 })).not.toBe(digestOf({ revision: '2', price: 100 }));
	const withId = (revision: string) => digestOf({ revision, price: 100, delivery_id: 'e-1' });
	expect(withId('1')).not.toBe(withId('2'));
});

it('whoever says when it was needs no note: a later reading under the same revision counts', () => {
	expect(documented({ revision: '1', price: 100, observed_at: instant(0), at: 0 }).delivery).toBeNull();
});

it('retries change nothing, whichever message comes again, how often and when', () => {
	const message = fc.record({ revision: fc.constantFrom('1', '2', '3'), price: fc.constantFrom(100, 110, 120) });
	assertProperty(
		fc.property(fc.array(message, { minLength: 1, maxLength: 9 }), (sent) => {
			const inTime = sent.map((one, at) => ({ ...one, at }));
			const firsts = inTime.filter(({ revision, price, at }) =>
				inTime.slice(0, at).every((other) => other.revision !== revision || other.price !== price),
			);
			for (const read of [documented, whole]) expect(written(inTime, read).price).toBe(written(firsts, read).price);
		}),
	);
});
