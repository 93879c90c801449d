/** A reservation's total and the prices of its rooms: which part of it is whose. Pure. */
import { addMoney, moneyFromMinor } from '../../core/reservation/money';
import type { Money, RoomStay } from '../../core/reservation/model';

const NUMBER = /^[1-9]\d*$/;

/**
 * By the channel's own numbers of them, which are ascending as a rule; others by their text, behind them. A channel that lists the same
 * rooms in another order has changed no price.
 */
export function byNumber<Room extends Pick<RoomStay, 'roomStayId'>>(rooms: readonly Room[]): Room[] {
	const sizeOf = (id: string) => (NUMBER.test(id) ? id.length : Infinity);
	const isBefore = (a: string, b: string) => (sizeOf(a) !== sizeOf(b) ? sizeOf(a) - sizeOf(b) : a < b ? -1 : 1);
	return [...rooms].sort((a, b) => isBefore(a.roomStayId, b.roomStayId));
}

/** Equal parts in minor units; the first take what is left over. */
export function shareOut(total: Money, parts: number): Money[] {
	const share = Math.trunc(total.minor / parts);
	return Array.from({ length: parts }, (_, index) => {
		const rest = Math.abs(total.minor - share * parts);
		return withMinor(total, share + (index < rest ? Math.sign(total.minor) : 0));
	});
}

/**
 * What each room costs by the total, which is in the same currency. What it holds beyond the prices goes to the first room; a
 * discount is one on all of them alike, to the cent. A total that cannot be right changes no price.
 */
export function pricesIn(total: Money, prices: readonly Money[]): Money[] {
	const [first, ...others] = prices;
	if (!first) return [];
	const sum = addMoney(...prices);
	const beyond = addMoney(total, negative(sum));
	if (beyond.minor >= 0) return [addMoney(first, beyond), ...others];
	if (!isDiscount(total, prices)) return [...prices];
	const upTo = (count: number) =>
		count === 0 ? 0 : scaled(total.minor, addMoney(...prices.slice(0, count), none(sum)).minor, sum.minor);
	return prices.map((_, index) => withMinor(total, upTo(index + 1) - upTo(index)));
}

/** A total below the prices of all rooms, but not below what is left of them without the dearest: that would be no discount. */
export function isDiscount(total: Money, prices: readonly Money[]): boolean {
	const sum = addMoney(...prices);
	const dearest = prices.reduce((most, price) => (addMoney(price, negative(most)).minor > 0 ? price : most));
	const isLess = addMoney(total, negative(sum)).minor < 0;
	return isLess && addMoney(total, dearest, negative(sum)).minor >= 0;
}

/** Rounded half up, in whole numbers: a product of two amounts is no exact float. */
export function scaled(minor: number, part: number, whole: number): number {
	const [product, divisor] = [BigInt(minor) * BigInt(part), BigInt(whole)];
	return Number((2n * product + divisor) / (2n * divisor));
}

function none({ currency, exponent }: Money): Money {
	return withMinor({ currency, exponent, taxIncluded: null }, 0);
}

function negative(money: Money): Money {
	return withMinor(money, -money.minor);
}

function withMinor({ currency, exponent, taxIncluded }: Omit<Money, 'minor' | 'amount'>, minor: number): Money {
	const money = moneyFromMinor(minor, currency, exponent, taxIncluded);
	if (!money) throw new RangeError('The amount is too large to be exact');
	return money;
}
