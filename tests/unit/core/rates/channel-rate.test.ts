/** SelfKey's price → a channel's rate: exact, rounded once, and as few ranges as there are prices. */
import fc from 'fast-check';
import { areEqual, nothingSet } from '../../../../core/availability/calendar-nights';
import { channelRate, isPercent, ruleFor, type RateRule } from '../../../../core/rates/channel-rate';
import { rateNights } from '../../../../core/rates/rate-nights';
import { addDays, eachNight } from '../../../../core/reservation/dates';
import { exponentOf } from '../../../../core/reservation/money';
import { assertProperty } from '../../../support/property';

const FIRST = '2026-03-20';
const range = { start: FIRST, end: addDays(FIRST, 12) };
const currency = fc.constantFrom('CHF', 'EUR', 'JPY', 'KWD');
const hundredths = fc.integer({ min: -9_000, max: 50_000 });
const percent = hundredths.map((value) => value / 100);
/** In thousandths, as a float column may hold it. */
const thousandths = fc.integer({ min: 1_000, max: 90_000_000 });
const day = fc.integer({ min: -2, max: 14 });
const rule = fc
	.record({
		from: fc.option(day),
		nights: fc.option(fc.integer({ min: 1, max: 8 })),
		percent,
		singleUsePercent: fc.option(percent),
	})
	.map(({ from, nights, ...rest }): RateRule => ({
		...rest,
		start: from === null ? null : addDays(FIRST, from),
		end: nights === null ? null : addDays(FIRST, (from ?? 0) + nights),
	}));

const same = { percent: 0, singleUsePercent: null };

describe('the rate of a channel', () => {
	it.each<[number, string, number, number | null, number, number | null]>([
		[150, 'CHF', 0, null, 15_000, null],
		[150, 'CHF', 10, -20, 16_500, 13_200],
		[133.5, 'EUR', -15, null, 11_348, null], // 113.475: halves go up
		[12_345, 'JPY', 10, -10, 13_580, 12_222], // 13,579.5 and 12,221.55, without decimals
		[45.5, 'KWD', 2.5, null, 46_638, null], // 46.6375, with three
		[0.1 + 0.2, 'EUR', 0, null, 30, null],
		[99.99, 'EUR', 0.01, null, 10_000, null],
		[19.999, 'EUR', 0, null, 2_000, null],
	])('of %d %s at %d %% (alone %j %%) is %d (%j)', (price, code, more, alone, rate, single) => {
		expect(channelRate(price, code, { percent: more, singleUsePercent: alone })).toEqual({
			price: rate,
			singleUsePrice: single,
		});
	});

	it.each([[null], [0], [-5], [Number.NaN], [Number.POSITIVE_INFINITY], [0.004]])('is none for %d', (price) => {
		expect(channelRate(price, 'EUR', same)).toBeNull();
	});

	it('is within half of the smallest unit of the exact amount, for one guest too', () => {
		assertProperty(
			fc.property(thousandths, currency, hundredths, hundredths, (price, code, more, alone) => {
				const rate = channelRate(price / 1000, code, { percent: more / 100, singleUsePercent: alone / 100 });
				// Everything in units of 10^-3 · 10^-4 · 10^-4 of the currency.
				const exact = BigInt(price) * BigInt(10_000 + more) * 10_000n;
				const exactAlone = BigInt(price) * BigInt(10_000 + more) * BigInt(10_000 + alone);
				const unit = 10n ** BigInt(11 - exponentOf(code));
				const off = (minor: number, amount: bigint) => 2n * (BigInt(minor) * unit - amount);
				for (const difference of [off(rate?.price ?? 0, exact), off(rate?.singleUsePrice ?? 0, exactAlone)])
					expect(difference > -unit && difference <= unit).toBe(true);
			}),
		);
	});

	it('never falls when the price or the per cent rise', () => {
		assertProperty(
			fc.property(thousandths, thousandths, currency, percent, percent, (one, other, code, less, more) => {
				const rateOf = (price: number, share: number) =>
					channelRate(price / 1000, code, { percent: share, singleUsePercent: null })?.price ?? 0;
				const [low, high] = [Math.min(one, other), Math.max(one, other)];
				const [below, above] = [Math.min(less, more), Math.max(less, more)];
				expect(rateOf(low, below)).toBeLessThanOrEqual(rateOf(high, above));
			}),
		);
	});
});

it('knows what a per cent can be', () => {
	expect([0, -90, 500, 12.25, -0.01].every(isPercent)).toBe(true);
	expect([-90.01, 501, 1.234, Number.NaN, '10', null, undefined].some(isPercent)).toBe(false);
});

describe('the nights of a rate plan', () => {
	it('each have the price of the last rule that covers them, in the fewest ranges without overlaps', () => {
		assertProperty(
			fc.property(thousandths, currency, fc.array(rule, { maxLength: 5 }), (price, code, rules) => {
				const ranges = rateNights(price / 1000, code, rules, range);
				for (const date of eachNight(range.start, range.end)) {
					const found = ranges.filter(({ start, end }) => start <= date && date < end);
					expect(found.length).toBeLessThanOrEqual(1);
					const last = rules.filter(({ start, end }) => (start ?? '') <= date && date < (end ?? '9')).at(-1);
					expect(ruleFor(rules, date)).toEqual(last ?? null);
					const rate = last ? channelRate(price / 1000, code, last) : null;
					expect(found[0] ?? null).toEqual(
						rate === null ? null : expect.objectContaining({ ...nothingSet(), ...rate }),
					);
				}
				for (const [index, each] of ranges.entries()) {
					const next = ranges[index + 1];
					if (next?.start === each.end) expect(areEqual(each, next)).toBe(false);
				}
			}),
		);
	});

	it('are one range for a year of one price, and none without a price or a rule', () => {
		const whole = { start: null, end: null, percent: 10, singleUsePercent: null };
		const year = { start: FIRST, end: addDays(FIRST, 365) };
		expect(rateNights(150, 'CHF', [whole], year)).toEqual([{ ...nothingSet(), ...year, price: 16_500 }]);
		expect(rateNights(0, 'CHF', [whole], year)).toEqual([]);
		expect(rateNights(150, 'CHF', [], year)).toEqual([]);
	});
});
