/**
 * Nights that a channel was told of, and that the hotel does not sell there any more: those beyond its horizon, and those of a
 * room type that the room map names no longer. Nobody counts their rooms, so as they were told last they would be sold past
 * the count, for rooms that other types have as well. Pure.
 */
import { nothingSet, overlay, within, without, type CalendarRange } from '../../core/availability/calendar-nights';
import type { CalendarKey, ToldCalendar } from '../ports/availability';
import type { HotelSettings } from '../settings/hotel-settings';
import { typeNamed } from './sold-types';
import { joined } from './waiting-nights';
import { nameOf, type WantedCalendar } from './wanted-calendars';

export interface SaleThere extends Pick<HotelSettings, 'roomMap' | 'properties'> {
	channels: readonly string[];
	/** Room types that are told in another way, or by nobody: what they hold is not ours to change. */
	leaveOut: readonly string[];
	/** What is told of the types that are sold. */
	calendars: readonly WantedCalendar[];
	told: readonly ToldCalendar[];
	/** The hotel's date, and the first night that is not on sale yet. */
	today: string;
	end: string;
}

export interface ClosedForGood {
	calendars: WantedCalendar[];
	leftOpen: CalendarKey[];
}

/**
 * The calendars, with the nights that are closed. A type that is still named in some way, such as for another property, is
 * left as it is; so is one of a channel of which no type is named: who takes all of them off no longer sells there by this
 * package, or has made a mistake that must not close the house.
 */
export function withClosed(sale: SaleThere): ClosedForGood {
	const { calendars, told, today, end, channels, leaveOut } = sale;
	const wanted = new Map(calendars.map((calendar) => [nameOf(calendar), calendar]));
	const named = [...sale.roomMap.keys()].flatMap((entry) => typeNamed(entry, sale.properties) ?? []);
	const leftOpen: CalendarKey[] = [];
	for (const calendar of told) {
		const { channel, propertyId, roomTypeId, ratePlanId } = calendar;
		const key: CalendarKey = { channel, propertyId, roomTypeId, ratePlanId };
		if (ratePlanId !== null || !channels.includes(channel) || leaveOut.includes(roomTypeId)) continue;
		const known = wanted.get(nameOf(key));
		const ahead = closedNights(calendar, today);
		if (known) wanted.set(nameOf(key), { ...known, nights: [...known.nights, ...closedAfter(ahead, end)] });
		// Of one that was taken off before the day on which everything was told the last time, people know.
		else if (calendar.told.length === 0 && calendar.waiting.length === 0) continue;
		else if (named.some((type) => type.channel === channel && type.roomTypeId === roomTypeId)) continue;
		else if (named.some((type) => type.channel === channel))
			wanted.set(nameOf(key), { ...key, nights: ahead, isUnmapped: true });
		else if (calendar.told.some((range) => range.end > today && (range.available ?? 0) > 0)) leftOpen.push(key);
	}
	return { calendars: [...wanted.values()].filter(({ nights }) => nights.length > 0), leftOpen };
}

/** All nights from today on that the channel may hold anything of. */
function closedNights({ told, doubtful, waiting }: ToldCalendar, today: string): CalendarRange[] {
	const all = without(overlay(overlay(told, doubtful), joined(waiting)), [{ start: '0001-01-01', end: today }]);
	const closed = { ...nothingSet(), available: 0, sold: 0 };
	return overlay(
		[],
		all.map(({ start, end }) => ({ ...closed, start, end })),
	);
}

function closedAfter(nights: readonly CalendarRange[], start: string): CalendarRange[] {
	return within(nights, [{ start, end: '9999-12-31' }]);
}
