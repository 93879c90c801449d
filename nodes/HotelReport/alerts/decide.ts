/**
 * Faults of this moment and what people were told before → what they are told now: once when a fault begins, at most
 * once an hour for the same fault, and once when it is over. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';
import { sourceOf, type Fault, type FaultSource } from './fault';

export interface Message {
	kind: 'alert' | 'allClear';
	row: AlertRow;
	/** `null` of an all-clear: what is over says no more. */
	fault: Fault | null;
}

export interface Decision {
	messages: Message[];
	/** Changed without a message. */
	silent: AlertRow[];
}

/** The same fault is not told again within this time, however often it comes and goes. */
const REPEAT_AFTER_MS = 3_600_000;

export interface Moment {
	/** Epoch milliseconds. */
	now: number;
	/** What cannot be read now: its faults neither begin nor end. */
	unreadable: readonly FaultSource[];
	repeatAfterMs?: number;
}

export function decide(
	faults: readonly Fault[],
	before: readonly AlertRow[],
	{ now, unreadable, repeatAfterMs = REPEAT_AFTER_MS }: Moment,
): Decision {
	const known = new Map(before.map((row) => [row.fault, row]));
	const decision: Decision = { messages: [], silent: [] };
	for (const fault of faults) {
		const row = known.get(fault.id);
		const next = rowOf(fault, row, now);
		const toldAt = Date.parse(row?.alertedAt ?? '');
		const isOpen = row?.status === 'open';
		// A row whose moment nobody can read has not been told.
		if (isOpen) decision.silent.push({ ...next, status: 'open' });
		else if (now - toldAt < repeatAfterMs) decision.silent.push({ ...next, status: 'watching' });
		else
			decision.messages.push({
				kind: 'alert',
				row: { ...next, status: 'open', alertedAt: isoText(now), clearedAt: '' },
				fault,
			});
	}
	const present = new Set<string>(faults.map(({ id }) => id));
	for (const row of known.values()) {
		if (present.has(row.fault) || row.status === 'over' || isHeld(row, unreadable)) continue;
		const over: AlertRow = { ...row, status: 'over', clearedAt: isoText(now), watched: '' };
		if (row.status === 'open') decision.messages.push({ kind: 'allClear', row: over, fault: null });
		else decision.silent.push(over);
	}
	return decision;
}

function rowOf(fault: Fault, before: AlertRow | undefined, now: number): AlertRow {
	const isSame = before !== undefined && before.status !== 'over';
	return {
		fault: fault.id,
		status: 'watching',
		title: fault.title,
		watched: before?.watched ?? '',
		since: isSame ? before.since : isoText(fault.since ?? now),
		lastAt: isoText(now),
		alertedAt: before?.alertedAt ?? '',
		clearedAt: before?.clearedAt ?? '',
	};
}

function isHeld({ fault }: AlertRow, unreadable: readonly FaultSource[]): boolean {
	return unreadable.some((source) => source === sourceOf(fault));
}

function isoText(at: number): string {
	return new Date(at).toISOString();
}
