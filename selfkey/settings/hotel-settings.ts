/** What holds for the whole house, whichever integration a stay came through. */
import { dateIn, isTimeZone } from '../../core/reservation/dates';
import { isRecord } from '../../core/payload/field-reader';
import type { BookingStore } from '../ports/booking-store';
import { readSaleSettings, type SaleSettings } from '../availability/sale-settings';
import { DEFAULT_TIME_ZONE, readSettings } from './integration-settings';
import { readRateRules, type HotelRateRule } from '../../core/rates/rate-rules';
import { isRetention } from './settings-change';
import { readProperties, type Properties } from './properties';
import { overlayRoomMap, readRoomMap, type RoomMap } from './room-map';

export interface HotelSettings {
	timeZone: string;
	/** As it is now: which rooms serve a type is never remembered with a stay. */
	roomMap: RoomMap;
	properties: Properties;
	/** What is held back of the rooms, and how far ahead they are sold. */
	sale: SaleSettings;
	/** How prices at channels follow SelfKey's; the last one for a night counts. */
	rates: readonly HotelRateRule[];
	/** ISO 4217: of SelfKey's prices, which have none of their own. */
	currency: string;
	/** For how many months after the departure guests may not be erased; `null` where the hotel has not said. */
	registrationRetentionMonths: number | null;
}

/**
 * The settings of all active integrations: the first that mentions a room type, a channel's properties or a time zone
 * counts. What was saved by the form comes before what was only ever written by hand, or saving would change nothing
 * where both say something; among equals the order is that of their ids.
 */
export async function hotelSettings(
	store: Pick<BookingStore, 'configurations'>,
	hotelSlug: string,
): Promise<HotelSettings> {
	return settingsIn(await store.configurations(hotelSlug));
}

/** As `hotelSettings`, where the configurations are read already. */
export function settingsIn(all: readonly unknown[]): HotelSettings {
	const configurations = all.filter(isRecord).sort((one, other) => Number(isSaved(other)) - Number(isSaved(one)));
	return {
		timeZone: configurations.map(({ timeZone }) => timeZone).find(isTimeZone) ?? DEFAULT_TIME_ZONE,
		roomMap: configurations.reduceRight<RoomMap>(
			(map, { roomMap }) => overlayRoomMap(map, readRoomMap(roomMap)),
			new Map(),
		),
		sale: readSaleSettings(configurations.map(({ availability }) => availability).find(isRecord)),
		rates: readRateRules(configurations.map(({ rates }) => rates).find(Array.isArray)),
		currency: readSettings(configurations.find(({ currency }) => typeof currency === 'string')).currency,
		registrationRetentionMonths:
			configurations.map((values) => values['registrationRetentionMonths']).find(isRetention) ?? null,
		properties: new Map([...configurations].reverse().flatMap(({ properties }) => [...readProperties(properties)])),
	};
}

function isSaved({ settingsRevision }: Record<string, unknown>): boolean {
	return Number.isSafeInteger(settingsRevision);
}

/** The hotel's own date. */
export function todayIn({ timeZone }: Pick<HotelSettings, 'timeZone'>, now: Date): string {
	return dateIn(timeZone, now);
}
