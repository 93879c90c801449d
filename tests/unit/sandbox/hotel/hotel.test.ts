import fc from 'fast-check';
import {
	addDays,
	hotelParadise,
	majorUnits,
	nights,
	pensionDuLac,
	reservationStream,
	testCards,
	type Step,
} from '../../../../sandbox/hotel';
import { Inventory } from '../../../../sandbox/hotel/inventory';
import { assertProperty } from '../../../support/property';

const from = '2027-03-01';
const stream = reservationStream({ seed: 7, from });

function lastStates(steps: Step[]): Step[] {
	return [...new Map(steps.map((step) => [step.reservationId, step])).values()];
}

function rivals(mine: Step['booking']['rooms'][number], all: Array<{ id: string; room: typeof mine }>): number {
	return all.filter(
		({ room }) => room.roomTypeId === mine.roomTypeId && room.checkIn < mine.checkOut && mine.checkIn < room.checkOut,
	).length;
}

describe('Hôtel Paradise', () => {
	it('has 24 rooms of 4 types, each room of a type that exists', () => {
		expect(hotelParadise.rooms).toHaveLength(24);
		expect(new Set(hotelParadise.rooms.map((room) => room.name)).size).toBe(24);
		expect(hotelParadise.roomTypes).toHaveLength(4);
		const types = hotelParadise.roomTypes.map((type) => type.id);
		expect(hotelParadise.rooms.every((room) => types.includes(room.roomTypeId))).toBe(true);
		expect(hotelParadise).toMatchObject({ propertyId: '8011855', slug: 'hotel-paradise' });
	});

	it('shares no id with the second property', () => {
		const ids = (hotel: typeof hotelParadise): string[] => [...hotel.roomTypes, ...hotel.ratePlans].map(({ id }) => id);
		expect(ids(pensionDuLac).some((id) => ids(hotelParadise).includes(id))).toBe(false);
	});
});

describe('test cards', () => {
	it.each(testCards.map(([, number]) => number))('%s is valid by Luhn', (number) => {
		const sum = [...number].reverse().reduce((total, digit, n) => {
			const value = Number(digit) * (n % 2 === 0 ? 1 : 2);
			return total + (value > 9 ? value - 9 : value);
		}, 0);
		expect(sum % 10).toBe(0);
	});
});

describe('money in major units', () => {
	it.each([
		[13350, 2, '133.50'],
		[5, 2, '0.05'],
		[12345, 3, '12.345'],
		[12000, 0, '12000'],
		[-5, 2, '-0.05'],
	])('%d with %d decimals is %s', (minor, decimals, expected) => {
		expect(majorUnits(minor, decimals)).toBe(expected);
	});
});

describe('the seeded stream', () => {
	it('is the same for the same seed and differs for another', () => {
		expect(reservationStream({ seed: 7, from })).toEqual(stream);
		expect(reservationStream({ seed: 8, from }).steps[0]).not.toEqual(stream.steps[0]);
	});

	it('holds at least 60 reservations, 10 modifications, 10 cancellations and 5 overbooked reservations by default', () => {
		const count = (kind: Step['kind']): number => stream.steps.filter((step) => step.kind === kind).length;
		expect(count('new')).toBeGreaterThanOrEqual(60);
		expect(count('modified')).toBeGreaterThanOrEqual(10);
		expect(count('cancelled')).toBeGreaterThanOrEqual(10);
		expect(stream.planned.overbooked).toBeGreaterThanOrEqual(5);
		expect(stream.planned).toMatchObject({
			reservations: count('new'),
			modifications: count('modified'),
			cancellations: count('cancelled'),
			messages: stream.steps.length,
			activeReservations: lastStates(stream.steps).filter((step) => step.kind !== 'cancelled').length,
		});
	});

	it('has every kind of thing a client must cope with', () => {
		const bookings = stream.steps.map((step) => step.booking);
		expect(new Set(bookings.map((booking) => booking.decimals))).toEqual(new Set([0, 2, 3]));
		expect(new Set(bookings.map((booking) => booking.currency))).toEqual(new Set(['CHF', 'EUR', 'JPY', 'KWD']));
		expect(new Set(bookings.map((booking) => booking.payment)).size).toBe(3);
		expect(bookings.some((booking) => booking.rooms.length > 1)).toBe(true);
		expect(bookings.some((booking) => booking.commission.currency !== booking.currency)).toBe(true);
		expect(bookings.some((booking) => booking.rooms.some((room) => room.childAges.length > 0))).toBe(true);
		expect(bookings.some((booking) => booking.services.length > 0)).toBe(true);
		expect(bookings.every((booking) => /^[a-z]+\.\d{6}@guest\.booking\.com$/.test(booking.booker.email))).toBe(true);
		expect(bookings.every((booking) => /^\d{10}$/.test(booking.reservationId))).toBe(true);
		const names = JSON.stringify(bookings.map((booking) => booking.booker));
		for (const sign of ['é', 'ß', 'ł', '李', 'م']) expect(names).toContain(sign);
		const forms = stream.steps.flatMap((step) => step.cancellationForm ?? []);
		expect(new Set(forms).size).toBe(3);
	});

	it('modifies dates, rooms, guests and prices', () => {
		const before = new Map<string, Step>();
		const seen = new Set<string>();
		for (const step of stream.steps) {
			const old = before.get(step.reservationId)?.booking.rooms;
			before.set(step.reservationId, step);
			if (step.kind !== 'modified' || old === undefined) continue;
			const now = step.booking.rooms;
			if (now.length > old.length) seen.add('room added');
			else if (now.length < old.length)
				seen.add(step.removedRooms === undefined ? 'room removed' : 'room marked as removed');
			else if (now[0]?.checkIn !== old[0]?.checkIn || now[0]?.checkOut !== old[0]?.checkOut) seen.add('dates');
			else if (now[0]?.adults !== old[0]?.adults) seen.add('guests');
			else seen.add('price');
		}
		expect([...seen].sort()).toEqual(expect.arrayContaining(['dates', 'guests', 'price', 'room added']));
		expect([...seen].some((change) => change.startsWith('room removed') || change.startsWith('room marked'))).toBe(
			true,
		);
	});

	it('prices each night of each room', () => {
		for (const room of stream.steps.flatMap((step) => step.booking.rooms)) {
			expect(room.nightPrices.map((night) => night.date)).toEqual(nights(room.checkIn, room.checkOut));
			expect(room.nightPrices.every((night) => Number.isInteger(night.minor) && night.minor > 0)).toBe(true);
		}
	});

	// Both directions of "certain", over every version of every stay, so in whatever order they are worked on.
	it.each([7, 11, 2027])('seed %d: the overbooked surely find no room and all others surely find one', (seed) => {
		const { steps, overbookedIds, planned } = reservationStream({ seed, from, reservations: 120 });
		const capacity = new Map<string, number>();
		for (const room of hotelParadise.rooms) capacity.set(room.roomTypeId, (capacity.get(room.roomTypeId) ?? 0) + 1);
		const peakNights = new Set<string>();
		const stays = steps.flatMap((step) => step.booking.rooms.map((room) => ({ id: step.reservationId, room })));
		const peak = stays.filter(({ id }) => overbookedIds.includes(id));
		for (const { room } of peak) peakNights.add(`${room.roomTypeId} ${room.checkIn} ${room.checkOut}`);
		expect(peakNights.size).toBe(1);
		expect(peak).toHaveLength((capacity.get(peak[0]?.room.roomTypeId ?? '') ?? 0) + planned.overbooked);
		expect(
			steps.filter((step) => overbookedIds.includes(step.reservationId)).every((step) => step.kind === 'new'),
		).toBe(true);

		for (const { id, room } of stays) {
			const key = `${id}/${room.index}`;
			const others = stays.filter((other) => `${other.id}/${other.room.index}` !== key);
			const distinct = [
				...new Map(
					others.map((other) => [
						`${other.id}/${other.room.index}/${other.room.checkIn}/${other.room.checkOut}`,
						other,
					]),
				).values(),
			];
			const overlapping = new Set(
				distinct.filter((other) => rivals(room, [other]) > 0).map((other) => `${other.id}/${other.room.index}`),
			).size;
			const rooms = capacity.get(room.roomTypeId) ?? 0;
			if (overbookedIds.includes(id)) expect(overlapping).toBe(rooms + planned.overbooked - 1);
			else expect(overlapping).toBeLessThan(rooms);
		}
	});

	it('widens the season when there are more reservations, so that no more than half of the nights are sold', () => {
		const { steps, planned } = reservationStream({ seed: 3, from, reservations: 1000 });
		expect(planned.reservations).toBe(1000);
		const rooms = steps.filter((step) => step.kind === 'new').flatMap((step) => step.booking.rooms);
		const last =
			rooms
				.map((room) => room.checkOut)
				.sort()
				.at(-1) ?? from;
		const sold = rooms.reduce((sum, room) => sum + room.nightPrices.length, 0);
		const share = sold / (nights(from, last).length * hotelParadise.rooms.length);
		expect(share).toBeGreaterThan(0.2);
		expect(share).toBeLessThan(0.5);
	});

	it('works for a small hotel and a small number', () => {
		const { planned, hotel } = reservationStream({ seed: 1, from, reservations: 12, hotel: pensionDuLac });
		expect(hotel.propertyId).toBe('8024400');
		expect(planned).toMatchObject({ reservations: 12, overbooked: 0 });
	});

	it('says so when the numbers do not fit each other', () => {
		expect(() => reservationStream({ seed: 1, from, reservations: 5, cancellations: 6 })).toThrow(/too few/);
	});

	it('any seed gives a stream whose changes follow their bookings', () => {
		assertProperty(
			fc.property(fc.integer(), (seed) => {
				const seen = new Map<string, Step['kind']>();
				for (const step of reservationStream({ seed, from, reservations: 40 }).steps) {
					const before = seen.get(step.reservationId);
					expect(before === undefined).toBe(step.kind === 'new');
					expect(before).not.toBe('cancelled');
					seen.set(step.reservationId, step.kind);
				}
			}),
			{ numRuns: 30 },
		);
	});
});

describe('the inventory', () => {
	const [type] = pensionDuLac.roomTypes;
	const claim = (key: string, checkIn: string, days: number): Parameters<Inventory['tryAdd']>[0][number] => ({
		key,
		roomTypeId: type?.id ?? '',
		checkIn,
		checkOut: addDays(checkIn, days),
	});

	it('refuses the stay that would leave an earlier one without a sure room, and keeps nothing of it', () => {
		const inventory = new Inventory(pensionDuLac);
		for (let n = 0; n < 5; n++) expect(inventory.tryAdd([claim(`r${n}`, from, 3)])).toBe(true);
		expect(inventory.tryAdd([claim('late', addDays(from, 2), 1)])).toBe(false);
		expect(inventory.tryAdd([claim('late', addDays(from, 3), 1)])).toBe(true);
		expect(inventory.tryAdd([claim('r0', addDays(from, 1), 1)])).toBe(true);
	});

	it('keeps closed nights free', () => {
		const inventory = new Inventory(pensionDuLac);
		inventory.close(type?.id ?? '', from, addDays(from, 2));
		expect(inventory.tryAdd([claim('a', addDays(from, 1), 2)])).toBe(false);
		expect(inventory.tryAdd([claim('a', addDays(from, 2), 2)])).toBe(true);
	});
});
