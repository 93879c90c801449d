/** Page, mail and alerts with what nobody expects: odd names, odd zones, odd clocks, and very many lines. */
import { digestMail } from '../../../../nodes/HotelReport/digest/digest';
import { overviewOf } from '../../../../nodes/HotelReport/facts/overview';
import { readFacts, type Json, type Sources } from '../../../../nodes/HotelReport/facts/read-facts';
import { dashboardPage } from '../../../../nodes/HotelReport/page/page';
import { wordsIn } from '../../../../nodes/HotelReport/words/words';
import { inProportion } from '../../../support/cpu-time';
import { aDay, arrival, logRow, NOW } from './sample';
import { Watchman } from './watchman';

const at = (iso: string) => ({ at: iso, firstAt: iso });
const page = (sources: Sources, now = NOW) =>
	dashboardPage(readFacts(sources, now, 'UTC'), { language: 'en', editorUrl: '', formToken: '', notice: '' });
const mail = (sources: Sources) => digestMail(readFacts(sources, NOW, 'UTC'), { language: 'en', editorUrl: '' });
const desk = (changes: Json) => ({ ...aDay(), frontDesk: [{ ...aDay().frontDesk[0], ...changes }] });

describe('a time zone', () => {
	test('that nobody knows costs neither the page, nor the mail, nor the alerts: that of the workflow counts', () => {
		const odd = desk({ timeZone: 'Mars/Base' });
		expect(page(odd)).toContain('As of 29 Mar, 12:00');
		expect(mail(odd).text).toContain('Arrivals on 29 Mar');
		expect(new Watchman().check({ frontDesk: odd.frontDesk }).length).toBeGreaterThan(0);
	});

	test.each([
		['Pacific/Kiritimati', '2026-03-29T09:59:00Z', '2026-03-29'],
		['Pacific/Kiritimati', '2026-03-29T10:01:00Z', '2026-03-30'],
		['Pacific/Niue', '2026-03-29T10:59:00Z', '2026-03-28'],
		['Pacific/Niue', '2026-03-29T11:01:00Z', '2026-03-29'],
		['Asia/Kathmandu', '2026-03-29T18:14:59Z', '2026-03-29'],
		['Asia/Kathmandu', '2026-03-29T18:15:00Z', '2026-03-30'],
		['Europe/Zurich', '2026-03-29T00:59:00Z', '2026-03-29'],
		['Europe/Zurich', '2026-10-25T22:59:00Z', '2026-10-25'],
		['Europe/Zurich', '2026-10-25T23:00:00Z', '2026-10-26'],
		['America/Santiago', '2026-09-06T03:59:00Z', '2026-09-05'],
		['America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06'],
	])('%s: what comes at %s is of %s', (timeZone, moment, day) => {
		const earlier = logRow({
			...at(new Date(Date.parse(moment) - 900_000).toISOString()),
			reservationKey: 'airbnb/1/2',
		});
		const sources = { ...desk({ timeZone }), log: [earlier, logRow(at(moment))] };
		const { days, yesterday } = overviewOf(readFacts(sources, Date.parse(moment), 'UTC'));
		expect(days.at(-1)?.day).toBe(day);
		expect(days.at(-2)?.day).toBe(yesterday.day);
		expect(days.at(-1)?.counts.get('booking.com')).toBe(1);
	});

	test("the arrivals are those of SelfKey's day, whatever day the workflow has", () => {
		const odd = desk({ date: '2026-03-30', timeZone: 'Pacific/Kiritimati' });
		expect(page(odd)).toContain('Arrivals on 30 Mar');
	});
});

describe('a text', () => {
	test('that turns the direction of the text, or that no document may hold, changes nothing around it', () => {
		const message = '\u202eגדול\u2066 Ali\0 \ud83c';
		const sources = { ...aDay(), log: [logRow({ status: 'error', message })] };
		const [alert] = new Watchman().check({ log: sources.log });
		const { text, html } = mail(sources);
		for (const said of [page(sources), text, html, String(alert?.['text'])]) {
			expect(said).toContain('גדול Ali');
			expect(said).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0\p{Cs}]/u);
		}
	});

	test('with an apostrophe or HTML stands as it is, in the page and in the mail', () => {
		const name = `L'Hôtel <b>& "fils"</b>`;
		const sources = { ...aDay(), log: [logRow({ integration: name, reservationKey: `${name}/1/2` })] };
		for (const said of [page(sources), mail(sources).html]) {
			expect(said).not.toContain('<b>&');
			expect(said).toContain('L&#39;Hôtel &lt;b&gt;&amp; &quot;fils&quot;&lt;/b&gt;');
		}
	});

	test('of an outcome that nobody knows counts as a run, and as nothing else', () => {
		const log = [logRow({ outcome: '🤷' }), logRow({ outcome: '__proto__' }), logRow({ outcome: '' })];
		expect(overviewOf(readFacts({ ...aDay(), log }, NOW, 'UTC'))).toMatchObject({
			...{ runsToday: 1, reservationsToday: { created: 0, updated: 0, cancelled: 0 } },
			...{ conflicts: 0, repeats: 0 },
		});
	});
});

test('amounts without decimals, and with three, stand as SelfKey writes them', () => {
	const due = (minor: number, exponent: number, currency: string, amount: string) =>
		arrival({ due: { minor, exponent, currency, amount } });
	const said = page(desk({ arrivals: [due(12000, 0, 'JPY', '12000'), due(12345, 3, 'KWD', '12.345')] }));
	expect(said).toContain('payment of 12000 JPY');
	expect(said).toContain('payment of 12.345 KWD');
});

test.each([
	['en', 1, ['1 new reservation in 14 days', '1 repeated message changed', '1 reservation waits for "x"']],
	['en', 2, ['2 new reservations in 14 days', '2 repeated messages changed', '2 reservations wait for "x"']],
	['fr', 0, ['0 nouvelle réservation en 14 jours', '0 message répété', '0 réservation en attente']],
	['fr', 1, ['1 nouvelle réservation en 14 jours', '1 message répété', '1 réservation en attente']],
	['fr', 2, ['2 nouvelles réservations en 14 jours', '2 messages répétés', '2 réservations en attente']],
] as const)('in %s, of %i', (language, count, said) => {
	const { days, alerts } = wordsIn(language);
	const texts = [days.text(count, 14), days.repeats(count), alerts.waiting.title(count, 'x')];
	for (const [index, text] of texts.entries()) expect(text).toContain(said[index]);
});

test('a hundred thousand lines are a page within a second', () => {
	const outcomes = ['created', 'updated', 'cancelled', 'unchanged', 'whatever'];
	const log = Array.from({ length: 100_000 }, (_, n) =>
		logRow({
			...at(new Date(NOW - n * 315_000).toISOString()),
			...{ reservationKey: `booking.com/1/${n % 40_000}`, executionId: String(n), outcome: outcomes[n % 5] },
		}),
	);
	expect(inProportion((count) => page({ ...aDay(), log: log.slice(0, count) }), log.length)).toContain('</html>');
});
