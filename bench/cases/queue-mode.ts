/**
 * The load model of docs/performance.md, checked at one point: n8n in queue mode as deploy/ runs it, for several hotels.
 * What a quiet poll costs n8n's main process, and what a run costs all of its processes together.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hotelParadise, reservationStream, type Hotel } from '../../sandbox/hotel';
import { ensureN8n } from '../../sandbox/n8n/install';
import { QueueModeHost } from '../../sandbox/n8n/queue-mode/host';
import { openSandbox, type SandboxEnvironment } from '../../sandbox/start/environment';
import { packedPackage } from '../../sandbox/start/package';
import { timingOf } from '../measure';
import { treeCpuSeconds } from '../n8n-load';
import { atMost, type Case } from '../report';

/** What the model takes: milliseconds of processor time, and kilobytes that a stored run takes. */
const MODEL = { poll: 230, run: 300, kilobytes: 20 };

const HOTELS = 4;
const POLL_SECONDS = 20;
const WINDOW_MS = 60_000;
/** New reservations of each hotel in each busy window; each leads to a run into SelfKey's side, to OPERA and to the channels. */
const RESERVATIONS = 3;
const SETTLE_MS = 300_000;

const modelled = (milliseconds: number) => ({ median: milliseconds, spread: 0, samples: 1 });

interface Spent {
	main: number;
	all: number;
}

/** Milliseconds of processor time so far. */
function spentBy(n8n: QueueModeHost): Spent {
	const main = treeCpuSeconds(n8n.pid) * 1_000;
	const others = [...n8n.workers, ...n8n.webhookProcessors].map(({ pid }) => treeCpuSeconds(pid) * 1_000);
	return { main, all: others.reduce((sum, each) => sum + each, main) };
}

/** What it spends while that goes on, for each second. */
async function rate(n8n: QueueModeHost, work: () => Promise<unknown>): Promise<Spent & { seconds: number }> {
	const [before, begun] = [spentBy(n8n), performance.now()];
	await work();
	const [after, seconds] = [spentBy(n8n), (performance.now() - begun) / 1_000];
	return { main: (after.main - before.main) / seconds, all: (after.all - before.all) / seconds, seconds };
}

/** Another house of the same make. */
const house = (number: number): Hotel => ({
	...hotelParadise,
	...{ propertyId: String(8_024_400 + number), slug: `house-${number}`, name: `House ${number}` },
});

const pollsOf = (houses: readonly SandboxEnvironment[]) =>
	houses.reduce(
		(sum, { bookingCom }) => sum + bookingCom.log.entries.filter(({ route }) => route === 'getNew').length,
		0,
	);

async function storedRuns(n8n: QueueModeHost): Promise<{ count: number; bytes: number }> {
	const [row] = await n8n.query({
		sql: `SELECT count(*) AS "count", sum(pg_column_size(d."data") + pg_column_size(d."workflowData")) AS "bytes"
			FROM "execution_data" d JOIN "execution_entity" e ON e."id" = d."executionId" WHERE e."finished"`,
	});
	return { count: Number(row?.['count']), bytes: Number(row?.['bytes'] ?? 0) };
}

const isSettled = async ({ bookingCom, selfKey }: SandboxEnvironment) =>
	bookingCom.drained && (await selfKey.statistics()).deliveries.waiting === 0;

/**
 * @param samples windows of a minute of each kind
 * @returns `null` where PostgreSQL or Redis is not installed
 */
export async function queueMode({ samples = 5 } = {}): Promise<Case | null> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-bench-'));
	const report = () => undefined;
	const n8n = await QueueModeHost.prepare({
		...{ install: await ensureN8n(report), packageTarball: await packedPackage(report), folder },
		timeZone: hotelParadise.timeZone,
	});
	if ('reason' in n8n) {
		console.error(`queue-mode is not measured: ${n8n.reason}`);
		await rm(folder, { recursive: true, force: true });
		return null;
	}
	const houses: SandboxEnvironment[] = [];
	try {
		await n8n.start();
		for (let number = 1; number <= HOTELS; number++)
			houses.push(await openSandbox({ n8n, hotel: house(number), pollSeconds: POLL_SECONDS }));
		const all = async (work: (house: SandboxEnvironment) => Promise<unknown>) => {
			for (const each of houses) await work(each);
		};
		const pass = async () => await wait(WINDOW_MS);

		const poll: number[] = [];
		// The first one does not count: main is still busy with having started.
		for (let round = -1; round < samples; round++) {
			const nothing = await rate(n8n, pass);
			await all(async ({ templates }) => await n8n.activate(templates.bookingCom));
			// Switching on costs something too, which no quiet minute does.
			await wait(5_000);
			const before = pollsOf(houses);
			const polling = await rate(n8n, pass);
			const polls = pollsOf(houses) - before;
			if (round >= 0) poll.push(((polling.main - nothing.main) * polling.seconds) / polls);
			await all(async ({ templates }) => await n8n.deactivate(templates.bookingCom));
		}

		await all(async ({ templates: { changes, availability, bookingCom } }) => {
			for (const id of [changes, availability, bookingCom]) await n8n.activate(id);
		});
		const settled = async () =>
			await n8n.waitFor(async () => (await Promise.all(houses.map(isSettled))).every(Boolean), {
				...{ what: 'every reservation to be everywhere', timeoutMs: SETTLE_MS },
			});
		const [run, bytes]: [number[], number[]] = [[], []];
		// The first one does not count: workers load a workflow's nodes at its first run.
		for (let round = -1; round < samples; round++) {
			await settled();
			const quiet = await rate(n8n, pass);
			const before = await storedRuns(n8n);
			const busy = await rate(n8n, async () => {
				for (const [index, { bookingCom, hotel }] of houses.entries()) {
					const seed = 100 * (round + 2) + index;
					const options = { seed, reservations: RESERVATIONS, from: '2027-01-01', modifications: 0, cancellations: 0 };
					bookingCom.enqueue(...reservationStream({ ...options, hotel }).steps);
				}
				await pass();
				await settled();
			});
			const after = await storedRuns(n8n);
			if (round < 0) continue;
			run.push(((busy.all - quiet.all) * busy.seconds) / (after.count - before.count));
			bytes.push((after.bytes - before.bytes) / (after.count - before.count));
		}
		return {
			name: 'queue mode',
			about: `n8n's processor time for ${HOTELS} hotels in queue mode, main, two workers and two webhook processors, beside what the load model takes`,
			figures: [
				{ what: 'a quiet poll, in the model', timing: modelled(MODEL.poll) },
				atMost(1, modelled(MODEL.poll), { what: "a quiet poll, of n8n's main process", timing: timingOf(poll) }),
				{ what: 'a run, in the model', timing: modelled(MODEL.run) },
				atMost(1, modelled(MODEL.run), { what: 'a run, of all processes', timing: timingOf(run) }),
			],
			notes: {
				'a stored run': `${(timingOf(bytes).median / 1_000).toFixed(0)} kB (${MODEL.kilobytes} in the model)`,
				'stored runs': (await storedRuns(n8n)).count,
			},
		};
	} finally {
		await n8n.close();
		await Promise.all(houses.map((each) => each.close()));
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
