/** `npm start`: the house with a season of reservations, to watch or, with `--once`, to run through. */
import { reservationStream } from '../hotel';
import { openForBusiness, openHouse, type House } from './house';
import { readOptions, USAGE, type StartOptions } from './options';
import { actAtTheHouse } from './people';
import { follow, untilDone } from './progress';
import { summarise, type Summary } from './summary';

/** People read this on standard error, so that standard output ends with the summary. */
const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(args: string[]): Promise<number> {
	const options = readOptions(args);
	if (options.help) {
		console.log(USAGE);
		return 0;
	}
	let house: House | undefined;
	const stopped = new Promise<'stopped'>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve('stopped'));
	});
	try {
		const opening = openHouse({
			bookingCom: { stream: reservationStream({ seed: options.seed, reservations: options.reservations, from: nextMonth(new Date()) }) },
			port: options.port ?? (options.once ? undefined : 5678),
			report: say,
		});
		house = await opening;
		if (!options.once) showTheWayIn(house);
		return await Promise.race([run(house, options), stopped.then(() => 130)]);
	} finally {
		await house?.close();
	}
}

async function run(house: House, { once, json }: StartOptions): Promise<number> {
	const start = performance.now();
	await openForBusiness(house);
	await actAtTheHouse(house, nextMonth(new Date()));
	if (!once) await follow(house, say);
	await untilDone(house, say);
	const summary = await summarise(house, (performance.now() - start) / 1000);
	if (!json) tell(summary);
	else console.log(JSON.stringify(summary));
	return summary.executions.error === 0 ? 0 : 1;
}

function showTheWayIn({ n8n, bookingCom, selfKey }: House): void {
	say(`
  n8n is ready:  ${n8n.url}
  log in with    ${n8n.owner.email}
  password       ${n8n.owner.password}

  Booking.com (sandbox)  ${bookingCom.url}
  SelfKey (sandbox)      ${selfKey.url}

  Open the workflow "10 Booking.com to SelfKey" or "30 SelfKey to Opera" and look at "Executions".
  Everything here is made up and gone when you stop it with Ctrl+C.
`);
}

function tell({ reservations, acknowledged, executions, bookings, changes, seconds }: Summary): void {
	for (const [channel, counts] of Object.entries(reservations)) {
		const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
		console.log(`${channel}: ${parts.join(', ')}`);
	}
	console.log(`changes in SelfKey: ${Object.entries(changes.byOrigin).map(([origin, count]) => `${count} from ${origin}`).join(', ')}`);
	console.log(`${acknowledged} acknowledged, ${executions.success} executions succeeded and ${executions.error} failed, ${bookings} bookings in SelfKey, ${seconds} s`);
}

/** The first of next month, so that all stays lie ahead. */
function nextMonth(now: Date): string {
	return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
}

main(process.argv.slice(2)).then(
	(code) => process.exit(code),
	(error: unknown) => {
		say(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
