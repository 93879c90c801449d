/**
 * `npm run simulate [-- --seed 1 --write]`: a year of demand on three channels against hotels of several sizes, for several
 * plans of synchronisation. Prints a table; with `--write`, puts it and the chart into docs/.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chartOf } from './chart';
import { PLANS } from './plans';
import { simulate, SIZES, tableOf, withTable } from './simulate';

const DOCS = path.resolve(__dirname, '../../docs');
const PAGE = path.join(DOCS, 'availability.md');

const { values } = parseArgs({
	options: { seed: { type: 'string', default: '1' }, write: { type: 'boolean', default: false } },
});
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) throw new RangeError('--seed must be a whole number');

const results = simulate(PLANS, SIZES, seed, (line) => process.stderr.write(`${line}\n`));
const table = tableOf(results);
console.log(table);
if (values.write) {
	writeFileSync(path.join(DOCS, 'images/overbookings.svg'), chartOf(results));
	writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), table));
}
