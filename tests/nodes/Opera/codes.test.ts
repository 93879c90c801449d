/** What has no code in OPERA is told before a reservation fails for it, with what is chosen and what OPERA has. */
import type { IDataObject } from 'n8n-workflow';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { choicesIn } from '../../../nodes/Opera/codes/code-fields';
import { Codes, type OperaLists } from '../../../nodes/Opera/codes/codes';
import { proposals } from '../../../nodes/Opera/codes/proposals';
import { readValueMapping } from '../../../nodes/Opera/codes/value-mapping';
import { changedItem } from '../../support/opera-reservations';
import { chosenCodes, operaOptions, runOpera } from '../../support/opera-node';

let opera: OperaSandbox;
let rooms: string[];
let [first, second] = ['', ''];

beforeAll(async () => {
	opera = await startOpera(operaOptions);
	rooms = opera.configuration.rooms.map(({ roomId }) => roomId);
	[first = '', second = ''] = opera.configuration.roomTypes.map(({ code }) => code);
});
afterAll(async () => {
	await opera.close();
});

/** As SelfKey's settings name it. */
const sold = (over: IDataObject = {}): IDataObject => ({
	rooms,
	roomTypes: [{ roomType: 'booking.com/801185501', name: 'Double', stays: 3, isServed: true }],
	...over,
});

/** `''` where everything has a code. */
async function missing(item: IDataObject, chosen: unknown = chosenCodes): Promise<string> {
	const run = { resource: 'code', operation: 'check', items: [item], parameters: { chosen } as IDataObject };
	return await runOpera(opera.url, run).then(
		([output]) => ((output?.json['opera'] as IDataObject)['outcome'] === 'unchanged' ? '' : 'no outcome'),
		(error: Error) => error.message,
	);
}
const types = (...pairs: Array<[theirs: string, opera: string]>) => ({
	...chosenCodes,
	roomTypes: { entry: pairs.map(([theirs, code]) => ({ theirs, opera: code })) },
});

test('nothing is missing while every room has the number of one in OPERA', async () => {
	expect(await missing(sold())).toBe('');
	expect(await missing(sold(), JSON.stringify(chosenCodes))).toBe('');
});

test('a room that OPERA does not have is named, with the room types without a code, and both lists', async () => {
	const message = await missing(sold({ rooms: [...rooms, 'Attic'] }), types(['Garden', first]));
	expect(message).toContain('No Opera room type is chosen for Attic, Double (801185501)');
	expect(message).toContain('Chosen so far: Garden');
	expect(message).toContain(`Opera has: ${first}`);
	expect(message).toContain(second);
	expect(await missing(sold({ rooms: [...rooms, 'Attic'] }), types(['Attic', first], ['801185501', second]))).toBe('');
	expect(await missing(sold({ rooms: [...rooms, 'Attic'] }), types(['Attic', first]))).toBe('');
});

test("what has the same name in OPERA's lists is proposed, and nothing is where two have it", async () => {
	const loft = opera.configuration.roomTypes.find(({ code }) => code === second)?.name.toUpperCase() ?? '';
	const roomTypes = [
		{ roomType: 'booking.com/77', name: loft, stays: 1, isServed: false },
		{ roomType: 'booking.com/78', name: 'Nowhere else', stays: 1, isServed: false },
	];
	const message = await missing(sold({ roomTypes, ratePlans: ['bar', '49111777'] }), { ...chosenCodes, ratePlan: '' });
	expect(message).toContain(`By their names in Opera these could be: 77 = ${second}. `);
	expect(message).toContain('By their names in Opera these could be: bar = BAR. ');
	const twice = [
		{ code: 'A', description: 'Loft' },
		{ code: 'B', description: 'loft' },
	];
	expect(proposals([{ theirs: '77', name: 'Loft' }], twice)).toEqual([]);
	expect(proposals([{ theirs: '77', name: 'Loft' }], null)).toEqual([]);
});

/** What the check says though nothing is missing. */
async function warnings(item: IDataObject, chosen: unknown = chosenCodes): Promise<unknown> {
	const run = { resource: 'code', operation: 'check', items: [item], parameters: { chosen } as IDataObject };
	const [output] = await runOpera(opera.url, run);
	return (output?.json['opera'] as IDataObject)['warnings'];
}

test('a room type whose stays get no room in SelfKey needs a code of its own', async () => {
	const roomTypes = [{ roomType: 'booking.com/77', name: 'Loft', stays: 1, isServed: false }];
	expect(await missing(sold({ roomTypes }))).toContain('No Opera room type is chosen for Loft (77)');
	expect(await missing(sold({ roomTypes }), types(['77', first]))).toBe('');
});

test('which stays wait while they have no room is told, and is no failure', async () => {
	expect(await warnings(sold())).toEqual([
		expect.stringMatching(
			/One without a room waits until it has one.*Double \(801185501\), whose rooms are of several types in Opera$/,
		),
	]);
	expect(await warnings(sold(), types(['801185501', first]))).toEqual([]);
});

test('a stay of a room type whose rooms OPERA has as one type waits for nothing', async () => {
	const roomsOf = (code: string) =>
		opera.configuration.rooms.filter(({ roomType }) => roomType === code).map(({ roomId }) => roomId);
	const served = (...some: string[]) => ({
		roomTypes: [{ roomType: 'booking.com/801185501', name: 'Double', stays: 3, isServed: true, rooms: some }],
	});
	expect(await warnings(sold(served(...roomsOf(first))))).toEqual([]);
	expect(await warnings(sold(served(...roomsOf(first), ...roomsOf(second))))).toHaveLength(1);
});

test('rate plans of what guests have booked and of restrictions are named', async () => {
	const chosen = { ...chosenCodes, ratePlan: '' };
	expect(await missing(sold({ ratePlans: ['49111777', 'FLEX'] }), chosen)).toContain('49111777, FLEX');
});

test("rate plans of SelfKey's lines of prices are named", async () => {
	const rates = '801185501 rate 49111777 = +10 %, single use -20 %\n801185502 rate 49111777 = +5 %\n4711 = 0 %';
	const chosen = { ...chosenCodes, ratePlan: '' };
	expect(await missing(sold({ rates }), chosen)).toContain(
		'No Opera rate plan is chosen for 49111777, and for a reservation without one',
	);
	expect(await missing(sold({ rates }))).toBe('');
});

test('the payment method of the node that posts payments is checked in the same way', async () => {
	const payment = { resource: 'payment', operation: 'create', paymentMethod: 'VA' };
	expect(await missing({}, payment)).toBe('');
	expect(await missing({}, { ...payment, paymentMethod: 'XX' })).toMatch(
		/Opera has no payment method "XX"\. It has: CA/,
	);
	expect(await missing({}, { ...payment, paymentMethod: '' })).toMatch(/Choose a payment method\. Opera has: CA/);
});

test('the APIs that Opera denies are named, all at once', async () => {
	opera.faults.next('forbidden', { path: /^\/crm\//, times: 1 });
	opera.faults.next('forbidden', { path: /^\/lov\//, times: 1 });
	expect(await missing(sold())).toMatch(/Opera denies access to the CRM API, the List of Values API/);
	opera.faults.next('forbidden', { path: /^\/csh\//, times: 1 });
	expect(await warnings(sold(), types(['801185501', first]))).toEqual([
		expect.stringMatching(/the Cashiering API, which is needed for payments/),
	]);
	expect(opera.log.some(({ path }) => path.includes('businessEvents'))).toBe(false);
});

test('everything else that a reservation would fail for is told at once', async () => {
	const message = await missing(sold({ rooms: ['Attic'] }), {
		roomTypes: { entry: [{ theirs: '801185501', opera: 'NONE' }] },
		ratePlans: { entry: [{ theirs: '1', opera: 'GONE' }] },
	});
	for (const part of [
		/No Opera room type is chosen for Attic\./,
		/Opera has no room type "NONE"/,
		/Opera has no rate plan "GONE"\. It has: \w+/,
		/No Opera rate plan is chosen for a reservation without one/,
		/Choose a "Cancellation Reason"/,
	])
		expect(message).toMatch(part);
});

test('a code that OPERA has given up is told', async () => {
	expect(await missing(sold(), { ...chosenCodes, options: { market: 'OLD' } })).toMatch(
		/Opera has no market code "OLD"/,
	);
});

test('the codes of a channel or rate plan are checked too', async () => {
	const bookingCodes = { entry: [{ theirs: 'airbnb', market: 'OLD', source: 'WEB', guarantee: 'NONE' }] };
	const message = await missing(sold(), { ...chosenCodes, options: { bookingCodes } });
	expect(message).toMatch(/Opera has no market code "OLD".*Opera has no guarantee code "NONE"/);
});

describe('an expression in the node that writes', () => {
	const PLAN = "={{ $json.channel === 'airbnb' ? 'OLD' : 'OTA' }}";
	const TABLE = "={{ $('Codes').all().map(({ json }) => json) }}";
	const check = async (chosen: IDataObject, expressions: Record<string, unknown>, item = sold()) => {
		const run = { resource: 'code', operation: 'check', items: [item], parameters: { chosen }, expressions };
		const [output] = await runOpera(opera.url, run);
		return (output?.json['opera'] as IDataObject)['warnings'] as string[];
	};
	const attic = () => sold({ rooms: [...rooms, 'Attic'], roomTypes: [] });

	test('is evaluated before it is checked, within options too', async () => {
		const ratePlan = { ...chosenCodes, ratePlan: PLAN };
		expect(await check(ratePlan, { [PLAN]: 'OTA' })).not.toContainEqual(expect.stringContaining('ratePlan'));
		await expect(check(ratePlan, { [PLAN]: 'OLD' })).rejects.toThrow('Opera has no rate plan "OLD"');
		const table = { ...chosenCodes, options: { valueMapping: TABLE } };
		const row = { dataElement: 'ROOM TYPE', externalValue: 'Attic', operaValue: first };
		expect(await check(table, { [TABLE]: [row] }, attic())).toEqual([]);
		await expect(check(table, { [TABLE]: [] }, attic())).rejects.toThrow('No Opera room type is chosen for Attic');
	});

	test('that says nothing without a reservation is named, and is no code that is missing', async () => {
		const chosen = { ...chosenCodes, ratePlan: PLAN, cancellationReason: '={{ $json.reason }}' };
		const told = await check(chosen, { '={{ $json.reason }}': undefined });
		expect(told).toEqual(
			expect.arrayContaining([
				expect.stringContaining('"ratePlan" of the Opera node is an expression'),
				expect.stringContaining('"cancellationReason" of the Opera node is an expression'),
			]),
		);
		const payment = { resource: 'payment', paymentMethod: '={{ $json.method }}' };
		expect(await check(payment, {})).toEqual([expect.stringContaining('"paymentMethod"')]);
	});
});

test('where OPERA fills in its own codes, nothing has to be chosen', async () => {
	expect(await missing(sold({ rooms: ['Attic'] }), { options: { fillsIn: true } })).toBe('');
});

test('what is no choice of codes says so', async () => {
	expect(await missing(sold(), 'nothing')).toMatch(/"Chosen Codes" must be/);
});

/** As a gateway has them, but for the rooms. */
const listsWith = (roomTypeOfRoom: Array<[string, string]>): OperaLists => ({
	roomTypes: null,
	ratePlans: null,
	marketCodes: null,
	sourceCodes: null,
	guaranteeCodes: null,
	paymentMethods: null,
	cancellationReasons: null,
	roomTypeOfRoom: new Map(roomTypeOfRoom),
});

test('a long list is cut in the error of a reservation, so that the log has room for what to do', () => {
	const names = Array.from({ length: 12 }, (_, n) => `T${n + 1}`);
	const listed = names.map((code) => ({ code, description: `Room of the type ${code}, with a view of the lake` }));
	const lists = { ...listsWith([]), roomTypes: listed, ratePlans: listed, cancellationReasons: listed };
	const chosen = types(...names.map((name): [string, string] => [name, name]));
	const codes = new Codes(choicesIn({ ...chosen, ratePlan: '', cancellationReason: '' }, 'PARADISE'), lists);
	for (const ask of [
		() => codes.roomType({ roomTypeId: '999', roomName: null }, 'Attic'),
		() => codes.ratePlan('999'),
		() => codes.cancellationReason,
	]) {
		const message = messageOf(ask);
		expect(message).toContain('Opera has: T1 (Room of the type T1, with a view of the lake), ');
		expect(message).toMatch(/ and 8 more/);
		expect(message.length).toBeLessThan(500);
	}
	// Who chooses sees them all.
	expect(codes.unmapped({ rooms: ['Attic'], roomTypes: [], ratePlans: [] }).join()).toContain('T12');
});

function messageOf(act: () => unknown): string {
	try {
		act();
		return '';
	} catch (error) {
		return (error as Error).message;
	}
}

describe("OPERA's own conversion table", () => {
	const mapping = (rows: Array<[element: string, external: string, own: string]>) => ({
		...chosenCodes,
		options: {
			valueMapping: rows.map(([dataElement, externalValue, operaValue]) => ({
				dataElement,
				externalValue,
				operaValue,
			})),
		},
	});
	const attic = () => sold({ rooms: [...rooms, 'Attic'] });
	const warnings = async (chosen: IDataObject) => {
		const run = { resource: 'code', operation: 'check', items: [sold()], parameters: { chosen } };
		const [output] = await runOpera(opera.url, run);
		return (output?.json['opera'] as IDataObject)['warnings'] as string[];
	};
	test('fills in what nobody has chosen, also as text, and what is chosen comes first', async () => {
		const table = mapping([
			['ROOM TYPE', '801185501', second],
			['ROOM TYPE', 'Attic', first],
			['RATE CODE', '49111777', 'OTA'],
			['COUNTRY', 'CH', 'SWISS'],
		]);
		expect(await missing(attic(), table)).toBe('');
		const asText = { ...table, options: { valueMapping: JSON.stringify(table.options.valueMapping) } };
		expect(await missing(attic(), asText)).toBe('');
		const choices = choicesIn({ ...table, ...types(['Attic', second]), options: table.options }, 'PARADISE');
		expect(new Codes(choices, listsWith([])).roomType({ roomTypeId: null, roomName: null }, 'Attic')).toBe(second);
	});

	test("comes after the assigned room's own type: a guest who was given a suite is in a suite", () => {
		const table = mapping([
			['ROOM TYPE', '801185501', first],
			['ROOM TYPE', '305', first],
		]);
		const stay = { roomTypeId: '801185501', roomName: null };
		const codes = new Codes(choicesIn(table, 'PARADISE'), listsWith([['305', second]]));
		expect(codes.roomType(stay, '305')).toBe(second);
		expect(codes.roomType(stay, null)).toBe(first);
		const chosen = choicesIn({ ...types(['801185501', first]), options: table.options }, 'PARADISE');
		expect(new Codes(chosen, listsWith([['305', second]])).roomType(stay, '305')).toBe(first);
	});

	test('is left out with a warning where it names what OPERA has no more, and a row that says nothing without one', async () => {
		const table = mapping([
			['ROOM TYPE', 'Attic', 'OLD'],
			['ROOM TYPE', 'unlisted', 'OLD'],
			['RATE CODE', '49111777', 'GONE'],
			['RATE CODE', '49111778', ''],
		]);
		const OLD =
			/^Opera's own conversion table names the room type "OLD" for "Attic", "unlisted", which Opera does not have/;
		const told = (await warnings(table)).filter((text) => text.includes('table'));
		expect(told).toEqual([
			expect.stringMatching(OLD),
			expect.stringMatching(/names the rate plan "GONE" for "49111777"/),
		]);
		expect(await missing(attic(), table)).toMatch(
			/^No Opera room type is chosen for Attic, .*names the room type "OLD" for "Attic"/,
		);
		expect(await missing(attic(), { ...chosenCodes, options: { valueMapping: '{' } })).toMatch(/must be a JSON array/);
		// A person's choice stays an error: it was meant.
		expect(await missing(attic(), types(['Attic', 'OLD']))).toMatch(/^Opera has no room type "OLD"\. It has: /);
	});

	test('holds up no reservation where it names what OPERA has no more', async () => {
		const parameters = mapping([
			['ROOM TYPE', 'unlisted', 'OLD'],
			['RATE CODE', '49111777', 'GONE'],
		]);
		const write = async (reservationId: string, roomName: string) => {
			const stay = { id: `46${reservationId}`, roomTypeId: 'unlisted', roomName };
			const items = [changedItem({ reservationId, rooms: [stay] })];
			const run = { resource: 'reservation', operation: 'upsert', items, parameters };
			const [written] = await runOpera(opera.url, run);
			return written?.json['opera'] as IDataObject;
		};
		expect(await write('82', rooms[0] ?? '')).toMatchObject({
			outcome: 'created',
			warnings: [expect.stringMatching(/names the rate plan "GONE" for "49111777", which Opera does not have/)],
		});
		// Nothing else says what it is.
		await expect(write('83', 'Attic')).rejects.toThrow(
			/^No Opera room type is chosen for "unlisted", "Attic"\. .*names the room type "OLD" for "unlisted", which Opera/,
		);
	});

	test('of another hotel is not for this one', async () => {
		const { valueMapping } = mapping([['ROOM TYPE', 'Attic', first]]).options;
		const of = (hotelId: string | null) => ({
			...chosenCodes,
			options: { valueMapping: valueMapping.map((row) => ({ ...row, ...(hotelId === null ? {} : { hotelId }) })) },
		});
		expect(await missing(attic(), of('PARADISE'))).toBe('');
		expect(await missing(attic(), of(null))).toBe('');
		expect(await missing(attic(), of('OTHER'))).toContain('No Opera room type is chosen for Attic');
	});

	test('decides the room type that is written where OPERA has no room of the number', async () => {
		const stay = { id: '460', roomTypeId: 'unlisted', roomName: 'Attic' };
		const item = changedItem({ reservationId: '81', rooms: [stay] });
		const parameters = mapping([['ROOM TYPE', 'unlisted', second]]);
		await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', items: [item], parameters });
		expect(opera.stays().at(-1)).toMatchObject({ roomType: second });
	});

	test.each(['dataValueMapping', 'DataValueMapping'])('is read from a page of events as %s', (name) => {
		const row = { dataElement: 'ROOM TYPE', operaValue: 'DLXK', externalValue: '1234' };
		expect(readValueMapping({ businessEventData: [], [name]: [row, { dataElement: 'ROOM TYPE' }] })).toEqual([row]);
	});
});
