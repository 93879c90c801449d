import fc from 'fast-check';
import { assignRooms, type StayRequest } from '../../../../core/availability/assign';
import { compressCounts, expandRanges, freeRoomsPerNight, type NightCount } from '../../../../core/availability/counts';
import {
	envelope,
	gapAround,
	largestCluster,
	isFree,
	overlaps,
	type DateRange,
	type Occupancy,
} from '../../../../core/availability/ranges';
import { addDays, eachNight } from '../../../../core/reservation/dates';
import { assertProperty } from '../../../support/property';

const FIRST = '2026-03-20';
const rooms = ['101', '102', '103', '104'];

const range = fc
	.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 6 }))
	.map(([from, nights]): DateRange => ({ start: addDays(FIRST, from), end: addDays(FIRST, from + nights) }));

/** What others have, without two of them in one room and night. */
const occupied = fc.array(fc.tuple(fc.constantFrom(...rooms), range), { maxLength: 12 }).map((entries) => {
	const result: Occupancy[] = [];
	for (const [roomId, dates] of entries) {
		if (
			isFree(
				result.filter((other) => other.roomId === roomId),
				dates,
			)
		)
			result.push({ roomId, ...dates });
	}
	return result;
});

const stays = fc
	.array(fc.tuple(range, fc.shuffledSubarray(rooms), fc.option(fc.constantFrom(...rooms, 'suite'))), {
		minLength: 1,
		maxLength: 6,
	})
	.map((entries) =>
		entries.map(([dates, candidates, keepRoomId], index): StayRequest => ({
			stayId: String(index),
			...dates,
			candidates,
			keepRoomId,
		})),
	);

function given(requests: StayRequest[], taken: Occupancy[]): Occupancy[] {
	const result = assignRooms(requests, taken);
	return requests.flatMap(({ stayId, start, end }) => {
		const roomId = result.get(stayId);
		return roomId ? [{ roomId, start, end }] : [];
	});
}

describe('ranges', () => {
	it('do not clash where one stay leaves on the day the other arrives', () => {
		expect(overlaps({ start: '2026-03-28', end: '2026-03-29' }, { start: '2026-03-29', end: '2026-03-30' })).toBe(
			false,
		);
		expect(overlaps({ start: '2026-03-28', end: '2026-03-30' }, { start: '2026-03-29', end: '2026-03-30' })).toBe(true);
	});

	it('agree with the nights they share', () => {
		assertProperty(
			fc.property(range, range, (a, b) => {
				const nights = new Set(eachNight(a.start, a.end));
				expect(overlaps(a, b)).toBe(eachNight(b.start, b.end).some((night) => nights.has(night)));
			}),
		);
	});

	it('measure the gap on both sides, up to the horizon', () => {
		const wanted = { start: '2026-03-10', end: '2026-03-12' };
		expect(gapAround([], wanted, 30)).toBe(60);
		expect(gapAround([{ start: '2026-03-01', end: '2026-03-08' }], wanted, 30)).toBe(32);
		expect(
			gapAround(
				[
					{ start: '2026-03-08', end: '2026-03-10' },
					{ start: '2026-03-15', end: '2026-03-16' },
				],
				wanted,
				30,
			),
		).toBe(3);
	});

	it('have an envelope', () => {
		expect(envelope([])).toBeNull();
		expect(
			envelope([
				{ start: '2026-03-10', end: '2026-03-12' },
				{ start: '2026-03-01', end: '2026-03-11' },
			]),
		).toEqual({
			start: '2026-03-01',
			end: '2026-03-12',
		});
	});

	it('lie in clusters, of which the largest is known', () => {
		const march = [1, 9, 4].map((day) => ({ start: `2026-03-0${day}`, end: `2026-03-0${day + 1}` }));
		const others = ['2025', '2027'].map((year) => ({ start: `${year}-03-01`, end: `${year}-03-20` }));
		expect(largestCluster([], 4)).toEqual([]);
		expect(largestCluster([others[0]!, ...march, others[1]!], 4)).toEqual([march[0], march[2], march[1]]);
		expect(largestCluster([others[0]!, ...march], 3)).toEqual([march[0], march[2]]);
		// A long one reaches over short ones that end before it.
		const long = { start: '2026-02-01', end: '2026-03-31' };
		expect(largestCluster([...march, long, { start: '2026-04-02', end: '2026-04-03' }], 2)).toHaveLength(5);
		assertProperty(
			fc.property(fc.array(range, { maxLength: 12 }), fc.nat(40), (ranges, within) => {
				const cluster = largestCluster(ranges, within);
				const rest = ranges.filter((each) => !cluster.includes(each));
				const whole = envelope(cluster);
				expect(cluster.length).toBe(ranges.length - rest.length);
				for (const { start, end } of rest)
					expect(start > addDays(whole!.end, within) || addDays(end, within) < whole!.start).toBe(true);
			}),
		);
	});
});

describe('assignRooms', () => {
	it('never puts two stays into one room and night', () => {
		assertProperty(
			fc.property(stays, occupied, (requests, taken) => {
				const nights = [...taken, ...given(requests, taken)].flatMap(({ roomId, start, end }) =>
					eachNight(start, end).map((night) => `${roomId}/${night}`),
				);
				expect(new Set(nights).size).toBe(nights.length);
			}),
			{ numRuns: 500 },
		);
	});

	it('gives only candidates or the room that the stay has', () => {
		assertProperty(
			fc.property(stays, occupied, (requests, taken) => {
				const result = assignRooms(requests, taken);
				for (const { stayId, candidates, keepRoomId } of requests) {
					const roomId = result.get(stayId);
					if (roomId) expect([...candidates, keepRoomId]).toContain(roomId);
				}
			}),
		);
	});

	it('finds a room whenever one candidate is free', () => {
		assertProperty(
			fc.property(range, fc.shuffledSubarray(rooms), occupied, (dates, candidates, taken) => {
				const free = candidates.some((roomId) =>
					isFree(
						taken.filter((other) => other.roomId === roomId),
						dates,
					),
				);
				const result = assignRooms([{ stayId: 'a', ...dates, candidates }], taken);
				expect(result.get('a') !== null).toBe(free);
			}),
			{ numRuns: 500 },
		);
	});

	it('leaves no stay without a room while a candidate of its own is empty on its nights', () => {
		assertProperty(
			fc.property(stays, occupied, (requests, taken) => {
				const result = assignRooms(requests, taken);
				const all = [...taken, ...given(requests, taken)];
				for (const stay of requests.filter(({ stayId }) => result.get(stayId) === null)) {
					for (const roomId of stay.candidates) {
						expect(
							isFree(
								all.filter((other) => other.roomId === roomId),
								stay,
							),
						).toBe(false);
					}
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('places as many stays of equal dates as can be placed at all', () => {
		assertProperty(
			fc.property(fc.array(fc.shuffledSubarray(rooms), { minLength: 1, maxLength: 4 }), occupied, (wishes, taken) => {
				const dates = { start: addDays(FIRST, 5), end: addDays(FIRST, 8) };
				const requests = wishes.map((candidates, index) => ({ stayId: String(index), ...dates, candidates }));
				expect(given(requests, taken)).toHaveLength(most(requests, taken, new Set()));
			}),
			{ numRuns: 500 },
		);
	});

	it('keeps the room that a stay has, even if it is no candidate, and moves it only if somebody else has it', () => {
		const stay = {
			stayId: 'a',
			start: '2026-03-29',
			end: '2026-03-31',
			candidates: ['101', '102'],
			keepRoomId: 'suite',
		};
		expect(assignRooms([stay], []).get('a')).toBe('suite');
		expect(assignRooms([stay], [{ roomId: 'suite', start: '2026-03-30', end: '2026-04-02' }]).get('a')).toBe('101');
	});

	it('takes the room with the smallest gap, so that long gaps stay sellable', () => {
		const taken = [
			{ roomId: '101', start: '2026-03-01', end: '2026-03-05' },
			{ roomId: '102', start: '2026-03-01', end: '2026-03-10' },
			{ roomId: '102', start: '2026-03-12', end: '2026-03-20' },
		];
		const stay = { stayId: 'a', start: '2026-03-10', end: '2026-03-12', candidates: ['101', '102', '103'] };
		expect(assignRooms([stay], taken).get('a')).toBe('102');
	});

	it('is deterministic', () => {
		assertProperty(
			fc.property(stays, occupied, (requests, taken) => {
				expect([...assignRooms(requests, taken)]).toEqual([...assignRooms(requests, [...taken].reverse())]);
			}),
		);
	});
});

describe('counts', () => {
	it('compress and expand are inverse', () => {
		const counts = fc.uniqueArray(
			fc.record({
				roomTypeId: fc.constantFrom('a', 'b', '1296364403'),
				date: fc.integer({ min: 0, max: 30 }).map((days) => addDays(FIRST, days)),
				available: fc.integer({ min: 0, max: 3 }),
			}),
			{ selector: ({ roomTypeId, date }) => `${roomTypeId}/${date}` },
		);
		const sorted = (list: NightCount[]) =>
			list.map((count) => JSON.stringify([count.roomTypeId, count.date, count.available])).sort();
		assertProperty(
			fc.property(counts, (list) => {
				const ranges = compressCounts(list);
				expect(sorted(expandRanges(ranges))).toEqual(sorted(list));
				expect(compressCounts(expandRanges(ranges))).toEqual(ranges);
			}),
		);
	});

	it('join neighbouring nights with the same count, over a change of clocks too', () => {
		const night = (date: string, available: number) => ({ roomTypeId: 'double', date, available });
		expect(
			compressCounts([night('2026-03-30', 2), night('2026-03-28', 2), night('2026-03-29', 2), night('2026-03-31', 1)]),
		).toEqual([
			{ roomTypeId: 'double', start: '2026-03-28', end: '2026-03-31', available: 2 },
			{ roomTypeId: 'double', start: '2026-03-31', end: '2026-04-01', available: 1 },
		]);
	});

	it('leave a place for who waits for a room, in another type’s first where that serves as well', () => {
		const range = { start: '2026-03-28', end: '2026-03-30' };
		const free = (roomIds: string[], waiting: Array<{ roomIds: string[]; start?: string; end?: string }>) =>
			freeRoomsPerNight(
				{ roomTypeId: 'double', roomIds },
				[{ roomId: '103', ...range }],
				range,
				waiting.map((stay) => ({ ...range, ...stay })),
			).map(({ available }) => available);
		const double = ['101', '102', '103'];
		expect(free(double, [{ roomIds: double }])).toEqual([1, 1]);
		expect(free(double, [{ roomIds: double, end: '2026-03-29' }])).toEqual([1, 2]);
		expect(free(double, [{ roomIds: [] }])).toEqual([2, 2]);
		expect(free(double, [{ roomIds: double }, { roomIds: double }, { roomIds: double }])).toEqual([0, 0]);
		expect(free(double, [{ roomIds: ['102', '201'] }])).toEqual([2, 2]);
		// Two wait for one room elsewhere: the other of them needs one of the type.
		expect(free(double, [{ roomIds: ['102', '201'] }, { roomIds: ['201', '101'] }])).toEqual([1, 1]);
		expect(free(['104'], [{ roomIds: double }])).toEqual([1, 1]);
	});

	it('count the rooms that nobody has, each room once', () => {
		const type = { roomTypeId: 'double', roomIds: ['101', '102', '102'] };
		const taken = [
			{ roomId: '101', start: '2026-03-28', end: '2026-03-29' },
			{ roomId: '104', start: '2026-03-28', end: '2026-03-30' },
		];
		expect(
			freeRoomsPerNight(type, taken, { start: '2026-03-28', end: '2026-03-30' }).map(({ available }) => available),
		).toEqual([1, 2]);
	});
});

function most(requests: StayRequest[], taken: Occupancy[], used: Set<string>): number {
	const [first, ...others] = requests;
	if (!first) return 0;
	const options = first.candidates.filter(
		(roomId) =>
			!used.has(roomId) &&
			isFree(
				taken.filter((other) => other.roomId === roomId),
				first,
			),
	);
	return Math.max(
		most(others, taken, used),
		...options.map((roomId) => 1 + most(others, taken, new Set([...used, roomId]))),
	);
}
