/**
 * Three projects: `unit` is the inner loop; `contract` adds the nodes against the sandbox, databases, the sandbox's
 * protocols and the packed package; `e2e` needs a real n8n, and `oldest-n8n` the oldest that the package works in.
 */
const { availableParallelism } = require('node:os');

const common = {
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
	extensionsToTreatAsEsm: [],
	// As packages, they are ES modules only.
	moduleNameMapper: { '^(d3-[a-z-]+)$': '<rootDir>/node_modules/$1/dist/$1.js' },
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/selfkey/dist/'],
	globalSetup: '<rootDir>/tests/support/property-seed.ts',
};

module.exports = {
	// Ends what hangs. No verdict may depend on how busy the machine is.
	testTimeout: 120_000 * Math.max(1, Number(process.env.PROPERTY_EFFORT ?? 1)),
	// Most of the long files wait: for time-outs, for a database, for a pause between two requests.
	maxWorkers: 2 * availableParallelism(),
	projects: [
		{
			...common,
			displayName: 'unit',
			testMatch: ['<rootDir>/tests/unit/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'contract',
			testMatch: ['<rootDir>/tests/{nodes,contract,package}/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'e2e',
			globalSetup: '<rootDir>/tests/support/shared-n8n/pool.ts',
			globalTeardown: '<rootDir>/tests/support/shared-n8n/close-pool.ts',
			testMatch: ['<rootDir>/tests/{workflows,security}/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'oldest-n8n',
			testMatch: ['<rootDir>/tests/oldest-n8n/**/*.test.ts'],
		},
	],
};
