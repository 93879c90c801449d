/**
 * n8n, SelfKey and its database are killed 50 times at random moments of a run over all channels, OPERA and payments, on a
 * seed of its own that is printed; `npm test` does it five times on a fixed one.
 *
 *   npm run test:chaos
 *   CHAOS_SEED=… CHAOS_KILLS=… npm run test:chaos
 *   npm run test:chaos -- --queue-mode      n8n's main, workers and webhook processors instead of one n8n
 */
import { randomInt } from 'node:crypto';
import { inProjects, JEST } from './testing/jest.mjs';
import { runTool } from './testing/run.mjs';

const QUEUE_MODE = '--queue-mode';
const args = process.argv.slice(2);
const env = {
	CHAOS_SEED: process.env.CHAOS_SEED ?? String(randomInt(2 ** 31)),
	CHAOS_KILLS: process.env.CHAOS_KILLS ?? '50',
	QUEUE_MODE: args.includes(QUEUE_MODE) ? '1' : '0',
};
console.log(`CHAOS_SEED=${env.CHAOS_SEED} CHAOS_KILLS=${env.CHAOS_KILLS}`, ...args);
process.exitCode = await runTool(
	JEST,
	inProjects(['e2e'], ['tests/workflows/chaos.test.ts', ...args.filter((arg) => arg !== QUEUE_MODE)]),
	{ env },
);
