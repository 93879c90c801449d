/** The package as a hotel gets it: found on npm by n8n's own screen, updated there while a workflow runs, and removed. */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { packedPackage } from '../../sandbox/start/package';
import manifest from '../../package.json';
import { Editor, openBrowser } from '../support/browser';
import { describeWithBrowser } from '../support/describe-with-browser';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';
import { NpmRegistry } from '../support/npm-registry';
import { packedAs } from '../support/packed-as';

jest.setTimeout(180_000);

const NEXT = '0.999.0';
const SECRET = 'register-secret-of-32-characters';

let folder: string;
let registry: NpmRegistry;
let n8n: TestN8n;
let browser: Browser;
let page: Page;

describeWithBrowser('Settings > Community nodes', () => {
	let address: string;

	beforeAll(async () => {
		folder = await mkdtemp(`${tmpdir()}/n8n-nodes-hotel-next-`);
		registry = await NpmRegistry.start();
		await registry.publish(await packedPackage(() => undefined));
		n8n = await createTestN8n({ packageTarball: null, env: registry.env });
		await n8n.host.start();
		browser = await openBrowser();
		({ page } = await Editor.open(browser, n8n.host, { width: 1280, height: 900 }));
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await n8n?.remove();
		await registry?.stop();
		await rm(folder, { recursive: true, force: true });
	}, 60_000);

	const card = () => page.locator('[data-test-id="community-package-card"]');
	const openScreen = async () => {
		await page.goto(`${n8n.host.url}/settings/community-nodes`);
	};
	const installed = async () =>
		(await n8n.host.api.communityPackages()).map(({ packageName, installedVersion }) => [
			packageName,
			installedVersion,
		]);

	/** A signed payment; the trigger answers that it has it. */
	const pay = async (id: string) => {
		const body = JSON.stringify({
			event_type: 'payment_received',
			data: { payment_id: id, booking_number: 17, amount: '42.50', currency: 'CHF' },
		});
		const signature = createHmac('sha256', SECRET).update(body).digest('hex');
		const headers = { 'content-type': 'application/json', 'x-signature': signature };
		return (await fetch(address, { method: 'POST', headers, body })).status;
	};

	it('installs it by its name, and its nodes work at once', async () => {
		const { api } = n8n.host;
		await openScreen();
		await page.getByRole('button', { name: 'Install a community node' }).click();
		await page.getByPlaceholder('n8n-nodes-chatwork').fill(manifest.name);
		await page.getByText('I understand the risks').click();
		await page.getByRole('button', { name: 'Install', exact: true }).click();
		await card().waitFor();
		expect(await card().innerText()).toContain(`v${manifest.version}`);
		expect(await installed()).toEqual([[manifest.name, manifest.version]]);

		const credential = await api.createCredential('Register', 'signedWebhookApi', { secret: SECRET, scheme: 'hex' });
		const node = (name: string, type: string) => ({
			...{ id: name, name, type: `${manifest.name}.${type}`, typeVersion: 1 },
			...{ position: [0, 0] as [number, number], parameters: {} },
		});
		const id = await api.createWorkflow({
			id: 'payments',
			name: 'Payments',
			nodes: [
				{
					...node('Cash', 'cashSystemTrigger'),
					webhookId: 'chosen-by-n8n',
					credentials: { signedWebhookApi: { id: credential, name: 'Register' } },
				},
				node('Reply', 'hotelWebhookReply'),
			],
			connections: { Cash: { main: [[{ node: 'Reply', type: 'main', index: 0 }]] } },
		});
		await n8n.host.activate(id);
		const { nodes } = await api.workflow(id);
		address = `${n8n.host.url}/webhook/${nodes.find(({ name }) => name === 'Cash')?.webhookId ?? ''}/cash-system`;
		expect(await pay('before')).toBe(200);
	});

	it('offers the next version and takes it, while the workflow goes on', async () => {
		await registry.publish(await packedAs(NEXT, folder));
		await openScreen();
		await card().getByRole('button', { name: 'Update' }).click();
		const asked = page.getByRole('dialog');
		await asked.getByRole('button', { name: /update/i }).click();
		await page.getByText(`v${NEXT}`).first().waitFor();
		expect(await installed()).toEqual([[manifest.name, NEXT]]);
		expect(await pay('after')).toBe(200);
		const statuses = async () => (await n8n.host.api.executions()).map(({ status }) => status);
		await n8n.host.waitFor(async () => !(await statuses()).includes('running'), { what: 'the runs to end' });
		expect(await statuses()).toEqual(['success', 'success']);
	});

	it('removes it', async () => {
		await openScreen();
		await card().locator('[data-test-id="action-toggle"]').click();
		await page.getByText('Uninstall package').click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: /uninstall/i })
			.click();
		await card().waitFor({ state: 'detached' });
		expect(await installed()).toEqual([]);
		expect(registry.log.filter((line) => line.endsWith('.tgz'))).toHaveLength(2);
	});
});
