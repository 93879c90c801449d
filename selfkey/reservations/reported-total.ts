/** What a reservation costs after the house has moved its rooms, put one away or brought one back. Pure. */
import { isActive } from '../../core/reservation/active';
import { moneyFromMinor } from '../../core/reservation/money';
import type { Money, ReportedOver, RoomStay } from '../../core/reservation/model';
import { shareOut } from './booking-amounts';

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
 * The channel's total, with what the rooms cost more or less by now; services and taxes beside the rooms' prices stay in it. A room
 * that is put away costs nothing. Where no room is left, or prices are in several currencies, it is as the channel said.
 * @param rooms as `pricedRooms` returns them
 */
export function reportedTotal(said: Said, rooms: readonly RoomStay[]): Money | null {
	const { total } = said;
	if (total === null) return sumOf(rooms.filter(isActive));
	if (!rooms.some(isActive)) return total;
	const shares = sharesOf(said);
	let minor = total.minor;
	for (const room of rooms) {
		const before = said.rooms.find(({ roomStayId }) => roomStayId === room.roomStayId);
		const share = shares?.get(room.roomStayId) ?? null;
		const was = before && isSaidActive(before) ? [before.total ?? share] : [];
		const is = isActive(room) ? [room.total ?? share] : [];
		const prices = [...was, ...is];
		// Nobody knows what it costs.
		if (prices.includes(null)) continue;
		if (prices.some((price) => price?.currency !== total.currency || price.exponent !== total.exponent)) return total;
		minor += (is[0]?.minor ?? 0) - (was[0]?.minor ?? 0);
	}
	return moneyFromMinor(Math.max(0, minor), total.currency, total.exponent, total.taxIncluded) ?? total;
}

/** By room, where the channel has priced only the whole; `null` elsewhere. */
function sharesOf({ total, rooms }: Said): Map<string, Money> | null {
	const active = rooms.filter(isSaidActive);
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
