/**
 * When each polling trigger has polled, in this process: n8n keeps no trace of a poll that finds nothing, and reports no
 * error for a trigger that has stopped. The alerts read it here. The build keeps this file apart from the nodes' own
 * (`scripts/build/bundle.js`), so that all of them share one memory. In queue mode polls and runs are in different
 * processes: there it stays empty, and nothing is said.
 */
import type { IPollFunctions } from 'n8n-workflow';
import { nodeKey } from '../node-key';

export interface SeenPoll {
	/** Workflow and node. */
	key: string;
	/** Their names, for people. */
	workflow: string;
	node: string;
	/** Epoch milliseconds. */
	at: number;
	/** The longest time between two polls so far, in milliseconds; 0 after the first. */
	everyMs: number;
	/** The poll times that the node is set to: with others, another rhythm begins. */
	times: string;
	/** Whether somebody else notices if it falls silent, so that one fault is not told twice. */
	isToldElsewhere: boolean;
}

export interface PollsSeen {
	/** Since when this process looks, in epoch milliseconds: what it has not seen before that may have been. */
	since: number;
	polls: readonly SeenPoll[];
}

/** More than an n8n of a few hotels has; the one that polled longest ago makes room. */
const MAX_POLLS = 200;
const MAX_NAME = 100;

/** For tests; the nodes share the one below. */
export class PollsMemory {
	private readonly polls = new Map<string, SeenPoll>();

	constructor(private readonly since: number) {}

	note(context: Pick<IPollFunctions, 'getWorkflow' | 'getNode'>, now: number, isToldElsewhere: boolean): void {
		const node = context.getNode();
		const key = nodeKey(context);
		const times = JSON.stringify(node.parameters?.['pollTimes'] ?? null).slice(0, 500);
		const before = this.polls.get(key);
		const everyMs = before?.times === times ? Math.max(before.everyMs, now - before.at) : 0;
		// Deleted first: so the order is that of the last polls.
		this.polls.delete(key);
		this.polls.set(key, {
			...{ key, at: now, everyMs, times, isToldElsewhere },
			...{ workflow: (context.getWorkflow().name ?? '').slice(0, MAX_NAME), node: node.name.slice(0, MAX_NAME) },
		});
		const [oldest] = this.polls.keys();
		if (this.polls.size > MAX_POLLS && oldest !== undefined) this.polls.delete(oldest);
	}

	seen(): PollsSeen {
		return { since: this.since, polls: [...this.polls.values()] };
	}
}

const memory = new PollsMemory(Date.now());

/** For every poll that n8n asks for, whatever comes of it. */
export function notePoll(context: IPollFunctions, isToldElsewhere = false): void {
	if (context.getMode() !== 'manual') memory.note(context, Date.now(), isToldElsewhere);
}

export function pollsSeen(): PollsSeen {
	return memory.seen();
}
