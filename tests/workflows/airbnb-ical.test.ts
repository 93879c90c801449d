/**
 * Airbnb's calendars reach SelfKey through a real n8n: a year of bookings, moved dates, cancellations and outages, at the
 * pace of a test. And SelfKey's rooms reach channels as calendars.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { addDays, hotelParadise } from '../../sandbox/hotel';
import { calendarListings, historyOf, Listing } from '../../sandbox/ical';
import { CALENDAR_SECRET, calendarAddress } from '../../sandbox/start/templates';
import { airbnbStays } from '../support/airbnb-flow';
import { chromiumPath, openBrowser } from '../support/browser';
import { logRows, openTestEnvironment, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays, today } from '../support/today';

jest.setTimeout(15 * 60_000);

const HOUR_MS = 3_600_000;
const DAYS = 365;
/** It ends a few days ago: SelfKey's own clock is not moved, and no revision may be ahead of it. */
const FROM = inDays(-DAYS - 4);
const history = historyOf({ seed: 11, from: FROM, days: DAYS, changesADay: 0.13, outagesADay: 0.02 });
const [{ listingId, roomName }] = calendarListings(hotelParadise) as [{ listingId: string; roomName: string }];
const listing = new Listing(listingId, 'airbnb');
let clock = Date.parse(`${FROM}T00:00:00Z`);
let folder: string;
let environment: SandboxEnvironment;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'shifted-clock-'));
	listing.closures.push({ uid: 'winter', start: addDays(FROM, 200), end: addDays(FROM, 214) });
	environment = await openTestEnvironment({
		ownN8n: true,
		calendars: { listings: [listing], clock: () => new Date(clock) },
		env: {
			NODE_OPTIONS: `--require ${path.resolve(__dirname, '../support/shifted-clock.cjs')}`,
			SHIFTED_CLOCK: path.join(folder, 'offset'),
		},
	});
	// As the template has it: six hours, three readings.
	await setParameters({ options: {} });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

async function setParameters(parameters: Record<string, unknown>): Promise<void> {
	const { api } = environment.n8n;
	const { nodes, connections, versionId } = await api.workflow(environment.templates.calendars);
	for (const node of nodes) if (node.type.endsWith('.airbnbTrigger')) Object.assign(node.parameters, parameters);
	await api.session.request('PATCH', `/workflows/${environment.templates.calendars}`, {
		nodes,
		connections,
		versionId,
	});
}

/**
 * n8n reads the calendars once, at this time.
 * @param react to the errors that it showed, while the workflow is still published
 */
async function pollAt(at: number, react: (errors: string[]) => Promise<void>): Promise<void> {
	const { n8n, templates } = environment;
	clock = at;
	await writeFile(path.join(folder, 'offset'), String(at - Date.now()));
	const runs = async () => await n8n.api.executions({ workflowId: templates.calendars });
	const before = new Set((await runs()).map(({ id }) => id));
	const requests = environment.calendars.requests.length;
	await n8n.activate(templates.calendars);
	// Once, or again where a connection was lost.
	expect(environment.calendars.requests.length).toBeGreaterThan(requests);
	let seen = -1;
	const begun = await n8n.waitFor(
		async () => {
			const found = (await runs()).filter(({ id }) => !before.has(id));
			// n8n is switched on before the first run is listed, so that one look at none says nothing.
			const isSame = found.length === seen;
			seen = found.length;
			return isSame && found.every(({ status }) => ['success', 'error'].includes(status)) && found;
		},
		{ what: 'the runs to end', timeoutMs: 120_000 },
	);
	const ended = await Promise.all(begun.map(async ({ id }) => await n8n.api.execution(id)));
	await react(ended.flatMap(({ data }) => data.resultData.error?.message ?? []));
	await n8n.deactivate(templates.calendars);
}

/** As a person does with the link in an alert: looks at the page, and confirms. In a browser, if there is one. */
async function confirm(link: string, inBrowser: boolean): Promise<void> {
	if (inBrowser && chromiumPath()) return await confirmInBrowser(link);
	const { status, data } = await axios.get<string>(link);
	expect([status, data]).toEqual([200, expect.stringContaining('Yes, cancel the')]);
	const confirmed = await axios.post<string>(link, '', {
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
	expect([confirmed.status, confirmed.data]).toEqual([200, expect.stringContaining('Accepted.')]);
}

async function confirmInBrowser(link: string): Promise<void> {
	const browser = await openBrowser();
	try {
		const page = await browser.newPage();
		await page.goto(link);
		await page.getByRole('button', { name: /^Yes, cancel the/ }).click();
		await page.getByText('Accepted.').waitFor();
	} finally {
		await browser.close();
	}
}

/** After each change soon, after a cancellation until it counts, and several times in each outage. */
function pollTimes(): number[] {
	const times = history.steps.flatMap(({ at, what }) =>
		(what === 'cancel' ? [1, 4, 8, 12] : [1]).map((hours) => at.getTime() + hours * HOUR_MS),
	);
	const outages = history.outages.flatMap(({ from, until }) => [
		...[1, 4, 8].map((hours) => from.getTime() + hours * HOUR_MS).filter((time) => time < until.getTime()),
		...[1, 5, 9].map((hours) => until.getTime() + hours * HOUR_MS),
	]);
	const end = Date.parse(`${FROM}T00:00:00Z`) + (DAYS + 1) * 24 * HOUR_MS;
	const last = [0, 4, 8, 12].map((hours) => end + hours * HOUR_MS);
	return [...times, ...outages, ...last]
		.sort((a, b) => a - b)
		.filter((time, index, all) => time - (all[index - 1] ?? 0) > HOUR_MS / 2);
}

const TIMES_EMPTIED = 3;

/** Where enough is to come that it is no chance. @returns whether it was */
function cancelAllToCome(now: Date): boolean {
	const tomorrow = addDays(now.toISOString().slice(0, 10), 1);
	const toCome = [...listing.bookings.values()].filter(
		({ isCancelled, checkIn }) => !isCancelled && checkIn > tomorrow,
	);
	if (toCome.length < 3) return false;
	for (const { code } of toCome) listing.change(code, { isCancelled: true });
	return true;
}

test('after a year SelfKey is as the truth is, and at no moment was anything cancelled that stood', async () => {
	const steps = [...history.steps];
	const codes: string[] = [];
	let clicks = 0;
	const poll = async (at: number) => {
		const outage = history.outages.find(({ from, until }) => from.getTime() <= at && at < until.getTime());
		environment.calendars.faults.clear();
		if (outage) environment.calendars.faults.next(outage.kind, { times: Number.POSITIVE_INFINITY });
		let found: string[] = [];
		await pollAt(at, async (errors) => {
			found = errors.flatMap((error) => /enter (\d+-\w+) in/.exec(error)?.[1] ?? []);
			const [link] = errors.flatMap((error) => /open (http\S+) and confirm/.exec(error)?.[1] ?? []);
			codes.push(...found);
			// The person looks at Airbnb, where nothing is amiss: and clicks at first, later enters the codes.
			if (!outage && found.length > 0 && clicks < 2) {
				await confirm(link ?? '', clicks === 0);
				clicks++;
				found = [];
			}
		});
		if (!outage && found.length > 0) await setParameters({ acceptedCodes: codes.join(' ') });
		const wrong = [...(await airbnbStays(environment)).values()]
			.filter(
				({ status, reservationId }) => status === 'cancelled' && !listing.bookings.get(reservationId)?.isCancelled,
			)
			.map(({ reservationId }) => reservationId);
		expect({ at: new Date(at).toISOString(), wrong }).toEqual({ at: new Date(at).toISOString(), wrong: [] });
		return outage === undefined;
	};
	let emptied = 0;
	for (const at of pollTimes()) {
		for (; steps[0] && steps[0].at.getTime() <= at; steps.shift()) steps[0].apply(listing);
		const isWell = await poll(at);
		// A group that leaves is as much as no guest cancels at once: people are asked.
		if (isWell && emptied < TIMES_EMPTIED && cancelAllToCome(new Date(at))) {
			emptied++;
			for (const minutes of [10, 20]) await poll(at + minutes * 60_000);
		}
	}
	expect(emptied).toBe(TIMES_EMPTIED);
	const standing = [...(await airbnbStays(environment)).values()]
		.filter(({ occupies }) => occupies)
		.map(({ reservationId, checkIn, checkOut, room }) => ({ reservationId, checkIn, checkOut, room }));
	const truth = [...listing.bookings.values()]
		.filter(({ isCancelled }) => !isCancelled)
		.map(({ code, checkIn, checkOut }) => ({ reservationId: code, checkIn, checkOut, room: roomName }));
	expect(byCode(standing)).toEqual(byCode(truth));
	expect([...listing.bookings.values()].filter(({ isCancelled }) => isCancelled).length).toBeGreaterThan(5);
	expect(clicks).toBe(2);
	expect(environment.calendars.requests.some(({ status }) => status === 304)).toBe(true);
	const rows = await logRows(environment);
	expect(rows.filter(({ status }) => status === 'error')).toEqual([]);
	expect(new Set(rows.map(({ integration }) => integration))).toEqual(new Set(['Airbnb iCal → SelfKey']));
});

const byCode = <T extends { reservationId: string }>(list: T[]) =>
	[...list].sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));

describe('the calendar of a room', () => {
	const get = async (room: string, secret?: string) =>
		await axios.get<string>(await calendarAddress(environment.n8n, environment.templates.calendarFeed, room, secret), {
			validateStatus: () => true,
		});

	const sale = { checkIn: inDays(20), checkOut: inDays(23), lastName: 'Rochat' };

	beforeAll(async () => {
		await environment.selfKey.directSale({ ...sale, room: roomName });
		await environment.n8n.activate(environment.templates.calendarFeed);
	});

	test('shows the nights that are taken, and nothing of the guests', async () => {
		const { status, headers, data } = await get(roomName);
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
		const taken = [...listing.bookings.values()].filter(
			({ isCancelled, checkOut }) => !isCancelled && checkOut > today(),
		);
		const shown = [...data.matchAll(/DTSTART;VALUE=DATE:(\d{8})\r\nDTEND;VALUE=DATE:(\d{8})\r\n/g)].map(
			([, start, end]) => `${start}/${end}`,
		);
		expect(shown).toEqual(
			[sale, ...taken].map(({ checkIn, checkOut }) => `${checkIn}/${checkOut}`.replaceAll('-', '')).sort(),
		);
		expect(data.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
		for (const { code, guest, phoneEnd } of taken)
			for (const word of [code, guest, phoneEnd]) expect(data).not.toContain(`:${word}`);
		expect(data).not.toMatch(/HM\d|Rochat/);
		// The same again, UIDs included.
		expect((await get(roomName)).data).toBe(data);
	});

	test('of several rooms shows the nights in which all of them are taken, each with a UID that stays', async () => {
		const nights = (text: string) => [
			...text.matchAll(/UID:(\S+)\r\n[^]*?DTSTART;VALUE=DATE:(\d{8})\r\nDTEND;VALUE=DATE:(\d{8})\r\n/g),
		];
		const other = hotelParadise.rooms.find(({ name }) => name !== roomName)?.name ?? '';
		const both = async () => {
			const { status, data } = await get(`${roomName},${other}`);
			expect(status).toBe(200);
			return new Map(nights(data).map(([, uid, start]) => [start, uid]));
		};
		const bare = (date: string) => date.replaceAll('-', '');
		expect([...(await both()).keys()]).not.toContain(bare(sale.checkIn));
		await environment.selfKey.directSale({ ...sale, checkOut: addDays(sale.checkIn, 2), room: other });
		const before = await both();
		const full = [sale.checkIn, addDays(sale.checkIn, 1)].map(bare);
		expect([...before.keys()]).toEqual(full);
		const more = { ...sale, checkIn: addDays(sale.checkIn, 2), checkOut: sale.checkOut, room: other };
		await environment.selfKey.directSale(more);
		const after = await both();
		expect([...after.keys()]).toEqual([...full, bare(more.checkIn)]);
		expect(full.map((night) => after.get(night))).toEqual(full.map((night) => before.get(night)));
	});

	test('has another address once a person has entered another secret, and none at the old one', async () => {
		const { n8n, templates } = environment;
		const secret = 'a'.repeat(48);
		const enter = async (value: string) => {
			await n8n.deactivate(templates.calendarFeed);
			const { nodes, connections, versionId } = await n8n.api.workflow(templates.calendarFeed);
			const json = JSON.stringify(nodes).replace(/("name":"secret",[^}]*"value":)"\w+"/, `$1"${value}"`);
			await n8n.api.session.request('PATCH', `/workflows/${templates.calendarFeed}`, {
				nodes: JSON.parse(json) as unknown,
				connections,
				versionId,
			});
			await n8n.activate(templates.calendarFeed);
		};
		await enter(secret);
		expect([(await get(roomName)).status, (await get(roomName, secret)).status]).toEqual([404, 200]);
		await enter(CALENDAR_SECRET);
		expect([(await get(roomName)).status, (await get(roomName, secret)).status]).toEqual([200, 404]);
	});

	test('is not to be had with another secret, for a room that does not exist, or while SelfKey is down', async () => {
		expect((await get(roomName, 'x'.repeat(48))).status).toBe(404);
		expect((await get('999')).status).toBe(503);
		environment.selfKey.faults.down(true);
		const { status, data } = await get(roomName).finally(() => environment.selfKey.faults.down(false));
		expect(status).toBe(503);
		expect(String(data)).not.toContain('VCALENDAR');
	});

	test('is an error and no empty calendar, which would open all nights, where SelfKey lists the hotel but no bookings', async () => {
		environment.selfKey.faults.downAt(/\/bookings/);
		const { status, data } = await get(roomName).finally(() => environment.selfKey.faults.downAt(null));
		expect(status).toBe(503);
		expect(String(data)).not.toContain('VCALENDAR');
		expect((await get(roomName)).status).toBe(200);
	});
});
