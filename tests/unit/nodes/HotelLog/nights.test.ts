import { rowOf } from '../../../../nodes/HotelLog/rows/row-of';
import { openLines } from '../../../../nodes/HotelLog/run/log-run';
import { closureSeconds } from '../../../../nodes/shared/log/closure';

const settings = {
	integration: 'SelfKey → channels',
	needsOutcome: true,
	namesGuest: true,
	executionId: '7',
	workflowId: '50',
	at: '2026-03-01T08:00:00.000Z',
};
const nothing = {
	closed: null,
	closedToArrival: null,
	closedToDeparture: null,
	minimumStay: null,
	maximumStay: null,
};
const item = (over: Record<string, unknown> = {}) => ({
	key: 'booking.com/12345/1296364403',
	event: 'availability',
	channel: 'booking.com',
	propertyId: '12345',
	roomTypeId: '1296364403',
	ratePlanId: null,
	raises: false,
	nights: [
		{ start: '2026-03-10', end: '2026-03-12', available: 1, ...nothing },
		{ start: '2026-03-20', end: '2026-03-21', available: 0, ...nothing },
	],
	selfKey: { availability: { subscriber: 'availability', round: 3, repaired: 0 } },
	...over,
});

describe('the line of nights that a channel was told of', () => {
	it('names the room type, the nights and the rooms', () => {
		expect(rowOf(item({ bookingCom: { outcome: 'updated', warnings: [] } }), settings)).toMatchObject({
			action: 'availability',
			status: 'success',
			outcome: 'updated',
			room: '1296364403',
			hotel: '12345',
			arrival: '2026-03-10',
			departure: '2026-03-21',
			guest: '',
			message: '2026-03-10 to 2026-03-12: 1 room to sell; 2026-03-20 to 2026-03-21: 0 rooms to sell',
		});
	});

	it('tells two listings apart whose numbers could be those of cards', () => {
		const listings = ['1000173456789012347', '1000346913578024694', '4111111111111111'];
		const lines = listings.map((roomTypeId) =>
			rowOf(item({ key: `airbnb/42/${roomTypeId}`, roomTypeId, propertyId: '42', error: 'Airbnb is down' }), settings),
		);
		expect(lines.map(({ room }) => room)).toEqual(listings);
		expect(lines.map(({ reservationKey }) => reservationKey)).toEqual(listings.map((id) => `airbnb/42/${id}`));
		// The line that is open is found again by the key that stands in it.
		const open = openLines(lines.map((line, index) => ({ ...line, id: index + 1 })));
		expect(open.map(({ reservationKey }) => reservationKey)).toEqual(lines.map(({ reservationKey }) => reservationKey));
	});

	it('holds no card number that a channel has made the name of a rate plan', () => {
		const [key, ratePlanId] = ['booking.com/12345/1296364403/4111111111111111', '4111111111111111'];
		expect(JSON.stringify(rowOf(item({ key, ratePlanId }), settings))).not.toContain('4111111');
	});

	it('says why it was held back, which is no fault', () => {
		const line = rowOf(item({ bookingCom: { outcome: 'held back', because: 'A reservation waits' } }), settings);
		expect(line).toMatchObject({ status: 'success', outcome: 'held back' });
		expect(line.message).toMatch(/A reservation waits$/);
	});

	it('is red where a channel refused it, with the nights at risk', () => {
		const line = rowOf(item({ error: 'Booking.com is down' }), settings);
		expect(line).toMatchObject({ status: 'error', outcome: 'not written' });
		expect(line.message).toMatch(/^Booking\.com is down; 2026-03-10 to 2026-03-12/);
	});

	it('counts the ranges that it does not name, and what the daily push repaired', () => {
		const nights = Array.from({ length: 9 }, (_, index) => ({
			start: `2026-03-${10 + index}`,
			end: `2026-03-${11 + index}`,
			available: index,
			...nothing,
		}));
		const selfKey = { availability: { subscriber: 'availability', round: 3, repaired: 4 } };
		const { message } = rowOf(item({ nights, selfKey, airbnb: { outcome: 'updated' } }), settings);
		expect(message).toContain('and 3 more ranges');
		expect(message).toContain('4 nights had differed');
	});

	it('tells a restriction of a rate plan', () => {
		const night = { ...nothing, closedToArrival: true, closedToDeparture: false, minimumStay: 3 };
		const nights = [{ start: '2026-03-10', end: '2026-03-12', available: null, ...night }];
		const line = rowOf(item({ nights, ratePlanId: '49111777', bookingCom: { outcome: 'updated' } }), settings);
		expect(line).toMatchObject({
			room: '1296364403, 49111777',
			message: '2026-03-10 to 2026-03-12: no arrival, 3 nights at least',
		});
	});

	it('tells prices in the currency’s own decimals, and the one for a guest alone', () => {
		const nights = [
			{ start: '2026-03-10', end: '2026-03-12', price: 13_350, singleUsePrice: 12_000 },
			{ start: '2026-03-12', end: '2026-03-13', price: 15_000, singleUsePrice: null },
		];
		const rates = (currency: string) =>
			rowOf(
				item({ event: 'rates', nights, currency, ratePlanId: '49111777', bookingCom: { outcome: 'updated' } }),
				settings,
			);
		expect(rates('CHF')).toMatchObject({
			action: 'rates',
			status: 'success',
			room: '1296364403, 49111777',
			message: '2026-03-10 to 2026-03-12: 133.50 CHF, 120.00 for one guest; 2026-03-12 to 2026-03-13: 150.00 CHF',
		});
		expect(rates('JPY').message).toContain('2026-03-12: 13350 JPY, 12000 for one guest');
	});
});

describe('the time until a channel knew', () => {
	const told = (more: object, seconds: unknown = 12.4) => ({
		...item(),
		bookingCom: { outcome: 'updated', warnings: [] },
		...more,
		selfKey: { availability: { acknowledgement: 'acknowledged', seconds } },
	});
	const secondsIn = (of: Record<string, unknown>) => closureSeconds(rowOf(of, settings).message);

	it('is in the line of fewer rooms, and can be read back from it', () => {
		expect(secondsIn(told({ raises: false }))).toBe(12);
		expect(rowOf(told({ raises: false }), settings).message).toMatch(
			/^Known to the channel 12 s after the change in SelfKey; /,
		);
	});

	it.each([
		['more rooms', told({ raises: true })],
		['prices', told({ raises: false, event: 'rates' })],
		['what no booking has changed', told({ raises: false }, null)],
		['what was not accepted', item()],
	])('is not in the line of %s', (_, of) => {
		expect(secondsIn(of)).toBeNull();
	});

	it('is read from no text that another system has written', () => {
		expect(closureSeconds('It said: Known to the channel 5 s after the change in SelfKey')).toBeNull();
	});
});
