/** What holds for the whole house, whichever integration a stay came through. */
import { dateIn, isTimeZone } from '../../core/reservation/dates';
import { isRecord } from '../../core/payload/field-reader';
import type { BookingStore } from '../ports/booking-store';
import { DEFAULT_TIME_ZONE } from './integration-settings';
import { readProperties, type Properties } from './properties';
import { overlayRoomMap, readRoomMap, type RoomMap } from './room-map';

export interface HotelSettings {
	timeZone: string;
	/** As it is now: which rooms serve a type is never remembered with a stay. */
	roomMap: RoomMap;
	properties: Properties;
}

/**
 * The settings of all active integrations, in the order of their ids: the first that mentions a room type, a
 * channel's properties or a time zone counts.
 */
export async function hotelSettings(
	store: Pick<BookingStore, 'configurations'>,
	hotelSlug: string,
): Promise<HotelSettings> {
	const configurations = (await store.configurations(hotelSlug)).filter(isRecord);
	return {
		timeZone: configurations.map(({ timeZone }) => timeZone).find(isTimeZone) ?? DEFAULT_TIME_ZONE,
		roomMap: configurations.reduceRight<RoomMap>(
			(map, { roomMap }) => overlayRoomMap(map, readRoomMap(roomMap)),
			new Map(),
		),
		properties: new Map([...configurations].reverse().flatMap(({ properties }) => [...readProperties(properties)])),
	};
}

/** The hotel's own date. */
export function todayIn({ timeZone }: Pick<HotelSettings, 'timeZone'>, now: Date): string {
	return dateIn(timeZone, now);
}
