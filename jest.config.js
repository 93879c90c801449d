/** Two projects: `unit` is the inner loop, `e2e` needs a real n8n (see tests/workflows). */
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
			testMatch: ['<rootDir>/tests/{unit,contract,nodes,package}/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'e2e',
			testMatch: ['<rootDir>/tests/{workflows,security}/**/*.test.ts'],
		},
	],
};
