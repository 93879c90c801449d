/** Rooms to sell, and what is restricted: they follow the hotel's bookings. */
import { addDays } from '../../core/reservation/dates';
import { NIGHT_CHANNELS } from '../../core/channel/channels';
import { everRestricted } from './restricted-nights';
import { channelsNamed, withClosed } from './closed-for-good';
import { nameOf, wantedCalendars } from './wanted-calendars';
import { sourcesOf } from './sources-to-read';
import { soldTypes } from './sold-types';
import type { DateRange } from '../../core/availability/ranges';
import type { CalendarKey, ToldCalendar } from '../ports/availability';
import { tellsRooms, type Subject } from './subject';
import { REFUSED_AFTER } from './waiting-nights';

/** Of a hotel with more reservations that are not over, only what stands is told. */
const MAX_HEARD = 20_000;

/** The channel has never taken anything of it: it does not know the rate plan, so there is nothing to lift there. */
function isRefused({ told, doubtful, waiting, restricted }: ToldCalendar): boolean {
	if (told.length > 0 || doubtful.length > 0) return false;
	return waiting.length > 0 ? waiting.every(({ attempts }) => attempts >= REFUSED_AFTER) : restricted.length === 0;
}

/** Whether it is asked for itself, or one of its rate plans is. */
function isAsked({ channel, propertyId, roomTypeId }: CalendarKey, names: ReadonlySet<string>): boolean {
	return names.has(nameOf({ channel, propertyId, roomTypeId, ratePlanId: null }));
}

function latest(a: string, b: string): string {
	return a > b ? a : b;
}

/** Empty, and not turned round, where they have none. */
function commonNights(a: DateRange, b: DateRange): DateRange {
	const start = latest(a.start, b.start);
	return { start, end: latest(start, a.end < b.end ? a.end : b.end) };
}

export const ROOMS_AND_RESTRICTIONS: Subject = {
	prefix: '',
	followsBookings: true,
	async prepare({ store, hotelSlug, settings, today, channels, leaveOut, subscriber }) {
		const rooms = await store.rooms(hotelSlug);
		const closures = await store.roomClosures(hotelSlug, today);
		const restrictions = await store.restrictions(hotelSlug, today);
		const { types, unassigned } = soldTypes(settings, channels, leaveOut);
		return {
			inputs: [today, settings.sale, types, [...settings.roomMap], rooms, closures, restrictions],
			unassigned,
			channelsNamed: channelsNamed(settings),
			async wanted(told, only) {
				const known = new Map(told.map((calendar) => [nameOf(calendar), calendar]));
				const { roomMap, sale } = settings;
				const end = addDays(today, sale.horizonNights);
				const range = only ? commonNights(only, { start: today, end }) : { start: today, end };
				const house = {
					// A row that leaves on the day of its arrival takes the night all the same: it is read from the day before.
					occupancy: only
						? await store.occupancy(hotelSlug, latest(today, addDays(range.start, -1)), range.end)
						: await store.occupancy(hotelSlug, today),
					roomMap,
					types: only ? types.filter((type) => isAsked(type, only.names)) : types,
				};
				const ofTypes = wantedCalendars({
					...house,
					sale,
					restrictions,
					everRestricted: (key) => {
						const calendar = known.get(nameOf(key));
						return calendar ? everRestricted(calendar) : [];
					},
					toldRates: told.filter((calendar) => calendar.ratePlanId !== null && !isRefused(calendar)),
					range,
				});
				const { calendars, leftOpen, notClosed } = withClosed({
					...settings,
					channels,
					leaveOut,
					calendars: ofTypes,
					told,
					today,
					end,
				});
				return {
					calendars,
					leftOpen,
					notClosed,
					async sourcesOf() {
						// Rooms that another sender's channel sells are asked for too.
						const others = (await store.senders(hotelSlug)).filter(
							(sender) => sender.subscriber !== subscriber && tellsRooms(sender),
						);
						const sold = [
							...types,
							...others.flatMap((sender) => soldTypes(settings, sender.channels, sender.leaveOut).types),
						];
						const all = [...new Map(sold.map((type) => [nameOf(type), type])).values()];
						const asked = NIGHT_CHANNELS.filter(({ keepsQueue }) => !keepsQueue).map(({ id }) => id);
						const heard = await store.heardStays(hotelSlug, asked, today, MAX_HEARD + 1);
						return sourcesOf({ ...house, types: all, heard: heard.length > MAX_HEARD ? null : heard });
					},
				};
			},
		};
	},
};
