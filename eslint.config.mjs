import { readdirSync } from 'node:fs';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.ts', '**/*.mts'];
const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts', 'selfkey/**/*.ts'];

/** A warning that nobody has to look at is noise: every rule that is on is an error. */
const asErrors = (rules) =>
	Object.fromEntries(Object.entries(rules).map(([name, level]) => [name, level === 'warn' ? 'error' : level]));

/** What the check before publication runs, in its newest version (it pins an older one itself). */
const n8nRules = [
	{
		files: ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: n8nCommunityNodesPlugin.configs.recommended.plugins,
		rules: asErrors(n8nCommunityNodesPlugin.configs.recommended.rules),
	},
	{ plugins: { 'n8n-nodes-base': n8nNodesBase } },
	{
		files: ['package.json'],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Both hold for nodes inside n8n's own repository only; n8n's own tools switch them off too.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Older than NodeConnectionTypes and than limits of third-party APIs: off in n8n's own tools too.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
];

const N8N = {
	regex: '^(n8n-workflow|n8n-core|n8n|@n8n/.*)$|(^|/)n8n/',
	message: 'This part is pure and knows nothing of n8n: pass in what it needs.',
};
const OUR_NODES = {
	regex: '(^|/)nodes/',
	message: 'The stand-in is written from the protocol alone, or tests would only prove that we agree with ourselves.',
};
const TOOLS = {
	regex: '^(axios|crypto-js|fast-check|pg|jest|tsx|@electric-sql/.*|playwright-core)(/|$)',
	message: 'A tool of tests and of the sandbox: it must not end up in what hotels install.',
};
const SANDBOX = {
	regex: '(^|/)(sandbox|tests|bench)/',
	message: 'What hotels install does not know the sandbox or the tests.',
};

const providers = readdirSync(new URL('nodes/', import.meta.url), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && entry.name !== 'shared')
	.map((entry) => entry.name);
const otherProviders = (self) => ({
	regex: `(^|/)(${providers.filter((name) => name !== self).join('|') || 'none'})(/|$)`,
	// `selfkey/` and `sandbox/selfkey/` are not the provider `nodes/SelfKey/`.
	caseSensitive: true,
	message: 'Providers share through nodes/shared, never with one another.',
});

/** Later blocks replace the rule as a whole, so each names all of its patterns. */
const boundary = (files, ...patterns) => ({
	files,
	rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const boundaries = [
	boundary(['nodes/shared/**/*.ts'], otherProviders('shared'), TOOLS, SANDBOX),
	boundary(['nodes/shared/{reservation,availability}/**/*.ts'], N8N, otherProviders('shared'), TOOLS, SANDBOX),
	...providers.map((name) => boundary([`nodes/${name}/**/*.ts`], otherProviders(name), TOOLS, SANDBOX)),
	boundary(['credentials/**/*.ts'], otherProviders('credentials'), TOOLS, SANDBOX),
	boundary(['selfkey/**/*.ts'], N8N, otherProviders('selfkey'), TOOLS, SANDBOX),
	boundary(['sandbox/**/*.ts'], otherProviders('sandbox')),
	boundary(['sandbox/booking-com/**/*.ts'], OUR_NODES),
];

export default tseslint.config(
	{ ignores: ['dist/', 'coverage/', '**/*.d.ts'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [js.configs.recommended],
		languageOptions: {
			globals: Object.fromEntries(
				[
					'AbortController',
					'AbortSignal',
					'Buffer',
					'URL',
					'URLSearchParams',
					'clearInterval',
					'clearTimeout',
					'console',
					'fetch',
					'performance',
					'process',
					'setInterval',
					'setTimeout',
				].map((name) => [name, 'readonly']),
			),
		},
	},
	{
		files: ['**/*.js'],
		languageOptions: {
			sourceType: 'commonjs',
			globals: { __dirname: 'readonly', module: 'writable', require: 'readonly' },
		},
	},
	{
		files: TYPESCRIPT,
		extends: [js.configs.recommended, tseslint.configs.strict],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/only-throw-error': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
		},
	},
	{
		files: SHIPPED,
		rules: {
			'no-console': 'error',
			// XML and iCal forbid control characters, so their readers and writers name them.
			'no-control-regex': 'off',
		},
	},
	{
		// A missing value makes the test fail, which is all that a guard in a test could do.
		files: ['tests/**/*.ts'],
		rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-control-regex': 'off' },
	},
	...n8nRules,
	...boundaries,
);
