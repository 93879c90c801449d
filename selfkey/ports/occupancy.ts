/** What is looked at when the rooms of a hotel are put in order, and what may be changed. */
import type { DateRange, Occupancy } from '../../core/availability/ranges';
import { addDays } from '../../core/reservation/dates';
import type { BookingValues, Room } from './records';

/** `bookingType` of what SelfKey sells by the hour. Every other text, known or not, is a stay. */
export const DAY_TYPES = ['day', 'day_parking'] as const;

/** Why people have to look at a stay. */
export type ConflictKind =
	/** It stands and has no room. */
	| 'no_room'
	/** Somebody else has the same room on one of its nights. */
	| 'shared_room';

/** An active booking of nights, whoever sold it; what SelfKey sells by the hour is none. */
export interface ActiveStay extends DateRange {
	bookingId: string;
	bookingNumber: number;
	roomId: string | null;
	/** `null` for SelfKey's own sales. */
	reference: StayReference | null;
}

/** What is known of a channel's stay. */
export interface StayReference {
	channel: string;
	propertyId: string;
	reservationId: string;
	/** The room that the handler gave it; another one in the row is the desk's choice. */
	baselineRoomId: string | null;
	roomTypeId: string | null;
	/** What the channel calls the room. */
	roomName: string | null;
	/** The guest knows the door code of the room. */
	isCodeSent: boolean;
}

export interface OccupancySnapshot {
	stays: ActiveStay[];
	/** Rooms that day use has; nobody's stay, but SelfKey counts them as taken. */
	dayUse: Occupancy[];
	/** Rooms that are out of order: nobody is put there. Who is there already stays until people decide otherwise. */
	closures: Occupancy[];
	/** Every room of the hotel in the order of their names, inactive ones too. */
	rooms: Room[];
	/** What people have been told already. */
	conflicts: Array<{ bookingId: string; kind: ConflictKind }>;
}

/** A stay as it was when the move was planned, and its new room. */
export interface RoomMove {
	bookingId: string;
	from: string | null;
	nights: DateRange;
	to: string;
}

/**
 * The nights that a row takes, as SelfKey's own sale counts them: at least one.
 * @param freeFrom the first day on which its room is free; later than the date of departure where that has a time
 */
export function nightsTaken(
	{ checkInDate, checkOutDate }: Pick<BookingValues, 'checkInDate' | 'checkOutDate'>,
	freeFrom: string = checkOutDate,
): DateRange {
	return { start: checkInDate, end: freeFrom > checkInDate ? freeFrom : addDays(checkInDate, 1) };
}
