/** What each room's booking costs, so that the bookings of a reservation add up to what the guest owes. */
import { isActive } from '../../core/reservation/active';
import { addMoney } from '../../core/reservation/money';
import type { Charge, Money, Reservation, RoomStay } from '../../core/reservation/model';
import type { IntegrationSettings } from '../settings/integration-settings';
import { byNumber, pricesIn, shareOut } from './share-out';
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
 * beyond the prices (services, exclusive taxes) goes to the active room with the lowest number, since SelfKey knows
 * bookings only, and a total below the prices is a discount on each. Where no room has a price of its own, the total is
 * shared out equally. Amounts are never converted: each booking keeps the currency that its price came in.
 * @param active the rooms that are to be occupied
 */
export function amountsOf(
	reservation: Reservation,
	active: readonly RoomStay[],
	settings: IntegrationSettings,
): Map<string, RoomAmounts> {
	const { total } = reservation;
	const prices = new Map(reservation.rooms.map((room) => [room.roomStayId, room.total]));
	const sharing = byNumber(active.length > 0 ? active : reservation.rooms);
	if (total && sharing.every(({ roomStayId }) => !prices.get(roomStayId))) {
		const parts = shareOut(total, sharing.length);
		sharing.forEach(({ roomStayId }, index) => prices.set(roomStayId, parts[index] ?? null));
	} else if (total) addUpTo(total, sharing, prices);

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

function addUpTo(total: Money, sharing: readonly RoomStay[], prices: Map<string, Money | null>): void {
	const known = sharing.flatMap(({ roomStayId }) => prices.get(roomStayId) ?? []);
	// One room without a price, or in another currency: nobody can say what the difference means.
	if (known.length < sharing.length || known.some(({ currency }) => currency !== total.currency)) return;
	const parts = pricesIn(total, known);
	sharing.forEach(({ roomStayId }, index) => prices.set(roomStayId, parts[index] ?? null));
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

/** Major units as the number that SelfKey's float column holds. */
function major(money: Money): number {
	return Number(money.amount);
}
