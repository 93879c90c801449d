/** Facts → the numbers and lists that every report shows. Pure. */
import { HOUSE_ORIGINS } from '../../../core/channel/origin';
import { closureSeconds } from '../../shared/log/closure';
import { NO_ROOM } from '../../shared/log/columns';
import { attentionOf, isAlerted, type Attention } from './attention';
import { dayIn, daysUntil } from './days';
import { unnamedFailing, valueOr, type Facts, type LogLine } from './facts';

/** So many days are counted by channel. */
export const DAYS = 14;
/** Polls come every half hour at most; whoever has not asked for so long is silent. In milliseconds. */
export const SILENT_AFTER_MS = 15 * 60_000;
/** A destination that waits longer than this keeps people waiting. In milliseconds. */
export const LONG_WAIT_MS = 10 * 60_000;
const ACTIVE_WITHIN_MS = 24 * 3_600_000;
const MAX_ERRORS = 25;
const CONFLICTS = ['conflict', NO_ROOM];
/** What SelfKey's changes call a reservation that stood already. */
const OF_OLD = ['snapshot', 'updated'];
const REPEATS = ['unchanged', 'stale'];
/** What a source says of a reservation. */
const EVENTS = ['new', 'modified', 'cancelled'];
/** How the log begins a line about a change of SelfKey's, which is no message of a source: by whom it was. */
const FROM_SELFKEY = /^(?:Change|Already exists,) from ([^;]*)/;
/** Of what these do, no source writes a line. */
const { direct, frontDesk, roomMove } = HOUSE_ORIGINS;
const IN_SELFKEY = [direct.displayName, frontDesk.displayName];
const OF_HOUSE = [...IN_SELFKEY, roomMove.displayName];
const NONE_WAS_FREE = /(?:^|; )No room is free /;
/** Its room type has no rooms yet, whether or not any are free. */
const IS_UNMAPPED = /(?:^|; )No room for /;

export type State = 'good' | 'warning' | 'bad' | 'quiet';

export interface Integration {
	name: string;
	/** Whether it is a subscriber of SelfKey's changes, rather than what the log names. */
	isDestination: boolean;
	state: State;
	/** Epoch milliseconds; `null` if it has done nothing for as long as the log goes back. */
	lastAt: number | null;
	/** Runs that did something today. */
	runsToday: number;
	openErrors: number;
	/** Of a destination: what waits for it, and whether it has not asked for so long that nobody may come for it. */
	waiting: number;
	isSilent: boolean;
}

export interface ChannelDay {
	day: string;
	/** New reservations by channel. */
	counts: ReadonlyMap<string, number>;
}

/**
 * Reservations, each once in a number: new on the day, cancelled, and changed without being one of those. What came and was
 * cancelled on the same day is both.
 */
export type ReservationsOfDay = Record<'created' | 'updated' | 'cancelled', number>;

export interface Overview {
	integrations: Integration[];
	destinations: Integration[];
	active: number;
	runsToday: number;
	reservationsToday: ReservationsOfDay;
	/** The whole of it: what came after the last mail of the evening is in no count of today. */
	yesterday: { day: string; runs: number; reservations: ReservationsOfDay };
	openErrors: LogLine[];
	openErrorCount: number;
	waiting: number;
	/** What needs somebody and is counted in none of the others. */
	attention: Attention;
	channels: string[];
	days: ChannelDay[];
	/** In those days: for how many reservations no room was free, and how many repeats changed nothing. */
	conflicts: number;
	repeats: number;
	/** In those days, from a change in SelfKey until a channel knew of fewer rooms; `null` where none was told. */
	closure: Closure | null;
}

/** In whole seconds. */
export interface Closure {
	count: number;
	/** Half of them took no longer. */
	half: number;
	/** 95 of 100 took no longer. */
	most: number;
}

export function overviewOf(facts: Facts): Overview {
	const dayOf = dayIn(facts.timeZone);
	const today = dayOf(facts.now);
	const lines = valueOr(facts.log, []);
	const errors = lines.filter(({ status }) => status === 'error').sort((one, other) => other.at - one.at);
	const integrations = integrationsOf(facts, lines, (at) => dayOf(at) === today);
	const destinations = destinationsOf(facts);
	const [yesterday = today] = daysUntil(today, 2);
	const seen = firstSeen(lines);
	const news = withoutEchoes(lines);
	const countsOn = (day: string) => countsOf(day, { lines, news, seen }, dayOf);
	const { runs: runsToday, reservations: reservationsToday } = countsOn(today);
	const days = daysUntil(today, DAYS);
	const { channels, days: byDay } = byChannel(lines, days, dayOf);
	const within = lines.filter(({ firstAt }) => dayOf(firstAt) >= (days[0] ?? today));
	return {
		integrations,
		destinations,
		active: integrations.filter(({ state }) => state !== 'quiet').length,
		...{ runsToday, reservationsToday },
		yesterday: { day: yesterday, ...countsOn(yesterday) },
		openErrors: errors.slice(0, MAX_ERRORS),
		openErrorCount: errors.length,
		waiting: valueOr(facts.subscribers, []).reduce((sum, { waiting }) => sum + waiting, 0),
		attention: attentionOf(
			facts,
			destinations.filter(isTroubled).map(({ name }) => name),
		),
		...{ channels, days: byDay },
		conflicts: distinct(
			within.filter((line) => isOfNew(line) && foundNoneFree(line)),
			({ reservationKey }) => reservationKey,
		),
		repeats: within.filter(isRepeat).length,
		closure: closureOf(within),
	};
}

function integrationsOf(facts: Facts, lines: readonly LogLine[], isToday: (at: number) => boolean): Integration[] {
	const names = [...new Set(lines.map(({ integration }) => integration))].sort();
	return names.map((name): Integration => {
		const own = lines.filter(({ integration }) => integration === name);
		const lastAt = own.reduce((latest, { at }) => Math.max(latest, at), 0);
		const openErrors = own.filter(({ status }) => status === 'error').length;
		const workflows = [...new Set(own.map(({ workflowId }) => workflowId))];
		const isBad = openErrors > 0 || isAlerted(valueOr(facts.alerts, []), workflows);
		return {
			name,
			isDestination: false,
			state: isBad ? 'bad' : facts.now - lastAt > ACTIVE_WITHIN_MS ? 'quiet' : 'good',
			lastAt,
			runsToday: distinct(
				own.filter(({ at }) => isToday(at)),
				({ executionId }) => executionId,
			),
			openErrors,
			...{ waiting: 0, isSilent: false },
		};
	});
}

function destinationsOf(facts: Facts): Integration[] {
	return valueOr(facts.subscribers, []).map((subscriber): Integration => {
		const { name, waiting, oldest, askedAt, failing } = subscriber;
		const isSilent = facts.now - askedAt > SILENT_AFTER_MS;
		return {
			name,
			isDestination: true,
			state:
				failing.length > 0 || (isSilent && waiting > 0)
					? 'bad'
					: oldest !== null && isLate(oldest, facts.now)
						? 'warning'
						: isSilent
							? 'quiet'
							: 'good',
			lastAt: askedAt || null,
			runsToday: 0,
			openErrors: failing.length + unnamedFailing(subscriber),
			...{ waiting, isSilent },
		};
	});
}

/** Whether something that waits since then keeps people waiting. In epoch milliseconds. */
export function isLate(since: number, now: number): boolean {
	return now - since > LONG_WAIT_MS;
}

/** Of a destination: whether somebody has to look after it. */
export function isTroubled({ state }: Integration): boolean {
	return state === 'bad' || state === 'warning';
}

function byChannel(
	lines: readonly LogLine[],
	days: readonly string[],
	dayOf: (at: number) => string,
): Pick<Overview, 'channels' | 'days'> {
	const counts = new Map(days.map((day) => [day, new Map<string, number>()]));
	const channels = new Set<string>();
	for (const [reservationKey, firstAt] of firstSeen(lines)) {
		const ofDay = counts.get(dayOf(firstAt));
		if (!ofDay) continue;
		const channel = reservationKey.split('/')[0] ?? '';
		channels.add(channel);
		ofDay.set(channel, (ofDay.get(channel) ?? 0) + 1);
	}
	return { channels: [...channels].sort(), days: days.map((day) => ({ day, counts: counts.get(day) ?? new Map() })) };
}

/**
 * When each new reservation was seen first: several flows write about it, and a destination that was published later
 * makes it once more. In epoch milliseconds.
 */
function firstSeen(lines: readonly LogLine[]): Map<string, number> {
	const first = new Map<string, number>();
	for (const line of lines.filter(isOfNew)) {
		const before = first.get(line.reservationKey) ?? line.firstAt;
		first.set(line.reservationKey, Math.min(before, line.firstAt));
	}
	return first;
}

function isOfNew({ reservationKey, payment, outcome, action }: LogLine): boolean {
	// A destination makes what it lacks, also of a reservation that stood long before.
	if (reservationKey === '' || payment !== '' || OF_OLD.includes(action)) return false;
	return outcome === 'created' || (CONFLICTS.includes(outcome) && ['new', 'created'].includes(action));
}

function foundNoneFree({ outcome, message }: LogLine): boolean {
	return outcome === NO_ROOM ? !IS_UNMAPPED.test(message) : CONFLICTS.includes(outcome) && NONE_WAS_FREE.test(message);
}

function isRepeat({ outcome, action, reservationKey, payment, message }: LogLine): boolean {
	const isMessage = reservationKey !== '' && payment === '' && EVENTS.includes(action) && !FROM_SELFKEY.test(message);
	return isMessage && REPEATS.includes(outcome);
}

function closureOf(lines: readonly LogLine[]): Closure | null {
	const seconds = lines.flatMap(({ message }) => closureSeconds(message) ?? []).sort((one, other) => one - other);
	const within = (share: number) => seconds[Math.max(0, Math.ceil(seconds.length * share) - 1)] ?? 0;
	return seconds.length === 0 ? null : { count: seconds.length, half: within(0.5), most: within(0.95) };
}

function countsOf(
	day: string,
	{ lines, news, seen }: { lines: readonly LogLine[]; news: readonly LogLine[]; seen: ReadonlyMap<string, number> },
	dayOf: (at: number) => string,
): { runs: number; reservations: ReservationsOfDay } {
	const ofDay = lines.filter(({ at }) => dayOf(at) === day);
	const newsOfDay = news.filter(({ at }) => dayOf(at) === day);
	const created = new Set([...seen].flatMap(([key, firstAt]) => (dayOf(firstAt) === day ? [key] : [])));
	const cancelled = new Set(reservationsWith(newsOfDay, 'cancelled'));
	const updated = reservationsWith(newsOfDay, 'updated').filter((key) => !created.has(key) && !cancelled.has(key));
	return {
		runs: distinct(ofDay, ({ executionId }) => executionId),
		reservations: { created: created.size, updated: updated.length, cancelled: cancelled.size },
	};
}

/**
 * A destination that was down hears late of what its source has told: that is no news of the day. What the house has changed
 * in SelfKey is told by the destinations alone.
 */
function withoutEchoes(lines: readonly LogLine[]): LogLine[] {
	const bySource = lines.filter(({ message, payment }) => payment === '' && !FROM_SELFKEY.test(message));
	const told = new Set(bySource.map(({ reservationKey }) => reservationKey));
	const cancelled = new Set(reservationsWith(bySource, 'cancelled'));
	return lines.filter(({ message, outcome, reservationKey }) => {
		const [, names] = FROM_SELFKEY.exec(message) ?? [];
		if (names === undefined) return true;
		if (outcome === 'cancelled') return !cancelled.has(reservationKey);
		const by = names.split(', ');
		const isOfHouse = by.some((name) => IN_SELFKEY.includes(name)) || by.every((name) => OF_HOUSE.includes(name));
		return isOfHouse || !told.has(reservationKey);
	});
}

/** The keys of the reservations that became this; what only stands is no news. */
function reservationsWith(lines: readonly LogLine[], outcome: string): string[] {
	const keys = lines
		.filter((line) => line.outcome === outcome && line.action !== 'snapshot' && line.payment === '')
		.map(({ reservationKey }) => reservationKey);
	return [...new Set(keys.filter((key) => key !== ''))];
}

function distinct(lines: readonly LogLine[], by: (line: LogLine) => string): number {
	return new Set(lines.map(by).filter((value) => value !== '')).size;
}
