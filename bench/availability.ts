/**
 * What it costs to work out the rooms to sell of a whole house, to compress them, and to find what has changed:
 * `npm run bench:availability` prints a table. One room type for each 20 rooms, each sold on two channels; three of four
 * nights are taken.
 */
import { compressNights, differences, nothingSet, type CalendarRange } from '../core/availability/calendar-nights';
import type { Occupancy } from '../core/availability/ranges';
import { roomsToSell } from '../core/availability/rooms-to-sell';
import { addDays } from '../core/reservation/dates';

const FIRST = '2026-01-01';
const NIGHTS = 730;
const ROOMS_OF_A_TYPE = 20;
const ROUNDS = 9;

interface Measured {
	rooms: number;
	stays: number;
	waiting: number;
	ranges: number;
	countMs: number;
	compressMs: number;
	differMs: number;
}

function measure(rooms: number): Measured {
	const random = mulberry(rooms);
	const roomIds = Array.from({ length: rooms }, (_, index) => String(index));
	const taken = roomIds.flatMap((roomId): Occupancy[] => {
		const stays: Occupancy[] = [];
		for (let night = 0; night < NIGHTS;) {
			const nights = 1 + Math.floor(random() * 6);
			if (random() < 0.75) stays.push({ roomId, start: addDays(FIRST, night), end: addDays(FIRST, night + nights) });
			night += nights;
		}
		return stays;
	});
	const types = ['booking.com', 'airbnb'].flatMap((channel) =>
		Array.from({ length: Math.ceil(rooms / ROOMS_OF_A_TYPE) }, (_, type) => ({
			key: `${channel}/${type}`,
			roomIds: roomIds.slice(type * ROOMS_OF_A_TYPE, (type + 1) * ROOMS_OF_A_TYPE),
		})),
	);
	const waiting = Array.from({ length: Math.ceil(rooms / 100) }, () => {
		const from = Math.floor(random() * (NIGHTS - 3));
		const { roomIds: candidates } = types[Math.floor(random() * types.length)] ?? { roomIds: [] };
		return { start: addDays(FIRST, from), end: addDays(FIRST, from + 3), roomIds: candidates };
	});
	const range = { start: FIRST, end: addDays(FIRST, NIGHTS) };
	const count = (occupied: readonly Occupancy[]) => roomsToSell({ types, taken: occupied, waiting, range });
	const compress = (counts: Map<string, number[]>): CalendarRange[][] =>
		[...counts.values()].map((nights) =>
			compressNights(
				FIRST,
				nights.map((available) => ({ ...nothingSet(), available })),
			),
		);
	const [counted, countMs] = timed(() => count(taken));
	const [calendars, compressMs] = timed(() => compress(counted));
	const before = compress(count(taken.slice(1)));
	const [, differMs] = timed(() => calendars.map((now, index) => differences(before[index] ?? [], now)));
	const ranges = calendars.reduce((sum, calendar) => sum + calendar.length, 0);
	return { rooms, stays: taken.length, waiting: waiting.length, ranges, countMs, compressMs, differMs };
}

/** The result, and the median of several runs in milliseconds. */
function timed<T>(work: () => T): [T, number] {
	let result = work();
	const times = Array.from({ length: ROUNDS }, () => {
		const start = performance.now();
		result = work();
		return performance.now() - start;
	});
	return [result, times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0];
}

function mulberry(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0);
console.log(`| rooms | stays | waiting | ranges | counting, ms | compressing, ms | comparing, ms |
|---:|---:|---:|---:|---:|---:|---:|`);
for (const rooms of [20, 50, 100, 200, 500, 1_000, 2_000]) {
	const { stays, waiting, ranges, countMs, compressMs, differMs } = measure(rooms);
	console.log(
		`| ${rooms} | ${stays} | ${waiting} | ${ranges} | ${ms(countMs)} | ${ms(compressMs)} | ${ms(differMs)} |`,
	);
}
