/** What channels may sell, as it is typed: a sentence for each mistake, and the same again from what is stored. */
import fc from 'fast-check';
import { readSaleSettings } from '../../../../../selfkey/availability/sale-settings';
import { saleMistakes, toStoredSale, toTypedSale } from '../../../../../nodes/SelfKey/settings/typed-sale';
import type { TypedSale } from '../../../../../nodes/SelfKey/settings/settings';
import { addDays } from '../../../../../core/reservation/dates';
import { assertProperty } from '../../../../support/property';

const empty: TypedSale = { buffer: '', allotments: '', overbooking: '', overbookingCap: '' };

it.each<[string, Partial<TypedSale>, string[]]>([
	['nothing is held back', {}, []],
	[
		'all of it is right',
		{
			buffer: ' 1 ',
			allotments: '# for the summer\nAirbnb = 2\nairbnb/48211377=1; booking.com / 1296364403 = 0',
			overbooking: '2026-07-01 until 2026-08-01 = 1\n2026-12-24 to 2026-12-27 = 2',
			overbookingCap: '0',
		},
		[],
	],
	[
		'the buffer is no number of rooms',
		{ buffer: '-1' },
		['Rooms of each type that no channel sells: a whole number of rooms from 0 to 254 is needed: -1'],
	],
	[
		'the cap is no whole number',
		{ overbookingCap: '1.5' },
		['Most rooms to overbook in a night: a whole number of rooms from 0 to 254 is needed: 1.5'],
	],
	[
		'allotments cannot be read',
		{ allotments: 'airbnb 2\nvrbo = 1\nairbnb = \nairbnb/1/2 = 1\nairbnb = 255\n = 3' },
		[
			'Most rooms for a channel, line 1: write it like airbnb = 2, or airbnb/48211377 = 1 for one listing or room type: airbnb 2',
			'Most rooms for a channel, line 2: "vrbo" is no channel that is told of rooms; write one of airbnb, booking.com',
			'Most rooms for a channel, line 3: a whole number of rooms from 0 to 254 is needed: nothing',
			'Most rooms for a channel, line 4: write it like airbnb = 2, or airbnb/48211377 = 1 for one listing or room type: airbnb/1/2 = 1',
			'Most rooms for a channel, line 5: a whole number of rooms from 0 to 254 is needed: 255',
			'Most rooms for a channel, line 6: write it like airbnb = 2, or airbnb/48211377 = 1 for one listing or room type: = 3',
		],
	],
	[
		'a channel stands on two lines',
		{ allotments: 'airbnb = 2\nAirbnb = 3' },
		['Most rooms for a channel: airbnb stands on two lines; leave one of them'],
	],
	[
		'nights to overbook cannot be read',
		{
			overbooking:
				'July = 1\n2026-07-01 until 2026-02-30 = 1\n2026-08-01 until 2026-07-01 = 1\n2026-07-01 until 2026-07-02 = x',
		},
		[
			'Nights to overbook, line 1: write it like 2026-07-01 until 2026-08-01 = 1, the second date being the day after the last night: July = 1',
			'Nights to overbook, line 2: there is no date 2026-02-30; write dates like 2026-07-01',
			'Nights to overbook, line 3: 2026-07-01 is not after 2026-08-01; the second date is the day after the last night',
			'Nights to overbook, line 4: a whole number of rooms from 0 to 254 is needed: x',
		],
	],
])('where %s', (_, typed, expected) => {
	expect(saleMistakes({ ...empty, ...typed })).toEqual(expected);
});

it('is stored as the handler reads it, and what the form does not ask for stays', () => {
	const typed = {
		buffer: '1',
		allotments: 'Airbnb = 2\nbooking.com/1296364403 = 0',
		overbooking: '2026-07-01 until 2026-08-01 = 1',
		overbookingCap: '2',
	};
	const stored = toStoredSale(typed, { horizonNights: 60, buffer: 7 });
	expect(stored).toEqual({
		horizonNights: 60,
		buffer: 1,
		allotments: { airbnb: 2, 'booking.com/1296364403': 0 },
		overbooking: [{ start: '2026-07-01', end: '2026-08-01', rooms: 1 }],
		overbookingCap: 2,
	});
	expect(readSaleSettings(stored)).toEqual({
		...stored,
		allotments: new Map([
			['airbnb', 2],
			['booking.com/1296364403', 0],
		]),
	});
	expect(toStoredSale(empty, stored)).toEqual({ horizonNights: 60 });
});

it('shows what is stored as it can be typed again', () => {
	const rooms = fc.integer({ min: 1, max: 254 });
	const day = fc.nat(400).map((days) => addDays('2026-01-01', days));
	const stored = fc
		.record(
			{
				horizonNights: rooms,
				buffer: rooms,
				allotments: fc.dictionary(fc.constantFrom('airbnb', 'booking.com', 'airbnb/48211377'), fc.nat(254), {
					minKeys: 1,
				}),
				overbooking: fc.array(fc.record({ start: day, nights: fc.integer({ min: 1, max: 60 }), rooms: fc.nat(254) }), {
					minLength: 1,
					maxLength: 3,
				}),
				overbookingCap: rooms,
			},
			{ requiredKeys: [] },
		)
		.map(({ overbooking, ...others }) => ({
			...others,
			...(overbooking && {
				overbooking: overbooking.map(({ start, nights, ...most }) => ({ start, end: addDays(start, nights), ...most })),
			}),
		}));
	assertProperty(
		fc.property(stored, (sale) => {
			const typed = toTypedSale(sale);
			expect(saleMistakes(typed)).toEqual([]);
			expect(toStoredSale(typed, sale)).toEqual(sale);
		}),
	);
});

it('shows what somebody wrote by hand, so that it can be corrected', () => {
	const typed = toTypedSale({ buffer: 300, allotments: { opera: 2 }, overbooking: [{ start: 'July', rooms: 1 }] });
	expect(saleMistakes(typed)).toHaveLength(3);
});
