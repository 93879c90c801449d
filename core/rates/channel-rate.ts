/** What a channel charges for a night, out of SelfKey's price for the room. Pure; exact until the one rounding at the end. */
import { exponentOf, moneyFromDecimal } from '../reservation/money';

export interface RateRule {
	/** The first night; `null` for as long as rooms are sold. */
	start: string | null;
	/** Exclusive; `null` for as long as rooms are sold. */
	end: string | null;
	/** Per cent above SelfKey's price, or below it if negative; two decimals at most. */
	percent: number;
	/** Per cent above or below the rate, if one guest has the room alone; `null` for no price of its own. */
	singleUsePercent: number | null;
}

/** Both in the currency's smallest unit. */
export interface ChannelRate {
	price: number;
	singleUsePrice: number | null;
}

/** What a per cent can be: beyond it somebody has mistyped. */
export const MIN_PERCENT = -90;
export const MAX_PERCENT = 500;

/** Whether the number can stand in a rule. */
export function isPercent(value: unknown): value is number {
	return (
		typeof value === 'number' && value >= MIN_PERCENT && value <= MAX_PERCENT && Number(value.toFixed(2)) === value
	);
}

/**
 * The rate for one night, in whole units of the currency's smallest; halves are rounded up.
 * @param roomPrice in major units, as SelfKey holds it
 * @param currency ISO 4217
 * @returns `null` where that is no price: none at all, 0, or less than the smallest unit
 */
export function channelRate(
	roomPrice: number | null,
	currency: string,
	{ percent, singleUsePercent }: Pick<RateRule, 'percent' | 'singleUsePercent'>,
): ChannelRate | null {
	const room = moneyFromDecimal(roomPrice, currency);
	if (room === null || room.minor <= 0) return null;
	const beyond = 10n ** BigInt(room.exponent - exponentOf(currency));
	const rate = BigInt(room.minor) * share(percent);
	const price = rounded(rate, WHOLE * beyond);
	if (price < 1) return null;
	const single = singleUsePercent === null ? 0 : rounded(rate * share(singleUsePercent), WHOLE * WHOLE * beyond);
	return { price, singleUsePrice: single < 1 ? null : single };
}

/** The rule for the night: of several that cover it, the last. */
export function ruleFor<T extends RateRule>(rules: readonly T[], date: string): T | null {
	return rules.filter(({ start, end }) => (start ?? date) <= date && date < (end ?? AFTER_ALL)).at(-1) ?? null;
}

const AFTER_ALL = '9999-12-31';

/** 100 % in hundredths of a per cent. */
const WHOLE = 10_000n;

function share(percent: number): bigint {
	return WHOLE + BigInt(Math.round(percent * 100));
}

/** Of two positive numbers. */
function rounded(dividend: bigint, divisor: bigint): number {
	return Number((2n * dividend + divisor) / (2n * divisor));
}
