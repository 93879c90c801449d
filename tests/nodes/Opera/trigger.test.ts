/** The Opera Trigger: OPERA forgets an event once it is read, so everything that it says must survive what comes after. */
import type { IDataObject } from 'n8n-workflow';
import { legOf } from '../../../core/reservation/leg';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import type { OperaOptions } from '../../../sandbox/opera';
import { changedInOpera } from '../../../nodes/Opera/events/comparison';
import { OperaTrigger } from '../../../nodes/Opera/OperaTrigger.node';
import type { FakeContext, FakeContextOptions } from '../../support/fake-context';
import { chosenCodes, operaOptions, operaTriggerContext, runOpera } from '../../support/opera-node';
import { changedItem } from '../../support/opera-reservations';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let opera: OperaSandbox;
let trigger: FakeContext;
let now: number;

const open = async (options: Partial<OperaOptions> = {}, context: Partial<FakeContextOptions> = {}) => {
	now = Date.now();
	// OPERA's times have whole seconds, and each change is one later.
	opera = await startOpera({ ...operaOptions, clock: () => (now += 1000), ...options });
	trigger = operaTriggerContext(opera.url, context);
};
afterEach(async () => {
	await opera.close();
});

/** Until OPERA has not been asked for anything for a while. */
const settle = async () => {
	for (let quiet = 0, asked = -1; quiet < 15;) {
		quiet = opera.log.length === asked ? quiet + 1 : 0;
		asked = opera.log.length;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};
const poll = async () => await new OperaTrigger().poll.call(trigger.poll);
/** Ends the run that was started last, and waits for what follows it. */
const end = async (status: 'success' | 'error' = 'success') => {
	trigger.emitted.at(-1)?.end(status);
	await settle();
};
const given = () => trigger.emitted.map(({ items }) => items.map(({ json }) => String(json['reservationId'])));
const book = (count: number) =>
	Array.from(
		{ length: count },
		(_, n) =>
			opera.deskBook({ givenName: 'Ada', surname: `Favre ${n}`, arrival: '2027-03-01', departure: '2027-03-03' }).id,
	);
const eventReads = () => opera.log.filter(({ path }) => path.includes('/businessEvents')).length;

test('a full page is followed by another, but only once the run with it has ended', async () => {
	await open();
	const ids = book(45);
	await poll();
	expect(given()).toEqual([ids.slice(0, 20)]);
	await settle();
	expect([eventReads(), opera.waitingEvents]).toEqual([1, 25]);
	await end();
	await end();
	expect(given()).toEqual([ids.slice(0, 20), ids.slice(20, 40), ids.slice(40)]);
	await end();
	expect([eventReads(), opera.waitingEvents]).toEqual([3, 0]);
	await poll();
	expect(given()).toHaveLength(3);
});

test.each(['told by events', 'found by the comparison'])(
	'two changes of the desk within the same minute, under the same time of change, are both given out: %s',
	async (how) => {
		await open({ clock: () => now });
		const [id = ''] = book(1);
		const next = async (departure?: string) => {
			if (departure !== undefined) opera.deskEdit(id, { departure });
			if (departure !== undefined && how === 'found by the comparison') {
				opera.loseEvents();
				opera.faults.next('lostAnswer', { path: /businessEvents/ });
				await poll();
			}
			await poll();
			await end();
		};
		await next();
		await next('2027-03-04');
		await next('2027-03-05');
		const items = trigger.emitted.flatMap(({ items: emitted }) => emitted);
		expect(items.map(({ json }) => json['checkOut'])).toEqual(['2027-03-03', '2027-03-04', '2027-03-05']);
	},
);

test('a failure after a page keeps the page, also after n8n has been started again, and holds up no other page', async () => {
	const staticData = {};
	await open({}, { staticData });
	const ids = book(25);
	await poll();
	await end('error');
	expect(given()).toEqual([ids.slice(0, 20), ids.slice(20)]);
	await end();
	// As n8n has saved it; another node's memory of the process is empty.
	trigger = operaTriggerContext(opera.url, { staticData: JSON.parse(JSON.stringify(staticData)) as IDataObject });
	await poll();
	expect(given()[0]).toHaveLength(10);
	await end();
	await end();
	// Of the last run n8n has not saved yet that it ended well: its items come once more.
	expect(new Set(given().flat())).toEqual(new Set(ids));
});

test('one that always fails stands alone in the end, and the others leave', async () => {
	await open();
	const [bad, ...others] = book(4);
	const runs: string[][] = [];
	for (let n = 0; n < 3; n++) {
		const before = trigger.emitted.length;
		await poll();
		for (let run = before; run < trigger.emitted.length; run++) {
			const ids = given()[run] ?? [];
			runs.push(ids);
			trigger.emitted[run]?.end(ids.includes(bad ?? '') ? 'error' : 'success');
			await settle();
		}
	}
	expect(runs.slice(0, 2)).toEqual([
		[bad, ...others],
		[bad, ...others],
	]);
	expect(runs.slice(2)).toEqual([[bad], ...others.map((id) => [id])]);
	await poll();
	expect(given().length).toBe(runs.length);
});

test('a reservation that cannot be read for the moment is kept, and meanwhile no further page is taken off the queue', async () => {
	await open();
	const ids = book(21);
	opera.faults.next('serverError', { times: 13, path: /\/reservations\/\d+|operaContext/ });
	await poll();
	await settle();
	expect([given(), opera.waitingEvents]).toEqual([[], 1]);
	expect(trigger.emittedErrors.length).toBeGreaterThan(0);
	await poll();
	expect(given()).toEqual([ids.slice(0, 20)]);
	await end();
	expect(given().flat()).toEqual(ids);
});

test('a page of which nothing can be read is kept by n8n before the next one is taken off the queue', async () => {
	const staticData = {};
	await open({}, { staticData, parameters: { options: { compare: false } } });
	const ids = book(25);
	opera.faults.breakOver(...ids.slice(0, 20));
	await poll();
	await settle();
	// No run has started, so n8n saves what is waiting only once this poll is over.
	expect([given(), eventReads(), opera.waitingEvents]).toEqual([[], 1, 5]);
	expect(trigger.emittedErrors).toHaveLength(20);
	trigger = operaTriggerContext(opera.url, {
		staticData: JSON.parse(JSON.stringify(staticData)) as IDataObject,
		parameters: { options: { compare: false } },
	});
	opera.faults.mend(...ids);
	for (let n = 0; n < 3; n++) {
		await poll();
		for (let run = 0; run < 4; run++) await end();
	}
	expect(new Set(given().flat())).toEqual(new Set(ids));
});

test('three that can never be read hold up no event, no page and no comparison', async () => {
	await open();
	const bad = book(3);
	opera.faults.breakOver(...bad);
	await poll();
	await settle();
	expect(trigger.emittedErrors).toHaveLength(3);
	const good = book(22);
	const missed = book(1);
	for (let n = 0; n < 4; n++) {
		await poll();
		for (let run = 0; run < 3; run++) await end();
	}
	expect(new Set(given().flat())).toEqual(new Set([...good, ...missed]));
	expect(opera.waitingEvents).toBe(0);
	expect(opera.log.some(({ path }) => path.includes('departureStartDate'))).toBe(true);
	// They are asked for less and less often.
	const reads = () => opera.log.filter(({ path }) => bad.some((id) => path.includes(`/reservations/${id}?`))).length;
	const before = reads();
	await poll();
	expect(reads()).toBe(before);
});

describe('a reservation that OPERA forbids to read', () => {
	const withoutComparison = { parameters: { options: { compare: false } } };
	const forbid = (path: RegExp, times = 1_000) => opera.faults.next('forbidden', { times, path });
	const run = async (polls: number) => {
		for (let n = 0; n < polls; n++) {
			await poll();
			for (let each = 0; each < 4; each++) await end();
		}
	};

	test('is kept until it is allowed, and holds up no other', async () => {
		await open({}, withoutComparison);
		const bad = book(3);
		forbid(/\/reservations\/\d+/, 3);
		await poll();
		await settle();
		expect([given(), trigger.emittedErrors.length]).toEqual([[], 3]);
		const good = book(2);
		await run(2);
		expect(new Set(given().flat())).toEqual(new Set([...bad, ...good]));
	});

	test('with all others, as where the subscription has lapsed, leaves the events with OPERA', async () => {
		await open({}, withoutComparison);
		const ids = book(25);
		forbid(/\/rsv\//);
		await run(3);
		expect([given(), opera.waitingEvents, trigger.emittedErrors.length]).toEqual([[], 5, 3]);
		opera.faults.clear();
		await run(2);
		expect(new Set(given().flat())).toEqual(new Set(ids));
	});

	test('for good is given up after a few days, and at once where it is another hotel’s', async () => {
		const entry = (hotelId: string, reservationId: string, failed: number) => ({
			[`${hotelId}/${reservationId}`]: { hotelId, reservationId, failed, dueAt: 0 },
		});
		const own = { ...entry('PARADISE', '71', 80), ...entry('PARADISE', '72', 79) };
		const waiting: Record<string, object> = { ...entry('OTHER', '1', 0), ...own };
		const staticData = { operaEvents: { waiting, seen: {}, comparedOn: null } };
		await open({}, { staticData, ...withoutComparison });
		forbid(/\/reservations\/7[12]$/);
		const [id] = book(1);
		await run(3);
		expect([given(), trigger.emittedErrors.length]).toEqual([[[id]], 3]);
		expect(Object.keys(staticData.operaEvents.waiting)).toEqual(['PARADISE/72']);
	});
});

describe('a guest whom OPERA does not give out', () => {
	const items = () => trigger.emitted.flatMap(({ items: emitted }) => emitted.map(({ json }) => json));
	const bookOne = () => {
		const [id = ''] = book(1);
		opera.profiles()[0]?.emails.push('ada@favre.example');
		return id;
	};

	test('holds up no event, as where the subscription of guests alone has lapsed, and is told once in a poll', async () => {
		await open();
		const ids = book(25);
		opera.faults.next('forbidden', { times: 1_000, path: /\/crm\// });
		await poll();
		await end();
		await end();
		expect([new Set(given().flat()), opera.waitingEvents]).toEqual([new Set(ids), 0]);
		expect(trigger.emittedErrors.map(({ message }) => message)).toEqual([expect.stringMatching(/denied access/)]);
		expect(items()[0]).toMatchObject({
			booker: { firstName: 'Ada', lastName: 'Favre 0', email: null },
			warnings: [expect.stringMatching(/does not give out the guest's profile/)],
		});
	});

	test('is asked for again by the next comparison, which is no sign of a silent queue', async () => {
		const staticData: IDataObject = {};
		await open({}, { staticData });
		const id = bookOne();
		opera.faults.next('forbidden', { times: 1_000, path: /\/crm\// });
		await poll();
		await end();
		opera.faults.clear();
		await poll();
		const before = JSON.parse(JSON.stringify(staticData['operaEvents'])) as IDataObject;
		const operaEvents = { ...before, comparedOn: '2027-01-01', isHeard: false };
		trigger = operaTriggerContext(opera.url, { staticData: { operaEvents } });
		await poll();
		await end();
		expect([given(), items()[0]?.['warnings'], trigger.emittedErrors]).toEqual([[[id]], [], []]);
		expect(items()[0]).toMatchObject({ event: 'modified', booker: { email: 'ada@favre.example' } });
		await poll();
		expect(given()).toHaveLength(1);
	});

	test('for a passing reason waits with the reservation', async () => {
		await open();
		const id = bookOne();
		opera.faults.next('serverError', { times: 8, path: /\/crm\// });
		await poll();
		await settle();
		expect(items()).toEqual([]);
		opera.faults.clear();
		await poll();
		expect(items()).toMatchObject([{ reservationId: id, booker: { email: 'ada@favre.example' }, warnings: [] }]);
	});
});

test('events in any order, twice, without an id or with a number for the module lead to the reservation as it is now', async () => {
	await open();
	const [id = ''] = book(1);
	const header = { moduleName: 'Reservation', actionType: 'UPDATE RESERVATION', primaryKey: id, hotelId: 'PARADISE' };
	opera.addEvent({ businessEvent: { header } });
	opera.addEvent({ businessEvent: { header } });
	opera.addEvent({ businessEvent: { header: { ...header, moduleName: 14 } }, businessEventId: {} });
	opera.addEvent({ businessEvent: { header: { ...header, moduleName: 'Profile', primaryKey: '1' } } });
	opera.addEvent({ businessEvent: {} });
	opera.addEvent({});
	opera.deskEdit(id, { departure: '2027-03-04', status: 'InHouse' });
	await poll();
	expect(trigger.emitted).toHaveLength(1);
	expect(trigger.emitted[0]?.items).toHaveLength(1);
	expect(trigger.emitted[0]?.items[0]?.json).toMatchObject({ checkOut: '2027-03-04', status: 'checked_in' });
	expect(trigger.emittedErrors).toEqual([]);
	await end();
	// The same event once more, though nothing has changed since: it is no news.
	opera.addEvent({ businessEvent: { header } });
	await poll();
	expect(given()).toHaveLength(1);
});

test('a reservation of a channel is one item with all its rooms, and says who has it', async () => {
	await open();
	const item = changedItem({ rooms: [{ id: '460' }, { id: 'room-b', roomName: '102' }] });
	await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', parameters: chosenCodes, items: [item] });
	await poll();
	expect([given(), opera.waitingEvents]).toEqual([[], 0]);
	const [, second] = opera.stays();
	opera.deskEdit(second?.id ?? '', { status: 'InHouse', roomId: '102' });
	await poll();
	const [{ json } = { json: {} as IDataObject }] = trigger.emitted.at(-1)?.items ?? [];
	expect(json).toMatchObject({
		key: 'booking.com/8011855/4705950059',
		event: 'modified',
		status: 'checked_in',
		rooms: expect.arrayContaining([
			expect.objectContaining({ roomStayId: '460', status: 'confirmed' }),
			expect.objectContaining({ status: 'checked_in', roomName: '102' }),
		]) as unknown,
		opera: { isReport: true, reservations: expect.arrayContaining([expect.anything(), expect.anything()]) as unknown },
	});
	// What the desk changes later can be told from what was written.
	expect((json['opera'] as IDataObject)['lastWritten']).toEqual(
		['460', String(legOf('room-b'))]
			.map((roomStayId) => ({ roomStayId, checkIn: '2027-06-01', checkOut: '2027-06-03', adults: 2, children: 0 }))
			.reverse(),
	);
	opera.deskEdit(second?.id ?? '', { customReference: 'VIP' });
	await end();
	await poll();
	expect((trigger.emitted.at(-1)?.items[0]?.json['opera'] as IDataObject)['lastWritten']).toHaveLength(1);
});

test('the comparison finds what no event has told, and nothing that the package has written itself', async () => {
	await open();
	await runOpera(opera.url, {
		resource: 'reservation',
		operation: 'upsert',
		parameters: chosenCodes,
		items: [changedItem()],
	});
	const [id = ''] = book(1);
	opera.loseEvents();
	await poll();
	expect(given()).toEqual([[id]]);
	await end();
	opera.deskEdit(opera.stays()[0]?.id ?? '', { status: 'Cancelled' });
	opera.loseEvents();
	// The answer with a page gets lost; whatever was in it is looked for.
	opera.faults.next('lostAnswer', { path: /businessEvents/ });
	await poll();
	await poll();
	expect(given()).toEqual([[id], ['4705950059']]);
	expect(trigger.emitted[1]?.items[0]?.json).toMatchObject({ event: 'cancelled', status: 'cancelled' });
});

describe('a queue that OPERA no longer fills', () => {
	const state = (isHeard: unknown) => ({
		staticData: {
			operaEvents: { waiting: {}, seen: {}, comparedOn: '2027-01-01', ...(isHeard === null ? {} : { isHeard }) },
		},
	});
	const told = () => trigger.emittedErrors.map(({ message }) => message).filter((message) => message.includes('queue'));

	test('is told where the daily comparison finds what it should have brought, which is passed on', async () => {
		await open({}, state(false));
		const [id] = book(1);
		opera.loseEvents();
		await poll();
		expect(given()).toEqual([[id]]);
		expect(told()).toEqual([
			expect.stringMatching(/has brought nothing since 2027-01-01, though .* found a reservation that has changed/),
		]);
		// Once a day.
		await end();
		await poll();
		expect(told()).toHaveLength(1);
	});

	test.each([
		['has brought something since', false, () => undefined],
		['may have brought something before this version', null, () => opera.loseEvents()],
		['has brought something, and all that was since is lost', true, () => opera.loseEvents()],
	])('is not where it %s', async (_, isHeard, lose) => {
		await open({}, state(isHeard));
		book(1);
		lose();
		await poll();
		expect(given()).toHaveLength(1);
		expect(told()).toEqual([]);
	});

	test('is not where nothing has changed', async () => {
		await open({}, state(false));
		await poll();
		expect(told()).toEqual([]);
	});
});

describe('what somebody at the desk has entered by hand under our external reference', () => {
	const write = async (reservationId: string) =>
		await runOpera(opera.url, {
			resource: 'reservation',
			operation: 'upsert',
			parameters: chosenCodes,
			items: [changedItem({ reservationId })],
		});
	const reference = (reservationId: string) => [
		{ id: `booking.com/8011855/${reservationId}`, idExtension: 460, idContext: 'SELFKEY' },
	];
	const enter = (reservationId: string) =>
		opera.deskBook({
			...{ givenName: 'Ada', surname: 'Favre', arrival: '2027-06-01', departure: '2027-06-03' },
			references: reference(reservationId),
		}).id;

	test.each([1, 5])('is given out, and what the package has written is not, %d of each', async (count) => {
		await open();
		const ids = Array.from({ length: count }, (_, n) => String(n));
		for (const id of ids) await write(`o${id}`);
		await poll();
		expect(given()).toEqual([]);
		const entered = ids.map((id) => enter(`d${id}`));
		await write('o9');
		await poll();
		expect(given().flat().sort()).toEqual(ids.map((id) => `d${id}`));
		await end();
		// Moved by the same person, and the event is lost.
		opera.deskEdit(entered[0] ?? '', { departure: '2027-06-05' });
		opera.loseEvents();
		opera.faults.next('lostAnswer', { path: /businessEvents/ });
		await poll();
		await poll();
		expect(trigger.emitted.at(-1)?.items.map(({ json }) => [json['reservationId'], json['checkOut']])).toEqual([
			['d0', '2027-06-05'],
		]);
	});

	test('and has copied from one of ours, is not taken for ours where it stands otherwise than was written', async () => {
		await open();
		await write('o1');
		const { customReference } = opera.stays()[0] ?? {};
		const stay = { arrival: '2027-06-01', departure: '2027-06-09', customReference: customReference ?? null };
		opera.deskBook({ givenName: 'Ada', surname: 'Favre', references: reference('d1'), ...stay });
		await poll();
		expect(given()).toEqual([['d1']]);
	});
});

describe('the comparison after a while without n8n', () => {
	/** An answer that gets lost makes it due again. */
	const compare = async () => {
		opera.loseEvents();
		opera.faults.next('lostAnswer', { path: /businessEvents/ });
		await poll();
		await poll();
		await end();
	};
	const leaveEarly = async (staysUntil: string, today: string) => {
		await open({ businessDate: '2027-03-10' });
		const stay = { arrival: '2027-03-10', departure: staysUntil };
		const { id } = opera.deskBook({ givenName: 'Ada', surname: 'Favre', ...stay });
		await poll();
		await end();
		opera.deskEdit(id, { departure: '2027-03-12', status: 'CheckedOut' });
		opera.setBusinessDate(today);
		await compare();
		return trigger.emitted
			.slice(1)
			.flatMap(({ items }) => items.map(({ json }) => [json['reservationId'], json['status']]));
	};

	test('begins on the day of the one before, so that who has left early meanwhile is found', async () => {
		const found = await leaveEarly('2027-03-20', '2027-03-15');
		expect(found).toEqual([[opera.stays()[0]?.id, 'checked_out']]);
		const lists = opera.log.filter(({ path }) => path.includes('departureStartDate='));
		expect(lists.at(-1)?.path).toMatch(/departureStartDate=2027-02-13/);
	});

	test('reads again what should still be there and is on no list', async () => {
		const found = await leaveEarly('2027-05-20', '2027-05-15');
		expect(found).toEqual([[opera.stays()[0]?.id, 'checked_out']]);
	});

	test('reads what OPERA has no more once, and a hundred at a time', async () => {
		const gone = { listed: 'a', given: 'b', until: '2099-01-01' };
		const seen = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`PARADISE/${9_000 + n}`, gone]));
		await open({}, { staticData: { operaEvents: { waiting: {}, seen, comparedOn: null } } });
		const read = () => opera.log.flatMap(({ path }) => /\/reservations\/(9\d{3})\?/.exec(path)?.[1] ?? []).sort();
		const ids = Array.from({ length: 150 }, (_, n) => String(9_000 + n));
		for (const count of [100, 150, 150]) {
			await compare();
			expect(read()).toEqual(ids.slice(0, count));
		}
		expect(trigger.emitted).toEqual([]);
	});
});

test('what has left long ago is forgotten, also where nothing is compared', async () => {
	const long = { listed: 'a', given: 'b', until: '2020-01-01' };
	const staticData = { operaEvents: { waiting: {}, seen: { 'PARADISE/1': long }, comparedOn: null } };
	await open({}, { staticData, parameters: { options: { compare: false } } });
	const [id] = book(1);
	await poll();
	await end();
	await poll();
	expect(Object.keys(staticData.operaEvents.seen)).toEqual([`PARADISE/${id}`]);
});

test('all hotels of the external system are read where that is chosen', async () => {
	await open({}, { parameters: { options: { allHotels: true } } });
	const [id = ''] = book(1);
	await poll();
	expect(given()).toEqual([[id]]);
	expect(opera.log.find(({ path }) => path.includes('/businessEvents'))?.path).toBe(
		'/int/v1/externalSystem/SELFKEY/businessEvents?limit=20',
	);
});

test('with all hotels each that has shown itself is compared, and one that cannot be read holds up no other', async () => {
	const long = { listed: 'a', given: 'b', until: '2099-01-01' };
	const seen = { 'OTHER/1': long, 'PARADISE/1': long, 'SECOND/1': long };
	const staticData = { operaEvents: { waiting: {}, seen, comparedOn: null } };
	await open({}, { staticData, parameters: { options: { allHotels: true } } });
	const [id = ''] = book(1);
	opera.loseEvents();
	await poll();
	expect(given()).toEqual([[id]]);
	for (const hotel of ['PARADISE', 'OTHER', 'SECOND'])
		expect(opera.log.some(({ path }) => path.startsWith(`/ent/config/v1/hotels/${hotel}/`))).toBe(true);
	expect(trigger.emittedErrors.map(({ message }) => message)).toEqual([
		expect.stringMatching(/^The hotel OTHER could not be compared: Opera denied access/),
		expect.stringMatching(/^The hotel SECOND could not be compared: Opera denied access/),
	]);
	const asked = opera.log.length;
	await end();
	await poll();
	expect(opera.log.slice(asked).some(({ path }) => path.includes('/hotels/OTHER/'))).toBe(false);
});

test('each hotel has its own reservations in the comparison', async () => {
	await open();
	const [id = ''] = book(1);
	const hotel = { hotelId: 'PARADISE', externalSystem: 'SELFKEY', isGateway: false };
	// The credential names another one.
	const credential = { ...(await trigger.poll.getCredentials('operaApi')), hotelId: 'OTHER' };
	Object.assign(trigger.poll, { getCredentials: async () => credential });
	expect((await changedInOpera(trigger.poll, hotel, { seen: {} })).changed).toEqual([
		{ hotelId: 'PARADISE', reservationId: id },
	]);
});

test('a run by hand shows reservations and takes no event off the queue', async () => {
	await open({}, { mode: 'manual' });
	const [id = ''] = book(1);
	expect((await poll())?.[0]?.map(({ json }) => json['reservationId'])).toEqual([id]);
	expect([opera.waitingEvents, eventReads()]).toEqual([1, 0]);
});

test.each<[string, Parameters<OperaSandbox['deskBook']>[0]]>([
	[
		'a place on the waiting list',
		{ givenName: 'A', surname: 'B', arrival: '2027-03-01', departure: '2027-03-02', status: 'Waitlisted' as never },
	],
	['a stay of a few hours', { givenName: 'A', surname: 'B', arrival: '2027-03-01', departure: '2027-03-01' }],
])('%s is no booking', async (_name, booking) => {
	await open();
	opera.deskBook(booking);
	await poll();
	expect([given(), trigger.emittedErrors]).toEqual([[], []]);
});

describe('a status or dates that nobody can read', () => {
	const unread = expect.stringMatching(/cannot be read.*left as it is/) as unknown;
	const messages = () => trigger.emittedErrors.map(({ message }) => message);
	type Edit = Parameters<OperaSandbox['deskEdit']>[1];

	/** A booking that was given out, and that the desk has changed since. */
	async function givenThenEdited(edit: Edit): Promise<string> {
		await open();
		const [id = ''] = book(1);
		await poll();
		await end();
		opera.deskEdit(id, edit);
		await poll();
		return id;
	}

	test.each<[string, Edit]>([
		['a status of another version', { status: 'PreCheckedIn' as never }],
		['no status', { status: '' as never }],
		['no departure', { departure: '' }],
		['no arrival', { arrival: '' }],
		['a departure before the arrival', { departure: '2027-02-20' }],
		['no departure in the house', { departure: '', status: 'InHouse' }],
	])('%s cancels nothing of what was given out, and is told once', async (_, edit) => {
		const id = await givenThenEdited(edit);
		await end();
		await poll();
		expect([given(), messages()]).toEqual([[[id]], [unread]]);
	});

	test.each<[string, Edit]>([
		['cancelled, whatever its dates are', { departure: '', status: 'Cancelled' }],
		['put on the waiting list, where it takes no room', { status: 'Waitlisted' as never }],
		['made a request, which takes no room either', { status: 'Requested' as never, departure: '' }],
		['left with no night', { departure: '2027-03-01' }],
	])('what is %s is cancelled', async (_, edit) => {
		const id = await givenThenEdited(edit);
		expect(trigger.emitted.at(-1)?.items[0]?.json).toMatchObject({ event: 'cancelled', reservationId: id });
		expect(messages()).toEqual([]);
	});

	test('is told of a booking that was never given out, too', async () => {
		await open();
		opera.deskBook({
			...{ givenName: 'A', surname: 'B', arrival: '2027-03-01', departure: '2027-03-02' },
			status: 'PreCheckedIn' as never,
		});
		await poll();
		expect([given(), messages()]).toEqual([[], [unread]]);
	});

	test('of a room that the desk has cancelled and made anew is told, and the room is not cancelled', async () => {
		await open();
		const item = changedItem({ rooms: [{ id: '460' }] });
		await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', parameters: chosenCodes, items: [item] });
		const [first] = opera.stays();
		if (!first) throw new Error('OPERA has no reservation');
		const { references, arrival, departure } = first;
		opera.deskEdit(first.id, { status: 'Cancelled' });
		const anew = opera.deskBook({ ...{ givenName: 'A', surname: 'B', arrival, departure } });
		opera.deskEdit(anew.id, { references, status: 'PreCheckedIn' as never });
		await poll();
		await end();
		const cancelled = trigger.emitted.flatMap(({ items }) => items).filter(({ json }) => json['event'] === 'cancelled');
		expect([cancelled, messages().length > 0]).toEqual([[], true]);
	});

	test("of a channel's room is told, and cancels nothing of its reservation", async () => {
		await open();
		const item = changedItem({ rooms: [{ id: '460' }, { id: 'room-b', roomName: '102' }] });
		await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', parameters: chosenCodes, items: [item] });
		const [first, second] = opera.stays();
		opera.deskEdit(second?.id ?? '', { status: 'PreCheckedIn' as never });
		await poll();
		const [{ json } = { json: {} as IDataObject }] = trigger.emitted.at(-1)?.items ?? [];
		expect(json).toMatchObject({ event: 'modified', status: 'confirmed', rooms: [{ roomStayId: '460' }] });
		expect(json['warnings']).toEqual([expect.stringContaining('cannot be read')]);
		await end();
		opera.deskEdit(first?.id ?? '', { status: 'PreCheckedIn' as never });
		await poll();
		await end();
		expect([given().length, messages()]).toEqual([1, [unread]]);
	});
});

test('a reference that is too long to be read back is told, and holds up nothing', async () => {
	await open();
	const [id = '', other = ''] = book(2);
	const references = [{ id: `webhook/${'x'.repeat(20)}~0123456789abcdef`, idExtension: 1, idContext: 'SELFKEY' }];
	opera.deskEdit(id, { references, creator: 'integration' });
	await poll();
	expect(given()).toEqual([[other]]);
	expect(trigger.emittedErrors.map(({ message }) => message)).toEqual([
		expect.stringMatching(/make the same change in SelfKey by hand/),
	]);
});

test('a short reference with a tilde is read back, as that of the second stay of one Airbnb code', async () => {
	await open();
	const [id = ''] = book(1);
	const references = [{ id: 'airbnb/9/HMABCDEFGH~2', idExtension: 1, idContext: 'SELFKEY' }];
	opera.deskEdit(id, { references, creator: 'integration' });
	await poll();
	expect([given(), trigger.emittedErrors]).toEqual([[['HMABCDEFGH~2']], []]);
});

test('a gateway has no events, and says so', async () => {
	await open();
	trigger = operaTriggerContext(opera.url);
	const credentials = await trigger.poll.getCredentials('operaApi');
	Object.assign(trigger.poll, { getCredentials: async () => ({ ...credentials, connection: 'gateway' }) });
	await expect(poll()).rejects.toThrow(/no business events/);
});

test("OPERA's own conversion table is given out with what has changed", async () => {
	const valueMapping = [{ dataElement: 'ROOM TYPE', operaValue: 'DLX', externalValue: '801185501' }];
	await open({ configuration: { valueMapping } });
	book(1);
	await poll();
	expect(trigger.emitted[0]?.items[0]?.json['opera']).toMatchObject({ valueMapping });
});

test.each<[string, string[], boolean]>([
	['of one hotel', [], true],
	['of several hotels, of which nobody knows whose it is', ['OTHER'], false],
])('with all hotels, the conversion table of a page is given out: %s', async (_, others, isGiven) => {
	const valueMapping = [{ dataElement: 'ROOM TYPE', operaValue: 'DLX', externalValue: '801185501' }];
	await open({ configuration: { valueMapping } }, { parameters: { options: { allHotels: true, compare: false } } });
	book(1);
	for (const hotelId of others)
		opera.addEvent({
			businessEvent: { header: { moduleName: 'Reservation', actionType: 'NEW RESERVATION', primaryKey: '9', hotelId } },
		});
	await poll();
	const [item] = trigger.emitted.flatMap(({ items }) => items);
	expect(item?.json['opera']).toMatchObject({ hotelId: 'PARADISE' });
	expect('valueMapping' in (item?.json['opera'] as object)).toBe(isGiven);
});
