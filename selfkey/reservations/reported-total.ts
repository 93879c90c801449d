/** What a reservation costs after the house has moved its rooms, put one away or brought one back. Pure. */
import { isActive } from '../../core/reservation/active';
import { moneyFromMinor } from '../../core/reservation/money';
import type { Money, ReportedOver, RoomStay } from '../../core/reservation/model';
import { byNumber, isDiscount, scaled, shareOut } from './share-out';

/** What the channel has said itself. */
type Said = Pick<ReportedOver, 'total' | 'rooms'>;

/**
 * The rooms, each with a price of its own, as soon as the house has given one of them a price: where the channel has priced only
 * the whole, the others have equal parts of that.
 */
export function pricedRooms(rooms: readonly RoomStay[], said: Said): RoomStay[] {
	const shares = sharesOf(said);
	if (shares === null || rooms.every(({ total }) => total === null)) return [...rooms];
	return rooms.map((room) => ({ ...room, total: room.total ?? shares.get(room.roomStayId) ?? null }));
}

/**
 * The channel's total, with what the rooms cost more or less by now; services and taxes beside the rooms' prices stay in it. A total
 * below the prices is a discount on each of them, and so is what is left of it. A room that is put away costs nothing. Where no
 * room is left, or prices are in several currencies, it is as the channel said.
 * @param rooms as `pricedRooms` returns them
 */
export function reportedTotal(said: Said, rooms: readonly RoomStay[]): Money | null {
	const { total } = said;
	if (total === null) return sumOf(byNumber(rooms).filter(isActive));
	if (!rooms.some(isActive)) return total;
	const shares = sharesOf(said);
	const before: Money[] = [];
	const after: Money[] = [];
	let isWhole = true;
	for (const room of rooms) {
		const known = said.rooms.find(({ roomStayId }) => roomStayId === room.roomStayId);
		const share = shares?.get(room.roomStayId) ?? null;
		const was = known && isSaidActive(known) ? [known.total ?? share] : [];
		const is = isActive(room) ? [room.total ?? share] : [];
		const prices = [...was, ...is];
		if (
			prices.some((price) => price !== null && (price.currency !== total.currency || price.exponent !== total.exponent))
		)
			return total;
		// Nobody knows what it costs.
		if (prices.includes(null)) isWhole = false;
		else {
			before.push(...was.filter((price) => price !== null));
			after.push(...is.filter((price) => price !== null));
		}
	}
	const [minor, was, is] = [total.minor, minorOf(before), minorOf(after)];
	const isBelow = isWhole && was !== is && minor < was;
	const left = !isBelow ? minor + is - was : isDiscount(total, before) ? scaled(minor, is, was) : is;
	return moneyFromMinor(Math.max(0, left), total.currency, total.exponent, total.taxIncluded) ?? total;
}

function minorOf(amounts: readonly Money[]): number {
	return amounts.reduce((sum, { minor }) => sum + minor, 0);
}

/** By room, where the channel has priced only the whole; `null` elsewhere. */
function sharesOf({ total, rooms }: Said): Map<string, Money> | null {
	const active = byNumber(rooms.filter(isSaidActive));
	if (total === null || active.length === 0 || active.some((room) => room.total !== null)) return null;
	const parts = shareOut(total, active.length);
	return new Map(active.map(({ roomStayId }, index) => [roomStayId, parts[index] as Money]));
}

/** What was stored before statuses were kept was active. */
function isSaidActive({ status = 'confirmed' }: Said['rooms'][number]): boolean {
	return isActive({ status });
}

function sumOf(rooms: readonly RoomStay[]): Money | null {
	const totals = rooms.map(({ total }) => total);
	const [first] = totals;
	if (!first || totals.some((total) => total?.currency !== first.currency || total.exponent !== first.exponent))
		return null;
	return moneyFromMinor(
		totals.reduce((all, total) => all + (total?.minor ?? 0), 0),
		first.currency,
		first.exponent,
		first.taxIncluded,
	);
}
