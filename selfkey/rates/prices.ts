/** Prices: SelfKey's for its rooms, as each rate plan of a channel follows them. */
import { rateNights } from '../../core/rates/rate-nights';
import { addDays } from '../../core/reservation/dates';
import { typeNamed } from '../availability/sold-types';
import type { Subject } from '../availability/subject';
import { nameOf, type WantedCalendar } from '../availability/wanted-calendars';
import type { CalendarKey } from '../ports/availability';
import { candidateRooms } from '../room-conflicts/room-rack';
import type { HotelSettings } from '../settings/hotel-settings';
import type { HotelRateRule } from '../../core/rates/rate-rules';

export const PRICES: Subject = {
	prefix: 'rates/',
	followsBookings: false,
	async prepare({ store, hotelSlug, settings, today, channels, leaveOut }) {
		const { roomMap, currency, sale } = settings;
		const rooms = await store.rooms(hotelSlug);
		const prices = await store.roomPrices(hotelSlug);
		const { plans, unassigned } = ratePlans(settings, channels, leaveOut);
		return {
			inputs: [today, sale.horizonNights, currency, plans, [...roomMap], rooms, [...prices].sort()],
			unassigned,
			async wanted() {
				const roomsOf = candidateRooms(roomMap, rooms);
				const range = { start: today, end: addDays(today, sale.horizonNights) };
				const calendars: WantedCalendar[] = [];
				const unpriced: string[] = [];
				for (const { rules, ...plan } of plans) {
					const { channel, propertyId, roomTypeId } = plan;
					const roomIds = roomsOf({ channel, propertyId: propertyId ?? '', roomTypeId, roomName: null });
					const nights = rateNights(highest(roomIds.map((id) => prices.get(id) ?? 0)), currency, rules, range);
					if (nights.length > 0) calendars.push({ ...plan, currency, nights });
					else if (rules.some(({ start, end }) => (start ?? today) < range.end && (end ?? range.end) > today))
						unpriced.push(rules[0]?.roomType ?? roomTypeId);
				}
				return { calendars, unpriced: [...new Set(unpriced)] };
			},
		};
	},
};

interface RatePlan extends CalendarKey {
	/** At least one, in the hotel's order. */
	rules: HotelRateRule[];
}

/** What the rules are about, for the channels that are asked for. */
function ratePlans(
	{ rates, properties }: Pick<HotelSettings, 'rates' | 'properties'>,
	channels: readonly string[],
	leaveOut: readonly string[],
): { plans: RatePlan[]; unassigned: string[] } {
	const plans = new Map<string, RatePlan>();
	const unassigned = new Set<string>();
	for (const rule of rates) {
		const type = typeNamed(rule.roomType, properties);
		if (type === null || !channels.includes(type.channel) || leaveOut.includes(type.roomTypeId)) continue;
		const { channel, propertyId, roomTypeId } = type;
		if (propertyId === undefined) {
			unassigned.add(rule.roomType);
			continue;
		}
		const key: CalendarKey = { channel, propertyId, roomTypeId, ratePlanId: rule.ratePlanId };
		const plan = plans.get(nameOf(key)) ?? { ...key, rules: [] };
		plan.rules.push(rule);
		plans.set(nameOf(key), plan);
	}
	return { plans: [...plans.values()], unassigned: [...unassigned] };
}

/** A guest may get any of the rooms: none is sold below its own price. */
function highest(prices: readonly number[]): number | null {
	const asked = prices.filter((price) => price > 0);
	return asked.length === 0 ? null : Math.max(...asked);
}
