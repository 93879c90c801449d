/** The warnings that describe how a reservation stands after an event, whether or not the event changed it. */
import { isIdentityMissing } from '../identity';
import type { IncomingEvent } from '../payload/events';
import type { Warning } from '../warnings';
import { isStanding, type PlannedStay } from './plan';

/** Names room types, rooms and nights, never the guest. */
export function warningsFor(stays: readonly PlannedStay[], { idDerived }: Pick<IncomingEvent, 'idDerived'>): Warning[] {
	const warnings = stays.filter(({ next }) => isStanding(next)).flatMap(warningsOf);
	if (idDerived) {
		warnings.push({
			code: 'external_id_missing',
			message: 'No data.external_id was sent; the reservation is recognised by guest, room type and dates, so a change of any of these cannot be followed',
			roomStayId: null,
		});
	}
	return warnings;
}

function warningsOf(stay: PlannedStay): Warning[] {
	const { roomStayId, next, candidates, unknownRooms, amountUnknown, written } = stay;
	const type = written.roomTypeId === null ? 'without a name' : `"${written.roomTypeId}"`;
	const nights = `${next.checkInDate} to ${next.checkOutDate}`;
	const warn = (code: Warning['code'], message: string): Warning => ({ code, message, roomStayId });
	return [
		...(next.roomId === null && candidates.length > 0 ? [warn('no_room_free', `No room of type ${type} is free from ${nights}; give the booking a room or move another`)] : []),
		...(next.roomId === null && candidates.length === 0 ? [warn('unmapped_room', `No active room is mapped to room type ${type} (${nights}); add it to the room map, then send the reservation again`)] : []),
		...(unknownRooms.length > 0 ? [warn('unknown_room_in_map', `The room map gives room type ${type} rooms that are missing or inactive: ${unknownRooms.join(', ')}`)] : []),
		...(amountUnknown ? [warn('amount_unknown', 'The channel gave no price; the amount of the booking is 0')] : []),
		...(isIdentityMissing(next) ? [warn('identity_missing', 'Birth date, identity papers or address are still to be asked for')] : []),
	];
}
