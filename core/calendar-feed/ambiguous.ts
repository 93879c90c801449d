/**
 * What the entries of Booking.com's calendar are that could be a booking or a closure, as far as this reading and those
 * before tell. In doubt they are bookings, so that no room is sold twice. Pure.
 */
import { addDays, nightsBetween } from '../reservation/dates';
import { absentOnceMore, isOver, type AbsenceRules } from './absence';
import type { Entry } from './entry';
import { isWithin } from './moving-windows';
import { MAX_CLOSURES, type FeedState, type FollowedStay, type KnownClosure, type Shown } from './state';

/** What earlier readings have left. */
export type Memory = Pick<FeedState, 'closures' | 'far' | 'windows'>;

export interface Decided {
	/** With their final kind. */
	entries: Entry[];
	/** Those to remember. */
	closures: Entry[];
	far: Shown[];
	/** Taken for the rest of a closure, though nothing but its place says so. */
	unclear: Entry[];
}

/** Further ahead than most guests book: there the calendar ends, on another day each day. In days. */
const FAR_DAYS = 330;
const MAX_FAR = 50;
/** Of Booking.com's closures, in nights. */
const MAX_CLOSURE = 182;

/** @param stays those known so far */
export function decideAmbiguous(
	entries: readonly Entry[],
	stays: readonly FollowedStay[],
	{ closures, far, windows }: Memory,
	today: string,
): Decided {
	const decided: Decided = { entries: [], closures: [], far: [], unclear: [] };
	const active = stays.filter(({ isCancelled }) => !isCancelled);
	const asClosure = (entry: Entry) => decided.entries.push({ ...entry, kind: 'closure' });
	for (const entry of entries) {
		if (!entry.isAmbiguous || entry.kind !== 'booking' || active.some((stay) => isOf(stay, entry))) {
			decided.entries.push(entry);
			if (entry.isAmbiguous && entry.kind === 'closure') decided.closures.push(entry);
		} else if (windows.some((window) => isWithin(window, entry, today))) {
			asClosure(entry);
		} else if (isRest(entry, entries, closures, today)) {
			asClosure(entry);
			decided.closures.push(entry);
			if (entry.checkIn > addDays(today, 1)) decided.unclear.push(entry);
		} else if (entry.checkIn > addDays(today, FAR_DAYS)) {
			const { since = today } = far.find((known) => hasDates(known, entry)) ?? {};
			if (since < today) decided.entries.push(entry);
			else asClosure(entry);
			decided.far.push({ checkIn: entry.checkIn, checkOut: entry.checkOut, since });
		} else decided.entries.push(entry);
	}
	decided.far = decided.far.slice(0, MAX_FAR);
	return decided;
}

/** A known stay's entry, also where it begins today because the guest has come. */
function isOf({ uid, code, checkIn, checkOut }: FollowedStay, entry: Entry): boolean {
	if (code !== null) return false;
	return (uid !== '' && uid === entry.uid) || (checkOut === entry.checkOut && checkIn <= entry.checkIn);
}

/**
 * A long closure comes in pieces, and the last one may be as short as a stay; and what is left of one is shorter from
 * day to day. What appears behind a piece that was there before is none of it.
 */
function isRest(entry: Entry, entries: readonly Entry[], closures: readonly KnownClosure[], today: string): boolean {
	const ending = closures.filter(({ checkOut }) => checkOut === entry.checkOut);
	if (ending.length > 0 && entry.checkIn <= addDays(today, 1)) return true;
	const isLongest = ({ checkIn, checkOut }: Entry) => nightsBetween(checkIn, checkOut) === MAX_CLOSURE;
	const piece = entries.find((other) => other.isAmbiguous && other.checkOut === entry.checkIn && isLongest(other));
	if (piece === undefined) return false;
	return ending.some((known) => hasDates(known, entry)) || !closures.some((known) => hasDates(known, piece));
}

type Nights = Pick<Entry, 'checkIn' | 'checkOut'>;

function hasDates(a: Nights, b: Nights): boolean {
	return a.checkIn === b.checkIn && a.checkOut === b.checkOut;
}

/**
 * The closures to look for in the next reading: one that is not in the calendar any more is forgotten as late as a booking
 * is cancelled.
 * @param seen those in this reading; `null` if it says nothing of them
 */
export function closuresAfter(
	known: readonly KnownClosure[],
	seen: readonly Entry[] | null,
	{ today, now, absence, uncounted }: { today: string; now: Date; absence: AbsenceRules; uncounted: number },
): KnownClosure[] {
	const there = (seen ?? []).map(({ checkIn, checkOut }) => ({ checkIn, checkOut, missing: null }));
	const others = known
		.filter(({ checkOut }) => checkOut >= today && there.every((closure) => closure.checkOut !== checkOut))
		.map((closure): KnownClosure => {
			const isMissing = seen !== null || closure.missing !== null;
			return isMissing ? { ...closure, missing: absentOnceMore(closure.missing, now, uncounted) } : closure;
		})
		.filter(({ missing }) => !isOver(missing, now, absence));
	return [...there, ...others].sort((a, b) => (a.checkOut < b.checkOut ? -1 : 1)).slice(0, MAX_CLOSURES);
}
