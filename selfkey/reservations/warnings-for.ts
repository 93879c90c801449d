/** The warnings that describe how a reservation stands after an event, whether or not the event changed it. */
import {
	BOTH_CHANGED,
	GUEST_KNOWS_ROOM,
	NOT_KNOWN,
	PERHAPS_ANOTHER_GUEST,
	PUT_AWAY,
	SOLD_ITSELF,
	STANDS_NOT_HERE,
} from '../../core/reservation/people-decide';
import { channelById, OWN_CHANNEL } from '../../core/channel/channels';
import { activeRooms, isActive } from '../../core/reservation/active';
import type { Reservation, RoomStay } from '../../core/reservation/model';
import { isReading } from '../../core/reservation/revision';
import { isIdentityMissing } from '../identity/guest-registration';
import type { IncomingEvent } from '../webhook/read-events';
import { covers, type Occupancy } from '../../core/availability/ranges';
import { IDENTITY_COLUMNS, isActiveBooking } from '../ports/records';
import { isShared } from '../room-conflicts/plan-moves';
import type { Warning } from '../ports/warnings';
import { isOfAnotherType, knowsRoom, type PlannedStay } from './plan-stays';

/**
 * Names room types, rooms and nights, never the guest.
 * @param occupied what others have
 */
export function warningsFor(
	stays: readonly PlannedStay[],
	occupied: readonly Occupancy[],
	{ idDerived, orderUnknown }: Pick<IncomingEvent, 'idDerived' | 'orderUnknown'>,
): Warning[] {
	const warnings = stays.flatMap((stay) => [
		...deskConflict(stay),
		...leftBehindWarnings(stay),
		...(stay.isGone ? goneWarnings(stay) : []),
		...(isActiveBooking(stay.next)
			? [...guestWarnings(stay), ...warningsOf(stay, othersOf(stay, stays, occupied))]
			: []),
	]);
	if (idDerived) {
		warnings.push({
			code: 'external_id_missing',
			message:
				'No data.external_id was sent; the reservation is recognised by guest, room type and dates, so a change of any of these cannot be followed',
			roomStayId: null,
		});
	}
	if (orderUnknown) {
		warnings.push({
			code: 'order_unknown',
			message:
				'Neither data.revision nor data.observed_at was sent; the order of arrival counts, so a message that comes for the first time after a newer one undoes it',
			roomStayId: null,
		});
	}
	return warnings;
}

/**
 * A guest may stand at the door with what was not written, or a room be kept for nobody: a message that is too late, and says
 * otherwise than what is stored whether the stay takes place, or how.
 * @param isClockAhead it is late only by a time in what is stored that has not come yet
 */
export function notWritten(incoming: Reservation, merged: Reservation, isClockAhead: boolean): Warning[] {
	const stands = activeRooms(incoming).length > 0;
	const isSuperseded = isReading(incoming.revision) && !isClockAhead;
	// Of what a calendar lacked once, it has itself shown since whether it is back.
	if (!stands && (isActive(incoming) || !isActive(merged) || isSuperseded)) return [];
	const compare = "compare with the channel's extranet";
	if (merged.status === 'cancelled')
		return [
			{
				code: 'after_cancellation',
				message: `The message says that the stay stands, but it was cancelled before and stays cancelled; ${compare}, and enter the booking by hand if it stands there`,
				roomStayId: null,
			},
		];
	const what = stands ? 'The message' : 'The message says that the stay does not take place, but it';
	const why = isClockAhead
		? `, whose time has not come yet: if the sender's clock was ahead, set it right; ${compare}`
		: `; if in doubt ${compare}`;
	return [
		{
			code: 'older_than_stored',
			message: `${what} is older than what is stored and was not written${why}, and correct the booking in SelfKey`,
			roomStayId: null,
		},
	];
}

/** Whether it is only sent once more, or meant as a change back, nobody can tell. */
export function repeatedDelivery(): Warning {
	return {
		code: 'repeated_delivery',
		message:
			'This message came before, and a newer one has come since, so it was not written again. If its sender means a change back to what it says, it has to come with an event id of its own, a higher revision or a later observed_at; compare the booking with its source',
		roomStayId: null,
	};
}

/** The channel's change is on its way to the house's system and wins there too. */
export function reportIgnored(reporter: string): Warning {
	return {
		code: 'report_ignored',
		message: `What ${displayNameOf(reporter)} says of the stay was not written, since the booking has been changed meanwhile and ${displayNameOf(reporter)} has still to be told; look at both, and correct what is wrong at the channel`,
		roomStayId: null,
	};
}

export function reportUnknown(channel: string, reporter: string): Warning {
	const [of, by] = [displayNameOf(channel), displayNameOf(reporter)];
	return {
		code: 'report_unknown',
		message:
			channel === OWN_CHANNEL
				? `${SOLD_ITSELF} was cancelled or marked as a no-show in ${by}; its own sales cannot be written back, so decide with the guest and correct it in SelfKey`
				: `${by} reports a reservation of ${of} ${NOT_KNOWN}; compare with the channel's extranet and send it again from there`,
		roomStayId: null,
	};
}

/** Of SelfKey's own sale, in the words of `reportDiffers`. */
export function ownStay(checkIn: string, checkOut: string, adults: number, children: number): string {
	return `${checkIn} to ${checkOut}, ${adults} adults, ${children} children`;
}

export function reportDiffers(reporter: string, reported: string, inSelfKey: string): Warning {
	return {
		code: 'report_differs',
		message: `${SOLD_ITSELF} was changed in ${displayNameOf(reporter)}: there it is ${reported}, in SelfKey ${inSelfKey}; its own sales cannot be written back, so decide which is right and correct the other`,
		roomStayId: null,
	};
}

/** Nothing is written, since its source has given the stay up; only people can know what was agreed with the guest. */
export function reportStands(
	reporter: string,
	{ checkIn, checkOut, status }: Pick<RoomStay, 'checkIn' | 'checkOut' | 'status'>,
	roomStayId: string | null,
): Warning {
	const by = displayNameOf(reporter);
	// What is entered in SelfKey is a new booking, and is made there beside this one.
	const advice =
		status === 'checked_in'
			? `The guest is in the house: close the room in SelfKey for these nights, since a booking entered in SelfKey would be made in ${by} as a second one`
			: `Cancel it in ${by}. If the guest comes, enter the stay in SelfKey by hand as well: that one comes to ${by} by itself`;
	return {
		code: 'report_stands',
		message: `${by} has a stay from ${checkIn ?? ''} to ${checkOut ?? ''} ${STANDS_NOT_HERE}, since it was cancelled or deleted there and ${by} has been told; SelfKey sells its room. ${advice}`,
		roomStayId,
	};
}

function displayNameOf(channel: string): string {
	return channelById(channel)?.displayName ?? channel;
}

function warningsOf(stay: PlannedStay, occupied: readonly Occupancy[]): Warning[] {
	const { roomStayId, next, candidates, unknownRooms, amountUnknown, baseline } = stay;
	const type = baseline.roomTypeId === null ? 'without a name' : `"${baseline.roomTypeId}"`;
	const nights = `${next.checkInDate} to ${next.checkOutDate}`;
	const warn = (code: Warning['code'], message: string): Warning => ({ code, message, roomStayId });
	return [
		...(next.roomId === null && candidates.length > 0
			? [
					warn(
						'no_room_free',
						`The stay has no room: none of type ${type} is free from ${nights}, or the desk has taken its room away; give the booking a room or move another`,
					),
				]
			: []),
		...(next.roomId === null && candidates.length === 0
			? [
					warn(
						'unmapped_room',
						`No active room is mapped to room type ${type} (${nights}); give the booking a room in SelfKey, and add the type to the room map for the next ones`,
					),
				]
			: []),
		...(sharesRoom(stay, occupied)
			? [warn('room_shared', `Another booking has the same room within ${nights}; give one of them another room`)]
			: []),
		...(unknownRooms.length > 0
			? [
					warn(
						'unknown_room_in_map',
						`The room map gives room type ${type} rooms that are missing or inactive: ${unknownRooms.join(', ')}`,
					),
				]
			: []),
		...(amountUnknown
			? [warn('amount_unknown', 'The channel gave no price, or none that can be read; the amount of the booking is 0')]
			: []),
		...(isIdentityMissing(next)
			? [warn('identity_missing', 'Birth date, identity documents or address are still to be asked for')]
			: []),
	];
}

/** The guest knows a room, and has another one now or none, since that one was closed or deleted, or given to somebody else while the stay did not stand. */
export function isGuestMoved(stay: PlannedStay): boolean {
	return knowsRoom(stay) && stay.next.roomId !== stay.held?.knownRoomId;
}

/**
 * Such a guest keeps the room though the channel has just changed the type to one that it is none of, or has added nights
 * and the room map has given the room to another type since.
 */
export function isRoomKept(stay: PlannedStay): boolean {
	const { next, held, candidates } = stay;
	if (!knowsRoom(stay) || next.roomId === null || next.roomId !== held?.roomId || candidates.includes(next.roomId))
		return false;
	return isTypeChanged(stay) || (isOfAnotherType(stay) && !covers(held.nights, stay.nights));
}

function isTypeChanged({ held, baseline }: PlannedStay): boolean {
	return held?.roomTypeId !== baseline.roomTypeId;
}

function guestWarnings(stay: PlannedStay): Warning[] {
	const { roomStayId, next, baseline } = stay;
	const nights = `${next.checkInDate} to ${next.checkOutDate}`;
	const who = GUEST_KNOWS_ROOM;
	const warnings: Warning[] = [];
	if (isGuestMoved(stay))
		warnings.push({
			code: 'guest_moved',
			message: `${who}, but that room cannot be kept for ${nights}; the booking ${next.roomId === null ? 'has no room now' : 'has another room now'}: tell the guest`,
			roomStayId,
		});
	if (isRoomKept(stay)) {
		const type = `"${String(baseline.roomTypeId)}" (${nights})`;
		const why = isTypeChanged(stay)
			? `the channel has changed the room type to ${type}`
			: `by the room map the room is none of type ${type}`;
		warnings.push({
			code: 'room_kept',
			message: `${who}, and ${why}; the room was left as it is: move the guest by hand, or agree with the guest`,
			roomStayId,
		});
	}
	return warnings;
}

/** The channel still thinks that it stands. */
function goneWarnings({ roomStayId, baseline }: PlannedStay): Warning[] {
	if (baseline.paymentStatus !== 'succeeded') return [];
	return [
		{
			code: 'booking_deleted',
			message: `The booking (${baseline.checkInDate} to ${baseline.checkOutDate}) was deleted in SelfKey, and the message says nothing new, so it is not written again; cancel the stay at its channel, or enter it by hand`,
			roomStayId,
		},
	];
}

/** What others have, the other rooms of the same reservation too. */
export function othersOf(
	stay: PlannedStay,
	stays: readonly PlannedStay[],
	occupied: readonly Occupancy[],
): Occupancy[] {
	const own = stays.filter((other) => other !== stay && isActiveBooking(other.next) && other.next.roomId !== null);
	return [...occupied, ...own.map(({ next, nights }) => ({ roomId: next.roomId ?? '', ...nights }))];
}

/** Whether somebody else has its room on one of its nights. */
export function sharesRoom({ next, nights }: PlannedStay, occupied: readonly Occupancy[]): boolean {
	return isActiveBooking(next) && next.roomId !== null && isShared({ roomId: next.roomId, ...nights }, occupied);
}

/** Said once, with the message that removed the one room and added the other. */
function leftBehindWarnings({ roomStayId, booking, current, leftBehind }: PlannedStay): Warning[] {
	if (leftBehind.length === 0 || booking === null || current === null) return [];
	const room = `the room of booking ${booking.bookingNumber} (${current.checkInDate} to ${current.checkOutDate})`;
	const names = leftBehind.map((column) =>
		column === 'stripePaymentIntentId' ? "a payment on SelfKey's page" : column,
	);
	return [
		{
			code: 'desk_conflict',
			message: `The channel has removed ${room} ${PERHAPS_ANOTHER_GUEST}; what was entered for the first stays with it: ${names.join(', ')}. If it is the same guest, enter the same in the new booking, and ask for no second payment`,
			roomStayId,
		},
	];
}

/** Said once, with the write that ended it: afterwards there is nothing left to tell it from. */
function deskConflict({ roomStayId, conflicting, overwritten, putAway, baseline, next }: PlannedStay): Warning[] {
	if (putAway !== null) {
		const nights = `${baseline.checkInDate} to ${baseline.checkOutDate}`;
		const price =
			next.amount === 0 && baseline.amount !== 0 ? ` with its price, ${baseline.amount} ${baseline.currency}` : '';
		const outcome = isActiveBooking(next)
			? 'it is written anew: cancel the stay at its channel if it is not to stand'
			: `it stays cancelled here: cancel the stay at its channel, or let the booking stand again${price}`;
		const message = `The desk has ${putAway} ${PUT_AWAY} (${nights}); ${outcome}`;
		return [{ code: 'desk_conflict', message, roomStayId }];
	}
	if (conflicting.length === 0) return [];
	const isGuests = new Set<string>([...IDENTITY_COLUMNS, 'internalNote']);
	const lost = Object.entries(overwritten).map(([column, value]) =>
		isGuests.has(column) ? column : `${column} ${String(value ?? 'none')}`,
	);
	const kept = conflicting.filter((column) => !(column in overwritten));
	const parts = [
		...(kept.length > 0 ? [`the desk's entry stays: ${kept.join(', ')}`] : []),
		...(lost.length > 0 ? [`the channel's counts, the desk had: ${lost.join(', ')}`] : []),
	];
	return [
		{
			code: 'desk_conflict',
			message: `${BOTH_CHANGED}; ${parts.join('; ')}`,
			roomStayId,
		},
	];
}
