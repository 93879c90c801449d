/** What a command-line import leaves to the editor: each marked node gets its credential when it is opened. */
import type { INodeTypeDescription } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { Editor, openBrowser } from '../../support/browser';
import { describeWithBrowser } from '../../support/describe-with-browser';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../../support/n8n';
import {
	hasAddress,
	needsAnyCredential,
	needsCredential,
	readFile,
	templateFile,
	TEMPLATES,
	VIEW,
} from './template-files';

describeWithBrowser('the templates, imported by the command line', () => {
	jest.setTimeout(300_000);
	let n8n: TestN8n;
	let browser: Browser;
	let editor: Editor;
	let types: INodeTypeDescription[];
	let ids: Record<string, string>;

	beforeAll(async () => {
		n8n = await createTestN8n();
		await n8n.host.importCredentials([
			{ id: 'selfkey', name: 'SelfKey', type: 'selfKeyApi', data: { baseUrl: 'http://127.0.0.1:9' } },
			{ id: 'booking', name: 'Booking.com', type: 'bookingComApi', data: {} },
			{ id: 'airbnb', name: 'Airbnb', type: 'airbnbApi', data: {} },
			{ id: 'calendars', name: 'Calendars', type: 'calendarFeedsApi', data: {} },
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
		types = (await n8n.host.api.loadedNodeTypes()) as unknown as INodeTypeDescription[];
		browser = await openBrowser();
		editor = await Editor.open(browser, n8n.host, VIEW);
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await n8n?.remove();
	}, 60_000);

	const open = async (file: string) => {
		const template = readFile(file);
		const id = ids[template.name] ?? '';
		await editor.openFaultyWorkflow(id);
		return { id, template, imported: await n8n.host.api.workflow(id) };
	};

	test.each(['00', '10', '40', '41'].map((number) => [number, templateFile(number)]))(
		'%s keeps its settings, and opening a marked node gives it its credential',
		async (_, file) => {
			const { id, template, imported } = await open(file);
			expect(imported.settings).toMatchObject(template.settings ?? {});
			const ours = template.nodes.filter((node) => needsCredential(node, types));
			const marked = template.nodes.filter((node) => needsAnyCredential(node, types) && node.disabled !== true);
			expect((await editor.faultyNodes()).sort()).toEqual(marked.map(({ name }) => name).sort());
			for (const { name } of ours) {
				await editor.openNode(name);
				await editor.credential();
				await editor.closeNode();
			}
			// For a form's login, a person chooses the credential.
			const others = marked.filter((node) => !ours.includes(node)).map(({ name }) => name);
			expect((await editor.faultyNodes()).sort()).toEqual(others.sort());
			await n8n.host.waitFor(
				async () =>
					(await n8n.host.api.workflow(id)).nodes.filter(({ credentials }) => credentials).length === ours.length,
				{ what: 'the editor to save' },
			);
			const addressed = (await n8n.host.api.workflow(id)).nodes.filter((node) => hasAddress(node, types));
			for (const { webhookId } of addressed) expect(webhookId).toMatch(/^[0-9a-f-]{36}$/);
			// No OPERA answers here, so its lists of codes cannot be shown.
			const complaints = editor.complaints
				.splice(0)
				.filter((text) => !text.includes('/dynamic-node-parameters/options'));
			expect(complaints).toEqual([]);
		},
	);
});
