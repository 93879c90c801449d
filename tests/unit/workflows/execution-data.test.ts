/** n8n's list of executions can be searched: every template says what a run was about, within n8n's limits. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile, WorkflowNode } from '../../../sandbox/n8n/host/types';

const TEMPLATES = path.join(__dirname, '../../../workflows');
const templates = readdirSync(TEMPLATES).filter((name) => name.endsWith('.json'));
const nodesOf = (file: string) => (JSON.parse(readFileSync(path.join(TEMPLATES, file), 'utf8')) as WorkflowFile).nodes;

/** Why not, as workflows/README.md says. */
const EXCEPT: Readonly<Record<string, string>> = {
	'91': 'a page that opens itself anew every minute; of its runs n8n keeps only those that failed, and they say why',
};
/** n8n knows no more of a run, and cuts off or complains about what is longer. */
const MAX_KEYS = 10;
const MAX_KEY = 50;
/** An expression says its own limit; what is short by itself has none. */
const LIMITED = /\.slice\(0, 255\) \}\}$/;
const ABOUT_GUESTS = /\b(?:guests?Name|clientName|firstName|lastName|birth|passport|email|phone|document)\b/i;

const isLog = ({ type }: WorkflowNode) => type.endsWith('.hotelLog');
const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.executionData';
const saved = ({ parameters }: WorkflowNode) =>
	(parameters['dataToSave'] as { values: Array<{ key: string; value: string }> }).values;

test.each(templates)('%s says what a run was about', (file) => {
	const says = nodesOf(file).some((node) => isLog(node) || isNote(node));
	expect(says).toBe(EXCEPT[file.slice(0, 2)] === undefined);
});

test.each(templates.filter((file) => nodesOf(file).some(isNote)))('%s keeps to the limits of n8n', (file) => {
	const nodes = nodesOf(file);
	const values = nodes.filter(isNote).flatMap(saved);
	const keys = new Set([
		...values.map(({ key }) => key),
		...(nodes.some(isLog) ? ['channel', 'reservation', 'outcome'] : []),
	]);
	expect(keys.size).toBeLessThanOrEqual(MAX_KEYS);
	for (const key of keys) {
		expect(key).toMatch(/^[A-Za-z0-9_]+$/);
		expect(key.length).toBeLessThanOrEqual(MAX_KEY);
	}
	for (const { value } of values) if (value.startsWith('=')) expect(value).toMatch(LIMITED);
	expect(values.filter(({ value }) => ABOUT_GUESTS.test(value))).toEqual([]);
});

test.each(templates.filter((file) => nodesOf(file).some(isNote)))('%s saves them, and only saves', (file) => {
	for (const { parameters } of nodesOf(file).filter(isNote)) expect(parameters['operation']).toBe('save');
});
