/**
 * The log of one execution. The node runs once for each branch, and once more with the table's answer;
 * n8n keeps `LogState` for it between the runs. Pure.
 */
import type { DateRange } from '../../../core/availability/ranges';
import { recordOf } from '../../../core/payload/field-reader';
import { HELD_BACK, readCalendarItem } from '../../shared/calendar-item';
import { isFailed, outcomeOf } from '../../shared/item-outcome';
import {
	ALL_BUT_THE_LOG,
	LOG_REFUSED,
	NOT_WRITTEN,
	DID_NOT_ARRIVE,
	SAYS_WHY,
	type LogRow,
} from '../../shared/log/columns';
import { knownText, text } from '../../shared/log/log-text';
import type { Json } from '../rows/fields';
import { identityOf, missingRow, rowOf, type LogSettings } from '../rows/row-of';

/** A line of an earlier execution whose status is still `error`, with n8n's id of the row. */
export interface OpenLine {
	id: number;
	integration: string;
	reservationKey: string;
	payment: string;
	attempts: number;
	firstAt: string;
	/** Of nights that a channel is told of: the first one, and the day after the last. */
	arrival: string;
	departure: string;
}

export interface LogState {
	open: OpenLine[];
	/** How often each reservation or payment has arrived. */
	arrived: Record<string, number>;
	total: number;
	/** What the items are: reservations, changes or payments. */
	noun: string;
	failed: number;
	/** How many of the failed ones were not written. */
	unwritten: number;
	firstReason: string;
	/** Why the table did not accept the lines; `''` as long as it did. */
	tableFailure: string;
	missingReported: boolean;
	/** What became of how many, and what it was about: what the list of executions is searched by. */
	outcomes: Array<[outcome: string, count: number]>;
	channels: string[];
	reservations: string[];
}

export interface LogRun {
	newLines: LogRow[];
	/** Each with the `id` of the row that it replaces. */
	repeatedLines: Array<LogRow & { id: number }>;
	state: LogState;
	/** Whether everything has been logged, so that `verdictOf` is final. */
	isLast: boolean;
}

/** The name of an item that nothing identifies. */
const UNKNOWN = '|';

export function newState(): LogState {
	return {
		open: [],
		arrived: {},
		total: 0,
		noun: 'reservations',
		failed: 0,
		unwritten: 0,
		firstReason: '',
		tableFailure: '',
		missingReported: false,
		outcomes: [],
		channels: [],
		reservations: [],
	};
}

/** Lines that failed before and are still open, from the rows of the table; all other rows are ignored. */
export function openLines(rows: readonly Json[]): OpenLine[] {
	return rows
		.filter(({ id, status }) => typeof id === 'number' && status === 'error')
		.map((row) => ({
			id: row['id'] as number,
			integration: text(row['integration']),
			reservationKey: knownText(row['reservationKey']),
			payment: text(row['payment']),
			attempts: Number(row['attempts']) || 1,
			firstAt: text(row['firstAt']) || text(row['at']),
			arrival: text(row['arrival']),
			departure: text(row['departure']),
		}));
}

/** Why the table did not accept the lines; `''` if it answered with success or with the rows as stored. */
export function tableFailureOf(answers: readonly Json[]): string {
	const refused = answers.find(
		({ success, id, createdAt }) => success !== true && !(typeof id === 'number' && createdAt !== undefined),
	);
	if (answers.length > 0 && !refused) return '';
	return (
		text(recordOf(refused?.['error'])['message'], 300) ||
		text(refused?.['error'], 300) ||
		'open *Write the log* to see why'
	);
}

/** A branch's output as lines. */
export function logOutcomes(items: readonly Json[], state: LogState, settings: LogSettings): LogRun {
	const arrived = { ...state.arrived };
	for (const item of items) count(arrived, nameOf(item));
	return linesOf(
		items.map((item) => ({ row: rowOf(item, settings), nights: nightsIn(item), isTold: wasTold(item) })),
		{ ...state, arrived, noun: items[0] ? nounOf(items[0]) : state.noun },
	);
}

/**
 * Once all branches are through: reports, once, the items that the trigger emitted and no branch delivered.
 * @param given the items that the trigger emitted; empty if some of them may be left out
 */
export function logMissing(given: readonly Json[], state: LogState, settings: LogSettings): LogRun {
	const left = { ...state.arrived };
	const missing = state.missingReported
		? []
		: given.filter((item) => {
				const name = nameOf(item);
				if (!left[name]) return true;
				left[name]--;
				return false;
			});
	const run = linesOf(
		missing.map((item) => ({ row: missingRow(item, settings), nights: nightsIn(item) })),
		{ ...state, noun: missing[0] ? nounOf(missing[0]) : state.noun, missingReported: true },
	);
	return { ...run, isLast: missing.length === 0 };
}

/** The error that the execution ends with; `null` if all is well. */
export function verdictOf(state: LogState, whatNext: string): string | null {
	const { total, failed, unwritten, noun, firstReason, tableFailure } = state;
	const reason = tableFailure.replace(/\.$/, '');
	const remedy = 'If it lacks columns, rename it under Overview → Data tables; the next run makes a new one';
	if (failed === 0) return tableFailure === '' ? null : `${ALL_BUT_THE_LOG}: ${reason}. ${remedy}`;
	const what = `${failed} of ${total} ${noun} ${unwritten === failed ? 'were not written' : 'failed'}`;
	const where = tableFailure === '' ? SAYS_WHY : `And ${LOG_REFUSED}: ${reason}. ${remedy}`;
	return [what, where, whatNext.trim().replace(/\.$/, ''), `First reason: ${firstReason}`]
		.filter((part) => part !== '')
		.join('. ');
}

interface Line {
	row: LogRow;
	/** Those that a channel is told of; empty for an item that is about something else. */
	nights: readonly DateRange[];
	/** Its line stands in the log already. */
	isTold?: boolean;
}

/**
 * Where one of a run's reservations cannot be written, a trigger that cannot tell which gives all of them out again, at
 * every poll: what SelfKey has by then needs no second line.
 */
function wasTold(item: Json): boolean {
	return recordOf(item['airbnb'])['isOfferedAgain'] === true && outcomeOf(item) === 'unchanged' && !isFailed(item);
}

function linesOf(lines: readonly Line[], state: LogState): LogRun {
	const rows = lines.map(({ row }) => row);
	const open = new Map<string, OpenLine[]>();
	for (const line of state.open) open.set(lineOf(line), [...(open.get(lineOf(line)) ?? []), line]);
	const newLines: LogRow[] = [];
	const repeatedLines: LogRun['repeatedLines'] = [];
	for (const line of lines) {
		const { row } = line;
		const { replaced, left } = replacedBy(line, open.get(lineOf(row)) ?? []);
		// Once: if two branches bring the same reservation, the second gets its own line.
		open.set(lineOf(row), left);
		if (replaced.length === 0 || nameOfRow(row) === UNKNOWN) {
			if (!line.isTold) newLines.push(row);
		} else
			for (const { id, attempts, firstAt } of replaced)
				repeatedLines.push({ ...row, id, attempts: attempts + 1, firstAt: firstAt || row.firstAt });
	}
	const failed = rows.filter(({ status }) => status === 'error');
	return {
		newLines,
		repeatedLines,
		state: {
			...state,
			open: [...open.values()].flat(),
			...searchTerms(rows, state),
			total: state.total + rows.length,
			failed: state.failed + failed.length,
			unwritten:
				state.unwritten + failed.filter(({ outcome }) => [NOT_WRITTEN, DID_NOT_ARRIVE].includes(outcome)).length,
			firstReason: state.firstReason || (failed[0]?.message ?? ''),
		},
		isLast: false,
	};
}

/**
 * The open lines that the row takes the place of: those of the same reservation or payment. A calendar has many nights, and
 * one that fails is not over because others were told: there it is those of the same nights, and of nights that are over. Of a
 * line, only the first and the last night are known to have failed: there may be others between. What was held back was
 * not sent, so it ends nothing.
 */
function replacedBy({ row, nights }: Line, lines: readonly OpenLine[]): { replaced: OpenLine[]; left: OpenLine[] } {
	if (row.outcome === HELD_BACK) return { replaced: [], left: [...lines] };
	if (!ABOUT_NIGHTS.has(row.action) || nights.length === 0) return { replaced: lines.slice(-1), left: [] };
	const today = row.at.slice(0, 10);
	const isSame = ({ arrival, departure }: OpenLine) =>
		arrival === '' ||
		departure <= today ||
		nights.some(({ start, end }) => (start <= arrival && arrival < end) || (start < departure && departure <= end));
	return { replaced: lines.filter(isSame), left: lines.filter((line) => !isSame(line)) };
}

function nightsIn(item: Json): readonly DateRange[] {
	return readCalendarItem(item)?.nights ?? [];
}

const ABOUT_NIGHTS: ReadonlySet<string> = new Set(['availability', 'rates']);

/** More of them do not fit into what n8n keeps of a run. */
const MAX_SEARCHED = 50;

function searchTerms(
	rows: readonly LogRow[],
	{ outcomes, channels, reservations }: LogState,
): Pick<LogState, 'outcomes' | 'channels' | 'reservations'> {
	const counts = new Map(outcomes);
	for (const { outcome } of rows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	const names = rows.map(({ reservationKey, payment }) => reservationKey || payment);
	const channelOf = ({ reservationKey }: LogRow) => reservationKey.split('/')[0] ?? '';
	const some = (values: readonly string[]) =>
		[...new Set(values)].filter((value) => value !== '').slice(0, MAX_SEARCHED);
	return {
		outcomes: [...counts],
		channels: some([...channels, ...rows.map(channelOf)]),
		reservations: some([...reservations, ...names]),
	};
}

function count(counts: Record<string, number>, name: string): void {
	counts[name] = (counts[name] ?? 0) + 1;
}

function nounOf(item: Json): string {
	if (text(item['paymentId']) !== '') return 'payments';
	if (item['event'] === 'availability') return 'calendars';
	if (item['event'] === 'rates') return 'rates';
	return recordOf(item['selfKey'])['change'] === undefined ? 'reservations' : 'changes';
}

function nameOf(item: Json): string {
	return nameOfRow(identityOf(item));
}

/** Never a name that every object inherits, such as `constructor`. */
function nameOfRow({ reservationKey, payment }: Pick<LogRow, 'reservationKey' | 'payment'>): string {
	return `${payment}|${reservationKey}`;
}

function lineOf(line: Pick<LogRow, 'integration' | 'reservationKey' | 'payment'>): string {
	return `${line.integration}|${nameOfRow(line)}`;
}
