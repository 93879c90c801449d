/**
 * Rows that the data tables of the alerts did not take, as when n8n's data tables are full: without them, each check would
 * tell everything again, and nobody would hear of a run that failed. Kept with the workflow until the tables take rows
 * again. Pure.
 */
import { recordOf } from '../../../core/payload/field-reader';
import { ALL_BUT_THE_LOG } from '../../shared/log/columns';
import { ALERT_COLUMNS, FAILURE_COLUMNS } from '../../shared/log/alerts-table';
import { isFailed } from '../../shared/item-outcome';
import { instant, text, type Json } from '../facts/read-facts';
import { WATCH_CHECK } from './one-at-a-time';

export interface Unwritten {
	/** When this changed last, epoch milliseconds: of two, the later one counts. */
	at: number;
	alerts: readonly Json[];
	failures: readonly Json[];
	/** How many checks in a row could write nothing, and since when; 0 where the last one could. */
	missed: number;
	since: number;
}

export const NOTHING_UNWRITTEN: Unwritten = { at: 0, alerts: [], failures: [], missed: 0, since: 0 };

/** A database that is busy for a moment refuses one check. */
const TOLD_AFTER_MISSED = 2;
/** Where the log is refused too, no check has to be refused first. As long as two checks and a little more. */
const LATELY_MS = 12 * 60_000;
/** As far back as the template reads the failed runs. */
const KEPT_FAILURES_MS = 26 * 3_600_000;
/** n8n loads and saves all of it with each run of the workflow. */
const MAX_ROWS = 300;

/** @param answer what n8n's Data Table has given out for the row */
export interface Attempt {
	row: Json;
	answer: Json;
}

/** n8n's Data Table hands its input on, without an error, where the tables are full: only a row has a number as its id. */
export function isWritten({ answer }: Attempt): boolean {
	return typeof answer['id'] === 'number' && !isFailed(answer);
}

export function keep(before: Unwritten, attempts: readonly Attempt[], now: number): Unwritten {
	const alerts = new Map(before.alerts.map((row) => [String(row['fault']), row]));
	let failures = before.failures.filter(({ at }) => now - (instant(at) ?? 0) < KEPT_FAILURES_MS);
	let { missed, since } = before;
	for (const attempt of attempts) {
		const { row } = attempt;
		const fault = String(row['fault'] ?? '');
		if (fault === '') {
			if (!isWritten(attempt)) failures.push(columnsOf(row, FAILURE_COLUMNS));
			continue;
		}
		alerts.delete(fault);
		if (!isWritten(attempt)) alerts.set(fault, columnsOf(row, ALERT_COLUMNS));
		if (!fault.endsWith(WATCH_CHECK)) continue;
		if (isWritten(attempt)) {
			missed = 0;
			failures = failures.filter((failure) => !isAboutLog(failure));
		} else {
			if (missed === 0) since = now;
			missed++;
		}
	}
	return { at: now, alerts: [...alerts.values()].slice(-MAX_ROWS), failures: failures.slice(-MAX_ROWS), missed, since };
}

/** What the table has, with what it did not take in its place. */
export function withUnwritten(table: readonly Json[], { alerts }: Unwritten): readonly Json[] {
	const later = new Set(alerts.map((row) => row['fault']));
	return [...table.filter(({ fault, ...row }) => isFailed(row) || !later.has(fault)), ...alerts];
}

/**
 * Rows for the table to take after all: a fault that has ended is in no further check, so nothing else would write it.
 * While the tables are full, each check would only try all of them in vain.
 * @param written the faults whose rows this check writes itself, or another one that has told them
 */
export function leftToWrite({ alerts, missed }: Unwritten, written: ReadonlySet<unknown>): readonly Json[] {
	return missed > 0 ? [] : alerts.filter(({ fault }) => !written.has(fault));
}

/** Since when the tables take nothing, in epoch milliseconds; `null` where they do, or nobody can say yet. */
export function fullSince({ missed, since, failures }: Unwritten, now: number): number | null {
	const times = failures.filter(isAboutLog).map(({ at }) => instant(at) ?? 0);
	const first = Math.min(...times.filter((at) => now - at < LATELY_MS));
	if (missed >= TOLD_AFTER_MISSED) return Math.min(since, first);
	return Number.isFinite(first) ? first : null;
}

/** The failed runs that are told by themselves: a log that could not be written is told as the tables that are full. */
export function unwrittenFailures({ failures }: Unwritten): readonly Json[] {
	return failures.filter((row) => !isAboutLog(row));
}

function isAboutLog({ message }: Json): boolean {
	return text(message).startsWith(ALL_BUT_THE_LOG);
}

/** As it was stored; anything unreadable counts as nothing. */
export function readUnwritten(stored: unknown): Unwritten {
	const { at, alerts, failures, missed, since } = recordOf(stored);
	if (typeof at !== 'number' || !Array.isArray(alerts) || !Array.isArray(failures)) return NOTHING_UNWRITTEN;
	return {
		at,
		alerts: alerts.map(recordOf),
		failures: failures.map(recordOf),
		missed: typeof missed === 'number' ? missed : 0,
		since: typeof since === 'number' ? since : at,
	};
}

function columnsOf(row: Json, columns: readonly string[]): Json {
	return Object.fromEntries(columns.map((column) => [column, String(row[column] ?? '')]));
}
