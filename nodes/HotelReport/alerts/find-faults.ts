/** Facts → what is wrong at this moment, each fault once. Pure. */
import { SAYS_WHY } from '../../shared/log/columns';
import { valueOr, type Answered, type Facts, type LogLine, type StayAtDesk } from '../facts/facts';
import { LONG_WAIT_MS, SILENT_AFTER_MS } from '../facts/overview';
import { executionAddress } from '../page/sections';
import { faultId, type Fault, type FaultSource } from './fault';

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
}

export interface AlertFacts {
	facts: Facts;
	failures: Answered<Failure[]>;
	/** Keys of the reservations that Booking.com still offers, each with the moment when it was seen first. */
	unacknowledged: Answered<Map<string, number>>;
	editorUrl: string;
}

export interface Patience {
	/** In milliseconds. Booking.com falls back to e-mail after 30 minutes. */
	unacknowledgedMs: number;
	waitingMs: number;
	silentMs: number;
	/** After so long without a repeat, a failed run counts as over, where its own rhythm says nothing. */
	quietMs: number;
}

export const PATIENCE: Patience = {
	unacknowledgedMs: 20 * 60_000,
	waitingMs: LONG_WAIT_MS,
	silentMs: SILENT_AFTER_MS,
	quietMs: 70 * 60_000,
};

/** A poll that fails comes back with the next; three of its own intervals without a failure are no chance. */
const INTERVALS = 3;
const MIN_QUIET_MS = 10 * 60_000;
const MAX_QUIET_MS = 6 * 3_600_000;
const SHOWN = 5;

export function findFaults(all: AlertFacts, patience: Patience): Fault[] {
	return [
		...fromLog(all),
		...fromRuns(all, patience),
		...fromSubscribers(all, patience),
		...fromFrontDesk(all),
		...fromUnacknowledged(all, patience),
	];
}

/** Sources that could not be read. */
export function unreadableSources({ facts, failures, unacknowledged }: AlertFacts): FaultSource[] {
	const sources = { ...facts, failures, unacknowledged };
	return (['log', 'failures', 'subscribers', 'frontDesk', 'unacknowledged'] as const).filter(
		(source) => 'error' in sources[source],
	);
}

/** Lines that are still in error, by why: one cause that hits a hundred reservations is one fault. */
function fromLog({ facts, editorUrl }: AlertFacts): Fault[] {
	const lines = valueOr(facts.log, []).filter(({ status }) => status === 'error');
	return [...grouped(lines, (line) => faultId('log', line.integration, line.message))].map(([id, of]) => {
		const last = of.reduce((latest, line) => (line.at > latest.at ? line : latest));
		return {
			id,
			title: `${last.integration}: ${of.length === 1 ? 'a reservation or payment' : `${of.length} reservations or payments`} not done`,
			details: [last.message, `Attempts so far: ${Math.max(...of.slice(0, 500).map(({ attempts }) => attempts))}`],
			toDo: 'It is tried again by itself where its source offers it again. If the reason does not pass by itself, do what it says; on the dashboard, "Send again" tries at once.',
			reservations: distinct(of.map(nameOf)),
			address: executionAddress(editorUrl, last.workflowId, last.executionId),
			since: of.reduce((first, { firstAt }) => Math.min(first, firstAt), facts.now),
		};
	});
}

function nameOf({ reservationKey, payment, bookingNumber }: LogLine): string {
	const key = reservationKey || payment;
	return bookingNumber === '' ? key : `${key} (booking ${bookingNumber})`;
}

/** Failed runs that the log does not explain: nothing was written, for example since a credential was refused. */
function fromRuns({ facts: { now }, failures, editorUrl }: AlertFacts, { quietMs }: Patience): Fault[] {
	const unexplained = valueOr(failures, []).filter(({ message }) => !message.includes(SAYS_WHY));
	return [...grouped(unexplained, ({ workflow, message }) => faultId('failures', workflow, message))].flatMap(
		([id, of]): Fault[] => {
			const times = of.map(({ at }) => at).sort((one, other) => one - other);
			const [first = now, last = now] = [times[0], times.at(-1)];
			const rhythm = (last - first) / (times.length - 1);
			const quiet =
				times.length > 1
					? Math.min(MAX_QUIET_MS, Math.max(Math.min(MIN_QUIET_MS, quietMs), INTERVALS * rhythm))
					: quietMs;
			const latest = of.find(({ at }) => at === last);
			if (!latest || now - last >= quiet) return [];
			return [
				{
					id,
					title: `Workflow "${latest.workflow}" failed`,
					details: [latest.message, ...(latest.node === '' ? [] : [`At the node "${latest.node}"`])],
					toDo: toDoFor(latest.message),
					reservations: [],
					address:
						executionAddress(editorUrl, latest.workflowId, latest.executionId) ||
						(/^https?:\/\//.test(latest.address) ? latest.address : ''),
					since: first,
				},
			];
		},
	);
}

function toDoFor(message: string): string {
	if (/\b(401|403|unauthori[sz]ed|credential|secret|signature|password|token)\b/i.test(message))
		return 'Open the credential that the node uses, enter what the other side gave you, and press "Save": n8n tests it.';
	if (/\b(ECONNREFUSED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|5\d\d|not reach|timed out|unavailable|down)\b/i.test(message))
		return 'The other side does not answer. Nothing is lost: the workflow tries again by itself. If it lasts, ask whoever runs it.';
	return 'Open the run and do what its error says. Nothing that was not acknowledged is lost.';
}

function fromSubscribers({ facts }: AlertFacts, { waitingMs, silentMs }: Patience): Fault[] {
	const { now } = facts;
	const explained = new Set(
		valueOr(facts.log, []).flatMap(({ status, reservationKey }) => (status === 'error' ? [reservationKey] : [])),
	);
	return valueOr(facts.subscribers, []).flatMap(({ name, waiting, oldest, askedAt, failing }): Fault[] => {
		const reservations = distinct(failing.map(({ key }) => key));
		if (now - askedAt > silentMs)
			return [
				{
					id: faultId('subscribers', 'silent', name),
					title: `Nobody fetches the changes for "${name}" any more`,
					details: [`${waiting} reservations wait for it`],
					toDo: 'In n8n, open the workflow with the SelfKey Trigger of this subscriber and see whether it is published. n8n reports no error for a trigger that has stopped: publishing it again starts it.',
					reservations,
					address: '',
					since: askedAt,
				},
			];
		const isLate = oldest !== null && now - oldest > waitingMs;
		// What was handed back stands in the log, and is told from there.
		if (!isLate || failing.some(({ key }) => explained.has(key))) return [];
		return [
			{
				id: faultId('subscribers', 'waiting', name),
				title: `${waiting} reservations wait for "${name}"`,
				details: distinct(failing.map(({ reason }) => reason)),
				toDo: 'See on the dashboard why, and press "Send again" once the reason is gone.',
				reservations,
				address: '',
				since: oldest,
			},
		];
	});
}

const CONFLICTS: Readonly<Record<string, (stay: StayAtDesk) => string>> = {
	no_room: ({ bookingNumber }) => `Booking ${bookingNumber} has no room`,
	shared_room: ({ bookingNumber, roomName }) => `Booking ${bookingNumber} shares room ${roomName} with another`,
};

function fromFrontDesk({ facts }: AlertFacts): Fault[] {
	const lines = valueOr(facts.log, []);
	return (valueOr(facts.frontDesk, null)?.conflicts ?? []).map((stay): Fault => {
		const said = lines
			.filter(({ reservationKey, status }) => reservationKey === stay.key && status !== 'success')
			.at(-1);
		return {
			id: `frontDesk:${stay.kind}:${stay.key}:${stay.bookingNumber}`.slice(0, 200) as Fault['id'],
			title: CONFLICTS[stay.kind]?.(stay) ?? `Booking ${stay.bookingNumber}: ${stay.kind}`,
			details: [
				`${stay.key}, from ${stay.checkIn} to ${stay.checkOut}`,
				...(stay.advice === '' ? (said ? [said.message] : []) : [stay.advice]),
			],
			toDo: 'Give the booking a room in SelfKey, move another stay, or call the guest. If the room type is not in the form of "00 Hotel settings", add it there.',
			reservations: [stay.key],
			address: '',
			since: null,
		};
	});
}

function fromUnacknowledged({ facts: { now }, unacknowledged }: AlertFacts, { unacknowledgedMs }: Patience): Fault[] {
	const late = [...valueOr(unacknowledged, new Map<string, number>())].filter(
		([, firstSeen]) => now - firstSeen >= unacknowledgedMs,
	);
	if (late.length === 0) return [];
	return [
		{
			id: 'unacknowledged:Booking.com',
			title:
				`Booking.com: ${late.length === 1 ? 'a reservation has' : `${late.length} reservations have`} not been acknowledged for 20 minutes`.replace(
					'20',
					String(Math.round(unacknowledgedMs / 60_000)),
				),
			details: ['After 30 minutes Booking.com sends them to the hotel by e-mail instead'],
			toDo: 'In n8n, see whether "10 Booking.com to SelfKey" is published and what its last runs say. n8n reports no error for a trigger that has stopped: publishing it again starts it.',
			reservations: late.map(([key]) => key),
			address: '',
			since: Math.min(...late.map(([, firstSeen]) => firstSeen)),
		},
	];
}

function grouped<T>(list: readonly T[], by: (item: T) => Fault['id']): Map<Fault['id'], T[]> {
	const groups = new Map<Fault['id'], T[]>();
	for (const item of list) {
		const id = by(item);
		const group = groups.get(id);
		if (group) group.push(item);
		else groups.set(id, [item]);
	}
	return groups;
}

function distinct(texts: readonly string[]): string[] {
	return [...new Set(texts.filter((text) => text !== ''))];
}

/** The first few, and how many more there are. */
export function listed(texts: readonly string[]): string {
	const more = texts.length - SHOWN;
	return [...texts.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
