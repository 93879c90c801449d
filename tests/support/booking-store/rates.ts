/** What channels are told of prices: SelfKey's for the rooms, by the hotel's rules, until they have them. */
import type { CalendarRange } from '../../../core/availability/calendar-nights';
import type { NewHotel, TestHotel } from './test-hotel';

interface Given {
	channel: string;
	propertyId: string | null;
	roomTypeId: string;
	ratePlanId: string | null;
	round: number;
	attempts: number;
	currency: string;
	nights: CalendarRange[];
}

interface Answer {
	calendars: Given[];
	unassigned: string[];
	unpriced: string[];
}

const DOUBLE = '1296364403';
const PLAN = '49111777';
const LISTING = '48211377';
const rule = (roomType: string, ratePlanId: string | null, percent: number, over: object = {}) => ({
	...{ roomType, ratePlanId, percent, start: null, end: null, singleUsePercent: null },
	...over,
});
const configuration = {
	currency: 'EUR',
	roomMap: { [DOUBLE]: ['101', '102'], [`airbnb/${LISTING}`]: ['101', '102'], '77': ['201'] },
	properties: { 'booking.com': ['12345'] },
	availability: { horizonNights: 60 },
	rates: [
		rule(DOUBLE, PLAN, 10, { singleUsePercent: -20 }),
		rule(DOUBLE, PLAN, 50, { start: '2026-03-10', end: '2026-03-12', singleUsePercent: -20 }),
		rule(`airbnb/${LISTING}`, null, 0),
		rule('77', PLAN, 0),
	],
};

const said = (given: readonly Given[]) =>
	given.map(({ channel, ratePlanId, currency, nights }) => [
		`${channel} ${ratePlanId ?? ''}`.trim(),
		...nights.map(({ start, end, price, singleUsePrice }) => `${start} ${end} ${price} ${singleUsePrice} ${currency}`),
	]);

export function describeRates(newHotel: NewHotel): void {
	describe('rates', () => {
		let hotel: TestHotel;
		let clock = new Date('2026-03-01T08:00:00.000Z');
		beforeEach(async () => {
			clock = new Date('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => clock });
			await priceOf('201', 0);
		});
		afterEach(() => expect(hotel.errors).toEqual([]));

		const priceOf = (room: string, price: number) =>
			hotel.query('UPDATE "rooms" SET "price" = $2 WHERE "id" = $1', [hotel.room(room), price]);
		const later = (minutes: number) => (clock = new Date(clock.getTime() + minutes * 60_000));

		async function read(parameters: Record<string, string> = {}): Promise<Answer> {
			const query = { subscriber: 'rates', channels: 'booking.com,airbnb', ...parameters };
			const { status, body } = await hotel.get('rates', query);
			expect(status).toBe(200);
			return body as unknown as Answer;
		}
		async function acknowledge(given: readonly Given[], error?: string): Promise<unknown> {
			const items = given.map((each) => ({ ...each, error }));
			const { status, body } = await hotel.ask('rates/ack', { subscriber: 'rates', items });
			expect(status).toBe(200);
			return body['results'];
		}

		it('are given out by plan as the fewest ranges, and a type without a price holds up none', async () => {
			const { calendars, unpriced, unassigned } = await read();
			expect(said(calendars)).toEqual([
				[
					`booking.com ${PLAN}`,
					'2026-03-01 2026-03-10 11000 8800 EUR',
					'2026-03-10 2026-03-12 15000 12000 EUR',
					'2026-03-12 2026-04-30 11000 8800 EUR',
				],
				['airbnb', '2026-03-01 2026-04-30 10000 null EUR'],
			]);
			expect(calendars.map(({ propertyId }) => propertyId)).toEqual(['12345', null]);
			expect({ unpriced, unassigned }).toEqual({ unpriced: ['77'], unassigned: [] });
		});

		it('are not given out again once they are accepted, until a price or a rule changes', async () => {
			expect(await acknowledge((await read()).calendars)).toEqual(['acknowledged', 'acknowledged']);
			expect(await read()).toMatchObject({ calendars: [], unpriced: [] });
			// The dearest of the rooms counts: none is sold below its own price.
			await priceOf('102', 90);
			expect((await read()).calendars).toEqual([]);
			await priceOf('101', 120.5);
			await priceOf('201', 70);
			const { calendars, unpriced } = await read();
			expect(said(calendars).map(([plan, first]) => [plan, first])).toEqual([
				[`booking.com ${PLAN}`, '2026-03-01 2026-03-10 13255 10604 EUR'],
				['airbnb', '2026-03-01 2026-04-30 12050 null EUR'],
				[`booking.com ${PLAN}`, '2026-03-01 2026-04-30 7000 null EUR'],
			]);
			expect(unpriced).toEqual([]);
			await acknowledge(calendars);
			expect((await read()).calendars).toEqual([]);
		});

		it('come again after a minute if they were refused, and hold up no other plan', async () => {
			const { calendars } = await read();
			const [refused, ...others] = calendars;
			await acknowledge(others);
			expect(await acknowledge(refused ? [refused] : [], 'PRICE_BELOW_MIN_PRICE')).toEqual(['postponed']);
			expect((await read()).calendars).toEqual([]);
			later(2);
			const again = await read();
			expect(said(again.calendars)).toEqual(said(refused ? [refused] : []));
			expect(again.calendars[0]).toMatchObject({ attempts: 1, reason: 'PRICE_BELOW_MIN_PRICE' });
		});

		it('tell a new day its price, and everything once a day', async () => {
			await acknowledge((await read()).calendars);
			clock = new Date('2026-03-02T00:30:00.000Z');
			const nextDay = await read();
			expect(said(nextDay.calendars)).toEqual([
				[`booking.com ${PLAN}`, '2026-04-30 2026-05-01 11000 8800 EUR'],
				['airbnb', '2026-04-30 2026-05-01 10000 null EUR'],
			]);
			await acknowledge(nextDay.calendars);
			clock = new Date('2026-03-02T02:30:00.000Z');
			const { calendars } = await read();
			expect(calendars.map(({ nights }) => [nights[0]?.start, nights.at(-1)?.end])).toEqual([
				['2026-03-02', '2026-05-01'],
				['2026-03-02', '2026-05-01'],
			]);
		});

		it('are apart from availability, although both workflows chose the same name', async () => {
			const parameters = { subscriber: 'rates', channels: 'booking.com,airbnb' };
			const rooms = (await hotel.get('availability', parameters)).body['calendars'] as Given[];
			const { calendars } = await read();
			expect(rooms.every(({ nights }) => nights.every(({ price }) => price === null))).toBe(true);
			expect(calendars.every(({ nights }) => nights.every(({ available }) => available === null))).toBe(true);
			await acknowledge(calendars);
			expect((await hotel.get('availability', parameters)).body['calendars']).toHaveLength(rooms.length);
		});

		it('leave out other channels and what is left out, and say of which type nobody knows the property', async () => {
			expect(said((await read({ channels: 'airbnb' })).calendars).map(([plan]) => plan)).toEqual(['airbnb']);
			expect(said((await read({ leave_out: `${DOUBLE},77` })).calendars).map(([plan]) => plan)).toEqual(['airbnb']);
			const nowhere = await newHotel({ configuration: { ...configuration, properties: {} } });
			const { body } = await nowhere.get('rates', { subscriber: 'rates', channels: 'booking.com' });
			expect(body).toMatchObject({ calendars: [], unassigned: [DOUBLE, '77'] });
		});

		it('follow what is saved, and what cannot be read is refused with its name', async () => {
			await acknowledge((await read()).calendars);
			const change = async (rates: unknown) =>
				hotel.ask('settings', { revision: await revision(), settings: { rates } });
			const revision = async () => (await hotel.get('settings', {})).body['revision'];
			for (const wrong of [
				[{}],
				'x',
				[rule('', null, 0)],
				[rule(DOUBLE, PLAN, -100)],
				[rule(DOUBLE, PLAN, 0, { start: 'x' })],
			])
				expect(await change(wrong)).toMatchObject({ status: 400, body: { fields: ['settings.rates'] } });
			const rates = [rule(`airbnb/${LISTING}`, null, 2.5)];
			expect(await change(rates)).toMatchObject({ status: 200 });
			expect((await hotel.get('settings', {})).body['settings']).toMatchObject({ rates });
			expect(said((await read()).calendars)).toEqual([['airbnb', '2026-03-01 2026-04-30 10250 null EUR']]);
		});
	});
}
