import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.ts', '**/*.mts'];
const SHIPPED = ['core/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'selfkey/**/*.ts'];

/** A warning that nobody has to look at is noise: every rule that is on is an error. */
const asErrors = (rules) =>
	Object.fromEntries(Object.entries(rules).map(([name, level]) => [name, level === 'warn' ? 'error' : level]));

/** What the check before publication runs, in its newest version (it pins an older one itself). */
const n8nRules = [
	{
		files: ['package.json', 'core/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
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
		files: ['core/**/*.ts', 'nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Older than NodeConnectionTypes and than limits of third-party APIs: off in n8n's own tools too.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
];

export default tseslint.config(
	{ ignores: ['dist/', 'selfkey/dist/', 'coverage/', '**/*.d.ts'] },
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
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'off',
			'no-control-regex': 'off',
			// It failed each night between midnight at the hotel and midnight in London.
			'no-restricted-syntax': [
				'error',
				{
					selector:
						"CallExpression[callee.property.name='slice'][callee.object.callee.property.name='toISOString'][callee.object.callee.object.type='NewExpression'][callee.object.callee.object.arguments.length=0]",
					message: "This is today in UTC. The hotel's is in tests/support/today.ts.",
				},
			],
		},
	},
	...n8nRules,
);
