/** A stay of a calendar as a reservation: one room, its dates, and what little the calendar says of the guest. */
import { channelById } from '../channel/channels';
import { reservation, roomStay } from '../reservation/build';
import { revisionOfReading } from '../reservation/revision';
import { unknownBooker, type Reservation, type ReservationEvent } from '../reservation/model';

export interface FeedSource {
	/** The channel whose calendar it is, by its id. */
	channel: string;
	/** The hotel's own id at the channel. */
	propertyId: string;
	/** The channel's id of the room or apartment whose calendar it is: the reservation's room type. */
	listingId: string;
}

export interface FeedMessage {
	event: ReservationEvent;
	reservationId: string;
	checkIn: string;
	checkOut: string;
	guest: string | null;
	phoneEnd: string | null;
	/** When it was read. */
	at: Date;
	/** Its place among the messages of one reading, from 1. */
	place: number;
}

export function reservationOf({ channel, propertyId, listingId }: FeedSource, message: FeedMessage): Reservation {
	const { event, reservationId, checkIn, checkOut, guest, phoneEnd, at, place } = message;
	return reservation({
		channel,
		propertyId,
		reservationId,
		event,
		revision: hasRevisions(channel) ? revisionOfReading(at) : null,
		observedAt: `${at.toISOString()}#${place}`,
		checkIn,
		checkOut,
		// A cancellation says no more than that: what is stored of the stay remains.
		rooms: event === 'cancelled' ? [] : [roomStay({ roomStayId: '1', roomTypeId: listingId, checkIn, checkOut })],
		booker: { ...unknownBooker(), lastName: guest },
		remarks: phoneEnd === null ? [] : [`Phone number ends in ${phoneEnd}`],
	});
}

/** A calendar's only order is when it was read; a channel whose messages have none at all does without. */
function hasRevisions(channel: string): boolean {
	return channelById(channel)?.order !== 'observed';
}

/** Whether a cancelled stay may come back as the same reservation; otherwise it comes back as another one. */
export function mayComeBack(channel: string): boolean {
	return channelById(channel)?.mayReinstate ?? true;
}
