/** Whom to alert and how long the log stays, as they are typed into the form. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { asN8nTakesIt, MAX_LOG_DAYS, n8nMistakes } from '../../../../../nodes/SelfKey/settings/typed-for-n8n';
import { wordsIn } from '../../../../../nodes/SelfKey/words/words';
import { assertProperty } from '../../../../support/property';

const right = { alertAddress: 'desk@hotel-paradise.example', keepLogDays: '90' };
const mistakes = (change: Partial<typeof right>) => n8nMistakes({ ...right, ...change });

test.each([
	'',
	' desk@hotel-paradise.example ',
	'desk@hotel-paradise.example, night@hotel-paradise.example',
	'Front desk <desk@hotel-paradise.example>; night@hotel-paradise.example',
	'https://hooks.slack.com/services/T0/B0/x',
	'HTTPS://hooks.slack.com/services/T0/B0/x',
])('%j may be told', (alertAddress) => {
	expect(mistakes({ alertAddress })).toEqual([]);
});

test.each([
	'desk',
	'desk@hotel',
	'desk@@hotel.example',
	'desk@hotel.example,',
	'desk@hotel.example, night',
	'http://chat.hotel.example/hook-1f3a',
	'https:///hook-1f3a',
	'https://chat.hotel.example/hook 1f3a',
	'hooks.slack.com/services/hook-1f3a',
	'mailto:desk@hotel.example desk@hotel.example',
])('%j may not, and the sentence does not repeat it', (alertAddress) => {
	const said = mistakes({ alertAddress });
	expect(said).toEqual([expect.stringMatching(/^Whom to alert: .* reception@example\.com/) as string]);
	expect(said.join()).not.toContain(alertAddress === 'desk' ? '"desk"' : alertAddress);
	expect(said.join()).not.toContain('hook-1f3a');
});

test.each(['-1', '0', '1.5', '3651', '1e9', 'ninety', '١'])('%j days are refused with a sentence', (keepLogDays) => {
	expect(mistakes({ keepLogDays })).toEqual([
		`Days to keep the log: whole days are needed, from 1 to ${MAX_LOG_DAYS}: ${keepLogDays}`,
	]);
});

test('whatever is let through deletes no line of the log that is younger than a day', () => {
	const typed = fc.oneof(fc.integer().map(String), fc.double().map(String), fc.string());
	assertProperty(
		fc.property(typed, (keepLogDays) => {
			if (mistakes({ keepLogDays }).length > 0 || keepLogDays.trim() === '') return;
			expect(Number(keepLogDays)).toBeGreaterThanOrEqual(1);
			expect(Number(keepLogDays)).toBeLessThanOrEqual(MAX_LOG_DAYS);
		}),
	);
	expect(mistakes({ keepLogDays: ' ' })).toEqual([]);
});

test('a chat is known by the small letters that the workflows look for', () => {
	expect(asN8nTakesIt(' HTTPS://Hooks.example/Ab ')).toBe('https://Hooks.example/Ab');
	expect(asN8nTakesIt('desk@hotel.example')).toBe('desk@hotel.example');
});

test('both are said in French', () => {
	const said = n8nMistakes({ alertAddress: 'desk', keepLogDays: '-1' }, wordsIn('fr'));
	expect(said).toEqual([
		expect.stringMatching(/^Qui alerter/) as string,
		expect.stringMatching(/^Nombre de jours de conservation du journal.* de 1 à 3650/) as string,
	]);
});

test.each([
	[-1, 90],
	[0, 90],
	[null, 90],
	[30, 30],
	[1e12, 3_650],
])('template 00 takes an age of %j that an earlier version has kept for %d days', (keepLogDays, days) => {
	const template = readFileSync(path.join(__dirname, '../../../../../workflows/00-hotel-settings.json'), 'utf8');
	const [, expression = ''] = /\$now\.minus\(\{ days: (.+?) \}\)\.toUTC/.exec(template) ?? [];

	const age = new Function('$json', `return ${expression}`) as (json: object) => number;
	expect(age({ keepLogDays })).toBe(days);
});
