/**
 * Nights that a channel was told of, and that the hotel does not sell there any more: those beyond its horizon, and those of a
 * room type that the room map names no longer. Nobody counts their rooms, so as they were told last they would be sold past
 * the count, for rooms that other types have as well. Pure.
 */
import { nothingSet, overlay, within, without, type CalendarRange } from '../../core/availability/calendar-nights';
import type { CalendarKey, ToldCalendar } from '../ports/availability';
import type { HotelSettings } from '../settings/hotel-settings';
import { typeNamed, type NamedType } from './sold-types';
import { joined, REFUSED_AFTER } from './waiting-nights';
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
	/** Of which nights have been refused as closed for so long that they are not closed any more. */
	notClosed: CalendarKey[];
}

/**
 * The calendars, with the nights that are closed. A type that is still named in some way, such as for another property, is
 * left as it is; so is one of a channel of which no type is named: who takes all of them off no longer sells there by this
 * package, or has made a mistake that must not close the house.
 */
export function withClosed(sale: SaleThere): ClosedForGood {
	const { calendars, told, today, end, channels, leaveOut } = sale;
	const wanted = new Map(calendars.map((calendar) => [nameOf(calendar), calendar]));
	const named = typesNamed(sale);
	const leftOpen: CalendarKey[] = [];
	const notClosed: CalendarKey[] = [];
	for (const calendar of told) {
		const { channel, propertyId, roomTypeId, ratePlanId } = calendar;
		const key: CalendarKey = { channel, propertyId, roomTypeId, ratePlanId };
		if (ratePlanId !== null || !channels.includes(channel) || leaveOut.includes(roomTypeId)) continue;
		const known = wanted.get(nameOf(key));
		const ahead = closedNights(calendar, today);
		if (known) wanted.set(nameOf(key), { ...known, nights: [...known.nights, ...closedAfter(ahead, end)] });
		// Of one that was taken off before the day on which everything was told the last time, people know.
		else if ([calendar.told, calendar.waiting, calendar.believed].every((nights) => nights.length === 0)) continue;
		else if (named.some((type) => type.channel === channel && type.roomTypeId === roomTypeId)) continue;
		else if (named.some((type) => type.channel === channel)) {
			const refused = refusedNights(calendar);
			wanted.set(nameOf(key), { ...key, nights: without(ahead, refused), isUnmapped: true });
			if (within(ahead, refused).length > 0) notClosed.push(key);
		}
		// While everything is told again, what was told before.
		else if ([...calendar.told, ...calendar.believed].some((range) => range.end > today && isOpen(range)))
			leftOpen.push(key);
	}
	return { calendars: [...wanted.values()].filter(({ nights }) => nights.length > 0), leftOpen, notClosed };
}

/** The channels of which the room map names any type. */
export function channelsNamed(sale: Pick<SaleThere, 'roomMap' | 'properties'>): string[] {
	return [...new Set(typesNamed(sale).map(({ channel }) => channel))].sort();
}

function typesNamed({ roomMap, properties }: Pick<SaleThere, 'roomMap' | 'properties'>): NamedType[] {
	return [...roomMap.keys()].flatMap((entry) => typeNamed(entry, properties) ?? []);
}

function isOpen({ available }: CalendarRange): boolean {
	return (available ?? 0) > 0;
}

/** The channel may not know the type any more. What has failed while it was still to be sold has not been tried as closed. */
function refusedNights({ waiting }: ToldCalendar): CalendarRange[] {
	return joined(waiting.filter(({ attempts }) => attempts >= REFUSED_AFTER)).filter((range) => !isOpen(range));
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
