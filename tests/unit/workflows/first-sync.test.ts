/** Template 60: a page that takes longer than a minute is not read a second time beside itself. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';

const FILE = path.join(__dirname, '../../../workflows/60-first-sync.json');
const { nodes, connections } = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowFile & {
	connections: Record<string, { main?: Array<Array<{ node: string }> | null> }>;
};
const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
const from = (name: string) => connections[name]?.main?.[0]?.map(({ node }) => node);

const NOON = Date.parse('2027-06-01T12:00:00.000Z');
const MINUTE = 60_000;

/** As much of n8n's `$now` as the fields use. @param ms since 1970, in UTC */
const clock = (ms: number) => ({
	plus: ({ minutes }: { minutes: number }) => clock(ms + minutes * MINUTE),
	toUTC: () => clock(ms),
	toISO: () => new Date(ms).toISOString(),
});
function valueOf(field: unknown, at: number): unknown {
	const expression = /^=\{\{(.*)\}\}$/.exec(String(field))?.[1];
	return expression === undefined ? field : (new Function('$now', `return ${expression}`)(clock(at)) as unknown);
}

/** Whether a run at that time takes a line that may not be taken before another. */
function isTaken(node: string, { notBefore }: { notBefore: string }, at: number): boolean {
	const { matchType, filters } = parametersOf(node) as {
		matchType: string;
		filters: { conditions: Array<{ keyName: string; condition: string; keyValue?: string }> };
	};
	const [condition, ...others] = filters.conditions.filter(({ keyName }) => keyName === 'notBefore');
	expect({ matchType, condition: condition?.condition, others }).toEqual({
		...{ matchType: 'allConditions', condition: 'lte', others: [] },
	});
	return notBefore <= String(valueOf(condition?.keyValue, at));
}

/** What a node that makes a row says of when the line may be taken next. */
function assigned(node: string, at: number): string {
	const { assignments } = parametersOf(node) as {
		assignments?: { assignments: Array<{ name: string; value: string }> };
	};
	return String(valueOf(assignments?.assignments.find(({ name }) => name === 'notBefore')?.value, at));
}

const started = (at: number) => {
	const { value } = parametersOf('Note the start')['columns'] as { value: { notBefore: string } };
	return { notBefore: String(valueOf(value.notBefore, at)) };
};

test('nothing is read before it is noted that it is being read', () => {
	expect(from('Whose turn it is')).toEqual(['Note the start']);
	expect(from('Note the start')).toEqual(['By source']);
});

test.each(['Whose turn it is', 'Note the start'])('%s leaves alone what is being read, for ten minutes', (node) => {
	expect(isTaken(node, started(NOON), NOON + 9 * MINUTE)).toBe(false);
	expect(isTaken(node, started(NOON), NOON + 10 * MINUTE)).toBe(true);
});

test.each(['Begins now', 'How far it is now', 'Why it was not read'])(
	'after %s the next run may take the line',
	(node) => {
		expect(isTaken('Whose turn it is', { notBefore: assigned(node, NOON) }, NOON)).toBe(true);
	},
);

test('a run that was overtaken notes no end: the line must stand as it was when the page was begun', () => {
	const { operation, matchType, filters } = parametersOf('Remember how far it is') as {
		operation: string;
		matchType: string;
		filters: { conditions: Array<{ keyName: string; condition: string; keyValue?: string }> };
	};
	// An upsert would bring a line back that somebody has deleted to read its source anew.
	expect({ operation, matchType }).toEqual({ operation: 'update', matchType: 'allConditions' });
	const begun = (column: string) => `={{ $('Whose turn it is').first().json.${column} }}`;
	expect(filters.conditions).toEqual([
		...['id', 'pages', 'tries'].map((keyName) => ({ keyName, condition: 'eq', keyValue: begun(keyName) })),
		{ keyName: 'finishedAt', condition: 'isEmpty' },
	]);
	// Whatever a page comes to, one of them changes, or the line is finished.
	const { assignments } = parametersOf('How far it is now')['assignments'] as {
		assignments: Array<{ name: string; value: string }>;
	};
	const said = (name: string) => assignments.find((each) => each.name === name)?.value;
	expect(said('pages')).toMatch(/json\.pages\) \+ 1 \}\}$/);
	expect(said('tries')).toMatch(/\$json\.again \? .*json\.tries \+ 1 : 0/);
});
