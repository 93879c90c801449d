/** What the trigger remembers of the reservations that it has passed on, so that only what is new or changed follows. Pure. */
import { createHash } from 'node:crypto';
import { recordOf } from '../../../core/payload/field-reader';
import type { Reservation } from '../../../core/reservation/model';

/** By confirmation code: a mark of the state, and the last day on which the window shows the reservation. */
export type PassedOn = Record<string, { mark: string; until: string }>;

/** Anything else that was stored counts as nothing: at worst everything is passed on once more. */
export function readPassedOn(value: unknown): PassedOn {
	const entries = Object.entries(recordOf(value)).filter(
		([, entry]) => typeof recordOf(entry)['mark'] === 'string' && typeof recordOf(entry)['until'] === 'string',
	);
	return Object.fromEntries(entries) as PassedOn;
}

/**
 * Differs where Airbnb's time of the last change, or anything that is passed on, differs.
 * @param isDated see `ReadReservation`: the time of reading is another one at each poll, and says nothing
 */
export function markOf({ revision, fingerprint }: Reservation, isDated: boolean): string {
	const state = isDated ? `${revision} ${fingerprint}` : fingerprint;
	return createHash('sha256').update(state).digest('base64url').slice(0, 16);
}

/** By confirmation code, the marks of what was given out and whose run has not ended in success yet, and how often it was. */
export type GivenOut = Record<string, { mark: string; times: number }>;

/** Anything else that was stored counts as nothing: at worst a line is written to the log twice. */
export function readGivenOut(value: unknown): GivenOut {
	const entries = Object.entries(recordOf(value)).filter(
		([, entry]) => typeof recordOf(entry)['mark'] === 'string' && typeof recordOf(entry)['times'] === 'number',
	);
	return Object.fromEntries(entries) as GivenOut;
}

/** @param before what earlier runs were given, @param now by code and mark what the next one is given */
export function givenOutOnceMore(
	before: GivenOut,
	now: ReadonlyArray<readonly [code: string, mark: string]>,
): GivenOut {
	return Object.fromEntries(
		now.map(([code, mark]) => {
			const known = Object.hasOwn(before, code) ? before[code] : undefined;
			return [code, { mark, times: known?.mark === mark ? known.times + 1 : 1 }];
		}),
	);
}

/** Without those whose arrival lies before the window: Airbnb does not list them any more. */
export function within(passedOn: PassedOn, from: string): PassedOn {
	return Object.fromEntries(Object.entries(passedOn).filter(([, { until }]) => until >= from));
}
