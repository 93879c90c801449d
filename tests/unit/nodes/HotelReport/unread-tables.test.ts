/** What n8n's Data Table gives out where the database refuses is told as unread, not taken for an empty table. */
import { digestMail } from '../../../../nodes/HotelReport/digest/digest';
import { readFacts, type Json } from '../../../../nodes/HotelReport/facts/read-facts';
import { dashboardPage } from '../../../../nodes/HotelReport/page/page';
import { aDay, NOW } from './sample';
import { MINUTE, told, Watchman } from './watchman';

/** It hands on what the node before has given out: of a table, of a webhook, of a schedule. */
const HANDED_ON: Array<[string, Json]> = [
	['a table', { id: 'Xy1', name: 'hotel_alerts', createdAt: '2026-03-29T11:00:00Z', projectId: 'p' }],
	['a webhook', { headers: {}, query: {}, body: {} }],
	['a schedule', { timestamp: '2026-03-29T12:00:00Z', Hour: '12' }],
];

describe.each(HANDED_ON)('what %s gave out', (_, item) => {
	const well = { ...aDay(), log: [item], subscribers: [{}], frontDesk: [{ arrivals: [], conflicts: [] }] };

	test.each(['en', 'fr'] as const)('%s: page and mail say that the log could not be read', (language) => {
		const facts = readFacts(well, NOW, 'UTC');
		expect(facts.log).toEqual({ error: 'No answer' });
		const failed = readFacts({ ...well, log: [{ error: 'No answer' }] }, NOW, 'UTC');
		const editorUrl = 'https://n8n.example';
		const settings = { language, editorUrl, formToken: '', notice: '' as const };
		expect(dashboardPage(facts, settings)).toBe(dashboardPage(failed, settings));
		expect(digestMail(facts, { language, editorUrl })).toEqual(digestMail(failed, { language, editorUrl }));
	});

	test.each([
		['log', 'the log'],
		['recent', 'the log (conflicts)'],
		['failures', 'the failed runs'],
	])('alerts: nobody watches "%s"', (source, name) => {
		const watchman = new Watchman();
		const unread = { [source]: [item] };
		expect(watchman.check(unread)).toEqual([]);
		expect(watchman.after(5, unread)).toEqual([]);
		expect(told(watchman.after(5, unread))).toEqual([`alert: Alerts: nobody watches ${name}, since it cannot be read`]);
		watchman.now += 5 * MINUTE;
		expect(told(watchman.check({}))).toEqual([expect.stringMatching(/^allClear: Over/)]);
	});
});

test('a table without a row is no table that was not read', () => {
	expect(readFacts({ ...aDay(), log: [{}] }, NOW, 'UTC').log).toEqual({ value: [] });
});
