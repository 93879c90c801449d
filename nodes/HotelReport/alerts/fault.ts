/** What may need somebody. */

/** Where it is read; while that cannot be read, nothing is said about its faults. */
export type FaultSource = 'log' | 'failures' | 'subscribers' | 'frontDesk' | 'unacknowledged';

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
}

export function sourceOf(id: string): string {
	return id.split(':')[0] ?? '';
}

const MAX_ID = 200;

/** Two texts that differ by numbers, ids or quoted names only are about the same. */
export function faultId(source: FaultSource, ...parts: readonly string[]): Fault['id'] {
	const same = parts.map((part) =>
		part
			.toLowerCase()
			.replace(/"[^"]*"|'[^']*'|“[^”]*”|\[[^\]]*\]/gu, '…')
			.replace(/\S*\d\S*/gu, '#')
			.replace(/\s+/gu, ' ')
			.trim(),
	);
	return `${source}:${same.join('|')}`.slice(0, MAX_ID) as Fault['id'];
}
