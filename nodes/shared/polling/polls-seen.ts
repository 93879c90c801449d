/**
 * When each polling trigger has polled, in this process: n8n keeps no trace of a poll that finds nothing, and reports no
 * error for a trigger that has stopped. The alerts read it here. The build keeps this file apart from the nodes' own
 * (`scripts/build/bundle.js`), so that all of them share one memory. In queue mode polls and runs are in different
 * processes: there the alerts see nothing, and a trigger that polls may tell of one that does not.
 */
import type { IPollFunctions } from 'n8n-workflow';
import { nodeKey } from '../node-key';
import { longestBetween } from './poll-times';

export interface SeenPoll {
	/** Workflow and node. */
	key: string;
	/** Their names, for people. */
	workflow: string;
	node: string;
	/** Epoch milliseconds. */
	at: number;
	/**
	 * The longest time between two polls, in milliseconds: by the poll times, or as it was so far where they say nothing; 0
	 * where nothing is known yet.
	 */
	everyMs: number;
	/** Whether the poll times say it. */
	isByTimes: boolean;
	/** The poll times that the node is set to: with others, another rhythm begins. */
	times: string;
	/** Whether somebody else notices if it falls silent, so that one fault is not told twice. */
	isToldElsewhere: boolean;
	/** When a poll last found that nothing is wrong, in epoch milliseconds; 0: not since this process looks. */
	wellAt: number;
	/** What such a poll ends: the last different errors of this node that last until one of its polls goes well. */
	failed: readonly string[];
}

export interface PollsSeen {
	/** Since when this process looks, in epoch milliseconds: what it has not seen before that may have been. */
	since: number;
	polls: readonly SeenPoll[];
}

/** How a poll went. */
export interface PollOutcome {
	isWell: boolean;
	failed: readonly string[];
}

type NodeContext = Pick<IPollFunctions, 'getWorkflow' | 'getNode'>;

/** More than an n8n of a few hotels has; the one that polled longest ago makes room. */
const MAX_POLLS = 200;
const MAX_NAME = 100;
const MAX_FAILED = 5;
const MAX_ERROR = 1000;

/** As the alerts have it. In milliseconds. */
const SILENT_MS = 15 * 60_000;
/** So many of its own intervals without a poll are no chance. */
export const SILENT_INTERVALS = 2;
/** A workflow that was off for two days does not poll every two days: the rhythm grows to so many times what it was. */
export const MAX_GROWTH = 3;

/** For tests; the nodes share the one below. */
export class PollsMemory {
	private readonly polls = new Map<string, SeenPoll>();
	/** By key; each is told once, until it polls again. */
	private readonly told = new Set<string>();
	/** When the last poll of any node was, and since when they have come without a long pause of all. */
	private latest: number;
	private awakeSince: number;

	constructor(private readonly since: number) {
		this.latest = since;
		this.awakeSince = since;
	}

	note(context: NodeContext, now: number, isToldElsewhere: boolean): void {
		const node = context.getNode();
		const key = nodeKey(context);
		const times = JSON.stringify(node.parameters?.['pollTimes'] ?? null).slice(0, 500);
		const before = this.polls.get(key);
		const byTimes = longestBetween(node.parameters?.['pollTimes']);
		const everyMs = byTimes > 0 || before?.times !== times ? byTimes : grown(before.everyMs, now - before.at);
		// The machine slept, or another main process did the polling: nobody is to blame for that.
		if (now - this.latest > SILENT_MS) this.awakeSince = now;
		this.latest = now;
		this.told.delete(key);
		// Deleted first: so the order is that of the last polls.
		this.polls.delete(key);
		this.polls.set(key, {
			...{ key, at: now, everyMs, isByTimes: byTimes > 0, times, isToldElsewhere },
			...{ wellAt: before?.wellAt ?? 0, failed: before?.failed ?? [] },
			...{ workflow: (context.getWorkflow().name ?? '').slice(0, MAX_NAME), node: node.name.slice(0, MAX_NAME) },
		});
		const [oldest] = this.polls.keys();
		if (this.polls.size > MAX_POLLS && oldest !== undefined) this.polls.delete(oldest);
	}

	/** @param failed messages of errors that last until a poll goes well */
	noteOutcome(context: NodeContext, now: number, { isWell, failed }: PollOutcome): void {
		const poll = this.polls.get(nodeKey(context));
		if (!poll) return;
		const messages = failed.map((message) => message.slice(0, MAX_ERROR));
		poll.failed = [...new Set([...messages, ...poll.failed])].slice(0, MAX_FAILED);
		if (isWell) poll.wellAt = now;
	}

	/** A trigger that polls no more, each once until it polls again; `null` where there is none. */
	takeSilent(now: number): SeenPoll | null {
		const silent = [...this.polls.values()].find(
			({ key, at, everyMs, isToldElsewhere }) =>
				!isToldElsewhere &&
				!this.told.has(key) &&
				now - Math.max(at, this.awakeSince) > SILENT_MS + SILENT_INTERVALS * everyMs,
		);
		if (silent) this.told.add(silent.key);
		return silent ?? null;
	}

	seen(): PollsSeen {
		return { since: this.since, polls: [...this.polls.values()] };
	}
}

function grown(everyMs: number, gapMs: number): number {
	return everyMs === 0 ? gapMs : Math.max(everyMs, Math.min(gapMs, MAX_GROWTH * everyMs));
}

const memory = new PollsMemory(Date.now());

/** For every poll that n8n asks for, whatever comes of it. */
export function notePoll(context: IPollFunctions, isToldElsewhere = false): void {
	if (context.getMode() !== 'manual') memory.note(context, Date.now(), isToldElsewhere);
}

/** For every poll that was not skipped. */
export function notePollOutcome(context: IPollFunctions, outcome: PollOutcome): void {
	memory.noteOutcome(context, Date.now(), outcome);
}

export function takeSilentPoll(): SeenPoll | null {
	return memory.takeSilent(Date.now());
}

export function pollsSeen(): PollsSeen {
	return memory.seen();
}
