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
	/** Of the runs that lack nothing but their log, the first and the latest: there may be hundreds. */
	logless: readonly Json[];
	/** How many checks in a row could write nothing, and since when; 0 where the last one could. */
	missed: number;
	since: number;
}

export const NOTHING_UNWRITTEN: Unwritten = { at: 0, alerts: [], failures: [], logless: [], missed: 0, since: 0 };

/** A database that is busy for a moment refuses one check. */
const TOLD_AFTER_MISSED = 2;
/** Where the log is refused as well, one is enough. */
const TOLD_AFTER_MISSED_WITH_LOG = 1;
/** Where the log is refused for so long, no check has to be refused first. */
const REFUSED_FOR_MS = 60_000;
/** Before any check was refused, of an earlier time it says nothing. As long as two checks and a little more. */
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

/**
 * n8n's Data Table hands its input on, without an error, where the tables are full: only a row has a number as its id. So
 * may have what a chat answers, but not the fault that was told to it.
 */
export function isWritten({ row, answer }: Attempt): boolean {
	return typeof answer['id'] === 'number' && answer['fault'] === row['fault'] && !isFailed(answer);
}

export function keep(before: Unwritten, attempts: readonly Attempt[], now: number): Unwritten {
	const alerts = new Map(before.alerts.map((row) => [String(row['fault']), row]));
	const failures = before.failures.filter((row) => now - timeOf(row) < KEPT_FAILURES_MS);
	let { logless, missed, since } = before;
	for (const attempt of attempts) {
		const { row } = attempt;
		const fault = String(row['fault'] ?? '');
		if (fault === '') {
			if (isWritten(attempt)) continue;
			const failure = columnsOf(row, FAILURE_COLUMNS);
			if (isAboutLog(failure)) logless = firstAndLatest([...countedLogless({ logless, missed }, now), failure]);
			else failures.push(failure);
			continue;
		}
		alerts.delete(fault);
		if (!isWritten(attempt)) alerts.set(fault, columnsOf(row, ALERT_COLUMNS));
		if (!fault.endsWith(WATCH_CHECK)) continue;
		if (isWritten(attempt)) {
			// Otherwise nobody would hear of a log that was refused for a moment.
			if (fullSince({ logless, missed, since }, now) === null) failures.push(...logless);
			logless = [];
			missed = 0;
		} else {
			if (missed === 0) since = now;
			missed++;
		}
	}
	const kept = { alerts: [...alerts.values()].slice(-MAX_ROWS), failures: failures.slice(-MAX_ROWS), logless };
	return { at: now, ...kept, missed, since };
}

function firstAndLatest(rows: readonly Json[]): readonly Json[] {
	return rows.length > 2 ? [...rows.slice(0, 1), ...rows.slice(-1)] : rows;
}

/** Once a check was refused, nothing has been written since: however long ago it is, it belongs to the same fault. */
function countedLogless({ logless, missed }: Pick<Unwritten, 'logless' | 'missed'>, now: number): readonly Json[] {
	return missed > 0 ? logless : logless.filter((row) => now - timeOf(row) < LATELY_MS);
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
export function fullSince(
	{ logless, missed, since }: Pick<Unwritten, 'logless' | 'missed' | 'since'>,
	now: number,
): number | null {
	const times = countedLogless({ logless, missed }, now).map(timeOf);
	const [first, latest] = [Math.min(...times), Math.max(...times)];
	if (missed >= (times.length > 0 ? TOLD_AFTER_MISSED_WITH_LOG : TOLD_AFTER_MISSED)) return Math.min(since, first);
	return latest - first >= REFUSED_FOR_MS ? first : null;
}

function timeOf({ at }: Json): number {
	return instant(at) ?? 0;
}

function isAboutLog({ message }: Json): boolean {
	return text(message).startsWith(ALL_BUT_THE_LOG);
}

/** As it was stored; anything unreadable counts as nothing. */
export function readUnwritten(stored: unknown): Unwritten {
	const { at, alerts, failures, logless, missed, since } = recordOf(stored);
	if (typeof at !== 'number' || !Array.isArray(alerts) || !Array.isArray(failures)) return NOTHING_UNWRITTEN;
	return {
		at,
		alerts: alerts.map(recordOf),
		failures: failures.map(recordOf),
		logless: Array.isArray(logless) ? logless.map(recordOf) : [],
		missed: typeof missed === 'number' ? missed : 0,
		since: typeof since === 'number' ? since : at,
	};
}

function columnsOf(row: Json, columns: readonly string[]): Json {
	return Object.fromEntries(columns.map((column) => [column, String(row[column] ?? '')]));
}
