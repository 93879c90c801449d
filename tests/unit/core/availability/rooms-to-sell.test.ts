import fc from 'fast-check';
import { freeRoomsPerNight } from '../../../../core/availability/counts';
import type { DateRange } from '../../../../core/availability/ranges';
import { roomsToSell } from '../../../../core/availability/rooms-to-sell';
import { withLimits } from '../../../../core/availability/sale-limits';
import { addDays } from '../../../../core/reservation/dates';
import { assertProperty } from '../../../support/property';

const FIRST = '2026-03-20';
const rooms = ['101', '102', '103', '104', '105'];
const range = { start: FIRST, end: addDays(FIRST, 14) };

/** Some begin before the range, and some end behind it. */
const stay = fc
	.tuple(fc.integer({ min: -4, max: 16 }), fc.integer({ min: 1, max: 8 }))
	.map(([from, nights]): DateRange => ({ start: addDays(FIRST, from), end: addDays(FIRST, from + nights) }));
const taken = fc.array(
	fc.tuple(fc.constantFrom(...rooms), stay).map(([roomId, dates]) => ({ roomId, ...dates })),
	{ maxLength: 14 },
);
const waiting = fc.array(
	fc.tuple(stay, fc.subarray(rooms)).map(([dates, roomIds]) => ({ ...dates, roomIds })),
	{ maxLength: 5 },
);
/** Their rooms may overlap, as those of a channel's suite and of another channel's listing do. */
const types = fc
	.array(fc.subarray(rooms), { minLength: 1, maxLength: 4 })
	.map((lists) => lists.map((roomIds, index) => ({ key: String(index), roomIds })));

describe('rooms to sell', () => {
	it('are, for the whole hotel at once, what they are type by type and night by night', () => {
		assertProperty(
			fc.property(types, taken, waiting, (sold, occupied, roomless) => {
				const found = roomsToSell({ types: sold, taken: occupied, waiting: roomless, range });
				for (const { key, roomIds } of sold) {
					const expected = freeRoomsPerNight({ roomTypeId: key, roomIds }, occupied, range, roomless);
					expect(found.get(key)).toEqual(expected.map(({ available }) => available));
				}
			}),
		);
	});

	it('are never more than there are free rooms, whatever is held back or allowed, where nothing may be overbooked', () => {
		const limits = fc.record(
			{
				buffer: fc.integer({ min: 0, max: 3 }),
				allotment: fc.option(fc.integer({ min: 0, max: 4 })),
				overbooking: fc.constant([{ ...range, rooms: 3 }]),
			},
			{ requiredKeys: [] },
		);
		assertProperty(
			fc.property(taken, waiting, limits, (occupied, roomless, held) => {
				const type = { key: 'double', roomIds: rooms };
				const [all, some] = [{}, held].map((of) =>
					roomsToSell({ types: [{ ...type, limits: of }], taken: occupied, waiting: roomless, range }).get('double'),
				);
				for (const [night, count] of (some ?? []).entries()) {
					expect(count).toBeGreaterThanOrEqual(0);
					expect(count).toBeLessThanOrEqual(all?.[night] ?? 0);
				}
			}),
		);
	});

	it('are none of a type that no room serves, whatever may be overbooked', () => {
		const limits = { overbooking: [{ ...range, rooms: 3 }], overbookingCap: 3 };
		const types = [
			{ key: 'none', roomIds: [], limits },
			{ key: 'double', roomIds: rooms, limits },
		];
		const counts = roomsToSell({ types, taken: [], range });
		expect(new Set(counts.get('none'))).toEqual(new Set([0]));
		expect(new Set(counts.get('double'))).toEqual(new Set([rooms.length + 3]));
	});

	it('never rise because somebody takes one more room, or waits for one', () => {
		assertProperty(
			fc.property(
				types,
				taken,
				waiting,
				stay,
				fc.constantFrom(...rooms),
				fc.boolean(),
				(sold, occupied, roomless, dates, room, hasRoom) => {
					const before = roomsToSell({ types: sold, taken: occupied, waiting: roomless, range });
					const after = roomsToSell({
						types: sold,
						taken: hasRoom ? [...occupied, { roomId: room, ...dates }] : occupied,
						waiting: hasRoom ? roomless : [...roomless, { ...dates, roomIds: [room] }],
						range,
					});
					for (const [key, counts] of before)
						for (const [night, count] of counts.entries()) expect(after.get(key)?.[night]).toBeLessThanOrEqual(count);
				},
			),
		);
	});

	it('never rise so either where nights may be overbooked', () => {
		const limits = { overbooking: [{ ...range, rooms: 3 }], overbookingCap: 3 };
		assertProperty(
			fc.property(types, taken, waiting, stay, fc.constantFrom(...rooms), (sold, occupied, roomless, dates, room) => {
				const over = sold.map((type) => ({ ...type, limits }));
				const before = roomsToSell({ types: over, taken: occupied, waiting: roomless, range });
				const more = [...occupied, { roomId: room, ...dates }];
				const after = roomsToSell({ types: over, taken: more, waiting: roomless, range });
				for (const [key, counts] of before)
					for (const [night, count] of counts.entries()) expect(after.get(key)?.[night]).toBeLessThanOrEqual(count);
			}),
		);
	});

	it('are overbooked no less because of stays that wait for rooms of other types', () => {
		const limits = { overbooking: [{ ...range, rooms: 1 }], overbookingCap: 1 };
		const types = [
			{ key: 'double', roomIds: ['101', '102'], limits },
			{ key: 'suite', roomIds: ['201'], limits },
		];
		const full = [{ roomId: '201', ...range }];
		const waiting = [
			{ ...range, roomIds: ['101', '102'] },
			{ ...range, roomIds: ['201'] },
		];
		const counts = roomsToSell({ types, taken: full, waiting, range });
		// One of the doubles is needed, and the guest of the suite is nobody that a double could help.
		expect(counts.get('double')?.[0]).toBe(2);
		expect(counts.get('suite')?.[0]).toBe(0);
	});

	it('look at the rooms of a stay that waits once for each night, however many types the house has', () => {
		let looked = 0;
		const counted = (list: string[]) =>
			new Proxy(list, {
				get: (target, name, receiver) => {
					if (typeof name === 'string' && /^\d+$/.test(name)) looked += 1;
					return Reflect.get(target, name, receiver) as unknown;
				},
			});
		const [ROOMS, NIGHTS] = [50, 14];
		const lookedAt = (count: number) => {
			const lists = Array.from({ length: count }, (_, type) =>
				Array.from({ length: ROOMS }, (__, n) => `${type}/${n}`),
			);
			// Two channels sell each of them.
			const types = lists.flatMap((roomIds, type) => [
				{ key: `a${type}`, roomIds },
				{ key: `b${type}`, roomIds },
			]);
			const waiting = lists.map((roomIds) => ({ ...range, roomIds: counted(roomIds) }));
			looked = 0;
			const counts = roomsToSell({ types, taken: [], waiting, range });
			expect(new Set([...counts.values()].flat())).toEqual(new Set([ROOMS - 1]));
			return looked;
		};
		const few = lookedAt(4);
		expect(lookedAt(40)).toBe(10 * few);
		expect(few).toBeLessThanOrEqual(4 * ROOMS * (NIGHTS + 1));
	});

	it('count a night of the allotment for each stay that the channel has sold of the type', () => {
		const sold = new Map([['listing', [{ start: FIRST, end: addDays(FIRST, 1) }]]]);
		const type = { key: 'listing', roomIds: rooms, limits: { allotment: 2 } };
		const counts = roomsToSell({ types: [type], taken: [], soldThere: sold, range }).get('listing');
		expect(counts?.slice(0, 2)).toEqual([1, 2]);
	});

	it('do not stumble over a mistyped year', () => {
		const far = [{ roomId: '101', start: '1000-01-01', end: '9000-01-01' }];
		expect(roomsToSell({ types: [{ key: 'a', roomIds: ['101', '102'] }], taken: far, range }).get('a')).toEqual(
			new Array(14).fill(1),
		);
	});
});

describe('limits of the sale', () => {
	const night = { free: 3, without: 0, soldThere: 0 };
	const allowance = [
		{ start: '2026-07-01', end: '2026-07-03', rooms: 2 },
		{ start: '2026-07-02', end: '2026-07-04', rooms: 1 },
	];

	it.each([
		['nothing is held back', night, {}, 3],
		['the buffer is kept', night, { buffer: 2 }, 1],
		['a buffer larger than what is free leaves nothing', night, { buffer: 5 }, 0],
		['a buffer below zero sells no more than there is', night, { buffer: -2 }, 3],
		['half a room is none', night, { buffer: 0.5, allotment: 2.5 }, 2],
		['a limit that is not a number leaves nothing', night, { buffer: NaN }, 0],
		['an allotment that is not a number leaves nothing', night, { allotment: NaN }, 0],
		['the allotment is the most', night, { allotment: 2 }, 2],
		['what the channel has sold counts towards it', { ...night, soldThere: 2 }, { allotment: 2 }, 0],
		['an allotment of none sells none', night, { allotment: 0 }, 0],
		['overbooking is off unless there is a cap', { ...night, free: 0 }, { overbooking: allowance }, 0],
		[
			'the largest allowance of the night counts',
			{ ...night, free: 0 },
			{ overbooking: allowance, overbookingCap: 9 },
			2,
		],
		['the cap holds', { ...night, free: 0 }, { overbooking: allowance, overbookingCap: 1 }, 1],
		[
			'a stay without a room has used it',
			{ ...night, free: 0, without: 1 },
			{ overbooking: allowance, overbookingCap: 2 },
			1,
		],
		[
			'and never takes a room that is free',
			{ ...night, free: 2, without: 3 },
			{ overbooking: allowance, overbookingCap: 2 },
			2,
		],
	])('%s', (_, state, limits, expected) => {
		expect(withLimits(state, limits, '2026-07-02')).toBe(expected);
	});

	it('allow nothing on the day after the last night', () => {
		const limits = { overbooking: allowance, overbookingCap: 9 };
		expect(withLimits({ ...night, free: 0 }, limits, '2026-07-04')).toBe(0);
	});
});
