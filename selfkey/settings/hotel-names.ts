/** The names under which a reservation, or what was paid for it, may call the hotel and mean the same. Pure. */
import { readingsOf, reservationKey, type ReservationKey } from '../../core/reservation/key';
import type { HotelSettings } from './hotel-settings';
import { namesOfHotel, onlyPropertyAt } from './properties';

export interface HotelNames {
	hotel: Pick<HotelSettings, 'properties' | 'roomMap'>;
	hotelSlug: string;
	/** Another name for the slug; `null` where it is not known. */
	hotelId?: string | null | undefined;
	/** Under which names a channel speaks of the hotel as a whole. */
	namesOf: (channel: string) => readonly string[];
}

/** `namesOfHotel`, worked out once for each channel. */
export function namesByChannel(hotel: HotelNames['hotel'], hotelSlug: string): HotelNames['namesOf'] {
	const names = new Map<string, readonly string[]>();
	return (channel) => {
		const known = names.get(channel) ?? namesOfHotel(channel, hotel, hotelSlug);
		names.set(channel, known);
		return known;
	};
}

/** The reservation under each name of its property: first the one that it has. */
export function underEveryName(key: ReservationKey, { hotelSlug, hotelId, namesOf }: HotelNames): ReservationKey[] {
	const said = key.propertyId === hotelId ? hotelSlug : key.propertyId;
	const names = namesOf(key.channel);
	const same = names.includes(said) ? names : [said];
	const all = [key.propertyId, ...same, ...(hotelId && same.includes(hotelSlug) ? [hotelId] : [])];
	return [...new Set(all)].map((propertyId) => ({ ...key, propertyId }));
}

export interface Spellings {
	/** Every way to write the key, the given one first. */
	all: string[];
	/** One and the same whichever of them is given, for as long as no reservation is known under any. */
	expected: string;
}

/** The ways to write a reservation's key that mean the same. */
export function spellingsOf(key: string, names: HotelNames): Spellings {
	const named = readingsOf(key)
		.map((reading) => underEveryName(reading, names))
		.filter((keys) => keys.length > 1);
	const [first] = named.flat();
	const expected = first && {
		...first,
		propertyId: onlyPropertyAt(first.channel, names.hotel) ?? names.hotelSlug,
	};
	return {
		all: [...new Set([key, ...named.flat().map(reservationKey)])],
		expected: expected ? reservationKey(expected) : key,
	};
}
