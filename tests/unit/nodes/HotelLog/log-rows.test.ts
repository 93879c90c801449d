/** What a line of the hotel's log says, and what an execution's log adds up to. */
import { priceToCheck } from '../../../../core/reservation/price-to-check';
import fc from 'fast-check';
import { assertProperty } from '../../../support/property';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { COLUMNS, LOG_TABLE, type LogRow } from '../../../../nodes/shared/log/columns';
import { logKeyOf } from '../../../../nodes/shared/log/log-text';
import type { Json } from '../../../../nodes/HotelLog/rows/fields';
import { identityOf, missingRow, rowOf, type LogSettings } from '../../../../nodes/HotelLog/rows/row-of';
import {
	logMissing,
	logOutcomes,
	newState,
	openLines,
	tableFailureOf,
	verdictOf,
	type LogState,
} from '../../../../nodes/HotelLog/run/log-run';

const at = '2027-03-01T10:00:00.000Z';
const settings: LogSettings = {
	integration: 'Booking.com → SelfKey',
	needsOutcome: true,
	namesGuest: true,
	executionId: '17',
	workflowId: 'w1',
	at,
};

const stay = (more: object = {}): Json => ({
	key: 'booking.com/12345/4705',
	event: 'new',
	status: 'confirmed',
	propertyId: '12345',
	checkIn: '2027-03-29',
	checkOut: '2027-03-31',
	booker: { firstName: 'Anna', lastName: 'Muster' },
	rooms: [
		{
			roomStayId: '1',
			roomTypeId: '1296364403',
			roomName: 'Deluxe Double',
			checkIn: '2027-03-29',
			checkOut: '2027-03-31',
			status: 'confirmed',
			guests: [{ name: 'Bert Muster' }],
		},
	],
	...more,
});
const booking = (more: object = {}) => ({
	id: 'b',
	bookingNumber: 17,
	roomStayId: '1',
	roomId: 'r',
	roomName: '103',
	...more,
});
const written = (outcome: string, bookings: object[] = [booking()], warnings: object[] = []) =>
	stay({ selfKey: { hotelSlug: 'hotel-paradise', outcome, bookings, warnings } });

describe('what is given out again because another one of its run failed', () => {
	const again = (outcome: string) => ({ ...written(outcome), airbnb: { isOfferedAgain: true } });

	test('has its line already, and counts all the same', () => {
		const run = logOutcomes(
			[again('unchanged'), { ...stay(), key: 'airbnb/5/HM2', error: 'refused' }],
			newState(),
			settings,
		);
		expect(run.newLines).toMatchObject([{ reservationKey: 'airbnb/5/HM2', status: 'error' }]);
		expect(verdictOf(run.state, '')).toContain('1 of 2 reservations');
		expect(logMissing([again('unchanged')], run.state, settings).newLines).toEqual([]);
	});

	test.each(['created', 'updated', 'cancelled', 'conflict'])('has a line where it was %s', (outcome) => {
		expect(logOutcomes([again(outcome)], newState(), settings).newLines).toHaveLength(1);
	});

	test('takes the place of its line that was in error', () => {
		const open = openLines([
			{ id: 7, status: 'error', integration: settings.integration, reservationKey: 'booking.com/12345/4705', at },
		]);
		const { newLines, repeatedLines } = logOutcomes([again('unchanged')], { ...newState(), open }, settings);
		expect(newLines).toEqual([]);
		expect(repeatedLines).toMatchObject([{ id: 7, outcome: 'unchanged' }]);
	});

	test('has one where it is unchanged for the first time', () => {
		expect(logOutcomes([written('unchanged')], newState(), settings).newLines).toHaveLength(1);
	});
});

describe('a line', () => {
	test('keeps keys, rooms and booking numbers that together would look like a card number', () => {
		const key = 'booking.com/8011855/4701398486';
		const rooms = ['4111', '1111', '1111', '1111'].map((roomName, index) =>
			booking({ roomName: `${roomName.slice(0, 3)}${index}`, bookingNumber: Number(`400${index}`) }),
		);
		const row = rowOf({ ...stay({ selfKey: { outcome: 'created', bookings: rooms, warnings: [] } }), key }, settings);
		expect(row).toMatchObject({
			reservationKey: key,
			room: '4110, 1111, 1112, 1113',
			bookingNumber: '4000, 4001, 4002, 4003',
		});
		// A card number that somebody has made the ID of a reservation is none the less one.
		expect(rowOf({ ...stay({}), key: 'web/1/4111111111111111' }, settings).reservationKey).not.toContain('4111111111');
	});

	test('tells two reservations apart whose long numbers could hold those of cards, and is found again by its key', () => {
		const cards = ['4111111111111111', '4111111111111111737', '41111111111111111227737', '4000001387654312'];
		const ids = [...cards, '1000173456789012347', '1000346913578024694'];
		const keys = ids.map((id) => `pms/1/${id}`).concat('booking.com/8011855/4701398486');
		const lines = keys.map((key) => rowOf({ ...stay({}), key, error: 'SelfKey is down' }, settings));
		const stored = lines.map(({ reservationKey }) => reservationKey);
		expect(new Set(stored).size).toBe(keys.length);
		expect(keys.map((key) => logKeyOf(key))).toEqual(stored);
		expect(stored.at(-1)).toBe(keys.at(-1));
		// Neither the number nor its last digits, which together with a mark would tell more.
		for (const key of stored.slice(0, cards.length))
			expect(key).toMatch(/^pms\/1\/\[card number removed, mark [\da-f]{6}\]$/);
		const open = openLines(lines.map((line, index) => ({ ...line, id: index + 1 })));
		expect(open.map(({ reservationKey }) => reservationKey)).toEqual(stored);
	});

	test('names stay, guest and room', () => {
		expect(rowOf(written('created'), settings)).toEqual({
			integration: 'Booking.com → SelfKey',
			action: 'new',
			status: 'success',
			message: '',
			hotel: 'hotel-paradise',
			guest: 'Anna Muster',
			arrival: '2027-03-29',
			departure: '2027-03-31',
			room: '103',
			bookingNumber: '17',
			outcome: 'created',
			reservationKey: 'booking.com/12345/4705',
			payment: '',
			attempts: 1,
			firstAt: at,
			at,
			executionId: '17',
			workflowId: 'w1',
		});
	});

	test.each([
		['by its room guest', { booker: {} }, 'Bert Muster'],
		['by nothing', { booker: {}, rooms: [] }, ''],
	])('names the guest %s where the booker has no name', (_, more, guest) => {
		expect(rowOf(stay(more), settings).guest).toBe(guest);
	});

	test('leaves the guest out where it is told to', () => {
		const row = rowOf(written('created', [booking({ roomName: null, roomId: null })]), {
			...settings,
			namesGuest: false,
		});
		expect(JSON.stringify(row)).not.toMatch(/Anna|Bert|Muster/);
	});

	test('leaves out a guest who was erased, whom the channel still names', () => {
		const item = written('unchanged', [booking({})]);
		expect(rowOf(item, settings).guest).not.toBe('');
		const again = { ...item, selfKey: { ...(item.selfKey as object), guestsErased: true } };
		expect(rowOf(again, settings)).toEqual({ ...rowOf(item, settings), guest: '' });
		expect(missingRow(again, settings).guest).toBe('');
	});

	test.each([
		[
			'no_room_free',
			/^No room is free for booking 17, Deluxe Double, 2027-03-29 to 2027-03-31\. Give the booking a room in SelfKey, move another stay, or call the guest$/,
		],
		['unmapped_room', /^No room for booking 17, Deluxe Double, .+ add 1296364403 to the form of "00 Hotel settings"$/],
	])('of a stay without a room (%s) is a warning that says what to do, and never names the guest', (code, message) => {
		const roomless = [booking({ roomName: null, roomId: null })];
		const warnings = [{ code, message: 'Room type "1296364403" has none', roomStayId: '1' }];
		expect(rowOf(written('created', roomless, warnings), settings)).toMatchObject({
			outcome: 'no room',
			status: 'warning',
			room: 'Deluxe Double (no room yet)',
			message: expect.stringMatching(message) as string,
		});
	});

	test.each(['conflict', 'unchanged'])('of a stay without a room that is %s says so, as a warning', (outcome) => {
		const row = rowOf(written(outcome, [booking({ roomName: null })]), settings);
		expect(row).toMatchObject({
			outcome,
			status: 'warning',
			message: expect.stringContaining('No room is free') as string,
		});
	});

	test('of a cancelled stay needs no room', () => {
		const item = stay({
			event: 'cancelled',
			status: 'cancelled',
			rooms: [{ roomStayId: '1', roomName: 'Deluxe Double', status: 'cancelled' }],
			selfKey: { outcome: 'cancelled', bookings: [booking({ roomName: null })], warnings: [] },
		});
		expect(rowOf(item, settings)).toMatchObject({
			outcome: 'cancelled',
			status: 'success',
			room: 'Deluxe Double',
			message: '',
		});
	});

	test('calls room types by their names, and passes over missing documents', () => {
		const warnings = [
			{ code: 'identity_missing', message: 'Documents', roomStayId: '1' },
			{
				code: 'unknown_room_in_map',
				message: 'The map gives room type "1296364403" rooms that are missing',
				roomStayId: '1',
			},
		];
		expect(rowOf(written('created', [booking()], warnings), settings)).toMatchObject({
			status: 'warning',
			message: 'The map gives room type "Deluxe Double" rooms that are missing',
		});
		expect(rowOf(written('created', [booking()], warnings.slice(0, 1)), settings).status).toBe('success');
	});

	test.each([
		['a text', 'SelfKey is down. Wait', 'SelfKey is down. Wait'],
		[
			'an object, with a request',
			{ message: 'Refused', config: { headers: { authorization: 'Bearer s3cret' } } },
			'Refused',
		],
		['an address with a key', 'GET https://api.example/v1?key=s3cret failed', 'GET [address] failed'],
		['a card number', 'Card 4111 1111 1111 1111 refused', 'Card [card number removed, ends in 1111] refused'],
		['nothing to read', { code: 7 }, 'It failed without a reason; open this execution'],
	])('of what failed with %s gives the reason alone', (_, error, message) => {
		expect(rowOf(stay({ error }), settings)).toMatchObject({
			status: 'error',
			outcome: 'not written',
			message,
			room: 'Deluxe Double (no room yet)',
			hotel: '12345',
		});
	});

	test('of what was written and then failed keeps its outcome', () => {
		expect(rowOf({ ...written('created'), error: 'Not acknowledged' }, settings)).toMatchObject({
			status: 'error',
			outcome: 'created',
			message: 'Not acknowledged',
		});
	});

	test('of what no node has written is an error, unless nothing was to be written', () => {
		expect(rowOf(stay(), settings)).toMatchObject({ status: 'error', outcome: 'not written' });
		expect(rowOf(stay(), { ...settings, needsOutcome: false })).toMatchObject({
			status: 'success',
			outcome: 'confirmed',
		});
		expect(rowOf(stay({ opera: { outcome: 'updated' } }), settings)).toMatchObject({
			status: 'success',
			outcome: 'updated',
		});
	});

	test('of a stay without a room says who has it and what could be done', () => {
		const advice = 'The last room went to booking 16 (Airbnb HM1), room 102. Free in all these nights: 201';
		const warnings = [{ code: 'no_room_free', message: 'The stay has no room', roomStayId: '460', advice }];
		const item = { outcome: 'conflict', bookings: [booking({ roomId: null, roomName: null })], warnings };
		const { status, message } = rowOf(stay({ selfKey: item }), settings);
		expect(status).toBe('warning');
		expect(message).toMatch(/^No room is free for booking 17/);
		expect(message).toContain(advice);
	});

	test('of a change says whose it was and how the stay stands', () => {
		const origins = [{ kind: 'channel', channel: 'booking.com' }, { kind: 'frontDesk' }];
		const change = { position: 7, origins, event: 'updated' };
		const item = (conflicts: string[]) =>
			stay({ key: 'selfkey/hotel-paradise/b', selfKey: { change, bookings: [booking({ conflicts })] } });
		const told = { ...settings, needsOutcome: false };
		expect(rowOf(item([]), told)).toMatchObject({
			action: 'updated',
			outcome: 'confirmed',
			status: 'success',
			message: 'Change from Booking.com, Front Desk',
			hotel: 'hotel-paradise',
		});
		expect(rowOf(item(['shared_room']), told)).toMatchObject({
			status: 'warning',
			message:
				'Change from Booking.com, Front Desk; Booking 17 shares its room 103 with another. Give one of them another room in SelfKey',
		});
		expect(rowOf(item(['no_room']), told)).toMatchObject({ status: 'warning', outcome: 'no room' });
		const snapshot = { position: 7, origins: [], event: 'snapshot' };
		expect(rowOf(stay({ channel: 'airbnb', selfKey: { change: snapshot } }), told).message).toBe(
			'Already exists, from airbnb',
		);
	});

	test('of a change says what is amiss with a price, and nothing else that its channel once left open', () => {
		const change = { position: 7, origins: [{ kind: 'frontDesk' }], event: 'updated' };
		const slip = priceToCheck('Booking 17 has a currency that is no code; correct it in SelfKey');
		const item = stay({ selfKey: { change, bookings: [booking({})] }, warnings: ['A remark was cut', slip] });
		expect(rowOf(item, { ...settings, needsOutcome: false })).toMatchObject({
			status: 'warning',
			message: `Change from Front Desk; ${slip}`,
		});
	});

	test('shows what any channel or destination warns of', () => {
		const warned = rowOf(
			{ ...written('updated'), airbnb: { warnings: [{ message: 'Airbnb waits for the guest' }] } },
			settings,
		);
		expect(warned).toMatchObject({ status: 'warning', message: 'Airbnb waits for the guest' });
		const superseded = rowOf({ ...written('updated'), airbnb: { superseded: true } }, settings);
		expect(superseded.message).toContain('its latest state comes with the next poll');
	});

	test('of a payment says what it was and what is still due', () => {
		const payment = {
			event: 'payment_received',
			paymentId: 'P-1',
			refundId: null,
			amount: { amount: '25.50', currency: 'CHF' },
		};
		const balance = { currency: 'CHF', due: { amount: '74.50' } };
		const selfKey = { outcome: 'created', bookings: [{ bookingNumber: 17 }], balance, warnings: [] };
		expect(rowOf({ ...payment, selfKey }, settings)).toMatchObject({
			payment: 'P-1',
			outcome: 'created',
			status: 'success',
			message: 'Payment P-1: 25.50 CHF; booking 17; still due: 74.50 CHF',
		});
		expect(rowOf({ ...payment, refundId: 'R-1', error: 'Too much' }, settings)).toMatchObject({
			payment: 'P-1 (refund R-1)',
			message: 'Refund R-1 of Payment P-1: 25.50 CHF; Too much',
		});
		expect(rowOf({ ...payment, selfKey: { ...selfKey, outcome: 'unmatched' } }, settings).status).toBe('warning');
	});

	test('of anything at all has every column, of its type, bounded and without a card number', () => {
		const card = '4111111111111111';
		const value = fc.oneof(fc.anything(), fc.constant(card), fc.string({ minLength: 700, maxLength: 900 }));
		const fields = [
			'key',
			'event',
			'status',
			'error',
			'booker',
			'rooms',
			'selfKey',
			'bookingCom',
			'paymentId',
			'amount',
			'checkIn',
			'hotelSlug',
		];
		const item = fc.dictionary(fc.constantFrom(...fields), value);
		assertProperty(
			fc.property(item, fc.boolean(), (json, isMissing) => {
				const row = isMissing ? missingRow(json, settings) : rowOf(json, settings);
				expect(Object.keys(row).sort()).toEqual(Object.keys(COLUMNS).sort());
				for (const [name, type] of Object.entries(COLUMNS))
					expect(typeof row[name as keyof LogRow]).toBe(type === 'number' ? 'number' : 'string');
				const size = Object.values(row).join('');
				expect(size.length).toBeLessThan(4_000);
				expect(size).not.toContain(card);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('an execution', () => {
	const item = (id: string, error?: string): Json =>
		stay({ key: `booking.com/1/${id}`, selfKey: error ? undefined : { outcome: 'created' }, error });
	const end = (given: Json[], state: LogState) => logMissing(given, state, settings);

	test('loses nothing silently: whatever arrives, each item given has a line, and what stayed away is an error', () => {
		const ids = fc.array(fc.constantFrom('1', '2', '3', '4'), { minLength: 1, maxLength: 8 });
		assertProperty(
			fc.property(ids, fc.array(fc.tuple(fc.nat(7), fc.boolean(), fc.nat(2))), (given, arrivals) => {
				const branches: Json[][] = [[], [], []];
				for (const [index, fails, branch] of arrivals) {
					const id = given[index];
					if (id !== undefined) branches[branch]?.push(item(id, fails ? 'No' : undefined));
				}
				let state = newState();
				const lines: LogRow[] = [];
				for (const branch of branches.filter(({ length }) => length > 0)) {
					const run = logOutcomes(branch, state, settings);
					lines.push(...run.newLines, ...run.repeatedLines);
					state = run.state;
				}
				const last = end(
					given.map((id) => item(id)),
					state,
				);
				lines.push(...last.newLines);
				const count = (keys: unknown[]) =>
					keys.reduce<Record<string, number>>(
						(all, key) => ({ ...all, [String(key)]: (all[String(key)] ?? 0) + 1 }),
						{},
					);
				const logged = count(lines.map(({ reservationKey }) => reservationKey));
				for (const [key, times] of Object.entries(count(given.map((id) => `booking.com/1/${id}`))))
					expect(logged[key]).toBeGreaterThanOrEqual(times);
				const isRed = lines.some(({ status }) => status === 'error');
				expect(verdictOf(last.state, '') !== null).toBe(isRed);
				const again = end(
					given.map((id) => item(id)),
					last.state,
				);
				expect(again).toMatchObject({ newLines: [], isLast: true });
			}),
			{ numRuns: 500 },
		);
	});

	test('tells what stayed away even where nothing says which item it was', () => {
		const { newLines, isLast } = end(
			[{ hello: 1 }, { hello: 2 }],
			logOutcomes([{ hello: 1, selfKey: { outcome: 'created' } }], newState(), settings).state,
		);
		expect(newLines).toMatchObject([{ outcome: 'did not arrive', status: 'error' }]);
		expect(isLast).toBe(false);
	});

	test('adds to the line of what failed before, once, and closes it when it goes well', () => {
		const open = openLines([
			{
				id: 5,
				integration: settings.integration,
				reservationKey: 'booking.com/1/1',
				payment: '',
				status: 'error',
				attempts: 3,
				firstAt: '2027-02-28T10:00:00.000Z',
			},
			{ id: 6, integration: 'Webhook → SelfKey', reservationKey: 'booking.com/1/2', status: 'error' },
			{ id: 7, integration: settings.integration, reservationKey: 'booking.com/1/3', status: 'success' },
			{ error: 'the table has no column status' },
		]);
		const { newLines, repeatedLines } = logOutcomes(
			[item('1', 'No'), item('1'), item('2', 'No'), item('3')],
			{ ...newState(), open },
			settings,
		);
		expect(repeatedLines).toMatchObject([
			{ id: 5, attempts: 4, firstAt: '2027-02-28T10:00:00.000Z', at, status: 'error' },
		]);
		expect(newLines.map(({ reservationKey, attempts }) => [reservationKey, attempts])).toEqual([
			['booking.com/1/1', 1],
			['booking.com/1/2', 1],
			['booking.com/1/3', 1],
		]);
	});

	test.each([
		['all well', {}, null],
		[
			'some not written',
			{ total: 4, failed: 1, unwritten: 1, firstReason: 'SelfKey is down' },
			'1 of 4 reservations were not written. The table hotel_integration_log says why. They come again. First reason: SelfKey is down',
		],
		[
			'some failed later',
			{ total: 4, failed: 2, unwritten: 1, firstReason: 'Busy', noun: 'payments' },
			'2 of 4 payments failed. The table hotel_integration_log says why. They come again. First reason: Busy',
		],
		[
			'the log alone',
			{ total: 4, tableFailure: 'no such column.' },
			'Everything else was done, but the table hotel_integration_log cannot be written to: no such column. If it lacks columns, rename it under Overview → Data tables; the next run makes a new one',
		],
	])('ends with its verdict: %s', (_, state, verdict) => {
		expect(verdictOf({ ...newState(), ...state }, 'They come again.')).toBe(verdict);
	});

	test.each([
		['their number', [{ success: true, insertedRows: 3 }], ''],
		['the rows', [{ id: 1, createdAt: at }], ''],
		['nothing', [], 'open *Write the log* to see why'],
		['what was put in', [{ json: { at } }], 'open *Write the log* to see why'],
		[
			'an error',
			[
				{ id: 1, createdAt: at },
				{ json: {}, error: new Error('unknown column') },
			],
			'unknown column',
		],
	])('sees from %s whether the table took the lines', (_, answers, failure) => {
		expect(tableFailureOf(answers)).toBe(failure);
	});
});

test('what identifies an item cannot be mistaken for what every object has', () => {
	const run = logOutcomes([{ paymentId: 'constructor', selfKey: { outcome: 'created' } }], newState(), settings);
	expect(run.state.arrived).toEqual({ 'constructor|': 1 });
	expect(identityOf({})).toEqual({ reservationKey: '', payment: '' });
});

describe('the nights of a calendar', () => {
	const told = (start: string, end: string, error?: string): Json => ({
		...{ key: 'airbnb//1', event: 'availability', channel: 'airbnb', propertyId: null, roomTypeId: '1', raises: false },
		nights: [{ start, end, available: 0 }],
		...(error === undefined ? { airbnb: { outcome: 'updated' } } : { error }),
	});
	const openLine = (id: number, arrival: string, departure: string): Json => ({
		...{ id, integration: settings.integration, reservationKey: 'airbnb//1', payment: '', status: 'error' },
		...{ attempts: 3, at, arrival, departure },
	});
	const run = (items: Json[], ...lines: Json[]) => {
		const { newLines, repeatedLines } = logOutcomes(items, { ...newState(), open: openLines(lines) }, settings);
		return {
			added: newLines.map(({ arrival, status }) => [arrival, status]),
			replaced: repeatedLines.map(({ id, status, attempts }) => [id, status, attempts]),
		};
	};

	test('that still fail stay an open fault, whatever else was told meanwhile, and end with their own success', () => {
		const failing = openLine(1, '2027-03-10', '2027-03-11');
		expect(run([told('2027-03-15', '2027-03-16')], failing)).toEqual({
			added: [['2027-03-15', 'success']],
			replaced: [],
		});
		expect(run([told('2027-03-10', '2027-03-11', 'No')], failing)).toEqual({ added: [], replaced: [[1, 'error', 4]] });
		expect(run([told('2027-03-09', '2027-03-12')], failing)).toEqual({ added: [], replaced: [[1, 'success', 4]] });
	});

	test('that still fail stay an open fault where those before and behind them are told together, or anything is held back', () => {
		const failing = openLine(1, '2027-03-15', '2027-03-16');
		const range = (start: string, end: string) => ({ start, end, available: 0 });
		const around = { ...told('2027-03-01', '2027-03-02') };
		const nights = [range('2027-03-01', '2027-03-15'), range('2027-03-16', '2027-03-31')];
		expect(run([{ ...around, nights }], failing)).toEqual({ added: [['2027-03-01', 'success']], replaced: [] });
		const heldBack = { ...told('2027-03-15', '2027-03-16'), airbnb: { outcome: 'held back' } };
		expect(run([heldBack], failing)).toEqual({ added: [['2027-03-15', 'success']], replaced: [] });
		expect(run([heldBack, told('2027-03-15', '2027-03-16')], failing).replaced).toEqual([[1, 'success', 4]]);
	});

	test('that fail far apart in one line are not over because a night between them is told', () => {
		const failing = openLine(1, '2027-03-01', '2027-03-31');
		expect(run([told('2027-03-15', '2027-03-16')], failing).replaced).toEqual([]);
		expect(run([told('2027-03-30', '2027-03-31')], failing).replaced).toEqual([[1, 'success', 4]]);
	});

	test('that fail each by themselves are over together if they are told together, and once they are past', () => {
		const lines = [openLine(1, '2027-03-10', '2027-03-11'), openLine(2, '2027-03-20', '2027-03-21')];
		const replaced = [
			[1, 'success', 4],
			[2, 'success', 4],
		];
		expect(run([told('2027-03-01', '2027-04-01')], ...lines)).toEqual({ added: [], replaced });
		const past = openLine(3, '2027-02-10', '2027-02-11');
		expect(run([told('2027-03-20', '2027-03-21')], past, lines[1] ?? {})).toEqual({
			added: [],
			replaced: [
				[3, 'success', 4],
				[2, 'success', 4],
			],
		});
	});
});

describe('the templates', () => {
	const folder = path.resolve(__dirname, '../../../../workflows');
	const tables = readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.flatMap((file) => {
			const { nodes } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
				nodes: Array<{
					parameters: { tableName?: string; columns?: { column?: Array<{ name: string; type: string }> } };
				}>;
			};
			return nodes
				.filter(({ parameters }) => parameters.tableName === LOG_TABLE)
				.map(({ parameters }) => [file, parameters.columns?.column] as const);
		});

	test('that make the log make it with these columns', () => {
		expect(tables.length).toBeGreaterThanOrEqual(4);
		for (const [, columns] of tables)
			expect(columns).toEqual(Object.entries(COLUMNS).map(([name, type]) => ({ name, type })));
	});

	test('each write under a name of their own: what one has done closes no line of another', () => {
		const names = readdirSync(folder)
			.filter((file) => file.endsWith('.json'))
			.flatMap((file) => {
				const { nodes } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
					nodes: Array<{ type: string; parameters: { integration?: string } }>;
				};
				return nodes.filter(({ type }) => type.endsWith('.hotelLog')).map(({ parameters }) => parameters.integration);
			});
		expect(names.length).toBeGreaterThanOrEqual(10);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});
});
