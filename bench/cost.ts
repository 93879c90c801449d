/**
 * What a write costs as a hotel grows, on PostgreSQL. Everything is a ratio to the smallest case of the same run: a
 * busy machine slows them all down alike.
 */
import { addDays } from '../core/reservation/dates';
import { newStay, openHotel, TODAY, withPostgres, type HotelOnPostgres, type Size } from './hotel-on-postgres';

const SINGLES = 30;
const BATCHES = 5;
const BATCH = 100;

interface Cost {
	single: number;
	batch: number;
}

/** In milliseconds, the median of several. Sizes take turns, so that what else the machine does hits all of them. */
async function costsOf(hotels: readonly HotelOnPostgres[]): Promise<Cost[]> {
	let day = 400;
	const nextDay = () => addDays(TODAY, (day += 1));
	const singles = hotels.map((): number[] => []);
	const batches = hotels.map((): number[] => []);
	for (let round = -3; round < SINGLES; round++) {
		const checkIn = nextDay();
		for (const [index, hotel] of hotels.entries()) {
			const taken = await hotel.write([newStay(`single ${round}`, checkIn)]);
			// The first ones find caches and plans empty.
			if (round >= 0) singles[index]?.push(taken);
		}
	}
	for (let round = 0; round < BATCHES; round++) {
		const days = Array.from({ length: BATCH / 4 }, nextDay);
		const stays = Array.from({ length: BATCH }, (_, index) =>
			newStay(`batch ${round} ${index}`, days[index >> 2] ?? TODAY),
		);
		for (const [index, hotel] of hotels.entries()) batches[index]?.push(await hotel.write(stays));
	}
	return hotels.map((_, index) => ({ single: median(singles[index] ?? []), batch: median(batches[index] ?? []) }));
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** @param past bookings of the hotel with a long history */
export async function measureCost(past: number): Promise<void> {
	const sizes: Array<Size & { name: string }> = [
		{ name: 'a hotel of 24 rooms', rooms: 24, past: 1_000, future: 200 },
		{ name: `${past.toLocaleString('en')} past bookings`, rooms: 24, past, future: 200 },
		{ name: '2,000 rooms of one type', rooms: 2_000, past: 1_000, future: 4_000 },
	];
	const done = await withPostgres(async (pool) => {
		const hotels: HotelOnPostgres[] = [];
		for (const [index, size] of sizes.entries()) hotels.push(await openHotel(pool, `hotel-${index}`, size));
		const costs = await costsOf(hotels);
		const [first] = costs;
		for (const [index, { single, batch }] of costs.entries()) {
			const growth = first ? `${(single / first.single).toFixed(1)} times the first` : '';
			console.log(
				`${(sizes[index]?.name ?? '').padEnd(26)} a write ${single.toFixed(1)} ms (${growth}), ${BATCH} at once ${batch.toFixed(0)} ms (${(batch / single).toFixed(1)} times a write)`,
			);
		}
		console.log(`memory                     ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB at the end`);
		return true;
	});
	if (!done) console.log('cost               not measured: no PostgreSQL is installed, and DATABASE_URL is not set');
}
