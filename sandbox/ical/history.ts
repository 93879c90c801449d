/** What happens to a listing in the course of months: bookings, moved dates, cancellations, closures, and outages. */
import { addDays, daysBetween } from '../hotel/calendar';
import { seededRandom, type Random } from '../hotel/random';
import type { GuestBooking, Listing } from './listing';

export type Change = (listing: Listing) => void;

export interface HistoryStep {
	at: Date;
	what: 'book' | 'move' | 'cancel' | 'close' | 'open';
	code: string;
	apply: Change;
}

/** What the channel answers instead, for as long as it lasts. */
export type Outage = 'empty' | 'shorter' | 'closuresOnly' | 'serverError' | 'html' | 'truncated' | 'blank';

export interface History {
	steps: HistoryStep[];
	outages: Array<{ from: Date; until: Date; kind: Outage }>;
}

export interface HistoryOptions {
	seed: number;
	/** `YYYY-MM-DD` */
	from: string;
	days: number;
	/** Changes a day, on average. */
	changesADay?: number;
	/** Outages a day, on average. */
	outagesADay?: number;
	/** The kinds of them, drawn alike. */
	outageKinds?: readonly Outage[];
	/** How far ahead guests book, in days. */
	ahead?: number;
}

const DAY_MS = 86_400_000;
const OUTAGES: readonly Outage[] = ['empty', 'empty', 'shorter', 'serverError', 'html', 'truncated', 'blank'];
const NAMES = ['Müller', 'Zoë Lefèvre', 'de la Cruz; Ana', 'O’Neil, Pat', '田中', 'Smith'];

/** The same for the same seed. No two stays of it overlap, and nobody cancels once the day of arrival has come. */
export function historyOf(options: HistoryOptions): History {
	const { seed, from, days, changesADay = 0.7, outagesADay = 0.1, outageKinds = OUTAGES, ahead = 60 } = options;
	const random = seededRandom(seed);
	const known = new Map<string, GuestBooking>();
	const start = Date.parse(`${from}T00:00:00Z`);
	const steps: HistoryStep[] = [];
	const moments = (perDay: number) =>
		Array.from({ length: Math.round(days * perDay) }, () => start + random.int(0, days * DAY_MS - 1)).sort(
			(a, b) => a - b,
		);
	for (const at of moments(changesADay)) {
		const step = nextStep(random, known, new Date(at), { ahead, seed });
		if (step !== null) steps.push(step);
	}
	const outages = moments(outagesADay).map((at) => ({
		from: new Date(at),
		until: new Date(at + random.int(1, 40) * 3_600_000),
		kind: random.pick(outageKinds),
	}));
	return { steps, outages };
}

function nextStep(
	random: Random,
	known: Map<string, GuestBooking>,
	at: Date,
	{ ahead, seed }: { ahead: number; seed: number },
): HistoryStep | null {
	const today = at.toISOString().slice(0, 10);
	// Nothing on the day itself: the hotel's midnight is not that of this clock.
	const changeable = [...known.values()].filter(
		({ isCancelled, checkIn }) => !isCancelled && checkIn > addDays(today, 1),
	);
	const what = random.weighted([
		['book', 6],
		['move', changeable.length > 0 ? 2 : 0],
		['cancel', changeable.length > 0 ? 2 : 0],
	] as const);
	if (what === 'book') {
		const checkIn = addDays(today, random.int(2, ahead));
		const booking: GuestBooking = {
			code: `HM${String(seed % 10_000).padStart(4, '0')}${String(known.size).padStart(4, '0')}`,
			uid: `${seed}/${known.size}`,
			...{ checkIn, checkOut: addDays(checkIn, random.int(1, 6)) },
			guest: random.pick(NAMES),
			phoneEnd: String(random.int(0, 9999)).padStart(4, '0'),
			isCancelled: false,
		};
		if (!isFree(booking, known)) return null;
		known.set(booking.code, booking);
		return { at, what, code: booking.code, apply: (listing) => listing.book({ ...booking }) };
	}
	const booking = random.pick(changeable);
	if (what === 'cancel') {
		known.set(booking.code, { ...booking, isCancelled: true });
		return { at, what, code: booking.code, apply: (listing) => listing.change(booking.code, { isCancelled: true }) };
	}
	const checkIn = addDays(booking.checkIn, random.int(-3, 3));
	const nights = Math.max(1, daysBetween(booking.checkIn, booking.checkOut) + random.int(-2, 2));
	const moved = { ...booking, checkIn, checkOut: addDays(checkIn, nights) };
	if (checkIn <= addDays(today, 1) || !isFree(moved, known)) return null;
	known.set(booking.code, moved);
	const { checkOut } = moved;
	return { at, what, code: booking.code, apply: (listing) => listing.change(booking.code, { checkIn, checkOut }) };
}

function isFree(booking: GuestBooking, known: ReadonlyMap<string, GuestBooking>): boolean {
	return [...known.values()].every(
		({ code, isCancelled, checkIn, checkOut }) =>
			isCancelled || code === booking.code || checkOut <= booking.checkIn || booking.checkOut <= checkIn,
	);
}
