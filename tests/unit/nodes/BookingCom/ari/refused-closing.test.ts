/** What is sent again without a closing that Booking.com has refused. */
import fc from 'fast-check';
import { addDays, eachNight } from '../../../../../core/reservation/dates';
import { availabilityAsks, ROOM_WIDE, type AvailabilityValue } from '../../../../../nodes/BookingCom/ari/asks';
import { partsOf, requestsOf, type Part } from '../../../../../nodes/BookingCom/ari/parts';
import { withoutRefusedClosings } from '../../../../../nodes/BookingCom/ari/refused-closing';
import type { AvailabilityUpdate } from '../../../../../nodes/BookingCom/ari/updates';
import { bookingComError, refusesClosing } from '../../../../../nodes/BookingCom/responses/errors';
import { assertProperty } from '../../../../support/property';

const said = { code: null, text: 'MINIMUM_CONTRACTED_ROOMS: minimum contracted rooms', record: '1' };
const refusal = bookingComError([said], 200, null, true);

const update = (over: Partial<AvailabilityUpdate>): AvailabilityUpdate => ({
	...{ roomTypeId: 'r', ratePlanId: null, from: '2027-07-01', until: '2027-07-03', roomsToSell: null, closed: null },
	...{ closedToArrival: null, closedToDeparture: null, minimumStay: null, maximumStay: null, ...over },
});

it.each([
	'minimum contracted rooms',
	'minimum_contract_rooms',
	'Min. contracted rooms: 2',
	'contracted minimum number of rooms',
	'The hotel has contracted a minimum of 2 rooms',
	'Number of rooms is below the contracted minimum',
	'fewer rooms than contracted',
	'the contracted number of rooms must stay open',
	'Closing not allowed because of contracted allotment',
	'Rate 12: minimum contracted rooms',
])('knows a refused closing by any words of it: %s', (text) => {
	expect(refusesClosing({ ...said, text })).toBe(true);
});

it.each([
	...['Invalid room', 'Minimum stay is longer than maximum', 'no contract for this hotel', 'minimum rooms'],
	'Rate below minimum contract price for this room',
	'The contract rate of this room is closed for the period',
])('takes %j for none', (text) => expect(refusesClosing({ ...said, text })).toBe(false));

/** Every closing is refused. @returns the requests that follow, and one result for each part that there was */
async function sentAgain(updates: AvailabilityUpdate[], answer = (): Error | null => null) {
	const requests: Array<Array<Part<AvailabilityValue>>> = [];
	const results: Array<{ part: Part<AvailabilityValue>; result: unknown }> = [];
	const parts = partsOf(
		updates.flatMap((one, item) => availabilityAsks(one, item)),
		ROOM_WIDE,
	);
	for (const request of requestsOf(parts, ROOM_WIDE)) {
		const first = request.map(({ fields }) =>
			fields.get('closed')?.value === true ? refusal : { ruid: 'first', warnings: [] },
		);
		const all = await withoutRefusedClosings(request, first, async (some) => {
			requests.push(some);
			const thrown = answer();
			if (thrown) throw thrown;
			return some.map(() => ({ ruid: `again ${requests.length}`, warnings: [] }));
		});
		results.push(...request.map((part, place) => ({ part, result: all[place] })));
	}
	return { requests, results };
}

const inWords = (requests: Array<Array<Part<AvailabilityValue>>>) =>
	requests.map((request) =>
		request.map(({ ratePlanId, from, until, fields }) =>
			[ratePlanId ?? 'room', from, until, ...[...fields].map(([field, { value }]) => `${field} ${value}`)].join(' '),
		),
	);

it('the rooms of a closed type and those that a rate plan asks for go out one after the other, none for sale last', async () => {
	const { requests } = await sentAgain([
		update({ closed: true, until: '2027-07-05' }),
		update({ ratePlanId: 'p', closed: true, roomsToSell: 4 }),
	]);
	expect(inWords(requests)).toEqual([
		['p 2027-07-01 2027-07-03 roomsToSell 4'],
		['room 2027-07-01 2027-07-05 roomsToSell 0'],
	]);
});

it('a request that does not go through leaves the others their results', async () => {
	const down = [new Error('Booking.com is down'), null];
	const { results } = await sentAgain(
		[update({ closed: true }), update({ ratePlanId: 'p', closed: true, roomsToSell: 4 })],
		() => down.shift() ?? null,
	);
	expect(results.map(({ result }) => result)).toEqual([
		expect.objectContaining({ ruid: 'again 2', notClosed: expect.stringContaining('0 rooms to sell') }),
		new Error('Booking.com is down'),
	]);
});

const anUpdate = fc
	.record({
		start: fc.integer({ min: 0, max: 40 }),
		nights: fc.integer({ min: 1, max: 20 }),
		roomTypeId: fc.constantFrom('r', 's'),
		ratePlanId: fc.constantFrom('p', 'q', null),
		roomsToSell: fc.constantFrom(null, 3),
		closed: fc.constantFrom(true, true, null),
		minimumStay: fc.constantFrom(null, 2),
	})
	.map(({ start, nights, ...over }) =>
		update({ ...over, from: addDays('2027-07-01', start), until: addDays('2027-07-01', start + nights) }),
	);

it('no two ranges of one request overlap, whatever was closed', async () => {
	await assertProperty(
		fc.asyncProperty(fc.array(anUpdate, { minLength: 1, maxLength: 8 }), async (updates) => {
			const { requests, results } = await sentAgain(updates);
			for (const request of requests) {
				const nights = request.flatMap(({ roomTypeId, ratePlanId, from, until, fields }) =>
					eachNight(from, until).flatMap((date) => [
						[roomTypeId, ratePlanId, date].join('|'),
						...(fields.has('roomsToSell') ? [[roomTypeId, 'rooms to sell', date].join('|')] : []),
					]),
				);
				expect(new Set(nights).size).toBe(nights.length);
				expect(new Set(request.map(({ from }) => from.slice(0, 7))).size).toBe(1);
			}
			for (const { part, result } of results)
				if (part.fields.get('closed')?.value === true && (part.ratePlanId === null || part.fields.size > 1))
					expect(result).toHaveProperty('notClosed');
		}),
	);
});
