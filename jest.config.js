/**
 * Three projects: `unit` is the inner loop; `contract` adds databases, the sandbox's protocols and the packed
 * package; `e2e` needs a real n8n.
 */
const common = {
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
	extensionsToTreatAsEsm: [],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

module.exports = {
	projects: [
		{
			...common,
			displayName: 'unit',
			testMatch: ['<rootDir>/tests/{unit,nodes}/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'contract',
			testMatch: ['<rootDir>/tests/{contract,package}/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'e2e',
			testMatch: ['<rootDir>/tests/{workflows,security}/**/*.test.ts'],
		},
	],
};
