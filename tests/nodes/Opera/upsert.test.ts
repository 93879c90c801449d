/** Reservations into OPERA: each once, one of OPERA's for each room, whatever fails and whoever was there first. */
import type { IDataObject } from 'n8n-workflow';
import { startOpera, type OperaSandbox, type Stay } from '../../../sandbox/opera';
import { chosenCodes, operaAccount, operaOptions, runOpera, type OperaRun } from '../../support/opera-node';
import { changedItem, type Given } from '../../support/opera-reservations';
import { everythingIn } from '../../support/selfkey-node';

// The turns of the rate limit are kept; nobody waits for a second try.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<{ sleep(milliseconds: number): Promise<void> }>('n8n-workflow');
	return {
		...actual,
		sleep: async (milliseconds: number) => await actual.sleep(milliseconds < 1_000 ? milliseconds : 1),
	};
});

let opera: OperaSandbox;

beforeEach(async () => {
	opera = await startOpera(operaOptions);
});

afterEach(async () => {
	await opera.close();
});

interface Done {
	outcome: string;
	reservations: Array<{ roomStayId: string | null; reservationId: string | null; outcome: string; changes: string[] }>;
	guest: { profileId: string; outcome: string } | null;
	warnings: string[];
}

async function write(items: IDataObject[], run: Partial<OperaRun> = {}): Promise<IDataObject[]> {
	const output = await runOpera(opera.url, {
		resource: 'reservation',
		operation: 'upsert',
		items,
		onError: 'continueRegularOutput',
		...run,
		parameters: { ...chosenCodes, ...run.parameters },
	});
	return output.map(({ json }) => json);
}

/** What was done with one reservation. @throws Error where it failed */
async function upsert(given: Given = {}, run: Partial<OperaRun> = {}): Promise<Done> {
	const [json] = await write([changedItem(given)], run);
	if (!json?.['opera']) throw new Error(String(json?.['error']));
	return json['opera'] as unknown as Done;
}

const failure = async (given: Given, run: Partial<OperaRun> = {}) =>
	String((await write([changedItem(given)], run))[0]?.['error']);
const standing = () => opera.stays().filter(({ status }) => status !== 'Cancelled');
const only = (): Stay => {
	const [stay, other] = standing();
	if (!stay || other) throw new Error(`${standing().length} reservations stand in OPERA`);
	return stay;
};
const writes = () => opera.log.filter(({ method, path }) => method !== 'GET' && path.includes('/reservations'));

describe('a new reservation', () => {
	test('is made with its dates, price by night, codes, guest, notes and reference', async () => {
		const done = await upsert({ remarks: ['Late arrival'] });
		expect(done).toMatchObject({ outcome: 'created', warnings: [], guest: { outcome: 'created' } });
		expect(only()).toMatchObject({
			status: 'Reserved',
			references: [{ id: 'booking.com/8011855/4705950059', idExtension: 460, idContext: 'SELFKEY' }],
			arrival: '2027-06-01',
			departure: '2027-06-03',
			adults: 2,
			children: 0,
			roomType: 'CLA1',
			roomTypeCharged: 'CLA1',
			ratePlan: 'OTA',
			market: 'OTA',
			source: 'WEB',
			guarantee: 'CCG',
			nights: [
				{ date: '2027-06-01', amount: 145, currency: 'CHF' },
				{ date: '2027-06-02', amount: 145, currency: 'CHF' },
			],
			customReference: 'SelfKey 71 2027-06-01/2027-06-03 2+0',
			changedBy: 'SELFKEY',
		});
		expect(only().notes.map(({ text }) => text)).toEqual(['Late arrival']);
		expect(opera.profiles()).toMatchObject([
			{
				givenName: 'Marie',
				surname: 'Dupont',
				emails: ['mdupont.123456@guest.booking.com'],
				country: 'FR',
				references: [{ id: 'booking.com/8011855/4705950059', idContext: 'SELFKEY' }],
			},
		]);
		expect(done.reservations).toEqual([
			{
				roomStayId: '460',
				reservationId: only().id,
				confirmationNumber: only().confirmation,
				outcome: 'created',
				changes: [],
			},
		]);
	});

	test('a second time changes nothing', async () => {
		await upsert({ remarks: ['Late arrival'] });
		const before = writes().length;
		expect(await upsert({ remarks: ['Late arrival'] })).toMatchObject({ outcome: 'unchanged', warnings: [] });
		expect(writes()).toHaveLength(before);
		expect(opera.stays()).toHaveLength(1);
	});

	test('of two rooms makes two of OPERA, for one guest', async () => {
		const done = await upsert({ rooms: [{ id: '460' }, { id: '461', roomName: '203', roomTypeId: '801185502' }] });
		expect(done.reservations.map(({ roomStayId, outcome }) => [roomStayId, outcome])).toEqual([
			['460', 'created'],
			['461', 'created'],
		]);
		expect(opera.stays().map(({ references, roomType }) => [references[0]?.idExtension, roomType])).toEqual([
			[460, 'CLA1'],
			[461, 'SUP2'],
		]);
		expect(opera.profiles()).toHaveLength(1);
	});

	test('with a total alone costs the same in all, to the last rappen', async () => {
		const total = { minor: 100_01, exponent: 2, currency: 'CHF', amount: '100.01', taxIncluded: true };
		const item = changedItem({ rooms: [{ id: '460', checkOut: '2027-06-04' }] });
		const [room] = item['rooms'] as IDataObject[];
		const [done] = await write([{ ...item, rooms: [{ ...room, nightlyRates: [], total }] }]);
		expect(done).toMatchObject({ opera: { outcome: 'created' } });
		expect(only().nights.map(({ amount }) => amount)).toEqual([33.34, 33.34, 33.33]);
	});

	test('whose price includes the taxes is told where OPERA adds them, and written all the same', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, addedTax: 8.1 });
		const price = { minor: 29_000, exponent: 2, currency: 'CHF', amount: '290.00', taxIncluded: true };
		const item = changedItem();
		const [room] = item['rooms'] as IDataObject[];
		const sold = { ...item, rooms: [{ ...room, nightlyRates: [], total: price }] };
		await write([sold]);
		const [again] = await write([sold]);
		expect(again).toMatchObject({
			opera: { outcome: 'unchanged', warnings: [expect.stringMatching(/its rate plan OTA adds taxes to the price/)] },
		});
		expect(only().nights.map(({ amount }) => amount)).toEqual([145, 145]);
		// The plan that adds them is replaced.
		const [replaced] = await write([sold], { parameters: { ratePlan: 'NRF' } });
		expect(replaced).toMatchObject({ opera: { outcome: 'updated', warnings: [] } });
		opera.deskEdit(only().id, { status: 'CheckedOut' });
		const [left] = await write([sold], { parameters: { ratePlan: 'NRF' } });
		expect(left).toMatchObject({ opera: { outcome: 'unchanged', warnings: [] } });
	});

	test('of SelfKey itself, with an id that is no number, is found again too', async () => {
		const own: Given = {
			channel: 'selfkey',
			propertyId: 'hotel-paradise',
			reservationId: 'cmb8x2k3q0001s6oe9z1y5w7v',
			rooms: [{ id: 'cmb8x2k3q0001s6oe9z1y5w7v', roomTypeId: null, roomName: '401' }],
		};
		expect((await upsert(own)).outcome).toBe('created');
		expect((await upsert(own)).outcome).toBe('unchanged');
		expect(only()).toMatchObject({ roomType: 'SUI4' });
	});

	test('that began before the business date is not made: people are told, and it never comes again', async () => {
		opera.setBusinessDate('2027-06-02');
		const done = await upsert();
		expect(done.outcome).toBe('conflict');
		expect(done.warnings[0]).toMatch(/began before Opera's business date 2027-06-02\. Enter it in Opera by hand/);
		expect(opera.stays()).toEqual([]);
	});

	test('that is for a few hours, or a place in the car park, is none of OPERA', async () => {
		const item = changedItem();
		const [booking] = (item['selfKey'] as { bookings: IDataObject[] }).bookings;
		const parking = { ...item, selfKey: { bookings: [{ ...booking, bookingType: 'night_parking' }] } };
		expect(await write([parking])).toMatchObject([{ opera: { outcome: 'unchanged', reservations: [] } }]);
		expect(opera.stays()).toEqual([]);
	});

	test('that came from OPERA is not sent back to it', async () => {
		expect(await upsert({ channel: 'opera' })).toMatchObject({ outcome: 'unchanged' });
		expect(opera.stays()).toEqual([]);
	});
});

describe('market, source and guarantee', () => {
	const filed = () => opera.stays().map(({ market, source, guarantee }) => [market, source, guarantee]);
	const rows = (...entry: IDataObject[]) => ({ parameters: { options: { market: 'OTA', bookingCodes: { entry } } } });

	test('are those of each item, where the fields are expressions', async () => {
		const items = ['OTA', 'DIR', 'GONE'].map((market, n) => ({
			...changedItem({ reservationId: String(n) }),
			choices: { market, source: n === 0 ? 'WEB' : 'TEL' },
		}));
		const done = await write(items, { parameters: { options: '={{ $json.choices }}' } });
		expect(filed()).toEqual([
			['OTA', 'WEB', null],
			['DIR', 'TEL', null],
		]);
		expect(done[2]?.['error']).toMatch(/Opera has no market code "GONE"\. It has: /);
	});

	test('are those of the rate plan, or else of the channel, or else of all', async () => {
		const run = rows(
			{ theirs: 'booking.com', market: 'DIR', source: 'TEL', guarantee: '' },
			{ theirs: '49111777', market: '', source: 'WEB', guarantee: 'CCG' },
		);
		await upsert({}, run);
		await upsert({ channel: 'airbnb', reservationId: '2' }, rows({ theirs: 'booking.com', market: 'DIR' }));
		expect(filed()).toEqual([
			['DIR', 'WEB', 'CCG'],
			['OTA', null, null],
		]);
	});

	test('that OPERA does not have are told before anything is sent, and hold up no other reservation', async () => {
		const run = rows({ theirs: 'airbnb', guarantee: 'NONE' });
		const items = [changedItem({ channel: 'airbnb' }), changedItem({ reservationId: '2' })];
		const [bad, good] = await write(items, run);
		expect(bad?.['error']).toMatch(/Opera has no guarantee code "NONE"/);
		expect(good).toMatchObject({ opera: { outcome: 'created' } });
		expect(opera.stays()).toHaveLength(1);
	});

	test('that the desk has put right stay through every change of the source', async () => {
		await upsert();
		opera.deskEdit(only().id, { market: 'DIR', source: 'TEL', guarantee: '6PM' });
		expect((await upsert({ rooms: [{ id: '460', checkOut: '2027-06-05' }] })).outcome).toBe('updated');
		expect(filed()).toEqual([['DIR', 'TEL', '6PM']]);
		const sent: unknown[] = [];
		opera.onRequest(({ method, body }) => {
			if (method === 'PUT') sent.push(body);
		});
		await upsert({ rooms: [{ id: '460', checkOut: '2027-06-06' }] });
		// OPERA's own are repeated, in case it takes for empty what a change leaves out.
		expect(JSON.stringify(sent)).toMatch(/"marketCode":"DIR","sourceCode":"TEL".*"guaranteeCode":"6PM"/);
	});
});

describe('a change', () => {
	test.each<[string, Given, string[], Partial<Stay>]>([
		[
			'of the dates',
			{ rooms: [{ id: '460', checkOut: '2027-06-05' }] },
			['dates', 'price'],
			{ departure: '2027-06-05' },
		],
		['of the price', { rooms: [{ id: '460', nightly: 12_000 }] }, ['price'], { nights: expect.any(Array) as never }],
		[
			'of the room type',
			{ rooms: [{ id: '460', roomTypeId: '801185504', roomName: '401' }] },
			['roomType'],
			{ roomType: 'SUI4' },
		],
		['of the number of guests', { rooms: [{ id: '460', adults: 1 }] }, ['guests'], { adults: 1 }],
	])('%s is one write, then rest', async (_, change, changes, expected) => {
		await upsert();
		const done = await upsert({ ...change, event: 'modified' });
		expect(done.reservations).toMatchObject([{ outcome: 'updated', changes }]);
		expect(only()).toMatchObject(expected);
		const before = writes().length;
		expect((await upsert({ ...change, event: 'modified' })).outcome).toBe('unchanged');
		expect(writes()).toHaveLength(before);
	});

	test('of a note is added to those of the desk, none of which is lost', async () => {
		await upsert({ remarks: ['Late arrival'] });
		opera.deskEdit(only().id, { notes: [...only().notes, { id: '1', text: 'Regular guest', type: 'GEN' }] });
		expect(await upsert({ remarks: ['Late arrival', 'Cot, please'] })).toMatchObject({ outcome: 'updated' });
		expect(only().notes.map(({ text }) => text)).toEqual(['Late arrival', 'Regular guest', 'Cot, please']);
	});

	test('in the order of the rooms is none, and the leg numbers stay', async () => {
		const rooms = [{ id: '460' }, { id: '461', roomName: '102' }];
		await upsert({ rooms });
		const legs = opera.stays().map(({ id, references }) => [id, references[0]?.idExtension]);
		expect((await upsert({ rooms: [...rooms].reverse() })).outcome).toBe('unchanged');
		expect(opera.stays().map(({ id, references }) => [id, references[0]?.idExtension])).toEqual(legs);
	});

	test('that removes the first room cancels that one, with a reason, and leaves the other', async () => {
		await upsert({ rooms: [{ id: '460' }, { id: '461', roomName: '102' }] });
		const done = await upsert({
			rooms: [
				{ id: '460', status: 'cancelled' },
				{ id: '461', roomName: '102' },
			],
		});
		expect(done.reservations.map(({ outcome }) => outcome).sort()).toEqual(['cancelled', 'unchanged']);
		expect(opera.stays()).toMatchObject([
			{
				status: 'Cancelled',
				references: [{ idExtension: 460 }],
				cancellation: { code: 'CHANNEL', externalId: 'booking.com/8011855/4705950059' },
			},
			{ status: 'Reserved', references: [{ idExtension: 461 }] },
		]);
	});

	test('that adds a room makes one more, and leaves the first', async () => {
		await upsert();
		const done = await upsert({ rooms: [{ id: '460' }, { id: '470', roomName: '102' }] });
		expect(done.reservations.map(({ outcome }) => outcome)).toEqual(['unchanged', 'created']);
		expect(standing()).toHaveLength(2);
	});

	test('keeps the upgrade that the desk has given', async () => {
		await upsert();
		opera.deskEdit(only().id, { roomType: 'SUI4', roomId: '401' });
		expect((await upsert()).outcome).toBe('unchanged');
		expect((await upsert({ rooms: [{ id: '460', checkOut: '2027-06-04' }] })).outcome).toBe('updated');
		expect(only()).toMatchObject({ roomType: 'SUI4', roomTypeCharged: 'CLA1', roomId: '401', departure: '2027-06-04' });
	});

	test('keeps the name that the desk has put right', async () => {
		await upsert();
		const [profile] = opera.profiles();
		if (profile) profile.surname = 'Dupond';
		await upsert({ rooms: [{ id: '460', checkOut: '2027-06-04' }] });
		expect(opera.profiles()).toMatchObject([{ surname: 'Dupond' }]);
	});
});

describe('a cancellation', () => {
	const cancelled: Given = { event: 'cancelled', status: 'cancelled' };

	test('is verified first, then done, then changes nothing more', async () => {
		await upsert();
		const dryRuns: unknown[] = [];
		opera.onRequest(({ path, body }) => {
			if (path.endsWith('/cancellations')) dryRuns.push((body as IDataObject)['verificationOnly']);
		});
		expect(await upsert(cancelled)).toMatchObject({ outcome: 'cancelled', warnings: [] });
		expect(dryRuns).toEqual([true, false]);
		expect(opera.stays()).toMatchObject([{ status: 'Cancelled' }]);
		expect(await upsert(cancelled)).toMatchObject({ outcome: 'unchanged' });
		expect(dryRuns).toHaveLength(2);
	});

	test('of what OPERA never had is no failure', async () => {
		expect(await upsert(cancelled)).toMatchObject({ outcome: 'unchanged', reservations: [] });
	});

	test('that OPERA would refuse changes nothing', async () => {
		await upsert();
		opera.faults.refuse('booking.com/8011855/4705950059', 'A deposit has been posted.');
		expect(await failure(cancelled)).toMatch(/Opera refused the request.*A deposit has been posted \(RSV00099\)/);
		expect(opera.stays()).toMatchObject([{ status: 'Reserved' }]);
		expect(opera.log.filter(({ path }) => path.endsWith('/cancellations'))).toHaveLength(1);
	});
});

describe('what OPERA decides', () => {
	test.each<[Stay['status'], string]>([
		['InHouse', 'checked in'],
		['CheckedOut', 'checked out'],
		['NoShow', 'a no-show'],
		['Cancelled', 'cancelled'],
	])('a reservation that is %s there is not written over: told as a conflict', async (status, words) => {
		await upsert();
		const [{ id, confirmation }] = opera.stays() as [Stay];
		opera.deskEdit(id, { status });
		const before = writes().length;
		const done = await upsert({ rooms: [{ id: '460', checkOut: '2027-06-05' }] });
		expect(done).toMatchObject({ outcome: 'conflict', reservations: [{ reservationId: id, outcome: 'conflict' }] });
		expect(done.warnings).toHaveLength(1);
		expect(done.warnings[0]).toContain(`Opera confirmation ${confirmation} is ${words} and was left as it is`);
		expect(done.warnings[0]).not.toContain('Dupont');
		expect(writes()).toHaveLength(before);
		expect(opera.stays()).toMatchObject([{ status, departure: '2027-06-03' }]);
	});

	test.each<[string, Given, RegExp]>([
		['dates', { rooms: [{ id: '460', checkOut: '2027-06-05' }] }, /the stay is 2027-06-01 to 2027-06-05 instead of/],
		[
			'room type',
			{ rooms: [{ id: '460', roomTypeId: '801185504', roomName: '401' }] },
			/the room type is SUI4 instead of CLA1/,
		],
		['price', { rooms: [{ id: '460', nightly: 12_000 }] }, /the price is another one/],
		['number of guests', { rooms: [{ id: '460', adults: 1 }] }, /there are 1 adults and 0 children/],
		['notes', { remarks: ['Cot, please'] }, /there is a new note/],
		[
			'removed rooms',
			{
				rooms: [
					{ id: '460', status: 'cancelled' },
					{ id: '461', roomName: '102' },
				],
			},
			/its source has cancelled it/,
		],
	])('the %s of a guest who is in the house', async (_, change, words) => {
		const rooms = [{ id: '460' }, { id: '461', roomName: '102' }];
		await upsert({ rooms: change.rooms?.length === 2 ? rooms : rooms.slice(0, 1) });
		const [guest] = opera.stays() as [Stay];
		opera.deskEdit(guest.id, { status: 'InHouse' });
		const before = structuredClone(opera.stays());
		const done = await upsert(change);
		expect(done.outcome).toBe('conflict');
		expect(done.warnings).toEqual([expect.stringMatching(words)]);
		expect(opera.stays()).toEqual(before);
	});

	test('one in house that is as wanted is no conflict', async () => {
		await upsert();
		opera.deskEdit(only().id, { status: 'InHouse' });
		expect(await upsert()).toMatchObject({ outcome: 'unchanged', warnings: [] });
	});

	test.each<[Stay['status'], string]>([
		['InHouse', 'conflict'],
		['CheckedOut', 'conflict'],
		['NoShow', 'unchanged'],
		['Cancelled', 'unchanged'],
	])('a cancellation of one that is %s there is %s', async (status, outcome) => {
		await upsert();
		opera.deskEdit(only().id, { status });
		expect((await upsert({ event: 'cancelled', status: 'cancelled' })).outcome).toBe(outcome);
		expect(opera.stays()).toMatchObject([{ status }]);
	});

	test('a no-show that only its source knows of is for people to decide', async () => {
		await upsert();
		const done = await upsert({ event: 'modified', status: 'no_show' });
		expect(done.warnings[0]).toMatch(/its source reports a no-show/);
		expect(only().status).toBe('Reserved');
	});

	test('so is that of one room, while the others stand', async () => {
		const other = { id: '461', roomName: '102' };
		await upsert({ rooms: [{ id: '460' }, other] });
		const done = await upsert({ event: 'modified', rooms: [{ id: '460', status: 'no_show' }, other] });
		expect(done.warnings).toEqual([expect.stringMatching(/its source reports a no-show/)]);
		expect(standing()).toHaveLength(2);
	});
});

describe('whatever fails', () => {
	test.each([
		['a fault of OPERA before the write', 'serverError'],
		['an answer that is lost after the write', 'lostAnswer'],
		['a time-out of the gateway after the write', 'gatewayTimeout'],
		['a refusal for speed', 'tooMany'],
	] as const)('%s: the reservation is there once', async (_, kind) => {
		opera.faults.next(kind, { method: 'POST', path: /\/reservations$/ });
		expect((await upsert()).outcome).toBe('created');
		expect(opera.stays()).toHaveLength(1);
		opera.faults.next(kind, { method: 'POST', path: /\/guests$/ });
		expect((await upsert({ reservationId: '2', booker: { email: 'other@example.com' } })).outcome).toBe('created');
		expect(opera.profiles()).toHaveLength(2);
		opera.faults.next(kind, { method: 'PUT' });
		expect((await upsert({ rooms: [{ id: '460', checkOut: '2027-06-05' }] })).outcome).toBe('updated');
		opera.faults.next(kind, { method: 'POST', path: /cancellations/ });
		opera.faults.next(kind, { method: 'POST', path: /cancellations/ });
		expect((await upsert({ event: 'cancelled', status: 'cancelled' })).outcome).toBe('cancelled');
		expect(opera.stays().map(({ status }) => status)).toEqual(['Cancelled', 'Reserved']);
	});

	test.each(['serverError', 'lostAnswer', 'gatewayTimeout', 'tooMany'] as const)(
		'%s at a change: a new note is there once, and a note without anything else too',
		async (kind) => {
			await upsert({ remarks: ['Late arrival'] });
			opera.faults.next(kind, { method: 'PUT' });
			const rooms = [{ id: '460', checkOut: '2027-06-05' }];
			expect((await upsert({ remarks: ['Late arrival', 'Cot, please'], rooms })).outcome).toBe('updated');
			opera.faults.next(kind, { method: 'PUT' });
			await upsert({ remarks: ['Late arrival', 'Cot, please', 'Two keys'], rooms });
			expect(only().notes.map(({ text }) => text)).toEqual(['Late arrival', 'Cot, please', 'Two keys']);
		},
	);

	test.each(['GET', 'POST'] as const)(
		'a %s after which OPERA wants no request for five minutes: nothing leaves any more, and all come again then',
		async (method) => {
			opera.faults.retryAfter = 300;
			opera.faults.next('tooMany', { method, path: /\/reservations$/ });
			const done = await write(['1', '2', '3', '4', '5'].map((reservationId) => changedItem({ reservationId })));
			for (const json of done)
				expect(json).toMatchObject({
					error: expect.stringMatching(/^Opera asks for no request before \d{4}-\S+Z\. Nothing is lost/) as string,
					details: { retryable: true, status: 429 },
				});
			expect(new Set(done.map(({ error }) => error)).size).toBe(1);
			expect(opera.stays()).toEqual([]);
			const sent = opera.log.length;
			await expect(upsert()).rejects.toThrow(/no request before/);
			expect(opera.log).toHaveLength(sent);
		},
	);

	test('an expired token is renewed, and nothing else happens', async () => {
		await upsert();
		opera.faults.next('unauthorized', { method: 'GET', path: /reservations/ });
		expect((await upsert({ rooms: [{ id: '460', checkOut: '2027-06-05' }] })).outcome).toBe('updated');
	});

	test('one that is refused for good holds up no other, and OPERA says why', async () => {
		opera.faults.refuse('booking.com/8011855/2', 'Rate is closed for the stay dates.');
		const items = ['1', '2', '3'].map((reservationId) => changedItem({ reservationId }));
		const done = await write(items);
		expect(done.map((json) => (json['opera'] as Done | undefined)?.outcome ?? 'refused')).toEqual([
			'created',
			'refused',
			'created',
		]);
		expect(done[1]?.['error']).toBe(
			'Opera refused the request (HTTP 400: The request is not valid for this property: Rate is closed for the stay dates (RSV00099)). Correct what it names, in OPERA or in this workflow; it is tried again later',
		);
	});

	describe('one room of a reservation that OPERA refuses', () => {
		const gone = { id: '460', status: 'cancelled' } as const;

		test('because the house is full is made once the room that it replaces is cancelled', async () => {
			opera.limitSales('CLA1', 1);
			await upsert();
			const done = await upsert({ rooms: [gone, { id: '470', roomName: '102' }] });
			expect(done.reservations.map(({ outcome }) => outcome)).toEqual(['cancelled', 'created']);
			expect(only()).toMatchObject({ references: [{ idExtension: 470 }] });
		});

		test('because a stay that shortens holds its room still is made once that is written', async () => {
			opera.limitSales('CLA1', 1);
			await upsert();
			const rooms = [
				{ id: '470', roomName: '102', checkIn: '2027-06-02' },
				{ id: '460', checkOut: '2027-06-02' },
			];
			expect((await upsert({ rooms })).outcome).toBe('created');
			expect(standing().map(({ arrival, departure }) => [arrival, departure])).toEqual([
				['2027-06-01', '2027-06-02'],
				['2027-06-02', '2027-06-03'],
			]);
		});

		test('because it has no code holds up none of the others, and what is there of it stays', async () => {
			const nameless = { id: '461', roomName: '999', roomTypeId: '999' };
			expect(await failure({ rooms: [{ id: '460' }, nameless] })).toMatch(/999/);
			expect(only()).toMatchObject({ references: [{ idExtension: 460 }] });
			// Known by now, and unknown again; the other one goes.
			await upsert({ rooms: [{ id: '460' }, { id: '461', roomName: '102' }] });
			expect(standing()).toHaveLength(2);
			expect(await failure({ rooms: [gone, nameless] })).toMatch(/999/);
			expect(only()).toMatchObject({ references: [{ idExtension: 461 }] });
		});

		test('because its dates cannot be right is told, and what is there of it stays', async () => {
			await upsert();
			expect(await failure({ rooms: [{ id: '460', checkIn: '2027-06-03', checkOut: '2027-06-01' }] })).toMatch(
				/2027-06-03 to 2027-06-01.*look at its dates/,
			);
			expect(await failure({ rooms: [] })).toMatch(/names no room/);
			expect(only()).toMatchObject({ arrival: '2027-06-01', departure: '2027-06-03' });
		});

		test('because it has no code hides nothing that is told of another: that comes first, and the log keeps a beginning', async () => {
			await upsert();
			opera.deskEdit(only().id, { status: 'InHouse' });
			const rooms = [
				{ id: '460', checkIn: '2027-06-02' },
				{ id: '461', roomName: '999', roomTypeId: '999' },
			];
			expect(await failure({ rooms })).toMatch(
				/^Opera confirmation .* is checked in and was left as it is.*\. Of another room of the reservation: No Opera room type is chosen for "999"/,
			);
		});

		test('for good holds up none of the others, is told, and comes again', async () => {
			const rooms = (over: object = {}) => [
				{ id: '460', ...over },
				{ id: '461', roomName: '203', roomTypeId: '801185502' },
				{ id: '462', roomName: '102', ...over },
			];
			opera.limitSales('SUP2', 0);
			expect(await failure({ rooms: rooms() })).toMatch(
				/Room type SUP2 is not available for the stay dates \(RSV00050\)/,
			);
			expect(standing().map(({ references }) => references[0]?.idExtension)).toEqual([460, 462]);
			const changed = { rooms: rooms({ checkOut: '2027-06-05' }) };
			expect(await failure(changed)).toMatch(/SUP2 is not available/);
			expect(standing().map(({ departure }) => departure)).toEqual(['2027-06-05', '2027-06-05']);
			opera.limitSales('SUP2', null);
			expect((await upsert(changed)).reservations.map(({ outcome }) => outcome).sort()).toEqual([
				'created',
				'unchanged',
				'unchanged',
			]);
			expect(opera.profiles()).toHaveLength(1);
		});

		test('at its cancellation holds up none of the others', async () => {
			await upsert({ rooms: [{ id: '460' }, { id: '461', roomName: '102' }] });
			opera.faults.breakOver(opera.stays()[0]?.id ?? '');
			const rooms = [gone, { id: '461', roomName: '102', status: 'cancelled' as const }, { id: '470' }];
			expect(await failure({ rooms })).toMatch(/Opera/);
			expect(standing().map(({ references }) => references[0]?.idExtension)).toEqual([460, 470]);
		});

		test('that is away altogether is not asked for each room', async () => {
			const rooms = Array.from({ length: 20 }, (_, n) => ({ id: String(460 + n) }));
			await upsert({ rooms });
			opera.onRequest(({ method }) => {
				if (method === 'GET') opera.faults.next('serverError', { times: 10_000 });
			});
			const before = opera.log.length;
			await failure({ rooms: rooms.map((room) => ({ ...room, checkOut: '2027-06-05' })) });
			expect(opera.log.length - before).toBeLessThan(30);
			opera.faults.clear();
		});
	});

	test('five that OPERA answers 500 to each time hold up none of the others', async () => {
		const items = Array.from({ length: 25 }, (_, n) => changedItem({ reservationId: String(n) }));
		const bad = ['0', '1', '2', '3', '4'];
		opera.faults.breakOver(...bad.map((id) => `booking.com/8011855/${id}`));
		const done = await write(items);
		expect(done.filter(({ error }) => error !== undefined).map(({ reservationId }) => reservationId)).toEqual(bad);
		expect(standing()).toHaveLength(20);
	});

	test('one that OPERA never answers to holds up none of the others', async () => {
		opera.faults.next('lostAnswer', { method: 'GET', path: /\/reservations$/, times: 4 });
		const done = await write(['1', '2', '3'].map((reservationId) => changedItem({ reservationId })));
		expect(done.map(({ error }) => error === undefined)).toEqual([false, true, true]);
	});

	test('OPERA is away: each item fails, and it is not tried for each of them', async () => {
		const { url } = opera;
		await opera.stop();
		const items = Array.from({ length: 50 }, (_, n) => changedItem({ reservationId: String(n) }));
		const output = await runOpera(url, {
			resource: 'reservation',
			operation: 'upsert',
			items,
			onError: 'continueErrorOutput',
			parameters: chosenCodes,
		});
		expect(output).toHaveLength(50);
		expect(output[49]?.json['error']).toMatch(/Opera cannot be reached/);
		await opera.start();
	});

	test('no error shows a token, a secret or the guest', async () => {
		const pair = Buffer.from(`${operaAccount.clientId}:${operaAccount.clientSecret}`).toString('base64');
		opera.faults.refuse(
			'booking.com/8011855/4705950059',
			`No rate for Marie Dupont, mdupont.123456@guest.booking.com, said to ${pair}.`,
		);
		const promise = write([changedItem()], { onError: 'stopWorkflow' });
		const error: unknown = await promise.catch((reason: unknown) => reason);
		const said = everythingIn(error);
		expect(said).toContain('RSV00099');
		for (const secret of ['Dupont', 'mdupont', operaAccount.clientSecret, operaAccount.appKey, 'Bearer', pair])
			expect(said).not.toContain(secret);
	});
});

describe('two at the same moment', () => {
	test('make one reservation: the twin is cancelled, and both keep the one that was made first', async () => {
		// Both have looked before either has written.
		const [first, second] = await Promise.all([upsert(), upsert()]);
		expect([first.outcome, second.outcome]).toContain('created');
		expect(opera.stays()).toHaveLength(2);
		expect(standing()).toHaveLength(1);
		const kept = opera
			.stays()
			.map(({ id }) => Number(id))
			.sort((a, b) => a - b)[0];
		expect(only().id).toBe(String(kept));
		for (const twin of opera.stays().filter(({ status }) => status === 'Cancelled'))
			expect(twin.cancellation).toMatchObject({ description: 'Entered twice for the same room' });
		expect((await upsert()).outcome).toBe('unchanged');
	});

	test('a twin that is found later is cancelled too', async () => {
		await upsert();
		const twin = structuredClone(only());
		await upsert({ reservationId: 'other' });
		const other = standing().find(({ id }) => id !== twin.id);
		if (other) opera.deskEdit(other.id, { references: twin.references });
		expect(standing()).toHaveLength(2);
		await upsert();
		expect(only().id).toBe(twin.id);
	});
});

describe('what another run has just cancelled', () => {
	/** After the next search, and before anything is sent. */
	const meanwhile = (id: string) => {
		opera.onRequest(({ method, path }) => {
			if (method === 'GET' && path.endsWith('/reservations')) opera.deskEdit(id, { status: 'Cancelled' });
		});
	};

	test('is no failure where it is a twin', async () => {
		await upsert();
		const kept = structuredClone(only());
		await upsert({ reservationId: 'other' });
		const twin = standing().find(({ id }) => id !== kept.id)?.id ?? '';
		opera.deskEdit(twin, { references: kept.references });
		meanwhile(twin);
		expect(await upsert()).toMatchObject({ outcome: 'unchanged', warnings: [] });
		expect(only().id).toBe(kept.id);
	});

	test('is no failure where the source has cancelled it', async () => {
		await upsert();
		meanwhile(only().id);
		expect((await upsert({ event: 'cancelled', status: 'cancelled' })).outcome).toBe('cancelled');
	});
});

describe('codes', () => {
	test('of room types and rate plans are those that were chosen', async () => {
		await upsert(
			{},
			{
				parameters: {
					roomTypes: { entry: [{ theirs: '801185501', opera: 'FAM3' }] },
					ratePlans: { entry: [{ theirs: '49111777', opera: 'NRF' }] },
				},
			},
		);
		expect(only()).toMatchObject({ roomType: 'FAM3', ratePlan: 'NRF' });
	});

	test('that are missing are named with both lists, and nothing is sent', async () => {
		const said = await failure(
			{ rooms: [{ id: '460', roomName: '999' }] },
			{
				parameters: { roomTypes: { entry: [{ theirs: 'SUITE', opera: 'SUI4' }] } },
			},
		);
		expect(said).toMatch(
			/No Opera room type is chosen for "801185501", "999"\. Chosen so far: SUITE\. Opera has: CLA1 \(Classic Double Room\), SUP2/,
		);
		expect(writes()).toEqual([]);
		expect(opera.profiles()).toEqual([]);
	});

	describe('of a stay that has no room', () => {
		const waiting = (...typeRooms: string[]) => {
			const item = changedItem();
			const selfKey = item['selfKey'] as { bookings: IDataObject[] };
			const bookings = selfKey.bookings.map((booking) => ({ ...booking, roomName: null, typeRooms }));
			return { ...item, selfKey: { ...selfKey, bookings } } as IDataObject;
		};
		const of = (code: string) =>
			opera.configuration.rooms.filter(({ roomType }) => roomType === code).map(({ roomId }) => roomId);

		test('are those of the rooms that serve its type, by the room map', async () => {
			const [json] = await write([waiting(...of('SUP2'))]);
			expect(json?.['opera']).toMatchObject({ outcome: 'created' });
			expect(only()).toMatchObject({ roomType: 'SUP2' });
		});

		test('are checked against OPERA’s list where they are chosen for those rooms', async () => {
			const parameters = (opera: string) => ({ roomTypes: { entry: [{ theirs: 'Attic', opera }] } });
			const [refused] = await write([waiting('Attic')], { parameters: parameters('SUP22') });
			expect(refused?.['error']).toMatch(/Opera has no room type "SUP22"\. It has: CLA1 .*, SUP2/);
			expect(writes()).toEqual([]);
			const [json] = await write([waiting('Attic')], { parameters: parameters('SUP2') });
			expect(json?.['opera']).toMatchObject({ outcome: 'created' });
		});

		test.each([
			['are of several types in OPERA', () => [...of('SUP2'), ...of('CLA1')]],
			['are not all in OPERA', () => [...of('SUP2'), 'Attic']],
			['are none', () => []],
		])('have to be chosen where its rooms %s', async (_, rooms) => {
			const [json] = await write([waiting(...rooms())]);
			expect(json?.['error']).toMatch(/No Opera room type is chosen for "801185501"/);
			expect(writes()).toEqual([]);
		});
	});

	test('that OPERA does not have are named before anything is sent', async () => {
		const said = await failure({}, { parameters: { ratePlan: 'RACK' } });
		expect(said).toMatch(/Opera has no rate plan "RACK"\. It has: BAR \(Best available rate\), NRF/);
		expect(writes()).toEqual([]);
	});

	test("that are missing are OPERA's defaults where the hotel wants that", async () => {
		const done = await upsert(
			{ rooms: [{ id: '460', roomName: '999' }] },
			{
				parameters: { ratePlan: '', options: { fillsIn: true } },
			},
		);
		expect(done.outcome).toBe('created');
		expect(only()).toMatchObject({ roomType: 'CLA1', ratePlan: 'BAR', market: 'OTA' });
	});
});

describe('the guest', () => {
	const POST = { method: 'POST', path: /\/guests$/ };
	const SEARCH = { method: 'GET', path: /\/profiles$/ };

	test('whom only the links of the answer name is known by them', async () => {
		opera.faults.next('linked', POST);
		opera.faults.next('nothingFound', { ...SEARCH, times: 10 });
		expect((await upsert()).guest).toEqual({ profileId: opera.profiles()[0]?.id, outcome: 'created' });
		expect(opera.profiles()).toHaveLength(1);
	});

	test('whom the answer does not name, and the search only finds after a while, is made once', async () => {
		opera.faults.next('unnamed', { ...POST, times: 10 });
		// Two before, by reference and by e-mail address.
		opera.faults.next('nothingFound', { ...SEARCH, times: 4 });
		expect((await upsert()).guest).toEqual({ profileId: opera.profiles()[0]?.id, outcome: 'created' });
		expect(opera.profiles()).toHaveLength(1);
	});

	test('of whom the answer cannot be read is made once, too', async () => {
		opera.faults.next('garbled', { ...POST, times: 10 });
		opera.faults.next('nothingFound', { ...SEARCH, times: 1_000 });
		expect(await failure({})).toMatch(/Opera's answer is no JSON/);
		expect(opera.profiles()).toHaveLength(1);
	});

	test('whom neither the answer nor the search names is made once, and found by a later offer', async () => {
		const staticData = {};
		opera.faults.next('unnamed', { ...POST, times: 10 });
		opera.faults.next('nothingFound', { ...SEARCH, times: 1_000 });
		const said = /Opera has made the guest's profile and does not find it by its external reference booking\.com/;
		for (let offer = 0; offer < 3; offer++) expect(await failure({}, { staticData })).toMatch(said);
		expect([opera.profiles().length, standing()]).toEqual([1, []]);
		opera.faults.clear();
		expect((await upsert({}, { staticData })).guest).toEqual({
			profileId: opera.profiles()[0]?.id,
			outcome: 'unchanged',
		});
		expect([opera.profiles().length, staticData]).toEqual([1, { notFoundAgain: {} }]);
	});

	test('with the same e-mail address and name is found; a name alone is another person', async () => {
		const booker = { email: 'marie@example.com' };
		await upsert({ reservationId: '1', booker });
		await upsert({ reservationId: '2', booker: { email: 'MARIE@example.com', firstName: 'marie' } });
		expect(opera.profiles()).toHaveLength(1);
		await upsert({ reservationId: '3', booker: { email: null } });
		await upsert({ reservationId: '4', booker: { email: 'marie@example.org' } });
		await upsert({ reservationId: '5', booker: { email: 'marie@example.com', firstName: 'Pierre' } });
		expect(opera.profiles()).toHaveLength(4);
	});
});

describe('OPERA as it can be', () => {
	test('a list that is an object, and a search that leaves out what is cancelled', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, objectsForLists: true, anyFindsCancelled: false });
		await upsert();
		expect((await upsert()).outcome).toBe('unchanged');
		opera.deskEdit(only().id, { status: 'Cancelled' });
		expect((await upsert()).outcome).toBe('conflict');
		expect(opera.stays()).toHaveLength(1);
	});

	test('a room that the desk has cancelled is not made again while another stands, though a search leaves it out', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, anyFindsCancelled: false });
		const rooms = [{ id: '460' }, { id: '461', roomName: '102' }, { id: '462', roomName: '103' }];
		await upsert({ rooms });
		const second = opera.stays().find(({ references }) => references[0]?.idExtension === 461);
		opera.deskEdit(second?.id ?? '', { status: 'Cancelled' });
		const done = await upsert({ rooms: rooms.map((room) => ({ ...room, checkOut: '2027-06-04' })) });
		expect(done.reservations.map(({ roomStayId, outcome }) => [roomStayId, outcome])).toEqual([
			['460', 'updated'],
			['461', 'conflict'],
			['462', 'updated'],
		]);
		expect(opera.stays()).toHaveLength(3);
	});

	test('a gateway that does not understand the search by reference mixes up no reservation and no guest', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, ignoresReferences: true });
		await upsert({ reservationId: '1', booker: { lastName: 'Favre', email: 'favre@example.com' } });
		await upsert({ reservationId: '2', booker: { lastName: 'Keller', email: null } });
		expect((await upsert({ reservationId: '2', booker: { lastName: 'Keller', email: null } })).outcome).toBe(
			'unchanged',
		);
		await upsert({ reservationId: '3', booker: { lastName: 'Rossi', email: 'rossi@example.com' } });
		expect(opera.profiles().map(({ surname }) => surname)).toEqual(['Favre', 'Keller', 'Rossi']);
		expect(opera.stays().map(({ profileId }) => profileId)).toEqual(opera.profiles().map(({ id }) => id));
	});

	test('a guest of the same name whom a gateway finds instead, alone and without references, is another person', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, ignoresReferences: true });
		opera.addGuest('Marie', 'Dupont');
		await upsert({ booker: { email: null } });
		await upsert({ reservationId: '2' });
		expect(opera.profiles()).toHaveLength(3);
		expect(new Set(opera.stays().map(({ profileId }) => profileId)).size).toBe(2);
		expect(opera.stays().map(({ profileId }) => profileId)).not.toContain(opera.profiles()[0]?.id);
	});

	describe('a search that never finds what was made by its reference', () => {
		const staticData = {};
		const again = async (given: Given = {}) =>
			await upsert(given, { staticData, credential: { connection: 'gateway' } });
		beforeEach(async () => {
			await opera.close();
			opera = await startOpera({ ...operaOptions, findsNoReferences: true });
		});

		test('is told once, and nothing is made a second time: it is known by its ID from then on', async () => {
			const made = await again();
			expect(made.outcome).toBe('conflict');
			expect(made.warnings).toEqual([
				expect.stringMatching(
					/^Opera confirmation \d+ was made and was left as it is, but Opera does not find it by its external reference booking\.com\/8011855\/4705950059/,
				),
			]);
			expect(await again()).toMatchObject({ outcome: 'unchanged', warnings: [] });
			expect(await again({ rooms: [{ id: '460', checkOut: '2027-06-05' }] })).toMatchObject({ outcome: 'updated' });
			expect(only()).toMatchObject({ departure: '2027-06-05' });
			expect(await again({ event: 'cancelled', status: 'cancelled' })).toMatchObject({ outcome: 'cancelled' });
			expect(opera.stays()).toHaveLength(1);
		});

		test('nor is it made again where the answer does not say what was made', async () => {
			opera.faults.next('unnamed', { method: 'POST', path: /\/reservations$/ });
			for (let offer = 0; offer < 3; offer++) expect((await again({ reservationId: '9' })).outcome).toBe('conflict');
			expect(opera.stays()).toHaveLength(1);
		});
	});

	test('of the desk stays as it is, where the search by reference is not understood', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, ignoresReferences: true });
		const desk = opera.deskBook({
			givenName: 'Grace',
			surname: 'Hopper',
			arrival: '2027-07-01',
			departure: '2027-07-03',
		});
		const untouched = structuredClone(opera.stays());
		expect((await upsert()).outcome).toBe('created');
		await upsert({ event: 'cancelled', status: 'cancelled' });
		expect(opera.stays().filter(({ id }) => id === desk.id)).toEqual(untouched);
		expect(opera.stays().map(({ status }) => status)).toEqual(['Reserved', 'Cancelled']);
	});

	test('is found on whichever page, however short pages are', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, pageSize: 3 });
		const rooms = ['1', '2', '3', '4', '5'].map((id) => ({ id }));
		await upsert({ rooms });
		expect((await upsert({ rooms })).outcome).toBe('unchanged');
		expect(opera.stays()).toHaveLength(5);
	});

	test('a reservation that is listed twice is one, and not its own twin', async () => {
		await opera.close();
		opera = await startOpera({ ...operaOptions, pageSize: 2, repeatsEntries: true });
		const rooms = ['1', '2', '3', '4', '5', '6', '7'].map((id) => ({ id }));
		await upsert({ rooms });
		const again = await upsert({ rooms });
		expect([again.outcome, again.reservations.length]).toEqual(['unchanged', 7]);
		expect(opera.stays().map(({ status }) => status)).toEqual(rooms.map(() => 'Reserved'));
		const all = { resource: 'reservation', operation: 'getAll', parameters: { returnAll: true } };
		const listed = await runOpera(opera.url, all);
		expect(listed.map(({ json }) => json['reservationId'])).toEqual(opera.stays().map(({ id }) => id));
	});

	test('behind a gateway with Basic and paths of its own', async () => {
		const run = { credential: { connection: 'gateway' }, parameters: { roomTypes: {} } };
		expect((await upsert({}, run)).outcome).toBe('created');
		expect((await upsert({}, run)).outcome).toBe('unchanged');
		expect(only()).toMatchObject({ roomType: 'CLA1' });
		expect(opera.statistics().tokensMinted).toBe(0);
		expect(opera.log.every(({ path }) => /^\/(reservations|guests|rooms)/.test(path))).toBe(true);
	});

	test('with the password grant', async () => {
		expect((await upsert({}, { credential: { grant: 'password', enterpriseId: '' } })).outcome).toBe('created');
	});

	test('is never asked more than 50 times a second', async () => {
		await write(Array.from({ length: 30 }, (_, n) => changedItem({ reservationId: String(n) })));
		expect(opera.stays()).toHaveLength(30);
		expect(opera.statistics().mostInASecond).toBeLessThanOrEqual(45);
	});
});
