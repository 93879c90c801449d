/** The trigger and the node with the sandbox's calendars. Only the clock stands still. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { AirbnbTrigger } from '../../../nodes/Airbnb/AirbnbTrigger.node';
import { CalendarFeedsApi } from '../../../credentials/CalendarFeedsApi.credentials';
import {
	Listing,
	startCalendars,
	type CalendarsSandbox,
	type GuestBooking,
	type Oddities,
} from '../../../sandbox/ical';
import { airbnbNodeContext, pollAirbnb, runAirbnb } from '../../support/airbnb-node';
import { feedTriggerContext, passHours, stopTheClock } from '../../support/calendar-feed-channel';
import type { FakeContext } from '../../support/fake-context';
import { pollsSeen } from '../../../nodes/shared/polling/polls-seen';
import { callWebhook } from '../../support/fake-webhook';

const booking = (code: string, checkIn: string, checkOut: string): GuestBooking => ({
	...{ code, uid: code, checkIn, checkOut, guest: 'Ada', phoneEnd: '1234', isCancelled: false },
});
let sandbox: CalendarsSandbox;
let first: Listing;
let second: Listing;

beforeEach(async () => {
	stopTheClock(new Date('2027-03-01T08:00:00Z'));
	first = new Listing('101', 'airbnb');
	second = new Listing('102', 'airbnb');
	first.book(booking('HMFIRST001', '2027-03-10', '2027-03-12'));
	second.book(booking('HMSECOND02', '2027-03-10', '2027-03-12'));
	sandbox = await startCalendars({ listings: [first, second] });
});
afterEach(async () => {
	jest.useRealTimers();
	await sandbox.close();
});

const trigger = () => new AirbnbTrigger();
const context = (over: Parameters<typeof feedTriggerContext>[2] = {}) =>
	feedTriggerContext(sandbox, 'airbnb', { listings: ['101', '102'], ...over });
const codes = (items: IDataObject[]) => items.map(({ event, reservationId }) => `${event} ${reservationId}`);
async function end(of: FakeContext, status: 'success' | 'error') {
	of.emitted.at(-1)?.end(status);
	await new Promise((resolve) => setImmediate(resolve));
}

describe('the trigger', () => {
	test('gives out all calendars of the credential, each booking under its listing', async () => {
		const items = await pollAirbnb(trigger(), context());
		expect(items).toMatchObject([
			{ key: 'airbnb/38831/HMFIRST001', rooms: [{ roomTypeId: '101' }], airbnb: { listingId: '101' } },
			{ key: 'airbnb/38831/HMSECOND02', rooms: [{ roomTypeId: '102' }], airbnb: { listingId: '102' } },
		]);
	});

	test.each<[string, Oddities]>([
		['a byte order mark', { bom: true }],
		['lines that end with LF', { lf: true }],
		['bare dates', { bareDates: true }],
		['times under a zone name of Windows', { windowsZone: true }],
		['a line that is none', { badLine: true }],
		['all of it', { bom: true, lf: true, windowsZone: true, badLine: true }],
	])('reads a calendar with %s as it reads any other', async (_, oddities) => {
		for (const dialect of ['airbnb', 'vrbo', 'booking.com'] as const) {
			const listing = new Listing('103', dialect);
			listing.book(booking('HMODD', '2027-03-10', '2027-03-12'));
			const calendars = await startCalendars({ listings: [listing] });
			try {
				const of = feedTriggerContext(calendars, dialect, { listings: ['103'] });
				const node = trigger();
				calendars.faults.next('odd', { oddities, times: 2 });
				expect(await pollAirbnb(node, of)).toMatchObject([{ checkIn: '2027-03-10', checkOut: '2027-03-12' }]);
				await end(of, 'success');
				listing.change('HMODD', { checkOut: '2027-03-14' });
				passHours(1);
				expect(await pollAirbnb(node, of)).toMatchObject([{ event: 'modified', checkOut: '2027-03-14' }]);
				await end(of, 'success');
				passHours(1);
				// And as it was before, it is the same.
				expect(await pollAirbnb(node, of)).toEqual([]);
				expect(of.emittedErrors).toEqual([]);
			} finally {
				await calendars.close();
			}
		}
	});

	test('a letter that was divided where a line is folded is whole again', async () => {
		const file = [
			'BEGIN:VCALENDAR',
			'BEGIN:VEVENT',
			'UID:u1',
			'DTSTART:20270310',
			'DTEND:20270312',
			'SUMMARY:Reserved - Zoë',
		];
		const text = Buffer.from([...file, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n'));
		const at = text.indexOf('ë') + 1;
		const body = Buffer.concat([text.subarray(0, at), Buffer.from('\r\n '), text.subarray(at)]);
		const server = createServer((_, response) => response.setHeader('Content-Type', 'text/calendar').end(body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			const { port } = server.address() as AddressInfo;
			const addressOf = () => `http://127.0.0.1:${port}/calendar.ics`;
			const of = feedTriggerContext({ addressOf }, 'airbnb', { listings: ['103'] });
			expect(await pollAirbnb(trigger(), of)).toMatchObject([{ reservationId: 'u1', booker: { lastName: 'Zoë' } }]);
		} finally {
			await new Promise((resolve) => server.close(resolve));
		}
	});

	test('Booking.com: new, in the house under another UID, extended, and another one cancelled', async () => {
		const listing = new Listing('103', 'booking.com');
		listing.book(booking('first', '2027-03-01', '2027-03-05'));
		listing.book(booking('second', '2027-04-10', '2027-04-12'));
		const calendars = await startCalendars({ listings: [listing] });
		try {
			const of = feedTriggerContext(calendars, 'booking.com', { listings: ['103'] });
			const node = trigger();
			const poll = async (hours: number) => {
				passHours(hours);
				const items = await pollAirbnb(node, of);
				await end(of, 'success');
				return items.map(({ event, checkIn, checkOut }) => `${event} ${checkIn}/${checkOut}`);
			};
			expect(await poll(0)).toEqual(['new 2027-03-01/2027-03-05', 'new 2027-04-10/2027-04-12']);
			expect(await poll(24)).toEqual([]);
			listing.change('first', { checkOut: '2027-03-06' });
			expect(await poll(1)).toEqual(['modified 2027-03-01/2027-03-06']);
			listing.change('second', { isCancelled: true });
			expect([await poll(1), await poll(3)]).toEqual([[], []]);
			expect(await poll(3)).toEqual(['cancelled 2027-04-10/2027-04-12']);
			expect(of.emittedErrors).toEqual([]);
		} finally {
			await calendars.close();
		}
	});

	test('what is the matter is reported once, and counts as over once nothing is', async () => {
		const of = context();
		const wellAt = () => pollsSeen().polls.at(-1)?.wellAt ?? 0;
		const node = trigger();
		await pollAirbnb(node, of);
		await end(of, 'success');
		const before = wellAt();
		expect(before).toBeGreaterThan(0);
		sandbox.faults.next('serverError', { times: 4 });
		for (const reported of [2, 2]) {
			passHours(1);
			await pollAirbnb(node, of);
			expect(of.emittedErrors).toHaveLength(reported);
			expect(wellAt()).toBe(before);
		}
		passHours(1);
		await pollAirbnb(node, of);
		expect(of.emittedErrors).toHaveLength(2);
		expect(wellAt()).toBe(Date.now());
	});

	test('what is told once lasts without keeping an outage open, and a poll that goes well does not end it', async () => {
		const of = context();
		const wellAt = () => pollsSeen().polls.at(-1)?.wellAt ?? 0;
		const poll = async () => {
			passHours(1);
			await pollAirbnb(node, of);
			await end(of, 'success');
		};
		const node = trigger();
		await pollAirbnb(node, of);
		await end(of, 'success');
		first.bookings.set('again', { ...booking('HMFIRST001', '2027-03-20', '2027-03-22'), uid: 'again' });
		for (let hour = 0; hour < 15; hour++) await poll();
		const told = of.emittedErrors.map(({ message }) => message);
		expect(told).toEqual([expect.stringContaining('has one reservation at several dates')]);
		expect(wellAt()).toBe(Date.now());
		expect(pollsSeen().polls.at(-1)?.failed).not.toContain(told[0]);
		sandbox.faults.next('notFound', { listingId: '102' });
		await poll();
		expect(wellAt()).toBeLessThan(Date.now());
		expect(pollsSeen().polls.at(-1)?.failed).toContain(of.emittedErrors.at(-1)?.message);
		await poll();
		expect(wellAt()).toBe(Date.now());
	});

	test('a calendar that cannot be read holds up no other, and its address is in no error', async () => {
		sandbox.faults.next('notFound', { listingId: '101' });
		const of = context();
		expect(codes(await pollAirbnb(trigger(), of))).toEqual(['new HMSECOND02']);
		expect(of.emittedErrors.map(({ message }) => message)).toEqual([
			expect.stringContaining('The calendar of 101 cannot be read: it answered 404'),
		]);
		expect(JSON.stringify(of.emittedErrors, ['message', 'description'])).not.toMatch(/\.ics|127\.0\.0\.1/);
	});

	test.each<[string, IDataObject]>([
		['while it is read', { version: 1, stays: [], windows: 5 }],
		['while it is judged', { version: 1, stays: [], ends: 5 }],
		['while its memory is read', { version: 1, stays: [null, { id: 7 }] }],
	])('a fault that nobody foresaw %s is that calendar’s alone, and told without its address', async (when, damaged) => {
		const of = context({ staticData: { calendarFeeds: { '101': damaged } } });
		const isBeginning = when.includes('memory');
		const node = trigger();
		expect(codes(await pollAirbnb(node, of))).toEqual([...(isBeginning ? ['new HMFIRST001'] : []), 'new HMSECOND02']);
		await end(of, 'success');
		passHours(1);
		second.change('HMSECOND02', { checkOut: '2027-03-14' });
		expect(codes(await pollAirbnb(node, of))).toEqual(['modified HMSECOND02']);
		expect(of.emittedErrors.map(({ message }) => message)).toEqual(
			isBeginning ? [] : [expect.stringContaining('The calendar of 101 cannot be read: ')],
		);
		expect(JSON.stringify(of.emittedErrors, ['message', 'description'])).not.toMatch(/\.ics|127\.0\.0\.1/);
	});

	test('an answer of a kind that nobody foresaw is that calendar’s fault alone', async () => {
		const of = context();
		const { helpers } = of.poll;
		const real = helpers.httpRequestWithAuthentication;
		const headers = {
			get location(): string {
				throw new TypeError(sandbox.addressOf('101'));
			},
		};
		const odd = { statusCode: 302, body: '', headers };
		helpers.httpRequestWithAuthentication = async function (...given) {
			const [, options] = given;
			return options.url.includes('/101.ics') ? odd : await real.apply(this, given);
		};
		expect(codes(await pollAirbnb(trigger(), of))).toEqual(['new HMSECOND02']);
		expect(of.emittedErrors.map(({ message }) => message)).toEqual([
			expect.stringContaining('The calendar of 101 cannot be read: '),
		]);
		expect(JSON.stringify(of.emittedErrors, ['message', 'description'])).not.toMatch(/\.ics|127\.0\.0\.1/);
	});

	describe('an address that leads on', () => {
		const failures = ({ emittedErrors }: FakeContext) => emittedErrors.map(({ message }) => message);

		test.each([301, 302, 303, 307, 308])('%i is followed to a safe one', async (status) => {
			sandbox.faults.next('moved', { status, location: sandbox.addressOf('102'), listingId: '101' });
			const of = context({ listings: ['101'] });
			expect(codes(await pollAirbnb(trigger(), of))).toEqual(['new HMSECOND02']);
			expect(failures(of)).toEqual([]);
		});

		test('three times, and not a fourth', async () => {
			const location = sandbox.addressOf('101').replace(sandbox.url, '');
			for (const [times, items] of [
				[3, ['new HMFIRST001']],
				[4, []],
			] as const) {
				sandbox.faults.next('moved', { location, times });
				const of = context({ listings: ['101'] });
				const before = sandbox.requests.length;
				expect(codes(await pollAirbnb(trigger(), of))).toEqual(items);
				expect(sandbox.requests).toHaveLength(before + 4);
				expect(failures(of)).toEqual(items.length > 0 ? [] : [expect.stringContaining('more than 3 times')]);
			}
		});

		// `0.0.0.0` is this machine by a name that is not called loopback, so that it would be seen.
		test('is not followed over http, which anybody could read, and holds up no other', async () => {
			const location = sandbox.addressOf('101').replace('127.0.0.1', '0.0.0.0');
			sandbox.faults.next('moved', { location, listingId: '101' });
			const of = context();
			expect(codes(await pollAirbnb(trigger(), of))).toEqual(['new HMSECOND02']);
			expect(sandbox.requests.filter(({ listingId }) => listingId === '101')).toHaveLength(1);
			expect(failures(of)).toEqual([
				expect.stringContaining('The calendar of 101 cannot be read: it leads on to another address, which must begin'),
			]);
			expect(JSON.stringify(of.emittedErrors, ['message', 'description'])).not.toMatch(/\.ics|0\.0\.0\.0/);
		});

		test('to nowhere is said', async () => {
			sandbox.faults.next('moved', { listingId: '101' });
			const of = context();
			expect(codes(await pollAirbnb(trigger(), of))).toEqual(['new HMSECOND02']);
			expect(failures(of)).toEqual([expect.stringContaining('an address that cannot be read')]);
		});

		test('the credential’s test does not follow it, and does not take it for a fault', () => {
			const { disableFollowRedirect, ignoreHttpStatusErrors } = new CalendarFeedsApi().test.request;
			expect(disableFollowRedirect).toBe(true);
			const { ignore, except } = ignoreHttpStatusErrors as { ignore: boolean; except: number[] };
			expect([ignore, ...[301, 302, 303, 307, 308].filter((status) => except.includes(status))]).toEqual([true]);
			expect(except).toEqual(expect.arrayContaining([401, 403, 404, 410, 500]));
		});
	});

	test('asks with the tag of what was dealt with, and not with that of what was not', async () => {
		const of = context();
		const node = trigger();
		const conditional = () => sandbox.requests.slice(-2).map(({ isConditional, status }) => [isConditional, status]);
		await pollAirbnb(node, of);
		await end(of, 'error');
		passHours(0.5);
		expect(codes(await pollAirbnb(node, of))).toEqual(['new HMFIRST001', 'new HMSECOND02']);
		expect(conditional()).toEqual([
			[false, 200],
			[false, 200],
		]);
		await end(of, 'success');
		passHours(0.5);
		expect(await pollAirbnb(node, of)).toEqual([]);
		expect(conditional()).toEqual([
			[true, 304],
			[true, 304],
		]);
		first.change('HMFIRST001', { checkOut: '2027-03-14' });
		passHours(0.5);
		expect(codes(await pollAirbnb(node, of))).toEqual(['modified HMFIRST001']);
	});

	test.each<[unknown, number]>([
		[0, 6],
		['', 6],
		[-1, 6],
		[73, 6],
		[0.5, 0.5],
		[12, 12],
	])('with %p hours a cancellation counts after %p', async (absenceHours, hours) => {
		first.book(booking('HMTHIRD003', '2027-04-10', '2027-04-12'));
		const of = context({ listings: ['101'], parameters: { options: { absenceHours, absenceReadings: 2 } as never } });
		const node = trigger();
		await pollAirbnb(node, of);
		await end(of, 'success');
		first.change('HMFIRST001', { isCancelled: true });
		await pollAirbnb(node, of);
		passHours(hours - 0.1);
		expect(await pollAirbnb(node, of)).toEqual([]);
		passHours(0.1);
		expect(codes(await pollAirbnb(node, of))).toEqual(['cancelled HMFIRST001']);
	});

	test('a restart while a run is under way forgets no stay that SelfKey may have', async () => {
		const staticData: IDataObject = {};
		await pollAirbnb(trigger(), context({ staticData }));
		// What n8n had saved when it started the run is all that is left.
		const saved = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		first.change('HMFIRST001', { isCancelled: true });
		const of = context({ staticData: saved });
		const node = trigger();
		const told: string[] = [];
		for (const hours of [0.5, 3, 3, 3]) {
			passHours(hours);
			told.push(...codes(await pollAirbnb(node, of)));
			await end(of, 'success');
		}
		expect(told).toEqual(['new HMSECOND02', 'cancelled HMFIRST001']);
	});

	test('no bookings at all cancel none; a person is asked, and accepts', async () => {
		for (const number of [2, 3])
			first.book(booking(`HMFIRST00${number}`, `2027-04-0${number}`, `2027-04-0${number + 1}`));
		const [of, staticData] = [context(), {} as IDataObject];
		const node = trigger();
		const watched = context({ staticData, listings: ['101'] });
		await pollAirbnb(node, watched);
		await end(watched, 'success');
		for (const code of first.bookings.keys()) first.change(code, { isCancelled: true });
		for (const hours of [1, 4, 4, 4]) {
			passHours(hours);
			expect(await pollAirbnb(node, watched)).toEqual([]);
		}
		expect(watched.emittedErrors).toHaveLength(1);
		const code = /enter (\S+) in/.exec(watched.emittedErrors[0]?.message ?? '')?.[1];
		const accepting = context({ staticData, listings: ['101'], parameters: { acceptedCodes: ` ${code}; ` } });
		// n8n's next activation is another node of the same workflow.
		Object.assign(accepting.poll.getNode(), { id: watched.poll.getNode().id });
		passHours(1);
		expect(codes(await pollAirbnb(node, accepting))).toEqual([
			'cancelled HMFIRST001',
			'cancelled HMFIRST002',
			'cancelled HMFIRST003',
		]);
		expect(of.emitted).toEqual([]);
	});

	test('a person accepts by the link in the error: opening it only asks', async () => {
		for (const number of [2, 3])
			first.book(booking(`HMFIRST00${number}`, `2027-04-0${number}`, `2027-04-0${number + 1}`));
		const node = trigger();
		const staticData: IDataObject = { acceptanceUrl: 'https://n8n.example/webhook/9f/missing-bookings' };
		const watched = context({ staticData, listings: ['101'] });
		const { id: workflowId } = watched.poll.getWorkflow();
		const { id: nodeId } = watched.poll.getNode();
		await pollAirbnb(node, watched);
		await end(watched, 'success');
		for (const code of first.bookings.keys()) first.change(code, { isCancelled: true });
		passHours(1);
		expect(await pollAirbnb(node, watched)).toEqual([]);
		const link = /open (\S+) and confirm/.exec(watched.emittedErrors[0]?.message ?? '')?.[1] ?? '';
		const { origin, pathname, searchParams } = new URL(link);
		expect(origin + pathname).toBe('https://n8n.example/webhook/9f/missing-bookings');
		const open = async (method: string, query = Object.fromEntries(searchParams), of = String(workflowId)) =>
			await callWebhook(node, { method, query, workflowId: of, nodeId });

		const asked = await open('GET');
		expect(asked).toMatchObject({ status: 200, items: [], text: expect.stringContaining('3 missing bookings') });
		passHours(1);
		expect(await pollAirbnb(node, watched)).toEqual([]);
		for (const code of ['', '3', '3-<b>bad</b>', `${searchParams.get('code')}x`])
			expect(await open('POST', { code })).toMatchObject({ status: 404 });
		expect(await open('POST', undefined, 'another workflow')).toMatchObject({
			status: 503,
			text: expect.stringContaining(`Enter ${searchParams.get('code')} in`),
		});
		passHours(1);
		expect(await pollAirbnb(node, watched)).toEqual([]);

		expect(await open('POST')).toMatchObject({ status: 200, text: expect.stringContaining('Accepted.') });
		// It counts until the run that it leads to has succeeded.
		for (const status of ['error', 'success'] as const) {
			passHours(1);
			expect(codes(await pollAirbnb(node, watched))).toEqual([
				'cancelled HMFIRST001',
				'cancelled HMFIRST002',
				'cancelled HMFIRST003',
			]);
			await end(watched, status);
		}
		passHours(1);
		expect(await pollAirbnb(node, watched)).toEqual([]);
	});

	test('a run by hand shows what stands, and moves nothing on', async () => {
		const staticData: IDataObject = {};
		const of = context({ mode: 'manual', staticData });
		const [items] = (await trigger().poll.call(of.poll)) ?? [];
		expect(items).toHaveLength(2);
		expect(staticData).toEqual({});
	});

	test('says from the third time on that it has given a booking out before', async () => {
		const of = context();
		const node = trigger();
		const again: unknown[] = [];
		for (let run = 0; run < 4; run++) {
			const items = await pollAirbnb(node, of);
			expect(codes(items)).toEqual(['new HMFIRST001', 'new HMSECOND02']);
			again.push((items[0]?.['airbnb'] as IDataObject)['isOfferedAgain'] ?? false);
			await end(of, 'error');
			passHours(1);
		}
		expect(again).toEqual([false, false, true, true]);
	});

	test('a run by hand while all calendars are empty forgets nothing', async () => {
		const of = context();
		const node = trigger();
		await pollAirbnb(node, of);
		await end(of, 'success');
		passHours(1);
		for (const listing of [first, second]) listing.bookings.clear();
		const { getMode } = of.poll;
		of.poll.getMode = () => 'manual';
		await node.poll.call(of.poll).catch(() => undefined);
		of.poll.getMode = getMode;
		passHours(1);
		await expect(pollAirbnb(node, of)).resolves.toEqual([]);
		expect(of.emittedErrors.map(({ message }) => message).join()).toContain('cannot be trusted');
	});

	test('a calendar that leaves the credential for a while is followed where it was left', async () => {
		const node = trigger();
		const of = context();
		await pollAirbnb(node, of);
		await end(of, 'success');
		passHours(1);
		const { getCredentials } = of.poll;
		of.poll.getCredentials = (async () => ({
			propertyId: '38831',
			secretAddresses: `101 = ${sandbox.addressOf('101')}`,
		})) as never;
		expect(await pollAirbnb(node, of)).toEqual([]);
		of.poll.getCredentials = getCredentials;
		second.change('HMSECOND02', { isCancelled: true });
		second.book(booking('HMTHIRD003', '2027-05-10', '2027-05-12'));
		const told: string[] = [];
		for (let hours = 0; hours < 10; hours += 2) {
			passHours(2);
			told.push(...codes(await pollAirbnb(node, of)));
			await end(of, 'success');
		}
		expect(told).toEqual(['new HMTHIRD003', 'cancelled HMSECOND02']);
	});

	test('two rooms whose calendars use the same UID are two bookings', async () => {
		const rooms = ['201', '202'].map((id) => new Listing(id, 'vrbo'));
		for (const [index, room] of rooms.entries())
			room.book(booking('imported-1', `2027-03-1${index}`, `2027-03-1${index + 2}`));
		const calendars = await startCalendars({ listings: rooms });
		try {
			const of = feedTriggerContext(calendars, 'vrbo', { listings: ['201', '202'] });
			const node = trigger();
			const items = await pollAirbnb(node, of);
			await end(of, 'success');
			expect(items).toMatchObject([{ checkIn: '2027-03-10' }, { checkIn: '2027-03-11' }]);
			expect(new Set(items.map(({ key }) => key)).size).toBe(2);
			passHours(1);
			expect(await pollAirbnb(node, of)).toEqual([]);
		} finally {
			await calendars.close();
		}
	});

	test('an address that stands twice counts for its first line, and is told; the others are read', async () => {
		const of = context();
		const [one, two] = ['101', '102'].map((id) => sandbox.addressOf(id));
		of.poll.getCredentials = (async () => ({
			propertyId: '5',
			secretAddresses: `101 = ${one}\n# mine\n103 = ${one}\n102 = ${two}`,
		})) as never;
		expect(codes(await pollAirbnb(trigger(), of))).toEqual(['new HMFIRST001', 'new HMSECOND02']);
		const told = of.emittedErrors.map(({ message }) => message);
		expect(told).toEqual([
			expect.stringContaining('Lines 1 and 3 of the calendars in the credential have the same address'),
		]);
		expect(told.join()).not.toContain(one);
	});

	test.each([
		['no calendar', { secretAddresses: '  ' }, 'at least one calendar'],
		['no property', { propertyId: '' }, 'property ID'],
		['no address', { secretAddresses: '101 = somewhere' }, 'Line 1'],
		[
			'a listing twice',
			{ secretAddresses: '101 = https://x.example/a\n101 = https://x.example/b' },
			'two calendars of 101',
		],
	])('%s in the credential stops the activation with what to do', async (_, over, message) => {
		const of = context();
		of.poll.getCredentials = (async () => ({
			propertyId: '5',
			secretAddresses: '101 = https://x.example/a',
			...over,
		})) as never;
		await expect(trigger().poll.call(of.poll)).rejects.toThrow(message);
	});

	test('the address of Airbnb says which listing it is', async () => {
		const of = context();
		of.poll.getCredentials = (async () => ({
			propertyId: '5',
			secretAddresses: `# mine\n\n${sandbox.addressOf('101')}`,
		})) as never;
		expect(await pollAirbnb(trigger(), of)).toMatchObject([{ airbnb: { listingId: '101' } }]);
	});
});

describe('the node reads', () => {
	const contextOf = (parameters: IDataObject, operation: string, over: { continueOnFail?: boolean } = {}) => {
		const secretAddresses = ['101', '102'].map((id) => `${id} = ${sandbox.addressOf(id)}`).join('\n');
		const credentials = {
			calendarFeedsApi: { type: new CalendarFeedsApi(), data: { propertyId: '38831', secretAddresses } },
		};
		return airbnbNodeContext({ url: '', host: { id: '1' } } as never, 'calendarFeed', operation, {
			credentials,
			timeZone: 'Europe/Zurich',
			parameters,
			...over,
		});
	};
	const read = async (parameters: IDataObject = {}, operation = 'read') =>
		(await runAirbnb(contextOf(parameters, operation))).map(({ json }) => json);

	test('what stands, as reservations', async () => {
		expect(await read()).toMatchObject([
			{ reservationId: 'HMFIRST001', event: 'new', airbnb: { kind: 'booking' } },
			{ reservationId: 'HMSECOND02' },
		]);
	});

	test('the same page by page, under the same keys', async () => {
		const keys = (await read()).map(({ key }) => key);
		const [one] = await read({ pageSize: 1 }, 'getPage');
		const [two] = await read({ pageSize: 1, begin: one?.next as string }, 'getPage');
		expect([one, two].map((page) => [page?.isFirst, page?.isLast])).toEqual([
			[true, false],
			[false, true],
		]);
		const given = [one, two].flatMap((page) => page?.reservations as IDataObject[]).map(({ key }) => key);
		expect(given).toEqual(keys.sort());
	});

	test('a code at several dates as a booking each, and tells it', async () => {
		const again = booking('HMFIRST001', '2027-04-10', '2027-04-12');
		first.bookings.set('again', { ...again, uid: 'again' });
		const of = contextOf({}, 'read');
		const ids = (await runAirbnb(of)).map(({ json }) => json.reservationId);
		expect(ids).toEqual(['HMFIRST001', 'HMFIRST001~2', 'HMSECOND02']);
		expect(of.hints).toEqual([expect.stringContaining('has one reservation at several dates: HMFIRST001 (2027-03-10')]);
		const [page] = await read({}, 'getPage');
		expect((page?.reservations as IDataObject[]).map(({ reservationId }) => reservationId)).toEqual(ids);
	});

	test('closed nights where they are wanted', async () => {
		first.closures.push({ uid: 'x', start: '2027-05-01', end: '2027-05-03' });
		const closed = (await read({ options: { closures: true } })).filter(({ key }) => key === undefined);
		expect(closed).toContainEqual({
			airbnb: {
				...{ source: 'calendarFeed', listingId: '101', kind: 'closure', channel: 'airbnb' },
				...{ start: '2027-05-01', end: '2027-05-03' },
			},
		});
	});

	describe.each(['html', 'truncated', 'serverError', 'notFound'] as const)('%s from one calendar', (kind) => {
		const BAD = expect.stringContaining('The calendar of 101 cannot be read: ') as string;

		beforeEach(() => sandbox.faults.next(kind, { listingId: '101', times: 9 }));

		test('holds up no other, and is told in a hint', async () => {
			const of = contextOf({}, 'read');
			expect((await runAirbnb(of)).map(({ json }) => json.reservationId)).toEqual(['HMSECOND02']);
			expect(of.hints).toEqual([BAD]);
		});

		test('is a failed item of its own where the node goes on', async () => {
			const of = contextOf({}, 'read', { continueOnFail: true });
			const [second, failed, ...more] = (await runAirbnb(of)).map(({ json }) => json);
			expect([second?.reservationId, failed, more]).toEqual(['HMSECOND02', { error: BAD }, []]);
		});

		test('is among what cannot be read of a page', async () => {
			const [page] = await read({}, 'getPage');
			expect(page).toMatchObject({
				reservations: [{ reservationId: 'HMSECOND02' }],
				unreadable: [{ event: 'new', key: null, error: BAD }],
				isLast: true,
			});
		});

		test('from all of them is a failure', async () => {
			sandbox.faults.next(kind, { listingId: '102', times: 9 });
			await expect(read()).rejects.toThrow('The calendar of 101 cannot be read');
			await expect(read({}, 'getPage')).rejects.toThrow('The calendar of 101 cannot be read');
		});
	});

	test('an event that cannot be read is told beside the others of its calendar', async () => {
		first.change('HMFIRST001', { checkIn: 'soon' });
		const of = contextOf({}, 'read');
		expect((await runAirbnb(of)).map(({ json }) => json.reservationId)).toEqual(['HMSECOND02']);
		expect(of.hints).toEqual([expect.stringContaining('The calendar of 101 has 1 event without dates')]);
	});
});

describe('the node creates', () => {
	const ROOMS = [
		{ id: 'r1', name: '101' },
		{ id: 'r2', name: '102' },
	];
	const row = (id: string, roomId: string | null, from: string, until: string) => ({
		...{ id, roomId, checkInDate: `${from}T00:00:00.000Z`, checkOutDate: `${until}T00:00:00.000Z` },
		...{ clientLastName: 'Lovelace', clientEmail: 'ada@example.com' },
	});
	const create = async (rooms: string, items: IDataObject[], parameters: IDataObject = {}) => {
		const of = airbnbNodeContext({ url: '', host: { id: '1' } } as never, 'calendarFeed', 'create', {
			items,
			timeZone: 'Europe/Zurich',
			parameters: { rooms, hotelRooms: ROOMS, ...parameters },
		});
		return (await runAirbnb(of)).map(({ json }) => json);
	};
	const shown = (calendar: unknown) =>
		[...String(calendar).matchAll(/UID:(\S+)\r\n[^]*?DTSTART;VALUE=DATE:(\d+)\r\nDTEND;VALUE=DATE:(\d+)/g)].map(
			([, uid, start, end]) => ({ uid, nights: `${start} ${end}` }),
		);

	test('one calendar of all items: the bookings of the room, and nobody’s name', async () => {
		const rows = [
			row('b1', 'r1', '2027-03-05', '2027-03-07'),
			row('b2', 'r2', '2027-03-05', '2027-03-07'),
			row('b3', null, '2027-03-05', '2027-03-07'),
		];
		const [only, ...others] = await create('101', rows);
		expect(others).toEqual([]);
		expect(only).toMatchObject({ events: 1, contentType: 'text/calendar; charset=utf-8' });
		expect(shown(only?.calendar).map(({ nights }) => nights)).toEqual(['20270305 20270307']);
		expect(String(only?.calendar)).not.toMatch(/Lovelace|ada@|b1/);
	});

	test('a booking keeps its UID when its dates move, and no two share one', async () => {
		const [before] = await create('r1', [
			row('b1', 'r1', '2027-03-05', '2027-03-07'),
			row('b4', 'r1', '2027-03-07', '2027-03-09'),
		]);
		const [after] = await create('r1', [row('b1', 'r1', '2027-03-20', '2027-03-27')]);
		const uids = shown(before?.calendar).map(({ uid }) => uid);
		expect(new Set(uids).size).toBe(2);
		expect(shown(after?.calendar)).toEqual([{ uid: uids[0], nights: '20270320 20270327' }]);
	});

	test('rooms that are sold as one are closed where all of them are taken', async () => {
		const rows = [
			row('b1', 'r1', '2027-03-05', '2027-03-08'),
			row('b2', 'r2', '2027-03-06', '2027-03-10'),
			row('b3', 'r1', '2027-03-09', '2027-03-10'),
		];
		const [only] = await create('101, 102', rows);
		expect(shown(only?.calendar).map(({ nights }) => nights)).toEqual([
			...['20270306 20270307', '20270307 20270308'],
			'20270309 20270310',
		]);
	});

	test('a full night keeps its UID, whatever becomes of those beside it and of the hotel’s other rooms', async () => {
		const rows = (from: string, until: string) => ROOMS.map(({ id }) => row(`b-${id}`, id, from, until));
		const uidsOf = async (from: string, until: string, hotelRooms = ROOMS) => {
			const [only] = await create('101, 102', rows(from, until), { hotelRooms });
			return new Map(shown(only?.calendar).map(({ uid, nights }) => [nights, uid]));
		};
		const before = await uidsOf('2027-02-27', '2027-03-05');
		expect([...before.keys()][0]).toBe('20270301 20270302');
		passHours(24);
		const after = await uidsOf('2027-02-27', '2027-03-08', [{ id: 'r0', name: '100' }, ...ROOMS]);
		expect(after.size).toBe(6);
		for (const [nights, uid] of before) if (nights > '20270302') expect(after.get(nights)).toBe(uid);
		expect(new Set(after.values()).size).toBe(6);
	});

	test('a booking keeps its UID while the hotel’s rooms change', async () => {
		const rows = [row('b1', 'r1', '2027-03-05', '2027-03-07')];
		const [before] = await create('101', rows);
		const [after] = await create('101', rows, { hotelRooms: [{ id: 'a0', name: '100' }, ...ROOMS] });
		expect(shown(after?.calendar)).toEqual(shown(before?.calendar));
	});

	test('500 full nights make a file of about 130 kB', async () => {
		const rows = ROOMS.map(({ id }) => row(`b-${id}`, id, '2027-03-01', '2028-07-13'));
		const [only] = await create('101, 102', rows);
		expect(only?.events).toBe(500);
		expect(String(only?.calendar).length).toBeLessThan(140_000);
	});

	test('a night that a stay without a room needs is closed, and one that is out of order', async () => {
		const rows = [row('b1', 'r1', '2027-03-05', '2027-03-06'), row('b2', 'r2', '2027-03-06', '2027-03-07')];
		const waits = { kind: 'stay', start: '2027-03-05', end: '2027-03-07', roomIds: ['r1', 'r2'] };
		const works = { kind: 'closure', start: '2027-03-10', end: '2027-03-11', roomIds: ['r2'] };
		const nightsOf = async (rooms: string, held: IDataObject[]) => {
			const [only] = await create(rooms, rows, { held });
			return shown(only?.calendar).map(({ nights }) => nights);
		};
		expect(await nightsOf('101, 102', [{}])).toEqual([]);
		expect(await nightsOf('101, 102', [waits, works])).toEqual(['20270305 20270306', '20270306 20270307']);
		// In its own calendar too: 102 is taken where 101 is needed.
		expect(await nightsOf('101', [waits])).toEqual(['20270305 20270306', '20270306 20270307']);
		expect(await nightsOf('102', [works])).toEqual(['20270306 20270307', '20270310 20270311']);
	});

	test('the last rooms of a type, which no channel sells, are sold by no calendar either', async () => {
		const rows = [row('b1', 'r1', '2027-03-05', '2027-03-06')];
		const kept = (...roomIds: string[]) => ({ kind: 'buffer', start: '2027-03-05', end: '2027-03-07', roomIds });
		const nightsOf = async (rooms: string, held: IDataObject[]) => {
			const [only] = await create(rooms, rows, { held });
			return shown(only?.calendar).map(({ nights }) => nights);
		};
		const [first, second] = ['20270305 20270306', '20270306 20270307'];
		expect(await nightsOf('101, 102', [kept('r1', 'r2')])).toEqual([first]);
		expect(await nightsOf('101, 102', [kept('r1', 'r2'), kept('r1', 'r2')])).toEqual([first, second]);
		// A room of its own is one of the type's: none is sold once the last is left.
		expect(await nightsOf('102', [kept('r1', 'r2')])).toEqual([first]);
		// Of another type, which has other rooms as well, another may be kept.
		expect(await nightsOf('101, 102', [kept('r2')])).toEqual([]);
		// A stay that waits has its room besides.
		const waits = { kind: 'stay', start: '2027-03-06', end: '2027-03-07', roomIds: ['r1', 'r2'] };
		expect(await nightsOf('101, 102', [kept('r1', 'r2'), waits])).toEqual([first, second]);
	});

	test('what cannot be read of the rooms held makes no calendar', async () => {
		for (const held of [[{ start: 'soon', end: '', roomIds: [] }], 'null', [{ error: 'SelfKey is down' }]])
			await expect(create('101', [{}], { held })).rejects.toThrow(/Get Rooms Held|SelfKey is down/);
	});

	test('the past is left out, and no booking at all is a calendar too', async () => {
		expect(await create('101', [row('b1', 'r1', '2027-02-05', '2027-02-08')])).toMatchObject([{ events: 0 }]);
		expect(await create('101', [{}])).toMatchObject([
			{ events: 0, calendar: expect.stringContaining('END:VCALENDAR') },
		]);
	});

	test('a room that the hotel does not have gets no calendar: an empty one would sell it', async () => {
		for (const rooms of ['999', '', '101, 999'])
			await expect(create(rooms, [{}])).rejects.toThrow(/no active room|Fill in "Rooms"/);
		await expect(create('101', [{}], { hotelRooms: '' })).rejects.toThrow('no active room');
	});

	test('what is no booking is refused', async () => {
		await expect(create('101', [{ hello: 'world' }])).rejects.toThrow('must be bookings');
	});

	test('an error of the node before makes no calendar, and is told', async () => {
		const error = 'SelfKey has a fault at present (HTTP 503)';
		await expect(create('101', [{ rooms: [], error }])).rejects.toThrow(`The bookings could not be read: ${error}`);
	});
});
