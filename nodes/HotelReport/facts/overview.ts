/** Facts → the numbers and lists that every report shows. Pure. */
import { NO_ROOM } from '../../shared/log/columns';
import { dayIn, daysUntil } from './days';
import { valueOr, type Facts, type LogLine } from './facts';

/** So many days are counted by channel. */
export const DAYS = 14;
/** Polls come every half hour at most; whoever has not asked for so long is silent. In milliseconds. */
export const SILENT_AFTER_MS = 15 * 60_000;
/** A destination that waits longer than this keeps people waiting. In milliseconds. */
export const LONG_WAIT_MS = 10 * 60_000;
const ACTIVE_WITHIN_MS = 24 * 3_600_000;
const MAX_ERRORS = 25;
const CONFLICTS = ['conflict', NO_ROOM];
const REPEATS = ['unchanged', 'stale'];

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
	/** Of a destination: what waits for it. */
	waiting: number;
}

export interface ChannelDay {
	day: string;
	/** New reservations by channel. */
	counts: ReadonlyMap<string, number>;
}

export interface Overview {
	integrations: Integration[];
	destinations: Integration[];
	active: number;
	runsToday: number;
	/** New, changed and cancelled reservations today. */
	reservationsToday: Record<'created' | 'updated' | 'cancelled', number>;
	openErrors: LogLine[];
	openErrorCount: number;
	waiting: number;
	channels: string[];
	days: ChannelDay[];
	/** In those days: for how many reservations no room was free, and how many repeats changed nothing. */
	conflicts: number;
	repeats: number;
}

export function overviewOf(facts: Facts): Overview {
	const dayOf = dayIn(facts.timeZone);
	const today = dayOf(facts.now);
	const lines = valueOr(facts.log, []);
	const errors = lines.filter(({ status }) => status === 'error').sort((one, other) => other.at - one.at);
	const integrations = integrationsOf(facts, lines, (at) => dayOf(at) === today);
	const destinations = destinationsOf(facts);
	const todays = lines.filter(({ at }) => dayOf(at) === today);
	const days = daysUntil(today, DAYS);
	const within = lines.filter(({ firstAt }) => dayOf(firstAt) >= (days[0] ?? today));
	return {
		integrations,
		destinations,
		active: integrations.filter(({ state }) => state !== 'quiet').length,
		runsToday: distinct(todays, ({ executionId }) => executionId),
		reservationsToday: {
			created: reservationsWith(todays, 'created') + reservationsWith(todays, NO_ROOM),
			updated: reservationsWith(todays, 'updated'),
			cancelled: reservationsWith(todays, 'cancelled'),
		},
		openErrors: errors.slice(0, MAX_ERRORS),
		openErrorCount: errors.length,
		waiting: valueOr(facts.subscribers, []).reduce((sum, { waiting }) => sum + waiting, 0),
		...byChannel(within, days, dayOf),
		conflicts: distinct(
			within.filter(({ outcome }) => CONFLICTS.includes(outcome)),
			({ reservationKey }) => reservationKey,
		),
		repeats: within.filter(({ outcome }) => REPEATS.includes(outcome)).length,
	};
}

function integrationsOf(facts: Facts, lines: readonly LogLine[], isToday: (at: number) => boolean): Integration[] {
	const names = [...new Set(lines.map(({ integration }) => integration))].sort();
	return names.map((name): Integration => {
		const own = lines.filter(({ integration }) => integration === name);
		const lastAt = own.reduce((latest, { at }) => Math.max(latest, at), 0);
		const openErrors = own.filter(({ status }) => status === 'error').length;
		return {
			name,
			isDestination: false,
			state: openErrors > 0 ? 'bad' : facts.now - lastAt > ACTIVE_WITHIN_MS ? 'quiet' : 'good',
			lastAt,
			runsToday: distinct(
				own.filter(({ at }) => isToday(at)),
				({ executionId }) => executionId,
			),
			openErrors,
			waiting: 0,
		};
	});
}

function destinationsOf(facts: Facts): Integration[] {
	return valueOr(facts.subscribers, []).map(({ name, waiting, oldest, askedAt, failing }): Integration => {
		const isLate = oldest !== null && facts.now - oldest > LONG_WAIT_MS;
		const isSilent = facts.now - askedAt > SILENT_AFTER_MS;
		return {
			name,
			isDestination: true,
			state: failing.length > 0 || (isSilent && waiting > 0) ? 'bad' : isLate ? 'warning' : isSilent ? 'quiet' : 'good',
			lastAt: askedAt || null,
			runsToday: 0,
			openErrors: failing.length,
			waiting,
		};
	});
}

/** Each reservation counts once, on the day on which it was seen first: two flows write about it. */
function byChannel(
	lines: readonly LogLine[],
	days: readonly string[],
	dayOf: (at: number) => string,
): Pick<Overview, 'channels' | 'days'> {
	const first = new Map<string, LogLine>();
	for (const line of lines) {
		const { reservationKey, outcome, action } = line;
		const isNew = outcome === 'created' || (CONFLICTS.includes(outcome) && ['new', 'created'].includes(action));
		if (!isNew || reservationKey === '') continue;
		const before = first.get(reservationKey);
		if (!before || line.firstAt < before.firstAt) first.set(reservationKey, line);
	}
	const counts = new Map(days.map((day) => [day, new Map<string, number>()]));
	const channels = new Set<string>();
	for (const { reservationKey, firstAt } of first.values()) {
		const ofDay = counts.get(dayOf(firstAt));
		if (!ofDay) continue;
		const channel = reservationKey.split('/')[0] ?? '';
		channels.add(channel);
		ofDay.set(channel, (ofDay.get(channel) ?? 0) + 1);
	}
	return { channels: [...channels].sort(), days: days.map((day) => ({ day, counts: counts.get(day) ?? new Map() })) };
}

function reservationsWith(lines: readonly LogLine[], outcome: string): number {
	return distinct(
		lines.filter((line) => line.outcome === outcome),
		({ reservationKey }) => reservationKey,
	);
}

function distinct(lines: readonly LogLine[], by: (line: LogLine) => string): number {
	return new Set(lines.map(by).filter((value) => value !== '')).size;
}
