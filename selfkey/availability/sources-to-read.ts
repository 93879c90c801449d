/**
 * Where a sale may wait that SelfKey has not heard of. A count of rooms is absolute: one that was worked out without that sale
 * would put its room on sale again, at every channel. Pure.
 */
import type { DateRange } from '../../core/availability/ranges';
import { overlaps } from '../../core/availability/ranges';
import { channelById } from '../../core/channel/channels';
import { candidateRooms } from '../room-conflicts/room-rack';
import type { CalendarKey, HeardStay } from '../ports/availability';
import type { OccupancySnapshot } from '../ports/occupancy';
import type { RoomMap } from '../settings/room-map';

/** A channel that sells the same rooms. */
export interface SourceToRead {
	channel: string;
	propertyIds: string[];
	/** Its room types that share rooms with the calendar's. */
	roomTypeIds: string[];
	/**
	 * The stays of these room types that stand in SelfKey in one of the nights; `null` where the channel itself keeps what was
	 * not read.
	 */
	standing: StandingStay[] | null;
	/**
	 * What the channel said last of all its reservations in one of the nights, whatever became of them in SelfKey: what is among
	 * them was read. `null` where there are too many, or the channel itself keeps what was not read.
	 */
	heard: StandingStay[] | null;
}

export interface StandingStay {
	/** The channel's own of the reservation. */
	id: string;
	/** The nights that SelfKey counts as sold: the channel may have made the stay longer since. */
	checkIn: string;
	checkOut: string;
}

/** In one answer, for each calendar that gets more rooms. */
const MAX_HEARD = 500;

export interface HouseToSell {
	occupancy: Pick<OccupancySnapshot, 'stays' | 'rooms'>;
	roomMap: RoomMap;
	/** Room types by channel: those that channels are told of, by whichever sender. */
	types: readonly CalendarKey[];
	/** Of the channels that keep no queue; `null` where there are too many. */
	heard: readonly HeardStay[] | null;
}

/** For calendars of this house; the rooms of each type are worked out once. */
export function sourcesOf({ occupancy: { stays, rooms }, roomMap, types, heard }: HouseToSell) {
	const candidates = candidateRooms(roomMap, rooms);
	const roomsOf = ({ channel, propertyId, roomTypeId }: CalendarKey) =>
		candidates({ channel, propertyId: propertyId ?? '', roomTypeId, roomName: null });
	const heardIn = (channel: string, nights: readonly DateRange[]) => {
		if (heard === null) return null;
		const found = heard.flatMap((stay) =>
			stay.channel === channel && nights.some((range) => overlaps(range, { start: stay.checkIn, end: stay.checkOut }))
				? [{ id: stay.reservationId, checkIn: stay.checkIn, checkOut: stay.checkOut }]
				: [],
		);
		return found.length > MAX_HEARD ? null : found;
	};
	const channels = [...new Set(types.map(({ channel }) => channel))];
	return (calendar: CalendarKey, nights: readonly DateRange[]): SourceToRead[] => {
		const own = new Set(roomsOf(calendar));
		const sharing = types.filter((type) => roomsOf(type).some((room) => own.has(room)));
		return channels.flatMap((channel): SourceToRead[] => {
			const here = sharing.filter((type) => type.channel === channel);
			if (here.length === 0) return [];
			const roomTypeIds = [...new Set(here.map(({ roomTypeId }) => roomTypeId))];
			const standing = stays.flatMap(({ reference, ...stay }) =>
				reference?.channel === channel &&
				roomTypeIds.includes(reference.roomTypeId ?? '') &&
				nights.some((range) => overlaps(range, stay))
					? [{ id: reference.reservationId, checkIn: stay.start, checkOut: stay.end }]
					: [],
			);
			return [
				{
					channel,
					propertyIds: [...new Set(here.flatMap(({ propertyId }) => (propertyId === null ? [] : [propertyId])))],
					roomTypeIds,
					standing: channelById(channel)?.keepsQueue ? null : standing,
					heard: channelById(channel)?.keepsQueue ? null : heardIn(channel, nights),
				},
			];
		});
	};
}
