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
 * The channel's IDs of the hotel: those of the settings, or else those of its lines in the room map. (A room type with a
 * slash in its name looks like one there; then there are several.)
 */
function idsAt(channel: string, { properties, roomMap }: { properties: Properties; roomMap: RoomMap }): string[] {
	const mapped = [...roomMap.keys()].flatMap((key) => {
		const [, name, id] = /^([^/]+)\/([^/]+)\//.exec(key) ?? [];
		return name === channel && id !== undefined ? [id] : [];
	});
	return [...(properties.get(channel) ?? new Set(mapped))];
}

/** The channel's ID of the hotel, if the settings give it just one. */
export function onlyPropertyAt(
	channel: string,
	hotel: { properties: Properties; roomMap: RoomMap },
): string | undefined {
	const ids = idsAt(channel, hotel);
	return ids.length === 1 ? ids[0] : undefined;
}

/**
 * The names under which a channel speaks of the hotel as a whole: its short name, and its property ID where there is only
 * one. Empty where there are several, since a number may be that of another reservation at each. A channel that the settings
 * give none may use another channel's, if all of them have the same.
 */
export function namesOfHotel(
	channel: string,
	hotel: { properties: Properties; roomMap: RoomMap },
	hotelSlug: string,
): string[] {
	const own = idsAt(channel, hotel);
	const [id, ...others] = own.length > 0 ? own : propertyIdsOf(hotel);
	return id === undefined || others.length > 0 ? [] : [...new Set([hotelSlug, id])];
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
	// Not accepted as the same one: with another spelling, its reservations would have other keys, and be there twice.
	const alike = [...own].find((id) => id.toLowerCase() === propertyId.toLowerCase());
	if (alike !== undefined)
		throw new ValidationError(
			`Property ${propertyId} of ${channel} is ${alike} in the settings of ${hotelSlug}: write it there as in the credential of ${channel}, in the same upper and lower case`,
			['data.reservation.propertyId'],
		);
	throw new ValidationError(
		`Property ${propertyId} of ${channel} does not belong to ${hotelSlug}: add it to the hotel settings, or limit the trigger to this hotel's properties`,
		['data.reservation.propertyId'],
	);
}
