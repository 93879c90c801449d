/** Every source beside the flow from Booking.com, with what people type in each text that it has. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Step } from '../../sandbox/hotel';
import type { WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';
import { productionUrl, type SandboxEnvironment } from '../../sandbox/start/environment';
import { csvOf } from '../../sandbox/selfkey/outgoing-body';
import type { RecordingProxy } from '../support/recording-proxy';
import { startedBy } from '../support/webhooks';

export interface OtherSources {
	environment: SandboxEnvironment;
	bookingCom: RecordingProxy;
	selfKey: RecordingProxy;
	/** A text with a number in it, for the n-th place. */
	typed: (n: number) => string;
	/** The same number of texts as there are ways to type a number. */
	ways: number;
	/** A reservation for B.XML. */
	booking: (n: number) => Step;
}

/** What each source was answered, to show that its messages were really taken. */
export interface Played {
	reservations: Array<number | null>;
	payments: Array<number | null>;
	ownWebhooks: number[];
	/** Items that were read by hand. */
	rows: number;
	bxml: number;
}

export async function playOtherSources(sources: OtherSources): Promise<Played> {
	return {
		reservations: await playReservations(sources),
		payments: await playPayments(sources),
		ownWebhooks: await playOwnWebhooks(sources),
		rows: await readRows(sources),
		bxml: await readBxml(sources),
	};
}

const NIGHTS = { check_in: '2028-03-01', check_out: '2028-03-03' };

async function playReservations({ environment, typed, ways }: OtherSources): Promise<Array<number | null>> {
	const { n8n, templates, reservationSystem, hotel } = environment;
	await n8n.activate(templates.reservations);
	const documented = (n: number) => ({
		hotel_id: hotel.slug,
		external_id: `card-${n}`,
		revision: 1,
		room_type: `Double ${typed(n)}`.slice(0, 190),
		guest: { first_name: typed(n), last_name: `Mustermann ${typed(n + 1)}`, email: typed(n + 2), phone: typed(n + 3) },
		...NIGHTS,
		total_amount: '100.00',
		currency: 'CHF',
		guest_count: 2,
	});
	const bodies = Array.from({ length: ways }, (_, n) => documented(n)).flatMap((data) => [
		JSON.stringify({ event_type: 'new_reservation', data }),
		// Refused, as a field is wrong.
		JSON.stringify({
			event_type: 'new_reservation',
			data: { ...data, external_id: `x-${data.external_id}`, check_in: typed(1) },
		}),
	]);
	const broken = `{"event_type":"new_reservation","data":{"guest":{"last_name":"${typed(2)}"`;
	const statuses: Array<number | null> = [];
	await startedBy(environment, templates.reservations, async () => {
		for (const [n, body] of [...bodies, broken].entries())
			statuses.push((await reservationSystem.sender.send({ kind: 'card', id: `card-${n}`, body })).status);
		const unsigned = { kind: 'unsigned', id: 'card-unsigned', body: bodies[0] ?? '', unsigned: true };
		statuses.push((await reservationSystem.sender.send(unsigned)).status);
	});
	return statuses;
}

async function playPayments({ environment, typed, ways }: OtherSources): Promise<Array<number | null>> {
	const { n8n, templates, cashRegister } = environment;
	await n8n.activate(templates.payments);
	const payment = (n: number, note: string) => ({
		payment_id: `CARD-${n}`,
		reservation_key: `webhook/${environment.hotel.slug}/card-0`,
		amount: '1.00',
		currency: 'CHF',
		method: typed(n),
		note,
	});
	const notes = Array.from({ length: ways }, (_, n) => typed(n));
	// Cut in the middle of a number.
	const long = notes.map((note) => `${'x '.repeat(1_990)}${note} ${'y '.repeat(500)}`);
	const statuses: Array<number | null> = [];
	await startedBy(environment, templates.payments, async () => {
		for (const [n, note] of [...notes, ...long].entries()) {
			const body = JSON.stringify({ event_type: 'payment_received', data: payment(n, note) });
			statuses.push((await cashRegister.sender.send({ kind: 'card', id: `pay-${n}`, body })).status);
		}
		const refused = JSON.stringify({
			event_type: 'payment_received',
			data: { ...payment(999, typed(3)), amount: typed(4) },
		});
		statuses.push((await cashRegister.sender.send({ kind: 'card', id: 'pay-x', body: refused })).status);
	});
	return statuses;
}

/** SelfKey's own webhooks, as JSON and as both kinds of CSV, with the private fields asked for. */
async function playOwnWebhooks({ environment, typed, ways }: OtherSources): Promise<number[]> {
	const trigger = ourNode('SelfKey Trigger', 'selfKeyTrigger', {
		source: 'webhook',
		events: ['booking.completed', 'booking.updated'],
		options: { includePrivate: true },
	});
	const workflow = await environment.n8n.api.createWorkflow(
		fileOf('Own webhooks', [{ ...trigger, webhookId: randomUUID() }]),
	);
	await environment.n8n.activate(workflow);
	const address = await productionUrl(environment.n8n, workflow);
	const post = async (body: string, type: string): Promise<number> => {
		const signature = createHmac('sha256', environment.secrets.webhookSecret).update(body, 'utf8').digest('hex');
		const headers = { 'content-type': type, 'x-webhook-signature': signature, 'x-webhook-event': 'booking.completed' };
		return (await fetch(address, { method: 'POST', body, headers })).status;
	};
	const statuses: number[] = [];
	await startedBy(environment, workflow, async () => {
		for (let n = 0; n < ways; n++) {
			const data = rowWith(typed, n);
			statuses.push(
				await post(
					JSON.stringify({ event: 'booking.completed', timestamp: `2027-01-01T00:00:0${n}.000Z`, data }),
					'application/json',
				),
				await post(csvOf(data), 'text/csv'),
			);
		}
	});
	await environment.n8n.deactivate(workflow);
	return statuses;
}

/** A booking as SelfKey holds it: whatever its columns are, somebody may have typed a number into one. */
function rowWith(typed: (n: number) => string, n: number): Record<string, unknown> {
	return {
		id: `cm3k2v9x80000qw9d1a2b3c${n}`,
		bookingNumber: 1_000 + n,
		hotelSlug: 'hotel-paradise',
		clientFirstName: typed(n),
		clientLastName: `Mustermann ${typed(n + 1)}`,
		clientEmail: 'a@example.com',
		clientPhone: typed(n + 2),
		clientBirthDate: '1990-01-01T00:00:00.000Z',
		clientBirthPlace: typed(n + 3),
		clientAddress: typed(n + 4),
		clientPostalCode: typed(n + 5),
		clientCity: typed(n),
		clientCountry: typed(n + 1),
		clientIdNumber: typed(n + 2),
		clientIdType: typed(n + 3),
		clientVehicleNumber: typed(n + 4),
		checkInDate: '2028-04-01T00:00:00.000Z',
		checkOutDate: '2028-04-03T00:00:00.000Z',
		bookingDate: '2027-01-01T00:00:00.000Z',
		adults: 2,
		children: 0,
		guests: 2,
		hasDog: false,
		amount: 100,
		currency: 'CHF',
		internalNote: typed(n + 5),
		selectedPricingOptions: { [typed(n)]: typed(n + 1) },
		room: { id: 'cmroom', name: typed(n + 2) },
		establishment: { slug: 'hotel-paradise', name: typed(n + 3) },
	};
}

async function readRows({ environment, selfKey, typed, ways }: OtherSources): Promise<number> {
	const rows = Array.from({ length: ways }, (_, n) => rowWith(typed, n));
	selfKey.alter = (answer, { path }) => {
		const data = path.endsWith('/bookings') ? rows : path.startsWith('/api/v1/bookings/') ? rows[0] : null;
		const body = { success: true, data, pagination: { total: rows.length, limit: 50, offset: 0, hasMore: false } };
		return data ? { ...answer, status: 200, body: JSON.stringify(body) } : answer;
	};
	const items =
		(await runByHand(
			environment,
			'Rows',
			ourNode('Read', 'selfKey', { resource: 'booking', operation: 'getAll', simplify: false }),
		)) +
		(await runByHand(
			environment,
			'Row',
			ourNode('Read', 'selfKey', { resource: 'booking', operation: 'get', bookingId: 'cm0', simplify: false }),
		));
	selfKey.alter = null;
	return items;
}

async function readBxml({ environment, bookingCom, booking, ways }: OtherSources): Promise<number> {
	environment.bookingCom.enqueue(...Array.from({ length: ways }, (_, n) => booking(n)));
	const before = bookingCom.alter;
	bookingCom.alter = null;
	const read = ourNode('Read', 'bookingCom', { resource: 'reservation', operation: 'getAll', format: 'bxml' });
	const items = await runByHand(environment, 'B.XML', read);
	bookingCom.alter = before;
	return items;
}

export function ourNode(name: string, type: string, parameters: Record<string, unknown>): WorkflowNode {
	return { id: randomUUID(), name, type: `n8n-nodes-hotel.${type}`, typeVersion: 1, position: [200, 0], parameters };
}

function fileOf(name: string, nodes: WorkflowNode[], connections: WorkflowFile['connections'] = {}): WorkflowFile {
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** @returns how many items the node gave out */
export async function runByHand({ n8n }: SandboxEnvironment, name: string, node: WorkflowNode): Promise<number> {
	const start: WorkflowNode = {
		...node,
		id: randomUUID(),
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		parameters: {},
	};
	const to = { main: [[{ node: node.name, type: 'main' as const, index: 0 }]] };
	const workflow = await n8n.api.createWorkflow(fileOf(name, [start, node], { Start: to }));
	const id = await n8n.api.runManually(workflow, 'Start');
	await n8n.waitFor(async () => !['new', 'running'].includes((await n8n.api.execution(id)).status), { what: name });
	const { data } = await n8n.api.execution(id);
	return data.resultData.runData[node.name]?.[0]?.data?.main?.[0]?.length ?? 0;
}
