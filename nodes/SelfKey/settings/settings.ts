/** A hotel's settings: as SelfKey keeps them, and as a person types them. */

/** Lists by name: SelfKey's rooms by room type, property IDs by channel. */
export type ListsByName = Readonly<Record<string, readonly string[]>>;

export interface StoredSettings {
	roomMap: ListsByName;
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
