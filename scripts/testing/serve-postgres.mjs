/**
 * A throw-away PostgreSQL for a test that lets it crash. Prints `{ url }` or `{ reason }` in a line; for each line that it
 * reads, PostgreSQL is killed and started again, and `{ crashed: true }` or `{ reason }` printed. It ends with standard
 * input.
 */
import { createInterface } from 'node:readline';
import { startPostgres } from './postgres.mjs';

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

// Ctrl+C in a terminal reaches us too, while the test still needs it.
process.on('SIGINT', () => {});
const { url, reason, crash, stop } = await startPostgres();
say(url ? { url } : { reason });
const orders = createInterface(process.stdin);
orders.on('line', async () => {
	await crash().then(
		() => say({ crashed: true }),
		(error) => say({ reason: error.message }),
	);
});
orders.on('close', async () => await stop?.());
