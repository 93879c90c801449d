/** A minimum stay of every channel: which rate plans it is kept for, and which channels cannot be told. */
import { nothingSet } from '../../../../core/availability/calendar-nights';
import type { Restriction } from '../../../../core/availability/restrictions';
import { spreadOverRates } from '../../../../selfkey/availability/rate-plans';
import { readRoomMap } from '../../../../selfkey/settings/room-map';

const RATES = [{ channel: 'booking.com', roomTypeId: '11', ratePlanId: 'NRF' }];
const all: Restriction = {
	...nothingSet(),
	...{ channel: null, roomTypeId: null, ratePlanId: null, start: '2026-07-01', end: '2026-07-03', minimumStay: 3 },
};

function spread(over: Partial<Restriction> = {}, entries = ['11', 'airbnb/777']) {
	const roomMap = readRoomMap(Object.fromEntries(entries.map((entry) => [entry, ['101']])));
	const properties = new Map([['booking.com', new Set(['12345'])]]);
	return spreadOverRates({ ...all, ...over }, RATES, { roomMap, properties }, 'add[0]');
}

describe('a minimum stay of every channel', () => {
	it('is kept for the rate plans, and names the channel that cannot be told', () => {
		const { restrictions, withoutRates, notTold } = spread();
		expect(restrictions).toMatchObject([{ channel: 'booking.com', ratePlanId: 'NRF', minimumStay: 3 }]);
		expect([withoutRates, notTold]).toEqual([[], ['airbnb']]);
	});

	it.each<[string, Partial<Restriction>, string[] | undefined]>([
		['sells nothing', {}, ['11']],
		['does not sell the room type', { roomTypeId: '11' }, undefined],
		['is not meant', { channel: 'booking.com' }, undefined],
		['is not meant, since a rate plan of a channel is named', { channel: 'booking.com', ratePlanId: 'NRF' }, undefined],
		['does not sell the room type of the rate plan', { roomTypeId: '11', ratePlanId: 'NRF' }, undefined],
		['can be told all of it', { minimumStay: null, closed: true }, undefined],
	])('does not name a channel that %s', (_, over, entries) => expect(spread(over, entries).notTold).toEqual([]));

	it('of a rate plan is kept as it is, and names the channel that has none', () => {
		const { restrictions, withoutRates, notTold } = spread({ ratePlanId: 'NRF' });
		expect(restrictions).toEqual([{ ...all, ratePlanId: 'NRF' }]);
		expect([withoutRates, notTold]).toEqual([[], ['airbnb']]);
	});

	it.each<[string, Partial<Restriction>, string[] | undefined]>([
		['of a listing with a rate plan', { roomTypeId: '777', ratePlanId: 'NRF' }, undefined],
		['of a listing', { roomTypeId: '777' }, undefined],
		['of a house that only such a channel sells', {}, ['airbnb/777']],
	])('%s is refused, without a word of rate plans', (_, over, entries) => {
		expect(() => spread(over, entries)).toThrow(
			/^Airbnb can be told to open or close nights only, not of arrival, departure and length of stay: enter these at Airbnb/,
		);
	});

	it('is refused with the line that is missing where no rate plan is known', () => {
		expect(() => spread({ roomTypeId: '12' }, ['12', 'airbnb/777'])).toThrow('No rate plan of room type 12 is known');
	});
});
