/** A hotel's settings: as SelfKey keeps them, and as a person types them. */

import type { ListsByName } from '../../../core/payload/lists-by-name';

export interface StoredSettings {
	/** SelfKey's rooms by room type. */
	roomMap: ListsByName;
	/** IDs by channel. */
	properties: ListsByName;
	timeZone: string;
}

/** An active room of SelfKey's. */
export interface KnownRoom {
	id: string;
	name: string;
}

export interface SettingsInSelfKey {
	hotelSlug: string;
	/** Goes up by one with every change; a change names the one that it is based on. */
	revision: number;
	settings: StoredSettings;
	rooms: KnownRoom[];
}

export interface TypedSettings {
	/** Of Booking.com, separated by commas, semicolons or white space; may be empty. */
	propertyIds: string;
	/** A line for each room type, `1296364403 = 101, 102`, or JSON. */
	roomMap: string;
	/** An IANA name, such as `Europe/Zurich`. */
	timeZone: string;
}
