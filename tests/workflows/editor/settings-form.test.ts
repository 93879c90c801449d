/** The settings form of template 00: from the file, by the editor and a browser, to SelfKey. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hostOf } from '../../../sandbox/airbnb';
import { hotelParadise, reservationStream } from '../../../sandbox/hotel';
import { DESK_USER } from '../../../sandbox/start/credentials';
import { roomMapOf } from '../../../sandbox/selfkey';
import { Editor, openBrowser } from '../../support/browser';
import { describeWithBrowser } from '../../support/describe-with-browser';
import { openTestEnvironment, pollUntilDrained, type SandboxEnvironment } from '../../support/environment';
import { N8N_SETUP_MS } from '../../support/n8n';
import { readFile, templateFile, VIEW } from './template-files';

describeWithBrowser('the settings form', () => {
	jest.setTimeout(300_000);
	let environment: SandboxEnvironment;
	let browser: Browser;
	let editor: Editor;
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'settings-form-'));
		environment = await openTestEnvironment({
			bookingCom: { stream: reservationStream({ seed: 7, reservations: 60, from: '2027-06-01' }) },
		});
		// So that guests have booked types, which the form lists.
		await pollUntilDrained(environment);
		browser = await openBrowser();
		editor = await Editor.open(browser, environment.n8n, VIEW);
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await environment?.close();
		await rm(folder, { recursive: true, force: true });
	}, 60_000);

	afterEach(() => {
		expect(editor.complaints.splice(0)).toEqual([]);
	});

	let address: string;

	/** As a person leaves it who has no calendars, and has switched on the nodes of the other systems. */
	const withoutCalendars = async () => {
		const workflow = readFile(templateFile('00'));
		for (const node of workflow.nodes)
			if (/^(Room types at Booking\.com|Airbnb listings|Rooms in OPERA)$/.test(node.name)) delete node.disabled;
		const file = path.join(folder, '00-hotel-settings.json');
		await writeFile(file, JSON.stringify(workflow));
		return file;
	};

	test('publishing in the editor switches the form on, at the address that its panel shows', async () => {
		const id = await editor.importFile(await withoutCalendars());
		await editor.publish();
		await environment.n8n.waitFor(async () => (await environment.n8n.api.publication(id)).status === 'published', {
			what: 'the form to be switched on',
		});
		const trigger = (await environment.n8n.api.workflow(id)).nodes.find(({ type }) => type.endsWith('.formTrigger'));
		await editor.openNode('Open the settings');
		address = await editor.productionUrl();
		expect(address).toBe(`${environment.n8n.url}/form/${trigger?.webhookId ?? ''}`);
		await editor.closeNode();
	});

	/** Of somebody who has logged in. */
	const newPage = async () =>
		await browser.newPage({
			viewport: VIEW,
			httpCredentials: { username: DESK_USER, password: environment.secrets.deskPassword },
		});
	const open = async () => {
		const page = await newPage();
		await page.goto(address);
		await page.getByRole('button', { name: 'Show the settings' }).click();
		await page.getByText(`Hotel settings of ${hotelParadise.slug}`).first().waitFor();
		return page;
	};
	const saved = async () => {
		const [row] = await environment.selfKey.db<{ configuration: Record<string, unknown> }>(
			'SELECT "configuration" FROM "integrations"',
		);
		return row?.configuration;
	};

	test('whoever only knows the address gets nothing but the question who they are', async () => {
		for (const method of ['GET', 'POST']) {
			const answer = await fetch(address, { method, body: method === 'POST' ? new FormData() : null });
			expect(answer.status).toBe(401);
			expect(await answer.text()).not.toContain('Hotel settings');
		}
	});

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
			'? This workflow runs by Europe/Zurich, as the hotel.',
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
		await page.getByLabel('Rooms of each type that no channel sells').fill('two');
		await page.getByLabel('Most rooms for a channel').fill('airbnb = 2\nairbnb/1 = 1');
		await page.getByLabel('Nights to overbook').fill('2026-07-01 until 2026-08-01 = 1');
		await page.getByLabel('Prices for 54 Rates').fill('801185501 rate 49111777 = +10 %, single use -20 %');
		await page.getByRole('button', { name: 'Check and save' }).click();
		await page.getByText('SelfKey has no active room called 999').waitFor();
		const said = await page.locator('body').innerText();
		expect(said).toContain('Not saved yet');
		expect(said).toContain('Line 1 is not of the form "room type = room, room": attic');
		expect(said).toContain('Line 2: the rooms for 801185501 are ticked above already');
		expect(said).toContain('Line 2: SelfKey has no active room called 999');
		expect(said).toContain('This is not a time zone (write it like Europe/Zurich): Europe/Paradise');
		expect(said).toContain(
			'Rooms of each type that no channel sells: a whole number of rooms from 0 to 254 is needed: two',
		);
		expect(await saved()).toEqual(before);
		expect(await page.getByLabel('Rooms of each type that no channel sells').inputValue()).toBe('two');
		expect(await page.getByLabel('Most rooms for a channel').inputValue()).toBe('airbnb = 2\nairbnb/1 = 1');
		expect(await page.getByLabel('Nights to overbook').inputValue()).toBe('2026-07-01 until 2026-08-01 = 1');
		expect(await page.getByLabel('Prices for 54 Rates').inputValue()).toContain('single use -20 %');
		expect(await page.getByLabel('Booking.com property IDs').inputValue()).toBe(`${hotelParadise.propertyId}, 4711`);
		expect(await page.getByLabel('Other room types').inputValue()).toBe('attic\n801185501 = 999');
		expect(await tickedFor(page, '801185502')).toEqual(others);
		await page.getByLabel('Other room types').fill('attic = 101');
		await page.getByLabel('Time zone').fill('Asia/Tokyo');
		await page.getByLabel('Rooms of each type that no channel sells').fill('1');
		await page.getByRole('button', { name: 'Check and save' }).click();
		await page.getByText(`The settings of ${hotelParadise.slug} are saved`).waitFor();
		expect(await page.locator('body').innerText()).toContain('Now publish "10 Booking.com to SelfKey"');
		expect(await saved()).toMatchObject({
			roomMap: { ...roomMapOf(hotelParadise), '801185502': others, attic: ['101'] },
			properties: { 'booking.com': [hotelParadise.propertyId, '4711'] },
			timeZone: 'Asia/Tokyo',
			changeFeed: true,
			availability: {
				buffer: 1,
				allotments: { airbnb: 2, 'airbnb/1': 1 },
				overbooking: [{ start: '2026-07-01', end: '2026-08-01', rooms: 1 }],
			},
			rates: [{ roomType: '801185501', ratePlanId: '49111777', percent: 10, singleUsePercent: -20 }],
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

	test('what Booking.com, Airbnb and OPERA offer is ticked by its name, and taken back; what is not connected is named', async () => {
		const before = (await saved())?.['roomMap'] as Record<string, string[]>;
		const { listings } = hostOf(hotelParadise);
		const types = environment.opera.configuration.roomTypes;
		const page = await open();
		const said = await page.locator('body').innerText();
		const { roomTypes, ratePlans } = hotelParadise;
		expect(said).toContain(`Booking.com: connected, ${roomTypes.length} room types or listings found.`);
		for (const { id, name } of ratePlans) expect(said).toContain(`${id} "${name}"`);
		expect(said).toContain(`Airbnb: connected, ${listings.length} room types or listings found.`);
		expect(said).toMatch(/Calendars \(iCal\): not connected\. To have its room types listed here, .*"Calendars"/);
		expect(said).toMatch(/OPERA: connected, \d+ room types or listings found\./);
		for (const { id, name } of listings) expect(said).toMatch(new RegExp(`Rooms for (Airbnb )?${id} "${name}"`));
		const [type] = types;
		const key = `opera/${type!.code}`;
		const [left, ...others] = before[key]!;
		expect(await tickedFor(page, `Opera ${type!.code}`)).toEqual([left, ...others]);
		await boxesOf(page, `Opera ${type!.code}`)
			.and(page.locator(`[value="${left}"]`))
			.uncheck();
		await page.getByRole('button', { name: 'Check and save' }).click();
		await page.getByText(`The settings of ${hotelParadise.slug} are saved`).waitFor();
		expect((await saved())?.['roomMap']).toEqual({ ...before, [key]: others });
		await page.getByText('Undo: as it was').click();
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByText('are again as they were').waitFor();
		expect((await saved())?.['roomMap']).toEqual(before);
		await page.close();
	});

	test('a type that nobody has booked is there to be ticked, if Booking.com may be asked; otherwise the form opens as before', async () => {
		const cabin = { ...hotelParadise.roomTypes[0]!, id: '801185599', name: 'Tree «House» & more' };
		environment.bookingCom.connect({ ...hotelParadise, roomTypes: [...hotelParadise.roomTypes, cabin] });
		const page = await open();
		expect(await page.locator('body').innerText()).toContain(`Rooms for Booking.com ${cabin.id} "${cabin.name}"`);
		expect(await tickedFor(page, `Booking.com ${cabin.id}`)).toEqual([]);
		await page.close();
		environment.bookingCom.connect(hotelParadise);
		environment.bookingCom.faults.next('forbidden', { on: 'roomRates' });
		const without = await open();
		expect(await without.locator('body').innerText()).toMatch(
			/Booking\.com: could not be read, so only what is saved or booked is listed\. .*denied access/,
		);
		expect(await tickedFor(without, '801185501')).toEqual(roomMapOf(hotelParadise)['801185501']);
		await without.close();
	});

	test('a room is ticked whatever it is called, and the first set-up is taken back to nothing', async () => {
		const { db } = environment.selfKey;
		const before = await saved();
		const [room = ''] = roomMapOf(hotelParadise)['801185502']!;
		const odd = `L'Étoile & "Bois", <3> $1`;
		await db(`UPDATE "rooms" SET "name" = $1 WHERE "name" = $2`, [odd, room]);
		await db(`UPDATE "integrations" SET "configuration" = "configuration" - 'roomMap' - 'properties' - 'rates'`);
		const page = await open();
		const boxes = boxesOf(page, 'Booking.com 801185502');
		const shown = await boxes.evaluateAll((all) =>
			(all as unknown as Array<{ value: string }>).map(({ value }) => value),
		);
		const label = `L'Étoile & "Bois"‚ ‹3› $1`;
		expect(shown).toContain(label);
		await boxes.nth(shown.indexOf(label)).check();
		await boxes.nth(shown.indexOf('101')).check();
		// Nothing of it is lost where something else is wrong.
		await page.getByLabel('Time zone').fill('Europe/Paradise');
		await page.getByRole('button', { name: 'Check and save' }).click();
		await page.getByText('This is not a time zone').first().waitFor();
		expect((await tickedFor(page, 'Booking.com 801185502')).sort()).toEqual(['101', label]);
		await page.getByLabel('Time zone').fill('Europe/Zurich');
		await page.getByRole('button', { name: 'Check and save' }).click();
		await page.getByText(`The settings of ${hotelParadise.slug} are saved`).waitFor();
		const { 'booking.com/801185502': rooms, ...others } = (await saved())?.['roomMap'] as Record<string, string[]>;
		expect([[...rooms!].sort(), others]).toEqual([['101', odd], {}]);
		await page.getByText('Undo: as it was').click();
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByText('are again as they were').waitFor();
		expect(await saved()).toMatchObject({ roomMap: {}, properties: {} });
		await page.close();
		await db(`UPDATE "rooms" SET "name" = $1 WHERE "name" = $2`, [room, odd]);
		await db(`UPDATE "integrations" SET "configuration" = "configuration" || $1::text::jsonb`, [
			JSON.stringify({ roomMap: before?.['roomMap'], properties: before?.['properties'], rates: before?.['rates'] }),
		]);
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

	test('in French, whoever chooses it reads and is answered in French, from the first page to the way back', async () => {
		const page = await newPage();
		await page.goto(`${address}?pageLanguage=Fran%C3%A7ais`);
		await page.getByRole('button', { name: 'Afficher les réglages' }).click();
		await page.getByText(`Réglages de l’hôtel ${hotelParadise.slug}`).first().waitFor();
		const said = await page.locator('body').innerText();
		for (const line of [
			`✓ SelfKey répond et accepte la clé API pour ${hotelParadise.slug}.`,
			'✓ SelfKey accepte la signature de l’intégration',
			'? Ce workflow suit l’heure de Europe/Zurich, comme l’hôtel.',
			'✗ Ce workflow n’a pas de workflow d’erreur.',
			'Chambres dans SelfKey\u00a0: 101, 102',
		])
			expect(said).toContain(line);
		// What the alerts speak is another setting, and it is what was saved before.
		expect(await page.getByLabel('Langue des alertes').inputValue()).toBe('English');
		await page.getByLabel('Langue des alertes').selectOption('Français');
		await page.getByLabel('Fuseau horaire').fill('Europe/Paradise');
		await page.getByRole('button', { name: 'Vérifier et enregistrer' }).click();
		await page.getByText('Ce n’est pas un fuseau horaire').first().waitFor();
		expect(await page.getByLabel('Langue des alertes').inputValue()).toBe('Français');
		await page.getByLabel('Fuseau horaire').fill('Europe/Paris');
		await page.getByRole('button', { name: 'Vérifier et enregistrer' }).click();
		await page.getByText(`Les réglages de ${hotelParadise.slug} sont enregistrés`).waitFor();
		expect(await saved()).toMatchObject({ timeZone: 'Europe/Paris' });
		expect(await environment.n8n.api.dataTableRows('hotel_language')).toEqual([
			expect.objectContaining({ hotelSlug: hotelParadise.slug, language: 'Français' }),
		]);
		await page.getByText('Annuler : tout remettre').click();
		await page.getByRole('button', { name: 'Continuer' }).click();
		await page.getByText('sont de nouveau ceux de l’ouverture').waitFor();
		expect(await saved()).toMatchObject({ timeZone: 'Europe/Zurich' });
		await page.close();
	});
});
