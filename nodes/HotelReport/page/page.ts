/** The dashboard: one complete HTML page that loads nothing and runs no script. Pure. */
import { conflictCount, errorOf, unnamedFailing, valueOr, type Facts } from '../facts/facts';
import { isTroubled, overviewOf, type Overview } from '../facts/overview';
import { wordsIn, type Language } from '../words/words';
import { html, NOTHING, type Html } from './html';
import * as sections from './sections';
import { STYLE } from './style';
import { timesIn } from './times';

export interface PageSettings {
	language: Language;
	editorUrl: string;
	/** `''`: the page has no *Send again*. */
	formToken: string;
	/** What became of *Send again*, just after it was pressed. */
	notice: '' | 'sent' | 'notSent';
}

/** In seconds: whoever leaves it open sees what is new. */
const RELOAD_AFTER = 60;

export function dashboardPage(facts: Facts, settings: PageSettings): string {
	const words = wordsIn(settings.language);
	const overview = overviewOf(facts);
	const times = timesIn(facts.timeZone, facts.now, words);
	const context = { facts, overview, words, times, ...settings };
	const other = settings.language === 'fr' ? 'en' : 'fr';
	const toDo = thingsToDo(facts, overview);
	const page = html`<!doctype html>
		<html lang="${settings.language}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta
					http-equiv="Content-Security-Policy"
					content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
				/>
				<meta http-equiv="refresh" content="${RELOAD_AFTER}; url=?lang=${settings.language}" />
				<meta name="referrer" content="no-referrer" />
				<meta name="robots" content="noindex" />
				<link rel="icon" href="data:," />
				<title>${words.title}</title>
				<style>
					${STYLE}
				</style>
			</head>
			<body>
				<main>
					<header>
						<h1>${words.title}</h1>
						<p class="soft">
							${words.asOf(times.moment(facts.now))} ·
							<a href="?lang=${other}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a>
						</p>
					</header>
					${notice(settings.notice, words.waiting)} ${sections.unreadable(context)}
					<p id="verdict" class="${toDo === 0 ? 'good' : 'bad'}">
						<b>${toDo === 0 ? words.allWell : words.toDo(toDo)}</b>
					</p>
					${sections.cards(context)} ${sections.attention(context)} ${sections.waiting(context)}
					<div class="two">${sections.arrivals(context)}${sections.conflicts(context)}</div>
					${sections.integrations(context)} ${sections.reservationsByDay(context)} ${sections.openErrors(context)}
					${sections.setup(context)}
				</main>
			</body>
		</html> `;
	return page.text;
}

/**
 * What stands in the log and waits for its destination is one thing. A source that cannot be read counts too: nobody
 * knows whether all is well there.
 */
export function thingsToDo(facts: Facts, { openErrorCount, destinations, attention }: Overview): number {
	const inLog = new Set(
		valueOr(facts.log, []).flatMap(({ status, reservationKey }) => (status === 'error' ? [reservationKey] : [])),
	);
	const subscribers = valueOr(facts.subscribers, []);
	const failing = subscribers.flatMap((subscriber) => subscriber.failing);
	const named = new Set(failing.map(({ key }) => key));
	const unnamed = subscribers.reduce((sum, subscriber) => sum + unnamedFailing(subscriber), 0);
	// Those that SelfKey does not name may be what else is in error: each is counted once, as a line.
	const unnamedInLog = [...inLog].filter((key) => key !== '' && !named.has(key)).length;
	return (
		openErrorCount +
		failing.filter(({ key }) => !inLog.has(key)).length +
		Math.max(0, unnamed - unnamedInLog) +
		// What it has handed back is counted one by one.
		destinations.filter((each) => isTroubled(each) && (each.isSilent || each.openErrors === 0)).length +
		attention.unwatched.length +
		attention.toDecide.length +
		attention.alerts.length +
		conflictCount(valueOr(facts.frontDesk, null)) +
		valueOr(facts.setup, []).filter(({ state }) => state === 'bad').length +
		sections.SOURCES.filter((source) => errorOf(facts[source]) !== '').length
	);
}

function notice(what: PageSettings['notice'], { sent, notSent }: { sent: string; notSent: string }): Html {
	if (what === '') return NOTHING;
	return what === 'sent'
		? html`<section class="notice" role="status"><p>${sent}</p></section>`
		: html`<section class="problem" role="alert"><p>${notSent}</p></section>`;
}
