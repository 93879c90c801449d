/**
 * Faults of this moment and what people were told before → what they are told now: once when a fault begins, at most
 * once an hour for the same fault, for those whom it hits later, and once when it is over. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';
import { isWorkflowHit, sourceOf, type Ending, type Fault, type FaultSource, type Hit } from './fault';
import { OtherReasons } from './other-reasons';
import { knownLately, newHits, rememberHits } from './told-hits';
import { isOutdated } from './watched';

export type Message =
	/** `added`: whom the fault hits since the last message; empty with the first. */
	| { kind: 'alert'; row: AlertRow; fault: Fault; added: Hit[] }
	| { kind: 'allClear'; row: AlertRow }
	| { kind: 'givenUp'; row: AlertRow }
	/** `lastAt`: epoch milliseconds. */
	| { kind: 'notSeen'; row: AlertRow; lastAt: number };

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
	/** What cannot be read now, or not whole: none of its faults ends. */
	unreadable: readonly FaultSource[];
	/** Whether a row is over for certain, though its source was not read whole. */
	isOver?: (row: AlertRow) => boolean;
	/** Of a fault that is no longer there. */
	endingOf?: (row: AlertRow) => Ending;
	/** Whether a row ends with its own signs, also while those whom it hit fail for another reason. */
	endsAlone?: (row: AlertRow) => boolean;
	repeatAfterMs?: number;
}

export function decide(
	faults: readonly Fault[],
	before: readonly AlertRow[],
	{
		now,
		unreadable,
		isOver = () => false,
		endingOf = () => ({ kind: 'over' }),
		endsAlone = () => false,
		repeatAfterMs,
	}: Moment,
): Decision {
	const known = new Map(before.map((row) => [row.fault, row]));
	const reasons = new OtherReasons(faults, before);
	const decision: Decision = { messages: [], silent: [] };
	for (const fault of faults) {
		const row = known.get(fault.id);
		const next = rowOf(fault, row, now);
		const isOpen = row?.status === 'open';
		const added = isOpen ? newHits(fault.hits, row.watched) : [];
		const elsewhere = isOpen ? [...reasons.hitOtherwise(row), ...knownLately(fault, row.watched)] : [];
		const toldAt = isOpen ? '' : reasons.toldOtherwiseAt(fault);
		// A row whose moment nobody can read has not been told.
		const isUrgent = added.some((hit) => hit.isUrgent === true);
		const isTooEarly =
			(!isUrgent &&
				[row?.alertedAt ?? '', toldAt].some((at) => now - Date.parse(at) < (repeatAfterMs ?? REPEAT_AFTER_MS))) ||
			now - Date.parse(next.since) < (fault.toldAfterMs ?? 0);
		if (isOpen && (added.length === 0 || isTooEarly))
			decision.silent.push({ ...next, status: 'open', watched: rememberHits(fault.hits, added, elsewhere) });
		else if (isTooEarly) decision.silent.push({ ...next, status: 'watching' });
		else
			decision.messages.push({
				kind: 'alert',
				row: {
					...{ ...next, status: 'open', alertedAt: isoText(now), clearedAt: '' },
					// From now on people know it by this name.
					...(added.some(({ id }) => isWorkflowHit(id)) ? { title: fault.title } : {}),
					watched: rememberHits(fault.hits, [], elsewhere),
				},
				fault,
				added,
			});
	}
	const present = new Set<string>(faults.map(({ id }) => id));
	for (const row of known.values()) {
		if (present.has(row.fault) || row.status === 'over' || (isHeld(row, unreadable) && !isOver(row))) continue;
		const over: AlertRow = { ...row, status: 'over', clearedAt: isoText(now), watched: '' };
		const ending = endingOf(row);
		const elsewhere = reasons.hitOtherwise(row);
		if (row.status === 'open' && ((elsewhere.length > 0 && !endsAlone(row)) || ending.kind === 'lasts'))
			decision.silent.push({ ...row, lastAt: isoText(now), watched: rememberHits([], [], elsewhere) });
		else if (row.status !== 'open' || ending.kind === 'unknown') decision.silent.push(over);
		else if (ending.kind === 'givenUp') decision.messages.push({ kind: 'givenUp', row: over });
		else if (ending.kind === 'notSeen') decision.messages.push({ kind: 'notSeen', row: over, lastAt: ending.lastAt });
		else decision.messages.push({ kind: 'allClear', row: over });
	}
	return decision;
}

function rowOf(fault: Fault, before: AlertRow | undefined, now: number): AlertRow {
	// Seen once before n8n was off, it has not been there for as long as that.
	const isNoMore = before?.status === 'watching' && (fault.toldAfterMs ?? 0) > 0 && isOutdated(before, now);
	const isSame = before !== undefined && before.status !== 'over' && !isNoMore;
	return {
		fault: fault.id,
		status: 'watching',
		title: fault.keepsTitle === true && before?.status === 'open' ? before.title : fault.title,
		watched: '',
		since: isSame ? before.since : isoText(fault.since ?? now),
		lastAt: isoText(fault.lastAt ?? now),
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
