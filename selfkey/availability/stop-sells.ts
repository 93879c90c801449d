/** Nights that the hotel does not sell although rooms are free, for those who read a calendar. Pure. */
import { overlaps, type DateRange, type Occupancy } from '../../core/availability/ranges';
import { restrictedNights, type Restriction, type SoldThing } from '../../core/availability/restrictions';
import { channelById } from '../../core/channel/channels';
import { addDays, eachNight } from '../../core/reservation/dates';
import type { Room } from '../ports/records';
import { candidateRooms } from '../room-conflicts/room-rack';
import type { HotelSettings } from '../settings/hotel-settings';
import { typeNamed } from './sold-types';

/** A room type that channels sell, with the rooms that serve it. */
export interface TypeWithRooms extends Omit<SoldThing, 'ratePlanId'> {
	roomIds: readonly string[];
}

/** All that the room map names of channels. */
export function typesWithRooms(
	{ roomMap, properties }: Pick<HotelSettings, 'roomMap' | 'properties'>,
	rooms: readonly Room[],
): TypeWithRooms[] {
	const roomsOf = candidateRooms(roomMap, rooms);
	return [...roomMap.keys()].flatMap((entry) => {
		const named = typeNamed(entry, properties);
		return named
			? [{ ...named, roomIds: roomsOf({ ...named, propertyId: named.propertyId ?? '', roomName: null }) }]
			: [];
	});
}

/**
 * Whether guests book there: not in the hotel's own systems, which name their room types in the room map too. A webhook's sender has
 * sold what it sends, and may read a calendar.
 */
export function sellsRooms({ channel }: Pick<SoldThing, 'channel'>): boolean {
	const known = channelById(channel);
	return known === null || known.hasCalendars === true;
}

/**
 * The nights in which no channel at all may sell a room: a decision for one channel says nothing of those that read a calendar,
 * and a room is sold as long as one of the types that it serves is. A room that no channel's type has follows the types of the
 * hotel's own systems, and one of no type what is decided for the whole house.
 * O(types · restrictions · nights).
 */
export function stoppedRooms(
	roomIds: readonly string[],
	types: readonly TypeWithRooms[],
	restrictions: readonly Restriction[],
	range: DateRange,
): Occupancy[] {
	const everywhere = restrictions.filter(({ channel }) => channel === null);
	if (everywhere.every(({ closed }) => closed !== true)) return [];
	const stopped = types.map((type) => new Set(nightsStopped(type, everywhere, range)));
	const house = new Set(nightsStopped({ channel: '', roomTypeId: '' }, everywhere, range));
	const sold = new Set(types.filter(sellsRooms).flatMap((type) => type.roomIds));
	const ofRoom = new Map<string, Array<ReadonlySet<string>>>();
	for (const [index, type] of types.entries())
		for (const id of type.roomIds)
			if (sellsRooms(type) || !sold.has(id)) ofRoom.set(id, [...(ofRoom.get(id) ?? []), stopped[index] as Set<string>]);
	return roomIds.flatMap((roomId) => {
		const [first = house, ...others] = ofRoom.get(roomId) ?? [];
		const nights = [...first].filter((night) => others.every((each) => each.has(night)));
		return rangesOf(nights).map((nightsInARow) => ({ roomId, ...nightsInARow }));
	});
}

/** In order. */
function nightsStopped(
	thing: Omit<SoldThing, 'ratePlanId'>,
	restrictions: readonly Restriction[],
	range: DateRange,
): string[] {
	const concerned = restrictions.filter((each) => each.closed !== null && overlaps(each, range));
	if (concerned.every(({ closed }) => closed !== true)) return [];
	const dates = eachNight(range.start, range.end);
	const nights = restrictedNights({ ...thing, ratePlanId: null }, concerned, dates);
	return dates.filter((_, index) => nights[index]?.closed === true);
}

function rangesOf(nights: readonly string[]): DateRange[] {
	const ranges: DateRange[] = [];
	for (const night of nights) {
		const last = ranges.at(-1);
		if (last?.end === night) last.end = addDays(night, 1);
		else ranges.push({ start: night, end: addDays(night, 1) });
	}
	return ranges;
}
