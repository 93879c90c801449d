/** What may need somebody. */
import { createHash } from 'node:crypto';
import type { SystemTrouble } from '../../shared/request/system-trouble';

/** Where it is read; while that cannot be read, nothing is said about its faults. */
export const FAULT_SOURCES = ['log', 'recent', 'failures', 'subscribers', 'frontDesk', 'unacknowledged'] as const;
/**
 * `sources`: that one of them cannot be read; `tables`: that what is told cannot be written down, or holds more than is read;
 * `polls`: what this process has seen of triggers; `systems`: a remote system, whoever tells of it.
 */
export type FaultSource = (typeof FAULT_SOURCES)[number] | 'sources' | 'tables' | 'polls' | 'systems';

/** One of those that a fault hits, to tell those that it hits later. */
export interface Hit {
	id: string;
	/** For people; `''`: there is nothing to list. */
	name: string;
	/** Whoever joins a workflow that people know of is remembered, and is no reason for another message. */
	isQuiet?: boolean;
	/** Whoever joins is told at once, not within the hour. */
	isUrgent?: boolean;
	/** The id that the same one has where its fault is, or is not, that of a remote system. */
	otherId?: string;
}

export interface Fault {
	/** The same for as long as it is the same fault, at most 200 characters; begins with its source. */
	id: `${FaultSource}:${string}`;
	/** One line in plain words. */
	title: string;
	/** What is known of it: why, and since when. */
	details: string[];
	/** What to do about it. */
	toDo: string;
	/** Keys, for people. */
	reservations: string[];
	/** Of the execution in n8n; `''` if there is none. */
	address: string;
	/** Epoch milliseconds; `null`: since it is seen. */
	since: number | null;
	/** Epoch milliseconds, when it was seen last; left out: now. */
	lastAt?: number;
	/** All whom it hits; empty where nobody can join. */
	hits: Hit[];
	/** Ids of those whom it has hit in the last hours: while it hits others, whoever was told of them knows. */
	lately?: readonly string[];
	/**
	 * What the ids begin with of all faults that one of the hits can have instead: a reservation that is tried again fails
	 * for another reason.
	 */
	families?: readonly string[];
	/** In milliseconds: it is told once it has been there for so long. */
	toldAfterMs?: number;
	/** The remote system that is to blame: all that it leads to is one fault. */
	trouble?: SystemTrouble | null;
	/** The workflow that failed. */
	workflow?: Hit;
	/** What to do as the node that failed says it, and beside what helps the system. */
	advice?: string;
	toDoBesides?: string;
	/** While it is open, the title by which people know it stays. */
	keepsTitle?: boolean;
}

/** What is known of a fault that is no longer there. */
export type Ending =
	| { kind: 'over' }
	/** Only its signs are gone: nothing is said, and it stays open. */
	| { kind: 'lasts' }
	/** Those whom it hit are given up: nothing is done for them any more. */
	| { kind: 'givenUp' }
	/** It has not come back since that moment, epoch milliseconds, and nothing shows that all is well. */
	| { kind: 'notSeen'; lastAt: number }
	/** Nobody says what has become of it. */
	| { kind: 'unknown' };

const WORKFLOW = 'workflow:';

export function workflowHit(workflowId: string, name: string): Hit {
	return { id: `${WORKFLOW}${workflowId || name}`, name };
}

/** One of the sources, where it cannot be read. */
export function sourceHit(source: FaultSource): string {
	return `source:${source}`;
}

export function isWorkflowHit(id: string): boolean {
	return id.startsWith(WORKFLOW);
}

export function sourceOf(id: string): string {
	return id.split(':')[0] ?? '';
}

const MAX_ID = 200;

/**
 * What is known by its id or name counts as it stands; two texts that differ by numbers, ids or quoted names only are
 * about the same.
 */
export function faultId(source: FaultSource, names: readonly string[], message = ''): Fault['id'] {
	const same = message
		.toLowerCase()
		.replace(/"[^"]*"|'[^']*'|“[^”]*”|\[[^\]]*\]/gu, '…')
		.replace(/\S*\d\S*/gu, '#')
		.replace(/\s+/gu, ' ')
		.trim();
	return `${source}:${[...names.map(shortName), ...(same === '' ? [] : [same])].join('|')}`.slice(
		0,
		MAX_ID,
	) as Fault['id'];
}

const MAX_NAME = 80;

/** Two long names never become one by being cut. */
function shortName(name: string): string {
	return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 12)}~${shortHash(name)}`;
}

/** Eleven characters, to recognise something by. */
export function shortHash(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}
