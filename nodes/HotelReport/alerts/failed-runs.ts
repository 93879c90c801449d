/** Failed runs that the log does not explain: nothing was written, for example since a credential was refused. Pure. */
import { SAYS_WHY } from '../../shared/log/columns';
import { systemTroubleIn } from '../../shared/request/system-trouble';
import type { LogLine } from '../facts/facts';
import { executionAddress } from '../page/execution-address';
import type { Words } from '../words/words';
import { faultId, workflowHit, type Ending, type Fault } from './fault';
import { distinct, grouped } from './grouped';
import { hasPolledUnwell, wellAt, type WatchedPolls } from './silent-triggers';

/** A run that n8n reported as failed. */
export interface Failure {
	/** Epoch milliseconds. */
	at: number;
	workflow: string;
	workflowId: string;
	executionId: string;
	address: string;
	node: string;
	message: string;
	/** What to do, as the node that failed says it; `''` if it does not. */
	advice: string;
}

/** Those of one workflow with one reason. */
export interface FailedRuns {
	id: Fault['id'];
	latest: Failure;
	/** Epoch milliseconds. */
	first: number;
	/** What they say, the latest first, each once. */
	messages: string[];
	/** After so long without another one, in milliseconds, they are no longer told. */
	quietMs: number;
	/** Whether they have come so often that a while without them means something. */
	isSteady: boolean;
	/** Whether the trigger that had failed has polled since, and all went well. */
	isWell: boolean;
}

/** A poll that fails comes back with the next; three of its own intervals without a failure are no chance. */
const INTERVALS = 3;
const MIN_QUIET_MS = 10 * 60_000;
const MAX_QUIET_MS = 6 * 3_600_000;
/** What is checked once a day comes again after about so long: that is no rhythm, and not since yesterday. */
const NEXT_DAY_MS = 23 * 3_600_000;
/** More messages of one kind nobody remembers, and nobody reads. */
const MAX_MESSAGES = 100;
const SHOWN_MESSAGES = 5;

/** @param polls what is known of triggers, also if only from an earlier check */
export function failedRuns(failures: readonly Failure[], quietMs: number, polls: WatchedPolls): FailedRuns[] {
	const unexplained = failures.filter(({ message }) => !message.includes(SAYS_WHY));
	const idOf = ({ workflow, workflowId, message }: Failure) => faultId('failures', [workflowId || workflow], message);
	return [...grouped(unexplained, idOf)].flatMap(([id, of]): FailedRuns[] => {
		const [latest, ...others] = of.sort((one, other) => other.at - one.at);
		if (!latest) return [];
		const before = others.filter(({ at }) => latest.at - at < NEXT_DAY_MS);
		const first = before.at(-1)?.at ?? latest.at;
		const rhythm = before.length === 0 ? 0 : (latest.at - first) / before.length;
		// What several calendars report in one poll comes at once, and then no more until tomorrow.
		const isSteady = before.length > 1 && latest.at - first >= MIN_QUIET_MS && INTERVALS * rhythm <= MAX_QUIET_MS;
		const own = Math.max(Math.min(MIN_QUIET_MS, quietMs), INTERVALS * rhythm);
		const isWell = wellAt(polls, latest.workflowId, id) > latest.at;
		const messages = messagesOf(of);
		const isOfSystem = systemTroubleIn(latest.message) !== null;
		const quiet = () => {
			// Well for a moment only, it would be told again and again.
			if (isWell) return Math.min(own, quietMs);
			// What a trigger reports once a day lasts meanwhile. An outage fails with each poll, and ends with one that goes on.
			if (!isOfSystem && hasPolledUnwell(polls, latest.workflowId, id, latest.at)) return Infinity;
			if (before.length === 0) return quietMs;
			// What joins may have to wait until it can be told, an hour after the last message.
			return Math.min(MAX_QUIET_MS, !isOfSystem && messages.length > 1 ? Math.max(own, quietMs) : own);
		};
		return [{ id, latest, first, messages, isSteady, isWell, quietMs: quiet() }];
	});
}

function messagesOf(failures: readonly Failure[]): string[] {
	const byContent = [...grouped(failures, ({ message }) => contentOf(message)).values()];
	return distinct(byContent.slice(0, MAX_MESSAGES).map(([latest]) => latest?.message ?? ''));
}

/** How long it took differs each time. Any other number may be another reservation's or calendar's, so it counts. */
function contentOf(message: string): string {
	return message.replace(/(?<=[\s(])\d+(?:\.\d+)?(?:ms| (?:ms|milliseconds?|seconds?|minutes?))\b/gu, '#');
}

export function failedRunFaults(
	runs: readonly FailedRuns[],
	now: number,
	editorUrl: string,
	{ failed: words, said, more }: Words['alerts'],
): Fault[] {
	return runs.flatMap(({ id, latest, first, messages, quietMs }): Fault[] => {
		if (now - latest.at >= quietMs) return [];
		const { message, advice } = latest;
		const reason = reasonFor(message);
		const general = words.toDo[reason];
		const trouble = systemTroubleIn(message);
		const left = messages.length - SHOWN_MESSAGES;
		return [
			{
				id,
				title: words.title(latest.workflow),
				details: [
					...messages.slice(0, SHOWN_MESSAGES).map((text) => said(text)),
					...(left > 0 ? [more(left)] : []),
					...(latest.node === '' ? [] : [words.node(latest.node)]),
				],
				toDo: advice === '' ? general : words.advised(advice, reason === 'other' ? '' : general),
				reservations: [],
				address:
					executionAddress(editorUrl, latest.workflowId, latest.executionId) ||
					(/^https?:\/\//.test(latest.address) ? latest.address : ''),
				// Another process may have another clock.
				since: Math.min(first, now),
				// One kind of fault, but each other reservation or calendar is news.
				hits: trouble ? [] : messages.map((text) => ({ id: contentOf(text), name: '' })),
				trouble,
				...(trouble ? {} : { lastAt: Math.min(latest.at, now) }),
				...{ workflow: workflowHit(latest.workflowId, latest.workflow), advice },
			},
		];
	});
}

/**
 * Over only where the trigger has polled since and all went well, or where the workflow has written something. What came
 * once may come once a day, as the check of a morning does: what else its workflow does meanwhile says nothing of it.
 * @param seenAt epoch milliseconds, when it was seen last; counts where its runs are no longer known
 */
export function endingOfRuns(runs: FailedRuns | undefined, lines: readonly LogLine[], seenAt: number): Ending {
	if (!runs) return { kind: 'notSeen', lastAt: seenAt };
	const { latest, isSteady, isWell } = runs;
	const hasWritten = lines.some(
		({ workflowId, status, at }) => workflowId === latest.workflowId && status !== 'error' && at > latest.at,
	);
	return isWell || (isSteady && hasWritten) ? { kind: 'over' } : { kind: 'notSeen', lastAt: latest.at };
}

/** What our nodes say of a system that does not answer, and Node.js and others. A base URL that cannot be right is the credential's. */
const DOWN =
	/\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|cannot be reached(?!: the [\w &]* in its credential)|not reach|timed? ?out|unavailable|is down|asks to slow down|is slow|has a fault at present|bad gateway)\b|\b(?:HTTP|status|status code) (?:5\d\d|408|429)\b|\((?:5\d\d|408|429)\)/i;
const CREDENTIAL =
	/\b(?:401|403|unauthori[sz]ed|forbidden|denied|credentials?|api key|secret|signature|password|token)\b/i;

/** `did not issue a token (HTTP 503)` is no fault of the credential. */
function reasonFor(message: string): keyof Words['alerts']['failed']['toDo'] {
	if (DOWN.test(message)) return 'down';
	return CREDENTIAL.test(message) ? 'credential' : 'other';
}
