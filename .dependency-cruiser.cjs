/**
 * Which part may know which; see docs/architecture.md. Imports of types count: a circle of types is a circle
 * for whoever reads it. `npm run lint` checks it.
 */
const N8N = '^(n8n-workflow|n8n-core|n8n|@n8n/.*)(/|$)|node_modules/(n8n-workflow|n8n-core|n8n|@n8n/[^/]+)/';
const TOOLS = '(^|node_modules/)(axios|crypto-js|fast-check|pg|jest|tsx|@electric-sql/[^/]+|playwright-core)(/|$)';
const NETWORK = '^(node:)?(https?|net|tls|dns|http2|dgram)$|(^|node_modules/)(pg|axios|@prisma/[^/]+)(/|$)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circles',
			comment: 'Files that import each other cannot be understood one at a time. Move what both need below them.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'core-is-the-ground-floor',
			comment: 'The domain knows nothing of n8n, of SelfKey or of any provider: pass in what it needs.',
			severity: 'error',
			from: { path: '^core/' },
			to: { path: '^(nodes|credentials|selfkey|sandbox|tests|bench|scripts)/' },
		},
		{
			name: 'core-is-pure',
			comment: 'The domain is pure: no n8n, no database, no network.',
			severity: 'error',
			from: { path: '^core/' },
			to: { path: `${N8N}|${NETWORK}` },
		},
		{
			name: 'selfkey-side-stands-alone',
			comment: "SelfKey's side runs inside SelfKey: it shares the domain with the nodes, and nothing else.",
			severity: 'error',
			from: { path: '^selfkey/' },
			to: { path: `^(nodes|credentials|sandbox|tests|bench|scripts)/|${N8N}` },
		},
		{
			name: 'providers-do-not-know-each-other',
			comment: 'Providers share through nodes/shared or core, never with one another.',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/', pathNot: '^nodes/shared/' },
			to: { path: '^nodes/', pathNot: '^nodes/(shared|$1)/' },
		},
		{
			name: 'the-kit-knows-no-provider',
			comment: 'nodes/shared serves every provider and so knows none.',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^nodes/', pathNot: '^nodes/shared/' },
		},
		{
			name: 'nodes-do-not-know-selfkeys-side',
			comment: 'The nodes speak to SelfKey over HTTP; its side is installed elsewhere.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^selfkey/' },
		},
		{
			name: 'shipped-code-without-tools',
			comment: 'A tool of tests and of the sandbox must not end up in what hotels install.',
			severity: 'error',
			from: { path: '^(core|nodes|credentials|selfkey)/' },
			to: { path: `^(sandbox|tests|bench|scripts)/|${TOOLS}` },
		},
		{
			name: 'the-sandbox-does-not-know-the-nodes',
			comment:
				'The stand-ins are written from the protocols alone, or tests would only prove that we agree with ourselves. Only what starts the environment may load our package.',
			severity: 'error',
			from: { path: '^sandbox/', pathNot: '^sandbox/start/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'stand-ins-do-not-know-the-domain',
			comment: 'A stand-in that shares the domain with what it tests would share its mistakes.',
			severity: 'error',
			from: { path: '^sandbox/', pathNot: '^sandbox/(start|selfkey|n8n)/' },
			to: { path: '^(core|selfkey)/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(selfkey/)?dist/|^coverage/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		detectJSDocImports: false,
	},
};
