/** What one message can hold of an item's update. Pure. */
import type { Money } from '../../../core/reservation/model';
import type { Ask } from './parts';
import type { AvailabilityUpdate, RateUpdate } from './updates';

export type AvailabilityField =
	'roomsToSell' | 'closed' | 'closedToArrival' | 'closedToDeparture' | 'minimumStay' | 'maximumStay';
export type AvailabilityValue = number | boolean;

/** Booking.com: the number of rooms "applies across all rates". */
export const ROOM_WIDE: ReadonlySet<string> = new Set<AvailabilityField>(['roomsToSell']);

/** A message holds one restriction: whether the nights are sold, or whether guests may arrive, or leave. */
const LAYERS: ReadonlyArray<readonly AvailabilityField[]> = [
	['roomsToSell', 'closed', 'minimumStay', 'maximumStay'],
	['closedToArrival'],
	['closedToDeparture'],
];

export function availabilityAsks(update: AvailabilityUpdate, item: number): Array<Ask<AvailabilityValue>> {
	return LAYERS.flatMap((layer) => {
		const given = layer
			.map((field): [AvailabilityField, AvailabilityValue | null] => [field, update[field]])
			.filter((entry): entry is [AvailabilityField, AvailabilityValue] => entry[1] !== null);
		return given.length === 0 ? [] : [ask(update, item, layer.join(), new Map(given))];
	});
}

/** Prices for different numbers of guests stand in one message; the field is that number, empty for the room's price. */
export function rateAsks(update: RateUpdate, item: number): Array<Ask<Money>> {
	return [ask(update, item, 'price', new Map([[String(update.guests ?? ''), update.price]]))];
}

function ask<V>(
	{ roomTypeId, ratePlanId, from, until }: AvailabilityUpdate | RateUpdate,
	item: number,
	layer: string,
	fields: ReadonlyMap<string, V>,
): Ask<V> {
	return { roomTypeId, ratePlanId, from, until, item, layer, fields };
}
