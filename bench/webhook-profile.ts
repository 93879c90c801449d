/**
 * Where n8n spends its processor time on webhooks: `npx tsx bench/webhook-profile.ts`. An n8n of its own under V8's
 * profiler for each kind of request; what its start costs is measured too, and taken off.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestN8n } from '../tests/support/n8n';
import { credentials, post, REQUESTS, workflows, type Name } from './cases/webhooks';
import { underLoad } from './n8n-load';

const KINDS: Name[] = ['bare node, accepted at once', 'ours, accepted at once', 'ours, refused'];
const REQUESTS_SENT = 300;

interface Profile {
	nodes: Array<{ id: number; children?: number[]; callFrame: { functionName: string; url: string } }>;
	samples: number[];
	timeDeltas: number[];
}

/** Milliseconds by the part of the program: of itself, without what it calls, or of all that it calls. */
interface Spent {
	self: Map<string, number>;
	/** Of functions of n8n's that are worth a line. */
	within: Map<string, number>;
}

/** Functions by their own names: what is called in them counts as theirs. */
const WITHIN: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
	['isolates for expressions', /^(?:acquireIsolate|releaseIsolate|acquire|createIsolate|initialize|bootstrapContext)$/],
	['credentials', /^(?:getDecrypted|_getCredentials|getCredentials)$/],
	["the node's own webhook function", /^webhook$/],
	['the run', /^(?:processRunExecutionData|runMainProcess)$/],
];

async function profileOf(name: Name | null): Promise<Spent> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-profile-'));
	const { host, remove } = await createTestN8n({
		env: { N8N_LOG_LEVEL: 'error', NODE_OPTIONS: `--cpu-prof --cpu-prof-interval 500 --cpu-prof-dir=${folder}` },
	});
	try {
		await host.importCredentials(credentials);
		await host.importWorkflows(workflows);
		for (const { id } of workflows) await host.publish(id ?? '');
		// The commands above leave profiles too.
		for (const file of await readdir(folder)) await rm(path.join(folder, file));
		await host.start();
		if (name)
			await underLoad({ requests: REQUESTS_SENT, senders: 4 }, () => post(host.url, name), REQUESTS[name].answer);
		await host.stop();
		return await spentIn(folder);
	} finally {
		await remove();
		await rm(folder, { recursive: true, force: true });
	}
}

/** The largest profile is the main process's. */
async function spentIn(folder: string): Promise<Spent> {
	const files = await Promise.all((await readdir(folder)).map((file) => readFile(path.join(folder, file), 'utf8')));
	const [text] = files.sort((a, b) => b.length - a.length);
	if (text === undefined) throw new Error('n8n has left no profile');
	const { nodes, samples, timeDeltas } = JSON.parse(text) as Profile;
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
	const spent: Spent = { self: new Map(), within: new Map() };
	const add = (map: Map<string, number>, key: string, delta: number) =>
		map.set(key, (map.get(key) ?? 0) + delta / 1_000);
	for (const [index, id] of samples.entries()) {
		const delta = timeDeltas[index] ?? 0;
		const frame = byId.get(id)?.callFrame;
		if (!frame || frame.functionName === '(idle)' || frame.functionName === '(program)') continue;
		add(spent.self, partOf(frame), delta);
		const seen = new Set<string>();
		for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
			const { functionName = '' } = byId.get(at)?.callFrame ?? {};
			for (const [part, pattern] of WITHIN) if (pattern.test(functionName)) seen.add(part);
		}
		for (const part of seen) add(spent.within, part, delta);
	}
	return spent;
}

function partOf({ functionName, url }: Profile['nodes'][number]['callFrame']): string {
	if (url === '') return functionName === '(garbage collector)' ? 'garbage collection' : 'V8 and native code';
	if (url.startsWith('node:')) return 'Node.js';
	return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? 'other';
}

async function main(): Promise<void> {
	const start = await profileOf(null);
	for (const name of KINDS) {
		const { self, within } = await profileOf(name);
		const table = (map: Map<string, number>, before: Map<string, number>) =>
			[...map]
				.map(([part, ms]) => [part, (ms - (before.get(part) ?? 0)) / REQUESTS_SENT] as const)
				.filter(([, ms]) => ms > 0.3)
				.sort(([, a], [, b]) => b - a)
				.slice(0, 14)
				.map(([part, ms]) => `  ${ms.toFixed(1).padStart(6)} ms  ${part}`);
		console.log(
			[`${name}, a request`, ...table(self, start.self), ' within', ...table(within, start.within)].join('\n'),
		);
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
