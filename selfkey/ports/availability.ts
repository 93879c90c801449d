/** What telling the channels of rooms to sell needs of the database. Dates are hotel-local `YYYY-MM-DD`. */
import type { CalendarRange } from '../../core/availability/calendar-nights';
import type { Occupancy } from '../../core/availability/ranges';
import type { Restriction } from '../../core/availability/restrictions';

/** A room type, or one of its rate plans, on one channel. */
export interface CalendarKey {
	channel: string;
	/** `null` where the channel's accounts are not told apart. */
	propertyId: string | null;
	roomTypeId: string;
	/** `null` for the room type itself. */
	ratePlanId: string | null;
}

/** ISO 8601, UTC, by channel. */
export type HeldFor = Readonly<Record<string, string>>;

/** Nights that were not accepted the last time, all in the same state. */
export interface WaitingNights {
	nights: CalendarRange[];
	/** ISO 8601, UTC: when they are sent again at the earliest. */
	dueAt: string;
	/** How often they have failed, and why the last time. */
	attempts: number;
	reason: string | null;
	/**
	 * ISO 8601, UTC: since when, poll by poll, they were held back on purpose, by the channel that was waited for (empty where it
	 * was none); and when the last time.
	 */
	heldFor: HeldFor;
	heldAt: string | null;
}

/** What a channel was told. */
export interface ToldCalendar extends CalendarKey {
	/** What it has accepted; a night that is not in it is not known. */
	told: CalendarRange[];
	/** What it did not accept the last time; none of it is in `told`, and no night is in two of them. */
	waiting: WaitingNights[];
	/**
	 * Nights of which nobody knows what the channel holds, with the fewest rooms that it may hold: it was asked for something and
	 * has not confirmed it, or the day has come on which everything is told again. Those that are in `told` too were given out since,
	 * and nobody has said yet what became of it.
	 */
	doubtful: CalendarRange[];
	/**
	 * What it was told before everything was told again, of the nights of which nobody has told it since: whoever can read its
	 * calendar compares it with that.
	 */
	believed: CalendarRange[];
	/** Nights of which it was ever told a restriction, or may have been, with what lifts it. */
	restricted: CalendarRange[];
}

/** How far a sender of availability is. */
export interface SenderState {
	round: number;
	inputs: string;
	isOpen: boolean;
	fullOn: string;
	/** What it asked for the last time. */
	channels: string[];
	leaveOut: string[];
}

/** What a channel said last of one of its reservations, whatever became of it in SelfKey. */
export interface HeardStay {
	channel: string;
	reservationId: string;
	checkIn: string;
	checkOut: string;
}

/** A rate plan of a room type that a channel sells. */
export interface SoldRate extends Pick<CalendarKey, 'channel' | 'roomTypeId'> {
	ratePlanId: string;
}

export interface StoredRestriction extends Restriction {
	id: number;
}

/** Changes that a subscriber has not acknowledged. */
export interface WaitingChanges {
	/** The position of the latest. */
	upTo: number;
	/** ISO 8601, UTC: the first of them. */
	since: string;
}

export interface AvailabilityStore {
	/** As it was left; the state of a sender that has never asked where there is none. */
	senderState(hotelSlug: string, subscriber: string): Promise<SenderState>;
	/** What every sender of the hotel asked for the last time, by its name. */
	senders(hotelSlug: string): Promise<Array<Pick<SenderState, 'channels' | 'leaveOut'> & { subscriber: string }>>;
	/**
	 * What was heard of these channels' reservations that are not over by the date, the first to end first. Costs what is not over.
	 */
	heardStays(hotelSlug: string, channels: readonly string[], from: string, limit: number): Promise<HeardStay[]>;
	/** Keeps it, unless another request has begun a round since this one read `readRound`. @returns whether it was kept */
	saveSenderState(hotelSlug: string, subscriber: string, state: SenderState, readRound: number): Promise<boolean>;
	/**
	 * What the sender has told, of every calendar, or of those of some room types. Grows with these calendars and with what was told
	 * of each.
	 */
	toldCalendars(hotelSlug: string, subscriber: string, roomTypeIds?: readonly string[]): Promise<ToldCalendar[]>;
	/** When the first of what failed is due, ISO 8601, UTC; `null` where nothing is failing. One look-up. */
	nextDue(hotelSlug: string, subscriber: string): Promise<string | null>;
	/** Changes some calendars, alone for this sender: `change` is given each as it is now. */
	changeTold(
		hotelSlug: string,
		subscriber: string,
		keys: readonly CalendarKey[],
		change: (calendar: ToldCalendar, index: number, state: SenderState) => ToldCalendar,
	): Promise<void>;
	/** What waits for the subscriber, due or not; `null` where nothing does. */
	waitingChanges(hotelSlug: string, subscriber: string): Promise<WaitingChanges | null>;
	/** Takes off every change up to the position. */
	acknowledgeUpTo(hotelSlug: string, subscriber: string, upTo: number): Promise<void>;
	/** What SelfKey itself asks for a night in each active room, by the room's id, in major units of the hotel's currency. */
	roomPrices(hotelSlug: string): Promise<Map<string, number>>;
	/** The rate plans that channels have sold of what stands from the date on, each once. Costs what stands. */
	soldRates(hotelSlug: string, from: string): Promise<SoldRate[]>;
	/** What is restricted of nights from the date on, in the order in which it was decided. */
	restrictions(hotelSlug: string, from: string): Promise<StoredRestriction[]>;
	/** Adds decisions, and forgets those whose nights are over by `today`. */
	addRestrictions(hotelSlug: string, restrictions: readonly Restriction[], today: string, now: Date): Promise<void>;
	removeRestrictions(hotelSlug: string, ids: readonly number[]): Promise<number>;
	/** Rooms that cannot be sold from the date on, from all sources. */
	roomClosures(hotelSlug: string, from: string): Promise<Occupancy[]>;
	/** All that the source knows of; what it knew before and does not name is open again. */
	replaceRoomClosures(hotelSlug: string, source: string, closures: readonly Occupancy[]): Promise<void>;
}
