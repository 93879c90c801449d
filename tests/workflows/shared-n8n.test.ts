/** Test files that use one n8n after the other know nothing of each other. */
import { openForBusiness } from '../../sandbox/start/environment';
import { openTestEnvironment, SANDBOX_TEST_MS, someBookings, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { empty, leftIn } from '../support/shared-n8n/empty';
import { SharedN8n } from '../support/shared-n8n/shared-host';

jest.setTimeout(SANDBOX_TEST_MS);

let house: SandboxEnvironment;
beforeAll(async () => {
	house = await openTestEnvironment();
}, N8N_SETUP_MS);
afterAll(async () => {
	await house?.close();
}, 60_000);

it('is left as it was found, whatever has run in it and still does', async () => {
	house.bookingCom.enqueue(...someBookings(3, 1));
	await openForBusiness(house);
	await house.n8n.waitFor(async () => (await house.n8n.api.dataTableRows('hotel_integration_log'))?.length, {
		what: 'the first log line',
	});
	expect((await leftIn(house.n8n.api)).every((count) => count > 0)).toBe(true);
	await empty(house.n8n.api);
	expect(await leftIn(house.n8n.api)).toEqual([0, 0, 0, 0]);
});

it('cannot be stopped by one of them', async () => {
	const n8n = await SharedN8n.take();
	await expect(n8n.stop()).rejects.toThrow('ownN8n');
	await expect(n8n.crash()).rejects.toThrow('ownN8n');
	expect(() => n8n.kill()).toThrow('ownN8n');
	await n8n.giveBack();
});
