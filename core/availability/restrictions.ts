/** What people at the hotel have decided about the sale of certain nights. Pure. */
import type { DateRange } from './ranges';
import { nothingSet, type NightValues } from './calendar-nights';

/** Every field of a night but the rooms to sell and the prices. */
export type RestrictionField = Exclude<keyof NightValues, 'available' | 'price' | 'singleUsePrice' | 'sold'>;

/** What is restricted for these nights; `null` says nothing about it, so that an earlier decision or none counts. */
export interface Restriction extends DateRange, Pick<NightValues, RestrictionField> {
	/** `null` for every channel. */
	channel: string | null;
	/** `null` for every room type. */
	roomTypeId: string | null;
	/** `null` for every rate of the room type, and for what is not a matter of rates. */
	ratePlanId: string | null;
}

/** What a channel sells: a room type, or one of its rate plans. */
export interface SoldThing {
	channel: string;
	roomTypeId: string;
	/** `null` for the room type itself. */
	ratePlanId: string | null;
}

/**
 * What is decided for the thing in each of the nights. Later decisions count before earlier ones, field by field.
 * A decision for all rates is the room type's, and is not repeated with each of them. A later minimum that is longer than an
 * earlier maximum lifts that one, and the other way round: channels refuse a night that nobody can book. O(restrictions · nights).
 */
export function restrictedNights(
	{ channel, roomTypeId, ratePlanId }: SoldThing,
	restrictions: readonly Restriction[],
	dates: readonly string[],
): NightValues[] {
	const nights = dates.map(nothingSet);
	const concerned = restrictions.filter(
		(each) =>
			(each.channel ?? channel) === channel &&
			(each.roomTypeId ?? roomTypeId) === roomTypeId &&
			each.ratePlanId === ratePlanId,
	);
	for (const { start, end, closed, closedToArrival, closedToDeparture, minimumStay, maximumStay } of concerned) {
		for (const [index, date] of dates.entries()) {
			if (date < start || date >= end) continue;
			const night = nights[index] as NightValues;
			night.closed = closed ?? night.closed;
			night.closedToArrival = closedToArrival ?? night.closedToArrival;
			night.closedToDeparture = closedToDeparture ?? night.closedToDeparture;
			if (minimumStay !== null) {
				night.minimumStay = minimumStay;
				if ((night.maximumStay ?? minimumStay) < minimumStay) night.maximumStay = null;
			}
			if (maximumStay !== null) {
				night.maximumStay = maximumStay;
				if ((night.minimumStay ?? maximumStay) > maximumStay) night.minimumStay = null;
			}
		}
	}
	return nights;
}
