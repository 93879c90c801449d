import fc from 'fast-check';
import { activeRooms } from '../../../../core/reservation/active';
import { merge } from '../../../../core/reservation/merge';
import type { Reservation } from '../../../../core/reservation/model';
import { moneyFromMinor } from '../../../../core/reservation/money';
import { bareCancellation, messageContent, messageOf, reservation, roomStay } from '../../../support/reservations';
import { assertProperty } from '../../../support/property';

const at = (second: number, place = 1) => `2026-03-11T15:00:${String(second).padStart(2, '0')}.000Z#${place}`;

function mergeAll(messages: Reservation[]): Reservation | null {
	return messages.reduce<Reservation | null>((stored, message) => merge(stored, message).reservation, null);
}

describe('merge', () => {
	const created = merge(null, reservation({ observedAt: at(1) })).reservation;

	it('creates what it has not seen', () => {
		expect(merge(null, reservation()).outcome).toBe('created');
	});

	it('answers unchanged to a repeat, and remembers that it was seen later', () => {
		const again = merge(created, reservation({ observedAt: at(9) }));
		expect(again.outcome).toBe('unchanged');
		expect(again.reservation.observedAt).toBe(at(9));
	});

	it('counts the tenth place of a poll after the ninth', () => {
		const ninth = merge(null, reservation({ observedAt: at(1, 9), remarks: ['old'] })).reservation;
		const tenth = merge(ninth, reservation({ observedAt: at(1, 10), remarks: ['new'] }));
		expect(tenth.outcome).toBe('updated');
		expect(merge(tenth.reservation, reservation({ observedAt: at(1, 9), remarks: ['other'] })).outcome).toBe('stale');
	});

	it('keeps dates and rooms through a cancellation that has none', () => {
		const { outcome, reservation: stored } = merge(created, bareCancellation({ observedAt: at(2) }));
		expect(outcome).toBe('cancelled');
		expect(stored).toMatchObject({ status: 'cancelled', checkIn: '2026-03-29', checkOut: '2026-03-30' });
		expect(stored.rooms).toHaveLength(1);
		expect(activeRooms(stored)).toEqual([]);
		expect(merge(stored, bareCancellation({ observedAt: at(3) })).outcome).toBe('unchanged');
	});

	it('takes a cancellation before the reservation, and the late reservation does not bring the stay back', () => {
		const first = merge(null, bareCancellation({ observedAt: at(1) }));
		expect(first.outcome).toBe('cancelled');
		const second = merge(first.reservation, reservation({ observedAt: at(2) }));
		expect(second.outcome).toBe('stale');
		expect(second.reservation).toMatchObject({ status: 'cancelled', checkIn: '2026-03-29' });
	});

	it('lets only a higher revision reinstate', () => {
		const cancelled = merge(
			merge(null, reservation({ revision: '1' })).reservation,
			bareCancellation({ revision: '9' }),
		).reservation;
		expect(
			merge(cancelled, reservation({ revision: '9', event: 'modified', observedAt: at(50) })).reservation.status,
		).toBe('cancelled');
		const back = merge(cancelled, reservation({ revision: '10', event: 'modified' }));
		expect(back).toMatchObject({ outcome: 'updated', reservation: { status: 'confirmed', cancelledAt: null } });
		expect(merge(back.reservation, bareCancellation({ revision: '9' })).reservation.status).toBe('confirmed');
	});

	it('keeps the fee of a no-show, and of a cancellation', () => {
		const fee = moneyFromMinor(10_000, 'EUR');
		const noShow = merge(created, reservation({ observedAt: at(2), status: 'no_show', cancellationFee: fee }));
		expect(noShow.reservation).toMatchObject({ status: 'no_show', cancellationFee: fee });
		expect(merge(noShow.reservation, reservation({ observedAt: at(3) })).reservation.cancellationFee).toBeNull();
		expect(
			merge(noShow.reservation, bareCancellation({ observedAt: at(3), cancellationFee: fee })).reservation,
		).toMatchObject({ status: 'cancelled', cancellationFee: fee });
	});

	describe('the fee of a stay that does not take place', () => {
		const euros = (minor: number | null) => (minor === null ? null : moneyFromMinor(minor, 'EUR'));
		const cancelled = (second: number, fee: number | null, over: Partial<Reservation> = {}) =>
			bareCancellation({ observedAt: at(second), cancellationFee: euros(fee), ...over });
		const feeAfter = (messages: Reservation[]) => mergeAll(messages)?.cancellationFee?.minor ?? null;

		it('stays due after a second cancellation that states none, and is waived by one that says 0', () => {
			const [first, barer, waived] = [cancelled(2, 10_000), cancelled(3, null), cancelled(4, 0)];
			expect(feeAfter([created, first, barer])).toBe(10_000);
			expect(feeAfter([barer, created, first])).toBe(10_000);
			expect(feeAfter([created, waived, first, barer])).toBe(0);
			const known = mergeAll([created, first])!;
			expect(merge(known, barer)).toMatchObject({ outcome: 'unchanged', reservation: { status: 'cancelled' } });
		});

		it('stays due after a second no-show that states none, until the guest has come', () => {
			const noShow = (second: number, fee: number | null) =>
				reservation({ observedAt: at(second), status: 'no_show', event: 'modified', cancellationFee: euros(fee) });
			const [first, barer] = [noShow(2, 8_000), noShow(5, null)];
			const came = reservation({ observedAt: at(3), event: 'modified', status: 'checked_in' });
			expect(feeAfter([created, first, barer])).toBe(8_000);
			expect(feeAfter([barer, first, created])).toBe(8_000);
			for (const messages of [
				[first, came, barer],
				[barer, first, came],
				[came, barer, first],
			])
				expect(feeAfter(messages)).toBeNull();
		});

		it('stays due after a no-show that a barer cancellation follows, and the other way round', () => {
			const noShow = (second: number, fee: number | null, over: Partial<Reservation> = {}) =>
				reservation({
					observedAt: at(second),
					status: 'no_show',
					event: 'modified',
					cancellationFee: euros(fee),
					...over,
				});
			const late = reservation({ observedAt: at(9), event: 'modified' });
			for (const messages of [
				[created, noShow(2, 8_000), cancelled(3, null)],
				[cancelled(3, null), noShow(2, 8_000), created],
				[created, cancelled(2, 8_000, { revision: '2' }), noShow(3, null, { revision: '3' })],
				[created, noShow(2, 8_000), cancelled(3, null), late],
				[late, cancelled(3, null), created, noShow(2, 8_000)],
			])
				expect(feeAfter(messages)).toBe(8_000);
			const came = reservation({ observedAt: at(3), event: 'modified', status: 'checked_in' });
			expect(feeAfter([created, noShow(2, 8_000), came, cancelled(4, null)])).toBeNull();
			// What is said in vain after a cancellation brings no fee back that was undone before it.
			for (const messages of [
				[created, noShow(2, 8_000), came, cancelled(4, null), late],
				[created, noShow(2, 8_000), came, late, cancelled(4, null)],
				[created, noShow(2, 8_000), late, cancelled(4, null), came],
				[created, cancelled(4, null), noShow(2, 8_000), late, came],
			])
				expect(feeAfter(messages)).toBeNull();
			expect(feeAfter([created, noShow(2, 8_000), cancelled(3, 0)])).toBe(0);
		});

		it('is due no more once the stay stood again, whatever cancels it then', () => {
			const by = (revision: string) => ({ revision, observedAt: at(1) });
			const first = cancelled(1, 4_000, by('2'));
			const back = reservation({ ...by('3'), event: 'modified' });
			const again = cancelled(1, null, by('4'));
			expect(feeAfter([first, again])).toBe(4_000);
			for (const messages of [
				[first, back, again],
				[again, first, back],
				[back, again, first],
			])
				expect(feeAfter(messages)).toBeNull();
		});

		it('is that of the latest cancellation that states one, in any order, of a source that cannot reinstate', () => {
			const step = fc.record({ content: messageContent, isTwice: fc.boolean() });
			assertProperty(
				fc.property(
					fc.array(step, { minLength: 1, maxLength: 7 }).chain((steps) => {
						const messages = steps.map(({ content }, index) => messageOf(content, { observedAt: at(index) }));
						const sent = steps.flatMap(({ isTwice }, index) => (isTwice ? [index, index] : [index]));
						const order = fc.shuffledSubarray(sent, { minLength: sent.length });
						return fc.tuple(fc.constant(messages), order);
					}),
					([messages, order]) => {
						const stated = messages.filter(
							({ status, cancellationFee }) => status === 'cancelled' && cancellationFee !== null,
						);
						const fee = stated.at(-1)?.cancellationFee?.minor ?? null;
						expect(feeAfter(order.map((index) => messages[index]!))).toBe(fee);
					},
				),
				{ numRuns: 400 },
			);
		});

		it('is known of what an earlier version has stored, too', () => {
			const { history, ...rest } = mergeAll([created, cancelled(2, 10_000)])!;
			const { fees, ...before } = history!;
			expect(fees).toBeDefined();
			const stored = JSON.parse(JSON.stringify({ ...rest, history: before })) as Reservation;
			expect(merge(stored, cancelled(3, null)).reservation.cancellationFee).toEqual(euros(10_000));
		});
	});

	it('keeps the card that was told of once', () => {
		const card = { brand: 'VI', last4: '1111', virtual: false, activeFrom: null, balance: null };
		const first = merge(null, reservation({ observedAt: at(1), payment: { model: 'hotel_collect', card } }));
		const again = merge(first.reservation, reservation({ observedAt: at(2) }));
		expect(again).toMatchObject({ outcome: 'unchanged', reservation: { payment: { model: 'hotel_collect', card } } });
		const replaced = merge(
			again.reservation,
			reservation({ observedAt: at(3), payment: { model: 'hotel_collect', card: { ...card, last4: '4444' } } }),
		);
		expect(replaced.reservation.payment.card?.last4).toBe('4444');
	});

	it('never mixes two reservations', () => {
		expect(() => merge(created, reservation({ reservationId: 'other' }))).toThrow('same reservation');
	});

	it('leaves out a room that left the reservation', () => {
		const left = reservation({ rooms: [roomStay(), roomStay({ roomStayId: '461', status: 'cancelled' })] });
		expect(activeRooms(left).map((room) => room.roomStayId)).toEqual(['460']);
	});

	const behindTheApi = (index: number) => (index > 0 ? { afterRevision: '2026-03-01T00:00:00Z' } : {});

	const places = {
		'by revision': (index: number) => ({ revision: String(index), observedAt: at(0) }),
		'by observation': (index: number) => ({ revision: null, observedAt: at(index) }),
		'by revision that several share': (index: number) => ({ revision: String(index >> 1), observedAt: at(index) }),
		'where only some have a revision': (index: number) => ({
			revision: index % 2 ? String(index) : null,
			observedAt: at(index),
		}),
		'where some came without an order behind ordered ones': (index: number) =>
			index % 3 === 2
				? { revision: null, afterRevision: String(index - 1), observedAt: at(index) }
				: { revision: String(index), observedAt: at(0) },
		'where a clock was ahead once': (index: number) =>
			index === 1
				? { revision: '2027-01-01T00:00:00Z', observedAt: at(1) }
				: {
						revision: `2026-03-0${index + 1}T00:00:00Z`,
						observedAt: at(index),
						...(index > 1 ? { afterRevision: '2027-01-01T00:00:00Z' } : {}),
					},
		'where a calendar and the API take turns': (index: number) =>
			index % 2
				? { revision: '2026-03-01T00:00:00Z', observedAt: at(index), ...behindTheApi(index - 1) }
				: { revision: `read 2026-03-11T15:00:0${index}.000Z`, observedAt: at(index), ...behindTheApi(index) },
		'where none can be told from the other': () => ({ revision: null, observedAt: at(0) }),
	};

	it.each(Object.entries(places))('ends in the same state in any order and repetition, %s', (_, place) => {
		const history = fc
			.array(messageContent, { minLength: 1, maxLength: 6 })
			.map((contents) => contents.map((content, index) => messageOf(content, place(index))));
		const deliveries = history.chain((messages) =>
			fc.tuple(
				fc.constant(messages),
				fc.shuffledSubarray([...messages, ...messages, ...messages], { minLength: messages.length * 3 }),
			),
		);
		assertProperty(
			fc.property(deliveries, ([inOrder, delivered]) => {
				expect(mergeAll(delivered)).toEqual(mergeAll(inOrder));
			}),
			{ numRuns: 150 },
		);
	});

	it('ends in the state of the source when messages are lost and sent again later', () => {
		assertProperty(
			fc.property(fc.array(fc.tuple(messageContent, fc.boolean()), { minLength: 1, maxLength: 8 }), (steps) => {
				let second = 0;
				const standing = steps.filter(([content]) => content.event !== 'cancelled');
				const received: Reservation[] = [];
				for (const [content, lost] of standing)
					if (!lost) received.push(messageOf(content, { observedAt: at(second++) }));
				// What was lost is offered again in its latest form, as a queue that waits for acknowledgements does.
				const last = standing.at(-1);
				fc.pre(last !== undefined);
				const final = messageOf(last![0], { observedAt: at(second++) });
				const state = mergeAll([...received, final])!;
				expect(state.fingerprint).toBe(mergeAll([final])!.fingerprint);
				expect(merge(state, messageOf(last![0], { observedAt: at(second) })).outcome).toBe('unchanged');
			}),
		);
	});

	it('says nothing changed for a message that it has merged before', () => {
		assertProperty(
			fc.property(fc.array(messageContent, { minLength: 1, maxLength: 6 }), fc.nat(5), (contents, pick) => {
				const messages = contents.map((content, index) => messageOf(content, { revision: String(index) }));
				const state = mergeAll(messages)!;
				const again = merge(state, messages[pick % messages.length]!);
				expect(['unchanged', 'stale']).toContain(again.outcome);
				expect(again.reservation).toEqual(state);
			}),
		);
	});
});
