/** A hotel's settings: as SelfKey keeps them, and as a person types them. */

import type { ListsByName } from '../../../core/payload/lists-by-name';

export interface StoredSettings {
	/** SelfKey's rooms by room type. */
	roomMap: ListsByName;
	/** IDs by channel. */
	properties: ListsByName;
	timeZone: string;
	/** After the departure; `null` where the hotel has not said. Guests are not erased before. */
	registrationRetentionMonths: number | null;
}

/** An active room of SelfKey's. */
export interface KnownRoom {
	id: string;
	name: string;
}

/** A room type of a channel that guests have booked, or that the channel offers. */
export interface KnownRoomType {
	/** As the room map has it, or would: `channel/roomTypeId`. */
	roomType: string;
	/** `''` where the channel gives no name. */
	name: string;
	/** That stand, from today on. */
	stays: number;
	/** Whether the hotel has an active room for it. */
	isServed: boolean;
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
}

export interface TypedSettings {
	/** Of Booking.com, separated by commas, semicolons or white space; may be empty. */
	propertyIds: string;
	/** A line for each room type, `1296364403 = 101, 102`, or JSON. */
	roomMap: string;
	/** An IANA name, such as `Europe/Zurich`. */
	timeZone: string;
	/** Whole months; may be empty. */
	registrationRetentionMonths: string;
}
