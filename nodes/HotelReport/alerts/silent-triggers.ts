/**
 * Triggers that poll no more, of those whose silence nobody else notices. The process forgets at a restart what it has
 * seen, so the check remembers the last poll of each in a row of the alerts' table: a trigger that does not come back
 * after a restart is missed all the same. Pure.
 */
import { recordOf } from '../../../core/payload/field-reader';
import type { AlertRow } from '../../shared/log/alerts-table';
import { MAX_GROWTH, SILENT_INTERVALS, type PollsSeen, type SeenPoll } from '../../shared/polling/polls-seen';
import type { Words } from '../words/words';
import { text } from '../facts/read-facts';
import { faultId, shortHash, type Ending, type Fault } from './fault';

export const WATCH_POLLS = 'watch:polls';

/** `failed`: as short hashes of the faults that the alerts make of them. */
export type WatchedPoll = Omit<SeenPoll, 'isByTimes'>;

/** What each trigger did last, by its key; `since` as in `PollsSeen`. */
export interface WatchedPolls {
	since: number;
	polls: ReadonlyMap<string, WatchedPoll>;
}

/** Whoever switched a workflow off for good has been told once, and knows. In milliseconds. */
const FORGET_AFTER_MS = 7 * 86_400_000;
const MAX_WATCHED = 200;
const MAX_FAILED = 10;

/**
 * @param seen `null` where this run cannot tell, as one by hand
 * @param before what the row remembers; anything unreadable counts as nothing
 * @returns `null` where this process has seen no poll at all: then polls are in another one, and nobody knows
 */
export function watchPolls(
	seen: PollsSeen | null,
	before: string,
	{ now, silentMs }: { now: number; silentMs: number },
): WatchedPolls | null {
	if (seen === null || seen.polls.length === 0) return null;
	const { since } = seen;
	const known = readWatched(before);
	const polls = new Map([...known].filter(([, { at }]) => now - at < FORGET_AFTER_MS));
	for (const { isByTimes, ...poll } of seen.polls) {
		const last = known.get(poll.key);
		const everyMs =
			isByTimes || last?.times !== poll.times ? poll.everyMs : rememberedRhythm(last.everyMs, poll.everyMs);
		const failed = poll.failed.map((message) => failureHash(poll.key, message));
		const latest = {
			...poll,
			...{ at: Math.min(now, Math.max(poll.at, last?.at ?? 0)), everyMs },
			...{ wellAt: Math.min(now, Math.max(poll.wellAt, last?.wellAt ?? 0)) },
			failed: [...new Set([...failed, ...(last?.failed ?? [])])].slice(0, MAX_FAILED),
		};
		// Silent before anybody watched it: switched off, and no news.
		if (last || !isSilent(latest, { now, since, silentMs })) polls.set(poll.key, latest);
	}
	const latestFirst = [...polls.values()].sort((one, other) => other.at - one.at).slice(0, MAX_WATCHED);
	return { since, polls: new Map(latestFirst.map((poll) => [poll.key, poll])) };
}

/** What an earlier check has seen, for one that cannot see polls itself. */
export function rememberedPolls(before: string): WatchedPolls {
	return { since: 0, polls: readWatched(before) };
}

/**
 * When a poll last went well of a trigger that had failed in this way, in epoch milliseconds; 0: nobody knows of one.
 * @param fault of a failed run
 */
export function wellAt({ polls }: WatchedPolls, workflowId: string, fault: string): number {
	const own = pollsThatFailed(polls, workflowId, fault);
	return Math.min(...own.map((poll) => poll.wellAt), own.length === 0 ? 0 : Infinity);
}

/** Whether such a trigger has polled since that moment, and has not been well since. */
export function hasPolledUnwell({ polls }: WatchedPolls, workflowId: string, fault: string, since: number): boolean {
	return pollsThatFailed(polls, workflowId, fault).some((poll) => poll.at > since && poll.wellAt < since);
}

function pollsThatFailed(polls: WatchedPolls['polls'], workflowId: string, fault: string): WatchedPoll[] {
	const hash = shortHash(fault);
	return [...polls.values()].filter(({ key, failed }) => key.startsWith(`${workflowId}:`) && failed.includes(hash));
}

function failureHash(key: string, message: string): string {
	const [workflowId = ''] = key.split(':');
	return shortHash(faultId('failures', [workflowId], text(message)));
}

export function silentTriggers(
	watched: WatchedPolls | null,
	{ now, silentMs }: { now: number; silentMs: number },
	{ stopped: words }: Words['alerts'],
): Fault[] {
	if (watched === null) return [];
	const { since, polls } = watched;
	return [...polls.values()]
		.filter((poll) => !poll.isToldElsewhere && isSilent(poll, { now, since, silentMs }))
		.map(({ key, workflow, node, at }) => ({
			id: faultId('polls', [key]),
			title: words.title(workflow),
			details: [words.node(node)],
			toDo: words.toDo,
			reservations: [],
			address: '',
			since: at,
			hits: [],
		}));
}

/** Over where it polls again; of one that is no longer watched nobody knows. */
export function endingOfSilence(id: string, watched: WatchedPolls | null): Ending {
	const polls = [...(watched?.polls.values() ?? [])].filter(({ isToldElsewhere }) => !isToldElsewhere);
	return { kind: polls.some(({ key }) => faultId('polls', [key]) === id) ? 'over' : 'unknown' };
}

export function watchPollsRow({ polls }: WatchedPolls, now: number): AlertRow {
	const at = new Date(now).toISOString();
	return {
		...{ fault: WATCH_POLLS, status: 'watching', title: 'Which triggers poll, and when each did last' },
		...{ watched: JSON.stringify([...polls.values()]), since: at, lastAt: at, alertedAt: '', clearedAt: '' },
	};
}

/** @param seenMs since the last restart; 0 until there were two polls */
function rememberedRhythm(rememberedMs: number, seenMs: number): number {
	return seenMs === 0 ? rememberedMs : Math.max(seenMs, Math.min(rememberedMs, MAX_GROWTH * seenMs));
}

/** After a restart each trigger has the time again that it has between two polls. */
function isSilent(
	{ at, everyMs }: WatchedPoll,
	{ now, since, silentMs }: { now: number; since: number; silentMs: number },
): boolean {
	return now - Math.max(at, since) > silentMs + SILENT_INTERVALS * everyMs;
}

function readWatched(text: string): Map<string, WatchedPoll> {
	try {
		const list = JSON.parse(text) as unknown;
		const polls = (Array.isArray(list) ? list : []).flatMap((entry): WatchedPoll[] => {
			const { key, workflow, node, at, everyMs, times, isToldElsewhere, wellAt, failed } = recordOf(entry);
			if (typeof key !== 'string' || typeof at !== 'number' || typeof everyMs !== 'number') return [];
			return [
				{
					...{ key, at, everyMs, workflow: String(workflow), node: String(node), times: String(times) },
					// Rows of an earlier version lack these.
					isToldElsewhere: isToldElsewhere === true,
					wellAt: typeof wellAt === 'number' ? wellAt : 0,
					failed: Array.isArray(failed) ? failed.map(String) : [],
				},
			];
		});
		return new Map(polls.map((poll) => [poll.key, poll]));
	} catch {
		return new Map();
	}
}
