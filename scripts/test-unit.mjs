/**
 * The inner loop: jest's project `unit`, with any of jest's arguments, and a quarter of the random cases of `npm test`.
 *
 *   npm run test:unit
 *   npm run test:unit -- tests/unit/core/reservation/merge.test.ts
 *   npm run test:unit -- --watch
 */
import { inProjects, JEST } from './testing/jest.mjs';
import { runTool } from './testing/run.mjs';

const env = { PROPERTY_EFFORT: process.env.PROPERTY_EFFORT ?? '0.25' };
process.exitCode = await runTool(JEST, inProjects(['unit'], process.argv.slice(2)), { env });
