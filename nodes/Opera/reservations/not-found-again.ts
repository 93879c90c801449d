/**
 * What was made in OPERA and is not found again by its external reference, as behind a gateway whose search does not know
 * it: kept with the workflow, so that no later offer makes it a second time.
 */
import type { IDataObject } from 'n8n-workflow';
import type { RequestContext } from '../../shared/request/request';

const NAME = 'notFoundAgain';
/** Each was told to people; of more the oldest are given up. */
const MAX_KEPT = 1_000;

/**
 * By external reference and leg number: OPERA's id of the reservation, `''` where the answer did not name it. A guest's
 * profile is here only as long as nobody names it.
 */
export type Made = Record<string, string>;

export const roomName = (referenceId: string, leg: number): string => `${referenceId}#${leg}`;

/** Of the guest's profile. */
export const guestName = (reference: string): string => `${reference}#guest`;

/** @returns `null` for a room of another reservation */
export function legOfName(name: string, referenceId: string): number | null {
	const leg = name.startsWith(`${referenceId}#`) ? name.slice(referenceId.length + 1) : '';
	return /^\d+$/.test(leg) ? Number(leg) : null;
}

export function madeBefore(context: RequestContext): Made {
	const stored: unknown = context.getWorkflowStaticData('node')[NAME];
	const entries = Object.entries(typeof stored === 'object' && stored !== null ? stored : {});
	return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** @param reservationId `null` once it is found, or gone */
export function remember(context: RequestContext, name: string, reservationId: string | null): void {
	const { [name]: before, ...others } = madeBefore(context);
	if (reservationId === null && before === undefined) return;
	const entries = Object.entries(reservationId === null ? others : { ...others, [name]: reservationId });
	// Assigned as a whole: n8n does not notice a change inside.
	context.getWorkflowStaticData('node')[NAME] = Object.fromEntries(entries.slice(-MAX_KEPT)) as IDataObject;
}
