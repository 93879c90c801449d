/**
 * A season at a hotel: reservations, their modifications and cancellations, and a few peak nights on which the
 * channel sold more rooms of one type than the hotel has. The same seed and options give the same stream.
 */
import type { Booking, CancellationForm, RemovedRoomForm, Step } from './booking';
import { bookingTotal } from './booking';
import { hotelParadise, type Hotel } from './hotel';
import { modificationKinds, modify } from './modify';
import { seededRandom, type Random } from './random';
import { claimsOf, extraOnPeak, Season } from './season';

export interface StreamOptions {
	seed: number;
	/** First possible check-in, `YYYY-MM-DD`. */
	from: string;
	/** Number of reservations; default 60. Under 20 the peak nights are left out. */
	reservations?: number;
	/** Default 20 % of the reservations, at least 10 (with 20 reservations or more). */
	modifications?: number;
	/** Default 18 % of the reservations, at least 10 (with 20 reservations or more). */
	cancellations?: number;
	hotel?: Hotel;
}

/** What the stream itself contains; for tests of the sandbox, never a substitute for reading results back. */
export interface Planned {
	reservations: number;
	messages: number;
	modifications: number;
	cancellations: number;
	/** Reservations for which no room is free, whichever rooms the others are given. */
	overbooked: number;
	/** Reservations that are active at the end. */
	activeReservations: number;
	/** Room stays that are active at the end, including those without a free room. */
	activeRooms: number;
}

export interface ReservationStream {
	hotel: Hotel;
	/** In the order in which they happened; the steps of one reservation follow each other. */
	steps: Step[];
	overbookedIds: string[];
	planned: Planned;
}

/** One peak for this many reservations. */
const reservationsPerPeak = 250;

function modificationOf(random: Random, season: Season, before: Booking, number: number, form: RemovedRoomForm): Step {
	for (let attempt = 0; attempt < 50; attempt++) {
		// A change of price always fits, so the search ends.
		const kind = attempt > 20 ? 'price' : (modificationKinds[(number + attempt) % modificationKinds.length] ?? 'price');
		const change = modify(random, season.hotel, before, kind);
		// The same price twice would be a message without a change.
		if (change === null || (kind === 'price' && bookingTotal(change.booking) === bookingTotal(before))) continue;
		if (!season.inventory.tryAdd(claimsOf(change.booking))) continue;
		const removedRooms = form === 'marked' && change.removed.length > 0 ? { removedRooms: change.removed } : {};
		return { kind: 'modified', reservationId: before.reservationId, booking: change.booking, ...removedRooms };
	}
	throw new Error(`No modification fits reservation ${before.reservationId}: choose another seed.`);
}

function cancellationOf(before: Booking, number: number): Step {
	const forms: CancellationForm[] = ['res_status', 'no_room_stay', 'room_stay_status'];
	return {
		kind: 'cancelled',
		reservationId: before.reservationId,
		booking: before,
		cancellationForm: forms[number % forms.length] ?? 'res_status',
		cancellationFeeMinor: number % 2 === 0 ? 0 : Math.round(bookingTotal(before) / 2),
	};
}

function defaultCount(reservations: number, share: number): number {
	return reservations >= 20 ? Math.max(10, Math.round(reservations * share)) : Math.floor(reservations * share);
}

/** The changes that follow a booking: some are only modified, some only cancelled, some modified and then either. */
function changesOf(random: Random, season: Season, modifications: number, cancellations: number): Step[] {
	const changed = new Map<string, Booking>();
	const steps: Step[] = [];
	const order = random.shuffle(season.bookings);
	// Bookings with several rooms first, so that there is a room to remove.
	const toModify = [...order].sort((a, b) => b.rooms.length - a.rooms.length);
	const distinct = Math.max(1, Math.min(toModify.length, Math.ceil(modifications * 0.8)));
	for (let n = 0; n < modifications; n++) {
		const original = toModify[n % distinct] as Booking;
		const step = modificationOf(
			random,
			season,
			changed.get(original.reservationId) ?? original,
			n,
			n % 2 === 0 ? 'marked' : 'absent',
		);
		changed.set(original.reservationId, step.booking);
		steps.push(step);
	}
	// From the other end: most cancelled reservations were never modified, a few were.
	const modifiedFirst = toModify.slice(0, Math.min(3, distinct));
	const toCancel = [...modifiedFirst, ...toModify.slice(modifiedFirst.length).reverse()].slice(0, cancellations);
	toCancel.forEach((original, n) => {
		const booking = changed.get(original.reservationId) ?? original;
		changed.set(original.reservationId, booking);
		steps.push(cancellationOf(booking, n));
	});
	return steps;
}

/**
 * Makes a stream of at least the planned numbers of messages.
 * @throws RangeError if the requested numbers contradict each other.
 */
export function reservationStream(options: StreamOptions): ReservationStream {
	const hotel = options.hotel ?? hotelParadise;
	const reservations = options.reservations ?? 60;
	const modifications = options.modifications ?? defaultCount(reservations, 0.2);
	const cancellations = options.cancellations ?? defaultCount(reservations, 0.18);
	const random = seededRandom(options.seed);
	const season = new Season(random, hotel, options.from, reservations);
	const peaks = reservations < 20 ? 0 : Math.max(1, Math.floor(reservations / reservationsPerPeak));
	for (let n = 0; n < peaks; n++) season.peak(n);
	const ordinary = reservations - season.overbooked.length;
	if (ordinary < Math.max(cancellations, modifications > 0 ? 1 : 0)) {
		throw new RangeError(`${reservations} reservations are too few for ${cancellations} cancellations: ask for more.`);
	}
	for (let n = 0; n < ordinary; n++) season.ordinary();

	const booked = random.shuffle([...season.bookings, ...season.overbooked]);
	const news = booked.map((booking): Step => ({ kind: 'new', reservationId: booking.reservationId, booking }));
	const changes = changesOf(random, season, modifications, cancellations);
	const steps = [...news, ...changes];
	const last = new Map(steps.map((step) => [step.reservationId, step]));
	const active = [...last.values()].filter((step) => step.kind !== 'cancelled');
	return {
		hotel,
		steps,
		overbookedIds: season.overbooked.map((booking) => booking.reservationId),
		planned: {
			reservations,
			messages: steps.length,
			modifications,
			cancellations,
			overbooked: peaks * extraOnPeak,
			activeReservations: active.length,
			activeRooms: active.reduce((sum, step) => sum + step.booking.rooms.length, 0),
		},
	};
}
