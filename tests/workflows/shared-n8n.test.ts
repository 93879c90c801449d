/** Test files that use one n8n after the other know nothing of each other. */
import { openForBusiness } from '../../sandbox/start/environment';
import { openTestEnvironment, SANDBOX_TEST_MS, someBookings, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { empty, leftIn } from '../support/shared-n8n/empty';
import { SharedN8n } from '../support/shared-n8n/shared-host';

jest.setTimeout(SANDBOX_TEST_MS);

let environment: SandboxEnvironment;
beforeAll(async () => {
	environment = await openTestEnvironment();
}, N8N_SETUP_MS);
afterAll(async () => {
	await environment?.close();
}, 60_000);

it('is left as it was found, whatever has run in it and still does', async () => {
	environment.bookingCom.enqueue(...someBookings(3, 1));
	await openForBusiness(environment);
	await environment.n8n.waitFor(
		async () => (await environment.n8n.api.dataTableRows('hotel_integration_log'))?.length,
		{
			what: 'the first log line',
		},
	);
	expect((await leftIn(environment.n8n.api)).every((count) => count > 0)).toBe(true);
	await empty(environment.n8n.api);
	expect(await leftIn(environment.n8n.api)).toEqual([0, 0, 0, 0]);
});

it('cannot be stopped by one of them', async () => {
	const n8n = await SharedN8n.take();
	await expect(n8n.stop()).rejects.toThrow('ownN8n');
	await expect(n8n.crash()).rejects.toThrow('ownN8n');
	expect(() => n8n.kill()).toThrow('ownN8n');
	await n8n.giveBack();
});
