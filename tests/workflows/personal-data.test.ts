/** A guest's data, exported and erased by the two forms as a person uses them, through a real n8n and a real browser. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { addDays, modifiedStep, newStep, sampleBooking, type SampleBooking } from '../../sandbox/hotel';
import { DESK_USER, readTemplate } from '../../sandbox/start/environment';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import { openBrowser } from '../support/browser';
import { describeWithBrowser } from '../support/describe-with-browser';
import { logRows, openTestEnvironment, poll, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

const ALL =
	'bookings booking_reservations booking_external_references booking_payments integration_logs booking_outbox'.split(
		' ',
	);

/** One guest under two names, long ago and last week: channels know people by what they type. */
const PHONE = '+41 79 555 01 23';
const LONG_AGO = { firstName: 'Anaïs', lastName: 'Quetzalberger', email: 'quetzal.1@guest.booking.com' };
const LAST_WEEK = { firstName: 'Anaïs', lastName: 'Xylander', email: 'xyl.2@guest.booking.com' };
/** Who stays next to them and must not be touched. */
const OTHER = { firstName: 'Bo', lastName: 'Neighbour', email: 'bo.3@guest.booking.com' };

/** A page of n8n's data tables has 1,000 rows. */
const OTHER_PROFILES = 1_100;
/** How OPERA and whoever keyed a profile spell an address; the last rows come on the second page. */
const operaGuests = (hotel: string) => [
	{ hotel, profileId: 'P1', email: 'Quetzal.1@GUEST.booking.com' },
	{ hotel, profileId: 'P2', email: LAST_WEEK.email },
	...Array.from({ length: OTHER_PROFILES }, (_, n) => ({
		hotel,
		profileId: `N${n}`,
		email: n % 2 ? '' : `n${n}@x.ch`,
	})),
	{ hotel, profileId: 'P3', email: ' XYL.2@guest.Booking.com' },
	{ hotel, profileId: 'P4', email: 'max-xyl.2@guest.booking.com' },
	{ hotel: 'hotel-next-door', profileId: 'P5', email: LAST_WEEK.email },
];

describeWithBrowser('personal data', () => {
	let house: SandboxEnvironment;
	let browser: Browser;
	let forms: { export: string; erase: string };
	let removeApiKey: () => Promise<unknown>;
	const keyOf = (id: string) => `booking.com/${house.hotel.propertyId}/${id}`;

	beforeAll(async () => {
		house = await openTestEnvironment();
		browser = await openBrowser();
		const { api, url } = house.n8n;
		const stay = (id: number, person: object, checkIn: string, more: SampleBooking = {}) => {
			const booker = {
				phone: PHONE,
				address: null,
				countryCode: 'CH',
				company: null,
				...person,
			} as SampleBooking['booker'];
			const room = {
				index: id,
				checkIn,
				checkOut: addDays(checkIn, 2),
				guestName: `${'firstName' in person ? String(person.firstName) : ''} Companion`,
			};
			return newStep(
				sampleBooking({
					reservationId: String(id),
					rooms: [room],
					booker,
					remarks: ['Quetzalberger likes a quiet room'],
					...more,
				}),
			);
		};
		house.bookingCom.enqueue(
			stay(9001, LONG_AGO, inDays(-800)),
			stay(9002, LAST_WEEK, inDays(-7), { remarks: [] }),
			stay(9003, { ...OTHER, phone: '+41 79 555 99 99' }, inDays(-7), { remarks: [] }),
		);
		await poll(house);
		await house.selfKey.db(
			`UPDATE "bookings" SET "internalNote" = "internalNote" || ' Ask Quetzalberger', "clientIdNumber" = 'DOC-QUETZAL' WHERE "clientLastName" = 'Quetzalberger'`,
		);
		// The table that "32 Opera guests import" keeps.
		const { data } = await api.session.request<{ data: Array<{ projectId: string }> }>(
			...(['GET', '/data-tables-global?take=1'] as const),
		);
		const dataTables = `/projects/${data[0]?.projectId ?? ''}/data-tables`;
		const table = await api.session.request<{ id: string }>('POST', dataTables, {
			name: 'opera_guests',
			columns: ['hotel', 'profileId', 'email'].map((name) => ({ name, type: 'string' })),
		});
		const guests = operaGuests(house.hotel.slug);
		for (let n = 0; n < guests.length; n += 500)
			await api.session.request('POST', `${dataTables}/${table.id}/insert`, { data: guests.slice(n, n + 500) });
		const { rawApiKey, id } = await api.session.request<{ rawApiKey: string; id: string }>('POST', '/api-keys', {
			...{ label: 'Erase', expiresAt: null, scopes: ['execution:delete', 'execution:read', 'execution:list'] },
		});
		removeApiKey = async () => await api.session.request('DELETE', `/api-keys/${id}`);
		const credential = await api.createCredential('n8n API', 'n8nApi', { apiKey: rawApiKey, baseUrl: `${url}/api/v1` });
		const open = async (name: string, change: (file: WorkflowFile) => void = () => undefined) => {
			const template = await readTemplate(name);
			change(template);
			const workflow = await api.createWorkflow(template);
			// The editor drops the settings of a file; the note on the canvas tells a person to set them.
			const { versionId } = await api.workflow(workflow);
			await api.session.request('PATCH', `/workflows/${workflow}`, { settings: template.settings, versionId });
			await house.n8n.activate(workflow);
			return workflow;
		};
		forms = {
			export: await open('71-export-personal-data'),
			erase: await open('72-erase-personal-data', ({ nodes }) => {
				const deletion = nodes.find(({ name }) => name === 'Delete the executions')!;
				deletion.disabled = false;
				deletion.credentials = { n8nApi: { id: credential, name: 'n8n API' } };
			}),
		};
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await removeApiKey?.();
		await house?.close();
	}, 60_000);

	async function addressOf(workflow: string): Promise<string> {
		const { nodes } = await house.n8n.api.workflow(workflow);
		return `${house.n8n.url}/form/${nodes.find(({ type }) => type.endsWith('.formTrigger'))?.webhookId ?? ''}`;
	}
	async function open(workflow: string): Promise<Page> {
		const httpCredentials = { username: DESK_USER, password: house.secrets.deskPassword };
		const context = await browser.newContext({ httpCredentials, acceptDownloads: true });
		context.setDefaultTimeout(60_000);
		const page = await context.newPage();
		await page.goto(await addressOf(workflow));
		return page;
	}
	async function find(page: Page, fields: Record<string, string>): Promise<void> {
		for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
		await page.getByRole('button', { name: 'Find' }).click();
	}
	/** The last page tells n8n that it was shown, and the run ends; whoever leaves before is forgotten a quarter of an hour later. */
	async function leave(page: Page): Promise<void> {
		await page.waitForLoadState('networkidle');
		await page.context().close();
	}
	const said = async (page: Page) => await page.locator('body').innerText();
	const tables = async () => {
		const dump: Record<string, string> = {};
		const names = await house.selfKey.db<{ name: string }>(
			`SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
		);
		expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(ALL));
		for (const { name } of names)
			dump[name] = JSON.stringify(await house.selfKey.db(`SELECT to_jsonb(t) AS "row" FROM "${name}" t`));
		return dump;
	};
	/** The tables in which something of the person still is. */
	const holding = async (...values: string[]) =>
		Object.entries(await tables())
			.filter(([, text]) => values.some((value) => text.toLowerCase().includes(value.toLowerCase())))
			.map(([name]) => name);
	/** What the hotel is run by. */
	const facts = async () =>
		await house.selfKey.db(
			`SELECT "id", "bookingNumber", "roomId", "amount", "ownerAmount", "currency", "guests", "adults", "children", "checkInDate"::text, "checkOutDate"::text,
				"paymentStatus", "stripePaymentIntentId", "touristTaxTotal" FROM "bookings" ORDER BY "bookingNumber"`,
		);
	const calendars = async () => await house.selfKey.db(`SELECT * FROM "booking_calendars"`);
	const waiting = async () =>
		await house.selfKey.db(
			`SELECT "reservationId", "position"::text FROM "booking_outbox" UNION ALL SELECT "reservationId", "id"::text FROM "booking_changes"`,
		);
	const linesOf = async (id: string) =>
		(await logRows(house)).filter(({ reservationKey }) => reservationKey === keyOf(id));

	test('the forms are for nobody without the login', async () => {
		for (const form of Object.values(forms))
			for (const headers of [{}, { authorization: `Basic ${btoa(`${DESK_USER}:a wrong password`)}` }] as Record<
				string,
				string
			>[]) {
				const answer = await fetch(await addressOf(form), { headers });
				expect([answer.status, (await answer.text()).includes('Phone')]).toEqual([401, false]);
			}
	});

	test('an export is a file with everything of what was ticked, and nothing of others', async () => {
		const page = await open(forms.export);
		await find(page, { Phone: '079 555 01 23', 'E-mail address': LONG_AGO.email });
		await page.getByText('Which of them are this guest').waitFor();
		expect(await said(page)).toContain(keyOf('9001'));
		expect(await said(page)).not.toContain('Neighbour');
		await page.getByLabel(keyOf('9001')).check();
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Export' }).click();
		await page.getByText('Exported').waitFor();
		const download = await downloading;
		expect(download.suggestedFilename()).toBe('personal-data.json');
		const text = await readFile((await download.path()) ?? '', 'utf8');
		const file = JSON.parse(text) as { selfKey: object[]; log: object[]; operaGuests: object[] };
		expect(file).toMatchObject({
			selfKey: [
				{
					key: keyOf('9001'),
					data: {
						bookings: [{ clientFirstName: 'Anaïs', clientLastName: 'Quetzalberger', clientIdNumber: 'DOC-QUETZAL' }],
						reservation: { booker: { email: LONG_AGO.email } },
					},
				},
			],
			log: [{ guest: 'Anaïs Quetzalberger', reservationKey: keyOf('9001') }],
			operaGuests: [{ profileId: 'P1' }],
		});
		expect(text).not.toMatch(/Xylander|Neighbour/);
		expect(await said(page)).toContain('1 reservations, 1 lines of the log');
		await leave(page);
	});

	test('who is not known, or says too little, is told so', async () => {
		for (const [fields, answer] of [
			[{ 'E-mail address': 'nobody@guest.example' }, 'SelfKey holds nothing that fits'],
			[{ Name: 'Xylander' }, 'several people can have this name'],
		] as const) {
			const page = await open(forms.erase);
			await find(page, fields);
			await page.getByText('Nothing was erased').first().waitFor();
			expect(await said(page)).toContain(answer);
			await leave(page);
		}
	});

	test('what may go is erased everywhere, what has to be kept is named, and the stay remains', async () => {
		const [before, calendarsBefore, waitingBefore] = [await facts(), await calendars(), await waiting()];
		const [line] = await linesOf('9001');
		expect(await holding('Quetzal')).toEqual(expect.arrayContaining(['bookings', 'booking_reservations']));
		const page = await open(forms.erase);
		await find(page, { Phone: PHONE });
		await page.getByText('Which of them are erased').waitFor();
		const until = `${Number(inDays(-5).slice(0, 4)) + 1}${inDays(-5).slice(4)}`;
		expect(await said(page)).toContain(`Registration data have to be kept until ${until}`);
		expect(await page.getByLabel(keyOf('9002')).count()).toBe(0);
		await page.getByLabel(keyOf('9001')).check();
		await page.getByLabel('Erase for good').check();
		await page.getByRole('button', { name: 'Erase' }).click();
		await page.getByText('What was erased').waitFor();
		const report = await said(page);
		expect(report).toContain(`${keyOf('9001')}: erased`);
		expect(report).toContain('Lines of the log without a name now: 1. Executions deleted: 1.');
		// No address was typed.
		expect(report).toContain('Guests deleted from the table opera_guests: 0.');
		expect(report).not.toContain('NOT looked through');
		expect(report).toMatch(/Not reached: what Booking\.com, Airbnb, Opera/);
		expect(report).not.toContain('may still hold');

		expect(await holding('Quetzal')).toEqual([]);
		expect(await facts()).toEqual(before);
		expect(await calendars()).toEqual(calendarsBefore);
		expect(await waiting()).toEqual(waitingBefore);
		expect(await linesOf('9001')).toMatchObject([
			{ guest: '', reservationKey: keyOf('9001'), outcome: line?.['outcome'] },
		]);
		expect(await linesOf('9003')).toMatchObject([{ guest: 'Bo Neighbour' }]);
		expect(await holding('Xylander')).toContain('bookings');
		await expect(house.n8n.api.execution(String(line?.['executionId']))).rejects.toThrow();
		await leave(page);
	});

	test('what the channel sends again brings nobody back', async () => {
		const before = await facts();
		const room = {
			index: 9001,
			checkIn: inDays(-800),
			checkOut: inDays(-798),
			guestName: 'Anaïs Companion',
		};
		const booker = { phone: PHONE, address: null, countryCode: 'CH', company: null, ...LONG_AGO };
		house.bookingCom.enqueue(
			newStep(
				sampleBooking({ reservationId: '9001', rooms: [room], booker, remarks: ['Quetzalberger likes a quiet room'] }),
			),
		);
		const [run] = await poll(house);
		expect(run?.status).toBe('success');
		expect(await holding('Quetzal')).toEqual([]);
		expect(await facts()).toEqual(before);
		expect((await linesOf('9001')).map(({ guest, outcome }) => [guest, outcome])).toEqual([
			['', 'created'],
			['', 'unchanged'],
		]);
	});

	test('what was kept goes when nothing has to be kept any more, with all its lines and executions', async () => {
		const booker = { phone: PHONE, address: null, countryCode: 'CH', company: null, ...LAST_WEEK };
		const room = { index: 9002, checkIn: inDays(-7), checkOut: inDays(-5), adults: 1 };
		house.bookingCom.enqueue(modifiedStep(sampleBooking({ reservationId: '9002', rooms: [room], booker })));
		const [run] = await poll(house);
		expect((await linesOf('9002')).map(({ guest }) => guest)).toEqual(['Anaïs Xylander', 'Anaïs Xylander']);
		await house.selfKey.db(
			`UPDATE "integrations" SET "configuration" = "configuration" || '{"registrationRetentionMonths": 0}'`,
		);
		const before = await facts();
		const page = await open(forms.erase);
		await find(page, { 'E-mail address': LAST_WEEK.email.toUpperCase() });
		await page.getByText('Which of them are erased').waitFor();
		await page.getByLabel(keyOf('9002')).check();
		await page.getByLabel('Erase for good').check();
		await page.getByRole('button', { name: 'Erase' }).click();
		await page.getByText('What was erased').waitFor();
		const report = await said(page);
		// The execution of its first line was deleted with the other guest's.
		expect(report).toContain('Lines of the log without a name now: 2. Executions deleted: 1.');
		expect(report).toContain('Guests deleted from the table opera_guests: 2.');
		const left = (await house.n8n.api.dataTableRows('opera_guests'))?.map(({ profileId }) => String(profileId));
		expect(left).toHaveLength(OTHER_PROFILES + 3);
		expect(left?.filter((profile) => profile.startsWith('P'))).toEqual(['P1', 'P4', 'P5']);
		expect(report).not.toContain('may still hold');
		expect(await holding('Xylander', 'xyl.2', PHONE, 'Anaïs')).toEqual([]);
		expect(await facts()).toEqual(before);
		expect((await linesOf('9002')).map(({ guest }) => guest)).toEqual(['', '']);
		await expect(house.n8n.api.execution(run?.id ?? '')).rejects.toThrow();
		await leave(page);
	});

	test('neither form leaves anything in n8n’s executions', async () => {
		const { api } = house.n8n;
		const isGone = async () => {
			const kept = (await Promise.all(Object.values(forms).map((workflowId) => api.executions({ workflowId })))).flat();
			const held = await Promise.all(
				kept.map(async ({ id }) => JSON.stringify(await api.execution(id).catch(() => null))),
			);
			return !held.some((execution) => /Quetzal|Xylander/.test(execution));
		};
		expect(await house.n8n.waitFor(isGone, { what: 'n8n to forget the guests' })).toBe(true);
	});
});
