/** What guests of every channel do in `npm start`; each channel has nights of its own. */
import { airbnbSeason, type AirbnbSeason } from '../airbnb';
import { addDays, type ReservationStream } from '../hotel';
import { calendarSeason, type CalendarSeason } from '../ical';
import { lastDeparture } from './senders';

/** In days: as long as the hotel's own reservation system sells behind Booking.com's season. */
export const OWN_SEASON = 60;

export interface Seasons {
	bookingCom: { stream: ReservationStream };
	airbnb: AirbnbSeason;
	calendars: CalendarSeason;
}

/** Airbnb's guests have nights of their own, so that Booking.com's overbookings stay as planned. */
export function seasonsOf(stream: ReservationStream, seed: number): Seasons {
	const { hotel } = stream;
	return {
		bookingCom: { stream },
		airbnb: airbnbSeason({ seed, hotel, from: addDays(lastDeparture(stream), OWN_SEASON) }),
		calendars: calendarSeason({ seed, hotel, from: calendarStart(stream) }),
	};
}

/** Behind all of them. */
export function calendarStart(stream: ReservationStream): string {
	return addDays(lastDeparture(stream), 3 * OWN_SEASON);
}
