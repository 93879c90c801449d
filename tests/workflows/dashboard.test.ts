/** The dashboard in a real n8n and a real browser: the true numbers, for who may see them, and *Send again* heals. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import { addDays, newStep, sampleBooking } from '../../sandbox/hotel';
import { DESK_USER, dashboardAddress } from '../../sandbox/start/environment';
import { openBrowser } from '../support/browser';
import { describeWithBrowser } from '../support/describe-with-browser';
import { logRows, openTestEnvironment, poll, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays, today } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const IDS = ['1001', '1002', '1003'];

describeWithBrowser('the dashboard', () => {
	let environment: SandboxEnvironment;
	let browser: Browser;
	let address: string;

	const keyOf = (id: string) => `booking.com/${environment.hotel.propertyId}/${id}`;

	/** Lets n8n fetch SelfKey's changes for Opera once. */
	async function pollChanges(): Promise<void> {
		const { n8n, templates } = environment;
		const runs = async () => await n8n.api.executions({ workflowId: templates.changes });
		const before = (await runs()).length;
		await n8n.activate(templates.changes);
		await n8n.waitFor(
			async () => {
				const found = await runs();
				return found.length > before && found.every(({ status }) => !UNFINISHED.includes(status));
			},
			{ what: 'the run that the feed started', timeoutMs: 150_000 },
		);
		await n8n.deactivate(templates.changes);
	}

	const failing = async () =>
		await environment.selfKey.db(`SELECT 1 FROM "booking_outbox" WHERE "subscriber" = 'opera' AND "attempts" > 0`);

	beforeAll(async () => {
		environment = await openTestEnvironment();
		browser = await openBrowser();
		address = dashboardAddress(environment.n8n);
		const stay = (index: number, checkIn: string, roomTypeId?: string) =>
			newStep(
				sampleBooking({
					reservationId: String(1000 + index),
					rooms: [{ index, checkIn, checkOut: addDays(checkIn, 2), ...(roomTypeId ? { roomTypeId } : {}) }],
				}),
			);
		// The subscriber has to be there before there are changes.
		await environment.n8n.activate(environment.templates.changes);
		await environment.n8n.deactivate(environment.templates.changes);
		environment.bookingCom.enqueue(stay(1, today()), stay(2, today()), stay(3, inDays(30)));
		await poll(environment);
		for (const id of IDS) environment.opera.faults.refuse(keyOf(id));
		await pollChanges();
		await environment.n8n.activate(environment.templates.dashboard);
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await environment?.close();
	}, 60_000);

	async function open(options: BrowserContextOptions, query = ''): Promise<{ page: Page; outside: string[] }> {
		const context = await browser.newContext({
			viewport: DESKTOP,
			httpCredentials: { username: DESK_USER, password: environment.secrets.deskPassword },
			...options,
		});
		const page = await context.newPage();
		const outside: string[] = [];
		page.on('request', (request) => {
			if (!request.url().startsWith(address) && !request.url().startsWith('data:')) outside.push(request.url());
		});
		page.on('console', (message) => message.type() === 'error' && outside.push(message.text()));
		page.on('pageerror', ({ message }) => outside.push(message));
		await page.goto(address + query);
		return { page, outside };
	}

	const card = async (page: Page, id: string) => await page.locator(`#card-${id} b`).innerText();

	test('is for who has the password', async () => {
		expect((await fetch(address)).status).toBe(401);
		const wrong = `Basic ${Buffer.from(`${DESK_USER}:wrong`).toString('base64')}`;
		expect((await fetch(address, { headers: { authorization: wrong } })).status).toBe(401);
	});

	test.each([
		['en', 'en-GB', 'desktop', DESKTOP, 'light', 'Hotel integrations', 'identity documents'],
		['fr', 'fr-CH', 'desktop', DESKTOP, 'dark', 'Intégrations de l’hôtel', 'pièce d’identité'],
		['en', 'en-GB', 'phone', PHONE, 'dark', 'Hotel integrations', 'identity documents'],
		['fr', 'fr-CH', 'phone', PHONE, 'light', 'Intégrations de l’hôtel', 'pièce d’identité'],
	] as const)(
		'shows the true numbers: %s, on a %s%s',
		async (lang, locale, name, viewport, colorScheme, title, documents) => {
			const { page, outside } = await open({ viewport, locale, colorScheme });
			const rows = await logRows(environment);
			const opera = rows.filter(({ integration }) => integration === 'SelfKey → Opera');
			expect(opera.map(({ status }) => status)).toEqual(['error', 'error', 'error']);
			expect(await page.locator('h1').innerText()).toBe(title);
			expect(await page.locator('html').getAttribute('lang')).toBe(lang);
			expect(await card(page, 'runs')).toBe(String(new Set(rows.map(({ executionId }) => executionId)).size));
			expect(await card(page, 'errors')).toBe('3');
			expect(await card(page, 'waiting')).toBe('3');
			expect(await card(page, 'arrivals')).toBe('2');
			expect(await card(page, 'conflicts')).toBe('0');
			expect(await page.locator('#waiting form').count()).toBe(3);
			expect(await page.locator('#arrivals').innerText()).toContain(documents);
			expect(await page.locator('#days svg rect').count()).toBe(1);
			const setup = await page.locator('#setup').innerText();
			const said = {
				en: [
					/SelfKey accepts the signature of integration "booking-com"/,
					/Wrong/,
					/This workflow names no error workflow\./,
				],
				fr: [
					/SelfKey accepte la signature de l’intégration «\sbooking-com\s»/,
					/À corriger/,
					/Ce workflow n’a pas de workflow d’erreur\./,
				],
			};
			for (const sentence of said[lang]) expect(setup).toMatch(sentence);
			expect(await page.locator('#errors a').first().getAttribute('href')).toBe(
				`${environment.n8n.url}/workflow/${environment.templates.changes}/executions/${String(opera[0]!['executionId'])}`,
			);
			const { scroll, client } = await page.evaluate<{ scroll: number; client: number }>(
				'({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth })',
			);
			expect(scroll).toBe(client);
			expect(outside).toEqual([]);
			if (process.env.SCREENSHOTS)
				await page.screenshot({ path: `${process.env.SCREENSHOTS}/dashboard-${lang}-${name}.png`, fullPage: true });
			await page.context().close();
		},
	);

	test("n8n's list of executions can be searched by what the run was about", async () => {
		const [run] = await environment.n8n.api.executions({ workflowId: environment.templates.bookingCom });
		const { data } = await environment.n8n.api.execution(run!.id);
		expect((data.resultData as { metadata?: unknown }).metadata).toEqual({
			channel: 'booking.com',
			reservation: IDS.map(keyOf).join(', '),
			outcome: '3 created',
		});
	});

	test('a form from elsewhere sends nothing again', async () => {
		const key = keyOf('1001');
		const response = await fetch(address, {
			method: 'POST',
			redirect: 'manual',
			headers: {
				authorization: `Basic ${Buffer.from(`${DESK_USER}:${environment.secrets.deskPassword}`).toString('base64')}`,
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: new URLSearchParams({ subscriber: 'opera', key, token: 'made up' }).toString(),
		});
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe('?lang=en&notice=notSent');
	});

	test('"Send again" heals what has failed', async () => {
		for (const id of IDS) environment.opera.faults.accept(keyOf(id));
		expect(await failing()).toHaveLength(3);
		const { page } = await open({}, '?lang=en');
		for (let left = 3; left > 0; left--) {
			expect(await page.locator('#waiting form').count()).toBe(left);
			await page.locator('#waiting form button').first().click();
			await page.waitForURL(/notice=sent/);
			expect(await page.locator('.notice').innerText()).toContain('It is being sent again');
		}
		await pollChanges();
		expect(await failing()).toEqual([]);
		expect(environment.opera.stays()).toHaveLength(3);
		await page.goto(`${address}?lang=en`);
		expect(await card(page, 'errors')).toBe('0');
		expect(await card(page, 'waiting')).toBe('0');
		await page.context().close();
	});
});
