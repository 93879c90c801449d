/** The sections of the dashboard; the mail uses some of them too. */
import { colourOf, stackedDays } from '../charts/stacked-days';
import {
	conflictCount,
	errorOf,
	unnamedFailing,
	valueOr,
	type Arrival,
	type FailedDelivery,
	type StayAtDesk,
} from '../facts/facts';
import { DAYS, isLate } from '../facts/overview';
import type { PageContext } from './context';
import { executionAddress } from './execution-address';
import { html, NOTHING, type Html, type Value } from './html';

/** What the page is made of, as it is named where it cannot be read. */
export const SOURCES = ['log', 'subscribers', 'frontDesk', 'alerts', 'setup'] as const;

const MAX_ROWS = 50;

interface Column {
	label: string;
	/** `long`: an id or a sentence, which may be broken anywhere. */
	kind?: 'number' | 'long' | 'short';
}

/** On a phone each row becomes a block with its labels, so no table is wider than the screen. */
function table(columns: readonly Column[], rows: ReadonlyArray<readonly Value[]>): Html {
	return html`<table class="stacked">
		<thead>
			<tr>
				${columns.map((column) => html`<th scope="col" class="${column.kind ?? ''}">${column.label}</th>`)}
			</tr>
		</thead>
		<tbody>
			${rows.map(
				(cells) =>
					html`<tr>
						${columns.map((column, index) => html`<td class="${column.kind ?? ''}" data-label="${column.label}"><span>${cells[index] ?? ''}</span></td>`)}
					</tr>`,
			)}
		</tbody>
	</table>`;
}

function section(id: string, title: string, content: Value): Html {
	return html`<section id="${id}">
		<h2>${title}</h2>
		${content}
	</section>`;
}

export function cards({ facts, overview, words }: PageContext): Html {
	const { cards: of } = words;
	const { created, updated, cancelled } = overview.reservationsToday;
	const desk = valueOr(facts.frontDesk, null);
	const arrivals = desk?.arrivals;
	const conflicts = conflictCount(desk);
	const unknown = words.unknownShort;
	const isLogKnown = errorOf(facts.log) === '';
	const { closure } = overview;
	const lasting = (seconds: number) =>
		seconds < 120 ? words.seconds(seconds) : words.minutes(Math.round(seconds / 60));
	const list: Array<[id: string, title: string, value: string | number, note: string, mood: string]> = [
		['card-integrations', of.integrations, overview.integrations.length, of.active(overview.active), ''],
		['card-runs', of.runs, isLogKnown ? overview.runsToday : unknown, of.reservations(created, updated, cancelled), ''],
		[
			'card-errors',
			of.errors,
			isLogKnown ? overview.openErrorCount : unknown,
			of.errorsNote,
			overview.openErrorCount > 0 ? 'bad' : 'good',
		],
		[
			'card-waiting',
			of.waiting,
			errorOf(facts.subscribers) === '' ? overview.waiting : unknown,
			of.waitingNote,
			overview.destinations.some(({ state }) => state === 'bad') ? 'bad' : '',
		],
		[
			'card-conflicts',
			of.conflicts,
			desk ? conflicts : unknown,
			of.conflictsNote,
			desk ? (conflicts === 0 ? 'good' : 'bad') : '',
		],
		[
			'card-arrivals',
			of.arrivals,
			arrivals ? arrivals.length : unknown,
			arrivals ? of.arrivalsNote(arrivals.filter(isIncomplete).length) : '',
			'',
		],
		[
			'card-closure',
			of.closure,
			closure ? lasting(closure.half) : isLogKnown ? '–' : unknown,
			closure ? of.closureNote(closure.count, lasting(closure.most), DAYS) : of.noClosure(DAYS),
			'',
		],
	];
	return html`<div class="cards">
		${list.map(
			([id, title, value, note, mood]) =>
				html`<div class="card" id="${id}">
					<span>${title}</span><b class="${mood}">${value}</b><small>${note}</small>
				</div>`,
		)}
	</div>`;
}

/** What could not be read, above everything else: its part of the page is empty, not well. */
export function unreadable({ facts, words }: PageContext): Html {
	const problems = SOURCES.filter((source) => errorOf(facts[source]) !== '');
	return html`${problems.map((source) => html`<section class="problem" role="alert"><p>${words.unknown(words.sources[source], errorOf(facts[source]))}</p></section>`)}`;
}

export function integrations({ overview, words, times }: PageContext): Html {
	const { integrations: of } = words;
	const columns = [
		{ label: of.name },
		{ label: of.state },
		{ label: of.last },
		{ label: of.today, kind: 'number' as const },
		{ label: of.waiting, kind: 'number' as const },
		{ label: of.errors, kind: 'number' as const },
	];
	const rows = [...overview.integrations, ...overview.destinations].map(
		({ name, state, lastAt, runsToday, waiting, openErrors, isDestination }) => [
			isDestination ? of.destination(name) : name,
			html`<span class="state ${state}">${of.states[state]}</span>`,
			lastAt === null ? words.never : html`${times.ago(lastAt)} <small>${times.moment(lastAt)}</small>`,
			runsToday,
			waiting,
			openErrors,
		],
	);
	return section('integrations', of.title, rows.length === 0 ? html`<p>${of.none}</p>` : table(columns, rows));
}

export function waiting(context: PageContext): Html {
	const { facts, words, times } = context;
	const { waiting: of } = words;
	const subscribers = valueOr(facts.subscribers, []);
	const failing = subscribers.flatMap(({ name, failing: deliveries }) =>
		deliveries.map((delivery) => ({ name, delivery })),
	);
	const due = subscribers
		.map(({ name, waiting: count, failing: { length } }) => ({ name, count: count - length }))
		.filter(({ count }) => count > 0);
	const columns: Column[] = [
		{ label: of.reservation, kind: 'long' },
		{ label: of.destination, kind: 'short' },
		{ label: of.since, kind: 'short' },
		{ label: of.attempts },
		{ label: of.reason, kind: 'long' },
		{ label: '', kind: 'short' },
	];
	const rows = failing.map(({ name, delivery }) => [
		delivery.key,
		name,
		times.moment(delivery.since),
		html`${delivery.attempts} <small>${words.labelled(of.next, times.moment(delivery.dueAt))}</small>`,
		delivery.reason,
		sendAgain(context, name, delivery),
	]);
	return section(
		'waiting',
		of.title,
		html`${due.map(({ name, count }) => html`<p>${dueText(context, name, count)}</p>`)}${
			rows.length > 0 ? table(columns, rows) : due.length === 0 ? html`<p>${of.none}</p>` : NOTHING
		}`,
	);
}

/** What waits and was not handed back: in a moment only where nothing is in its way. */
export function dueText(
	{ facts, overview, words, times }: Pick<PageContext, 'facts' | 'overview' | 'words' | 'times'>,
	name: string,
	count: number,
): string {
	const { waiting: of, never } = words;
	const destination = overview.destinations.find((each) => each.name === name);
	if (destination?.isSilent)
		return of.unfetched(count, name, destination.lastAt === null ? never : times.moment(destination.lastAt));
	const subscriber = valueOr(facts.subscribers, []).find((each) => each.name === name);
	if (subscriber && unnamedFailing(subscriber) > 0) return of.unnamed(count, name);
	// An older SelfKey does not say since when those wait that it has not handed back.
	const oldest = subscriber?.oldestUntried ?? (subscriber?.failing.length === 0 ? subscriber.oldest : null);
	return oldest !== null && isLate(oldest, facts.now)
		? of.late(count, name, times.moment(oldest))
		: of.justDue(count, name);
}

/** What no other section shows; left out where there is nothing. */
export function attention({ overview, words, times, editorUrl }: PageContext): Html {
	const { attention: of, errors } = words;
	const { unwatched, toDecide, alerts } = overview.attention;
	const columns: Column[] = [
		{ label: errors.when, kind: 'short' },
		{ label: errors.what, kind: 'long' },
		{ label: '', kind: 'short' },
	];
	const rows = [
		...unwatched.map(({ what, hotel, at }): Value[] => [
			at === null ? '' : times.moment(at),
			of.unwatched[what](of.copyOf90(hotel)),
			'',
		]),
		...alerts.map(({ since, title }): Value[] => [since === null ? '' : times.moment(since), of.alert(title), '']),
		...toDecide.map((line): Value[] => [
			times.moment(line.at),
			of.decide(line),
			executionLink(editorUrl, line, errors.run),
		]),
	];
	if (rows.length === 0) return NOTHING;
	const more = rows.length - MAX_ROWS;
	const rest = more > 0 ? html`<p class="soft">${words.alerts.more(more)}</p>` : NOTHING;
	return section('attention', of.title, html`${table(columns, rows.slice(0, MAX_ROWS))}${rest}`);
}

function sendAgain({ words, language, formToken }: PageContext, subscriber: string, { key }: FailedDelivery): Html {
	if (formToken === '') return NOTHING;
	return html`<form method="post" action="?lang=${language}">
		<input type="hidden" name="token" value="${formToken}" /><input
			type="hidden"
			name="subscriber"
			value="${subscriber}"
		/><input type="hidden" name="key" value="${key}" /><input type="hidden" name="lang" value="${language}" /><button>
			${words.waiting.sendAgain}
		</button>
	</form>`;
}

export function reservationsByDay({ overview, words, times }: PageContext): Html {
	const { days: of } = words;
	const { days, channels } = overview;
	const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((total, count) => total + count, 0);
	const total = days.reduce((all, { counts }) => all + sum(counts), 0);
	const totalOf = (channel: string) => days.reduce((all, { counts }) => all + (counts.get(channel) ?? 0), 0);
	const columns = [{ label: of.day }, ...[...channels, of.total].map((label) => ({ label, kind: 'number' as const }))];
	const rows = days.map(({ day, counts }) => [
		times.day(day),
		...channels.map((channel) => counts.get(channel) ?? 0),
		sum(counts),
	]);
	const say = { text: of.text(total, DAYS), dayName: times.day, labelled: words.labelled };
	const chart = html`${stackedDays(days, channels, say)}
		<ul class="legend">
			${channels.map((channel, index) => html`<li class="${colourOf(index)}">${channel} <b>${totalOf(channel)}</b></li>`)}
		</ul>
		<details>
			<summary>${of.text(total, DAYS)}</summary>
			${table(columns, rows)}
		</details>`;
	const notes = [
		...(overview.conflicts > 0 ? [of.conflicts(overview.conflicts)] : []),
		...(overview.repeats > 0 ? [of.repeats(overview.repeats)] : []),
	];
	return section(
		'days',
		of.title(DAYS),
		html`${total === 0 ? html`<p>${of.none}</p>` : chart}${notes.map((note) => html`<p class="soft">${note}</p>`)}`,
	);
}

export function conflicts({ facts, words, times }: PageContext): Html {
	const { conflicts: of, arrivals } = words;
	const { conflicts: list = [], conflictsLeftOut: more = 0 } = valueOr(facts.frontDesk, null) ?? {};
	const columns = [arrivals.booking, arrivals.room, arrivals.nights, ''].map((label) => ({ label }));
	const rows = list.map((stay) => [
		...stayCells(stay, times),
		html`<span class="bad">${of.kinds[stay.kind] ?? stay.kind}</span>`,
	]);
	const known = html`${
		rows.length > 0
			? html`<p>${of.todo}</p>
					${table(columns, rows)}${more > 0 ? html`<p>${of.more(more)}</p>` : NOTHING}`
			: html`<p>${of.none}</p>`
	}`;
	return section('conflicts', of.title, errorOf(facts.frontDesk) === '' ? known : words.unknownShort);
}

export function arrivals({ facts, words, times }: PageContext): Html {
	const { arrivals: of } = words;
	const desk = valueOr(facts.frontDesk, null);
	if (!desk) return section('arrivals', words.cards.arrivals, words.unknownShort);
	const columns = [of.booking, of.room, of.nights, of.missing].map((label) => ({ label }));
	const rows = desk.arrivals.map((arrival) => [...stayCells(arrival, times), missing(arrival, words)]);
	return section(
		'arrivals',
		of.title(times.day(desk.date)),
		rows.length > 0 ? table(columns, rows) : html`<p>${of.none}</p>`,
	);
}

function stayCells(
	{ bookingNumber, key, roomName, checkIn, checkOut }: StayAtDesk,
	{ day }: PageContext['times'],
): Value[] {
	return [
		html`${bookingNumber} <small>${key.split('/')[0] ?? ''}</small>`,
		roomName || '–',
		`${day(checkIn)} – ${day(checkOut)}`,
	];
}

function isIncomplete({ roomName, documentsMissing, due, virtualCard }: Arrival): boolean {
	return roomName === '' || documentsMissing || due !== '' || virtualCard !== '';
}

function missing(
	{ roomName, documentsMissing, due, virtualCard }: Arrival,
	{ arrivals: of }: PageContext['words'],
): Html {
	const parts = [
		...(roomName === '' ? [of.noRoom] : []),
		...(documentsMissing ? [of.documents] : []),
		...(due === '' ? [] : [of.payment(due)]),
		...(virtualCard === '' ? [] : [of.virtualCard(virtualCard)]),
	];
	return parts.length === 0 ? html`<span class="good">${of.complete}</span>` : html`${parts.join(', ')}`;
}

export function openErrors({ facts, overview, words, times, editorUrl }: PageContext): Html {
	const { errors: of, waiting: attempts } = words;
	const columns: Column[] = [
		{ label: of.when, kind: 'short' },
		{ label: words.integrations.name },
		{ label: attempts.reservation, kind: 'long' },
		{ label: of.what, kind: 'long' },
		{ label: attempts.attempts, kind: 'number' },
		{ label: '', kind: 'short' },
	];
	const rows = overview.openErrors.map((line) => [
		times.moment(line.at),
		line.integration,
		line.reservationKey || line.payment,
		line.message || line.outcome,
		line.attempts,
		executionLink(editorUrl, line, of.run),
	]);
	const more = overview.openErrorCount - rows.length;
	const known = html`${rows.length > 0 ? table(columns, rows) : html`<p>${of.none}</p>`}${more > 0 ? html`<p class="soft">${of.more(more)}</p>` : NOTHING}`;
	return section('errors', of.title, errorOf(facts.log) === '' ? known : words.unknownShort);
}

export function executionLink(
	editorUrl: string,
	{ workflowId, executionId }: { workflowId: string; executionId: string },
	label: string,
): Html {
	const address = executionAddress(editorUrl, workflowId, executionId);
	return address === '' ? NOTHING : html`<a href="${address}" target="_blank" rel="noreferrer">${label}</a>`;
}

/** What has to be set up, each with what to do. A workflow that does not ask for it has no such section. */
export function setup({ facts, words }: PageContext): Html {
	const { setup: of } = words;
	const checks = valueOr(facts.setup, []);
	if (checks.length === 0) return NOTHING;
	const rows = checks.map(({ check, state, says }) => [
		of.checks[check] ?? check,
		html`<span class="state ${state === 'unknown' ? 'quiet' : state}">${of.states[state]}</span>`,
		says,
	]);
	const columns = [{ label: of.check }, { label: of.state }, { label: of.says, kind: 'long' as const }];
	return section('setup', of.title, table(columns, rows));
}
