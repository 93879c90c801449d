/**
 * Reservations of Booking.com into SelfKey by a real n8n, in pages of 200, each written, acknowledged and logged: the
 * shipped template's nodes, beside the best flow of n8n's own nodes and beside a script without an n8n.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBookingCom, type BookingComSandbox } from '../../sandbox/booking-com';
import { hotelParadise, reservationStream } from '../../sandbox/hotel';
import type { Execution, WorkflowFile } from '../../sandbox/n8n/host/types';
import { startSelfKey, type SelfKeySandbox } from '../../sandbox/selfkey';
import { readTemplate } from '../../sandbox/start/templates';
import { createTestN8n } from '../../tests/support/n8n';
import { importFlow, kickOff, type Addresses } from '../baseline/import-flow';
import { importPage, NEW_CONNECTION } from '../baseline/import-script';
import { timingOf } from '../measure';
import { residentMegabytes, treeCpuSeconds } from '../n8n-load';
import { atLeast, atMost, type Case } from '../report';

const API_KEY = 'bench';
const SECRET = 'the secret of the integration';
const INTEGRATION = 'bench';
const PAGE = 200;
const GOALS = { flow: 2, script: 1.3, cpu: 1 };
/** Template 10 as it is shipped, but for its trigger, which would wait for its next poll. */
const TRIGGER = 'Booking.com Trigger';

type Way = 'flow' | 'ours' | 'script';

interface Sample {
	ms: number;
	/** Of n8n and the processes that it has started. */
	cpuSeconds: number;
	selfKeyMs: number;
	/** Of n8n after each page. */
	megabytes: number[];
}

async function ourFlow(id: string): Promise<WorkflowFile> {
	const { nodes, connections } = await readTemplate('10-booking-com-to-selfkey');
	const named = (type: string) => ({ [type]: { id: type, name: type } });
	const steps = nodes
		.filter(({ type }) => !type.endsWith('stickyNote'))
		.map((node) => {
			if (node.name === TRIGGER)
				return {
					...{ ...node, type: 'n8n-nodes-hotel.bookingCom', credentials: named('bookingComApi') },
					parameters: { resource: 'reservation', operation: 'getAll', queues: ['new'], limit: PAGE },
				};
			// The request that kicks it off is no reservation that could get lost.
			if (node.type.endsWith('.hotelLog'))
				return { ...node, parameters: { ...node.parameters, options: { missing: 'ignored' } } };
			if (node.type.endsWith('.selfKey')) return { ...node, credentials: named('selfKeyApi') };
			return node.type.endsWith('.bookingCom') ? { ...node, credentials: named('bookingComApi') } : node;
		});
	return {
		...{ id, name: id, settings: { executionOrder: 'v1' } },
		nodes: [kickOff(id), ...steps],
		connections: { ...connections, 'Kick off': { main: [[{ node: TRIGGER, type: 'main', index: 0 }]] } },
	};
}

/** An empty SelfKey at the same address for each sample: it gets slower with what is in it, for whoever comes later. */
class EmptySelfKey {
	private constructor(private running: SelfKeySandbox) {}

	static async open(): Promise<EmptySelfKey> {
		return new EmptySelfKey(await EmptySelfKey.started());
	}

	get url(): string {
		return this.running.url;
	}

	async empty(): Promise<void> {
		const { port } = new URL(this.url);
		await this.running.close();
		this.running = await EmptySelfKey.started(Number(port));
	}

	async bookings(): Promise<number> {
		const [row] = await this.running.db<{ count: string }>(
			'SELECT count(DISTINCT "id") AS "count" FROM "bookings"',
			[],
		);
		return Number(row?.count);
	}

	async close(): Promise<void> {
		await this.running.close();
	}

	private static async started(port = 0): Promise<SelfKeySandbox> {
		return await startSelfKey({
			...{ hotel: hotelParadise, apiKey: API_KEY, port, requestsPerMinute: 1e6 },
			integrations: [{ id: INTEGRATION, secret: SECRET, configuration: { roomMap: roomMap() } }],
		});
	}
}

function roomMap(): Record<string, string[]> {
	const { roomTypes, rooms } = hotelParadise;
	const of = (id: string) => rooms.filter(({ roomTypeId }) => roomTypeId === id).map(({ name }) => name);
	return Object.fromEntries(roomTypes.map(({ id }) => [id, of(id)]));
}

/** @param count reservations of each sample */
export async function importing({ count, samples = 5 }: { count: number; samples?: number }): Promise<Case> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-bench-'));
	const bookingCom = await startBookingCom({ credentials: { apiKey: { value: API_KEY } }, pageSize: PAGE });
	const selfKey = await EmptySelfKey.open();
	const { host, remove } = await createTestN8n({ env: { N8N_LOG_LEVEL: 'error' } });
	try {
		const base = { baseUrl: selfKey.url, apiKey: API_KEY, hotelSlug: hotelParadise.slug, integrationId: INTEGRATION };
		await host.importCredentials([
			{
				...{ id: 'bookingComApi', name: 'bookingComApi', type: 'bookingComApi' },
				data: { authentication: 'apiKey', apiKey: API_KEY, baseUrl: bookingCom.url, ariBaseUrl: bookingCom.url },
			},
			{
				...{ id: 'selfKeyApi', name: 'selfKeyApi', type: 'selfKeyApi' },
				data: { ...base, webhookSecret: SECRET },
			},
		]);
		const addresses: Addresses = {
			...{ bookingCom: bookingCom.url, bookingComKey: API_KEY, selfKeySecret: SECRET },
			selfKey: `${selfKey.url}/api/webhooks/integrations/${hotelParadise.slug}/${INTEGRATION}`,
		};
		await host.importWorkflows([importFlow('bench-flow', addresses), await ourFlow('bench-ours')]);
		for (const id of ['bench-flow', 'bench-ours']) await host.publish(id);
		await host.start();

		const byFlow = (id: string) => async () => {
			const { ok } = await fetch(`${host.url}/webhook/${id}`, { method: 'POST', headers: NEW_CONNECTION });
			const [last] = ok ? [] : await host.api.executions({ workflowId: id });
			if (last) throw new Error(whyItFailed(await host.api.execution(last.id)));
			return 0;
		};
		const names = { hotelSlug: hotelParadise.slug, integrationId: INTEGRATION };
		const byScript = async () => (await importPage(addresses, path.join(folder, 'log'), names)).selfKeyMs;
		const pageBy: Record<Way, () => Promise<number>> = {
			flow: byFlow('bench-flow'),
			ours: byFlow('bench-ours'),
			script: byScript,
		};
		const taken: Record<Way, Sample[]> = { flow: [], ours: [], script: [] };
		let seed = 0;
		for (let round = -1; round < samples; round++) {
			const ways = Object.keys(taken) as Way[];
			for (const way of round % 2 === 0 ? ways : ways.reverse()) {
				await selfKey.empty();
				offer(bookingCom, (seed += 1), count);
				const sample = await importAll(bookingCom, pageBy[way], host.pid);
				const found = await selfKey.bookings();
				if (found < count) throw new Error(`${way} has brought ${found} of ${count} reservations into SelfKey`);
				if (round >= 0) taken[way].push(sample);
			}
		}
		return caseOf(count, taken);
	} finally {
		await remove();
		await Promise.all([selfKey.close(), bookingCom.close(), rm(folder, { recursive: true, force: true })]);
	}
}

function whyItFailed({ workflowId, data: { resultData } }: Execution): string {
	return `${workflowId} ended at ${resultData.lastNodeExecuted ?? 'its start'}: ${resultData.error?.message ?? ''}`;
}

function offer(bookingCom: BookingComSandbox, seed: number, reservations: number): void {
	const options = { seed, reservations, from: '2027-01-01', modifications: 0, cancellations: 0 };
	bookingCom.enqueue(...reservationStream(options).steps);
}

async function importAll(
	bookingCom: BookingComSandbox,
	nextPage: () => Promise<number>,
	pid: number | undefined,
): Promise<Sample> {
	const cpuBefore = treeCpuSeconds(pid);
	const begun = performance.now();
	const sample: Sample = { ms: 0, cpuSeconds: 0, selfKeyMs: 0, megabytes: [] };
	while (!bookingCom.drained) {
		sample.selfKeyMs += await nextPage();
		sample.megabytes.push(residentMegabytes(pid));
	}
	return { ...sample, ms: performance.now() - begun, cpuSeconds: treeCpuSeconds(pid) - cpuBefore };
}

function caseOf(count: number, taken: Record<Way, Sample[]>): Case {
	const per = { count, unit: 'reservation' };
	const time = (way: Way) => timingOf(taken[way].map(({ ms }) => ms));
	const cpu = (way: Way) => timingOf(taken[way].map(({ cpuSeconds }) => cpuSeconds * 1_000));
	const ofSelfKey = timingOf(taken.script.map(({ selfKeyMs }) => selfKeyMs)).median;
	const beyond = (way: Way) => timingOf(taken[way].map(({ ms }) => ms - ofSelfKey));
	const pages = taken.ours.map(({ megabytes }) => megabytes);
	const memory = (page: number) => Math.round(timingOf(pages.map((of) => of.at(page) ?? Number.NaN)).median);
	return {
		name: 'import',
		about: `${count.toLocaleString('en')} reservations of Booking.com into SelfKey by a real n8n, in pages of ${PAGE}, written, acknowledged and logged`,
		figures: [
			{ what: "n8n's own nodes, written by fifty", timing: time('flow'), per },
			atLeast(GOALS.flow, time('flow'), { what: "ours, against n8n's own nodes", timing: time('ours'), per }),
			{ what: 'a script, beyond the time that SelfKey takes', timing: beyond('script'), per },
			atMost(GOALS.script, beyond('script'), {
				what: 'ours, beyond the time that SelfKey takes',
				...{ timing: beyond('ours'), per },
			}),
			{ what: "n8n's processor time, its own nodes", timing: cpu('flow'), per },
			atMost(GOALS.cpu, cpu('flow'), { what: "n8n's processor time, ours", timing: cpu('ours'), per }),
		],
		notes: {
			'of which SelfKey takes': `${(ofSelfKey / count).toFixed(1)} ms / reservation`,
			'memory of n8n after the first and the last page of ours': `${memory(0)} and ${memory(-1)} MB`,
		},
	};
}
