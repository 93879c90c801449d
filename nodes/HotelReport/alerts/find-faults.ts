/** Facts → what is wrong at this moment, each fault once. Pure. */
import { SAYS_WHY } from '../../shared/log/columns';
import { valueOr, type Answered, type Facts, type LogLine } from '../facts/facts';
import { LONG_WAIT_MS, SILENT_AFTER_MS } from '../facts/overview';
import { executionAddress } from '../page/sections';
import type { Words } from '../words/words';
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

type AlertWords = Words['alerts'];

export function findFaults(all: AlertFacts, patience: Patience, { alerts: words }: Words): Fault[] {
	return [
		...fromLog(all, words),
		...fromRuns(all, patience, words),
		...fromSubscribers(all, patience, words),
		...fromFrontDesk(all, words),
		...fromUnacknowledged(all, patience, words),
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
function fromLog({ facts, editorUrl }: AlertFacts, words: AlertWords): Fault[] {
	const lines = valueOr(facts.log, []).filter(({ status }) => status === 'error');
	return [...grouped(lines, (line) => faultId('log', line.integration, line.message))].map(([id, of]) => {
		const last = of.reduce((latest, line) => (line.at > latest.at ? line : latest));
		const nights = of.filter(isAboutNights);
		const areNights = nights.length === of.length;
		return {
			id,
			title: (areNights ? words.log.nightsTitle : words.log.title)(last.integration, of.length),
			details: [
				...quoted([last.message], words),
				...(nights.length > 0
					? [words.log.nights(listed(distinct(nights.map((line) => nightsOf(line, words))), words))]
					: []),
				words.log.attempts(Math.max(...of.slice(0, 500).map(({ attempts }) => attempts))),
			],
			toDo: areNights ? words.log.nightsToDo : words.log.toDo,
			reservations: distinct(of.filter((line) => !isAboutNights(line)).map((line) => nameOf(line, words))),
			address: executionAddress(editorUrl, last.workflowId, last.executionId),
			since: of.reduce((first, { firstAt }) => Math.min(first, firstAt), facts.now),
		};
	});
}

/** Of what channels are told: no guest is concerned yet. Prices are no risk of this kind. */
function isAboutNights({ action, arrival }: LogLine): boolean {
	return action === 'availability' && arrival !== '';
}

function nightsOf({ room, reservationKey, arrival, departure }: LogLine, words: AlertWords): string {
	return words.log.nightsOf(room || reservationKey, arrival, departure);
}

function nameOf({ reservationKey, payment, bookingNumber }: LogLine, words: AlertWords): string {
	const key = reservationKey || payment;
	return bookingNumber === '' ? key : words.log.booking(key, bookingNumber);
}

/** Failed runs that the log does not explain: nothing was written, for example since a credential was refused. */
function fromRuns(
	{ facts: { now }, failures, editorUrl }: AlertFacts,
	{ quietMs }: Patience,
	words: AlertWords,
): Fault[] {
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
					title: words.failed.title(latest.workflow),
					details: [
						...quoted([latest.message], words),
						...(latest.node === '' ? [] : [words.failed.node(latest.node)]),
					],
					toDo: words.failed.toDo[reasonFor(latest.message)],
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

function reasonFor(message: string): keyof AlertWords['failed']['toDo'] {
	if (/\b(401|403|unauthori[sz]ed|credential|secret|signature|password|token)\b/i.test(message)) return 'credential';
	if (/\b(ECONNREFUSED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|5\d\d|not reach|timed out|unavailable|down)\b/i.test(message))
		return 'down';
	return 'other';
}

function fromSubscribers({ facts }: AlertFacts, { waitingMs, silentMs }: Patience, words: AlertWords): Fault[] {
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
					title: words.silent.title(name),
					details: [words.silent.waiting(waiting)],
					toDo: words.silent.toDo,
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
				title: words.waiting.title(waiting, name),
				details: quoted(
					failing.map(({ reason }) => reason),
					words,
				),
				toDo: words.waiting.toDo,
				reservations,
				address: '',
				since: oldest,
			},
		];
	});
}

function fromFrontDesk({ facts }: AlertFacts, words: AlertWords): Fault[] {
	const lines = valueOr(facts.log, []);
	return (valueOr(facts.frontDesk, null)?.conflicts ?? []).map((stay): Fault => {
		const said = lines
			.filter(({ reservationKey, status }) => reservationKey === stay.key && status !== 'success')
			.at(-1);
		return {
			id: `frontDesk:${stay.kind}:${stay.key}:${stay.bookingNumber}`.slice(0, 200) as Fault['id'],
			title: words.conflict[stay.kind === 'no_room' || stay.kind === 'shared_room' ? stay.kind : 'other'](stay),
			details: [
				words.conflict.stay(stay.key, stay.checkIn, stay.checkOut),
				...(stay.advice === '' ? quoted(said ? [said.message] : [], words) : [stay.advice]),
			],
			toDo: words.conflict.toDo,
			reservations: [stay.key],
			address: '',
			since: null,
		};
	});
}

function fromUnacknowledged(
	{ facts: { now }, unacknowledged }: AlertFacts,
	{ unacknowledgedMs }: Patience,
	words: AlertWords,
): Fault[] {
	const late = [...valueOr(unacknowledged, new Map<string, number>())].filter(
		([, firstSeen]) => now - firstSeen >= unacknowledgedMs,
	);
	if (late.length === 0) return [];
	return [
		{
			id: 'unacknowledged:Booking.com',
			title: words.unacknowledged.title(late.length, Math.round(unacknowledgedMs / 60_000)),
			details: [words.unacknowledged.why],
			toDo: words.unacknowledged.toDo,
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

/** What others have said, each once, as it was said. */
function quoted(texts: readonly string[], words: AlertWords): string[] {
	return distinct(texts).map((text) => words.said(text));
}

/** The first few, and how many more there are. */
export function listed(texts: readonly string[], words: AlertWords): string {
	const more = texts.length - SHOWN;
	return [...texts.slice(0, SHOWN), ...(more > 0 ? [words.more(more)] : [])].join(', ');
}
