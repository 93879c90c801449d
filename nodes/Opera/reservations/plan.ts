/**
 * What has to be done in OPERA for a channel's reservation, room by room, by the table of who wins (who-wins.ts): what is
 * in house, over, a no-show or cancelled in OPERA is never written over, and people are told. Pure.
 */
import { LEFT_AS_IT_IS } from '../../../core/reservation/people-decide';
import type { Reservation, RoomStay } from '../../../core/reservation/model';
import { nameOf } from './differences';
import type { OperaStay } from './opera-stay';
import { isSystem, legOf } from './reference';
import type { WantedStay } from './wanted-stay';
import { ruleFor } from './who-wins';

export type Step =
	| { kind: 'create'; wanted: WantedStay }
	/** It is there and not cancelled: its details have to be read. */
	| { kind: 'compare'; wanted: WantedStay; stay: OperaStay }
	| { kind: 'cancel'; stay: OperaStay; why: 'gone' | 'twin' }
	/** Nothing is written; with a conflict, people have to look. */
	| { kind: 'leave'; stay: OperaStay; roomStayId: string | null; conflict: string | null };

export interface Found {
	/** OPERA's reservations with this reservation's reference, cancelled ones included. */
	stays: readonly OperaStay[];
	referenceId: string;
	externalSystem: string;
}

/** What its source says of a reservation and of its rooms. */
export interface Told {
	status: Reservation['status'];
	rooms: ReadonlyArray<Pick<RoomStay, 'roomStayId' | 'status'>>;
}

/**
 * What has to be done for a reservation, room by room, in this order: what is given up comes before what is changed, and
 * that before what is made, since in a full house OPERA refuses a room as long as another one of the same guest holds it.
 * @param unready the legs of rooms that stand and cannot be written: what is there of them is left
 */
export function plan(
	told: Told,
	wanted: readonly WantedStay[],
	found: Found,
	unready: ReadonlySet<number> = new Set(),
): Step[] {
	const stays = found.stays.map((stay) => ({ stay, leg: legIn(stay, found) }));
	const active = stays.filter(({ stay }) => stay.state !== 'cancelled');
	const unnumbered = active.filter(({ leg }) => leg === null);
	if (unnumbered.length > 0 && !(wanted.length <= 1 && active.length === 1 && unready.size === 0)) {
		// Which room is which cannot be told: nothing is made that may be there already.
		const why = 'its external reference has no leg number, so it cannot be told which room it is';
		return active.map(({ stay }) => leave(stay, null, conflictText(stay, why)));
	}
	const ofLeg = (all: typeof stays, { leg }: WantedStay) =>
		all
			.filter((each) => each.leg === leg || (each.leg === null && each.stay.state !== 'cancelled'))
			.map(({ stay }) => stay);
	const rooms = wanted.flatMap((room): Step[] => {
		const [kept, ...twins] = ofLeg(active, room).sort(byPrecedence);
		if (kept) return [{ kind: 'compare', wanted: room, stay: kept }, ...twins.map(twinStep)];
		const [cancelled] = ofLeg(stays, room);
		if (!cancelled) return [{ kind: 'create', wanted: room }];
		return [leave(cancelled, room.roomStayId, conflictText(cancelled, `it stands at its source (${datesOf(room)})`))];
	});
	const gone = active.filter(
		({ stay, leg }) =>
			!(leg !== null && unready.has(leg)) && !rooms.some((step) => 'stay' in step && step.stay === stay),
	);
	const steps = [...gone.map(({ stay, leg }) => goneStep(stay, isNoShow(told, leg))), ...rooms];
	return TURNS.flatMap((kinds) => steps.filter(({ kind }) => kinds.includes(kind)));
}

const TURNS: ReadonlyArray<ReadonlyArray<Step['kind']>> = [['cancel'], ['leave', 'compare'], ['create']];

/** Of one room, or of the reservation; once that is cancelled, it no longer matters which of its guests had not come. */
function isNoShow({ status, rooms }: Told, leg: number | null): boolean {
	const isItsRoom = ({ roomStayId }: Told['rooms'][number]) =>
		leg === null ? rooms.length === 1 : legOf(roomStayId) === leg;
	return status === 'no_show' || (status !== 'cancelled' && rooms.find(isItsRoom)?.status === 'no_show');
}

/** The one that is kept where there are several: who is in the house first, then who was made first. */
export function byPrecedence(a: OperaStay, b: OperaStay): number {
	const rank = ({ state }: OperaStay) => (state === 'open' ? 1 : 0);
	return (
		rank(a) - rank(b) || a.reservationId.length - b.reservationId.length || (a.reservationId < b.reservationId ? -1 : 1)
	);
}

function legIn({ references }: OperaStay, { referenceId, externalSystem }: Found): number | null {
	const own = references.find(
		({ id, system }) => id === referenceId && isSystem(system ?? externalSystem, externalSystem),
	);
	return own?.leg ?? null;
}

function twinStep(stay: OperaStay): Step {
	return ruleFor('rooms', stay.state).difference === 'written'
		? { kind: 'cancel', stay, why: 'twin' }
		: leave(stay, null, conflictText(stay, 'there is another one for the same room'));
}

/** A room that went, or all of them with the reservation. */
function goneStep(stay: OperaStay, isToldAsNoShow: boolean): Step {
	const isKnown = stay.state === 'no_show';
	if (isToldAsNoShow) return leave(stay, null, isKnown ? null : conflictText(stay, 'its source reports a no-show'));
	if (ruleFor('cancellation', stay.state).difference === 'written') return { kind: 'cancel', stay, why: 'gone' };
	return leave(stay, null, isKnown ? null : conflictText(stay, 'its source has cancelled it'));
}

const leave = (stay: OperaStay, roomStayId: string | null, conflict: string | null): Step => ({
	kind: 'leave',
	stay,
	roomStayId,
	conflict,
});

const datesOf = ({ arrival, departure }: WantedStay) => `${arrival} to ${departure}`;

const STATE_WORDS: Readonly<Record<OperaStay['state'], string>> = {
	open: 'reserved',
	in_house: 'checked in',
	checked_out: 'checked out',
	no_show: 'a no-show',
	cancelled: 'cancelled',
	other: 'in a status that is not known',
};

/** For the front desk: which reservation, how it stands in OPERA, and what its source says instead. */
export function conflictText(stay: OperaStay, why: string): string {
	return `Opera ${nameOf(stay)} is ${STATE_WORDS[stay.state]} ${LEFT_AS_IT_IS} ${why}. Decide in Opera or with the guest`;
}

/** What is written is as its source says, and yet no room is kept for the guest. */
export function waitingText(stay: OperaStay): string {
	const how = stay.status === 'Requested' ? 'a request' : 'on the waiting list';
	return `Opera ${nameOf(stay)} is ${how} ${LEFT_AS_IT_IS} it stands at its source. Confirm it in Opera, or call the guest`;
}

/** Why a person's wish to cancel is not carried out; `null` where it may be, or nothing is left to cancel. */
export function objectionToCancel(stay: OperaStay): string | null {
	// Of a status that nobody knows, OPERA decides, which is asked first.
	if (stay.state === 'cancelled' || stay.state === 'other') return null;
	if (ruleFor('cancellation', stay.state).difference === 'written') return null;
	return conflictText(stay, 'it was to be cancelled');
}
