/** The digest: the same as the page, as a mail. */
import { digestMail } from '../../../../nodes/HotelReport/digest/digest';
import { readFacts, type Sources } from '../../../../nodes/HotelReport/facts/read-facts';
import { aDay, logRow, NOW } from './sample';

const mailOf = (sources: Sources, language: 'en' | 'fr' = 'en') =>
	digestMail(readFacts(sources, NOW, 'UTC'), { language, editorUrl: 'https://n8n.example' });

test('says in its subject whether somebody is needed', () => {
	expect(mailOf(aDay()).subject).toBe('Hotel integrations: 2 things need somebody.');
	expect(mailOf(aDay(), 'fr').subject).toBe('Intégrations de l’hôtel\u00a0: 2 points demandent votre attention.');
	expect(mailOf({ log: [{}], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] }).subject).toBe(
		'Hotel integrations: All is well.',
	);
});

test('names what failed, with the address of the run, what waits, and who arrives with something missing', () => {
	const { text, html } = mailOf(aDay());
	for (const part of [
		'SelfKey → Opera: airbnb/7/HMABC – Opera is down (503). Nothing is lost (https://n8n.example/workflow/w30/executions/22)',
		'airbnb/7/HMABC → opera',
		'1043, – – Still missing: room, identity documents, payment of 133.50 EUR',
		'6: 3 new, 0 changed, 1 cancelled',
	])
		expect(text).toContain(part);
	expect(html).toContain('<a href="https://n8n.example/workflow/w30/executions/22">');
	expect(text + html).not.toMatch(/Zoë|Dupont/);
});

test('shows at most 30 lines of a kind, and nothing from outside as HTML', () => {
	const message = '<img src=x onerror=alert(1)>';
	const log = Array.from({ length: 40 }, (_, n) =>
		logRow({ id: n, status: 'error', message, reservationKey: `b/1/${n}` }),
	);
	const { text, html } = mailOf({ ...aDay(), log });
	expect(text.split('\n').filter((line) => line.includes(message)).length).toBeLessThanOrEqual(30);
	expect(html).not.toContain('<img');
	expect(html).toContain('&lt;img src=x');
});

test('says what could not be asked, and never that all is well then', () => {
	const { subject, text } = mailOf({ log: [{}], subscribers: [{}], frontDesk: [{ error: 'SelfKey is down' }] });
	expect(subject).not.toContain('All is well');
	expect(text).toContain('SelfKey (arrivals) could not be asked: SelfKey is down');
});

test('has what the dashboard has: open alerts, what is to be decided, what nobody fetches, and what is set up wrongly', () => {
	const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
	const { subject, text } = mailOf({
		log: [logRow({ outcome: 'conflict', status: 'warning', message: 'is checked in and was left as it is' })],
		subscribers: [{ subscriber: 'opera', askedAt: ago(20), waiting: 5, oldest: ago(19), failing: [] }],
		frontDesk: [{ arrivals: [], conflicts: [] }],
		alerts: [
			{ fault: 'failures:w10|refused', title: 'Workflow "10" failed', status: 'open', since: ago(60) },
			{ fault: 'watch:check', status: 'watching', lastAt: ago(3) },
		],
		setup: [
			{
				setup: {
					checks: [
						{ check: 'clocks', state: 'bad', says: 'The clocks are 90 seconds apart' },
						{ check: 'rooms', state: 'warning', says: 'Room 102' },
					],
				},
			},
		],
	});
	expect(subject).toBe('Hotel integrations: 4 things need somebody.');
	for (const part of [
		'booking.com/12345/1 – is checked in and was left as it is (https://n8n.example/workflow/w10/executions/17)',
		'Workflow "10" failed. The alert that was sent says what to do.',
		'5 wait for opera, and nobody fetches them',
		'Clocks: The clocks are 90 seconds apart',
	])
		expect(text).toContain(part);
	expect(text).not.toContain('Room 102');
	expect(mailOf({ log: [{}], subscribers: [{}], frontDesk: [{}], setup: [{ error: 'No credential' }] }).text).toContain(
		'SelfKey (setup) could not be asked: No credential',
	);
});

test("counts the whole day before by the hotel's clock, so that what is sold late in the evening is in a mail", () => {
	// Zurich has gone to summer time in this night: midnight was at 23:00 UTC.
	const at = (time: string) => ({ at: time, firstAt: time });
	const log = [
		logRow({ ...at('2026-03-27T22:59:00Z'), reservationKey: 'booking.com/1/0', executionId: '1' }),
		logRow({ ...at('2026-03-27T23:01:00Z'), reservationKey: 'booking.com/1/1', executionId: '2' }),
		logRow({ ...at('2026-03-28T22:59:00Z'), reservationKey: 'booking.com/1/2', executionId: '3' }),
		logRow({ ...at('2026-03-28T22:59:00Z'), reservationKey: 'airbnb/7/1', outcome: 'cancelled', executionId: '3' }),
		logRow({ ...at('2026-03-28T23:01:00Z'), reservationKey: 'booking.com/1/3', executionId: '4' }),
	];
	const { text } = mailOf({ ...aDay(), log });
	expect(text).toContain('Syncs of the whole day before, 28 Mar\n- 2: 2 new, 0 changed, 1 cancelled');
	expect(text).toContain('Syncs today\n- 1: 1 new, 0 changed, 0 cancelled');
});

test('in French each colon has its space, and a stay without a room no gap', () => {
	const { text } = mailOf(aDay(), 'fr');
	expect(text).toContain('6\u00a0: 3 nouvelles, 0 modifiée, 1 annulée');
	expect(text).toContain('- 1043 29 mars – 30 mars\u00a0: Sans chambre');
	expect(text).toContain('1042, 101 – Il manque\u00a0: Rien');
	const ours = text.replace(/\d{2}:\d{2}|https?:\S+/gu, '');
	expect(ours).not.toMatch(/[^\u00a0]:/u);
});

test('a line in error without a message says what became of it', () => {
	const log = [logRow({ status: 'error', message: '', outcome: 'whatever' })];
	expect(mailOf({ ...aDay(), log }).text).toContain('booking.com/12345/1 – whatever');
});

test('names first that nobody watches, since when and what to do', () => {
	const alerts = [{ fault: 'watch:check', status: 'watching', lastAt: '2026-03-26T12:00:00Z' }];
	const { subject, text } = mailOf({ ...aDay(), log: [logRow()], subscribers: [{}], frontDesk: [{}], alerts }, 'fr');
	expect(subject).toContain('1 point demande votre attention.');
	expect(text).toMatch(
		/- 26 mars,? 12:00, Personne ne surveille\u00a0: «\u00a090 Error alerts\u00a0» n’a rien vérifié depuis/,
	);
});
