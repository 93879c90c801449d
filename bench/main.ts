/**
 * How fast it is, beside what a hotel would use instead and beside what is possible. Machines differ and may be busy, so
 * each figure is a ratio to something that is measured in turns with it, in the same run.
 *
 *   npm run bench                        all of it, in an hour and a half; an n8n is installed if there is none yet
 *   npm run bench -- --only codec,calendar
 *   npm run bench -- --json              prints what is also written to bench/results.json
 *   npm run bench -- --full              10,000 reservations, a million past bookings
 */
import { parseArgs } from 'node:util';
import { availability } from './cases/availability';
import { calendar } from './cases/calendar';
import { closure } from './cases/closure';
import { codec } from './cases/codec';
import { growth } from './cases/growth';
import { importing } from './cases/import';
import { queueMode } from './cases/queue-mode';
import { quietPolls } from './cases/quiet-polls';
import { reservations } from './cases/reservations';
import { webhooks } from './cases/webhooks';
import { tableOf, type Case } from './report';
import { writeResults } from './write-results';

const CASES: Record<string, (options: { isFull: boolean }) => Promise<Case | null>> = {
	availability: async () => await Promise.resolve(availability()),
	codec: async () => await codec(),
	calendar: async () => await calendar(),
	reservations: async ({ isFull }) => await reservations({ count: isFull ? 5_000 : 1_000 }),
	growth: async ({ isFull }) => await growth({ past: isFull ? 1_000_000 : 100_000 }),
	import: async ({ isFull }) => await importing(isFull ? { count: 10_000, samples: 1 } : { count: 1_000 }),
	webhooks: async () => await webhooks(),
	closure: async () => await closure(),
	'quiet-polls': async () => await quietPolls(),
	'queue-mode': async () => await queueMode(),
};

const { values } = parseArgs({
	options: {
		only: { type: 'string' },
		json: { type: 'boolean', default: false },
		full: { type: 'boolean', default: false },
	},
});

async function main(): Promise<void> {
	const names = values.only?.split(',') ?? Object.keys(CASES);
	const unknown = names.find((name) => !(name in CASES));
	if (unknown !== undefined)
		throw new Error(`There is no case "${unknown}": choose from ${Object.keys(CASES).join(', ')}.`);
	const done: Case[] = [];
	for (const name of names) {
		const result = await CASES[name]?.({ isFull: values.full });
		if (!result) continue;
		done.push(result);
		if (!values.json) console.log(`${tableOf(result)}\n`);
	}
	const file = await writeResults(done);
	console.log(values.json ? JSON.stringify(done, null, '\t') : `Written to ${file}`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
