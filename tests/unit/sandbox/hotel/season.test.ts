/** A booking system that works in any order and takes any free room finds exactly the planned conflicts. */
import fc from 'fast-check';
import { Queues } from '../../../../sandbox/booking-com/queues';
import { hotelParadise, nights, reservationStream, seededRandom, type Step } from '../../../../sandbox/hotel';
import { assertProperty } from '../../../support/property';

interface Outcome {
	conflicts: Set<string>;
	doubleBooked: number;
	active: number;
}

function importAll(seed: number, order: number): Outcome {
	const stream = reservationStream({ seed, from: '2027-03-01' });
	const queues = new Queues(() => 0);
	queues.feed(stream.steps);
	const random = seededRandom(order);
	/** Reservation and room index by physical room and night. */
	const taken = new Map<string, string>();
	const conflicts = new Set<string>();
	let doubleBooked = 0;
	let active = 0;

	const release = (key: string): void => {
		for (const [cell, owner] of taken) if (owner === key) taken.delete(cell);
	};
	const apply = (step: Step): void => {
		for (const owner of new Set(taken.values())) if (owner.startsWith(`${step.reservationId}/`)) release(owner);
		if (step.kind === 'new') active += 1;
		if (step.kind === 'cancelled') active -= 1;
		if (step.kind === 'cancelled') return;
		for (const room of step.booking.rooms) {
			const cells = (name: string): string[] => nights(room.checkIn, room.checkOut).map((night) => `${name} ${night}`);
			const free = hotelParadise.rooms
				.filter((physical) => physical.roomTypeId === room.roomTypeId)
				.filter((physical) => cells(physical.name).every((cell) => !taken.has(cell)));
			if (free.length === 0) conflicts.add(step.reservationId);
			else {
				for (const cell of cells(random.pick(free).name)) {
					if (taken.has(cell)) doubleBooked += 1;
					taken.set(cell, `${step.reservationId}/${room.index}`);
				}
			}
		}
	};

	const filter = { propertyIds: new Set(['8011855']), limit: 200 };
	while (!queues.drained) {
		const waiting = random.shuffle(queues.peek('both', filter)).slice(0, random.int(1, 40));
		queues.deliver(waiting);
		for (const { step } of waiting) {
			apply(step);
			queues.acknowledge(step.reservationId);
		}
	}
	return { conflicts, doubleBooked, active };
}

it('whatever the order and the rooms chosen', () => {
	assertProperty(
		fc.property(fc.integer(), fc.integer(), (seed, order) => {
			const { planned, overbookedIds } = reservationStream({ seed, from: '2027-03-01' });
			const { conflicts, doubleBooked, active } = importAll(seed, order);
			expect(conflicts.size).toBe(planned.overbooked);
			expect([...conflicts].every((id) => overbookedIds.includes(id))).toBe(true);
			expect(doubleBooked).toBe(0);
			expect(active).toBe(planned.activeReservations);
		}),
		{ numRuns: 15 },
	);
});
