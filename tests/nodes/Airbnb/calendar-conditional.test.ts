/** What the trigger asks a calendar's server with, and what it makes of "not modified". */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { AirbnbTrigger } from '../../../nodes/Airbnb/AirbnbTrigger.node';
import { pollAirbnb } from '../../support/airbnb-node';
import { feedTriggerContext, passHours, stopTheClock } from '../../support/calendar-feed-channel';
import { textOf, type Given } from '../../support/followed-feed';

const A: Given = { uid: 'a', code: 'HMAAAAAAAA', start: '2027-03-10', end: '2027-03-13' };
const B: Given = { uid: 'b', code: 'HMBBBBBBBB', start: '2027-04-01', end: '2027-04-05' };
const MONDAY = 'Mon, 01 Mar 2027 07:00:00 GMT';
const TUESDAY = 'Tue, 02 Mar 2027 07:00:00 GMT';

interface Answer {
	status?: number;
	headers?: Record<string, string>;
	events?: Given[];
}

/** A server that answers as it is told, and the trigger that polls it; each run ends in success. */
async function connected() {
	const asked: IncomingHttpHeaders[] = [];
	let answer: Answer = {};
	const server = createServer(({ headers }, response) => {
		asked.push(headers);
		const { status = 200, events = [] } = answer;
		response.writeHead(status, { 'Content-Type': 'text/calendar', ...answer.headers });
		response.end(status === 304 ? '' : textOf(events));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const context = feedTriggerContext({ addressOf: () => `http://127.0.0.1:${port}/1.ics` }, 'airbnb', {
		listings: ['101'],
	});
	const trigger = new AirbnbTrigger();
	return {
		context,
		async poll(next: Answer) {
			answer = next;
			passHours(1);
			const items = await pollAirbnb(trigger, context);
			context.emitted.at(-1)?.end('success');
			await new Promise((resolve) => setImmediate(resolve));
			const { 'if-none-match': tag, 'if-modified-since': since } = asked.at(-1) ?? {};
			return { told: items.map(nameOf), tag, since };
		},
		close: async () => await new Promise((resolve) => server.close(resolve)),
	};
}
const nameOf = ({ event, reservationId }: IDataObject) => `${String(event)} ${String(reservationId)}`;

let of: Awaited<ReturnType<typeof connected>>;
beforeEach(async () => {
	stopTheClock(new Date('2027-03-01T08:00:00Z'));
	of = await connected();
});
afterEach(async () => {
	jest.useRealTimers();
	await of.close();
});

const dated = { 'Last-Modified': MONDAY };
const tagged = { ETag: '"1"' };

test('asks with If-Modified-Since where the server gives a date alone', async () => {
	expect(await of.poll({ headers: dated, events: [A, B] })).toEqual({
		told: ['new HMAAAAAAAA', 'new HMBBBBBBBB'],
		...{ tag: undefined, since: undefined },
	});
	expect(await of.poll({ status: 304 })).toEqual({ told: [], tag: undefined, since: MONDAY });
	// A server that answers 304 without the date is asked with the one that it gave.
	const moved = [{ ...A, end: '2027-03-14' }, B];
	expect(await of.poll({ headers: { 'Last-Modified': TUESDAY }, events: moved })).toEqual({
		told: ['modified HMAAAAAAAA'],
		...{ tag: undefined, since: MONDAY },
	});
	expect(await of.poll({ status: 304 })).toMatchObject({ told: [], since: TUESDAY });
});

test('asks with both where it gives both, as they were given', async () => {
	await of.poll({ headers: { ...dated, ETag: 'W/"a, b"' }, events: [A, B] });
	expect(await of.poll({ status: 304 })).toEqual({ told: [], tag: 'W/"a, b"', since: MONDAY });
});

test('asks with what the last answer gave, and with nothing once one gives nothing', async () => {
	await of.poll({ headers: { ...dated, ...tagged }, events: [A, B] });
	expect(await of.poll({ headers: tagged, events: [A, B] })).toMatchObject({ tag: '"1"', since: MONDAY });
	expect(await of.poll({ events: [A, B] })).toMatchObject({ tag: '"1"', since: undefined });
	expect(await of.poll({ events: [A, B] })).toEqual({ told: [], tag: undefined, since: undefined });
});

test.each<[string, Answer]>([
	['that could not be read', { status: 500, headers: tagged }],
	['that is empty, and cannot be trusted', { headers: tagged, events: [] }],
])('asks for the whole calendar again after an answer %s', async (_, answer) => {
	await of.poll({ headers: dated, events: [A, B] });
	expect(await of.poll(answer)).toMatchObject({ told: [], since: MONDAY });
	expect(await of.poll({ headers: dated, events: [A, B] })).toEqual({ told: [], tag: undefined, since: undefined });
});

test('not modified is another reading in which a booking is missing', async () => {
	await of.poll({ headers: dated, events: [A, B] });
	expect((await of.poll({ headers: { 'Last-Modified': TUESDAY }, events: [B] })).told).toEqual([]);
	const told: string[] = [];
	for (let hours = 0; hours < 7; hours++) told.push(...(await of.poll({ status: 304 })).told);
	expect(told).toEqual(['cancelled HMAAAAAAAA']);
	expect(of.context.emittedErrors).toEqual([]);
});

test('not modified, where nothing was given to compare with, is a failure', async () => {
	expect(await of.poll({ status: 304 })).toEqual({ told: [], tag: undefined, since: undefined });
	expect(of.context.emittedErrors.map(({ message }) => message).join()).toMatch(/cannot be read: it answered 304/);
	await of.poll({ events: [A, B] });
	await of.poll({ events: [B] });
	// Nothing follows from it, neither that the booking is still missing.
	for (let hours = 0; hours < 7; hours++) expect((await of.poll({ status: 304 })).told).toEqual([]);
});

test('keeps no tag that is longer than a memory may hold', async () => {
	await of.poll({ headers: { ...dated, ETag: `"${'x'.repeat(300)}"` }, events: [A, B] });
	expect(await of.poll({ events: [A, B] })).toMatchObject({ tag: undefined, since: MONDAY });
});

test('asks for the whole calendar once a day, for what the day alone makes a stay', async () => {
	await of.poll({ headers: tagged, events: [A, B] });
	const tags: Array<unknown> = [];
	// From ten in the morning on, an hour each.
	for (let hours = 0; hours < 24; hours++) tags.push((await of.poll({ headers: tagged, events: [A, B] })).tag);
	expect(tags.filter((tag) => tag === undefined)).toHaveLength(1);
	expect(tags[0]).toBe('"1"');
});
