/** What each room costs, and the whole after the house has moved a room or put one away, in whichever order the rooms come. */
import fc from 'fast-check';
import { reservation, roomStay } from '../../../../core/reservation/build';
import type { Money, RoomStay } from '../../../../core/reservation/model';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { amountsOf } from '../../../../selfkey/reservations/booking-amounts';
import { pricedRooms, reportedTotal } from '../../../../selfkey/reservations/reported-total';
import { readSettings } from '../../../../selfkey/settings/integration-settings';
import { assertProperty } from '../../../support/property';

const settings = readSettings({ collectsTouristTax: true });
const euro = (amount: number) => moneyFromDecimal(amount.toFixed(2), 'EUR') as Money;

interface Room {
	id: string;
	price: number | null;
	status?: RoomStay['status'];
}

const stays = (rooms: readonly Room[]) =>
	rooms.map(({ id, price, status = 'confirmed' }) =>
		roomStay({ roomStayId: id, status, total: price === null ? null : euro(price) }),
	);

function costs(rooms: readonly Room[], total: number): Array<[string, number, number]> {
	const whole = reservation({
		...{
			channel: 'booking.com',
			propertyId: '1',
			reservationId: '2',
			event: 'new',
			observedAt: '2027-03-01T08:00:00Z#0',
		},
		rooms: stays(rooms),
		total: euro(total),
		taxes: [{ name: 'City tax', amount: euro(3), included: false, collectedBy: 'hotel' }],
	});
	const active = whole.rooms.filter(({ status }) => status === 'confirmed');
	return [...amountsOf(whole, active, settings)].map(([id, { amount, touristTaxTotal }]) => [
		id,
		amount,
		touristTaxTotal,
	]);
}

/** The whole, as the channel has said it of `said`, after the house has made `rooms` of them. */
function wholeAfter(said: readonly Room[], total: number, rooms: readonly Room[]): number | null {
	const before = { total: euro(total), rooms: stays(said) };
	const after = reportedTotal(before, pricedRooms(stays(rooms), before));
	return after === null ? null : after.minor / 100;
}

const of = (...prices: Array<number | null>): Room[] =>
	prices.map((price, index) => ({ id: String(index + 1), price }));
const without = (rooms: readonly Room[], id: string): Room[] =>
	rooms.map((room) => (room.id === id ? { ...room, status: 'cancelled' as const } : room));

describe('a total below the prices of its rooms is a discount on all of them', () => {
	it.each([
		['of equal prices', of(100, 100), 150, [75, 75]],
		['of others', of(100, 200), 150, [50, 100]],
		['the other way round', of(200, 100), 150, [100, 50]],
		['with cents that are left over', of(10, 10, 10), 20, [6.67, 6.66, 6.67]],
		['of one room', of(200), 150, [150]],
	])('%s', (_name, rooms, total, expected) => {
		expect(costs(rooms, total).map(([, amount]) => amount)).toEqual(expected);
	});

	it('but one below what is left without the dearest room cannot be right', () => {
		expect(costs(of(100, 100), 90).map(([, amount]) => amount)).toEqual([100, 100]);
		expect(wholeAfter(of(100, 100), 90, without(of(100, 100), '1'))).toBe(100);
		expect(wholeAfter(of(100, 100), 90, of(100, 100))).toBe(90);
	});

	it('and stays one when a room is put away, moved or shortened', () => {
		for (const id of ['1', '2']) expect(wholeAfter(of(100, 100), 150, without(of(100, 100), id))).toBe(75);
		expect(wholeAfter(of(100, 200), 150, without(of(100, 200), '1'))).toBe(100);
		expect(wholeAfter(of(100, 100), 150, of(150, 100))).toBe(187.5);
		expect(wholeAfter(of(200), 150, of(100))).toBe(75);
		expect(wholeAfter(of(100, 100), 150, of(100, 100))).toBe(150);
	});
});

it('what the total holds beside the prices stays in it, and goes to the room with the lowest number', () => {
	expect(costs(of(100, 100), 230)).toEqual([
		['1', 130, 3],
		['2', 100, 0],
	]);
	expect(wholeAfter(of(100, 100), 230, without(of(100, 100), '1'))).toBe(130);
});

it.each([
	['4705950059', '4705950060'],
	['999999999', '1000000000'],
	['9', '10'],
	['12', 'A'],
	['A', 'B'],
])('of the rooms %s and %s, the first is the lower', (low, high) => {
	const rooms = [
		{ id: high, price: 100 },
		{ id: low, price: 100 },
	];
	for (const order of [rooms, [...rooms].reverse()])
		expect(costs(order, 230).find(([id]) => id === low)).toEqual([low, 130, 3]);
});

it('the order of the rooms changes nothing', () => {
	const room = fc.record({
		price: fc.option(fc.constantFrom(0, 10, 33.33, 100, 200)),
		after: fc.option(fc.constantFrom(0, 50, 100.01)),
		status: fc.constantFrom('confirmed' as const, 'cancelled' as const, 'no_show' as const),
		now: fc.constantFrom('confirmed' as const, 'cancelled' as const, 'no_show' as const),
	});
	const ids = fc.uniqueArray(fc.oneof(fc.nat(2000).map(String), fc.string({ minLength: 1, maxLength: 3 })), {
		minLength: 1,
		maxLength: 5,
	});
	const cases = ids.chain((names) =>
		fc.tuple(...names.map((id) => room.map((facts) => ({ id, ...facts })))).chain((rooms) =>
			fc.record({
				rooms: fc.constant(rooms),
				shuffled: fc.shuffledSubarray(rooms, { minLength: rooms.length }),
				total: fc.constantFrom(0, 20, 100, 150, 350.05),
			}),
		),
	);
	assertProperty(
		fc.property(cases, ({ rooms, shuffled, total }) => {
			const inOne = costs(rooms, total);
			const inOther = costs(shuffled, total);
			expect(new Map(inOther.map(([id, ...money]) => [id, money]))).toEqual(
				new Map(inOne.map(([id, ...money]) => [id, money])),
			);
			const after = (list: typeof rooms) =>
				wholeAfter(
					list,
					total,
					list.map(({ id, price, after: moved, now }) => ({ id, price: moved ?? price, status: now })),
				);
			expect(after(shuffled)).toBe(after(rooms));
		}),
		{ numRuns: 500 },
	);
});
