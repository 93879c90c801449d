/** Signed webhooks at a real n8n, beside its own Webhook node in the same response mode. */
import { createHmac } from 'node:crypto';
import type { WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';
import { createTestN8n } from '../../tests/support/n8n';
import { alternate } from '../measure';
import { cpuSeconds, underLoad, type Load } from '../n8n-load';
import { atLeast, type Case } from '../report';

const SECRET = 'the secret of the cash register';
const HEADER_KEY = 'the key of the header check';
const WARM_UPS = 1;
const LOAD: Load = { requests: 40, senders: 8 };
/** Share of the bare node's throughput when accepted, and how many times its header check's when refused. */
const GOALS = { accepted: 0.95, refused: 2 };

export const credentials = [
	{
		...{ id: 'signed', name: 'signed', type: 'signedWebhookApi' },
		data: { scheme: 'hex', secret: SECRET, signatureHeader: 'x-signature' },
	},
	{ id: 'header', name: 'header', type: 'httpHeaderAuth', data: { name: 'x-key', value: HEADER_KEY } },
];

const node = (
	name: string,
	type: string,
	x: number,
	parameters: Record<string, unknown>,
	more: Partial<WorkflowNode> = {},
): WorkflowNode => ({ id: `${name}-id`, name, type, typeVersion: 1, position: [x, 0], parameters, ...more });

/** A trigger, and a node behind it. */
function flow(id: string, first: WorkflowNode, second: WorkflowNode): WorkflowFile {
	return {
		id,
		name: id,
		nodes: [first, second],
		connections: { [first.name]: { main: [[{ node: second.name, type: 'main', index: 0 }]] } },
	};
}

const nothing = node('Nothing', 'n8n-nodes-base.noOp', 200, {});
const reply = node('Reply', 'n8n-nodes-hotel.hotelWebhookReply', 200, {});
const bare = (id: string, parameters: Record<string, unknown>, more: Partial<WorkflowNode> = {}) =>
	flow(
		id,
		node(
			'Webhook',
			'n8n-nodes-base.webhook',
			0,
			{ httpMethod: 'POST', path: id, options: {}, ...parameters },
			{
				typeVersion: 2,
				webhookId: id,
				...more,
			},
		),
		nothing,
	);
const ours = (id: string, respond: string, after: WorkflowNode) =>
	flow(
		id,
		node(
			'Cash',
			'n8n-nodes-hotel.cashSystemTrigger',
			0,
			{ respond, events: ['payment_received'] },
			{
				webhookId: id,
				credentials: { signedWebhookApi: { id: 'signed', name: 'signed' } },
			},
		),
		after,
	);

export const workflows = [
	bare('bare-at-once', { responseMode: 'onReceived' }),
	bare('bare-after', { responseMode: 'lastNode' }),
	bare(
		'bare-checked',
		{ responseMode: 'onReceived', authentication: 'headerAuth' },
		{ credentials: { httpHeaderAuth: { id: 'header', name: 'header' } } },
	),
	ours('ours-at-once', 'atOnce', nothing),
	ours('ours-after', 'afterFlow', reply),
];

type Headers = Record<string, string>;

/** What is sent where, how it is signed, and what n8n has to answer. */
export const REQUESTS = {
	'bare node, accepted at once': { to: 'bare-at-once', headers: () => ({}), answer: 200 },
	'ours, accepted at once': { to: 'ours-at-once/cash-system', headers: signed, answer: 200 },
	'bare node, after the flow': { to: 'bare-after', headers: () => ({}), answer: 200 },
	'ours, after the flow': { to: 'ours-after/cash-system', headers: signed, answer: 200 },
	'header check, refused': { to: 'bare-checked', headers: () => ({ 'x-key': 'guessed' }), answer: 403 },
	'ours, refused': { to: 'ours-at-once/cash-system', headers: () => ({ 'x-signature': '0'.repeat(64) }), answer: 401 },
	'ours, without a signature': { to: 'ours-at-once/cash-system', headers: () => ({}), answer: 401 },
} satisfies Record<string, { to: string; headers: (body: string) => Headers; answer: number }>;
export type Name = keyof typeof REQUESTS;

function signed(body: string): Headers {
	return { 'x-signature': createHmac('sha256', SECRET).update(body).digest('hex') };
}

let sent = 0;

export async function post(url: string, name: Name): Promise<Response> {
	const { to, headers } = REQUESTS[name];
	const data = { payment_id: `P-${++sent}`, booking_number: 17, amount: '42.50', currency: 'CHF' };
	const body = JSON.stringify({ event_type: 'payment_received', data });
	const type = { 'content-type': 'application/json' };
	return await fetch(`${url}/webhook/${to}`, { method: 'POST', headers: { ...type, ...headers(body) }, body });
}

export async function webhooks({ samples = 7 } = {}): Promise<Case> {
	const { host, remove } = await createTestN8n({ env: { N8N_LOG_LEVEL: 'error' } });
	try {
		await host.importCredentials(credentials);
		await host.importWorkflows(workflows);
		for (const { id } of workflows) await host.publish(id ?? '');
		await host.start();
		const names = Object.keys(REQUESTS) as Name[];
		const cpu = new Map(names.map((name) => [name, 0]));
		const ways = Object.fromEntries(
			names.map((name) => [
				name,
				async () => {
					const before = cpuSeconds(host.pid);
					await underLoad(LOAD, () => post(host.url, name), REQUESTS[name].answer);
					cpu.set(name, (cpu.get(name) ?? 0) + cpuSeconds(host.pid) - before);
				},
			]),
		) as Record<Name, () => Promise<void>>;
		const timings = await alternate(ways, { warmUps: WARM_UPS, samples });
		const per = { count: LOAD.requests, unit: 'request' };
		const plain = (what: Name) => ({ what, timing: timings[what], per });
		const beside = (baseline: Name, mine: Name, goal: number) => atLeast(goal, timings[baseline], plain(mine));
		const milliseconds = (seconds: number) => (seconds * 1_000) / ((WARM_UPS + samples) * LOAD.requests);
		return {
			name: 'webhooks',
			about: `${LOAD.requests} requests by ${LOAD.senders} senders at n8n; the ratio is of throughput`,
			figures: [
				plain('bare node, accepted at once'),
				beside('bare node, accepted at once', 'ours, accepted at once', GOALS.accepted),
				plain('bare node, after the flow'),
				beside('bare node, after the flow', 'ours, after the flow', GOALS.accepted),
				plain('header check, refused'),
				beside('header check, refused', 'ours, refused', GOALS.refused),
				beside('header check, refused', 'ours, without a signature', GOALS.refused),
			],
			notes: Object.fromEntries(
				[...cpu].map(([name, seconds]) => [
					`n8n's processor time, ${name}`,
					`${milliseconds(seconds).toFixed(0)} ms / request`,
				]),
			),
		};
	} finally {
		await remove();
	}
}
