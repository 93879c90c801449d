/** n8n's editor in a headless Chromium, used as a person uses it: for the end-to-end tests and the screenshots. */
import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { Owner } from '../../sandbox/n8n/host/types';

/** Nothing of it may reach the outside: all that it opens is on this machine. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--hide-scrollbars',
];
const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const PATIENCE_MS = 90_000;
const LOAD_PATIENCE_MS = 60_000;
const LOAD_ATTEMPTS = 3;
const MARK_ATTEMPTS = 3;
const OPEN_ATTEMPTS = 4;
/** A node that the editor does not know, or finds fault with, or whose run failed. */
const ISSUES =
	'[data-test-id="node-issues"], [data-test-id="node-not-installed"], [data-test-id="canvas-node-status-mark-error"]';

/**
 * What the editor asks for though it may not be there: examples of a node's output, which few packages ship, and how far
 * a workflow is published, also of one that it is only about to save.
 */
const OPTIONAL = /\/schemas\/[\w-]+\.\w+\/[\w./]+\.json$|\/rest\/workflows\/\w+\/publication-status$/;

/** n8n's own, where a workflow is left while one of its panels is still closing: seen on a slow machine only. */
const LEFT_TOO_EARLY = /without an active workflow document store/;

const COLLECT_MESSAGES = `
	globalThis.seenMessages = [];
	const seen = new WeakSet();
	new MutationObserver(() => {
		for (const message of document.querySelectorAll('.el-notification')) {
			if (!seen.has(message)) seenMessages.push(message.textContent);
			seen.add(message);
		}
	}).observe(document, { childList: true, subtree: true });`;

const byTestId = (id: string) => `[data-test-id="${id}"]`;

/** Chromium on this machine, as `npm test` has found or installed it; `undefined` where there is none. */
export function chromiumPath(): string | undefined {
	return [process.env.CHROMIUM_PATH, ...PLACES].find((place) => place && existsSync(place));
}

/** @param path of a Chromium, see chromiumPath */
export async function openBrowser(path = chromiumPath()): Promise<Browser> {
	if (!path) throw new Error('Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH');
	return await chromium.launch({ executablePath: path, args: ARGUMENTS });
}

/** The page's name while no workflow is open. */
const LEFT = 'No workflow is open';

export interface View {
	width: number;
	height: number;
	/** Pixels of the picture per pixel of the page. */
	scale?: number;
}

export class Editor {
	/** What the browser complained of since the login: on the console, uncaught, or refused by n8n. */
	readonly complaints: string[] = [];

	private isLoaded = false;

	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a window of its own and logs in on n8n's own page. */
	static async open(
		browser: Browser,
		{ url, owner }: { url: string; owner: Owner },
		{ width, height, scale = 1 }: View,
	): Promise<Editor> {
		const context = await browser.newContext({
			viewport: { width, height },
			deviceScaleFactor: scale,
			colorScheme: 'light',
			locale: 'en-GB',
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		context.setDefaultTimeout(PATIENCE_MS);
		await context.addInitScript({ content: COLLECT_MESSAGES });
		const page = await context.newPage();
		await page.goto(`${url}/signin`);
		await page.fill('input[name="emailOrLdapLoginId"]', owner.email);
		await page.fill('input[name="password"]', owner.password);
		await page.click(byTestId('form-submit-button'));
		await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
		const editor = new Editor(page, url);
		editor.listen();
		return editor;
	}

	/**
	 * Imports a file into a new workflow by the menu "Import > From file".
	 * @returns the id under which the editor has saved it
	 */
	async importFile(file: string): Promise<string> {
		await this.newWorkflow();
		await this.page.click(byTestId('workflow-menu'));
		await this.page.hover(byTestId('workflow-menu-item-import'));
		const chosen = this.page.waitForEvent('filechooser');
		await this.page.click(byTestId('workflow-menu-item-import-from-file'));
		const chooser = await chosen;
		return await this.saved(() => chooser.setFiles(file));
	}

	/**
	 * Pastes a file's text into a new workflow.
	 * @returns the id under which the editor has saved it
	 */
	async pasteFile(file: string): Promise<string> {
		await this.newWorkflow();
		await this.page.evaluate(
			(text) =>
				(
					globalThis as unknown as { navigator: { clipboard: { writeText(text: string): Promise<void> } } }
				).navigator.clipboard.writeText(text),
			readFileSync(file, 'utf8'),
		);
		await this.page.mouse.click(400, 600);
		return await this.saved(() => this.page.keyboard.press('Control+V'));
	}

	/**
	 * Until n8n has answered, the editor shows the workflow that was open before, also on a new canvas: it names the
	 * page after a workflow as it takes the last one's nodes away.
	 */
	async openWorkflow(id: string): Promise<void> {
		await this.goTo(`/workflow/${id}`, byTestId('canvas-node'), `document.title !== ${JSON.stringify(LEFT)}`);
	}

	/** How many nodes and notes are on the canvas. */
	async counts(): Promise<{ nodes: number; notes: number }> {
		return {
			nodes: await this.page.locator(byTestId('canvas-node')).count(),
			notes: await this.page.locator(byTestId('sticky')).count(),
		};
	}

	/** The names of the nodes that the editor marks red. */
	async faultyNodes(): Promise<string[]> {
		const nodes = this.page.locator(byTestId('canvas-node'), { has: this.page.locator(ISSUES) });
		return await nodes.evaluateAll((found) => found.map((node) => node.getAttribute('data-node-name') ?? '?'));
	}

	/**
	 * Opens a workflow of which at least one node has a fault, and waits for the mark. The editor looks for faults once,
	 * as it opens the workflow; where it has no list of credentials by then, it marks nothing until it is loaded anew.
	 */
	async openFaultyWorkflow(id: string): Promise<void> {
		for (let attempt = 1; ; attempt += 1) {
			await this.openWorkflow(id);
			try {
				await this.page
					.locator(ISSUES)
					.first()
					.waitFor({ timeout: PATIENCE_MS / MARK_ATTEMPTS });
				return;
			} catch (error) {
				if (attempt === MARK_ATTEMPTS) throw error;
				this.isLoaded = false;
			}
		}
	}

	/** What has popped up in the corner since the page was opened, at least one message: they vanish after some seconds. */
	async messages(): Promise<string[]> {
		await this.page.waitForFunction('seenMessages.length > 0');
		return await this.messagesSoFar();
	}

	/** The same, without waiting for one. */
	async messagesSoFar(): Promise<string[]> {
		return await this.page.evaluate('seenMessages');
	}

	/**
	 * Opens a node's panel, as a person does: clicks again where nothing came of the double click. A canvas that is still
	 * moving into view on a busy machine takes the two clicks for two others.
	 */
	async openNode(name: string): Promise<Locator> {
		const parameters = this.page.locator(byTestId('node-parameters'));
		for (let attempt = 1; ; attempt += 1) {
			try {
				if (!(await parameters.isVisible()))
					await this.page.dblclick(`${byTestId('canvas-node')}[data-node-name="${name}"]`, {
						timeout: PATIENCE_MS / OPEN_ATTEMPTS,
					});
				await parameters.waitFor({ timeout: PATIENCE_MS / OPEN_ATTEMPTS });
				return parameters;
			} catch (error) {
				if (attempt === OPEN_ATTEMPTS)
					throw new Error(`The panel of "${name}" did not open: ${await this.whatIsShown()}`, { cause: error });
			}
		}
	}

	/** The value of one of the open panel's fields, as it is shown; of a list's, the first. */
	async fieldOf(parameter: string): Promise<string> {
		const field = this.page.locator(byTestId(`parameter-input-${parameter}`)).first();
		await field.waitFor();
		return await field.evaluate((element) => {
			const input = element.querySelector('input, textarea') as unknown as { value?: string } | null;
			return (input?.value || element.textContent || '').trim();
		});
	}

	/** The credential that the open panel's node uses; waits until it has one. */
	async credential(): Promise<string> {
		await this.page.waitForFunction('document.querySelector(`[data-test-id="node-credentials-select"] input`)?.value');
		return await this.page.locator(`${byTestId('node-credentials-select')} input`).inputValue();
	}

	/** Where the open panel of a form or a webhook says that it is. */
	async productionUrl(): Promise<string> {
		const production = this.page.getByRole('radio', { name: 'Production URL' });
		// A form's addresses are unfolded already.
		if (!(await production.isVisible()))
			await this.page.locator(byTestId('node-parameters')).getByText('Webhook URLs', { exact: true }).click();
		await production.click();
		return (await this.page.getByText(/^\s*http\S+\/(form|webhook)\/\S+\s*$/).innerText()).trim();
	}

	async closeNode(): Promise<void> {
		await this.page.click(byTestId('ndv-close-button'));
		await this.page.waitForSelector(byTestId('node-parameters'), { state: 'detached' });
	}

	/** Publishes the open workflow with the editor's own buttons. */
	async publish(): Promise<void> {
		await this.page.click(byTestId('workflow-open-publish-modal-button'));
		await this.page.click(byTestId('workflow-publish-button'));
		await this.page.getByRole('button', { name: 'Got it' }).click();
	}

	/** Closes what the editor proposes for a published workflow. */
	async closeChecklist(): Promise<void> {
		await this.page.click(byTestId('suggested-actions-close'));
		await this.page.waitForSelector(byTestId('suggested-actions-close'), { state: 'detached' });
	}

	/** Runs the open workflow by hand, and waits until the run has ended. */
	async run(): Promise<void> {
		const start = this.page.locator(byTestId('execute-workflow-button'));
		// A slow n8n may come back with what it says of a workflow that was published before, over the page that is open now.
		const dialog = this.page.locator('#app-modals .el-overlay-dialog:visible').first();
		await this.page.addLocatorHandler(dialog, async () => await this.page.keyboard.press('Escape'));
		await start.click();
		await this.page.removeLocatorHandler(dialog);
		await this.page.locator('.el-notification').first().waitFor();
	}

	/** Shows the whole workflow, and nothing else: no message, no selection. */
	async tidyView(): Promise<void> {
		for (const close of await this.page.locator('.el-notification__closeBtn').all()) await close.click();
		await this.page.locator('.el-notification').first().waitFor({ state: 'hidden' });
		await this.page.locator('.vue-flow__pane').click({ position: { x: 20, y: 300 } });
		await this.page.click(byTestId('zoom-to-fit'));
		await this.page.mouse.move(0, 0);
		await this.still(this.page.locator(byTestId('sticky')).first());
	}

	private async newWorkflow(): Promise<void> {
		await this.goTo('/workflow/new', byTestId('canvas-add-button'));
	}

	/**
	 * Opens a page and waits until its sign is on it. On a busy machine the editor sometimes comes up without its canvas,
	 * or without the workflow's name, and stays so: then it is loaded anew, and what it complained of in the load that was given up
	 * does not count.
	 * @param condition of the page's own, beside the sign
	 */
	private async goTo(path: string, sign: string, condition = 'true'): Promise<void> {
		const complaintsBefore = this.complaints.length;
		for (let attempt = 1; ; attempt += 1) {
			await this.leadTo(path);
			try {
				await this.page.waitForSelector(sign, { timeout: LOAD_PATIENCE_MS });
				await this.page.waitForFunction(condition, undefined, { timeout: LOAD_PATIENCE_MS });
				return;
			} catch (error) {
				if (attempt === LOAD_ATTEMPTS)
					throw new Error(`${path} did not open: ${await this.whatIsShown()}`, { cause: error });
				this.isLoaded = false;
				this.complaints.length = complaintsBefore;
			}
		}
	}

	/**
	 * The first time by the address; then within the editor, as its links do, since loading it takes seconds each time:
	 * by the list of workflows, so that nothing of the last one is left on the canvas.
	 */
	private async leadTo(path: string): Promise<void> {
		if (!this.isLoaded) await this.page.goto(`${this.url}${path}`);
		else {
			await this.route('/home/workflows');
			await this.page.waitForSelector(byTestId('canvas-wrapper'), { state: 'detached' });
			await this.page.evaluate(`seenMessages.length = 0; document.title = ${JSON.stringify(LEFT)}`);
			await this.route(path);
		}
		this.isLoaded = true;
	}

	private async whatIsShown(): Promise<string> {
		const text = await this.page.locator('body').innerText();
		return `${this.page.url()} shows ${JSON.stringify(text.slice(0, 500))}; it complained of ${this.complaints.join('; ') || 'nothing'}`;
	}

	private async route(path: string): Promise<void> {
		await this.page.evaluate(
			`document.querySelector('#app').__vue_app__.config.globalProperties.$router.push('${path}').then(() => undefined)`,
		);
	}

	/** The editor saves by itself; the address already names the workflow before n8n has it. */
	private async saved(change: () => Promise<unknown>): Promise<string> {
		const [answer] = await Promise.all([
			this.page.waitForResponse(
				(response) => new URL(response.url()).pathname === '/rest/workflows' && response.request().method() === 'POST',
			),
			change(),
		]);
		const { data } = (await answer.json()) as { data: { id: string } };
		await this.page.waitForSelector(byTestId('canvas-node'));
		return data.id;
	}

	/** Waits until something has stopped moving. */
	private async still(what: Locator): Promise<void> {
		for (let before = ''; ;) {
			const box = JSON.stringify(await what.boundingBox());
			if (box === before) return;
			before = box;
			await this.page.evaluate(() => new Promise((done) => setTimeout(done, 250)));
		}
	}

	private listen(): void {
		this.page.on('console', (message) => {
			const { url } = message.location();
			if (['error', 'warning'].includes(message.type()) && !OPTIONAL.test(url))
				this.complaints.push(`${message.type()}: ${message.text()} (${url})`);
		});
		this.page.on('pageerror', ({ message }) => {
			if (!LEFT_TOO_EARLY.test(message)) this.complaints.push(`uncaught: ${message}`);
		});
		this.page.on('response', (response) => {
			if (response.status() >= 400 && !OPTIONAL.test(response.url()))
				this.complaints.push(`${response.status()} ${response.url()}`);
		});
	}
}
