/**
 * Adds the parameters, values and defaults that are new to the list of those that saved workflows may hold:
 *
 *   npx tsx scripts/parameter-names.ts
 *
 * It takes none away: a line that goes is a workflow that breaks, so a person takes it away, gives the node another
 * version, and says so in CHANGELOG.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PARAMETER_NAMES, parameterLines } from '../tests/package/parameter-names';

const before = existsSync(PARAMETER_NAMES) ? readFileSync(PARAMETER_NAMES, 'utf8').split('\n').filter(Boolean) : [];
const all = [...new Set([...before, ...parameterLines()])].sort();
writeFileSync(PARAMETER_NAMES, `${all.join('\n')}\n`);
console.log(`${all.length} lines, ${all.length - before.length} of them new`);
