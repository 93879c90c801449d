/**
 * What it costs to work out the rooms to sell of a whole house, to compress them, and to find what has changed, and how
 * much has to be sent. One room type for each 20 rooms, each sold on two channels; three of four nights are taken.
 */
import { compressNights, differences, nothingSet, type CalendarRange } from '../../core/availability/calendar-nights';
import type { Occupancy } from '../../core/availability/ranges';
import { roomsToSell } from '../../core/availability/rooms-to-sell';
import { addDays } from '../../core/reservation/dates';
import { timingOf, type Timing } from '../measure';
import type { Case } from '../report';

const FIRST = '2026-01-01';
const NIGHTS = 730;
const ROOMS_OF_A_TYPE = 20;
const ROUNDS = 9;
const SIZES = [20, 50, 100, 200, 500, 1_000, 2_000];

interface Measured {
	ranges: number;
	bytes: number;
	count: Timing;
	compress: Timing;
	differ: Timing;
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
	const [counted, countTiming] = timed(() => count(taken));
	const [calendars, compressTiming] = timed(() => compress(counted));
	const before = compress(count(taken.slice(1)));
	const [, differ] = timed(() => calendars.map((now, index) => differences(before[index] ?? [], now)));
	const ranges = calendars.reduce((sum, calendar) => sum + calendar.length, 0);
	const bytes = JSON.stringify(calendars).length;
	return { ranges, bytes, count: countTiming, compress: compressTiming, differ };
}

/** The result, and the time of several runs. */
function timed<T>(work: () => T): [T, Timing] {
	let result = work();
	const times = Array.from({ length: ROUNDS }, () => {
		const start = performance.now();
		result = work();
		return performance.now() - start;
	});
	return [result, timingOf(times)];
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

export function availability(): Case {
	const measured = SIZES.map((rooms) => ({ rooms, ...measure(rooms) }));
	const [smallest] = measured;
	const largest = measured.at(-1);
	if (!smallest || !largest) throw new Error('No house was measured');
	const inAll = ({ count, compress, differ }: Measured) => count.median + compress.median + differ.median;
	// Per room and night, so that the largest house is compared with the smallest.
	const growth = inAll(largest) / largest.rooms / (inAll(smallest) / smallest.rooms);
	return {
		name: 'availability',
		about: `The rooms to sell of ${NIGHTS} nights on two channels, worked out, compressed and compared with those of before`,
		figures: measured.map(({ rooms, ...cost }) => ({
			what: `${rooms} rooms, all three`,
			timing: { ...cost.count, median: inAll(cost) },
			per: { count: 1, unit: 'horizon' },
			...(rooms === largest.rooms ? { ratio: growth, goal: '≤ 2', isMet: growth <= 2 } : {}),
		})),
		notes: Object.fromEntries(
			[smallest, largest].flatMap(({ rooms, ranges, bytes }) => [
				[
					`sent for ${rooms} rooms`,
					`${ranges.toLocaleString('en')} ranges of nights, ${Math.round(bytes / 1_000).toLocaleString('en')} kB; one message for each room and night would be ${(rooms * NIGHTS * 2).toLocaleString('en')}`,
				],
			]),
		),
	};
}
