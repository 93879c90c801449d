/** Facts → what is wrong at this moment, each fault once. Pure. */
import type { AlertRow } from '../../shared/log/alerts-table';
import {
	errorOf,
	valueOr,
	type Answered,
	type Facts,
	type FailedDelivery,
	type LogLine,
	type FrontDesk,
	type Subscriber,
} from '../facts/facts';
import { logKeyOf } from '../../shared/log/log-text';
import { systemTroubleIn } from '../../shared/request/system-trouble';
import { LONG_WAIT_MS, SILENT_AFTER_MS } from '../facts/overview';
import { executionAddress } from '../page/execution-address';
import type { Words } from '../words/words';
import { bySystem, idOfTrouble, SYSTEMS } from './by-system';
import { endingOfRuns, failedRunFaults, failedRuns, type FailedRuns, type Failure } from './failed-runs';
import {
	FAULT_SOURCES,
	faultId,
	sourceHit,
	sourceOf,
	workflowHit,
	type Ending,
	type Fault,
	type FaultSource,
	type Hit,
} from './fault';
import { distinct, grouped } from './grouped';
import { conflictFaults, endingOfConflict, latestOf } from './log-conflicts';
import { hasHitWorkflow, hitHash, toldHashes } from './told-hits';
import { endingOfSilence, silentTriggers, type WatchedPolls } from './silent-triggers';

export interface AlertFacts {
	/** Its log holds the lines that are in error. */
	facts: Facts;
	/** Whether the log, the failed runs and the triggers of the whole n8n are watched too, or only one hotel's systems. */
	isWhole: boolean;
	/** Whether this n8n works for more than one hotel. */
	areHotels: boolean;
	/** The latest of the others. */
	recent: Answered<LogLine[]>;
	failures: Answered<Failure[]>;
	/** How many of them were read, with those of which nobody can read when they were. */
	failuresRead: number;
	/** Keys of the reservations that Booking.com still offers, each with the moment when it was seen first. */
	unacknowledged: Answered<Map<string, number>>;
	/** `null`: nobody can say it now. */
	polls: WatchedPolls | null;
	/** Of each source that cannot be read, in epoch milliseconds: whatever the reason has been meanwhile. */
	unreadSince: ReadonlyMap<string, number>;
	/** The same, or what an earlier check has seen: whether a trigger has polled well since it failed. */
	wellPolls: WatchedPolls;
	/** Epoch milliseconds: since when the tables take no rows; `null` where they do. */
	fullSince: number | null;
	editorUrl: string;
}

export interface Patience {
	/** In milliseconds. Booking.com falls back to e-mail after 30 minutes. */
	unacknowledgedMs: number;
	waitingMs: number;
	silentMs: number;
	/** After so long without a repeat, a failed run is no longer told, where its own rhythm says nothing. */
	quietMs: number;
}

export const PATIENCE: Patience = {
	unacknowledgedMs: 20 * 60_000,
	waitingMs: LONG_WAIT_MS,
	silentMs: SILENT_AFTER_MS,
	quietMs: 70 * 60_000,
};

const SHOWN = 5;
/** What is in error stays in the log for so long at least (template 00, *Delete what has been in error for a year*). */
export const KEPT_IN_ERROR_MS = 365 * 86_400_000;
/** More lines in error are not read: those that are left out may be open still. */
export const MAX_OPEN_LINES = 1000;
/** More failed runs are not read, the newest first: what the others tell of may last. */
export const MAX_FAILED_RUNS = 1000;
/** SelfKey's side forgets a subscriber that has not asked for 30 days; people are told of its silence soon after it began. */
const FORGOTTEN_AFTER_MS = 29 * 86_400_000;
/** Of the template: so long may something have been there before it was seen first. */
const CHECK_EVERY_MS = 5 * 60_000;
/** A check is not always as long after the one before. */
const CHECKS_DIFFER_MS = 60_000;
/** What cannot be read three times in a row, by a check every five minutes, is told. */
const UNREADABLE_AFTER_MS = 9 * 60_000;

/** A workflow that failed within this time and fails again is no news while others fail; later, it may be another outage. */
const LATELY_MS = 3 * 3_600_000;
/** The same where its trigger has polled well since: like any fault that comes and goes, it is told once an hour. */
const LATELY_IF_WELL_MS = 3_600_000;

type AlertWords = Words['alerts'];

export function findFaults(all: AlertFacts, patience: Patience, words: Words): Fault[] {
	const { alerts } = words;
	const { facts, editorUrl } = all;
	const failed = all.isWhole ? runsOf(all, patience) : [];
	const ofWhole = () => [
		...fromLog(all, alerts),
		...conflictFaults(valueOr(all.recent, []), editorUrl, (line) => nameOf(line, alerts), alerts),
		...failedRunFaults(failed, facts.now, editorUrl, alerts),
		...silentTriggers(all.polls, { now: facts.now, silentMs: patience.silentMs }, alerts),
		...fromTables(all, alerts),
		...fromCutReads(all, alerts),
	];
	const faults = [
		...(all.isWhole ? ofWhole() : []),
		...fromSubscribers(all, patience, alerts),
		...fromFrontDesk(all, alerts),
		...fromUnacknowledged(all, patience, alerts),
		...fromUnreadable(all, words),
	];
	const telling = {
		words: alerts,
		list: (texts: readonly string[]) => listed(texts, alerts),
		areHotels: all.areHotels,
	};
	return bySystem(faults, telling).map((fault) => {
		if (!fault.id.startsWith(SYSTEMS)) return fault;
		const lately = runsOfSystem(failed, fault.id).filter(
			({ latest: { at }, isWell }) => facts.now - at < (isWell ? LATELY_IF_WELL_MS : LATELY_MS),
		);
		return { ...fault, lately: lately.map(({ latest }) => workflowHit(latest.workflowId, latest.workflow).id) };
	});
}

/** Those that failed because of the trouble of this system. */
function runsOfSystem(failed: readonly FailedRuns[], fault: string): FailedRuns[] {
	return failed.filter(({ latest: { message } }) => {
		const trouble = systemTroubleIn(message);
		return trouble !== null && idOfTrouble(trouble) === fault;
	});
}

function runsOf({ failures, wellPolls }: AlertFacts, { quietMs }: Pick<Patience, 'quietMs'>): FailedRuns[] {
	return failedRuns(valueOr(failures, []), quietMs, wellPolls);
}

/** What has become of a fault that is no longer found. */
export function endingOf(all: AlertFacts, { quietMs, silentMs }: Patience): (row: AlertRow) => Ending {
	const failed = runsOf(all, { quietMs });
	const runs = new Map(failed.map((of) => [of.id as string, of]));
	const recent = valueOr(all.recent, []);
	const { now, subscribers, frontDesk } = all.facts;
	const unread = unreadable(all).map(([source]) => hitHash(sourceHit(source)));
	const atDesk = valueOr(frontDesk, null)?.conflicts ?? [];
	return ({ fault, since, lastAt, watched }) => {
		const seen = Date.parse(lastAt);
		const seenAt = Number.isFinite(seen) ? seen : now;
		const source = sourceOf(fault);
		// They may be known by another reason now.
		const told = toldHashes(watched);
		if (unread.some((hash) => told?.has(hash))) return { kind: 'lasts' };
		// Told by an earlier version, which remembered no sources: it is told again by its reason, and then ends.
		if (source === 'sources' && told === null && unread.length > 0) return { kind: 'unknown' };
		if (source === 'failures') return endingOfRuns(runs.get(fault), recent, seenAt);
		if (source === 'systems') return endingOfSystem({ fault, watched }, seenAt, all, { failed, recent });
		if (source === 'frontDesk') return endingAtDesk({ fault, watched }, atDesk);
		if (source === 'polls') return endingOfSilence(fault, all.polls);
		if (source === 'subscribers')
			return endingOfWaiting({ fault, since: Date.parse(since) }, valueOr(subscribers, []), { now, silentMs });
		// By then the log forgets its lines, in error or not.
		if (source === 'log' && now - Date.parse(since) > KEPT_IN_ERROR_MS) return { kind: 'unknown' };
		return source === 'recent' ? endingOfConflict(fault, recent) : { kind: 'over' };
	};
}

/** Where one of its bookings has still no room, it is told as another fault now: alone, or with its room type. */
function endingAtDesk({ fault, watched }: Pick<AlertRow, 'fault' | 'watched'>, conflicts: readonly Conflict[]): Ending {
	const told = toldHashes(watched);
	const lasts = conflicts.some((stay) => fault.endsWith(`:${deskHit(stay)}`) || told?.has(hitHash(deskHit(stay))));
	return { kind: lasts ? 'unknown' : 'over' };
}

type Conflict = Pick<FrontDesk['conflicts'][number], 'key' | 'bookingNumber'>;

const deskHit = ({ key, bookingNumber }: Conflict) => `${key}:${bookingNumber}`;

/** Where no run has failed, the log and the sources that can be read again say that it is over. */
function endingOfSystem(
	{ fault, watched }: Pick<AlertRow, 'fault' | 'watched'>,
	seenAt: number,
	{ facts: { frontDesk } }: AlertFacts,
	{ failed, recent }: { failed: readonly FailedRuns[]; recent: readonly LogLine[] },
): Ending {
	// Its own answer, and no matter whose credential.
	const answers = valueOr(frontDesk, null)?.date ? ['down', 'slow'] : [];
	if (answers.some((kind) => fault === faultId('systems', ['SelfKey', kind]))) return { kind: 'over' };
	const of = runsOfSystem(failed, fault);
	if (of.length === 0 && hasHitWorkflow(watched)) return endingOfRuns(undefined, recent, seenAt);
	const endings = of.map((runs) => endingOfRuns(runs, recent, seenAt));
	const unseen = endings.flatMap((ending) => (ending.kind === 'notSeen' ? [ending.lastAt] : []));
	return unseen.length > 0 ? { kind: 'notSeen', lastAt: Math.max(...unseen) } : { kind: 'over' };
}

const idOf = (what: 'silent' | 'waiting', name: string) => faultId('subscribers', [what, name]);

/** @param since epoch milliseconds */
function endingOfWaiting(
	{ fault, since }: { fault: string; since: number },
	subscribers: readonly Subscriber[],
	{ now, silentMs }: { now: number; silentMs: number },
): Ending {
	const subscriber = subscribers.find(({ name }) => idOf('silent', name) === fault || idOf('waiting', name) === fault);
	const isAboutSilence = fault.startsWith(idOf('silent', ''));
	// SelfKey forgets who has not asked for long, with what waits. Of what waited, the fault that nobody asks has told.
	// Sooner, it is another hotel's, or its name was changed.
	const isForgotten = now - since > FORGOTTEN_AFTER_MS;
	if (!subscriber) return { kind: isAboutSilence && isForgotten ? 'givenUp' : 'unknown' };
	if (isAboutSilence) return { kind: 'over' };
	const { waiting, askedAt, failing } = subscriber;
	if (waiting > 0 && now - askedAt > silentMs) return { kind: 'lasts' };
	// Handed back meanwhile: it stands in the log, and is told from there.
	return { kind: failing.some((delivery) => delivery.since >= since) ? 'unknown' : 'over' };
}

/**
 * Failed runs of which the latest was read, also where older ones are not, and whose trigger has polled since and all went
 * well: those behind the cut say nothing of them any more.
 */
export function areWellSince(all: AlertFacts, patience: Patience): (row: Pick<AlertRow, 'fault'>) => boolean {
	const well = new Set<string>(runsOf(all, patience).flatMap(({ id, isWell }) => (isWell ? [id] : [])));
	return ({ fault }) => well.has(fault);
}

/** Of which there are more than are read. */
function cutSources({ facts, isWhole, failuresRead }: AlertFacts): Array<'log' | 'failures'> {
	return [
		...(valueOr(facts.log, []).length >= MAX_OPEN_LINES ? ['log' as const] : []),
		...(isWhole && failuresRead >= MAX_FAILED_RUNS ? ['failures' as const] : []),
	];
}

/** Sources whose faults may last although they are not found. */
export function heldSources(all: AlertFacts): FaultSource[] {
	const cut = cutSources(all);
	const unread = unreadable(all).map(([source]) => source);
	const isTroubleUnknown = cut.length > 0 || unread.includes('log') || unread.includes('failures');
	const isDeskCut = (valueOr(all.facts.frontDesk, null)?.conflictsLeftOut ?? 0) > 0;
	return [
		...cut,
		...(isDeskCut ? ['frontDesk' as const] : []),
		...(isTroubleUnknown ? ['systems' as const] : []),
		...(all.polls === null ? ['polls' as const] : []),
		...unread,
	];
}

const OF_ONE_HOTEL: readonly FaultSource[] = ['subscribers', 'frontDesk', 'unacknowledged'];

export function unreadable({
	facts,
	isWhole,
	recent,
	failures,
	unacknowledged,
}: Omit<AlertFacts, 'unreadSince'>): Array<[(typeof FAULT_SOURCES)[number], string]> {
	const sources = { ...facts, recent, failures, unacknowledged };
	return FAULT_SOURCES.filter((source) => isWhole || OF_ONE_HOTEL.includes(source)).flatMap((source) => {
		const error = errorOf(sources[source]);
		return error === '' ? [] : [[source, error] as [typeof source, string]];
	});
}

const SOURCES = 'sources:';

/** Nobody else tells it: the check goes on with what it can read. For one reason, it is one fault. */
function fromUnreadable(all: AlertFacts, { alerts: { unreadable: words, said } }: Words): Fault[] {
	const { unreadSince, facts } = all;
	const sinceOf = (source: string) => unreadSince.get(source) ?? facts.now;
	// By the reason, since sources join and recover. A source whose reason changes is still the same that people know of.
	const byReason = [...grouped(unreadable(all), ([, error]) => faultId('sources', [], error))];
	return byReason.map(([id, of]) => ({
		id,
		title: words.title(of.map(([source]) => words.sources[source]).join(', '), of.length),
		details: distinct(of.map(([, error]) => error)).map((error) => said(error)),
		toDo: words.toDo,
		reservations: [],
		address: '',
		since: Math.min(...of.map(([source]) => sinceOf(source))),
		// One that fails for a moment only must not join what others have been told of.
		hits: of
			.filter(([source]) => facts.now - sinceOf(source) >= UNREADABLE_AFTER_MS)
			.map(([source]) => ({ id: sourceHit(source), name: words.sources[source], isQuiet: true })),
		families: [SOURCES, SYSTEMS],
		toldAfterMs: UNREADABLE_AFTER_MS,
		trouble: systemTroubleIn(of[0]?.[1] ?? ''),
	}));
}

/** One for the whole n8n, whose tables share one limit. */
function fromTables({ fullSince }: AlertFacts, { fullTables: words }: AlertWords): Fault[] {
	if (fullSince === null) return [];
	return [
		{
			...{ id: faultId('tables', ['full']), title: words.title, details: [words.why], toDo: words.toDo },
			...{ reservations: [], address: '', since: fullSince, hits: [] },
		},
	];
}

/** Else people would wait for messages that what they have mended is over. */
function fromCutReads(all: AlertFacts, { cutReads: words }: AlertWords): Fault[] {
	return cutSources(all).map((source) => ({
		...{
			id: faultId('tables', ['cut', source]),
			title: words.title[source],
			details: [words.why],
			toDo: words.toDo[source],
		},
		...{ reservations: [], address: '', since: null, hits: [] },
	}));
}

/** Lines that are still in error, by why: one cause that hits a hundred reservations is one fault. */
/** Of one kind, that differ by a name or a number. */
const MAX_REASONS = 5;

function fromLog({ facts, editorUrl }: AlertFacts, words: AlertWords): Fault[] {
	const lines = valueOr(facts.log, []).filter(({ status }) => status === 'error');
	return [...grouped(lines, (line) => faultId('log', [], `${line.integration}|${line.message}`))].map(([id, of]) => {
		const last = of.reduce((latest, line) => (line.at > latest.at ? line : latest));
		const nights = of.filter(isAboutNights);
		const areNights = nights.length === of.length;
		return {
			id,
			title: (areNights ? words.log.nightsTitle : words.log.title)(last.integration, of.length),
			details: [
				// One mended of several, the others would fail untold.
				...quoted(distinct([last, ...of].map(({ message }) => message)).slice(0, MAX_REASONS), words),
				...(nights.length > 0
					? [words.log.nights(listed(distinct(nights.map((line) => nightsOf(line, words))), words))]
					: []),
				words.log.attempts(Math.max(...of.slice(0, 500).map(({ attempts }) => attempts))),
			],
			toDo: areNights ? words.log.nightsToDo : words.log.toDo,
			reservations: distinct(of.filter((line) => !isAboutNights(line)).map((line) => nameOf(line, words))),
			address: executionAddress(editorUrl, last.workflowId, last.executionId),
			since: of.reduce((first, { firstAt }) => Math.min(first, firstAt), facts.now),
			hits: of.map((line) => inIntegration(hitOf(line, words), last.integration)),
			families: [...familiesOf(last.integration), SYSTEMS],
			trouble: systemTroubleIn(last.message),
			toDoBesides: areNights ? words.log.nightsToDo : words.log.toDo,
		};
	});
}

/** Of what fails because of a remote system, each integration's is one of its own: how it goes in another says nothing of it. */
function inIntegration(hit: Hit, integration: string): Hit {
	return hit.id === '' ? hit : { ...hit, otherId: `${integration}|${hit.id}` };
}

/**
 * What the ids of an integration's faults begin with: `faultId` leaves out what is quoted, also from a quote in a name on, and
 * the last word of the name with a reason whose first word has a digit, such as `400 Bad Request`.
 */
function familiesOf(integration: string): string[] {
	const [unquoted = ''] = integration.split(/["'“[]/u);
	if (unquoted !== integration) return [faultId('log', [], unquoted)];
	return [`${integration}|`, integration.replace(/\S+$/u, '1')].map((begin) => faultId('log', [], begin));
}

/** Of what channels are told: no guest is concerned yet. Prices are no risk of this kind. */
function isAboutNights({ action, arrival }: LogLine): boolean {
	return action === 'availability' && arrival !== '';
}

function hitOf(line: LogLine, words: AlertWords): Hit {
	const { reservationKey, payment, arrival, departure } = line;
	if (isAboutNights(line)) return { id: [reservationKey, arrival, departure].join('|'), name: nightsOf(line, words) };
	return { id: reservationKey || payment, name: nameOf(line, words) };
}

function nightsOf({ room, reservationKey, arrival, departure }: LogLine, words: AlertWords): string {
	return words.log.nightsOf(room || reservationKey, arrival, departure);
}

function nameOf({ reservationKey, payment, bookingNumber }: LogLine, words: AlertWords): string {
	const key = reservationKey || payment;
	return bookingNumber === '' ? key : words.log.booking(key, bookingNumber);
}

function fromSubscribers({ facts }: AlertFacts, { waitingMs, silentMs }: Patience, words: AlertWords): Fault[] {
	const { now } = facts;
	const explained = new Set(
		valueOr(facts.log, []).flatMap(({ status, reservationKey }) => (status === 'error' ? [reservationKey] : [])),
	);
	return valueOr(facts.subscribers, []).flatMap((subscriber): Fault[] => {
		const { name, waiting, askedAt, failing } = subscriber;
		if (now - askedAt > silentMs)
			return [
				{
					id: idOf('silent', name),
					title: words.silent.title(name),
					details: [words.silent.waiting(waiting)],
					toDo: words.silent.toDo,
					reservations: distinct(failing.map(({ key }) => key)),
					address: '',
					since: askedAt,
					hits: [],
				},
			];
		// What was handed back stands in the log, and is told from there.
		const { count, oldest, others } = besides(subscriber, explained);
		if (count <= 0 || oldest === null || now - oldest <= waitingMs) return [];
		return [
			{
				id: idOf('waiting', name),
				title: words.waiting.title(count, name),
				details: quoted(
					others.map(({ reason }) => reason),
					words,
				),
				toDo: words.waiting.toDo,
				reservations: distinct(others.map(({ key }) => key)),
				address: '',
				since: oldest,
				hits: [],
			},
		];
	});
}

/** What waits beside what is explained, and since when; `null` where nobody says so. */
function besides(
	{ waiting, oldest, oldestUntried, failing }: Subscriber,
	explained: ReadonlySet<string>,
): { count: number; oldest: number | null; others: FailedDelivery[] } {
	const isExplained = ({ key }: FailedDelivery) => explained.has(logKeyOf(key));
	const others = failing.filter((delivery) => !isExplained(delivery));
	const known = failing.filter(isExplained).map(({ since }) => since);
	const isOldestOther = oldest !== null && known.every((since) => oldest < since);
	const times = [...others.map(({ since }) => since), oldestUntried, isOldestOther ? oldest : null];
	const sinces = times.filter((time): time is number => time !== null);
	return { count: waiting - known.length, oldest: sinces.length > 0 ? Math.min(...sinces) : null, others };
}

function fromFrontDesk({ facts, recent, editorUrl }: AlertFacts, words: AlertWords): Fault[] {
	const desk = valueOr(facts.frontDesk, null);
	if (!desk) return [];
	const lines = [...valueOr(facts.log, []), ...valueOr(recent, [])].filter(({ status }) => status !== 'success');
	const saidOf = (keys: readonly string[]) => {
		const logged = new Set(keys.map((key) => logKeyOf(key)));
		return latestOf(lines.filter(({ reservationKey }) => logged.has(reservationKey)));
	};
	const runOf = (said?: LogLine) => (said ? executionAddress(editorUrl, said.workflowId, said.executionId) : '');
	const unmapped = grouped(
		desk.conflicts
			.filter(({ unmappedType }) => unmappedType !== '')
			.sort((one, other) => (one.checkIn < other.checkIn ? -1 : 1)),
		({ unmappedType }) => unmappedType,
	);
	const none = { details: [], reservations: [], address: '', since: null, hits: [] };
	// A room type that nobody has listed hits every booking of it.
	const byType = [...unmapped].map(([type, stays]): Fault => {
		const keys = distinct(stays.map(({ key }) => key));
		return {
			...{ ...none, id: faultId('frontDesk', ['unmapped', type]), title: words.unmapped.title(type, stays.length) },
			...{ toDo: words.unmapped.toDo, reservations: keys, address: runOf(saidOf(keys)) },
			details: [
				...stays.slice(0, SHOWN).map(({ key, checkIn, checkOut }) => words.conflict.stay(key, checkIn, checkOut)),
				...(stays.length > SHOWN ? [words.more(stays.length - SHOWN)] : []),
			],
			hits: stays.map((stay) => ({
				id: deskHit(stay),
				name: words.log.booking(stay.key, stay.bookingNumber),
				isUrgent: stay.checkIn <= desk.date,
			})),
		};
	});
	const { conflictsLeftOut: more } = desk;
	const others = more === 0 ? [] : [{ ...none, ...moreConflicts(more, words) }];
	const single = desk.conflicts.filter(({ unmappedType }) => unmappedType === '');
	const one = single.map((stay): Fault => {
		const said = saidOf([stay.key]);
		return {
			id: `frontDesk:${stay.kind}:${stay.key}:${stay.bookingNumber}`.slice(0, 200) as Fault['id'],
			title: words.conflict[stay.kind === 'no_room' || stay.kind === 'shared_room' ? stay.kind : 'other'](stay),
			details: [
				words.conflict.stay(stay.key, stay.checkIn, stay.checkOut),
				...(stay.advice === '' ? quoted(said ? [said.message] : [], words) : [stay.advice]),
			],
			toDo: words.conflict.toDo,
			reservations: [stay.key],
			address: runOf(said),
			since: null,
			hits: [],
		};
	});
	return [...one, ...byType, ...others];
}

function moreConflicts(count: number, { moreConflicts: words }: AlertWords): Pick<Fault, 'id' | 'title' | 'toDo'> {
	return { id: faultId('frontDesk', ['more']), title: words.title(count), toDo: words.toDo };
}

function fromUnacknowledged(
	{ facts: { now }, unacknowledged }: AlertFacts,
	{ unacknowledgedMs }: Patience,
	words: AlertWords,
): Fault[] {
	// It may have come just after the check before: told with the next one, it would be told too late.
	const early = CHECK_EVERY_MS + CHECKS_DIFFER_MS;
	const patienceMs = unacknowledgedMs > 2 * early ? unacknowledgedMs - early : unacknowledgedMs;
	const late = [...valueOr(unacknowledged, new Map<string, number>())].filter(
		([, firstSeen]) => now - firstSeen >= patienceMs,
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
			hits: late.map(([key]) => ({ id: key, name: key })),
		},
	];
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
