/** What other nodes gave out → the items of the alerts: what is sent, and what is only remembered. Pure. */
import type { IDataObject } from 'n8n-workflow';
import { failureText, isFailed } from '../../shared/item-outcome';
import { ALERT_COLUMNS, type AlertRow } from '../../shared/log/alerts-table';
import type { Facts } from '../facts/facts';
import type { PollsSeen } from '../../shared/polling/polls-seen';
import {
	answered,
	instant,
	logLines,
	rowsOfAlerts,
	rowsOfTable,
	text,
	type Json,
	type Sources,
} from '../facts/read-facts';
import { wordsIn, type Language } from '../words/words';
import { isKnownBySystem } from './by-system';
import { decide } from './decide';
import type { Failure } from './failed-runs';
import { messageAndAdvice } from './failure-row';
import { areWellSince, endingOf, findFaults, heldSources, unreadable, type Patience } from './find-faults';
import { alertText } from './message';
import { isBesideAnother, notOnTheirWay, WATCH_CHECK } from './one-at-a-time';
import { abandonedRows, rowsOfHotel, withHotel, withoutHotel } from './one-hotel';
import { rememberedPolls, watchPolls, watchPollsRow, WATCH_POLLS } from './silent-triggers';
import { hasHitWorkflow } from './told-hits';
import { leftToWrite, NOTHING_UNWRITTEN, type Unwritten } from './unwritten';
import { isOutdated, watch, WATCH, WATCH_SOURCES, watchRow } from './watched';

export interface AlertSources extends Sources {
	failures: readonly Json[];
	alerts: readonly Json[];
	unacknowledged: readonly Json[];
	/** The latest lines of the log that are not in error. Not connected in workflows of an earlier version. */
	recent?: readonly Json[];
}

export interface AlertSettings {
	language: Language;
	/** SelfKey's short name: only its SelfKey and its queue at Booking.com are watched; `''`: the whole n8n. */
	hotel?: string;
	/** `null` where this run cannot tell. */
	polls: PollsSeen | null;
	patience: Patience;
	repeatAfterMs: number;
	/** Epoch milliseconds: since when the tables take no rows; `null` where they do. */
	fullSince?: number | null;
	/** What earlier checks could not write. */
	unwritten?: Unwritten;
	/** Epoch milliseconds: when this process has made a check of this workflow and hotel last. */
	lastCheck?: number | undefined;
}

/**
 * @returns nothing at all beside another check that is on its way: that one tells it
 * @throws Error if the table of the alerts cannot be read: then nobody knows what people were told
 */
export function alertItems(
	sources: AlertSources,
	facts: Facts,
	editorUrl: string,
	settings: AlertSettings,
): { messages: IDataObject[]; silent: IDataObject[] } {
	const { language, hotel = '', polls: seen, patience, repeatAfterMs, lastCheck } = settings;
	const { fullSince = null, unwritten = NOTHING_UNWRITTEN } = settings;
	const broken = rowsOfAlerts(sources.alerts).find(isFailed);
	if (broken) throw new Error(`The table of the alerts cannot be read: ${failureText(broken) ?? 'no answer'}`);
	const words = wordsIn(language);
	const all = sources.alerts.flatMap(rowOf);
	const rows = rowsOfHotel(all, hotel);
	const { now } = facts;
	const checked = rows.find(({ fault }) => fault === WATCH_CHECK);
	if (isBesideAnother(checked, lastCheck, now)) return { messages: [], silent: [] };
	const rowNamed = (watch: string) => rows.find(({ fault }) => fault === watch);
	const remembered = (watch: string) => rowNamed(watch)?.watched ?? '';
	const unacknowledged = answered(sources.unacknowledged, (items) =>
		watch([...new Set(items.map(({ key }) => text(key)).filter((key) => key !== ''))], remembered(WATCH), now),
	);
	const isWhole = hotel === '';
	const failedRuns = rowsOfTable(sources.failures, 'at');
	const polls = isWhole ? watchPolls(seen, remembered(WATCH_POLLS), { now, silentMs: patience.silentMs }) : null;
	const read = {
		facts,
		isWhole,
		// Each further one has its own copy of the alerts.
		areHotels: all.some(({ fault }) => withoutHotel(fault).hotel !== ''),
		recent: answered(rowsOfTable(sources.recent ?? [], 'integration'), logLines),
		failures: answered(failedRuns, (items) => items.flatMap(failureOf)),
		failuresRead: failedRuns.length,
		unacknowledged,
		polls,
		wellPolls: polls ?? rememberedPolls(remembered(WATCH_POLLS)),
		fullSince,
		editorUrl,
	};
	const unreadSince = watch(
		unreadable(read).map(([source]) => source),
		isOutdated(rowNamed(WATCH_SOURCES), now) ? '' : remembered(WATCH_SOURCES),
		now,
	);
	const known = { ...read, unreadSince };
	const decision = decide(
		findFaults(known, patience, words).map((fault) =>
			isWhole ? fault : { ...fault, title: `${hotel}: ${fault.title}` },
		),
		rows.filter(({ fault }) => !fault.startsWith('watch:')),
		{
			...{ now, unreadable: heldSources(known), isOver: areWellSince(known, patience) },
			...{ endingOf: endingOf(known, patience), repeatAfterMs },
			endsAlone: (row) => hasHitWorkflow(row.watched) || isKnownBySystem(row),
		},
	);
	const toTell = notOnTheirWay(decision.messages, rows, now);
	const watching = [
		toTell.row,
		watchRow(unreadSince, now, WATCH_SOURCES),
		...('value' in unacknowledged ? [watchRow(unacknowledged.value, now, WATCH)] : []),
		...(polls === null ? [] : [watchPollsRow(polls, now)]),
	];
	const silent = [
		...[...decision.silent, ...watching].map((row) => withHotel(row, hotel)),
		...(isWhole ? abandonedRows(all, now) : []),
	];
	// Also those that a check beside this one is about to send: what that one remembers is later than what was kept.
	const told = decision.messages.map(({ row }) => withHotel(row, hotel));
	const written = new Set([...silent, ...told].map(({ fault }) => fault));
	return {
		messages: toTell.messages.map((message) => ({
			...withHotel(message.row, hotel),
			kind: message.kind,
			...alertText(message, now, facts.timeZone, words),
		})),
		silent: [...silent, ...leftToWrite(unwritten, written)].map((row) => ({ ...row }) as IDataObject),
	};
}

function failureOf(row: Json): Failure[] {
	const at = instant(row['at']);
	if (at === null) return [];
	return [
		{
			at,
			workflow: text(row['workflow']),
			workflowId: text(row['workflowId']),
			executionId: text(row['executionId']),
			address: text(row['address']),
			node: text(row['node']),
			...messageAndAdvice(row['message']),
		},
	];
}

/** As the table has it; the watched ones may be longer than a text for people. */
function rowOf(row: Json): AlertRow[] {
	if (text(row['fault']) === '') return [];
	const texts = ALERT_COLUMNS.map((column) => [column, String(row[column] ?? '')]);
	return [Object.fromEntries(texts) as AlertRow & Record<string, string>];
}
