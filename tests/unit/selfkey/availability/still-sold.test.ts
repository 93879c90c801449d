/** What a stop sell does not close: other numbers for the same rooms, and listings that nobody is told of. */
import { nothingSet } from '../../../../core/availability/calendar-nights';
import type { Restriction } from '../../../../core/availability/restrictions';
import { stillSold, type SaleAfter } from '../../../../selfkey/availability/still-sold';

const NIGHTS = { start: '2026-07-01', end: '2026-07-03' };
const type = (name: string, ...roomIds: string[]) => {
	const [channel = '', roomTypeId = ''] = name.split('/');
	return { channel, roomTypeId, roomIds };
};
const DOUBLE = type('booking.com/11', '101', '102');
const FAMILY = type('booking.com/12', '102', '103');
const SINGLE = type('booking.com/13', '104');
const LISTING = type('airbnb/77', '101');
const CALENDAR = type('airbnb/88', '102');

function stop(over: Partial<Restriction> = {}): Restriction {
	return { ...nothingSet(), channel: null, roomTypeId: null, ratePlanId: null, ...NIGHTS, closed: true, ...over };
}

function after(decided: Restriction[], over: Partial<SaleAfter> = {}): string[] {
	const sale = {
		types: [DOUBLE, FAMILY, SINGLE, LISTING, CALENDAR],
		told: [DOUBLE, FAMILY, SINGLE, LISTING],
		restrictions: decided,
		range: { start: '2026-06-01', end: '2026-12-01' },
		...over,
	};
	return stillSold(decided.slice(-1), sale).map(
		({ channel, roomTypeId, because }) => `${channel}/${roomTypeId} ${because}`,
	);
}

test.each<[string, Restriction[], string[]]>([
	['of the whole house closes all', [stop()], []],
	[
		'of a room type leaves every other that has one of its rooms',
		[stop({ roomTypeId: '11' })],
		['booking.com/12 other_id', 'airbnb/77 other_id', 'airbnb/88 other_id'],
	],
	['of a type with rooms of its own leaves none', [stop({ roomTypeId: '13' })], []],
	['for one channel says nothing of the others', [stop({ channel: 'booking.com', roomTypeId: '13' })], []],
	[
		'for one channel leaves its others',
		[stop({ channel: 'booking.com', roomTypeId: '11' })],
		['booking.com/12 other_id'],
	],
	['for one channel leaves a listing that nobody tells', [stop({ channel: 'airbnb' })], ['airbnb/88 left_out']],
	[
		'of a listing that only reads a calendar leaves it, where others sell the room too',
		[stop({ roomTypeId: '88' })],
		['booking.com/11 other_id', 'booking.com/12 other_id', 'airbnb/88 left_out'],
	],
	[
		'counts with what was stopped before',
		[stop({ roomTypeId: '77' }), stop({ roomTypeId: '12' }), stop({ roomTypeId: '88' }), stop({ roomTypeId: '11' })],
		[],
	],
	[
		'counts with what was stopped before for some of the nights only',
		[
			stop({ roomTypeId: '77', end: '2026-07-02' }),
			stop({ roomTypeId: '12' }),
			stop({ roomTypeId: '88' }),
			stop({ roomTypeId: '11' }),
		],
		['airbnb/77 other_id'],
	],
	[
		'of nights that are not on sale leaves none',
		[stop({ roomTypeId: '11', start: '2027-01-01', end: '2027-01-02' })],
		[],
	],
	['of a rate plan closes no rooms', [stop({ roomTypeId: '11', ratePlanId: 'NRF' })], []],
	['that is lifted leaves nothing to be said', [stop({ closed: false, roomTypeId: '11' })], []],
])('a stop sell %s', (_, decided, left) => expect(after(decided)).toEqual(left));

test('of listings nothing is said while no workflow has asked what to tell', () => {
	expect(after([stop({ channel: 'airbnb' })], { told: null })).toEqual([]);
});

test('the hotel’s own system is no channel', () => {
	expect(after([stop({ roomTypeId: '13' })], { types: [SINGLE, type('opera/SGL', '104')] })).toEqual([]);
	expect(after([stop({ roomTypeId: '88' })], { types: [CALENDAR, type('opera/DBL', '102')] })).toEqual([]);
});
