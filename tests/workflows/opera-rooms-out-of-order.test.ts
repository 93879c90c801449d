/** A room that is out of order in Opera is taken in SelfKey, until it is in order again. */
import { addDays } from '../../sandbox/hotel';
import { readTemplate } from '../../sandbox/start/environment';
import { openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

const from = inDays(600);
const broken = (roomId: string, status: 'OutOfOrder' | 'OutOfService' = 'OutOfOrder') => ({
	...{ roomId, status, start: from, end: addDays(from, 1), reasonCode: 'MAINT', reasonDescription: 'Bathroom' },
});
let environment: SandboxEnvironment;
let template: string;

beforeAll(async () => {
	environment = await openTestEnvironment();
	const file = await readTemplate('33-opera-rooms-out-of-order');
	for (const { parameters } of file.nodes)
		if ('rule' in parameters) parameters['rule'] = { interval: [{ field: 'seconds', secondsInterval: 5 }] };
	template = await environment.n8n.api.createWorkflow(file);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const closed = async () =>
	(
		await environment.selfKey.db<{ name: string; start: string; end: string }>(
			'SELECT m."name", c."start", c."end" FROM "booking_room_closures" c JOIN "rooms" m ON m."id" = c."roomId" ORDER BY 1',
		)
	).map(({ name, start, end }) => `${name} ${start} ${end}`);

test('only what is out of order counts, its last night too, and no longer than it is', async () => {
	const { opera, n8n, hotel } = environment;
	const [first = '', second = ''] = hotel.rooms.map(({ name }) => name);
	opera.closeRoom(broken(first));
	opera.closeRoom(broken(second, 'OutOfService'));
	await n8n.activate(template);
	const line = `${first} ${from} ${addDays(from, 2)}`;
	await n8n.waitFor(async () => (await closed()).join() === line, { what: 'the room to be closed', timeoutMs: 60_000 });
	opera.openRoom(first);
	await n8n.waitFor(async () => (await closed()).length === 0, { what: 'the room to be open', timeoutMs: 60_000 });
	expect((await n8n.api.executions({ workflowId: template, status: ['error'] })).map(({ id }) => id)).toEqual([]);
	await n8n.deactivate(template);
});
