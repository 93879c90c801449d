/**
 * A million odd inputs, on a seed of its own that is printed: 50 times what `npm test` tries.
 *
 *   npm run test:fuzz
 *   PROPERTY_SEED=… PROPERTY_EFFORT=… npm run test:fuzz
 */
import { randomInt } from 'node:crypto';
import { inProjects, JEST } from './testing/jest.mjs';
import { runTool } from './testing/run.mjs';

const env = {
	PROPERTY_SEED: process.env.PROPERTY_SEED ?? String(randomInt(2 ** 31)),
	PROPERTY_EFFORT: process.env.PROPERTY_EFFORT ?? '50',
};
process.exitCode = await runTool(JEST, inProjects(['contract'], ['tests/contract/fuzz', ...process.argv.slice(2)]), {
	env,
});
