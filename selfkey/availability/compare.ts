/** What a sender has still to tell the channels: the hotel's bookings as they are now, compared with what it has told. */
import { createHash } from 'node:crypto';
import {
	differences,
	fewerRooms,
	isOpening,
	nightsIn,
	overlay,
	within,
	without,
	type CalendarRange,
} from '../../core/availability/calendar-nights';
import type { DateRange } from '../../core/availability/ranges';
import { canonicalJson } from '../../core/reservation/fingerprint';
import { dateIn } from '../../core/reservation/dates';
import type {
	CalendarKey,
	HeldFor,
	SenderState,
	ToldCalendar,
	WaitingChanges,
	WaitingNights,
} from '../ports/availability';
import type { BookingStore } from '../ports/booking-store';
import { hotelSettings, todayIn } from '../settings/hotel-settings';
import { nameOf, type WantedCalendar } from './wanted-calendars';
import type { AskedNights, Subject, Wanted } from './subject';
import { byUrgency, type Urgent } from './urgency';
import { byState, heldForNow, joined, NOTHING_YET, stillWaiting, type WaitState } from './waiting-nights';

export interface SenderQuestion {
	subject: Subject;
	store: BookingStore;
	hotelSlug: string;
	subscriber: string;
	channels: string[];
	leaveOut: string[];
	now: Date;
}

/** What is to be told of one calendar: nights with fewer rooms and stricter rules, nights with more, or what is only told again. */
export interface DueCalendar extends CalendarKey, Urgent {
	/** ISO 8601, UTC: since when its nights are held back; `null` where they are not. */
	heldSince: string | null;
	/** The same for each channel that was waited for: each may hold them back for as long as any. */
	heldFor: HeldFor;
	/** What the channel is believed to hold of these nights, once a day: so that whoever can read its calendar may compare. */
	believed: CalendarRange[];
	/** Nights that differed although nothing had changed: what the nightly comparison has repaired. */
	repaired: number;
	/** How often these nights have failed, and why the last time: those that have failed most often. */
	attempts: number;
	reason: string | null;
	/** ISO 4217: of the prices, where there are any. */
	currency?: string;
}

export interface Comparison {
	due: DueCalendar[];
	/** ISO 8601, UTC: the first change that nobody was told of; `null` where it was something else, such as a new day. */
	since: string | null;
	/** Entries of the room map that cannot be told to anybody. */
	unassigned: string[];
	/** Room types that a channel should be told a price of, and SelfKey has none; only where something has changed. */
	unpriced: string[];
	/** Room types that the room map names no longer: their nights are closed once. */
	unmapped: CalendarKey[];
	/** As `unmapped`, of channels of which it names none: nothing is closed. Only where these channels have changed, and once a day. */
	leftOpen: CalendarKey[];
	/** As `unmapped`, and the channel does not take it: what is among `gone` is tried no more. */
	notClosed: CalendarKey[];
	state: SenderState;
	waiting: WaitingChanges | null;
	/** Nights that have failed and are not to be told any more: their tries are over. */
	gone: GoneNights[];
	/** Left out of the calendars, since it costs what stands, and only who gives them out needs it. */
	sourcesOf?: Wanted['sourcesOf'];
}

export interface GoneNights extends CalendarKey {
	nights: DateRange[];
}

/** Every night, once a day: by then the desk is quiet. */
const FULL_FROM_HOUR_MS = 3 * 3_600_000;

/**
 * What is due. Where nothing has changed since the last time, that costs a few look-ups, whatever the hotel; else it costs
 * what stands from today on. Closing comes first, the nearest night first.
 * @param always look, whether or not anything has changed
 */
export async function compareWithTold(question: SenderQuestion, always = false): Promise<Comparison> {
	const { subject, store, hotelSlug, subscriber, channels, leaveOut, now } = question;
	// Read before the bookings: what is taken off later must be in it.
	const waiting = await store.waitingChanges(hotelSlug, subscriber);
	const before = await store.senderState(hotelSlug, subscriber);
	const settings = await hotelSettings(store, hotelSlug);
	const today = todayIn(settings, now);
	const prepared = await subject.prepare({ store, hotelSlug, settings, today, channels, leaveOut, subscriber });
	const { unassigned } = prepared;
	const { channelsNamed } = prepared;
	const inputs = `${hashOf(prepared.inputs)} ${hashOf(channelsNamed ?? [])}`;
	const [inputsBefore, isRepairing] = readInputs(before.inputs);
	const fullOn = lastFullOn(settings, now);
	const isFull = before.fullOn < fullOn;
	const nextDue = await store.nextDue(hotelSlug, subscriber);
	const isRepeat = nextDue !== null && nextDue <= now.toISOString();
	const isQuiet = waiting === null && inputsBefore === inputs && !before.isOpen;
	const wasQuiet = waiting === null && !before.isOpen && !isRepeat;
	// Who was given it may have ended before it could tell people: until it is told, and as long as nothing changes.
	const saysRepaired = isFull ? wasQuiet : isRepairing && before.isOpen && waiting === null && inputsBefore === inputs;
	const state = {
		...before,
		inputs: saysRepaired ? inputs + REPAIRING : inputs,
		fullOn: isFull ? fullOn : before.fullOn,
		channels,
		leaveOut,
	};
	const nothing = {
		due: [],
		since: null,
		unassigned,
		unpriced: [],
		unmapped: [],
		leftOpen: [],
		notClosed: [],
		state,
		waiting,
		gone: [],
	};
	if (isQuiet && !isFull && !isRepeat && !always) return nothing;
	const told = await store.toldCalendars(hotelSlug, subscriber);
	const toldOf = new Map(told.map((calendar) => [nameOf(calendar), calendar]));
	const { calendars, unpriced = [], leftOpen = [], notClosed = [], sourcesOf } = await prepared.wanted(told);
	const wanted = new Map(calendars.map((calendar) => [nameOf(calendar), calendar.nights]));
	const gone = told.flatMap(({ waiting: failed, ...calendar }): GoneNights[] => {
		const nights = without(joined(failed), wanted.get(nameOf(calendar)) ?? []);
		return nights.length > 0 ? [{ ...calendar, nights }] : [];
	});
	const due = calendars.flatMap(({ nights, isUnmapped = false, ...key }): DueCalendar[] => {
		const known = toldOf.get(nameOf(key));
		const changes = notToldOf({ nights, isUnmapped }, known, { isFull, now });
		// With a later poll, what the one that began the day had no place for.
		const before = known === undefined ? [] : isFull ? believedOf(known) : known.believed;
		const repaired = saysRepaired ? repairedNights(without(before, joined(known?.waiting ?? [])), nights) : 0;
		// What is to be told is not always more than the channel holds: the last try may have failed.
		const higher = differences(heldAtLeast(known), changes, isOpening);
		const others = without(changes, higher);
		const lower = differences(before, others);
		const again = without(others, lower);
		const failed = known?.waiting ?? [];
		const item = (some: CalendarRange[], states: readonly WaitState[], kind: object = {}): DueCalendar => {
			const { attempts, reason } = states.reduce((a, b) => (b.attempts > a.attempts ? b : a), NOTHING_YET);
			const as = { raises: false, repeats: false, repaired: 0, heldSince: null, heldFor: {}, ...kind };
			return { ...key, ...as, nights: some, attempts, reason, believed: within(before, some) };
		};
		const statesOf = (some: CalendarRange[]) => byState(failed, some).map(({ state: each }) => each);
		const items = [
			item(lower, statesOf(lower)),
			item(again, statesOf(again), { repeats: true }),
			...heldAlike(failed, higher, now).map(({ states, heldFor, nights: some }) => {
				const [heldSince = null] = Object.values(heldFor).sort();
				return item(some, states, { raises: true, heldFor, heldSince });
			}),
		].filter((each) => each.nights.length > 0);
		return items.map((each, place) => (place === 0 ? { ...each, repaired } : each));
	});
	const since = waiting?.since ?? null;
	const unmapped = calendars.filter(({ isUnmapped }) => isUnmapped);
	// Not with each new day, closed room or restriction.
	const isNews = isFull || channelsIn(before.inputs) !== channelsIn(inputs);
	return {
		due: due.sort(byUrgency),
		since,
		unassigned,
		unpriced,
		unmapped,
		leftOpen: isNews ? leftOpen : [],
		notClosed,
		state,
		waiting,
		gone,
		sourcesOf,
	};
}

/**
 * Of some calendars and nights, what is due as `compareWithTold` says it, whichever of it raises or repeats. Costs a few look-ups, and
 * what stands in these nights, not what the house has.
 */
export async function dueOf(question: SenderQuestion, only: AskedNights): Promise<Map<string, CalendarRange[]>> {
	const { subject, store, hotelSlug, subscriber, channels, leaveOut, now } = question;
	const before = await store.senderState(hotelSlug, subscriber);
	const settings = await hotelSettings(store, hotelSlug);
	const today = todayIn(settings, now);
	const prepared = await subject.prepare({ store, hotelSlug, settings, today, channels, leaveOut, subscriber });
	const told = await store.toldCalendars(hotelSlug, subscriber, only.roomTypeIds);
	const toldOf = new Map(told.map((calendar) => [nameOf(calendar), calendar]));
	const { calendars } = await prepared.wanted(told, only);
	const isFull = before.fullOn < lastFullOn(settings, now);
	return new Map(calendars.map((each) => [nameOf(each), notToldOf(each, toldOf.get(nameOf(each)), { isFull, now })]));
}

/** Takes off what has been told, as soon as nothing is left to be told of it. */
export async function closeIfTold(question: SenderQuestion): Promise<void> {
	const { store, hotelSlug, subscriber } = question;
	const { due, leftOpen, notClosed, state, waiting } = await compareWithTold(question);
	// What is still to be said is for the next poll.
	if (leftOpen.length > 0 || notClosed.length > 0) return;
	if (due.length > 0 || !(await store.saveSenderState(hotelSlug, subscriber, { ...state, isOpen: false }, state.round)))
		return;
	if (waiting) await store.acknowledgeUpTo(hotelSlug, subscriber, waiting.upTo);
}

interface HeldNights {
	heldFor: HeldFor;
	states: WaitState[];
	nights: CalendarRange[];
}

/** Nights that get more rooms, divided by how long each channel has held them back: each night has its own time. */
function heldAlike(failed: readonly WaitingNights[], nights: readonly CalendarRange[], now: Date): HeldNights[] {
	const alike = new Map<string, HeldNights>();
	for (const { state, nights: some } of byState(failed, nights)) {
		const heldFor = heldForNow(state, now);
		const name = canonicalJson(heldFor);
		const { states, nights: others } = alike.get(name) ?? { states: [], nights: [] };
		alike.set(name, { heldFor, states: [...states, state], nights: overlay(others, some) });
	}
	return [...alike.values()];
}

/** The last day on which everything had to be told. */
function lastFullOn({ timeZone }: { timeZone: string }, now: Date): string {
	return dateIn(timeZone, new Date(now.getTime() - FULL_FROM_HOUR_MS));
}

/** The nights of a calendar that have to be told now. */
function notToldOf(
	{ nights, isUnmapped = false }: Pick<WantedCalendar, 'nights' | 'isUnmapped'>,
	known: ToldCalendar | undefined,
	{ isFull, now }: { isFull: boolean; now: Date },
): CalendarRange[] {
	return differences(isFull && !isUnmapped ? [] : knownNow(known, now), nights);
}

/** What need not be told again: what was accepted and nothing given out since, and what failed and is not yet due again. */
function knownNow(known: ToldCalendar | undefined, now: Date): CalendarRange[] {
	return known ? overlay(without(known.told, known.doubtful), stillWaiting(known.waiting, now)) : [];
}

/** The fewest rooms that the channel may hold of each night; a night that is not in it was never told. */
function heldAtLeast(known: ToldCalendar | undefined): CalendarRange[] {
	return known ? fewerRooms(known.told, known.doubtful) : [];
}

/** Nights that were told, and told wrongly; the day that has come into view since was never told. */
function repairedNights(believed: readonly CalendarRange[], nights: readonly CalendarRange[]): number {
	return nightsIn(differences(believed, nights, (before) => before !== null));
}

/** What the channel was told, also of nights of which everything was to be told again and nobody has told it since. */
export function believedOf({ told, believed }: Pick<ToldCalendar, 'told' | 'believed'>): CalendarRange[] {
	return overlay(believed, told);
}

/** Behind `inputs`, while everything is told and nothing had changed before: what differs has no reason that is known. */
const REPAIRING = ' repairing';

function readInputs(kept: string): [inputs: string, isRepairing: boolean] {
	const isRepairing = kept.endsWith(REPAIRING);
	return [isRepairing ? kept.slice(0, -REPAIRING.length) : kept, isRepairing];
}

/** Of `inputs`, the hash of the channels that the room map names. */
function channelsIn(inputs: string): string | undefined {
	return inputs.split(' ')[1];
}

function hashOf(values: unknown): string {
	return createHash('sha256').update(canonicalJson(values)).digest('base64');
}
