/** Whatever the items ask for, the requests are such as Booking.com takes, and together they are what was asked for. */
import fc from 'fast-check';
import { addDays, eachNight } from '../../../../../core/reservation/dates';
import {
	dividedByItems,
	itemsIn,
	partsOf,
	requestsOf,
	type Ask,
	type Part,
} from '../../../../../nodes/BookingCom/ari/parts';
import { inASecond } from '../../../../support/cpu-time';
import { assertProperty } from '../../../../support/property';

const ROOM_WIDE = new Set(['rooms']);

const range = fc
	.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 45 }))
	.map(([start, nights]) => ({ from: addDays('2027-01-20', start), until: addDays('2027-01-20', start + nights) }));
const asked = fc.record({
	range,
	roomTypeId: fc.constantFrom('r1', 'r2'),
	ratePlanId: fc.constantFrom('p1', 'p2', null),
	layer: fc.constantFrom<'main' | 'arrival'>('main', 'arrival'),
	values: fc.dictionary(fc.constantFrom('rooms', 'closed', 'min'), fc.integer({ min: 0, max: 2 }), { minKeys: 1 }),
});
const asks = fc.array(asked, { minLength: 1, maxLength: 12 }).map((all) =>
	all.map(({ range: nights, values, layer, ...place }, item): Ask<number> => ({
		...nights,
		...place,
		item,
		layer,
		fields: new Map(layer === 'main' ? Object.entries(values) : [['arrival', values.rooms ?? 0]]),
	})),
);

/** Each field's value, night by night, after everything was applied in order. */
function stateAfter(
	applied: ReadonlyArray<
		Pick<Ask<number>, 'roomTypeId' | 'ratePlanId' | 'from' | 'until'> & { values: Array<[string, number]> }
	>,
): Map<string, number> {
	const state = new Map<string, number>();
	for (const { roomTypeId, ratePlanId, from, until, values } of applied)
		for (const date of eachNight(from, until))
			for (const [field, value] of values)
				state.set([date, field, roomTypeId, ROOM_WIDE.has(field) ? '' : ratePlanId].join('|'), value);
	return new Map([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const valuesOf = ({ fields }: Part<number>): Array<[string, number]> =>
	[...fields].map(([field, { value }]) => [field, value]);
const sentBy = (all: Ask<number>[]) => requestsOf(partsOf(all, ROOM_WIDE), ROOM_WIDE);

/** What was asked for, item by item and night by night. */
const wanted = (all: Ask<number>[]) =>
	new Set(
		all.flatMap(({ item, roomTypeId, from, until, fields }) =>
			eachNight(from, until).flatMap((date) =>
				[...fields].map(([field, value]) => [item, roomTypeId, date, field, value].join('|')),
			),
		),
	);
const given = (parts: Array<Part<number>>) =>
	parts.flatMap(({ roomTypeId, from, until, fields, nights }) =>
		eachNight(from, until).flatMap((date) =>
			[...fields].flatMap(([field, { value }]) =>
				[...(nights.find(([night]) => night === date)?.[1].get(field)?.items ?? [])].map((item) =>
					[item, roomTypeId, date, field, value].join('|'),
				),
			),
		),
	);

describe('requests', () => {
	it('cover one month each, and no two ranges of a room type and rate plan overlap in one', () => {
		assertProperty(
			fc.property(asks, (all) => {
				for (const request of sentBy(all)) {
					const dates = request.flatMap(({ from, until }) => [from, addDays(until, -1)]);
					expect(new Set(dates.map((date) => date.slice(0, 7))).size).toBe(1);
					const nights = request.flatMap(({ roomTypeId, ratePlanId, from, until }) =>
						eachNight(from, until).map((date) => [roomTypeId, ratePlanId, date].join('|')),
					);
					expect(new Set(nights).size).toBe(nights.length);
				}
			}),
			{ numRuns: 150 },
		);
	});

	it('leave every night as if the items had been sent one after the other', () => {
		assertProperty(
			fc.property(asks, (all) => {
				const parts = sentBy(all).flat();
				expect(stateAfter(parts.map((part) => ({ ...part, values: valuesOf(part) })))).toEqual(
					stateAfter(all.map((one) => ({ ...one, values: [...one.fields] }))),
				);
			}),
			{ numRuns: 150 },
		);
	});

	it('hold everything that was asked for, and nothing else, each with the items that asked', () => {
		assertProperty(
			fc.property(asks, (all) => {
				const parts = sentBy(all).flat();
				const told = given(parts);
				expect(new Set(told)).toEqual(wanted(all));
				expect(told).toHaveLength(new Set(told).size);
				expect(new Set(parts.flatMap((part) => [...itemsIn(part)]))).toEqual(new Set(all.map(({ item }) => item)));
			}),
			{ numRuns: 150 },
		);
	});

	it('are the same for the same items', () => {
		assertProperty(fc.property(asks, (all) => expect(sentBy(all)).toEqual(sentBy(structuredClone(all)))));
	});

	it('are one a month where no item contradicts another', () => {
		const nightly = eachNight('2027-01-25', '2027-04-05').map((from, item): Ask<number> => ({
			item,
			from,
			until: addDays(from, 1),
			roomTypeId: 'r1',
			ratePlanId: null,
			layer: 'main',
			fields: new Map([['rooms', from < '2027-03-10' ? 4 : 5]]),
		}));
		expect(
			sentBy(nightly).map((request) =>
				request.map(({ from, until, fields }) => [from, until, fields.get('rooms')?.value]),
			),
		).toEqual([
			[['2027-01-25', '2027-02-01', 4]],
			[['2027-02-01', '2027-03-01', 4]],
			[
				['2027-03-01', '2027-03-10', 4],
				['2027-03-10', '2027-04-01', 5],
			],
			[['2027-04-01', '2027-04-05', 5]],
		]);
	});

	const MANY = 10_000;
	const many = (ask: (item: number) => Pick<Ask<number>, 'from' | 'fields'>) =>
		Array.from({ length: MANY }, (_, item): Ask<number> => ({
			...ask(item),
			item,
			until: '2027-03-11',
			roomTypeId: 'r1',
			ratePlanId: null,
			layer: 'main',
		}));
	it.each<[string, number, Ask<number>[]]>([
		['the same', 1, many(() => ({ from: '2027-03-01', fields: new Map([['rooms', 1]]) }))],
		[
			'the same of more or fewer nights',
			1,
			many((item) => ({ from: addDays('2027-03-01', item % 10), fields: new Map([['rooms', 1]]) })),
		],
		['the contrary', MANY, many((item) => ({ from: '2027-03-01', fields: new Map([['rooms', item % 2]]) }))],
	])('are made in a second of thousands of items that say %s', (_, requests, all) => {
		const sent = inASecond(() => sentBy(all));
		expect(sent).toHaveLength(requests);
		expect(new Set(sent.flat().flatMap((part) => [...itemsIn(part)])).size).toBe(MANY);
		const first = sent[0]?.[0];
		if (first) inASecond(() => dividedByItems(first));
	});
});

describe('a part that is divided', () => {
	it('is in pieces of which each belongs to the same items, and they are all of it', () => {
		assertProperty(
			fc.property(asks, (all) => {
				for (const part of partsOf(all, ROOM_WIDE)) {
					const pieces = dividedByItems(part);
					if (pieces.length === 0) {
						for (const [, night] of part.nights)
							for (const { items } of night.values()) expect(new Set(items)).toEqual(itemsIn(part));
						continue;
					}
					expect(given(pieces).sort()).toEqual(given([part]).sort());
					for (const piece of pieces) expect(dividedByItems(piece)).toEqual([]);
				}
			}),
			{ numRuns: 100 },
		);
	});
});
