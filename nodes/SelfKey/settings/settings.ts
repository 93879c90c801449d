/** A hotel's settings: as SelfKey keeps them, and as a person types them. */

import type { Fields } from '../../../core/payload/field-reader';
import type { HotelRateRule } from '../../../core/rates/rate-rules';
import type { ListsByName } from '../../../core/payload/lists-by-name';

export interface StoredSettings {
	/** SelfKey's rooms by room type. */
	roomMap: ListsByName;
	/** IDs by channel. */
	properties: ListsByName;
	timeZone: string;
	/** After the departure; `null` where the hotel has not said. Guests are not erased before. */
	registrationRetentionMonths: number | null;
	/** What is held back of the rooms, as it stands; it may hold more than a form asks for. */
	availability: Fields;
	/** How prices at channels follow SelfKey's. */
	rates: readonly HotelRateRule[];
}

/** An active room of SelfKey's. */
export interface KnownRoom {
	id: string;
	name: string;
}

/** A room type of a channel that guests have booked, or that the channel or OPERA offers. */
export interface KnownRoomType {
	/** As the room map has it, or would: `channel/roomTypeId`. */
	roomType: string;
	/** `''` where the channel gives no name. */
	name: string;
	/** That stand, from today on. */
	stays: number;
	/** Whether the hotel has an active room for it. */
	isServed: boolean;
	/** The names of those rooms; left out by a handler of an older version. */
	rooms?: string[];
}

export interface SettingsInSelfKey {
	hotelSlug: string;
	/** SelfKey's clock when it answered, epoch milliseconds; `null` if it does not say. */
	now: number | null;
	/** Goes up by one with every change; a change names the one that it is based on. */
	revision: number;
	settings: StoredSettings;
	rooms: KnownRoom[];
	roomTypes: KnownRoomType[];
	/** The channels' rate plans that SelfKey knows: of prices, restrictions, and what guests have booked. */
	ratePlans?: string[];
}

/** What channels may sell, as a person types it; all of it may be empty. */
export interface TypedSale {
	/** Rooms of each type that no channel sells. */
	buffer: string;
	/** A line for each channel or room type of a channel: `airbnb = 2`. */
	allotments: string;
	/** A line for some nights: `2026-07-01 until 2026-08-01 = 1`. */
	overbooking: string;
	/** Rooms. */
	overbookingCap: string;
}

export interface TypedSettings extends TypedSale {
	/**
	 * Booking.com's, and `airbnb/987654` of any other channel, separated by commas, semicolons or white space; may be empty.
	 * `airbnb/` takes a channel's away.
	 */
	propertyIds: string;
	/** A line for each room type, `1296364403 = 101, 102`, or JSON. */
	roomMap: string;
	/** An IANA name, such as `Europe/Zurich`. */
	timeZone: string;
	/** Whole months; may be empty. */
	registrationRetentionMonths: string;
	/** A line for each rate plan or listing: `1296364403 rate 49111777 = +10 %, single use -20 %`. */
	rates: string;
}
