/** The same as the page, as a mail: what needs somebody first. Simple HTML, since mail programs know little of it. Pure. */
import { errorOf, valueOr, type Facts } from '../facts/facts';
import { isTroubled, overviewOf, type ReservationsOfDay } from '../facts/overview';
import { html, NOTHING, type Html } from '../page/html';
import { thingsToDo } from '../page/page';
import { dueText, SOURCES } from '../page/sections';
import { executionAddress } from '../page/execution-address';
import { timesIn } from '../page/times';
import { wordsIn, type Language } from '../words/words';

export interface Mail {
	subject: string;
	html: string;
	text: string;
}

interface Part {
	title: string;
	/** Each with an address where it can be seen; `''` if there is none. */
	lines: Array<{ text: string; address: string }>;
}

const MAX_LINES = 30;

export function digestMail(facts: Facts, { language, editorUrl }: { language: Language; editorUrl: string }): Mail {
	const words = wordsIn(language);
	const times = timesIn(facts.timeZone, facts.now, words);
	const overview = overviewOf(facts);
	const toDo = thingsToDo(facts, overview);
	const verdict = toDo === 0 ? words.allWell : words.toDo(toDo);
	const line = (text: string, address = '') => ({ text, address });
	const { labelled } = words;
	const { yesterday } = overview;
	const counted = (runs: number, { created, updated, cancelled }: ReservationsOfDay) =>
		labelled(runs, words.cards.reservations(created, updated, cancelled));
	const desk = valueOr(facts.frontDesk, null);
	const unknown = SOURCES.filter((source) => errorOf(facts[source]) !== '').map((source) =>
		line(words.unknown(words.sources[source], errorOf(facts[source]))),
	);
	const failing = valueOr(facts.subscribers, []).flatMap(({ name, failing: deliveries }) =>
		deliveries.map(({ key, since, reason }) => line(labelled(`${key} → ${name}, ${times.moment(since)}`, reason))),
	);
	const troubled = new Set(overview.destinations.filter(isTroubled).map(({ name }) => name));
	const untried = valueOr(facts.subscribers, [])
		.filter(({ name, waiting, failing: { length } }) => troubled.has(name) && waiting > length)
		.map(({ name, waiting, failing: { length } }) =>
			line(dueText({ facts, overview, words, times }, name, waiting - length)),
		);
	const whenKnown = (at: number | null, what: string) => line(at === null ? what : `${times.moment(at)}, ${what}`);
	const { unwatched, copyOf90 } = words.attention;
	const attention = [
		...overview.attention.unwatched.map(({ what, hotel, at }) => whenKnown(at, unwatched[what](copyOf90(hotel)))),
		...overview.attention.alerts.map(({ since, title }) => whenKnown(since, words.attention.alert(title))),
		...overview.attention.toDecide.map((each) =>
			line(
				`${times.moment(each.at)}, ${words.attention.decide(each)}`,
				executionAddress(editorUrl, each.workflowId, each.executionId),
			),
		),
	];
	const setup = valueOr(facts.setup, [])
		.filter(({ state }) => state === 'bad')
		.map(({ check, says }) => line(labelled(words.setup.checks[check] ?? check, says)));
	const conflicts = (desk?.conflicts ?? []).map(({ bookingNumber, kind, roomName, checkIn, checkOut }) =>
		line(
			labelled(
				[bookingNumber, roomName, times.day(checkIn), '–', times.day(checkOut)].filter((part) => part !== '').join(' '),
				words.conflicts.kinds[kind] ?? kind,
			),
		),
	);
	if (desk && desk.conflictsLeftOut > 0) conflicts.push(line(words.conflicts.more(desk.conflictsLeftOut)));
	const arrivals = (desk?.arrivals ?? []).map(({ bookingNumber, roomName, documentsMissing, due, virtualCard }) => {
		const { noRoom, documents, payment, virtualCard: card, complete, missing } = words.arrivals;
		const lacking = [
			...(roomName === '' ? [noRoom] : []),
			...(documentsMissing ? [documents] : []),
			...(due === '' ? [] : [payment(due)]),
			...(virtualCard === '' ? [] : [card(virtualCard)]),
		];
		return line(labelled(`${bookingNumber}, ${roomName || '–'} – ${missing}`, lacking.join(', ') || complete));
	});
	const parts: Part[] = [
		{ title: '', lines: unknown },
		{
			title: words.errors.title,
			lines: overview.openErrors.map((each) =>
				line(
					`${times.moment(each.at)}, ${words.attention.decide(each)}`,
					executionAddress(editorUrl, each.workflowId, each.executionId),
				),
			),
		},
		{ title: words.attention.title, lines: attention },
		{ title: words.waiting.title, lines: [...untried, ...failing] },
		{ title: words.conflicts.title, lines: conflicts },
		{ title: words.setup.title, lines: setup },
		{ title: desk ? words.arrivals.title(times.day(desk.date)) : '', lines: arrivals },
		{
			title: words.cards.runsOn(times.day(yesterday.day)),
			lines: [line(counted(yesterday.runs, yesterday.reservations))],
		},
		{
			title: words.cards.runs,
			lines: [
				line(counted(overview.runsToday, overview.reservationsToday)),
				...[...overview.integrations, ...overview.destinations].map(({ name, state, lastAt, isDestination }) =>
					line(
						labelled(
							isDestination ? words.integrations.destination(name) : name,
							`${words.integrations.states[state]}, ${lastAt === null ? words.never : times.moment(lastAt)}`,
						),
					),
				),
			],
		},
	];
	const shown = parts.filter(({ lines }) => lines.length > 0).map(shortened);
	return {
		subject: labelled(words.title, verdict),
		html: mailHtml(language, `${words.title} – ${words.asOf(times.moment(facts.now))}`, verdict, shown).text,
		text: [verdict, ...shown.map(textOf)].join('\n\n'),
	};
}

function shortened({ title, lines }: Part): Part {
	const more = lines.length - MAX_LINES;
	return { title, lines: [...lines.slice(0, MAX_LINES), ...(more > 0 ? [{ text: `+ ${more}`, address: '' }] : [])] };
}

function textOf({ title, lines }: Part): string {
	return [
		...(title === '' ? [] : [title]),
		...lines.map(({ text, address }) => `- ${text}${address === '' ? '' : ` (${address})`}`),
	].join('\n');
}

function mailHtml(language: Language, title: string, verdict: string, parts: readonly Part[]): Html {
	return html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<title>${title}</title>
			</head>
			<body style="font-family: sans-serif; font-size: 15px; line-height: 1.5">
				<p>${title}</p>
				<p><b>${verdict}</b></p>
				${parts.map(
					(part) =>
						html`${part.title === '' ? NOTHING : html`<h3>${part.title}</h3>`}
							<ul>
								${part.lines.map(({ text, address }) => html`<li>${address === '' ? text : html`<a href="${address}">${text}</a>`}</li>`)}
							</ul>`,
				)}
			</body>
		</html>`;
}
