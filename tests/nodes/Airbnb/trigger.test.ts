/** The trigger in the mode for the partner API, connected to the sandbox's Airbnb. */
import { AirbnbTrigger } from '../../../nodes/Airbnb/AirbnbTrigger.node';
import {
	pricesOf,
	sampleReservation,
	startAirbnb,
	type AirbnbReservation,
	type AirbnbSandbox,
} from '../../../sandbox/airbnb';
import { seededRandom } from '../../../sandbox/hotel';
import { airbnbApplication, airbnbTriggerContext, pollAirbnb } from '../../support/airbnb-node';
import { inDays } from '../../support/today';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const trigger = new AirbnbTrigger();
let airbnb: AirbnbSandbox;

beforeEach(async () => {
	airbnb = await startAirbnb({ application: airbnbApplication });
});
afterEach(async () => await airbnb.close());

function put(number: number, over: Partial<AirbnbReservation> = {}): AirbnbReservation {
	const listing = airbnb.host.listings[number % airbnb.host.listings.length]!;
	const sample = sampleReservation(seededRandom(number), listing, {
		startDate: inDays(10 + (number % 300)),
		nights: 2,
		number,
	});
	const reservation = { ...sample, code: `HM${String(number).padStart(8, '0')}`, ...over };
	airbnb.account.put(reservation);
	return reservation;
}

/** Polls, and lets the run end as it is told. */
async function pollAndEnd(context = airbnbTriggerContext(airbnb), status: 'success' | 'error' = 'success') {
	const items = await pollAirbnb(trigger, context);
	if (items.length > 0) context.emitted.at(-1)?.end(status);
	await new Promise((resolve) => setImmediate(resolve));
	return items;
}
const codesOf = (items: Array<Record<string, unknown>>) => items.map(({ reservationId }) => reservationId).sort();

it('reads page after page, and every status', async () => {
	for (let number = 0; number < 130; number++) put(number, number % 5 === 0 ? { status: 'cancelled_by_host' } : {});
	expect(await pollAndEnd()).toHaveLength(130);
	const asked = airbnb.log.filter(({ path }) => path.startsWith('/v2/reservations?'));
	expect(asked).toHaveLength(3);
	for (const { path } of asked) {
		const query = new URLSearchParams(path.split('?')[1]);
		expect(query.get('all_status')).toBe('true');
		expect(Number(query.get('_limit'))).toBeLessThanOrEqual(50);
		expect(query.has('_offset')).toBe(false);
	}
});

it('says what it has given out before, until the run has ended in success', async () => {
	const context = airbnbTriggerContext(airbnb);
	const said = (items: Array<Record<string, unknown>>) =>
		items.map(({ reservationId, airbnb: by }) => [
			reservationId,
			(by as { isOfferedAgain?: boolean }).isOfferedAgain ?? false,
		]);
	const one = put(1);
	// The first of the runs may have been broken off before its lines were written.
	for (let run = 0; run < 2; run++) expect(said(await pollAndEnd(context, 'error'))).toEqual([[one.code, false]]);
	const two = put(2);
	expect(said(await pollAndEnd(context, 'error')).sort()).toEqual([
		[one.code, true],
		[two.code, false],
	]);
	put(1, { ...one, nights: one.nights + 1 });
	expect(said(await pollAndEnd(context)).sort()).toEqual([
		[one.code, false],
		[two.code, false],
	]);
	expect(await pollAndEnd(context)).toEqual([]);
});

it('stores nothing at a quiet poll', async () => {
	const staticData: Record<string, never> = {};
	const context = airbnbTriggerContext(airbnb, { staticData });
	put(1);
	await pollAndEnd(context);
	await pollAndEnd(context);
	const writes: PropertyKey[] = [];
	const watched = new Proxy(staticData, { set: (_, name) => writes.push(name) > 0 });
	context.poll.getWorkflowStaticData = () => watched;
	expect(await pollAndEnd(context)).toEqual([]);
	expect(writes).toEqual([]);
});

it('sees a guest in the house for 120 nights as imported, and one of 400 where it is chosen', async () => {
	put(1, { startDate: inDays(-120), nights: 130 });
	put(2, { startDate: inDays(-400), nights: 410 });
	const seen = async (options: Record<string, number>) =>
		codesOf(await pollAndEnd(airbnbTriggerContext(airbnb, { parameters: { options } })));
	expect(await seen({})).toEqual(['HM00000001']);
	expect(await seen({ longestStay: 0 })).toEqual(['HM00000001']);
	expect(await seen({ longestStay: 420 })).toEqual(['HM00000001', 'HM00000002']);
});

it('of one that is new the log says once that it was left as it is, and no run is red for it', async () => {
	put(1, { status: 'new' });
	put(2);
	const context = airbnbTriggerContext(airbnb);
	for (let polls = 0; polls < 3; polls++) await pollAndEnd(context);
	expect(codesOf(context.emitted.flatMap(({ items }) => items.map(({ json }) => json)))).toEqual(['HM00000002']);
	expect(context.logged).toEqual([expect.stringMatching(/HM00000001.*"new"/)]);
	expect(context.emittedErrors).toEqual([]);
});

it('sees guests who are in the house, and bookings of the year after next', async () => {
	put(1, { startDate: inDays(-60), nights: 70 });
	put(2, { startDate: inDays(700), nights: 3 });
	put(3, { startDate: inDays(-200), nights: 3 });
	const context = airbnbTriggerContext(airbnb, { parameters: { options: {} } });
	expect(codesOf(await pollAndEnd(context))).toEqual(['HM00000001', 'HM00000002']);
});

it('passes on what is new or has changed, also where only the content has, and nothing twice', async () => {
	const context = airbnbTriggerContext(airbnb);
	const first = put(1);
	put(2);
	expect(await pollAndEnd(context)).toMatchObject([{ event: 'new' }, { event: 'new' }]);
	expect(await pollAndEnd(context)).toEqual([]);

	// Airbnb does not always move the time of the last change.
	const stored = airbnb.account.reservations.get(first.code)!;
	airbnb.account.reservations.set(first.code, { ...stored, nights: 3, prices: pricesOf(60_000, 'CHF') });
	expect(await pollAndEnd(context)).toMatchObject([{ event: 'modified', reservationId: first.code, nights: 3 }]);
	airbnb.account.cancel('HM00000002', 'host');
	expect(await pollAndEnd(context)).toMatchObject([{ event: 'cancelled', reservationId: 'HM00000002' }]);
	expect(await pollAndEnd(context)).toEqual([]);
});

it('passes on a request when it is accepted, and keeps an accepted one that Airbnb looks into', async () => {
	const context = airbnbTriggerContext(airbnb);
	put(1, { status: 'pending', bookedAt: null });
	put(2);
	expect(codesOf(await pollAndEnd(context))).toEqual(['HM00000002']);
	airbnb.account.setStatus('HM00000001', 'accept');
	airbnb.account.setStatus('HM00000002', 'at_checkpoint');
	expect(codesOf(await pollAndEnd(context))).toEqual(['HM00000001']);
	airbnb.account.setStatus('HM00000002', 'checkpoint_voided');
	expect(await pollAndEnd(context)).toMatchObject([{ reservationId: 'HM00000002', status: 'cancelled' }]);
});

it('passes on no change that somebody has only asked for', async () => {
	const context = airbnbTriggerContext(airbnb);
	const { code, startDate } = put(1);
	await pollAndEnd(context);
	const id = airbnb.account.askForAlteration(code, { startDate, nights: 5 });
	expect(await pollAndEnd(context)).toEqual([]);
	airbnb.account.answerAlteration(id, 'DECLINED');
	expect(await pollAndEnd(context)).toEqual([]);
	airbnb.account.answerAlteration(airbnb.account.askForAlteration(code, { startDate, nights: 6 }), 'ACCEPTED');
	expect(await pollAndEnd(context)).toMatchObject([{ reservationId: code, nights: 6 }]);
});

it('tells what it cannot read or does not understand beside the others', async () => {
	put(1);
	put(2, { extra: { status_type: 'on_the_moon' } });
	put(3, { extra: { start_date: 'soon', check_in_datetime: null } });
	const context = airbnbTriggerContext(airbnb);
	expect(codesOf(await pollAndEnd(context))).toEqual(['HM00000001']);
	const told = context.emittedErrors.map(({ message }) => message).join('\n');
	expect(told).toContain('HM00000002 has a status that this version does not know ("on_the_moon")');
	expect(told).toContain('HM00000003 of Airbnb cannot be read');
	expect(told).toContain('reservation.start_date');

	// Until somebody has looked them up nothing changes, and no further poll turns red for it.
	put(4);
	expect(codesOf(await pollAndEnd(context))).toEqual(['HM00000004']);
	expect(context.emittedErrors).toHaveLength(2);
	put(2, { extra: { status_type: 'under_the_moon' } });
	await pollAndEnd(context);
	expect(context.emittedErrors.slice(2)).toMatchObject([{ message: expect.stringContaining('"under_the_moon"') }]);
});

it('by hand shows each time what it cannot read', async () => {
	put(1, { extra: { status_type: 'on_the_moon' } });
	const context = airbnbTriggerContext(airbnb, { mode: 'manual' });
	for (let run = 1; run <= 2; run++) await expect(trigger.poll.call(context.poll)).rejects.toThrow('"on_the_moon"');
});

it('keeps what it has read when a later page fails, and reads the rest with the next poll', async () => {
	for (let number = 0; number < 80; number++) put(number);
	const context = airbnbTriggerContext(airbnb);
	airbnb.faults.next('serverError', { after: 1, times: 3 });
	const first = await pollAndEnd(context);
	expect(first).toHaveLength(50);
	expect(context.emittedErrors).toHaveLength(1);
	const second = await pollAndEnd(context);
	expect(second).toHaveLength(30);
	expect(new Set(codesOf([...first, ...second])).size).toBe(80);
});

it('waits when Airbnb asks it to, and renews an expired token', async () => {
	put(1);
	const context = airbnbTriggerContext(airbnb);
	airbnb.faults.next('rateLimited', { retryAfterSeconds: 2 });
	expect(await pollAndEnd(context)).toHaveLength(1);
	airbnb.oauth.revokeAll();
	put(2);
	expect(codesOf(await pollAndEnd(context))).toEqual(['HM00000002']);
	expect(context.emittedErrors).toEqual([]);
});

it('two workers may renew the token side by side, since the refresh token stays', async () => {
	put(1);
	const [one, other] = [airbnbTriggerContext(airbnb), airbnbTriggerContext(airbnb)];
	expect(await Promise.all([pollAndEnd(one), pollAndEnd(other)])).toMatchObject([[{}], [{}]]);
	expect(airbnb.oauth.minted).toBe(2);
	put(2);
	expect(await Promise.all([pollAndEnd(one), pollAndEnd(other)])).toMatchObject([[{}], [{}]]);
	expect(airbnb.oauth.minted).toBe(2);
});

it('forgets what the window no longer shows, so its memory does not grow', async () => {
	const staticData = { passedOn: { HMOLD: { mark: 'x', until: inDays(-800) } } };
	const context = airbnbTriggerContext(airbnb, { staticData });
	put(1);
	await pollAndEnd(context);
	expect(await pollAndEnd(context)).toEqual([]);
	expect(Object.keys(staticData.passedOn)).toEqual(['HM00000001']);
	expect(JSON.stringify(staticData).length).toBeLessThan(100);
});

it('a restart repeats at most what the last run has dealt with', async () => {
	const staticData = {};
	const context = airbnbTriggerContext(airbnb, { staticData });
	put(1);
	await pollAndEnd(context);
	put(2);
	await pollAndEnd(context);
	// n8n saved when the second run began; another process knows no more.
	const restarted = airbnbTriggerContext(airbnb, { staticData: structuredClone(staticData) });
	expect(codesOf(await pollAndEnd(restarted))).toEqual(['HM00000002']);
	expect(await pollAndEnd(restarted)).toEqual([]);
});

it.each([['nothing'], [null], [{ HM00000001: 'old' }], [[1, 2]]])(
	'takes %j in its memory for nothing',
	async (passedOn) => {
		put(1);
		expect(await pollAndEnd(airbnbTriggerContext(airbnb, { staticData: { passedOn } as never }))).toHaveLength(1);
	},
);

it('reads only the listings that are named', async () => {
	const [first, second] = [put(0), put(1)];
	expect(second.listingId.length).toBeGreaterThan(16);
	const context = airbnbTriggerContext(airbnb, { parameters: { listingIds: ` ${second.listingId}; 7` } });
	expect(codesOf(await pollAndEnd(context))).toEqual([second.code]);
	expect(first.listingId).not.toBe(second.listingId);
});

it('by hand shows what there is, and moves nothing on', async () => {
	put(1);
	const staticData = { passedOn: {} };
	for (let run = 1; run <= 2; run++) {
		const context = airbnbTriggerContext(airbnb, { mode: 'manual', staticData });
		const shown = await trigger.poll.call(context.poll);
		expect(shown?.[0]).toHaveLength(1);
	}
	expect(staticData).toEqual({ passedOn: {} });
});

it('says which field of the credential is missing when a person switches it on', async () => {
	const context = airbnbTriggerContext(airbnb, {
		credentials: { airbnbApi: { type: {} as never, data: { ...airbnbApplication, hostId: '', baseUrl: airbnb.url } } },
	});
	await expect(trigger.poll.call(context.poll)).rejects.toThrow('Fill in the host ID');
});
