/** The nights that a channel has not taken yet, each with what it waits for itself: one holds up no other. Pure. */
import { overlay, within, without, type CalendarRange } from '../../core/availability/calendar-nights';
import type { DateRange } from '../../core/availability/ranges';
import { canonicalJson } from '../../core/reservation/fingerprint';
import type { HeldFor, WaitingNights } from '../ports/availability';

/** Longer than a night that has failed as well is put off. */
const UNSEEN_MS = 15 * 60_000;

/** Tries of an hour: by then an outage is over, and what was once applied unseen has been confirmed. */
export const REFUSED_AFTER = 10;

/** All but the nights. */
export type WaitState = Omit<WaitingNights, 'nights'>;

/** Of nights that have neither failed nor been held back. */
export const NOTHING_YET: WaitState = { dueAt: '', attempts: 0, reason: null, heldFor: {}, heldAt: null };

/** What need not be told again yet, as it was told the last time. */
export function stillWaiting(waiting: readonly WaitingNights[], now: Date): CalendarRange[] {
	const time = now.toISOString();
	return joined(waiting.filter(({ dueAt }) => dueAt > time));
}

/** All of them, whatever they wait for. */
export function joined(waiting: readonly WaitingNights[]): CalendarRange[] {
	return waiting.reduce<CalendarRange[]>((all, { nights }) => overlay(all, nights), []);
}

/** The nights, divided by what they have waited for so far. */
export function byState(
	waiting: readonly WaitingNights[],
	nights: readonly CalendarRange[],
): Array<{ state: WaitState; nights: CalendarRange[] }> {
	const known = waiting.map(({ nights: own, ...state }) => ({ state, nights: within(nights, own) }));
	const rest = { state: NOTHING_YET, nights: without(nights, joined(waiting)) };
	return [rest, ...known].filter((each) => each.nights.length > 0);
}

/** What waits but for these nights. */
export function exceptNights(waiting: readonly WaitingNights[], nights: readonly DateRange[]): WaitingNights[] {
	return waiting
		.map((each) => ({ ...each, nights: without(each.nights, nights) }))
		.filter((each) => each.nights.length > 0);
}

/** The nights wait from now on, each in the state that follows its own. */
export function waitOn(
	waiting: readonly WaitingNights[],
	nights: readonly CalendarRange[],
	next: (state: WaitState) => WaitState,
): WaitingNights[] {
	const alike = new Map<string, WaitingNights>();
	const now = byState(waiting, nights).map((each) => ({ ...next(each.state), nights: each.nights }));
	for (const { nights: own, ...state } of [...exceptNights(waiting, nights), ...now]) {
		const name = canonicalJson(state);
		alike.set(name, { ...state, nights: overlay(alike.get(name)?.nights ?? [], own) });
	}
	return [...alike.values()];
}

/**
 * Since when the nights are held back: what nobody has looked at meanwhile begins anew, so that a sender that stood still puts
 * nothing on sale before it has looked for as long as it should. One channel's time goes on while another holds back:
 * otherwise two of them could hold back for ever, in turns.
 */
export function heldForNow({ heldFor, heldAt }: Pick<WaitState, 'heldFor' | 'heldAt'>, now: Date): HeldFor {
	return heldAt !== null && now.getTime() - Date.parse(heldAt) <= UNSEEN_MS ? heldFor : {};
}
