/**
 * Two checks at once, such as one by hand beside that of the schedule: both would read what people were told before
 * either has told it, and tell everything twice. Within one process the later one knows of the earlier; of another
 * process, or of a copy of the workflow, it knows by the table alone. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';
import type { Message } from './decide';
import { shortHash } from './fault';

/** When the last check was, in `since`, and in `watched` what it was about to tell. */
export const WATCH_CHECK = 'watch:check';

/** Where the table keeps nothing, each check would take the one before for one that is on its way. */
const SAME_MOMENT_MS = 2 * 60_000;
/** A message that was not sent is told with the next check, five minutes later. */
const ON_ITS_WAY_MS = 4 * 60_000;

/**
 * Whether this check has read the table before the last one of the same workflow and process had written to it.
 * @param lastCheck epoch milliseconds; `undefined`: there was none
 */
export function isBesideAnother(row: AlertRow | undefined, lastCheck: number | undefined, now: number): boolean {
	if (lastCheck === undefined || now - lastCheck >= SAME_MOMENT_MS) return false;
	return !(Date.parse(row?.since ?? '') >= lastCheck);
}

export interface ToTell {
	/** Without those that a check before is about to send, or has sent without having remembered it yet. */
	messages: Message[];
	row: AlertRow;
}

/** @param before as the table had it: once a message is remembered, the next one of the same fault has another name */
export function notOnTheirWay(messages: readonly Message[], before: readonly AlertRow[], now: number): ToTell {
	const last = before.find(({ fault }) => fault === WATCH_CHECK);
	const onTheirWay = readTelling(last?.watched ?? '').filter(
		([, since]) => since <= now && now - since < ON_ITS_WAY_MS,
	);
	const names = new Set(onTheirWay.map(([name]) => name));
	const named = messages.map((message) => ({ message, name: nameOf(message, before) }));
	const left = named.filter(({ name }) => !names.has(name));
	const telling = [...onTheirWay, ...left.map(({ name }) => [name, now] as const)];
	const at = new Date(now).toISOString();
	return {
		messages: left.map(({ message }) => message),
		row: {
			...{ fault: WATCH_CHECK, title: 'When this was checked last' },
			// A check with nothing to tell does not show that anything gets through: the workflow says so behind a message that did.
			status: last?.status === 'unsent' ? 'unsent' : 'watching',
			watched: telling.length === 0 ? '' : JSON.stringify(telling),
			...{ since: at, lastAt: at, alertedAt: '', clearedAt: '' },
		},
	};
}

function nameOf({ kind, row: { fault } }: Message, before: readonly AlertRow[]): string {
	const known = before.find((row) => row.fault === fault);
	return shortHash([kind === 'alert' ? kind : 'end', fault, known?.alertedAt ?? '', known?.clearedAt ?? ''].join('|'));
}

/** Names with the moment since when each is on its way, epoch milliseconds; anything unreadable counts as nothing. */
function readTelling(watched: string): Array<readonly [string, number]> {
	try {
		const list = JSON.parse(watched) as unknown;
		return (Array.isArray(list) ? list : []).filter(
			(entry): entry is [string, number] =>
				Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[1]),
		);
	} catch {
		return [];
	}
}
