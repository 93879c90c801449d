/**
 * n8n, SelfKey and its database are killed 50 times at random moments of a run over all channels, OPERA and payments, on a
 * seed of its own that is printed; `npm test` does it five times on a fixed one.
 *
 *   npm run test:chaos
 *   CHAOS_SEED=… CHAOS_KILLS=… npm run test:chaos
 */
import { randomInt } from 'node:crypto';
import { inProjects, JEST } from './testing/jest.mjs';
import { runTool } from './testing/run.mjs';

const env = {
	CHAOS_SEED: process.env.CHAOS_SEED ?? String(randomInt(2 ** 31)),
	CHAOS_KILLS: process.env.CHAOS_KILLS ?? '50',
};
console.log(`CHAOS_SEED=${env.CHAOS_SEED} CHAOS_KILLS=${env.CHAOS_KILLS}`);
process.exitCode = await runTool(
	JEST,
	inProjects(['e2e'], ['tests/workflows/chaos.test.ts', ...process.argv.slice(2)]),
	{
		env,
	},
);
