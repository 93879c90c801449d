import fc from 'fast-check';
import { addDays, eachNight } from '../../../../core/reservation/dates';
import { nothingSet } from '../../../../core/availability/calendar-nights';
import type { Restriction } from '../../../../core/availability/restrictions';
import { stoppedRooms } from '../../../../selfkey/availability/stop-sells';

const FIRST = '2027-03-01';
const range = { start: FIRST, end: addDays(FIRST, 6) };
const types = [
	{ channel: 'booking.com', roomTypeId: '1', roomIds: ['a', 'b'] },
	{ channel: 'airbnb', roomTypeId: '2', roomIds: ['b'] },
	{ channel: 'opera', roomTypeId: '3', roomIds: ['b', 'd'] },
	{ channel: 'own-site', roomTypeId: '4', roomIds: ['e'] },
	{ channel: 'airbnb', roomTypeId: '2', roomIds: ['e'] },
];

it('a room is stopped where every type that sells it is, by the last decision for all channels', () => {
	const decision = fc.record({
		channel: fc.constantFrom(null, 'airbnb'),
		roomTypeId: fc.constantFrom(null, '1', '2', '3', '4'),
		closed: fc.constantFrom(true, false, null),
		from: fc.nat(6),
		nights: fc.integer({ min: 1, max: 4 }),
	});
	fc.assert(
		fc.property(fc.array(decision, { maxLength: 6 }), (decisions) => {
			const restrictions = decisions.map(({ from, nights, ...rest }): Restriction => {
				const start = addDays(FIRST, from - 1);
				return { ...nothingSet(), ratePlanId: null, ...rest, start, end: addDays(start, nights) };
			});
			const isClosed = (roomTypeId: string, night: string) =>
				restrictions
					.filter((each) => each.channel === null && each.closed !== null)
					.filter((each) => each.roomTypeId === null || each.roomTypeId === roomTypeId)
					.filter(({ start, end }) => start <= night && night < end)
					.at(-1)?.closed === true;
			// A room that only the hotel's own system names is no channel's, and follows that.
			const expected = { a: ['1'], b: ['1', '2'], c: [''], d: ['3'], e: ['2', '4'] };
			const stopped = stoppedRooms(Object.keys(expected), types, restrictions, range);
			for (const [room, own] of Object.entries(expected)) {
				const nights = stopped
					.filter(({ roomId }) => roomId === room)
					.flatMap(({ start, end }) => eachNight(start, end));
				expect(nights).toEqual(
					eachNight(range.start, range.end).filter((night) => own.every((type) => isClosed(type, night))),
				);
			}
		}),
	);
});

test.each([
	['of the hotel’s own system, which sells nothing, keeps no room on sale', ['1', '2'], ['a', 'b']],
	['of a webhook’s sender does, since it sells what it sends', ['2'], []],
])('a type %s', (_, roomTypeIds, rooms) => {
	const stops = roomTypeIds.map((roomTypeId): Restriction => ({
		...nothingSet(),
		channel: null,
		roomTypeId,
		ratePlanId: null,
		...range,
		closed: true,
	}));
	expect(stoppedRooms(['a', 'b', 'e'], types, stops, range)).toEqual(rooms.map((roomId) => ({ roomId, ...range })));
});
