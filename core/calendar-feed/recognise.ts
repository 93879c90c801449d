/**
 * Which entry of a calendar is which stay. A code or a UID tells it where the channel keeps them. Booking.com does not:
 * from the second day of a stay its entry has another UID and begins today, and stays that touch may become one entry.
 */
import { addDays } from '../reservation/dates';
import type { Entry } from './entry';
import { hasMovedOn } from './moving-windows';
import { guestOf, type FollowedStay } from './state';

export interface Recognised {
	/** Each stay with its entry; `null` if it is part of one that holds others too, so that its dates are not told. */
	found: Map<FollowedStay, Entry | null>;
	missing: FollowedStay[];
	/** Entries that are no stay yet. */
	fresh: Entry[];
	/** Those of them that begin as many days after a stay that is over as have passed, and are as long. */
	continued: Map<Entry, FollowedStay>;
}

/**
 * @param entries bookings and closures; each booking once
 * @param today the hotel's date
 */
export function recognise(known: readonly FollowedStay[], entries: readonly Entry[], today: string): Recognised {
	const found: Recognised['found'] = new Map();
	const left = new Set(entries.filter(({ kind }) => kind === 'booking'));
	const active = known.filter(({ isCancelled }) => !isCancelled);
	const pair = (stays: readonly FollowedStay[], isSame: (stay: FollowedStay, entry: Entry) => boolean) => {
		for (const stay of stays) {
			if (found.has(stay)) continue;
			const entry = [...left].find((each) => isSame(stay, each));
			if (entry === undefined) continue;
			found.set(stay, entry);
			left.delete(entry);
		}
	};
	const hasCode = ({ code }: FollowedStay, entry: Entry) => code !== null && entry.code === code;
	const hasUid = (stay: FollowedStay, entry: Entry) =>
		stay.uid === entry.uid && (stay.code === null || entry.code === null);
	// Where a code stands at several dates, each stay keeps its own.
	pair(active, (stay, entry) => hasCode(stay, entry) && !changed(stay, entry));
	pair(active, (stay, entry) => hasCode(stay, entry) && overlap(stay, entry));
	pair(active, hasCode);
	// Where UIDs mean nothing, an entry's nights say more: nights that were closed around a stay bore another's, and no longer do.
	const codeless = active.filter(({ code }) => code === null);
	const couldBe = (stay: FollowedStay, entry: Entry) => entry.code === null && !areTwoGuests(stay, entry);
	const hasItsNights = (stay: FollowedStay, entry: Entry) => couldBe(stay, entry) && !changed(stay, entry);
	pair(codeless, (stay, entry) => stay.isAmbiguous && entry.isAmbiguous && hasItsNights(stay, entry));
	pair(active, hasUid);

	// From here on, without the channel's own word for it.
	const absent = () => codeless.filter((stay) => !found.has(stay));
	const tomorrow = addDays(today, 1);
	// A guest's name of its own, or an absence before, says that an entry holds somebody else instead. Where entries bear no
	// names, one reading without a stay says nothing: it may be in the next one, as a part of its neighbour's.
	const mergeable = (entry: Entry) =>
		absent().filter((stay) => (entry.isAmbiguous || stay.missing === null) && couldBe(stay, entry));
	const isInHouse = (stay: FollowedStay, entry: Entry) => stay.checkIn < entry.checkIn && entry.checkIn <= tomorrow;

	/** The entry is the stay's, and others' that it holds; what is nobody's is a stay that is not known yet. */
	const settle = (stay: FollowedStay, entry: Entry) => {
		const { joined, own, others } = divided(
			entry,
			stay,
			mergeable(entry).filter((each) => each !== stay),
		);
		for (const each of joined) found.set(each, null);
		found.set(stay, own);
		left.delete(entry);
		for (const other of others) left.add(other);
	};

	for (const [stay, entry] of [...found]) {
		if (entry?.code !== null || !changed(stay, entry)) continue;
		const joined = chainOf([stay, ...mergeable(entry)], entry, tomorrow);
		if (joined.length > 1 && joined.includes(stay)) for (const each of joined) found.set(each, null);
		else if (entry.isAmbiguous) settle(stay, entry);
	}
	pair(codeless, hasItsNights);
	pair(codeless, (stay, entry) => couldBe(stay, entry) && isInHouse(stay, entry) && stay.checkOut === entry.checkOut);
	for (const entry of left) {
		if (entry.code !== null) continue;
		const joined = chainOf(mergeable(entry), entry, tomorrow);
		if (joined.length < 2) continue;
		for (const stay of joined) found.set(stay, null);
		left.delete(entry);
	}
	for (const entry of entries) {
		if (!entry.isAmbiguous || entry.kind !== 'closure') continue;
		for (const stay of absent()) if (contains(entry, stay, tomorrow)) found.set(stay, null);
	}
	const continued: Recognised['continued'] = new Map();
	for (const entry of left) {
		const moved = absent().find((stay) => hasMovedOn(stay.shown, entry, today));
		if (moved === undefined) continue;
		if (moved.checkOut <= today) continued.set(entry, moved);
		else {
			found.set(moved, entry);
			left.delete(entry);
		}
	}
	// A UID that has changed together with the dates, where UIDs mean nothing: the only one that it can be.
	for (const entry of left) {
		if (!entry.isAmbiguous || continued.has(entry)) continue;
		const could = (stay: FollowedStay) =>
			stay.isAmbiguous &&
			couldBe(stay, entry) &&
			overlap(stay, entry) &&
			(stay.checkIn === entry.checkIn || stay.checkOut === entry.checkOut || isInHouse(stay, entry));
		const [only, ...others] = absent().filter(could);
		if (only === undefined || others.length > 0) continue;
		settle(only, entry);
	}
	// Nights that were closed on either side of stays, or between them, have made one entry of all.
	for (const entry of [...left]) {
		if (!entry.isAmbiguous || continued.has(entry)) continue;
		const wrapped = absent().filter(
			(stay) => stay.isAmbiguous && stay.missing === null && couldBe(stay, entry) && contains(entry, stay, tomorrow),
		);
		if (wrapped.length === 0) continue;
		for (const stay of wrapped) found.set(stay, null);
		left.delete(entry);
		for (const rest of without(entry, wrapped)) left.add(rest);
	}
	const cancelled = known.filter(({ isCancelled }) => isCancelled);
	pair(cancelled, (stay, entry) => hasCode(stay, entry) && overlap(stay, entry));
	pair(cancelled, hasCode);
	pair(cancelled, hasUid);
	return { found, missing: active.filter((stay) => !found.has(stay)), fresh: [...left], continued };
}

/** Stays at either end of an entry that are part of it, and what is left of it for its own. */
function withoutJoined(entry: Entry, stays: readonly FollowedStay[]): { joined: FollowedStay[]; rest: Entry } {
	const joined: FollowedStay[] = [];
	let rest = entry;
	for (;;) {
		const inside = stays.filter(
			(stay) => !joined.includes(stay) && stay.checkIn >= rest.checkIn && stay.checkOut <= rest.checkOut,
		);
		const last = inside.find(({ checkIn, checkOut }) => checkOut === rest.checkOut && checkIn > rest.checkIn);
		const first = inside.find(({ checkIn, checkOut }) => checkIn === rest.checkIn && checkOut < rest.checkOut);
		if (last) rest = { ...rest, checkOut: last.checkIn };
		else if (first) rest = { ...rest, checkIn: first.checkOut };
		const part = last ?? first;
		if (part === undefined) return { joined, rest };
		joined.push(part);
	}
}

/**
 * An entry that holds more than one stay: those that are part of it, what is left of it for its own, and nights of
 * nobody who is known, where others stand between them and its own.
 */
function divided(
	entry: Entry,
	stay: FollowedStay,
	stays: readonly FollowedStay[],
): { joined: FollowedStay[]; own: Entry; others: Entry[] } {
	const { joined, rest } = withoutJoined(entry, stays);
	if (!overlap(stay, rest)) return { joined, own: rest, others: [] };
	const between = stays
		.filter((each) => !joined.includes(each) && !overlap(each, stay) && each.missing === null)
		.filter(({ checkIn, checkOut }) => checkIn >= rest.checkIn && checkOut <= rest.checkOut);
	const pieces = without(rest, between);
	const own = pieces.find((piece) => overlap(piece, stay)) ?? rest;
	return { joined: [...joined, ...between], own, others: pieces.filter((piece) => piece !== own) };
}

/** What is left of an entry without the nights of stays that do not go on behind it. */
function without(entry: Entry, stays: readonly Nights[]): Entry[] {
	const pieces: Entry[] = [];
	let from = entry.checkIn;
	for (const { checkIn, checkOut } of [...stays].sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1))) {
		if (from < checkIn) pieces.push({ ...entry, checkIn: from, checkOut: checkIn });
		if (from < checkOut) from = checkOut;
	}
	if (from < entry.checkOut) pieces.push({ ...entry, checkIn: from });
	return pieces;
}

/** Stays that follow each other from the entry's first day to its last; empty if they leave a gap. */
function chainOf(stays: readonly FollowedStay[], entry: Entry, tomorrow: string): FollowedStay[] {
	const chain: FollowedStay[] = [];
	let day = entry.checkIn;
	while (day < entry.checkOut) {
		const next = stays.find(
			(stay) =>
				!chain.includes(stay) &&
				stay.checkOut > day &&
				stay.checkOut <= entry.checkOut &&
				(stay.checkIn === day || (chain.length === 0 && stay.checkIn < day && day <= tomorrow)),
		);
		if (next === undefined) return [];
		chain.push(next);
		day = next.checkOut;
	}
	return chain;
}

function contains(entry: Entry, stay: FollowedStay, tomorrow: string): boolean {
	const beginsInside = entry.checkIn <= stay.checkIn || entry.checkIn <= tomorrow;
	return beginsInside && stay.checkOut <= entry.checkOut && overlap(stay, entry);
}

type Nights = Pick<Entry, 'checkIn' | 'checkOut'>;

function overlap(a: Nights, b: Nights): boolean {
	return a.checkIn < b.checkOut && b.checkIn < a.checkOut;
}

export function changed(a: Nights, b: Nights): boolean {
	return a.checkIn !== b.checkIn || a.checkOut !== b.checkOut;
}

function areTwoGuests(stay: FollowedStay, entry: Entry): boolean {
	const { guest } = guestOf(entry);
	return stay.guest !== null && guest !== null && stay.guest !== guest;
}
