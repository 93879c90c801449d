/** One run of the node: n8n's input and parameters to the pure reports. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { recordOf } from '../../core/payload/field-reader';
import { languageOf } from '../../core/text/language';
import { alertItems, type AlertSources } from './alerts/alert-items';
import { checkedHotel } from './alerts/one-hotel';
import { failureRow } from './alerts/failure-row';
import { PATIENCE } from './alerts/find-faults';
import { fullSince, keep, NOTHING_UNWRITTEN, readUnwritten, withUnwritten, type Unwritten } from './alerts/unwritten';
import { pollsSeen } from '../shared/polling/polls-seen';
import { digestMail } from './digest/digest';
import { knownTimeZone } from './facts/days';
import { readFacts, type Json } from './facts/read-facts';
import { dashboardPage } from './page/page';

/** In the order of the node's inputs. */
const SOURCES = ['log', 'subscribers', 'frontDesk', 'failures', 'alerts', 'unacknowledged', 'setup', 'recent'] as const;

/**
 * When this process has made a check last, in epoch milliseconds, by workflow and hotel: another workflow may lie in
 * another project, whose data tables are others under the same names.
 */
const checks = new Map<string, number>();

/**
 * By workflow. Runs that fail at once would overwrite one another's in n8n's static data, and n8n does not save that of a
 * run by hand; this process forgets at a restart, and a worker knows nothing of another.
 */
const unwritten = new Map<string, Unwritten>();

export function reportOf(context: IExecuteFunctions): IDataObject[][] {
	if (context.getNodeParameter('report', 0) === 'failure')
		return [inputOf(context, 0).map((json) => failureRow(json, Date.now())), []];
	if (context.getNodeParameter('report', 0) === 'keep') return [keptRows(context, Date.now()), []];
	const sources = Object.fromEntries(
		SOURCES.map((source, input) => [source, inputOf(context, input)]),
	) as unknown as AlertSources;
	const now = Date.now();
	const facts = readFacts(sources, now, knownTimeZone(context.getTimezone()));
	const editorUrl = context.getInstanceBaseUrl();
	const text = (name: string) => String(context.getNodeParameter(name, 0, ''));
	const language = languageOf(text('language'));
	const report = text('report');
	if (report === 'alerts') {
		const minutes = (name: string, standard: number) =>
			Number(context.getNodeParameter(`options.${name}`, 0, standard / 60_000)) * 60_000;
		const hotel = checkedHotel(text('options.hotel'));
		const check = JSON.stringify([context.getWorkflow().id ?? '', hotel]);
		const kept = unwrittenOf(context);
		const known = {
			...sources,
			alerts: withUnwritten(sources.alerts, kept),
			failures: [...sources.failures, ...kept.failures],
		};
		const { messages, silent } = alertItems(known, facts, editorUrl, {
			language,
			hotel,
			fullSince: fullSince(kept, now),
			unwritten: kept,
			lastCheck: checks.get(check),
			// Where n8n has workers, a run by hand may be in another process than those of the schedule.
			polls: context.getMode() === 'manual' ? null : pollsSeen(),
			patience: {
				unacknowledgedMs: minutes('unacknowledgedMinutes', PATIENCE.unacknowledgedMs),
				waitingMs: minutes('waitingMinutes', PATIENCE.waitingMs),
				silentMs: minutes('silentMinutes', PATIENCE.silentMs),
				quietMs: minutes('quietMinutes', PATIENCE.quietMs),
			},
			repeatAfterMs: minutes('repeatMinutes', 3_600_000),
		});
		if (silent.length > 0) checks.set(check, now);
		return [messages, silent];
	}
	if (report === 'digest') return [[{ ...digestMail(facts, { language, editorUrl }) }], []];
	const notice = text('notice');
	const page = dashboardPage(facts, {
		...{ language, editorUrl, formToken: text('formToken') },
		notice: notice === 'sent' || notice === 'notSent' ? notice : '',
	});
	return [[{ page }], []];
}

/** @returns the rows, also those that no table took */
function keptRows(context: IExecuteFunctions, now: number): IDataObject[] {
	const attempts = inputOf(context, 0).map((answer, item) => ({
		answer,
		row: recordOf(context.getNodeParameter('row', item, answer)),
	}));
	const before = unwrittenOf(context);
	const after = keep(before, attempts, now);
	// Where the tables take everything, n8n has nothing to save.
	if (isSomething(before) || isSomething(after)) {
		unwritten.set(context.getWorkflow().id ?? '', after);
		context.getWorkflowStaticData('global')['unwritten'] = after as unknown as IDataObject;
	}
	return attempts.map(({ row }) => row as IDataObject);
}

function unwrittenOf(context: IExecuteFunctions): Unwritten {
	const own = unwritten.get(context.getWorkflow().id ?? '') ?? NOTHING_UNWRITTEN;
	const stored = readUnwritten(context.getWorkflowStaticData('global')['unwritten']);
	return stored.at > own.at ? stored : own;
}

function isSomething({ alerts, failures, logless, missed }: Unwritten): boolean {
	return alerts.length > 0 || failures.length > 0 || logless.length > 0 || missed > 0;
}

/** An input that is not connected has nothing. */
function inputOf(context: IExecuteFunctions, input: number): Json[] {
	try {
		return (context.getInputData(input) ?? []).map(({ json, error }) => (error ? { ...json, error } : json));
	} catch {
		return [];
	}
}
