/** Items of other nodes → facts. What is of an unexpected type counts as empty; an error item is an error, not "nothing". */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { shorten } from '../../../core/text/cut-text';
import { failureText, isFailed } from '../../shared/item-outcome';
import { knownTimeZone } from './days';
import { WATCH_CHECK } from '../alerts/one-at-a-time';
import { withoutHotel } from '../alerts/one-hotel';
import type { LogStatus } from '../../shared/log/columns';
import {
	MAX_FAILING,
	type AlertCheck,
	type Answered,
	type Arrival,
	type Facts,
	type FailedDelivery,
	type FrontDesk,
	type LogLine,
	type OpenAlert,
	type SetupCheck,
	type StayAtDesk,
	type Subscriber,
} from './facts';

export type Json = Readonly<Fields>;

/** Control characters, halves of characters, and what turns the direction of all the text behind it. */
const UNSEEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
/** Nearly every text: there is nothing to take away. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;
const NOT_LOOKED: Json = { error: 'No answer' };
/** No page shows longer texts. */
const MAX_TEXT = 600;
/** Different texts of one log; no more are kept, as a reason may be another in each line. */
const MAX_REMEMBERED = 10_000;

export interface Sources {
	log: readonly Json[];
	subscribers: readonly Json[];
	frontDesk: readonly Json[];
	/** Not connected in every workflow; so is the setup. */
	alerts?: readonly Json[];
	setup?: readonly Json[];
}

/** @param timeZone counts where SelfKey does not say the hotel's own */
export function readFacts(
	{ log, subscribers, frontDesk, alerts = [], setup = [] }: Sources,
	now: number,
	timeZone: string,
): Facts {
	const desk = answered(frontDesk, (items) => frontDeskOf(items[0] ?? {}));
	return {
		now,
		timeZone: 'value' in desk && desk.value.timeZone !== '' ? knownTimeZone(desk.value.timeZone, timeZone) : timeZone,
		log: answered(rowsOfTable(log, 'integration'), logLines),
		subscribers: answered(subscribers, (items) => items.flatMap(subscriberOf)),
		frontDesk: desk,
		alerts: answered(rowsOfAlerts(alerts), (items) => items.flatMap(openAlertOf)),
		// An input that is connected has an item also where the table is empty.
		alertChecks: alerts.length === 0 || rowsOfAlerts(alerts).some(isFailed) ? null : alerts.flatMap(alertCheckOf),
		setup: answered(setup, (items) => records(recordOf(items[0]?.['setup'])['checks']).flatMap(setupCheckOf)),
	};
}

/**
 * n8n's Data Table hands its input on, without an error, where the database refuses: an item with fields that is no row
 * means that nobody could look.
 */
export function rowsOfAlerts(items: readonly Json[]): readonly Json[] {
	return items.map((item) =>
		isFailed(item) || text(item['fault']) !== '' || Object.keys(item).length === 0 ? item : NOT_LOOKED,
	);
}

/** The same of the other tables: a row has their columns, also where one is empty. */
export function rowsOfTable(items: readonly Json[], column: string): readonly Json[] {
	return items.map((item) => (column in item || isFailed(item) || Object.keys(item).length === 0 ? item : NOT_LOOKED));
}

function openAlertOf(item: Json): OpenAlert[] {
	const [fault, title] = [String(item['fault'] ?? ''), text(item['title'])];
	const watched = String(item['watched'] ?? '');
	return fault === '' || item['status'] !== 'open' ? [] : [{ fault, title, since: instant(item['since']), watched }];
}

function alertCheckOf(item: Json): AlertCheck[] {
	const { hotel, fault } = withoutHotel(String(item['fault'] ?? ''));
	const at = instant(item['lastAt']);
	return fault !== WATCH_CHECK || at === null ? [] : [{ hotel, at, isUnsent: item['status'] === 'unsent' }];
}

function setupCheckOf(item: Json): SetupCheck[] {
	const [check, says] = [text(item['check']), text(item['says'])];
	const state = (['good', 'warning', 'bad'] as const).find((known) => known === item['state']) ?? 'unknown';
	return check === '' ? [] : [{ check, state, says }];
}

/** An error item means that the source could not be read. */
export function answered<T>(items: readonly Json[], read: (items: readonly Json[]) => T): Answered<T> {
	const failed = items.find(isFailed);
	return failed ? { error: text(failureText(failed)) || 'No answer' } : { value: read(items) };
}

/** Most columns say the same in many lines, so that what was read of a text is remembered; a year's log is 100,000 of them. */
export function logLines(rows: readonly Json[]): LogLine[] {
	const known = new Map<string, string>();
	const repeated = (value: unknown): string => {
		if (typeof value !== 'string') return text(value);
		const before = known.get(value);
		if (before !== undefined) return before;
		const read = text(value);
		if (known.size < MAX_REMEMBERED) known.set(value, read);
		return read;
	};
	const lines: LogLine[] = [];
	for (const row of rows) {
		const line = logLineOf(row, repeated);
		if (line) lines.push(line);
	}
	return lines;
}

/** @param repeated reads what other lines say too */
function logLineOf(row: Json, repeated: (value: unknown) => string): LogLine | null {
	const at = instant(row['at']);
	const integration = repeated(row['integration']);
	// n8n gives one empty item where the table has no row.
	if (at === null || integration === '') return null;
	return {
		integration,
		action: repeated(row['action']),
		outcome: repeated(row['outcome']),
		status: statusOf(row['status']),
		message: repeated(row['message']),
		reservationKey: text(row['reservationKey']),
		payment: repeated(row['payment']),
		bookingNumber: text(row['bookingNumber']),
		arrival: repeated(row['arrival']),
		departure: repeated(row['departure']),
		room: repeated(row['room']),
		attempts: count(row['attempts']) || 1,
		firstAt: row['firstAt'] === row['at'] ? at : (instant(row['firstAt']) ?? at),
		at,
		executionId: text(row['executionId']),
		workflowId: repeated(row['workflowId']),
	};
}

function statusOf(value: unknown): LogStatus {
	return value === 'error' || value === 'warning' ? value : 'success';
}

function subscriberOf(item: Json): Subscriber[] {
	const name = text(item['subscriber']);
	if (name === '') return [];
	return [
		{
			name,
			waiting: count(item['waiting']),
			oldest: instant(item['oldest']),
			oldestUntried: instant(item['oldestUntried']),
			askedAt: instant(item['askedAt']) ?? 0,
			failing: records(item['failing']).slice(0, MAX_FAILING).map(failedDeliveryOf),
		},
	];
}

function failedDeliveryOf(item: Json): FailedDelivery {
	const since = instant(item['since']) ?? 0;
	return {
		key: text(item['key']),
		since,
		dueAt: instant(item['dueAt']) ?? since,
		attempts: count(item['attempts']),
		reason: text(item['reason']),
	};
}

function frontDeskOf(item: Json): FrontDesk {
	return {
		date: text(item['date']),
		timeZone: text(item['timeZone']),
		arrivals: records(item['arrivals']).map(arrivalOf),
		conflicts: records(item['conflicts']).map((stay) => ({
			...stayOf(stay),
			kind: text(stay['kind']),
			advice: text(stay['advice']),
			unmappedType: text(stay['unmappedType']),
		})),
		conflictsLeftOut: count(item['conflictsLeftOut']),
	};
}

function arrivalOf(item: Json): Arrival {
	return {
		...stayOf(item),
		documentsMissing: Array.isArray(item['missingDocuments']) && item['missingDocuments'].length > 0,
		due: owed(item['due']),
		virtualCard: owed(item['virtualCard']),
	};
}

function owed(money: unknown): string {
	const { minor, amount, currency } = recordOf(money);
	return typeof minor === 'number' && minor > 0 ? `${text(amount)} ${text(currency)}` : '';
}

function stayOf(item: Json): StayAtDesk {
	return {
		bookingNumber: text(item['bookingNumber']),
		key: text(item['key']),
		roomName: text(item['roomName']),
		checkIn: text(item['checkIn']),
		checkOut: text(item['checkOut']),
	};
}

function records(value: unknown): Json[] {
	return Array.isArray(value) ? value.map(recordOf) : [];
}

export function text(value: unknown): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	if (typeof value === 'string' && value.length <= MAX_TEXT && PLAIN.test(value)) return value;
	return shorten(String(value).slice(0, 10_000).replace(/\s+/gu, ' ').replace(UNSEEN, '').trim(), MAX_TEXT);
}

function count(value: unknown): number {
	return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** A Data Table gives dates as text or as `Date`. */
export function instant(value: unknown): number | null {
	const time = typeof value === 'string' ? Date.parse(value) : value instanceof Date ? value.getTime() : Number.NaN;
	return Number.isFinite(time) ? time : null;
}
