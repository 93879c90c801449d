/** n8n's data tables are full: reservations go on, and people are told what to do, once. */
import { newStep, sampleBooking } from '../../sandbox/hotel';
import { alertAbout } from '../../sandbox/start/environment';
import {
	deleteDataTable,
	failureOf,
	logRows,
	openTestEnvironment,
	poll,
	SANDBOX_TEST_MS,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(2 * SANDBOX_TEST_MS);

const LIMIT = 2_000_000;
const BALLAST = 'ballast';
const FULL = /data tables take no more rows/;
let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({
		...{ ownN8n: true, env: { N8N_DATA_TABLES_MAX_SIZE_BYTES: String(LIMIT) } },
	});
	const { n8n, templates } = environment;
	await alertAbout(n8n, templates);
	// A poll makes the tables, and the check is made often.
	await poll(environment);
	await change({ rule: { interval: [{ field: 'seconds', secondsInterval: 10 }] } });
	await n8n.activate(templates.alerts);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const subjects = () => environment.mailbox.mails.map(({ subject }) => subject);
const alertRows = async () => (await environment.n8n.api.dataTableRows('hotel_alerts')) ?? [];

async function change(parameters: object): Promise<void> {
	const { api } = environment.n8n;
	const { nodes, connections, versionId } = await api.workflow(environment.templates.alerts);
	for (const node of nodes) if (node.type.endsWith('.scheduleTrigger')) Object.assign(node.parameters, parameters);
	await api.session.request('PATCH', `/workflows/${environment.templates.alerts}`, { nodes, connections, versionId });
}

/** What 90 keeps with itself. */
async function kept(): Promise<{ at: number; missed: number; alerts: unknown[]; failures: unknown[] } | undefined> {
	const { staticData } = await environment.n8n.api.workflow(environment.templates.alerts);
	return (staticData as { global?: { unwritten?: never } } | null)?.global?.unwritten;
}

async function moreChecks(count: number): Promise<void> {
	for (let more = 0; more < count; more++) {
		const before = (await kept())?.at;
		await environment.n8n.waitFor(async () => (await kept())?.at !== before, {
			...{ what: 'another check', timeoutMs: 60_000 },
		});
	}
}

async function fillTables(): Promise<void> {
	const { session } = environment.n8n.api;
	const { data } = await session.request<{ data: Array<{ projectId: string }> }>('GET', '/data-tables-global?take=100');
	const tables = `/projects/${data[0]?.projectId}/data-tables`;
	const columns = [{ name: 'text', type: 'string' }];
	const { id } = await session.request<{ id: string }>('POST', tables, { name: BALLAST, columns });
	await session.request('POST', `${tables}/${id}/insert`, { data: [{ text: 'x'.repeat(LIMIT) }] });
}

test('reservations go on; that the tables are full, and what fails, is one mail each', async () => {
	const { n8n, bookingCom, airbnb, templates, hotel, selfKey } = environment;
	await n8n.waitFor(async () => (await alertRows()).some(({ fault }) => fault === 'watch:check'), {
		what: 'a check that all is well',
	});
	await fillTables();

	bookingCom.enqueue(newStep(sampleBooking({ reservationId: '201', propertyId: hotel.propertyId })));
	const [run, ...others] = await poll(environment);
	// All that is left undone is the log.
	expect([failureOf(run), others]).toEqual([expect.stringMatching(/^Everything else was done, but/), []]);
	expect(bookingCom.drained).toBe(true);
	const booked = await selfKey.db(`SELECT 1 FROM "booking_external_references" WHERE "reservationId" = '201'`);
	expect(booked).toHaveLength(1);
	expect(await logRows(environment, [run!])).toEqual([]);

	airbnb.faults.next('serverError', { times: 1000 });
	await n8n.activate(templates.airbnb);
	await n8n.waitFor(() => subjects().some((subject) => FULL.test(subject)), {
		...{ what: 'the mail that the tables are full', timeoutMs: 120_000 },
	});
	await n8n.waitFor(() => subjects().some((subject) => subject.includes('20 Airbnb to SelfKey')), {
		...{ what: 'the mail that Airbnb failed', timeoutMs: 120_000 },
	});
	await n8n.deactivate(templates.airbnb);
	await moreChecks(4);
	expect(subjects().filter((subject) => FULL.test(subject))).toHaveLength(1);
	expect(subjects()).toHaveLength(2);
	const { text } = environment.mailbox.mails.find(({ subject }) => FULL.test(subject))!;
	expect(text).toMatch(/OPERA[\s\S]*What to do: [\s\S]*N8N_DATA_TABLES_MAX_SIZE_BYTES[\s\S]*VACUUM FULL/);
	const checks = await n8n.api.executions({ workflowId: templates.alerts });
	expect(checks.filter(({ status }) => status === 'error')).toEqual([]);
});

test('with room again, that is told', async () => {
	const { n8n } = environment;
	await deleteDataTable(environment, BALLAST);
	await n8n.waitFor(() => subjects().some((subject) => subject.startsWith('Over: ') && FULL.test(subject)), {
		...{ what: 'the mail that it is over', timeoutMs: 120_000 },
	});
	expect(subjects()).toHaveLength(3);
});
