/** What each room's booking costs, so that the bookings of a reservation add up to what the guest owes. */
import { isActive } from '../../core/reservation/active';
import { addMoney, moneyFromMinor } from '../../core/reservation/money';
import type { Charge, Money, Reservation, RoomStay } from '../../core/reservation/model';
import type { IntegrationSettings } from '../settings/integration-settings';
import { isTouristTax } from './tourist-tax';

/** Columns of a booking, in major units of `currency`. */
export interface RoomAmounts {
	amount: number;
	ownerAmount: number;
	currency: string;
	touristTaxTotal: number;
	/** Neither the room's price nor the reservation's total is known. */
	isUnknown: boolean;
}

/**
 * The amounts of every room stay of the reservation. Each booking has its room's price; what the total holds
 * beyond the prices (services, exclusive taxes) goes to the first active room, since SelfKey knows bookings
 * only. Where no room has a price of its own, the total is shared out equally. Amounts are never converted:
 * each booking keeps the currency that its price came in.
 * @param active the rooms that are to be occupied
 */
export function amountsOf(
	reservation: Reservation,
	active: readonly RoomStay[],
	settings: IntegrationSettings,
): Map<string, RoomAmounts> {
	const { total } = reservation;
	const prices = new Map(reservation.rooms.map((room) => [room.roomStayId, room.total]));
	const sharing = active.length > 0 ? active : reservation.rooms;
	if (total && sharing.every(({ roomStayId }) => !prices.get(roomStayId))) {
		const parts = shareOut(total, sharing.length);
		sharing.forEach(({ roomStayId }, index) => prices.set(roomStayId, parts[index] ?? null));
	} else if (total) addDifference(total, sharing, prices);

	const tax = settings.collectsTouristTax ? touristTax(reservation.taxes.concat(reservation.fees)) : null;
	const first = sharing[0]?.roomStayId;
	return new Map(
		reservation.rooms.map(({ roomStayId }) => {
			const price = prices.get(roomStayId) ?? null;
			const currency = price?.currency ?? total?.currency ?? settings.currency;
			const hasTax = tax !== null && roomStayId === first && tax.currency === currency;
			return [
				roomStayId,
				{
					amount: price ? major(price) : 0,
					ownerAmount: price ? ownerAmount(price, reservation, settings) : 0,
					currency,
					touristTaxTotal: hasTax ? major(tax) : 0,
					isUnknown: price === null,
				},
			];
		}),
	);
}

/** What is due of a stay that does not take place; `null` where it stands, or nobody has said. */
export function feeOf(reservation: Pick<Reservation, 'status' | 'cancellationFee'>): Money | null {
	return isActive(reservation) ? null : reservation.cancellationFee;
}

/** Equal parts in minor units; the first take what is left over. */
export function shareOut(total: Money, parts: number): Money[] {
	const share = Math.trunc(total.minor / parts);
	return Array.from({ length: parts }, (_, index) => {
		const rest = Math.abs(total.minor - share * parts);
		return withMinor(total, share + (index < rest ? Math.sign(total.minor) : 0));
	});
}

function addDifference(total: Money, sharing: readonly RoomStay[], prices: Map<string, Money | null>): void {
	const firstStay = sharing[0]?.roomStayId;
	const known = sharing.map(({ roomStayId }) => prices.get(roomStayId) ?? null);
	// One room without a price, or in another currency: nobody can say what the difference means.
	if (known.some((price) => price?.currency !== total.currency)) return;
	const [first, ...others] = known.filter((price) => price !== null);
	if (!first || firstStay === undefined) return;
	const rest = others.length > 0 ? addMoney(total, negative(addMoney(...others))) : total;
	// A total below the other rooms' prices cannot be right; the prices are then the better source.
	if (rest.minor >= 0) prices.set(firstStay, rest);
}

function ownerAmount(
	price: Money,
	{ commission, total }: Reservation,
	{ ownerAmount: rule }: IntegrationSettings,
): number {
	if (rule === 'none') return 0;
	const canSubtract =
		rule === 'net' &&
		commission &&
		total &&
		total.minor > 0 &&
		commission.currency === price.currency &&
		total.currency === price.currency;
	if (!canSubtract) return major(price);
	const scale = 10 ** price.exponent;
	return Math.round((major(price) - (major(commission) * major(price)) / major(total)) * scale) / scale;
}

function touristTax(charges: readonly Charge[]): Money | null {
	const amounts = charges
		.filter(({ name, collectedBy }) => collectedBy === 'hotel' && isTouristTax(name))
		.map(({ amount }) => amount);
	const [first, ...others] = amounts;
	if (!first || others.some(({ currency }) => currency !== first.currency)) return null;
	return addMoney(first, ...others);
}

function negative(money: Money): Money {
	return withMinor(money, -money.minor);
}

function withMinor({ currency, exponent, taxIncluded }: Money, minor: number): Money {
	const money = moneyFromMinor(minor, currency, exponent, taxIncluded);
	if (!money) throw new RangeError('The amount is too large to be exact');
	return money;
}

/** Major units as the number that SelfKey's float column holds. */
function major(money: Money): number {
	return Number(money.amount);
}
