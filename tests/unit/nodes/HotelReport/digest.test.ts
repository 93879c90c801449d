/** The digest: the same as the page, as a mail. */
import { digestMail } from '../../../../nodes/HotelReport/digest/digest';
import { readFacts, type Sources } from '../../../../nodes/HotelReport/facts/read-facts';
import { aDay, logRow, NOW } from './sample';

const mailOf = (sources: Sources, language: 'en' | 'fr' = 'en') =>
	digestMail(readFacts(sources, NOW, 'UTC'), { language, editorUrl: 'https://n8n.example' });

test('says in its subject whether somebody is needed', () => {
	expect(mailOf(aDay()).subject).toBe('Hotel integrations: 2 things need somebody.');
	expect(mailOf(aDay(), 'fr').subject).toBe('Intégrations de l’hôtel: 2 points demandent votre attention.');
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
