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
import { nameOf } from './wanted-calendars';
import type { Subject, Wanted } from './subject';
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

/** What is to be told of one calendar: either nights with fewer rooms and stricter rules, or nights with more. */
export interface DueCalendar extends CalendarKey {
	/** More rooms are to be sold than the channel was told of. */
	raises: boolean;
	nights: CalendarRange[];
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
	const inputs = hashOf(prepared.inputs);
	const fullOn = dateIn(settings.timeZone, new Date(now.getTime() - FULL_FROM_HOUR_MS));
	const isFull = before.fullOn < fullOn;
	const nextDue = await store.nextDue(hotelSlug, subscriber);
	const isRepeat = nextDue !== null && nextDue <= now.toISOString();
	const isQuiet = waiting === null && before.inputs === inputs && !before.isOpen;
	const state = { ...before, inputs, fullOn: isFull ? fullOn : before.fullOn, channels, leaveOut };
	const nothing = { due: [], since: null, unassigned, unpriced: [], state, waiting, gone: [] };
	if (isQuiet && !isFull && !isRepeat && !always) return nothing;
	const told = await store.toldCalendars(hotelSlug, subscriber);
	const toldOf = new Map(told.map((calendar) => [nameOf(calendar), calendar]));
	const { calendars, unpriced = [], sourcesOf } = await prepared.wanted(told);
	const wanted = new Map(calendars.map((calendar) => [nameOf(calendar), calendar.nights]));
	const gone = told.flatMap(({ waiting: failed, ...calendar }): GoneNights[] => {
		const nights = without(joined(failed), wanted.get(nameOf(calendar)) ?? []);
		return nights.length > 0 ? [{ ...calendar, nights }] : [];
	});
	const wasQuiet = waiting === null && !before.isOpen && !isRepeat;
	const due = calendars.flatMap(({ nights, ...key }): DueCalendar[] => {
		const known = toldOf.get(nameOf(key));
		const base = isFull ? [] : knownNow(known, now);
		const repaired = isFull && wasQuiet ? repairedNights(known, nights) : 0;
		// With a later poll, what the one that began the day had no place for.
		const before = (isFull ? known?.told : known?.believed) ?? [];
		const changes = differences(base, nights);
		// What is to be told is not always more than the channel holds: the last try may have failed.
		const higher = differences(heldAtLeast(known), changes, isOpening);
		const lower = without(changes, higher);
		const failed = known?.waiting ?? [];
		const item = (raises: boolean, some: CalendarRange[], states: readonly WaitState[]): DueCalendar => {
			const worst = states.reduce((one, other) => (other.attempts > one.attempts ? other : one), NOTHING_YET);
			const heldFor = states[0] && raises ? heldForNow(states[0], now) : {};
			const [heldSince = null] = Object.values(heldFor).sort();
			const { attempts, reason } = worst;
			const believed = within(before, some);
			return { ...key, raises, nights: some, attempts, reason, repaired: 0, heldSince, heldFor, believed };
		};
		const items = [
			...(lower.length > 0
				? [
						item(
							false,
							lower,
							byState(failed, lower).map(({ state: each }) => each),
						),
					]
				: []),
			...heldAlike(failed, higher, now).map(({ states, nights: some }) => item(true, some, states)),
		];
		return items.map((each, place) => (place === 0 ? { ...each, repaired } : each));
	});
	const since = waiting?.since ?? null;
	return { due: due.sort(byUrgency), since, unassigned, unpriced, state, waiting, gone, sourcesOf };
}

/** Takes off what has been told, as soon as nothing is left to be told of it. */
export async function closeIfTold(question: SenderQuestion): Promise<void> {
	const { store, hotelSlug, subscriber } = question;
	const { due, state, waiting } = await compareWithTold(question);
	if (due.length > 0 || !(await store.saveSenderState(hotelSlug, subscriber, { ...state, isOpen: false }))) return;
	if (waiting) await store.acknowledgeUpTo(hotelSlug, subscriber, waiting.upTo);
}

/** Nights that get more rooms, divided by how long each channel has held them back: each night has its own time. */
function heldAlike(
	failed: readonly WaitingNights[],
	nights: readonly CalendarRange[],
	now: Date,
): Array<{ states: WaitState[]; nights: CalendarRange[] }> {
	const alike = new Map<string, { states: WaitState[]; nights: CalendarRange[] }>();
	for (const { state, nights: some } of byState(failed, nights)) {
		const name = canonicalJson(heldForNow(state, now));
		const { states, nights: others } = alike.get(name) ?? { states: [], nights: [] };
		alike.set(name, { states: [...states, state], nights: overlay(others, some) });
	}
	return [...alike.values()];
}

/** What need not be told again: what was accepted, and what failed and is not yet due again. */
function knownNow(known: ToldCalendar | undefined, now: Date): CalendarRange[] {
	return known ? overlay(known.told, stillWaiting(known.waiting, now)) : [];
}

/** The fewest rooms that the channel may hold of each night; a night that is not in it was never told. */
function heldAtLeast(known: ToldCalendar | undefined): CalendarRange[] {
	return known ? fewerRooms(known.told, known.doubtful) : [];
}

/** Nights that were told, and told wrongly; the day that has come into view since was never told. */
function repairedNights(known: ToldCalendar | undefined, nights: readonly CalendarRange[]): number {
	return known ? nightsIn(differences(known.told, nights, (before) => before !== null)) : 0;
}

function byUrgency(one: DueCalendar, other: DueCalendar): number {
	if (one.raises !== other.raises) return one.raises ? 1 : -1;
	const [a, b] = [one.nights[0]?.start ?? '', other.nights[0]?.start ?? ''];
	return a < b ? -1 : a > b ? 1 : 0;
}

function hashOf(values: unknown): string {
	return createHash('sha256').update(canonicalJson(values)).digest('base64');
}
