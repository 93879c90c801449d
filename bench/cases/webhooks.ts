/** Signed webhooks at a real n8n, beside its own Webhook node in the same response mode. */
import { createHmac } from 'node:crypto';
import type { WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';
import { createTestN8n } from '../../tests/support/n8n';
import { alternate } from '../measure';
import { cpuSeconds, underLoad, type Load } from '../n8n-load';
import type { Case } from '../report';

const SECRET = 'the secret of the cash register';
const HEADER_KEY = 'the key of the header check';
const LOAD: Load = { requests: 40, senders: 8 };
/** Share of the bare node's throughput when accepted, and how many times its header check's when refused. */
const GOALS = { accepted: 0.95, refused: 2 };

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

const workflows = [
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

export async function webhooks({ samples = 7 } = {}): Promise<Case> {
	const { host, remove } = await createTestN8n({ env: { N8N_LOG_LEVEL: 'error' } });
	try {
		await host.importCredentials([
			{
				id: 'signed',
				name: 'signed',
				type: 'signedWebhookApi',
				data: { scheme: 'hex', secret: SECRET, signatureHeader: 'x-signature' },
			},
			{ id: 'header', name: 'header', type: 'httpHeaderAuth', data: { name: 'x-key', value: HEADER_KEY } },
		]);
		await host.importWorkflows(workflows);
		for (const { id } of workflows) await host.publish(id ?? '');
		await host.start();
		let sent = 0;
		const post = (path: string, headers: (body: string) => Record<string, string>) => async () => {
			const body = JSON.stringify({
				event_type: 'payment_received',
				data: { payment_id: `P-${++sent}`, booking_number: 17, amount: '42.50', currency: 'CHF' },
			});
			return await fetch(`${host.url}${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers(body) },
				body,
			});
		};
		const signed = (body: string) => ({ 'x-signature': createHmac('sha256', SECRET).update(body).digest('hex') });
		const forged = () => ({ 'x-signature': '0'.repeat(64) });
		const [bareUrl, oursUrl] = [(id: string) => `/webhook/${id}`, (id: string) => `/webhook/${id}/cash`];
		const address = {
			...Object.fromEntries(workflows.map(({ id = '' }) => [id, (id.startsWith('bare') ? bareUrl : oursUrl)(id)])),
		};
		const cpu = new Map<string, number>();
		const counted = (name: string, send: () => Promise<Response>, expected: number) => async () => {
			const before = cpuSeconds(host.pid);
			await underLoad(LOAD, send, expected);
			cpu.set(name, (cpu.get(name) ?? 0) + cpuSeconds(host.pid) - before);
		};
		const ways = {
			'bare node, accepted at once': counted(
				'bare at once',
				post(address['bare-at-once'] ?? '', () => ({})),
				200,
			),
			'ours, accepted at once': counted('ours at once', post(address['ours-at-once'] ?? '', signed), 200),
			'bare node, after the flow': counted(
				'bare after',
				post(address['bare-after'] ?? '', () => ({})),
				200,
			),
			'ours, after the flow': counted('ours after', post(address['ours-after'] ?? '', signed), 200),
			'header check, refused': counted(
				'header refused',
				post(address['bare-checked'] ?? '', () => ({ 'x-key': 'guessed' })),
				403,
			),
			'ours, refused': counted('ours refused', post(address['ours-at-once'] ?? '', forged), 401),
			'ours, without a signature': counted(
				'ours unsigned',
				post(address['ours-at-once'] ?? '', () => ({})),
				401,
			),
		};
		const timings = await alternate(ways, { warmUps: 1, samples });
		const faster = (baseline: keyof typeof ways, mine: keyof typeof ways, goal: number) => {
			const ratio = timings[baseline].median / timings[mine].median;
			return { what: mine, timing: timings[mine], per, ratio, goal: `≥ ${goal}`, isMet: ratio >= goal };
		};
		const per = { count: LOAD.requests, unit: 'request' };
		const plain = (what: keyof typeof ways) => ({ what, timing: timings[what], per });
		const rounds = samples + 1;
		return {
			name: 'webhooks',
			about: `${LOAD.requests} requests by ${LOAD.senders} senders at n8n; the ratio is of throughput`,
			figures: [
				plain('bare node, accepted at once'),
				faster('bare node, accepted at once', 'ours, accepted at once', GOALS.accepted),
				plain('bare node, after the flow'),
				faster('bare node, after the flow', 'ours, after the flow', GOALS.accepted),
				plain('header check, refused'),
				faster('header check, refused', 'ours, refused', GOALS.refused),
				faster('header check, refused', 'ours, without a signature', GOALS.refused),
			],
			notes: Object.fromEntries(
				[...cpu].map(([name, total]) => [
					`n8n's processor time, ${name}`,
					`${((total * 1_000) / (rounds * LOAD.requests)).toFixed(0)} ms / request`,
				]),
			),
		};
	} finally {
		await remove();
	}
}
