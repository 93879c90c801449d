/** What the templates of the alerts and of the digest do with what the node gives out: to whom, in which order. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WATCH_CHECK } from '../../../../nodes/HotelReport/alerts/one-at-a-time';
import { HotelReport } from '../../../../nodes/HotelReport/HotelReport.node';
import { alertItems } from '../../../../nodes/HotelReport/alerts/alert-items';
import {
	KEPT_IN_ERROR_MS,
	MAX_FAILED_RUNS,
	MAX_OPEN_LINES,
	PATIENCE,
} from '../../../../nodes/HotelReport/alerts/find-faults';
import { digestMail } from '../../../../nodes/HotelReport/digest/digest';
import { readFacts, type Json } from '../../../../nodes/HotelReport/facts/read-facts';
import { aDay, NOW } from './sample';

interface TemplateNode {
	name: string;
	type: string;
	position: [number, number];
	onError?: string;
	parameters: Record<string, unknown>;
}
interface Template {
	nodes: TemplateNode[];
	connections: Record<string, { main: Array<Array<{ node: string; index: number }>> }>;
}

const read = (name: string) =>
	JSON.parse(readFileSync(path.join(__dirname, '../../../../workflows', name), 'utf8')) as Template;

const alerts = read('90-error-alerts.json');
const digest = read('92-daily-digest.json');

function nodeOf({ nodes }: Template, name: string): TemplateNode {
	const found = nodes.find((node) => node.name === name);
	if (!found) throw new Error(`The template has no node "${name}"`);
	return found;
}

const behind = ({ connections }: Template, name: string) =>
	(connections[name]?.main ?? []).map((output) => output.map(({ node }) => node));

/** A field as n8n fills it in: `={{ … }}` of the item and of what *Whom to alert* has read. */
function filledIn(field: unknown, item: Json, alertAddress: unknown): unknown {
	const [, expression] = /^=\{\{(.*)\}\}$/s.exec(String(field)) ?? [];
	if (expression === undefined) throw new Error('No expression');
	const evaluate = new Function('$', '$json', `return (${expression});`) as (...values: unknown[]) => unknown;
	return evaluate(() => ({ first: () => ({ json: { alertAddress } }) }), item);
}

const facts = readFacts(aDay(), NOW, 'UTC');
const alert = alertItems(
	{ ...aDay(), failures: [{}], alerts: [{}], unacknowledged: [] },
	facts,
	'https://n8n.example',
	{ language: 'fr', polls: null, patience: PATIENCE, repeatAfterMs: 0 },
).messages[0]!;
const mail = { ...digestMail(facts, { language: 'en', editorUrl: 'https://n8n.example' }) };

describe.each([
	['90', alerts, alert],
	['92', digest, mail],
])('%s', (_, template, item) => {
	const goesToChat = (address: unknown) => {
		const { conditions } = nodeOf(template, 'To a chat').parameters['conditions'] as {
			conditions: Array<{ leftValue: string; rightValue: string; operator: { operation: string } }>;
		};
		return conditions.every(({ leftValue, rightValue, operator }) => {
			expect(operator.operation).toBe('startsWith');
			return String(filledIn(leftValue, item, address)).startsWith(rightValue);
		});
	};

	test.each([
		['https://hooks.chat.example/services/1', true],
		['desk@hotel.example', false],
		['', false],
		[null, false],
		[undefined, false],
	])('to %s: into a chat is %s', (address, expected) => {
		expect(goesToChat(address)).toBe(expected);
		expect(behind(template, 'To a chat')).toEqual([['Post to the chat'], ['Send the mail']]);
	});

	test.each([
		['desk@hotel.example', 'desk@hotel.example'],
		['desk@hotel.example, manager@hotel.example', 'desk@hotel.example'],
		[' desk@hotel.example ;manager@hotel.example', 'desk@hotel.example'],
		[null, ''],
	])('a mail to %s has one sender', (address, sender) => {
		const { parameters } = nodeOf(template, 'Send the mail');
		expect(filledIn(parameters['fromEmail'], item, address)).toBe(sender);
		expect(filledIn(parameters['toEmail'], item, address)).toBe(address);
	});

	test('a chat gets subject and text, whatever signs they hold', () => {
		const { parameters } = nodeOf(template, 'Post to the chat');
		const address = 'https://hooks.chat.example/services/1';
		expect(filledIn(parameters['url'], item, address)).toBe(address);
		for (const odd of ['', ' "quoted" \\ \n\t « é » {{ 1 }}']) {
			const sent = { ...item, text: `${String(item['text'])}${odd}` };
			expect(JSON.parse(String(filledIn(parameters['jsonBody'], sent, address)))).toEqual({
				text: `${String(item['subject'])}\n\n${sent.text}`,
			});
		}
	});

	test.each(['Post to the chat', 'Send the mail'])('%s: what could not be sent ends the run red', (name) => {
		expect(nodeOf(template, name).onError).toBe('continueErrorOutput');
		expect(behind(template, name)[1]?.at(-1)).toBe('Nobody was told');
		expect(nodeOf(template, 'Nobody was told').type).toBe('n8n-nodes-base.stopAndError');
	});
});

describe('90', () => {
	test('remembers as told only what was sent, and the rest before anything can end the run', () => {
		for (const name of ['Post to the chat', 'Send the mail'])
			expect(behind(alerts, name)[0]).toEqual(['Remember what was told']);
		expect(behind(alerts, 'Find faults')).toEqual([['Note what is told', 'To a chat'], ['Remember the rest']]);
		// n8n runs the branch that lies higher first.
		const [rest, chat] = ['Remember the rest', 'To a chat'].map((name) => nodeOf(alerts, name).position[1]);
		expect(rest).toBeLessThan(chat!);
		expect(nodeOf(alerts, 'Remember the rest').onError).toBe('continueRegularOutput');
	});

	test('notes that a message was not sent before it ends the run, so that the next check tells it at once', () => {
		for (const name of ['Post to the chat', 'Send the mail'])
			expect(behind(alerts, name)[1]).toEqual(['Remember that it was not sent', 'Nobody was told']);
		const [note, end] = ['Remember that it was not sent', 'Nobody was told'].map((name) => nodeOf(alerts, name));
		expect(note!.position[1]).toBeLessThan(end!.position[1]);
		expect(noted('Remember that it was not sent')).toEqual({ watched: '', status: 'unsent' });
	});

	test('notes that a message got through only behind one that did, and before one that did not', () => {
		expect(behind(alerts, 'Remember what was told')).toEqual([['Keep what was told']]);
		expect(behind(alerts, 'Keep what was told')).toEqual([['Remember that one got through']]);
		expect(noted('Remember that one got through')).toEqual({ status: 'watching' });
		const [told, unsent] = ['Remember what was told', 'Remember that it was not sent'].map((name) =>
			nodeOf(alerts, name),
		);
		expect(told!.position[1]).toBeLessThan(unsent!.position[1]);
	});

	test('keeps what a table does not take, and goes on', () => {
		const keeping = [
			['Remember the failure', 'Keep the failure', "={{ $('What failed').first().json }}"],
			['Remember the rest', 'Keep the rest', undefined],
			['Remember what was told', 'Keep what was told', "={{ $('Find faults').item.json }}"],
		] as const;
		for (const [writes, keeps, row] of keeping) {
			expect(nodeOf(alerts, writes).onError).toBe('continueRegularOutput');
			expect(behind(alerts, writes)).toEqual([[keeps]]);
			expect(nodeOf(alerts, keeps).parameters).toEqual({ report: 'keep', row });
		}
	});

	/** What the node writes into the row of the last check. */
	function noted(name: string): object {
		const { parameters, ...note } = nodeOf(alerts, name);
		expect(note).toMatchObject({ onError: 'continueRegularOutput', executeOnce: true });
		const { operation, filters, columns } = parameters as {
			operation: string;
			filters: { conditions: Array<{ keyName: string; condition: string; keyValue: string }> };
			columns: { value: object };
		};
		const [{ keyName, condition, keyValue } = { keyName: '', condition: '', keyValue: '' }] = filters.conditions;
		expect([operation, keyName, condition]).toEqual(['update', 'fault', 'eq']);
		expect(keyValue).toContain(`endsWith('${WATCH_CHECK}')`);
		return columns.value;
	}

	test('reads as many lines in error as the alerts count on, and nothing else among them', () => {
		const { limit, filters } = nodeOf(alerts, 'Open lines of the log').parameters;
		expect(limit).toBe(MAX_OPEN_LINES);
		expect(filters).toEqual({ conditions: [{ keyName: 'status', condition: 'eq', keyValue: 'error' }] });
	});

	test('reads as many failed runs as the alerts count on, the newest', () => {
		expect(nodeOf(alerts, 'Failures of the last day').parameters).toMatchObject({
			...{ returnAll: false, limit: MAX_FAILED_RUNS },
			...{ orderBy: true, orderByColumn: 'at', orderByDirection: 'DESC' },
		});
	});

	test('gives the node each of its inputs but that of the dashboard', () => {
		const inputs = new HotelReport().description.inputs as Array<{ displayName: string }>;
		const connected = Object.values(alerts.connections)
			.flatMap(({ main }) => main.flat())
			.filter(({ node }) => node === 'Find faults')
			.map(({ index }) => inputs[index]?.displayName);
		expect(connected.sort()).toEqual(
			inputs
				.map(({ displayName }) => displayName)
				.filter((name) => name !== 'Setup')
				.sort(),
		);
	});
});

test.each([
	['91', read('91-monitoring-dashboard.json'), 'Dashboard'],
	['92', digest, 'Digest'],
])(
	'%s asks for what the verdict counts: the alerts that are open, whether anybody watches, and the setup too',
	(_, template, report) => {
		const inputs = new HotelReport().description.inputs as Array<{ displayName: string }>;
		const connected = Object.entries(template.connections).flatMap(([from, { main }]) =>
			main.flat().flatMap(({ node, index }) => (node === report ? [[inputs[index]?.displayName, from]] : [])),
		);
		expect(Object.fromEntries(connected)).toEqual({
			...{ Log: 'Log', Subscribers: 'What waits', 'Front desk': 'Front desk' },
			...{ Alerts: 'Open alerts', Setup: 'Setup' },
		});
		const { filters, dataTableId, matchType } = nodeOf(template, 'Open alerts').parameters;
		expect(dataTableId).toMatchObject({ value: 'hotel_alerts' });
		// Each copy of 90 marks its check with its hotel: "like" finds what contains it.
		expect([matchType, filters]).toEqual([
			'anyCondition',
			{
				conditions: [
					{ keyName: 'status', condition: 'eq', keyValue: 'open' },
					{ keyName: 'fault', condition: 'like', keyValue: WATCH_CHECK },
				],
			},
		]);
		// Where nobody has published 90 yet, there is no such table.
		expect(behind(template, 'Create the alerts table if missing')).toEqual([expect.arrayContaining(['Open alerts'])]);
	},
);

/** A read that n8n's Data Table was refused hands on what it was given: what is empty looks like an empty table. */
test.each([
	['90', alerts, 'Find faults'],
	['91', read('91-monitoring-dashboard.json'), 'Dashboard'],
	['92', digest, 'Digest'],
])('%s: what reads a table of the report is given something that is no row', (_, template, report) => {
	const reads = template.nodes.filter(
		({ name, parameters }) => parameters['operation'] === 'get' && behind(template, name).flat().includes(report),
	);
	expect(reads.length).toBeGreaterThan(1);
	const before = reads
		.filter(({ type }) => type.endsWith('.dataTable'))
		.flatMap(({ name }) => template.nodes.filter((node) => behind(template, node.name).flat().includes(name)));
	const isAlwaysSomething = ({ type, parameters }: TemplateNode) =>
		/\.(?:webhook|\w+Trigger)$/u.test(type) || parameters['resource'] === 'table';
	expect(before.filter((node) => !isAlwaysSomething(node)).map(({ name }) => name)).toEqual([]);
});

describe('00', () => {
	const settings = read('00-hotel-settings.json');
	const deletions = settings.nodes
		.filter(({ parameters }) => parameters['operation'] === 'deleteRows')
		.map(({ name, parameters }) => {
			const { conditions } = parameters['filters'] as { conditions: Array<Record<'keyName' | 'condition', string>> };
			return { name, conditions: conditions as Array<Record<'keyName' | 'condition' | 'keyValue', string>> };
		});

	/** How many days back the expression goes. */
	function daysOf(expression: string, keepLogDays: unknown): number {
		const [, text] = /^=\{\{(.*)\}\}$/s.exec(expression) ?? [];
		const now = { minus: ({ days }: { days: number }) => ({ toUTC: () => ({ toISO: () => days }) }) };
		return new Function('$now', '$json', `return (${text});`)(now, { keepLogDays }) as number;
	}

	test.each([
		[undefined, 90, 365],
		[0, 90, 365],
		[30, 30, 365],
		[400, 400, 400],
		[99_999, 3650, 3650],
	])('with %s days to keep the log, lines go after %s, those in error after %s', (keepLogDays, others, inError) => {
		const days = deletions.map(({ conditions }) => ({
			isInError: !conditions.some(
				({ keyName, condition, keyValue }) => keyName === 'status' && condition === 'neq' && keyValue === 'error',
			),
			days: daysOf(conditions.find(({ keyName }) => keyName === 'at')!.keyValue, keepLogDays),
		}));
		expect(days).toEqual([
			{ isInError: false, days: others },
			{ isInError: true, days: inError },
		]);
		expect(inError * 86_400_000).toBeGreaterThanOrEqual(KEPT_IN_ERROR_MS);
	});

	test('each deletion runs, whether or not the other has found a line', () => {
		expect(behind(settings, 'Days to keep the log')).toEqual([deletions.map(({ name }) => name)]);
	});
});
