/**
 * Takes the pictures of docs/images/ from a real n8n in a headless Chromium:
 *
 *   npx tsx scripts/screenshot.ts
 *
 * The environment is the one of `npm start`; nothing in the pictures is drawn or edited.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { reservationStream } from '../sandbox/hotel';
import type { Browser } from 'playwright-core';
import {
	dashboardAddress,
	DESK_USER,
	openForBusiness,
	openSandbox,
	type SandboxEnvironment,
} from '../sandbox/start/environment';
import { deskLogin } from '../sandbox/start/credentials';
import { untilDone } from '../sandbox/start/progress';
import { Editor, openBrowser } from '../tests/support/browser';

const IMAGES = path.resolve(__dirname, '../docs/images');
const VIEW = { width: 1600, height: 800, scale: 1.5 };
const SMALL = { width: 760, height: 840, scale: 1.5 };
/** Fixed, so that the pictures do not depend on the day on which they are taken. */
const SEASON = { seed: 7, reservations: 60, from: '2027-06-01' };

const say = (line: string) => console.error(line);
const picture = (name: string) => path.join(IMAGES, `${name}.png`);

async function flow(editor: Editor, { templates }: SandboxEnvironment): Promise<void> {
	await editor.openWorkflow(templates.bookingCom);
	await editor.run();
	const faulty = await editor.faultyNodes();
	if (faulty.length > 0) throw new Error(`The run was not green: ${faulty.join(', ')}`);
	await editor.tidyView();
	await editor.page.screenshot({ path: picture('booking-com-to-selfkey') });
}

/** A template as it is opened after the import. */
async function template(editor: Editor, id: string, name: string): Promise<void> {
	await editor.openWorkflow(id);
	await editor.tidyView();
	await editor.page.screenshot({ path: picture(name) });
}

async function form(editor: Editor, { n8n, templates, secrets }: SandboxEnvironment): Promise<void> {
	const { page } = editor;
	await page.setViewportSize(SMALL);
	const trigger = (await n8n.api.workflow(templates.settings)).nodes.find(({ type }) => type.endsWith('.formTrigger'));
	await page.setExtraHTTPHeaders(deskLogin(secrets));
	await page.goto(`${n8n.url}/form/${trigger?.webhookId ?? ''}`);
	await page.getByRole('button', { name: 'Show the settings' }).click();
	await page.getByLabel('Other room types').waitFor();
	// Beside no field: a cursor in one would blink in the picture.
	await page.getByRole('heading', { name: 'Hotel settings' }).click();
	await page.screenshot({ path: picture('settings-form') });
	await page.setExtraHTTPHeaders({});
	await page.setViewportSize(VIEW);
}

async function log(editor: Editor, { n8n }: SandboxEnvironment): Promise<void> {
	const { page } = editor;
	await page.goto(`${n8n.url}/home/datatables`);
	await page.getByText('hotel_integration_log').click();
	await page.getByRole('columnheader', { name: 'outcome' }).waitFor();
	await page.getByText('Booking.com → SelfKey').first().waitFor();
	// Sorted, so that one picture shows several outcomes.
	await page.getByRole('columnheader', { name: 'outcome' }).click();
	await page.getByText('cancelled').first().waitFor();
	await page.mouse.move(0, 0);
	await page.screenshot({ path: picture('log') });
}

async function executions(editor: Editor, { n8n }: SandboxEnvironment): Promise<void> {
	const { page } = editor;
	await page.goto(`${n8n.url}/home/executions`);
	await page.getByText('Success').first().waitFor();
	await page.screenshot({ path: picture('executions') });
}

/** As the front desk sees it, in the language of its browser. */
async function dashboard(
	browser: Browser,
	{ n8n, secrets }: SandboxEnvironment,
	language: { locale: string; name: string },
): Promise<void> {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 },
		deviceScaleFactor: 1,
		locale: language.locale,
		httpCredentials: { username: DESK_USER, password: secrets.deskPassword },
	});
	const page = await context.newPage();
	await page.goto(dashboardAddress(n8n));
	await page.screenshot({ path: picture(language.name), fullPage: true });
	await context.close();
}

async function main(): Promise<void> {
	await mkdir(IMAGES, { recursive: true });
	const house = await openSandbox({ bookingCom: { stream: reservationStream(SEASON) }, report: say });
	const browser = await openBrowser();
	try {
		const editor = await Editor.open(browser, house.n8n, VIEW);
		// Before there are any changes, so that each arrives as a change and none in a snapshot.
		await house.n8n.activate(house.templates.changes);
		say('The workflow, run by hand ...');
		await flow(editor, house);
		await editor.openWorkflow(house.templates.settings);
		await editor.closeChecklist();
		await template(editor, house.templates.changes, 'selfkey-to-opera');
		await template(editor, house.templates.payments, 'cash-system-payments');
		await template(editor, house.templates.reservations, 'reservation-webhook');
		await form(editor, house);
		say('The rest of the season ...');
		await openForBusiness(house);
		await house.n8n.activate(house.templates.dashboard);
		await untilDone(house, say);
		await log(editor, house);
		await executions(editor, house);
		await dashboard(browser, house, { locale: 'en-GB', name: 'dashboard' });
		await dashboard(browser, house, { locale: 'fr-CH', name: 'dashboard-fr' });
		say(`Written to ${path.relative(process.cwd(), IMAGES)}`);
	} finally {
		await browser.close();
		await house.close();
	}
}

main().catch((error: unknown) => {
	say(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
