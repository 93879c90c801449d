/** The editor as hotel staff see it: our nodes' panels, publishing, and a run by hand. */
import type { INodeTypeDescription } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { CashRegister } from '../../../sandbox/cash-register';
import { reservationStream } from '../../../sandbox/hotel';
import { Editor, openBrowser } from '../../support/browser';
import { describeWithBrowser } from '../../support/describe-with-browser';
import { openTestEnvironment, type SandboxEnvironment } from '../../support/environment';
import { N8N_SETUP_MS } from '../../support/n8n';
import { content, readFile, templateFile, VIEW } from './template-files';

const BOOKING_COM = templateFile('10');

describeWithBrowser('the editor', () => {
	jest.setTimeout(300_000);
	let environment: SandboxEnvironment;
	let browser: Browser;
	let editor: Editor;
	let types: INodeTypeDescription[];

	beforeAll(async () => {
		environment = await openTestEnvironment({
			bookingCom: { stream: reservationStream({ seed: 7, reservations: 60, from: '2027-06-01' }) },
		});
		browser = await openBrowser();
		editor = await Editor.open(browser, environment.n8n, VIEW);
		types = (await environment.n8n.api.loadedNodeTypes()) as unknown as INodeTypeDescription[];
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await environment?.close();
	}, 60_000);

	afterEach(() => {
		expect(editor.complaints.splice(0)).toEqual([]);
	});

	const workflow = async (id: string) => await environment.n8n.api.workflow(id);

	test('pasting a template on the canvas gives the same nodes as importing its file', async () => {
		const id = await editor.pasteFile(BOOKING_COM);
		expect(await editor.faultyNodes()).toEqual([]);
		expect(content(await workflow(id), types)).toEqual(content(readFile(BOOKING_COM), types));
	});

	test('a node of a package that is not installed is marked, so that the tests above could fail', async () => {
		const broken = readFile(BOOKING_COM);
		const [trigger, ...others] = broken.nodes;
		if (!trigger) throw new Error('The template has no node');
		const nodes = [
			{ ...trigger, type: 'n8n-nodes-inferno.trigger' },
			...others.map((node) =>
				node.name === 'Hotel Log' ? { ...node, parameters: { ...node.parameters, integration: '' } } : node,
			),
		];
		await editor.openFaultyWorkflow(await environment.n8n.api.createWorkflow({ ...broken, nodes }));
		expect(await editor.faultyNodes()).toEqual(['Booking.com Trigger', 'Hotel Log']);
		// The editor asks n8n for what it cannot know.
		editor.complaints.length = 0;
	});

	describe('the panels of our nodes', () => {
		beforeAll(async () => {
			await editor.openWorkflow(environment.templates.bookingCom);
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
			await editor.openWorkflow(environment.templates[template]);
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
			const { cashRegister, reservationSystem } = environment;
			expect(await editor.productionUrl()).toBe(
				(template === 'payments' ? cashRegister : reservationSystem).sender.url,
			);
			await editor.closeNode();
		});
	});

	test('publishing 40 in the editor lets a payment in at the address that its panel shows', async () => {
		const id = await editor.importFile(templateFile('40'));
		await editor.openNode('Cash System Trigger');
		const url = await editor.productionUrl();
		await editor.closeNode();
		const register = new CashRegister({ url, secret: environment.secrets.paymentSecret, attempts: 1 });
		const receipt = {
			paymentId: 'POS-1',
			booking: { bookingNumber: 1 },
			amount: { minor: 100, currency: 'CHF', decimals: 2 },
		};
		expect(await register.send(receipt)).toMatchObject({ status: 404 });
		await editor.publish();
		await environment.n8n.waitFor(async () => (await environment.n8n.api.publication(id)).status === 'published', {
			what: 'the webhook to be switched on',
		});
		expect(await register.send(receipt)).toMatchObject({ status: 200 });
	});

	test('"Execute workflow" runs green, and acknowledges all that was new', async () => {
		await editor.openWorkflow(environment.templates.bookingCom);
		await editor.run();
		expect(await editor.messages()).toEqual([expect.stringMatching(/^Workflow executed successfully/)]);
		expect(await editor.faultyNodes()).toEqual([]);
		expect(environment.bookingCom.statistics()).toMatchObject({ acknowledged: 60 });
	});
});
