/**
 * The sandbox's SelfKey as a program of its own, for a test that kills it. It reads its options as one line of JSON, prints
 * a line once it listens, and ends with standard input, so that it never outlives the test.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { overPool } from '../../selfkey/index';
import { startSelfKey } from '../../sandbox/selfkey';
import { lastingPool } from './crashing-postgres';
import { APPLICATION, type ProgramOptions } from './killed-selfkey';

async function main(): Promise<void> {
	const input = createInterface(process.stdin);
	const ended = once(input, 'close');
	const [line] = (await once(input, 'line')) as [string];
	const { databaseUrl, ...options } = JSON.parse(line) as ProgramOptions;
	await startSelfKey({ ...options, database: overPool(lastingPool(databaseUrl, APPLICATION)), isSetUp: true });
	process.stdout.write('listening\n');
	await ended;
	process.exit(0);
}

// Ctrl+C in a terminal reaches us too, while the test still needs us.
process.on('SIGINT', () => {});
void main();
