/** A year of people who would like to book, on three channels. Made up; the same for the same seed. */
import { addDays } from '../../core/reservation/dates';
import { random } from './random';

export const SELLERS = ['booking.com', 'airbnb', 'direct'] as const;
export type Seller = (typeof SELLERS)[number];

export interface Wish {
	/** Seconds from the beginning of the year. */
	at: number;
	seller: Seller;
	type: number;
	checkIn: string;
	nights: number;
	/** When the guest cancels, if the booking comes about; `null` for never. */
	cancelledAt: number | null;
}

export const FIRST_DAY = '2026-01-01';
export const DAY = 86_400;
export const DAYS = 365;
/** Booked ahead, days: most are close, a few far. */
const MEAN_LEAD = 30;
const MAX_LEAD = 180;
/** Hôtel Paradise's shares. */
const SHARES: ReadonlyArray<[Seller, number]> = [
	['booking.com', 0.6],
	['airbnb', 0.25],
	['direct', 0.15],
];
const LENGTHS = [1, 1, 2, 2, 2, 3, 3, 4, 5, 7];
const CANCELLED = 0.15;
/** Demand for nights as a share of all rooms, over the year; in the high season half as much again. */
const PRESSURE = 1.1;
const SEASON = 0.5;

/** In the order of time. */
export function yearOfDemand(rooms: number, types: number, seed: number): Wish[] {
	const draw = random(seed);
	const meanLength = LENGTHS.reduce((sum, nights) => sum + nights, 0) / LENGTHS.length;
	const wishes = Math.round((rooms * DAYS * PRESSURE) / meanLength);
	return Array.from({ length: wishes }, (): Wish => {
		const day = seasonalDay(draw);
		const lead = Math.min(MAX_LEAD, -Math.log(1 - draw()) * MEAN_LEAD);
		const at = Math.max(0, Math.floor((day - lead) * DAY + draw() * DAY));
		const arrival = day * DAY;
		const left = Math.max(0, arrival - at);
		return {
			at,
			seller: sellerFor(draw()),
			type: Math.floor(draw() * types),
			checkIn: addDays(FIRST_DAY, day),
			nights: LENGTHS[Math.floor(draw() * LENGTHS.length)] ?? 1,
			cancelledAt: draw() < CANCELLED ? at + 1 + Math.floor(draw() * left) : null,
		};
	}).sort((one, other) => one.at - other.at);
}

/** Summer days are drawn more often than winter days. */
function seasonalDay(draw: () => number): number {
	for (;;) {
		const day = Math.floor(draw() * DAYS);
		const weight = 1 - SEASON * Math.cos((2 * Math.PI * day) / DAYS);
		if (draw() * (1 + SEASON) < weight) return day;
	}
}

function sellerFor(value: number): Seller {
	let left = value;
	for (const [seller, share] of SHARES) if ((left -= share) < 0) return seller;
	return 'direct';
}
