/** The editor as hotel staff see it: the templates' files imported in a real browser, without a complaint. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { CashRegister } from '../../sandbox/cash-register';
import { hotelParadise, reservationStream } from '../../sandbox/hotel';
import type { WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';
import { roomMapOf } from '../../sandbox/selfkey';
import { chromiumPath, Editor, openBrowser } from '../support/browser';
import { openTestEnvironment, type SandboxEnvironment } from '../support/environment';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';

const SETTINGS = path.resolve(__dirname, '../../workflows/00-hotel-settings.json');
const BOOKING_COM = path.resolve(__dirname, '../../workflows/10-booking-com-to-selfkey.json');
const PAYMENTS = path.resolve(__dirname, '../../workflows/40-cash-system-payments.json');
const RESERVATIONS = path.resolve(__dirname, '../../workflows/41-reservation-webhook.json');
const TEMPLATES = path.dirname(SETTINGS);
const VIEW = { width: 1600, height: 900 };
/** What the editor gives a secret address. */
const ADDRESSED = [
	'n8n-nodes-base.formTrigger',
	'n8n-nodes-base.form',
	'n8n-nodes-hotel.cashSystemTrigger',
	'n8n-nodes-hotel.reservationWebhookTrigger',
];
/** Of several credentials of a kind, the editor takes the newest. */
const SANDBOX: Record<string, object> = {
	'n8n-nodes-hotel.selfKey': { selfKeyApi: { name: 'SelfKey (sandbox)' } },
	'n8n-nodes-hotel.airbnbTrigger': { airbnbApi: { name: 'Airbnb (sandbox)' } },
	'n8n-nodes-hotel.bookingCom': { bookingComApi: { name: 'Booking.com (sandbox)' } },
	'n8n-nodes-hotel.bookingComTrigger': { bookingComApi: { name: 'Booking.com (sandbox)' } },
	'n8n-nodes-hotel.opera': { operaApi: { name: 'Opera (sandbox)' } },
	'n8n-nodes-hotel.cashSystemTrigger': { signedWebhookApi: { name: 'Cash register (sandbox)' } },
	'n8n-nodes-hotel.reservationWebhookTrigger': { signedWebhookApi: { name: 'Cash register (sandbox)' } },
};

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
const isNote = ({ type }: WorkflowNode) => type.endsWith('.stickyNote');

/** `npm test` says where it is skipped, and fails there on CI. */
const withBrowser = chromiumPath() ? describe : describe.skip;

/** All parameters of a node: n8n saves none that has its default value. */
function parametersOf(node: WorkflowNode, types: INodeTypeDescription[]) {
	const type = types.find(({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion));
	if (!type) throw new Error(`n8n does not know ${node.type} ${node.typeVersion}`);
	return NodeHelpers.getNodeParameters(type.properties, node.parameters as INodeParameters, true, false, node, type);
}

/** What of a workflow must survive an import. The rest the editor gives anew: ids, credentials, a form's secret address. */
function content({ nodes, connections }: WorkflowFile, types: INodeTypeDescription[]) {
	// The canvas may move everything together.
	const [left, top] = nodes[0]?.position ?? [0, 0];
	const kept = nodes.map((node) => {
		const {
			id: _,
			credentials: _credentials,
			webhookId: _address,
			position: [x, y],
			...rest
		} = node;
		return { ...rest, parameters: parametersOf(node, types), place: [x - left, y - top] };
	});
	return { nodes: kept, connections };
}

withBrowser('the editor', () => {
	jest.setTimeout(120_000);
	let house: SandboxEnvironment;
	let browser: Browser;
	let editor: Editor;
	let types: INodeTypeDescription[];

	beforeAll(async () => {
		house = await openTestEnvironment({
			bookingCom: { stream: reservationStream({ seed: 7, reservations: 60, from: '2027-06-01' }) },
		});
		browser = await openBrowser();
		editor = await Editor.open(browser, house.n8n, VIEW);
		types = (await house.n8n.api.loadedNodeTypes()) as unknown as INodeTypeDescription[];
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await house?.close();
	}, 60_000);

	afterEach(() => {
		expect(editor.complaints.splice(0)).toEqual([]);
	});

	const workflow = async (id: string) => await house.n8n.api.workflow(id);

	describe.each([
		['00 Hotel settings', SETTINGS],
		['10 Booking.com to SelfKey', BOOKING_COM],
		['40 Cash system payments', PAYMENTS],
		['41 Reservation webhook', RESERVATIONS],
	])('importing %s', (name, file) => {
		const template = read(file);
		const nodes = template.nodes.filter((node) => !isNote(node));
		let id: string;

		beforeAll(async () => {
			id = await editor.importFile(file);
		});

		test('shows every node and note, none of them marked', async () => {
			expect(await editor.counts()).toEqual({ nodes: nodes.length, notes: template.nodes.length - nodes.length });
			expect(await editor.faultyNodes()).toEqual([]);
		});

		test('says nothing but that it has found the credentials', async () => {
			expect(await editor.messages()).toEqual([expect.stringMatching(/^Credentials auto-added/)]);
			const given = (await workflow(id)).nodes.filter(({ type }) => type in SANDBOX);
			expect(given.length).toBeGreaterThan(0);
			for (const node of given) expect(node.credentials).toMatchObject(SANDBOX[node.type]!);
		});

		test('keeps what is in the file', async () => {
			const imported = await workflow(id);
			expect(imported.name).toBe(name);
			expect(content(imported, types)).toEqual(content(template, types));
		});

		test('gives each form and each webhook a secret address of its own, which no file has', async () => {
			expect(template.nodes.filter((node) => 'webhookId' in node || 'credentials' in node)).toEqual([]);
			const { nodes: imported } = await workflow(id);
			const addresses = imported.filter(({ type }) => ADDRESSED.includes(type)).map(({ webhookId }) => webhookId);
			for (const address of addresses) expect(address).toMatch(/^[0-9a-f-]{36}$/);
			expect(new Set(addresses).size).toBe(addresses.length);
			expect(imported.filter(({ type, webhookId }) => webhookId && !ADDRESSED.includes(type))).toEqual([]);
		});
	});

	test('pasting a template on the canvas gives the same nodes as importing its file', async () => {
		const id = await editor.pasteFile(BOOKING_COM);
		expect(await editor.faultyNodes()).toEqual([]);
		expect(content(await workflow(id), types)).toEqual(content(read(BOOKING_COM), types));
	});

	test('a node of a package that is not installed is marked, so that the tests above could fail', async () => {
		const broken = read(BOOKING_COM);
		const [trigger, ...others] = broken.nodes;
		if (!trigger) throw new Error('The template has no node');
		const nodes = [
			{ ...trigger, type: 'n8n-nodes-inferno.trigger' },
			...others.map((node) =>
				node.name === 'Hotel Log' ? { ...node, parameters: { ...node.parameters, integration: '' } } : node,
			),
		];
		await editor.openWorkflow(await house.n8n.api.createWorkflow({ ...broken, nodes }));
		await editor.waitForFault();
		expect(await editor.faultyNodes()).toEqual(['Booking.com Trigger', 'Hotel Log']);
		// The editor asks n8n for what it cannot know.
		editor.complaints.length = 0;
	});

	describe('the panels of our nodes', () => {
		beforeAll(async () => {
			await editor.openWorkflow(house.templates.bookingCom);
		});

		test.each([
			[
				'Booking.com Trigger',
				'Booking.com (sandbox)',
				{ mode: 'Every Minute', propertyIds: '' },
				['Events', 'New', 'Modified and Cancelled', 'Property IDs', 'until the Booking.com node acknowledges it'],
			],
			[
				'Write to SelfKey',
				'SelfKey (sandbox)',
				{
					resource: 'Reservation',
					operation: 'Create or Update',
				},
				[],
			],
			[
				'Acknowledge to Booking.com',
				'Booking.com (sandbox)',
				{
					resource: 'Reservation',
					operation: 'Acknowledge',
					reservationId: '{{ $json.reservationId }}',
					queue: 'As Fetched',
				},
				['Reservation ID', 'Queue'],
			],
		])('%s', async (name, credential, fields, words) => {
			const panel = await editor.openNode(name);
			expect(await editor.credential()).toBe(credential);
			const shown: Record<string, string> = {};
			for (const field of Object.keys(fields)) shown[field] = await editor.fieldOf(field);
			expect(shown).toEqual(fields);
			const text = await panel.innerText();
			for (const word of words) expect(text).toContain(word);
			await editor.closeNode();
		});
	});

	describe.each([
		['Cash System Trigger', 'payments', 'Cash register (sandbox)', { respond: 'After the Flow Is Done (Recommended)' }],
		[
			'Reservation Webhook Trigger',
			'reservations',
			'Reservation system (sandbox)',
			{ source: 'webhook', respond: 'After the Flow Is Done (Recommended)' },
		],
	] as const)('the panel of the %s', (name, template, credential, fields) => {
		let panel: Awaited<ReturnType<Editor['openNode']>>;

		beforeAll(async () => {
			await editor.openWorkflow(house.templates[template]);
			panel = await editor.openNode(name);
		});

		test('shows its credential and its fields', async () => {
			expect(await editor.credential()).toBe(credential);
			const shown: Record<string, string> = {};
			for (const field of Object.keys(fields)) shown[field] = await editor.fieldOf(field);
			expect(shown).toEqual(fields);
			expect(await panel.innerText()).toContain('enter the Production URL');
		});

		test('shows the address that its sender needs', async () => {
			const { cashRegister, reservationSystem } = house;
			expect(await editor.productionUrl()).toBe(
				(template === 'payments' ? cashRegister : reservationSystem).sender.url,
			);
			await editor.closeNode();
		});
	});

	test('publishing 40 in the editor lets a payment in at the address that its panel shows', async () => {
		const id = await editor.importFile(PAYMENTS);
		await editor.openNode('Cash System Trigger');
		const url = await editor.productionUrl();
		await editor.closeNode();
		const register = new CashRegister({ url, secret: house.secrets.paymentSecret, attempts: 1 });
		const receipt = {
			paymentId: 'POS-1',
			booking: { bookingNumber: 1 },
			amount: { minor: 100, currency: 'CHF', decimals: 2 },
		};
		expect(await register.send(receipt)).toMatchObject({ status: 404 });
		await editor.publish();
		await house.n8n.waitFor(async () => (await house.n8n.api.publication(id)).status === 'published', {
			what: 'the webhook to be switched on',
		});
		expect(await register.send(receipt)).toMatchObject({ status: 200 });
	});

	test('"Execute workflow" runs green, and acknowledges all that was new', async () => {
		await editor.openWorkflow(house.templates.bookingCom);
		await editor.run();
		expect(await editor.messages()).toEqual([expect.stringMatching(/^Workflow executed successfully/)]);
		expect(await editor.faultyNodes()).toEqual([]);
		expect(house.bookingCom.statistics()).toMatchObject({ acknowledged: 60 });
	});

	describe('the settings, from the file to SelfKey', () => {
		let address: string;

		test('publishing in the editor switches the form on, at the address that its panel shows', async () => {
			const id = await editor.importFile(SETTINGS);
			await editor.publish();
			await house.n8n.waitFor(async () => (await house.n8n.api.publication(id)).status === 'published', {
				what: 'the form to be switched on',
			});
			const trigger = (await workflow(id)).nodes.find(({ type }) => type.endsWith('.formTrigger'));
			await editor.openNode('Open the settings');
			address = await editor.productionUrl();
			expect(address).toBe(`${house.n8n.url}/form/${trigger?.webhookId ?? ''}`);
			await editor.closeNode();
		});

		const open = async () => {
			const page = await browser.newPage({ viewport: VIEW });
			await page.goto(address);
			await page.getByRole('button', { name: 'Show the settings' }).click();
			await page.getByText(`Hotel settings of ${hotelParadise.slug}`).first().waitFor();
			return page;
		};
		const saved = async () => {
			const [row] = await house.selfKey.db<{ configuration: Record<string, unknown> }>(
				'SELECT "configuration" FROM "integrations"',
			);
			return row?.configuration;
		};

		/** The boxes of the rooms of a type. */
		const boxesOf = (page: Page, type: string) =>
			page.locator(`xpath=//label[contains(., "Rooms for ${type}")]/following-sibling::div[1]//input`);
		const tickedFor = async (page: Page, type: string) =>
			await boxesOf(page, type).evaluateAll((boxes) =>
				(boxes as unknown as Array<{ checked: boolean; value: string }>)
					.filter(({ checked }) => checked)
					.map(({ value }) => value),
			);

		test('the form in a browser shows what is saved, the rooms to choose from, and whether all is set up', async () => {
			const page = await open();
			expect(await page.getByLabel('Booking.com property IDs').inputValue()).toBe(hotelParadise.propertyId);
			expect(await tickedFor(page, '801185501')).toEqual(roomMapOf(hotelParadise)['801185501']);
			expect(await page.getByLabel('Other room types').inputValue()).toBe('');
			const said = await page.locator('body').innerText();
			expect(said).toMatch(/Rooms for 801185501 ".+", \d+ stays/);
			for (const line of [
				`✓ SelfKey answers and takes the API key for ${hotelParadise.slug}.`,
				'✓ SelfKey accepts the signature of integration "booking-com"',
				'✓ The clocks of n8n and of SelfKey are 0 seconds apart.',
				'✓ The hotel and its workflows are in Europe/Zurich.',
				'✓ Every room type that guests have booked has rooms.',
				'✗ This workflow names no error workflow.',
			])
				expect(said).toContain(line);
			expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Zurich');
			expect(await page.getByLabel('Whom to alert').inputValue()).toBe('desk@hotel-paradise.example');
			expect(await page.getByLabel('Days to keep the log').inputValue()).toBe('90');
			expect(await page.locator('body').innerText()).toContain("SelfKey's rooms: 101, 102");
			await page.close();
		});

		test('what is wrong comes back as it was typed, with a line for each mistake, until it is right', async () => {
			const before = await saved();
			const page = await open();
			await page.getByLabel('Booking.com property IDs').fill(`${hotelParadise.propertyId}, 4711`);
			await page.getByLabel('Other room types').fill('attic\n801185501 = 999');
			const [left, ...others] = roomMapOf(hotelParadise)['801185502']!;
			await boxesOf(page, '801185502')
				.and(page.locator(`[value="${left}"]`))
				.uncheck();
			await page.getByLabel('Time zone').fill('Europe/Paradise');
			await page.getByRole('button', { name: 'Check and save' }).click();
			await page.getByText('SelfKey has no active room called 999').waitFor();
			const said = await page.locator('body').innerText();
			expect(said).toContain('Not saved yet');
			expect(said).toContain('Line 1 is not of the form "room type = room, room": attic');
			expect(said).toContain('Line 2: the rooms for 801185501 are ticked above already');
			expect(said).toContain('Line 2: SelfKey has no active room called 999');
			expect(said).toContain('This is not a time zone (write it like Europe/Zurich): Europe/Paradise');
			expect(await saved()).toEqual(before);
			expect(await page.getByLabel('Booking.com property IDs').inputValue()).toBe(`${hotelParadise.propertyId}, 4711`);
			expect(await page.getByLabel('Other room types').inputValue()).toBe('attic\n801185501 = 999');
			expect(await tickedFor(page, '801185502')).toEqual(others);
			await page.getByLabel('Other room types').fill('attic = 101');
			await page.getByLabel('Time zone').fill('Asia/Tokyo');
			await page.getByRole('button', { name: 'Check and save' }).click();
			await page.getByText(`The settings of ${hotelParadise.slug} are saved`).waitFor();
			expect(await page.locator('body').innerText()).toContain('Now publish "10 Booking.com to SelfKey"');
			expect(await saved()).toMatchObject({
				roomMap: { ...roomMapOf(hotelParadise), '801185502': others, attic: ['101'] },
				properties: { 'booking.com': [hotelParadise.propertyId, '4711'] },
				timeZone: 'Asia/Tokyo',
				changeFeed: true,
			});
			expect(await page.locator('body').innerText()).toContain('The hotel is in Asia/Tokyo. This workflow runs by');

			// A way back, with what is saved now, and the way back from there.
			await page.getByText('Change something else').click();
			await page.getByRole('button', { name: 'Go on' }).click();
			await page.getByLabel('Time zone').fill('Asia/Seoul');
			expect(await tickedFor(page, 'attic')).toEqual(['101']);
			await page.getByRole('button', { name: 'Check and save' }).click();
			await page.getByText(`The settings of ${hotelParadise.slug} are saved`).waitFor();
			expect(await saved()).toMatchObject({ timeZone: 'Asia/Seoul' });
			await page.getByText('Undo: as it was').click();
			await page.getByRole('button', { name: 'Go on' }).click();
			await page.getByText('are again as they were').waitFor();
			expect(await saved()).toMatchObject({ timeZone: 'Asia/Tokyo', roomMap: { attic: ['101'] } });
			await page.close();
		});

		test('of two people who have it open, the second is told instead of overwriting the first', async () => {
			const [one, other] = [await open(), await open()];
			await one.getByLabel('Time zone').fill('Europe/Zurich');
			await one.getByRole('button', { name: 'Check and save' }).click();
			await one.getByText(`The settings of ${hotelParadise.slug} are saved`).waitFor();
			await other.getByLabel('Time zone').fill('Europe/Paris');
			await other.getByRole('button', { name: 'Check and save' }).click();
			await other.getByText('The settings have been changed since this form was opened').waitFor();
			expect(await saved()).toMatchObject({ timeZone: 'Europe/Zurich' });
			await one.close();
			await other.close();
		});
	});
});

withBrowser('the templates, imported by the command line', () => {
	jest.setTimeout(120_000);
	let n8n: TestN8n;
	let browser: Browser;
	let editor: Editor;
	let ids: Record<string, string>;

	beforeAll(async () => {
		n8n = await createTestN8n();
		await n8n.host.importCredentials([
			{ id: 'selfkey', name: 'SelfKey', type: 'selfKeyApi', data: { baseUrl: 'http://127.0.0.1:9' } },
			{ id: 'booking', name: 'Booking.com', type: 'bookingComApi', data: {} },
			{ id: 'opera', name: 'Opera', type: 'operaApi', data: {} },
			{
				id: 'webhooks',
				name: 'Signed webhooks',
				type: 'signedWebhookApi',
				data: { secret: 'the secret of the senders' },
			},
		]);
		await n8n.host.importWorkflows(TEMPLATES);
		await n8n.host.start();
		ids = Object.fromEntries((await n8n.host.api.workflows()).map(({ name, id }) => [name, id]));
		browser = await openBrowser();
		editor = await Editor.open(browser, n8n.host, VIEW);
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await n8n?.remove();
	}, 60_000);

	const open = async (file: string) => {
		const template = read(file);
		const id = ids[template.name] ?? '';
		await editor.openWorkflow(id);
		await editor.waitForFault();
		return { id, template, imported: await n8n.host.api.workflow(id) };
	};

	test.each([
		['00 Hotel settings', SETTINGS],
		['10 Booking.com to SelfKey', BOOKING_COM],
		['40 Cash system payments', PAYMENTS],
		['41 Reservation webhook', RESERVATIONS],
	])('%s keeps its settings, and opening a marked node gives it its credential', async (_, file) => {
		const { id, template, imported } = await open(file);
		expect(imported.settings).toMatchObject(template.settings ?? {});
		const ours = template.nodes.filter(({ type }) => type in SANDBOX).map(({ name }) => name);
		expect((await editor.faultyNodes()).sort()).toEqual([...ours].sort());
		for (const name of ours) {
			await editor.openNode(name);
			await editor.credential();
			await editor.closeNode();
		}
		expect(await editor.faultyNodes()).toEqual([]);
		await n8n.host.waitFor(
			async () =>
				(await n8n.host.api.workflow(id)).nodes.filter(({ credentials }) => credentials).length === ours.length,
			{ what: 'the editor to save' },
		);
		const addressed = (await n8n.host.api.workflow(id)).nodes.filter(({ type }) => ADDRESSED.includes(type));
		for (const { webhookId } of addressed) expect(webhookId).toMatch(/^[0-9a-f-]{36}$/);
		// No OPERA answers here, so its lists of codes cannot be shown.
		const complaints = editor.complaints.splice(0).filter((text) => !text.includes('/dynamic-node-parameters/options'));
		expect(complaints).toEqual([]);
	});
});
