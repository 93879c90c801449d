/** Airbnb's reservations reach SelfKey through a real n8n: each once, and none is lost when SelfKey is down. */
import { airbnbSeason, endDateOf, payoutOf } from '../../sandbox/airbnb';
import { hotelParadise } from '../../sandbox/hotel';
import { airbnbRuns, airbnbStays, pollAirbnbOnce } from '../support/airbnb-flow';
import { logRows, openTestEnvironment, SANDBOX_TEST_MS, tally, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

const FROM = inDays(40);
const season = airbnbSeason({ seed: 7, hotel: hotelParadise, from: FROM });
let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({ airbnb: { steps: season.steps } });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

/** What Airbnb holds, in the words of SelfKey. */
function truth() {
	const { account, host } = environment.airbnb;
	const roomsOf = new Map(host.listings.map(({ id, roomTypeId }) => [id, roomTypeId]));
	return [...account.reservations.values()]
		.filter(({ status }) => status === 'accept')
		.map((each) => ({
			reservationId: each.code,
			checkIn: each.startDate,
			checkOut: endDateOf(each),
			amount: (payoutOf(each.prices) + each.prices.hostFee + each.prices.hostFeeVat) / 100,
			currency: 'CHF',
			roomTypeId: roomsOf.get(each.listingId),
		}))
		.sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));
}

async function activeBookings() {
	const typeOf = new Map(hotelParadise.rooms.map(({ name, roomTypeId }) => [name, roomTypeId]));
	return [...(await airbnbStays(environment)).values()]
		.filter(({ occupies }) => occupies)
		.map(({ reservationId, checkIn, checkOut, amount, currency, room }) => ({
			...{ reservationId, checkIn, checkOut, amount, currency },
			roomTypeId: typeOf.get(room ?? ''),
		}))
		.sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));
}

test('an outage of SelfKey loses nothing: what was not written is offered again', async () => {
	environment.selfKey.faults.down(true);
	const [failed] = await pollAirbnbOnce(environment).finally(() => environment.selfKey.faults.down(false));
	expect(failed?.status).toBe('error');
	expect(await airbnbStays(environment)).toEqual(new Map());
});

test('bookings are written with their dates, prices and rooms; requests are not', async () => {
	// Everything was read once, so meanwhile some guests have changed and cancelled.
	const runs = await pollAirbnbOnce(environment);
	expect(tally(runs.map(({ status }) => status))).toEqual({ success: 1 });
	expect(await activeBookings()).toEqual(truth());
	expect(truth()).toHaveLength(season.planned.activeCodes.length);
	const { outcomes, doubleBookedRoomNights } = await environment.selfKey.statistics();
	expect(outcomes['airbnb']).toEqual({
		created: season.planned.activeCodes.length,
		cancelled: season.planned.cancelled,
	});
	expect(doubleBookedRoomNights).toBe(0);
});

test('a quiet poll starts no run, and neither does one after the flow was switched off and on', async () => {
	expect(await pollAirbnbOnce(environment, true)).toEqual([]);
});

test('a change, a cancellation and a new booking are each seen, and an alteration only once it is accepted', async () => {
	const { account } = environment.airbnb;
	const [first = '', second = '', third = ''] = season.planned.activeCodes;
	const before = account.reservations.get(first)!;
	const id = account.askForAlteration(first, { startDate: before.startDate, nights: before.nights + 1 });
	expect(await pollAirbnbOnce(environment, true)).toEqual([]);

	account.answerAlteration(id, 'ACCEPTED');
	account.cancel(second, 'guest', { payout: 5_000, hostFee: 150 });
	account.setStatus(third, 'at_checkpoint');
	const code = 'QK2X7A';
	account.put({ ...account.reservations.get(third)!, code, status: 'accept', startDate: FROM, nights: 2 });
	const [run] = await pollAirbnbOnce(environment);
	expect(run?.status).toBe('success');
	const stays = await airbnbStays(environment);
	expect(stays.get(first)).toMatchObject({ occupies: true, checkOut: endDateOf(account.reservations.get(first)!) });
	expect(stays.get(second)).toMatchObject({ occupies: false, status: 'cancelled' });
	// Airbnb looks into the guest, and keeps the nights meanwhile.
	expect(stays.get(third)).toMatchObject({ occupies: true, status: 'confirmed' });
	expect(stays.get(code)).toMatchObject({ occupies: true, checkIn: FROM });
});

test('the log has a line for each reservation that was written', async () => {
	const runs = (await airbnbRuns(environment)).filter(({ status }) => status === 'success');
	const rows = await logRows(environment, runs);
	const { activeCodes, cancelled } = season.planned;
	expect(tally(rows.map(({ outcome }) => outcome))).toEqual({
		created: activeCodes.length + 1,
		cancelled: cancelled + 1,
		updated: 1,
	});
	expect(rows.every(({ integration }) => integration === 'Airbnb → SelfKey')).toBe(true);
});
