/** What holds for the whole house, whichever integration a stay came through. */
import { dateIn, isTimeZone } from '../../core/reservation/dates';
import { isRecord } from '../../core/payload/field-reader';
import type { BookingStore } from '../ports/booking-store';
import type { RequestedRooms } from '../ports/records';
import { DEFAULT_TIME_ZONE } from './integration-settings';
import { overlayRoomMap, readRoomMap, type RoomMap } from './room-map';

export interface HotelSettings {
	timeZone: string;
	/** As it is now: which rooms serve a type is never remembered with a stay. */
	roomMap: RoomMap;
	/** What of it stands in the integrations. */
	configured: RoomMap;
}

/**
 * The settings of all integrations that are switched on, in the order of their ids: the first that speaks of a room
 * type or a time zone counts. What a request said of a type later than the settings did counts before them.
 */
export async function hotelSettings(
	store: Pick<BookingStore, 'configurations' | 'requestedRooms'>,
	hotelSlug: string,
): Promise<HotelSettings> {
	const configurations = (await store.configurations(hotelSlug)).filter(isRecord);
	const configured = configurations.reduceRight<RoomMap>(
		(map, { roomMap }) => overlayRoomMap(map, readRoomMap(roomMap)),
		new Map(),
	);
	const requested = await store.requestedRooms(hotelSlug);
	return {
		configured,
		timeZone: configurations.map(({ timeZone }) => timeZone).find(isTimeZone) ?? DEFAULT_TIME_ZONE,
		roomMap: overlayRoomMap(
			configured,
			new Map(
				requested
					.filter(({ typeKey, instead }) => JSON.stringify(configured.get(typeKey) ?? []) === JSON.stringify(instead))
					.map(({ typeKey, rooms }) => [typeKey, rooms]),
			),
		),
	};
}

/** What a request says of room types otherwise than is known, to be remembered where it brings something new. */
export function newlyRequested(
	sent: RoomMap,
	{ roomMap, configured }: Pick<HotelSettings, 'roomMap' | 'configured'>,
): RequestedRooms[] {
	return [...sent]
		.filter(([typeKey, rooms]) => JSON.stringify(roomMap.get(typeKey)) !== JSON.stringify(rooms))
		.map(([typeKey, rooms]) => ({ typeKey, rooms: [...rooms], instead: [...(configured.get(typeKey) ?? [])] }));
}

/** The hotel's own date. */
export function todayIn({ timeZone }: Pick<HotelSettings, 'timeZone'>, now: Date): string {
	return dateIn(timeZone, now);
}
