/** SelfKey's prices → Booking.com and Airbnb in a real n8n: the rules of the form, per plan, each price once. */
import { addDays } from '../../sandbox/hotel';
import { settingsFormOf, submitSettings, textOf } from '../../sandbox/start/environment';
import { logRows, openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

const POLL_SECONDS = 5;
const today = inDays(0);
const season = { start: inDays(40), end: inDays(50) };
let environment: SandboxEnvironment;
let types: string[];
let plans: string[];
let listing: string;

beforeAll(async () => {
	environment = await openTestEnvironment({ pollSeconds: POLL_SECONDS });
	const { hotel, airbnb } = environment;
	types = hotel.roomTypes.map(({ id }) => id);
	plans = hotel.ratePlans.map(({ id }) => id);
	listing = airbnb.host.listings.find(({ roomTypeId }) => roomTypeId === types[0])?.id ?? '';
	await priceOf(types[0], 150);
	// Nobody has entered it.
	await priceOf(types[1], 0);
	// Less than Booking.com takes.
	await priceOf(types[2], 2);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

async function priceOf(roomTypeId: string | undefined, price: number): Promise<void> {
	const names = environment.hotel.rooms.filter((room) => room.roomTypeId === roomTypeId).map(({ name }) => name);
	await environment.selfKey.db('UPDATE "rooms" SET "price" = $1 WHERE "name" = ANY($2::text[])', [price, names]);
}

const save = async (rates: string) => {
	const { n8n, templates, hotel, secrets } = environment;
	return textOf(await submitSettings(n8n, templates.settings, { ...settingsFormOf(hotel), rates }, secrets));
};
const rate = (type: number, plan: number, date: string, guests?: number) =>
	environment.bookingCom.rate(types[type] ?? '', plans[plan] ?? '', date, guests);
const requests = () => ({
	bookingCom: environment.bookingCom.log.entries.filter(({ route }) => route === 'rates').length,
	airbnb: environment.airbnb.log.filter(({ path }) => path.startsWith('/v2/calendar_operations')).length,
});
const runs = async () => {
	const { n8n, templates } = environment;
	return await n8n.api.executions({ workflowId: templates.rates });
};
/** Longer than two polls take. */
const aWhile = async () => await new Promise((resolve) => setTimeout(resolve, 3 * POLL_SECONDS * 1000));
const monthsOf = (nights: number) => {
	const months = Array.from({ length: nights }, (_, night) => inDays(night).slice(0, 7));
	return new Set(months).size;
};

test('is imported, and off: whatever the form says, no channel is told a price', async () => {
	const page = await save(
		[
			`${types[0]} rate ${plans[0]} = +10 %, single use -20 %`,
			`${types[0]} rate ${plans[0]} from ${season.start} until ${season.end} = +30 %, single use -20 %`,
			`${types[0]} rate ${plans[1]} = -15 %`,
			`${types[1]} rate ${plans[0]} = 0 %`,
			`${types[2]} rate ${plans[0]} = 0 %`,
			`airbnb/${listing} = +5 %`,
		].join('\n'),
	);
	expect(page).toContain('Saved');
	const { n8n, templates } = environment;
	expect((await n8n.api.workflows()).find(({ id }) => id === templates.rates)).toMatchObject({ active: false });
	await aWhile();
	expect(requests()).toEqual({ bookingCom: 0, airbnb: 0 });
});

test('tells each plan and listing its price, though one type has none and another is refused', async () => {
	const { n8n, templates, airbnb } = environment;
	await n8n.activate(templates.rates);
	await n8n.waitFor(
		async () => rate(0, 0, inDays(499)) !== null && airbnb.account.night(listing, today).price === 157.5,
		{
			what: 'the prices to arrive',
			timeoutMs: 120_000,
		},
	);
	const chf = (minor: number) => ({ minor, decimals: 2, currency: 'CHF', taxIncluded: true });
	for (const [night, price, alone] of [
		[today, 16_500, 13_200],
		[addDays(season.start, -1), 16_500, 13_200],
		[season.start, 19_500, 15_600],
		[addDays(season.end, -1), 19_500, 15_600],
		[season.end, 16_500, 13_200],
		[inDays(499), 16_500, 13_200],
	] as const) {
		expect(rate(0, 0, night)).toEqual(chf(price));
		expect(rate(0, 0, night, 1)).toEqual(chf(alone));
		expect(rate(0, 1, night)).toEqual(chf(12_750));
		expect(rate(0, 1, night, 1)).toBeNull();
		expect(airbnb.account.night(listing, night)).toMatchObject({ price: 157.5, availability: 'available' });
		expect([rate(1, 0, night), rate(2, 0, night), rate(0, 0, inDays(500))]).toEqual([null, null, null]);
	}
	expect(requests()).toEqual({ bookingCom: monthsOf(500), airbnb: 1 });
});

test('logs each plan, ends red for what was refused, and names the type without a price', async () => {
	const { n8n } = environment;
	const failed = async () => (await runs()).filter(({ status }) => status === 'error');
	await n8n.waitFor(async () => (await failed()).length >= 2, { what: 'both red executions', timeoutMs: 60_000 });
	const lines = (await logRows(environment)).filter(({ action }) => action === 'rates');
	const line = (room: string) => lines.find((each) => each['room'] === room);
	expect(line(`${types[0]}, ${plans[0]}`)).toMatchObject({
		integration: 'SelfKey prices → channels',
		outcome: 'updated',
		status: 'success',
		arrival: today,
		message: expect.stringContaining(`${season.start} to ${season.end}: 195.00 CHF, 156.00 for one guest`) as string,
	});
	expect(line(listing)).toMatchObject({ outcome: 'updated' });
	expect(line(`${types[2]}, ${plans[0]}`)).toMatchObject({
		status: 'error',
		message: expect.stringContaining('PRICE_BELOW_MIN_PRICE') as string,
	});
	expect(line(`${types[1]}, ${plans[0]}`)).toBeUndefined();
	const said = await Promise.all((await failed()).map(async ({ id }) => JSON.stringify(await n8n.api.execution(id))));
	expect(said.filter((text) => text.includes(`price of the room types ${types[1]}: none of their rooms`))).toHaveLength(
		1,
	);
});

test('tells nothing that is told, and then only what has changed in SelfKey', async () => {
	const { n8n, airbnb } = environment;
	// What was refused comes again by itself: here its price is put right first.
	await priceOf(types[2], 90);
	await n8n.waitFor(async () => rate(2, 0, inDays(499))?.minor === 9_000, {
		what: 'the price put right',
		timeoutMs: 180_000,
	});
	const before = requests();
	await aWhile();
	expect(requests()).toEqual(before);
	await priceOf(types[1], 120.55);
	await n8n.waitFor(async () => rate(1, 0, inDays(499))?.minor === 12_055, {
		what: 'the new price',
		timeoutMs: 120_000,
	});
	await aWhile();
	expect(requests()).toEqual({ bookingCom: before.bookingCom + monthsOf(500), airbnb: before.airbnb });
	expect(rate(0, 0, today)).toMatchObject({ minor: 16_500 });
	expect(airbnb.account.night(listing, today).price).toBe(157.5);
});
