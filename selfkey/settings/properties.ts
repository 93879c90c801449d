/** Which properties of a channel's account are this hotel, so that no flow can write another hotel's reservations. */
import { ValidationError } from '../../core/payload/field-reader';
import { listsByName } from '../../core/payload/lists-by-name';
import type { Reservation } from '../../core/reservation/model';
import type { RoomMap } from './room-map';

/** IDs by channel. A channel that is not listed is not limited. */
export type Properties = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads them from JSON: `{ "booking.com": ["12345"] }`. A channel without any is left out. */
export function readProperties(value: unknown): Properties {
	return new Map(
		Object.entries(listsByName(value))
			.filter(([, ids]) => ids.length > 0)
			.map(([channel, ids]) => [channel, new Set(ids)]),
	);
}

/** The hotel's IDs at its channels, as far as its settings name them. */
export function propertyIdsOf({ properties, roomMap }: { properties: Properties; roomMap: RoomMap }): string[] {
	const mapped = [...roomMap.keys()].flatMap((key) => /^[^/]+\/([^/]+)\//.exec(key)?.[1] ?? []);
	return [...new Set([...[...properties.values()].flatMap((ids) => [...ids]), ...mapped])];
}

/** @throws ValidationError if the reservation is for another hotel's property */
export function refuseOtherProperty(
	{ channel, propertyId }: Pick<Reservation, 'channel' | 'propertyId'>,
	properties: Properties,
	hotelSlug: string,
): void {
	const own = properties.get(channel);
	if (!own || own.has(propertyId)) return;
	throw new ValidationError(
		`Property ${propertyId} of ${channel} does not belong to ${hotelSlug}: add it to the hotel settings, or limit the trigger to this hotel's properties`,
		['data.reservation.propertyId'],
	);
}
