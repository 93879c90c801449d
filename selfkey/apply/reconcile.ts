/**
 * What a booking becomes when its channel says something: for each column, what was last written, what the
 * channel says now and what the row holds are compared, so that an edit at the desk is told from an old value.
 */
import { IDENTITY_COLUMNS, IDENTITY_SENTINEL } from '../identity';
import type { BookingValues, WrittenValues } from '../store';

type Values = Omit<BookingValues, 'roomId'>;
type Column = keyof Values;

const IDENTITY: ReadonlySet<string> = new Set<string>(IDENTITY_COLUMNS);

/** What the hotel's people may change and the channel may not change back. */
function belongsToDesk(column: Column): boolean {
	return IDENTITY.has(column) || column === 'internalNote';
}

/**
 * The row's next values, all but the room. The channel wins for dates, price, people and status wherever it
 * has changed them; the desk wins for identity and note wherever it has changed those.
 */
export function reconcile(current: BookingValues, written: WrittenValues, target: Omit<WrittenValues, 'roomId'>): Values {
	const { roomId, ...next } = current;
	for (const column of Object.keys(next) as Column[]) {
		if (column in target && takesTarget(column, current, written, target)) Object.assign(next, { [column]: target[column] });
	}
	return next;
}

function takesTarget(column: Column, current: BookingValues, written: WrittenValues, target: Omit<WrittenValues, 'roomId'>): boolean {
	if (target[column] === written[column]) return false;
	if (!belongsToDesk(column)) return true;
	if (isSentinel(column, current)) return true;
	// Something known is never replaced with the placeholder for the unknown.
	return current[column] === written[column] && !isSentinel(column, target);
}

function isSentinel(column: Column, values: Partial<BookingValues>): boolean {
	return IDENTITY.has(column) && values[column] === (IDENTITY_SENTINEL as Partial<BookingValues>)[column];
}

/** The columns in which the two differ, with the values of `next`. */
export function changesBetween(current: BookingValues, next: BookingValues): Partial<BookingValues> {
	const changed = (Object.keys(next) as Array<keyof BookingValues>).filter((column) => next[column] !== current[column]);
	return Object.fromEntries(changed.map((column) => [column, next[column]]));
}
