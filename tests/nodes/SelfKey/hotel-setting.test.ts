/** SelfKey node: a hotel's settings, shown as a person types them, checked, and saved in the sandbox's SelfKey. */
import type { IDataObject } from 'n8n-workflow';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { runSelfKey, selfKeyAccount, selfKeyOptions, type SelfKeyRun } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let selfKey: SelfKeySandbox;
beforeAll(async () => {
	selfKey = await startSelfKey(selfKeyOptions);
}, 60_000);
afterAll(async () => selfKey.close());
afterEach(() => selfKey.faults.down(false));

const right = {
	propertyIds: '8011855, 77',
	roomMap: 'double = 101, 102\nsuite = 201',
	timeZone: 'Europe/Zurich',
};
const run = async (operation: string, over: Partial<SelfKeyRun> = {}, url = selfKey.url) =>
	(await runSelfKey(url, { resource: 'hotelSetting', operation, ...over })).map(({ json }) => json);
const get = async () => (await run('get'))[0] ?? {};
const update = async (change: IDataObject, over: Partial<SelfKeyRun> = {}, url = selfKey.url) =>
	(await run('update', { items: [{ ...right, ...change }], onError: 'continueErrorOutput', ...over }, url))[0] ?? {};

it('shows what is saved, with the rooms to choose from, and saves it again unchanged', async () => {
	const shown = await get();
	expect(shown).toEqual({
		hotelSlug: 'hotel-paradise',
		revision: expect.any(Number) as number,
		propertyIds: '',
		roomMap: 'double = 101, 102\nsuite = 201',
		timeZone: 'Europe/Zurich',
		registrationRetentionMonths: '',
		...{ buffer: '', allotments: '', overbooking: '', overbookingCap: '', rates: '' },
		stored: expect.objectContaining({ roomMap: { double: ['101', '102'], suite: ['201'] } }) as unknown,
		rooms: ['101', '102', '201'],
		roomTypes: [],
		ratePlans: [],
		idleRooms: [],
		formFields: expect.arrayContaining([
			expect.objectContaining({ fieldName: 'rooms of double', defaultValue: '101,102' }),
		]) as unknown,
		page: expect.objectContaining({
			language: 'en',
			fields: expect.arrayContaining([expect.objectContaining({ fieldName: 'alertAddress' })]) as unknown,
		}) as unknown,
	});
	expect(await update(shown)).toEqual({ ...shown, revision: Number(shown['revision']) + 1 });
});

it('knows the hotel of the credential while SelfKey is away', async () => {
	expect(await run('getHotel', {}, 'http://127.0.0.1:9')).toEqual([{ hotelSlug: 'hotel-paradise' }]);
});

it.each([
	['webhookSecret', 'Fill in the integration ID and the webhook secret in the SelfKey credential'],
	['integrationId', 'Fill in the integration ID and the webhook secret in the SelfKey credential'],
	['hotelSlug', '"Hotel" in the SelfKey credential must be the short name'],
])("knows no hotel without the credential's %s: nothing could be written to it", async (missing, reason) => {
	const credential = { [missing]: '' };
	await expect(run('getHotel', { credential }, 'http://127.0.0.1:9')).rejects.toThrow(reason);
});

it('lists what other systems offer by name, to be ticked, and says which of them it could not ask', async () => {
	const rates = [{ ratePlanId: '49111777', ratePlanName: 'Standard, flexible', isReadOnly: false }];
	const found = {
		bookingCom: [{ propertyId: '8011855', roomTypeId: '801185501', roomTypeName: 'Double Room', rates }],
		airbnb: [{ listingId: '48211377', name: 'Loft by the lake' }],
		calendars: [{ error: 'Fill in at least one calendar' }],
		opera: [{ error: 'Fill in at least one calendar' }],
	};
	const [shown] = await run('get', { parameters: { found } });
	const { fields, texts } = shown?.['page'] as { fields: IDataObject[]; texts: Record<string, string> };
	expect(fields).toContainEqual({
		fieldName: 'rooms of airbnb/48211377',
		fieldLabel: 'Rooms for Airbnb 48211377 "Loft by the lake"',
		fieldType: 'checkbox',
		fieldOptions: { values: [{ option: '101' }, { option: '102' }, { option: '201' }] },
		defaultValue: '',
	});
	expect(fields).toContainEqual(
		expect.objectContaining({
			fieldName: 'rooms of booking.com/801185501',
			fieldLabel: 'Rooms for Booking.com 801185501 "Double Room"',
		}),
	);
	expect(fields.find(({ fieldName }) => fieldName === 'rates')?.fieldLabel).toMatch(
		/\(rate plans known so far: 49111777 "Standard‚ flexible"\)$/,
	);
	expect(texts['rooms']?.split('\n')).toEqual([
		"SelfKey's rooms: 101, 102, 201",
		'Booking.com: connected, 1 room type or listing found.',
		'Airbnb: connected, 1 room type or listing found.',
		expect.stringMatching(/^Calendars \(iCal\): could not be read, .* Fill in at least one calendar$/),
		expect.stringMatching(/^OPERA: not connected\./),
	]);
	// What is offered is no booking: nothing is told of it elsewhere.
	expect(shown).toMatchObject({ roomTypes: [] });
});

it('counts what is offered and mapped once, and says where it is too much for one page', async () => {
	const { revision } = await get();
	const many = (count: number, first: number) =>
		Array.from({ length: count }, (_, index) => ({ listingId: String(first + index), name: '' }));
	const roomMap = many(450, 1_000).map(({ listingId }) => `airbnb/${listingId} = 101`);
	expect(await update({ revision, roomMap: roomMap.join('\n') })).not.toHaveProperty('error');
	const pageWith = async (others: number) => {
		const calendars = many(others, 1).map((airbnb) => ({ channel: 'vrbo', airbnb }));
		const opera = many(others, 1).map(({ listingId }) => ({ roomId: listingId, roomType: listingId }));
		const found = { airbnb: many(500, 1_000), calendars, opera };
		const [shown] = await run('get', { parameters: { found } });
		return shown?.['page'] as { fields: IDataObject[]; texts: Record<string, string> };
	};
	const fitting = await pageWith(100);
	expect(fitting.fields).toContainEqual(expect.objectContaining({ fieldName: 'rooms of vrbo/1' }));
	expect(fitting.texts['rooms']).toContain('Airbnb: connected, 500 room types or listings found.');
	const tooMany = await pageWith(300);
	expect(tooMany.fields).toContainEqual(expect.objectContaining({ fieldName: 'rooms of airbnb/1000' }));
	expect(tooMany.fields).not.toContainEqual(expect.objectContaining({ fieldName: 'rooms of vrbo/1' }));
	expect(tooMany.texts['rooms']).toContain('OPERA: connected, 300 found. All that is found does not fit on one page');
});

it('saves what was typed, so that the next one sees it', async () => {
	const { revision } = await get();
	const typed = { propertyIds: '77; 8011855', roomMap: 'double = 102\n\nairbnb/loft = 201', timeZone: ' Asia/Tokyo ' };
	// A form gives every field as text.
	expect(await update({ ...typed, revision: String(revision) })).not.toHaveProperty('error');
	expect(await get()).toMatchObject({
		revision: Number(revision) + 1,
		propertyIds: '77, 8011855',
		roomMap: 'airbnb/loft = 201\ndouble = 102',
		timeZone: 'Asia/Tokyo',
	});
});

it('takes no limit away from a channel that a flow, or a form of an earlier version, does not name', async () => {
	const saved = await update({ revision: (await get())['revision'], propertyIds: '77, airbnb/987654, opera/PARADISE' });
	const again = await update({ revision: saved['revision'], propertyIds: '12345' });
	expect(String(again['propertyIds']).split(', ').sort()).toEqual(['12345', 'airbnb/987654', 'opera/PARADISE']);
	const cleared = await update({ revision: again['revision'], propertyIds: '12345, airbnb/ , opera/' });
	expect(cleared).toMatchObject({ propertyIds: '12345' });
	await update({ ...right, revision: cleared['revision'] });
});

it('refuses a listing that the form listed as Airbnb’s host, ticked or not', async () => {
	const { revision } = await get();
	for (const ticked of [[], null, ['101']]) {
		const typed = { revision, propertyIds: 'airbnb/48211377', 'rooms of airbnb/48211377': ticked };
		expect((await update(typed))['error']).toMatch(/• airbnb\/48211377 is a listing/);
	}
});

it('saves what was ticked in the form together with what was typed, and names the rooms that are left', async () => {
	const { revision } = await get();
	const saved = await update({
		...{ revision, roomMap: 'tent = 201', 'rooms of double': ['101'], 'rooms of airbnb/loft': [] },
	});
	expect(saved).toMatchObject({ roomMap: 'double = 101\ntent = 201', idleRooms: ['102'] });
	const again = await update({ ...right, revision: saved['revision'], roomMap: '', 'rooms of double': ['999'] });
	expect(again['error']).toMatch(/SelfKey has no active room called 999/);
	expect((await update({ ...right, revision: saved['revision'], roomMap: right.roomMap }))['error']).toBeUndefined();
});

it('leads back from the first set-up to the empty settings, as *undo* sends them', async () => {
	await selfKey.db(
		`UPDATE "integrations" SET "configuration" = "configuration" - 'roomMap' - 'properties' - 'availability' - 'rates' - 'registrationRetentionMonths' || '{"timeZone": "local"}'`,
	);
	const { page: _, formFields, stored: __, ...before } = await get();
	// Written by hand, and none: the one that counts is shown, since the form would refuse the other.
	expect(before).toMatchObject({ roomMap: '{}', timeZone: 'Europe/Zurich' });
	expect(formFields).toContainEqual(expect.objectContaining({ fieldName: 'roomMap', defaultValue: '' }));
	const saved = await update({ revision: before['revision'], buffer: '1' });
	expect(saved).toMatchObject({ roomMap: right.roomMap, buffer: '1' });
	// Nobody empties the map by leaving the form empty.
	expect((await update({ ...before, roomMap: '', revision: saved['revision'] }))['error']).toMatch(
		/No rooms are listed/,
	);
	expect(await update({ ...before, revision: saved['revision'] })).not.toHaveProperty('error');
	expect(await get()).toMatchObject({ ...before, revision: Number(saved['revision']) + 1 });
	await update({ ...right, revision: Number(saved['revision']) + 1 });
});

it.each([
	['a room that SelfKey has no more', { roomMap: { double: ['999'] } }],
	['a room type without rooms', { roomMap: { double: [] } }],
	['two spellings of one room type', { roomMap: { 'airbnb/Loft': ['101'], 'Airbnb/loft': ['102'] } }],
	['a price for a room type that has no rooms', { rates: [{ roomType: 'airbnb/7', percent: 10 }] }],
	['a property that is no number', { properties: { 'booking.com': ['paradise'] } }],
	['what holds nothing back', { availability: { buffer: 'two', allotments: { 'no channel': 1 }, overbooking: [{}] } }],
])('*undo* brings back what was stored, also where the form would refuse it: %s', async (_, configuration) => {
	const inDatabase = async () => {
		const [{ configuration: all } = { configuration: {} }] = await selfKey.db<{ configuration: IDataObject }>(
			`SELECT "configuration" FROM "integrations" WHERE "configuration" ? 'roomMap'`,
		);
		return all;
	};
	const { revision: first, stored: tidy } = await get();
	await selfKey.db(`UPDATE "integrations" SET "configuration" = "configuration" || $1::text::jsonb`, [
		JSON.stringify(configuration),
	]);
	const before = await get();
	const typed = { ...before, revision: first };
	const saved = await update({ revision: first, buffer: '', allotments: '', overbooking: '', rates: '' });
	expect(saved).not.toHaveProperty('error');
	expect((await update({ ...typed, revision: saved['revision'] }))['error']).toMatch(/Please correct/);
	const undone = await update({ revision: saved['revision'] }, { parameters: { restore: before['stored'] } });
	expect(undone).not.toHaveProperty('error');
	expect((await get())['stored']).toEqual(before['stored']);
	for (const [name, value] of Object.entries(configuration))
		expect((await inDatabase())[name]).toEqual(name === 'rates' ? [expect.objectContaining({ percent: 10 })] : value);
	await update({ revision: undone['revision'] }, { parameters: { restore: tidy } });
});

it.each(['{"roomMap": {', '"stored"', '[]', 7])('*undo* of what cannot be read saves nothing: %s', async (restore) => {
	const before = await get();
	const { error } = await update({ revision: before['revision'], buffer: '1' }, { parameters: { restore } });
	expect(error).toMatch(/"Settings to Restore" cannot be read/);
	expect((await get())['revision']).toBe(before['revision']);
});

it('*undo* of nothing saves what was typed', async () => {
	for (const restore of ['', '  ', null]) {
		const { revision } = await get();
		expect(await update({ revision }, { parameters: { restore } })).not.toHaveProperty('error');
	}
});

it('*undo* overwrites nothing that somebody else has saved since', async () => {
	const { revision, stored } = await get();
	await update({ ...right, revision, buffer: '1' });
	const { error } = await update({ revision }, { parameters: { restore: stored } });
	expect(error).toMatch(/have been changed since/);
	expect(await get()).toMatchObject({ buffer: '1' });
	await update({ revision: (await get())['revision'] }, { parameters: { restore: stored } });
});

it('keeps what an older form does not ask for, and takes it back where it is left empty', async () => {
	const { revision } = await get();
	const saved = await update({ revision, registrationRetentionMonths: '24' });
	expect(saved).toMatchObject({ registrationRetentionMonths: '24' });
	const older = await update({ revision: saved['revision'] });
	expect(older).toMatchObject({ registrationRetentionMonths: '24' });
	await update({ revision: older['revision'], registrationRetentionMonths: '' });
	expect(await get()).toMatchObject({ registrationRetentionMonths: '' });
});

it.each([
	['alertAddress', 'http://chat.hotel.example/hook', /• Whom to alert: write an e-mail address/],
	['alertAddress', 'desk', /• Whom to alert: write an e-mail address/],
	['keepLogDays', -1, /• Days to keep the log: whole days are needed, from 1 to 3650: -1/],
	['keepLogDays', 0, /• Days to keep the log: whole days are needed, from 1 to 3650: 0/],
])('saves nothing where %s is %j, which would fail or delete every night', async (field, wrong, said) => {
	const before = await get();
	const { error } = await update({ ...before, alertAddress: 'desk@hotel.example', keepLogDays: 90, [field]: wrong });
	expect(error).toMatch(said);
	expect(String(error).split('\n')).toHaveLength(2);
	expect(await get()).toEqual(before);
});

it('gives out whom to alert as the workflows take it, and asks nobody for it who was not asked', async () => {
	const { revision } = await get();
	const saved = await update({ revision, alertAddress: ' HTTPS://chat.hotel.example/Hook', keepLogDays: 30 });
	expect(saved).toMatchObject({ alertAddress: 'https://chat.hotel.example/Hook', keepLogDays: 30 });
	expect(await update({ revision: saved['revision'] })).not.toHaveProperty('alertAddress');
});

it('takes back what n8n’s form writes as HTML into the fields that it shows again', async () => {
	const { revision } = await get();
	const alertAddress = 'Reception &lt;desk@hotel.example&gt;';
	const saved = await update({ revision, alertAddress, roomMap: 'double &lt;sea&gt; = 101' });
	expect(saved).toMatchObject({ alertAddress: 'Reception <desk@hotel.example>', roomMap: 'double <sea> = 101' });
	await update({ ...right, revision: saved['revision'] });
});

it('ticks a room by its own ID where another one has its name', async () => {
	const [second] = await selfKey.db<{ id: string }>(`SELECT "id" FROM "rooms" WHERE "name" = '102'`);
	const rename = async (name: string) =>
		await selfKey.db(`UPDATE "rooms" SET "name" = '${name}' WHERE "id" = '${second?.id ?? ''}'`);
	await rename('101');
	const { revision, formFields } = await get();
	const boxes = (formFields as Array<{ fieldOptions?: { values: Array<{ option: string }> } }>)
		.flatMap(({ fieldOptions }) => fieldOptions?.values ?? [])
		.map(({ option }) => option);
	expect(boxes).toContain(`101 (${second?.id ?? ''})`);
	const saved = await update({ revision, roomMap: '', 'rooms of double': [`101 (${second?.id ?? ''})`] });
	expect(saved).toMatchObject({ roomMap: `double = ${second?.id ?? ''}` });
	await rename('102');
	await update({ ...right, revision: saved['revision'] });
});

it('says what to do where SelfKey has no rooms yet', async () => {
	await selfKey.db(`UPDATE "rooms" SET "isActive" = false`);
	const shown = await get();
	const { texts } = shown['page'] as { texts: Record<string, string> };
	expect(texts['rooms']).toMatch(/^SelfKey has no active room of this hotel\. Create its rooms/);
	const lines = (await update({ ...shown, 'rooms of double': ['101'], roomMap: '' }))['error'];
	expect(String(lines).split('\n')).toEqual([
		'Nothing is saved yet. Please correct:',
		expect.stringMatching(/^• SelfKey has no active room of this hotel; create its rooms/) as string,
	]);
	await selfKey.db(`UPDATE "rooms" SET "isActive" = true`);
});

describe('what channels may sell', () => {
	const sale = {
		buffer: '1',
		allotments: 'airbnb = 2',
		overbooking: '2026-07-01 until 2026-08-01 = 1',
		overbookingCap: '1',
		rates: 'airbnb/loft = +5 %',
	};
	const map = { roomMap: 'airbnb/loft = 101\ndouble = 102\nsuite = 201' };
	const configuration = async () => {
		const [row] = await selfKey.db<{ configuration: Record<string, unknown> }>(
			`SELECT "configuration" FROM "integrations" WHERE "id" = '${selfKeyAccount.integrationId}'`,
		);
		return row?.configuration ?? {};
	};

	it('is saved in SelfKey, shown again, kept by a form that does not ask for it, and taken back', async () => {
		const { revision } = await get();
		const saved = await update({ ...map, ...sale, revision });
		expect(saved).toMatchObject({ ...sale, revision: Number(revision) + 1 });
		expect(await get()).toMatchObject(sale);
		expect(await configuration()).toMatchObject({
			availability: {
				buffer: 1,
				allotments: { airbnb: 2 },
				overbooking: [{ start: '2026-07-01', end: '2026-08-01', rooms: 1 }],
				overbookingCap: 1,
			},
			rates: [
				{ roomType: 'airbnb/loft', ratePlanId: null, start: null, end: null, percent: 5, singleUsePercent: null },
			],
		});
		const older = await update({ ...map, revision: saved['revision'] });
		expect(older).toMatchObject(sale);
		const nothing = { buffer: '', allotments: '', overbooking: '', overbookingCap: '', rates: '' };
		await update({ ...right, ...nothing, revision: older['revision'] });
		expect(await get()).toMatchObject(nothing);
		expect(await configuration()).toMatchObject({ availability: {}, rates: [] });
	});

	it('says nothing where nothing is typed, so that another integration may', async () => {
		await selfKey.db(`UPDATE "integrations" SET "configuration" = "configuration" - 'availability' - 'rates'`);
		await update({ revision: (await get())['revision'] });
		expect(Object.keys(await configuration()).filter((name) => ['availability', 'rates'].includes(name))).toEqual([]);
	});

	it.each([
		['buffer', 'two', /Rooms of each type that no channel sells: a whole number of rooms from 0 to 254 is needed: two/],
		['allotments', 'airbnb: 2', /Most rooms for a channel, line 1: write it like airbnb = 2/],
		['overbooking', '2026-07-01 = 1', /Nights to overbook, line 1: write it like 2026-07-01 until/],
		['overbookingCap', '-1', /Most rooms to overbook in a night: a whole number/],
		['rates', 'airbnb/attic = 0 %', /Prices for 54 Rates, line 1: no rooms are named for airbnb\/attic/],
	])('of %s, %j is a mistake with a sentence, and nothing is saved', async (field, wrong, said) => {
		const before = await get();
		const { error } = await update({ ...map, ...sale, revision: before['revision'], [field]: wrong });
		expect(error).toMatch(said);
		expect(String(error).split('\n')).toHaveLength(2);
		expect(await get()).toEqual(before);
	});
});

describe('the check', () => {
	const check = async (over: Partial<SelfKeyRun> = {}, url = selfKey.url) => {
		const { setup } = ((await run('check', over, url))[0] ?? {}) as {
			setup: { isComplete: boolean; text: string; checks: Array<{ check: string; state: string; says: string }> };
		};
		return { ...setup, states: Object.fromEntries(setup.checks.map((each) => [each.check, each.state])) };
	};

	it('looks at everything, in one order', async () => {
		const { isComplete, states, text } = await check();
		expect(Object.entries(states)).toEqual([
			['access', 'good'],
			['signing', 'good'],
			['clocks', 'good'],
			['timeZone', 'warning'],
			['roomTypes', 'good'],
			['rooms', 'good'],
			['changes', 'unknown'],
			['workflows', 'unknown'],
		]);
		expect(isComplete).toBe(false);
		expect(text.split('\n')).toHaveLength(8);
		expect(text).toMatch(/^✓ SelfKey answers and takes the API key for hotel-paradise\.\n✓ SelfKey accepts/);
		expect(text).toMatch(/\n! The hotel is in Europe\/Zurich\. This workflow runs by Etc\/UTC/);
	});

	it('never fails, and says what is wrong instead', async () => {
		const wrong = await check({ credential: { webhookSecret: 'outdated-secret-never-to-be-seen' } });
		expect(wrong.states).toMatchObject({ access: 'good', signing: 'bad', workflows: 'unknown' });
		expect(wrong.states).not.toHaveProperty('rooms');
		expect(wrong.text).not.toContain('never-to-be-seen');
		selfKey.faults.down(true);
		expect((await check()).states).toMatchObject({ access: 'bad', signing: 'unknown' });
		expect((await check({}, 'http://127.0.0.1:9')).text).toMatch(/^✗ SelfKey cannot be reached/);
	});

	it('looks at the workflows that it is given', async () => {
		const workflows = [{ id: '1', name: '10', nodes: [{ type: 'n8n-nodes-hotel.selfKey' }], settings: {} }];
		for (const given of [workflows, JSON.stringify(workflows)])
			expect((await check({ parameters: { workflows: given as never } })).text).toMatch(/failed runs of "10"/);
		expect((await check({ parameters: { workflows: '{' } })).states['workflows']).toBe('unknown');
	});

	it('leaves out the time zone of a workflow that has another hotel’s credential, and knows its own by the ID in its node', async () => {
		const workflowOf = (id: string) => ({
			...{ id, name: `10 ${id}`, settings: { timezone: 'Europe/Lisbon' } },
			nodes: [{ type: 'n8n-nodes-hotel.selfKey', credentials: { selfKeyApi: { id, name: 'SelfKey account' } } }],
		});
		const workflows = [workflowOf('A'), workflowOf('B')] as never;
		const said = async (credentialId?: string) => {
			const { checks } = await check({ parameters: { workflows }, ...(credentialId ? { credentialId } : {}) });
			const { says = '' } = checks.find((each) => each.check === 'timeZone') ?? {};
			return ['A', 'B'].filter((name) => says.includes(`"10 ${name}"`));
		};
		expect([await said('A'), await said('B'), await said()]).toEqual([['A'], ['B'], ['A', 'B']]);
	});
});

it('fails with everything that is wrong at once, a line each, and with nothing else, so that n8n adds what was typed', async () => {
	const before = await get();
	const wrong = { roomMap: 'double = 101, 999\nsuite', timeZone: 'Mars', propertyIds: 'x' };
	expect(await update({ ...before, ...wrong })).toEqual({
		error: [
			'Nothing is saved yet. Please correct:',
			'• Booking.com property IDs have digits only: x',
			'• Line 2 is not of the form "room type = room, room": suite',
			'• This is not a time zone (write it like Europe/Zurich): Mars',
			'• Line 1: SelfKey has no active room called 999',
		].join('\n'),
	});
	expect(await get()).toEqual(before);
});

it.each([
	['an older revision', 0],
	['none', ''],
	['one that is no number', 'x'],
])('overwrites nothing with %s', async (_, revision) => {
	const before = await get();
	expect(await update({ revision })).toEqual({
		error: expect.stringMatching(/^Nothing is saved yet\. The settings have been changed since/) as string,
	});
	expect(await get()).toEqual(before);
});

it('lets one of two save who opened the form at the same time', async () => {
	const { revision } = await get();
	const answers = await Promise.all(
		['101', '102'].map(async (room) => await update({ revision, roomMap: `double = ${room}` })),
	);
	expect(answers.filter((answer) => 'error' in answer)).toEqual([
		{ error: expect.stringMatching(/have been changed since/) as string },
	]);
});

it.each<[string, Record<string, string>, RegExp]>([
	["that is another one's", { hotelSlug: 'auberge' }, /did not accept the signature/],
	['without a hotel', { hotelSlug: '' }, /"Hotel" in the SelfKey credential must be the short name/],
	['without a secret', { webhookSecret: '' }, /Fill in the integration ID and the webhook secret/],
])('says what is wrong with a credential %s', async (_, credential, said) => {
	for (const operation of ['get', 'update']) {
		const [json] = await run(operation, { items: [right], onError: 'continueErrorOutput', credential });
		expect(json).toMatchObject({ error: expect.stringMatching(said) as string });
	}
});

it('says so if SelfKey is down, without a secret', async () => {
	selfKey.faults.down(true);
	const json = await update({ revision: 1 });
	expect(json['error']).toMatch(/SelfKey has a fault at present/);
	expect(JSON.stringify(json)).not.toContain(selfKeyAccount.apiKey);
});

describe('in French', () => {
	const french = { language: 'fr' };

	it('gives out a form in French, and takes it back in French', async () => {
		const [shown = {}] = await run('get', { parameters: french });
		expect(shown['page']).toMatchObject({ language: 'fr', texts: { save: 'Vérifier et enregistrer' } });
		expect(JSON.stringify(shown['formFields'])).toContain('Fuseau horaire');
		expect(await update({ ...shown, timeZone: 'Mars' }, { parameters: french })).toEqual({
			error:
				'Rien n’est encore enregistré. À corriger\u00a0:\n• Ce n’est pas un fuseau horaire (écrivez par exemple Europe/Zurich)\u00a0: Mars',
		});
		expect((await update({ ...shown, revision: 0 }, { parameters: french }))['error']).toMatch(/ont changé depuis/);
	});

	it.each<[string, Partial<SelfKeyRun>, RegExp, boolean]>([
		['all is well', {}, /^✓ SelfKey répond et accepte la clé API[\s\S]*\n✓ SelfKey accepte la signature/, false],
		[
			'the secret is wrong',
			{ credential: { webhookSecret: 'outdated' } },
			/\n✗ SelfKey n’a pas accepté la signature/,
			false,
		],
		['the credential is incomplete', { credential: { webhookSecret: '' } }, /\n✗ L’accès SelfKey est incomplet/, false],
		['the key is wrong', { credential: { apiKey: 'x' } }, /^✗ SelfKey n’accepte pas la clé API/, false],
		['SelfKey is down', {}, /^✗ SelfKey est en panne/, true],
	])('checks the setup where %s', async (_, over, said, isDown) => {
		selfKey.faults.down(isDown);
		const [{ setup } = { setup: {} }] = await run('check', { parameters: french, ...over });
		expect((setup as { text: string }).text).toMatch(said);
	});

	it('says in French why there are no settings', async () => {
		selfKey.faults.down(true);
		const [json] = await run('get', { parameters: french, items: [{}], onError: 'continueErrorOutput' });
		expect(json?.['error']).toMatch(/^SelfKey est en panne en ce moment/);
	});
});
