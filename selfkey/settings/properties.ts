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

/**
 * The names under which a channel speaks of the hotel as a whole: its short name, and its property ID where there is only
 * one. Empty where there are several, and a number may be that of another reservation at each. A channel that the settings
 * give none may use another channel's.
 */
export function namesOfHotel(
	channel: string,
	{ properties, roomMap }: { properties: Properties; roomMap: RoomMap },
	hotelSlug: string,
): string[] {
	const channels = new Map([...properties].map(([name, ids]) => [name, new Set(ids)]));
	for (const key of roomMap.keys()) {
		const [, name, id] = /^([^/]+)\/([^/]+)\//.exec(key) ?? [];
		if (name !== undefined && id !== undefined) channels.set(name, (channels.get(name) ?? new Set()).add(id));
	}
	const own = channels.get(channel);
	const known = own ? [own] : [...channels.values()];
	return known.some(({ size }) => size > 1) ? [] : [...new Set([hotelSlug, ...known.flatMap((ids) => [...ids])])];
}

/**
 * The property that a cancellation is about which names none: the one with a reservation of its number. If there is none
 * yet, the channel's only one, or the hotel itself.
 * @param found the properties with such a reservation
 * @throws ValidationError where there are several
 */
export function propertyNamedByNumber(
	channel: string,
	found: readonly string[],
	properties: Properties,
	hotelSlug: string,
): string {
	if (found.length > 1)
		throw new ValidationError(
			'This number is that of reservations at several properties of the hotel: send the cancellation with data.property_id',
			['data.property_id'],
		);
	const own = [...(properties.get(channel) ?? [])];
	return found[0] ?? (own.length === 1 ? own[0] : undefined) ?? hotelSlug;
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
