/** Each rule of .dependency-cruiser.cjs is broken once, and notices; what docs/architecture.md allows is allowed. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './support';

const CONFIGURATION = path.join(root, '.dependency-cruiser.cjs');
const { forbidden } = jest.requireActual<{ forbidden: Array<{ name: string }> }>(CONFIGURATION);

type Import = [from: string, to: string];

const FORBIDDEN: Array<[rule: string, ...Import]> = [
	['no-circles', 'core/text/one.ts', './two'],
	['core-is-the-ground-floor', 'core/text/nodes.ts', '../../nodes/shared/kit'],
	['core-is-the-ground-floor', 'core/text/selfkey.ts', '../../selfkey/port'],
	['core-is-the-ground-floor', 'core/text/sandbox.ts', '../../sandbox/http/server'],
	['core-is-pure', 'core/text/n8n.ts', 'n8n-workflow'],
	['core-is-pure', 'core/text/database.ts', 'pg'],
	['core-is-pure', 'core/text/network.ts', 'node:https'],
	['selfkey-side-stands-alone', 'selfkey/nodes.ts', '../nodes/shared/kit'],
	['selfkey-side-stands-alone', 'selfkey/n8n.ts', 'n8n-workflow'],
	['selfkey-side-stands-alone', 'selfkey/sandbox.ts', '../sandbox/http/server'],
	['providers-do-not-know-each-other', 'nodes/Airbnb/opera.ts', '../Opera/transport'],
	['providers-do-not-know-each-other', 'nodes/Airbnb/actions/opera.ts', '../../Opera/transport'],
	['the-kit-knows-no-provider', 'nodes/shared/opera.ts', '../Opera/transport'],
	['nodes-do-not-know-selfkeys-side', 'nodes/SelfKey/port.ts', '../../selfkey/port'],
	['nodes-do-not-know-selfkeys-side', 'credentials/port.ts', '../selfkey/port'],
	['shipped-code-without-tools', 'nodes/Opera/axios.ts', 'axios'],
	['shipped-code-without-tools', 'nodes/Opera/tests.ts', '../../tests/support'],
	['shipped-code-without-tools', 'credentials/sandbox.ts', '../sandbox/http/server'],
	['shipped-code-without-tools', 'selfkey/pg.ts', 'pg'],
	['the-sandbox-does-not-know-the-nodes', 'sandbox/booking-com/nodes.ts', '../../nodes/Opera/transport'],
	['the-sandbox-does-not-know-the-nodes', 'sandbox/selfkey/nodes.ts', '../../nodes/shared/kit'],
	['stand-ins-do-not-know-the-domain', 'sandbox/booking-com/core.ts', '../../core/text/read'],
	['stand-ins-do-not-know-the-domain', 'sandbox/opera/core.ts', '../../core/text/read'],
	['stand-ins-do-not-know-the-domain', 'sandbox/http/selfkey.ts', '../../selfkey/port'],
];

/** Closes the circle, which is reported at its beginning. */
const BACK: Import = ['core/text/two.ts', './one'];

const ALLOWED: Import[] = [
	['nodes/Opera/transport.ts', '../shared/kit'],
	['nodes/Opera/actions/transport.ts', '../transport'],
	['nodes/shared/kit.ts', '../../core/text/read'],
	['nodes/shared/n8n.ts', 'n8n-workflow'],
	['selfkey/port.ts', '../core/text/read'],
	['sandbox/selfkey/handler.ts', '../../selfkey/port'],
	['sandbox/start/nodes.ts', '../../nodes/Opera/transport'],
	['tests/support.ts', '../sandbox/http/server'],
	['sandbox/http/server.ts', 'node:http'],
];

interface Violation {
	from: string;
	rule: { name: string };
}

let folder: string;
let violations: Violation[];

/** A house of these imports alone, under the rules of ours. */
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-architecture-test-'));
	writeFileSync(path.join(folder, 'tsconfig.json'), '{}');
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
	const files = new Map([['core/text/read.ts', 'export type It = 1;']]);
	for (const [from, to] of [...FORBIDDEN.map(([, ...imported]) => imported), BACK, ...ALLOWED]) {
		// Of a type: the rules count those too.
		files.set(from, `import type { It } from '${to}';\nexport type { It };`);
	}
	for (const [file, text] of files) {
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		writeFileSync(path.join(folder, file), text);
	}
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[
			path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
			'--config',
			CONFIGURATION,
			'--output-type',
			'json',
			'.',
		],
		{ cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
	);
	if (stdout === '') throw new Error(stderr);
	({ violations } = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(FORBIDDEN)('%s: %s may not import %s', (rule, from) => {
	expect(violations.filter((found) => found.from === from).map((found) => found.rule.name)).toContain(rule);
});

it.each(ALLOWED)('%s may import %s', (from) => {
	expect(violations.filter((found) => found.from === from)).toEqual([]);
});

it('has broken every rule that there is', () => {
	expect([...new Set(FORBIDDEN.map(([rule]) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
});
