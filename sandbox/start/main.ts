/** `npm start`: the environment with a season of reservations, to watch or, with `--once`, to run through. */
import { addDays, reservationStream, type ReservationStream } from '../hotel';
import { dashboardAddress, DESK_USER, openForBusiness, openSandbox, type SandboxEnvironment } from './environment';
import { whatToEnter } from './alone';
import { Closers, unlessStopped } from './closers';
import { calendarStart, OWN_SEASON, seasonsOf } from './seasons';
import { startSystems } from './systems';
import { readOptions, USAGE, type StartOptions } from '../../scripts/start/options';
import { actAtTheDesk, actInOpera } from './people';
import { follow, untilDone } from './progress';
import { keepPaying, playSenders } from './senders';
import { summarise, type Summary } from './summary';

/** People read this on standard error, so that standard output ends with the summary. */
const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(args: string[]): Promise<number> {
	const options = readOptions(args);
	if (options.help) {
		console.log(USAGE);
		return 0;
	}
	let environment: Pick<SandboxEnvironment, 'close'> | undefined;
	const stopped = new Promise<'stopped'>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve('stopped'));
	});
	try {
		const stream = reservationStream({
			seed: options.seed,
			reservations: options.reservations,
			from: nextMonth(new Date()),
		});
		const season = seasonsOf(stream, options.seed);
		if (options.sandboxOnly) {
			const systems = await startSystems(season);
			environment = systems;
			console.log(whatToEnter(systems));
			return await stopped.then(() => 130);
		}
		const closers = new Closers();
		const comingUp = openSandbox({
			...season,
			closers,
			port: options.port ?? (options.once ? undefined : 5678),
			report: say,
		});
		const opened = await unlessStopped(comingUp, closers, stopped);
		if (opened === 'stopped') return 130;
		environment = opened;
		if (!options.once) showTheWayIn(opened);
		return await Promise.race([run(opened, stream, options), stopped.then(() => 130)]);
	} finally {
		await environment?.close();
	}
}

async function run(
	environment: SandboxEnvironment,
	stream: ReservationStream,
	{ once, json, seed }: StartOptions,
): Promise<number> {
	const start = performance.now();
	await openForBusiness(environment);
	const acting = Promise.all([
		actAtTheDesk(environment, nextMonth(new Date())),
		actInOpera(environment, addDays(calendarStart(stream), OWN_SEASON)),
		playSenders(environment, { seed, stream }),
	]);
	if (!once) await Promise.all([follow(environment, say), acting.then(() => keepPaying(environment, seed))]);
	await untilDone(environment, say, acting);
	const summary = await summarise(environment, (performance.now() - start) / 1000);
	if (!json) tell(summary);
	else console.log(JSON.stringify(summary));
	return summary.executions.error === 0 ? 0 : 1;
}

function showTheWayIn({
	n8n,
	bookingCom,
	airbnb,
	selfKey,
	opera,
	cashRegister,
	reservationSystem,
	secrets,
}: SandboxEnvironment): void {
	say(`
  n8n is ready:  ${n8n.url}
  log in with    ${n8n.owner.email}
  password       ${n8n.owner.password}

  The dashboard: ${dashboardAddress(n8n)}
  log in with    ${DESK_USER}
  password       ${secrets.deskPassword}

  Booking.com (sandbox)  ${bookingCom.url}
  Airbnb (sandbox)       ${airbnb.url}
  SelfKey (sandbox)      ${selfKey.url}
  Opera (sandbox)        ${opera.url}

  The cash register sends payments to        ${cashRegister.sender.url}
  The reservation system sends its own to    ${reservationSystem.sender.url}

  Open a workflow, such as "10 Booking.com to SelfKey" or "40 Cash system payments", and look at "Executions".
  Somebody pays at the bar every twenty seconds; every fifth time it is somebody without the secret.
  Everything here is made up and gone when you stop it with Ctrl+C.
`);
}

const listed = (counts: object) =>
	Object.entries(counts)
		.map(([name, count]) => `${String(count)} ${name}`)
		.join(', ');

function tell({
	reservations,
	payments,
	webhooks,
	acknowledged,
	executions,
	bookings,
	changes,
	deliveries,
	opera,
	availability: { closureSeconds, ...availability },
	seconds,
}: Summary): void {
	for (const [channel, counts] of Object.entries(reservations))
		console.log(`reservations from ${channel}: ${listed(counts)}`);
	console.log(`payments and refunds: ${listed(payments)}`);
	console.log(`signed webhooks: ${listed(webhooks)}`);
	console.log(
		`changes in SelfKey: ${Object.entries(changes.byOrigin)
			.map(([origin, count]) => `${count} from ${origin}`)
			.join(', ')}`,
	);
	console.log(`reservations told to subscribers: ${listed(deliveries)}`);
	console.log(`in Opera: ${listed(opera)}`);
	console.log(
		`rooms to sell told to channels: ${listed(availability)}; nights closed after ${closureSeconds.p50 ?? '-'} s (half of them) and ${closureSeconds.p99 ?? '-'} s (99 of 100)`,
	);
	console.log(
		`${acknowledged} acknowledged, ${executions.success} executions succeeded and ${executions.error} failed, ${bookings} bookings in SelfKey, ${seconds} s`,
	);
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
