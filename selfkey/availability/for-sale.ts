/** Whether a channel may sell a stay, by what its calendar is worked out with: who asks is told what the calendar shows. Pure. */
import type { DateRange } from '../../core/availability/ranges';
import { soldTypes } from './sold-types';
import { wantedCalendars, type HotelNow } from './wanted-calendars';
import type { HotelSettings } from '../settings/hotel-settings';

export interface AskedType {
	channel: string;
	propertyId: string;
	roomTypeId: string;
}

export interface SaleOfStay {
	/** Each of the nights is for sale, after what is held back and with what may be sold beyond the rooms. */
	isOpen: boolean;
	/** One of the nights is for sale only because it may be overbooked: no room can be asked for. */
	isOverbooked: boolean;
}

/** Costs what stands in these nights. Who names no channel is not held to what is kept from channels. */
export function saleOfStay(
	type: AskedType,
	settings: Pick<HotelSettings, 'roomMap' | 'properties' | 'sale'>,
	now: Pick<HotelNow, 'occupancy' | 'restrictions'>,
	range: DateRange,
): SaleOfStay {
	const { roomMap, sale } = settings;
	const kept = type.channel === '' ? { ...sale, buffer: 0, overbookingCap: 0 } : sale;
	const isOpenWith = (limits: HotelNow['sale']): boolean => {
		const [calendar] = wantedCalendars({
			...{ occupancy: now.occupancy, roomMap, types: [calendarOf(type, settings)], sale: limits, range },
			// What belongs to a rate plan closes no room type.
			restrictions: now.restrictions.filter(({ ratePlanId }) => ratePlanId === null),
			everRestricted: () => [],
			toldRates: [],
		});
		return calendar?.nights.every(({ available }) => (available ?? 0) > 0) ?? false;
	};
	const isOpen = isOpenWith(kept);
	return { isOpen, isOverbooked: isOpen && kept.overbookingCap > 0 && !isOpenWith({ ...kept, overbookingCap: 0 }) };
}

/** As it is told: what its channel has sold counts against its allotment, at all properties where they are not told apart. */
function calendarOf(
	{ channel, propertyId, roomTypeId }: AskedType,
	settings: Pick<HotelSettings, 'roomMap' | 'properties'>,
): HotelNow['types'][number] {
	const told = soldTypes(settings, [channel]).types.filter((each) => each.roomTypeId === roomTypeId);
	const own = told.find((each) => each.propertyId === propertyId) ?? told.find((each) => each.propertyId === null);
	return own ?? { channel, propertyId, roomTypeId, ratePlanId: null };
}
