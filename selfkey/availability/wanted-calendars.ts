/** What every channel ought to be told now: a whole hotel as calendars of its room types and rate plans. Pure. */
import {
	compressNights,
	NIGHT_FIELDS,
	nothingSet,
	type CalendarRange,
	type NightValues,
} from '../../core/availability/calendar-nights';
import type { DateRange } from '../../core/availability/ranges';
import { restrictedNights, type Restriction } from '../../core/availability/restrictions';
import { perNight, roomsToSell } from '../../core/availability/rooms-to-sell';
import { sharedRooms } from '../../core/availability/shared-rooms';
import { channelById } from '../../core/channel/channels';
import { eachNight } from '../../core/reservation/dates';
import { candidateRooms, placedStays, waitingStays } from '../room-conflicts/room-rack';
import type { CalendarKey } from '../ports/availability';
import type { ActiveStay, OccupancySnapshot } from '../ports/occupancy';
import type { RoomMap } from '../settings/room-map';
import { setNights } from './restricted-nights';
import { limitsFor, type SaleSettings } from './sale-settings';

export interface HotelNow {
	occupancy: Pick<OccupancySnapshot, 'stays' | 'dayUse' | 'closures' | 'rooms'>;
	roomMap: RoomMap;
	/** Room types by channel. */
	types: readonly CalendarKey[];
	sale: SaleSettings;
	restrictions: readonly Restriction[];
	/** The nights of each calendar that were ever restricted, with what lifts that: they go on being told. */
	everRestricted: (calendar: CalendarKey) => readonly CalendarRange[];
	/** Rate plans that were told of anything. */
	toldRates: readonly CalendarKey[];
	/** The nights that are on sale, from the hotel's date on, or a part of them. */
	range: DateRange;
}

export interface WantedCalendar extends CalendarKey {
	nights: CalendarRange[];
	/** The room map names it no longer: it is not told every day, so that the hotel may open it by hand. */
	isUnmapped?: boolean;
	/** ISO 4217: of the prices, where there are any. */
	currency?: string;
}

/**
 * Costs what `roomsToSell` costs. Rooms to sell belong to the room type, and a type that is closed has none; what is
 * restricted for a rate plan is that plan's calendar.
 */
export function wantedCalendars(now: HotelNow): WantedCalendar[] {
	const { types, restrictions, range, everRestricted } = now;
	const dates = eachNight(range.start, range.end);
	const soldThere = soldByType(now);
	const counts = countsOf(now, soldThere);
	const ofTypes = types.map((type): WantedCalendar => {
		const decided = restrictedNights(type, restrictions, dates);
		const free = counts.get(nameOf(type)) ?? [];
		const sold = perNight(soldThere.get(nameOf(type)) ?? [], range, dates.length);
		const nights = decided.map(({ closed }, night): NightValues => ({
			...nothingSet(),
			available: closed === true ? 0 : (free[night] ?? 0),
			sold: sold[night] ?? 0,
		}));
		return { ...type, nights: compressNights(range.start, nights) };
	});
	const ofRates = ratesOf(now).map((rate): WantedCalendar => {
		const decided = restrictedNights(rate, restrictions, dates);
		const lifted = new Map(
			everRestricted(rate).flatMap((each) => eachNight(each.start, each.end).map((date) => [date, each] as const)),
		);
		const nights = decided.map((night, place) => orLifted(night, lifted.get(dates[place] ?? '')));
		return { ...rate, nights: setNights(range.start, nights) };
	});
	return [...ofTypes, ...ofRates];
}

/** Whatever nobody decides of a night is as it was, or lifted where it was restricted before. */
function orLifted(night: NightValues, lifted: NightValues = nothingSet()): NightValues {
	const set = NIGHT_FIELDS.map((field) => [field, night[field] ?? lifted[field]]);
	return { ...nothingSet(), ...Object.fromEntries(set) };
}

function countsOf(
	{ occupancy, roomMap, types, sale, range }: HotelNow,
	soldThere: ReadonlyMap<string, readonly ActiveStay[]>,
): Map<string, number[]> {
	const roomsOf = candidateRooms(roomMap, occupancy.rooms);
	const placed = placedStays(occupancy.stays, roomMap, occupancy.rooms);
	const limited = types.map((type) => ({ type, limits: limitsFor(sale, type.channel, type.roomTypeId) }));
	return roomsToSell({
		types: limited.map(({ type, limits }) => {
			const { channel, propertyId, roomTypeId } = type;
			return {
				key: nameOf(type),
				roomIds: roomsOf({ channel, propertyId: propertyId ?? '', roomTypeId, roomName: null }),
				limits,
			};
		}),
		taken: [...placed, ...occupancy.dayUse, ...occupancy.closures],
		waiting: [...waitingStays(occupancy.stays, roomsOf), ...sharedRooms(placed)],
		soldThere,
		range,
	});
}

/** What each channel has sold of each type itself, by the type's name. One look-up for each stay. */
function soldByType({ occupancy, types }: HotelNow): Map<string, ActiveStay[]> {
	const sold = new Map(types.map((type) => [nameOf(type), [] as ActiveStay[]]));
	for (const stay of occupancy.stays) {
		if (!stay.reference) continue;
		const { channel, propertyId, roomTypeId } = stay.reference;
		// A type whose channel's accounts are not told apart is sold by all of them.
		for (const property of new Set([propertyId, null]))
			sold.get(nameOf({ channel, propertyId: property, roomTypeId: roomTypeId ?? '', ratePlanId: null }))?.push(stay);
	}
	return sold;
}

/** Those that something is restricted for, or ever was told; a channel without rate plans takes none. */
function ratesOf({ types: all, restrictions, toldRates }: HotelNow): CalendarKey[] {
	const types = all.filter(({ channel }) => channelById(channel)?.hasRatePlans);
	const rates = new Map<string, CalendarKey>();
	for (const { channel, roomTypeId, ratePlanId } of restrictions) {
		if (ratePlanId === null) continue;
		for (const type of types)
			if ((channel ?? type.channel) === type.channel && (roomTypeId ?? type.roomTypeId) === type.roomTypeId)
				rates.set(nameOf({ ...type, ratePlanId }), { ...type, ratePlanId });
	}
	const sold = new Set(types.map(nameOf));
	for (const rate of toldRates)
		if (rate.ratePlanId !== null && sold.has(nameOf({ ...rate, ratePlanId: null }))) rates.set(nameOf(rate), rate);
	return [...rates.values()];
}

/** One text for each calendar. */
export function nameOf({ channel, propertyId, roomTypeId, ratePlanId }: CalendarKey): string {
	return JSON.stringify([channel, propertyId, roomTypeId, ratePlanId]);
}
