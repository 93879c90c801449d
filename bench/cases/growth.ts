/**
 * What a write costs as a hotel grows, on PostgreSQL. Everything is a ratio to the smallest hotel of the same run: a busy
 * machine slows them all down alike.
 */
import { addDays } from '../../core/reservation/dates';
import {
	countStatements,
	newStay,
	openHotel,
	TODAY,
	withPostgres,
	type HotelOnPostgres,
	type Size,
} from '../hotel-on-postgres';
import type { Reservation } from '../../core/reservation/model';
import { timingOf, type Timing } from '../measure';
import { atMost, type Case, type Figure } from '../report';

/** Each with so many single writes and one batch. */
const ROUNDS = 10;
const SINGLES = 3;
/** The first ones find caches and plans empty, and code that was never run. */
const WARM_UP = 4;
const BATCH = 100;
const SENDERS = 16;
const GOALS = { history: 1.3, rooms: 3, batch: 10 };

interface Cost {
	single: Timing;
	batch: Timing;
	/** Single writes by many senders at once, the time of each: the lock of the hotel has them one after the other. */
	atOnce: Timing;
}

/** Sizes take turns, and so do single writes and batches, so that what else the machine does hits all of them. */
async function costsOf(hotels: readonly HotelOnPostgres[]): Promise<Cost[]> {
	let day = 400;
	const nextDay = () => addDays(TODAY, (day += 1));
	const singles = hotels.map((): number[] => []);
	const batches = hotels.map((): number[] => []);
	const atOnce = hotels.map((): number[] => []);
	const writeToEach = async (stays: readonly Reservation[], times: number[][] | null) => {
		for (const [index, hotel] of hotels.entries()) {
			const taken = await hotel.write(stays);
			times?.[index]?.push(taken);
		}
	};
	const writeAtOnce = async (stays: readonly Reservation[], times: number[][] | null) => {
		for (const [index, hotel] of hotels.entries()) {
			const start = performance.now();
			await Promise.all(stays.map(async (stay) => await hotel.write([stay])));
			times?.[index]?.push((performance.now() - start) / stays.length);
		}
	};
	for (let round = -WARM_UP; round < ROUNDS; round++) {
		const isWarm = round >= 0;
		for (let n = 0; n < SINGLES; n++)
			await writeToEach([newStay(`single ${round} ${n}`, nextDay())], isWarm ? singles : null);
		const days = Array.from({ length: BATCH / 4 }, nextDay);
		const stays = Array.from({ length: BATCH }, (_, index) =>
			newStay(`batch ${round} ${index}`, days[index >> 2] ?? TODAY),
		);
		await writeToEach(stays, isWarm ? batches : null);
		const each = Array.from({ length: SENDERS }, (_, n) => newStay(`at once ${round} ${n}`, nextDay()));
		await writeAtOnce(each, isWarm ? atOnce : null);
	}
	return hotels.map((_, index) => ({
		single: timingOf(singles[index] ?? []),
		batch: timingOf(batches[index] ?? []),
		atOnce: timingOf(atOnce[index] ?? []),
	}));
}

/** SelfKey's side sent so many for a reservation that is written alone, and by fifty, before it was made faster. */
const STATEMENTS_BEFORE = { alone: 24, byFifty: 17 };
const FIFTY = 50;

/** Statements for each reservation that is written alone, and by fifty. */
async function statementsOf(hotel: HotelOnPostgres, count: () => number): Promise<{ alone: number; byFifty: number }> {
	const before = count();
	await hotel.write([newStay('counted', addDays(TODAY, 390))]);
	const alone = count() - before;
	const days = Array.from({ length: FIFTY }, (_, index) => addDays(TODAY, 370 + (index % 10)));
	await hotel.write(days.map((day, index) => newStay(`counted ${index}`, day)));
	return { alone, byFifty: (count() - before - alone) / FIFTY };
}

/**
 * @param past bookings of the hotel with a long history
 * @returns `null` where no PostgreSQL is installed and DATABASE_URL is not set
 */
export async function growth({ past }: { past: number }): Promise<Case | null> {
	const sizes: Array<Size & { name: string; goal?: number }> = [
		{ name: '24 rooms', rooms: 24, past: 1_000, future: 200 },
		{ name: `${past.toLocaleString('en')} past bookings`, rooms: 24, past, future: 200, goal: GOALS.history },
		{ name: '2,000 rooms of one type', rooms: 2_000, past: 1_000, future: 4_000, goal: GOALS.rooms },
	];
	const measured = await withPostgres(async (pool) => {
		const count = countStatements();
		const hotels: HotelOnPostgres[] = [];
		for (const [index, size] of sizes.entries()) hotels.push(await openHotel(pool, `hotel-${index}`, size));
		const costs = await costsOf(hotels);
		return { costs, statements: hotels[0] && (await statementsOf(hotels[0], count)) };
	});
	const { costs, statements } = measured ?? {};
	const [first] = costs ?? [];
	if (!costs || !first || !statements) {
		console.error('growth is not measured: no PostgreSQL is installed, and DATABASE_URL is not set');
		return null;
	}
	const singles = costs.map(({ single }, index): Figure => {
		const { name = '', goal } = sizes[index] ?? {};
		const figure = { what: `a write, ${name}`, timing: single };
		return goal === undefined ? figure : atMost(goal, first.single, figure);
	});
	return {
		name: 'growth',
		about: 'a write of one reservation into hotels of several sizes, on PostgreSQL',
		figures: [
			...singles,
			{
				...{ what: `a write, 24 rooms, ${SENDERS} senders at once`, timing: first.atOnce },
				ratio: first.atOnce.median / first.single.median,
			},
			atMost(GOALS.batch, first.single, { what: `${BATCH} at once, against a write, 24 rooms`, timing: first.batch }),
		],
		notes: {
			'statements for a reservation': `${statements.alone} alone (${STATEMENTS_BEFORE.alone} before), ${statements.byFifty.toFixed(1)} by fifty (${STATEMENTS_BEFORE.byFifty} before)`,
			memory: `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB at the end`,
		},
	};
}
