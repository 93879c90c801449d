/**
 * Conflicts in the log that people have to decide and that no list of open ones holds: the desk against a channel, a
 * sale of SelfKey's that was moved in OPERA, what OPERA refuses to have changed. Each is told once. Pure.
 */
import { leavesToPeople } from '../../../core/reservation/people-decide';
import { NO_ROOM } from '../../shared/log/columns';
import type { LogLine } from '../facts/facts';
import { executionAddress } from '../page/execution-address';
import type { Words } from '../words/words';
import { faultId, type Ending, type Fault } from './fault';
import { grouped } from './grouped';

const CONFLICT = 'conflict';
/** After one of these, both sides are the same again; a repeat only finds nothing new. */
const SETTLED = ['created', 'updated', 'cancelled', NO_ROOM];
/** What the front desk's list says for as long as it lasts. */
const ABOUT_ROOMS = /^No room |; No room | shares its room |^The stay has no room|Another booking has the same room/u;

const idOf = ({ integration, reservationKey, payment }: LogLine) =>
	faultId('recent', [integration, reservationKey || payment]);

export function conflictFaults(
	lines: readonly LogLine[],
	editorUrl: string,
	nameOf: (line: LogLine) => string,
	{ logConflict: words, said }: Words['alerts'],
): Fault[] {
	return openConflicts(lines).map(({ id, latest, all }): Fault => ({
		id,
		title: words.title(latest.integration, nameOf(latest)),
		details: [said(latest.message)],
		toDo: words.toDo,
		reservations: [],
		address: executionAddress(editorUrl, latest.workflowId, latest.executionId),
		since: latest.firstAt,
		// Another one about the same reservation.
		hits: all.map(({ at }) => ({ id: String(at), name: '' })),
	}));
}

/** Each with all its lines, for which no later line says that both sides are the same again. */
export function openConflicts(lines: readonly LogLine[]): Array<{ id: Fault['id']; latest: LogLine; all: LogLine[] }> {
	return [...grouped(lines.filter(isForPeople), idOf)].flatMap(([id, all]) => {
		const latest = latestOf(all);
		return latest && !isSettled(latest, lines) ? [{ id, latest, all }] : [];
	});
}

/** Where the log says no more of it, nobody knows: what people have decided leads to no line. */
export function endingOfConflict(id: string, lines: readonly LogLine[]): Ending {
	const latest = latestOf(lines.filter((line) => line.outcome === CONFLICT && idOf(line) === id));
	return latest && isSettled(latest, lines) ? { kind: 'over' } : { kind: 'unknown' };
}

function isForPeople({ outcome, message, reservationKey, payment }: LogLine): boolean {
	if (outcome !== CONFLICT || (reservationKey || payment) === '') return false;
	return leavesToPeople(message) || !ABOUT_ROOMS.test(message);
}

function isSettled(conflict: LogLine, lines: readonly LogLine[]): boolean {
	const id = idOf(conflict);
	return lines.some((line) => line.at > conflict.at && SETTLED.includes(line.outcome) && idOf(line) === id);
}

export function latestOf(lines: readonly LogLine[]): LogLine | undefined {
	return lines.reduce<LogLine | undefined>(
		(latest, line) => (latest && latest.at >= line.at ? latest : line),
		undefined,
	);
}
