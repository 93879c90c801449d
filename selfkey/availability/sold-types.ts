/** Which room types the hotel sells on which channel, by its room map. Pure. */
import type { HotelSettings } from '../settings/hotel-settings';
import type { CalendarKey, SenderState } from '../ports/availability';
import { tellsRooms } from './subject';

export interface SoldTypes {
	/** Without rate plans. */
	types: CalendarKey[];
	/** Entries of the room map of which nobody can say at which property they are sold. */
	unassigned: string[];
}

/** A type that stands alone in the room map is Booking.com's if it is a number, as all of Booking.com's are. */
const BOOKING_COM = 'booking.com';

/**
 * Entries such as `channel/propertyId/roomTypeId` say it themselves. One without a property is the channel's only one; a
 * channel whose property nobody has named has `null`, but for Booking.com, which cannot be told anything without.
 * @param channels only these
 * @param leaveOut room types that nobody is told of, as those whose channel reads a calendar instead
 */
export function soldTypes(
	{ roomMap, properties }: Pick<HotelSettings, 'roomMap' | 'properties'>,
	channels: readonly string[],
	leaveOut: readonly string[] = [],
): SoldTypes {
	const types = new Map<string, CalendarKey>();
	const unassigned: string[] = [];
	for (const entry of roomMap.keys()) {
		const type = typeNamed(entry, properties);
		if (type === null || !channels.includes(type.channel) || leaveOut.includes(type.roomTypeId)) continue;
		const { channel, propertyId, roomTypeId } = type;
		if (propertyId === undefined) unassigned.push(entry);
		else
			types.set(JSON.stringify([channel, propertyId, roomTypeId]), {
				channel,
				propertyId,
				roomTypeId,
				ratePlanId: null,
			});
	}
	return { types: [...types.values()], unassigned };
}

/** What any sender of rooms tells its channels of; `null` where none has asked yet. */
export function typesTold(
	settings: Pick<HotelSettings, 'roomMap' | 'properties'>,
	senders: ReadonlyArray<Pick<SenderState, 'channels' | 'leaveOut'> & { subscriber: string }>,
): CalendarKey[] | null {
	const ofRooms = senders.filter(tellsRooms);
	if (ofRooms.length === 0) return null;
	return ofRooms.flatMap(({ channels, leaveOut }) => soldTypes(settings, channels, leaveOut).types);
}

/** What an entry of the room map is about. */
export interface NamedType extends Pick<CalendarKey, 'channel' | 'roomTypeId'> {
	/** `undefined` where nobody can say which. */
	propertyId: string | null | undefined;
}

/** `null` for what is no channel's, such as a name for reservations by webhook. */
export function typeNamed(entry: string, properties: HotelSettings['properties']): NamedType | null {
	const named = namedBy(entry);
	if (named === null) return null;
	const { channel, roomTypeId } = named;
	const own = [...(properties.get(channel) ?? [])];
	const propertyId = named.propertyId ?? (own.length === 1 ? (own[0] ?? null) : null);
	const isOpen = propertyId === null && (channel === BOOKING_COM || own.length > 1);
	return { channel, roomTypeId, propertyId: isOpen ? undefined : propertyId };
}

function namedBy(entry: string): Pick<CalendarKey, 'channel' | 'propertyId' | 'roomTypeId'> | null {
	const [first = '', second, ...rest] = entry.split('/');
	if (second === undefined)
		return /^\d+$/.test(first) ? { channel: BOOKING_COM, propertyId: null, roomTypeId: first } : null;
	return rest.length === 0
		? { channel: first, propertyId: null, roomTypeId: second }
		: { channel: first, propertyId: second, roomTypeId: rest.join('/') };
}
