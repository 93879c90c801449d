/** What a sender may tell channels of: rooms to sell and restrictions, or prices. */
import type { CalendarKey, ToldCalendar } from '../ports/availability';
import type { DateRange } from '../../core/availability/ranges';
import type { BookingStore } from '../ports/booking-store';
import type { HotelSettings } from '../settings/hotel-settings';
import type { SourceToRead } from './sources-to-read';
import type { WantedCalendar } from './wanted-calendars';

export interface SubjectQuestion {
	store: BookingStore;
	hotelSlug: string;
	settings: HotelSettings;
	/** The hotel's date. */
	today: string;
	channels: readonly string[];
	leaveOut: readonly string[];
	/** As it is kept. */
	subscriber: string;
}

export interface Subject {
	/** Stands before the names of its senders where they are kept. */
	prefix: string;
	/** Whether what it tells changes with bookings. */
	followsBookings: boolean;
	/** A few look-ups, whatever the hotel. */
	prepare(question: SubjectQuestion): Promise<PreparedSubject>;
}

/** Whether a sender, as it is kept, tells of rooms: those of prices have a prefix, and sell none. */
export function tellsRooms({ subscriber }: { subscriber: string }): boolean {
	return !subscriber.includes('/');
}

/** A part of the hotel: calendars by their names, and nights from the first to the last of them. */
export interface AskedNights extends DateRange {
	names: ReadonlySet<string>;
	roomTypeIds: readonly string[];
}

export interface PreparedSubject {
	/** All that counts beside bookings: as long as it is the same, nothing need be worked out. */
	inputs: unknown;
	/** Entries of the settings that cannot be told to anybody. */
	unassigned: string[];
	/** Channels of which the room map names any type: what is left open at the others is said when they change. */
	channelsNamed?: string[];
	/** Works it out. @param only then costs what stands in these nights, and the rest need not be told of */
	wanted(told: readonly ToldCalendar[], only?: AskedNights): Promise<Wanted>;
}

export interface Wanted {
	calendars: WantedCalendar[];
	unpriced?: string[];
	/** Room types that are still on sale at a channel of which the room map names none any more. */
	leftOpen?: CalendarKey[];
	/** Room types that the room map names no longer, and whose channel does not take that they are closed: it is tried no more. */
	notClosed?: CalendarKey[];
	/** What has to be read before a calendar gets more rooms in these nights. A few look-ups, and one of what is not over. */
	sourcesOf?(): Promise<(calendar: CalendarKey, nights: readonly DateRange[]) => SourceToRead[]>;
}
