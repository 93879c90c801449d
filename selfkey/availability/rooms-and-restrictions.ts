/** Rooms to sell, and what is restricted: they follow the hotel's bookings. */
import { nameOf, wantedCalendars } from './wanted-calendars';
import { sourcesOf } from './sources-to-read';
import { soldTypes } from './sold-types';
import type { Subject } from './subject';

export const ROOMS_AND_RESTRICTIONS: Subject = {
	prefix: '',
	followsBookings: true,
	async prepare({ store, hotelSlug, settings, today, channels, leaveOut }) {
		const rooms = await store.rooms(hotelSlug);
		const closures = await store.roomClosures(hotelSlug, today);
		const restrictions = await store.restrictions(hotelSlug, today);
		const { types, unassigned } = soldTypes(settings, channels, leaveOut);
		return {
			inputs: [today, settings.sale, types, [...settings.roomMap], rooms, closures, restrictions],
			unassigned,
			async wanted(told) {
				const restricted = new Map(told.map((calendar) => [nameOf(calendar), calendar.restricted]));
				const house = { occupancy: await store.occupancy(hotelSlug, today), roomMap: settings.roomMap, types };
				const calendars = wantedCalendars({
					...house,
					sale: settings.sale,
					restrictions,
					everRestricted: (key) => restricted.get(nameOf(key)) ?? [],
					toldRates: told.filter(({ ratePlanId }) => ratePlanId !== null),
					today,
				});
				return { calendars, sourcesOf: sourcesOf(house) };
			},
		};
	},
};
