/** How prices at channels follow SelfKey's, as it is typed. */
import fc from 'fast-check';
import { areRateRules, type HotelRateRule } from '../../../../../core/rates/rate-rules';
import { addDays } from '../../../../../core/reservation/dates';
import { rateMistakes, ratesText, readTypedRates } from '../../../../../nodes/SelfKey/settings/typed-rates';
import { assertProperty } from '../../../../support/property';

const TYPES = ['1296364403', 'booking.com/12345/77', 'airbnb/48211377'];
const plan = (over: Partial<HotelRateRule>): HotelRateRule => ({
	...{ roomType: '1296364403', ratePlanId: '49111777', start: null, end: null, percent: 0, singleUsePercent: null },
	...over,
});

it.each<[string, HotelRateRule]>([
	['1296364403 rate 49111777 = +10 %, single use -20 %', plan({ percent: 10, singleUsePercent: -20 })],
	['1296364403 rate 49111777=0%', plan({})],
	['1296364403 Rate 49111777 = −12,5 % , Single Use 0%', plan({ percent: -12.5, singleUsePercent: 0 })],
	[
		'booking.com/12345/77 rate 49111777 from 2026-07-01 until 2026-09-01 = 25.25 %',
		plan({ roomType: 'booking.com/12345/77', start: '2026-07-01', end: '2026-09-01', percent: 25.25 }),
	],
	[
		'Airbnb/48211377 from 2026-12-20 = +50 %',
		plan({ roomType: 'airbnb/48211377', ratePlanId: null, start: '2026-12-20', percent: 50 }),
	],
])('%s is read', (text, rule) => {
	expect(rateMistakes(`# a note\n\n${text}`, TYPES)).toEqual([]);
	expect(readTypedRates(text)).toEqual([rule]);
	expect(areRateRules(readTypedRates(text))).toBe(true);
});

it.each([
	['1296364403 rate 49111777 +10 %', 'write it like 1296364403 rate'],
	['1296364403 rate 49111777 = 10', 'write it like 1296364403 rate'],
	['1296364403 rate 49111777 = +10 % off', 'write it like 1296364403 rate'],
	['= +10 %', 'write it like 1296364403 rate'],
	['1296364403 rate 49111777 = +1000 %', 'a per cent is a number from -90 to 500, with two decimals at most: +1000'],
	['1296364403 rate 49111777 = -95 %', 'a per cent is a number from -90 to 500, with two decimals at most: -95'],
	['1296364403 rate 49111777 = ten %', 'a per cent is a number from -90 to 500, with two decimals at most: ten'],
	[
		'1296364403 rate 49111777 = 0 %, single use 1.234 %',
		'a per cent is a number from -90 to 500, with two decimals at most: 1.234',
	],
	[
		'1296364403 = +10 %',
		'a price at Booking.com belongs to a rate plan; write 1296364403 rate, then the number of the plan',
	],
	['airbnb/48211377 rate 1 = +10 %', 'Airbnb has no rate plans; leave out "rate 1"'],
	['airbnb/48211377 = +10 %, single use -5 %', 'Airbnb knows no price for one guest alone; leave out "single use"'],
	['Deluxe Double rate 1 = +10 %', 'Deluxe Double is of no channel that is told prices'],
	['opera/DLX = +10 %', 'opera/DLX is of no channel that is told prices'],
	['1296364499 rate 49111777 = +10 %', 'no rooms are named for 1296364499; name them above, or correct the number'],
	['airbnb/48211377 from 2026-02-30 = +10 %', 'there is no date 2026-02-30; write dates like 2026-07-01'],
	['airbnb/48211377 from 2026-07-02 until 2026-07-01 = +10 %', '2026-07-01 is not after 2026-07-02'],
])('%s is a mistake, with its line, and holds back no other line', (text, said) => {
	expect(rateMistakes(`airbnb/48211377 = 0 %\n${text}\n1296364403 rate 1 = 0 %`, TYPES)).toEqual([
		expect.stringContaining(`Prices for 54 Rates, line 2: ${said}`),
	]);
});

it('shows what is stored as it can be typed again', () => {
	const percent = fc.integer({ min: -9_000, max: 50_000 }).map((hundredths) => hundredths / 100);
	const day = fc.option(fc.nat(300).map((days) => addDays('2026-01-01', days)));
	const rule = fc
		.record({
			start: day,
			nights: fc.option(fc.integer({ min: 1, max: 60 })),
			percent,
			singleUsePercent: fc.option(percent),
			isListing: fc.boolean(),
		})
		.map(({ start, nights, isListing, ...rest }): HotelRateRule => {
			const end = nights === null ? null : addDays(start ?? '2026-03-01', nights);
			const of = isListing
				? { roomType: 'airbnb/48211377', ratePlanId: null, singleUsePercent: null }
				: { roomType: '1296364403', ratePlanId: '49111777' };
			return { ...rest, start, end, ...of };
		});
	assertProperty(
		fc.property(fc.array(rule, { maxLength: 4 }), (rules) => {
			expect(rateMistakes(ratesText(rules), TYPES)).toEqual([]);
			expect(readTypedRates(ratesText(rules))).toEqual(rules);
		}),
	);
});
