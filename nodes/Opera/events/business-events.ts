/**
 * OPERA's business events: a queue that is emptied by reading. An event only says which reservation to look at; its
 * order and its details are not relied upon. Pure. Source: Oracle's description of the integration API, 25.5.
 */
import type { Fields } from '../../../core/payload/field-reader';
import { idIn, inside, listOf, textIn } from '../responses/lists';

/** One of OPERA's reservations, of whichever hotel. */
export interface ReservationName {
	hotelId: string;
	reservationId: string;
}

export interface EventPage {
	reservations: ReservationName[];
	/** All events of the page, whatever they are about. */
	count: number;
}

/** The most that OPERA gives out at once; a page of so many is followed by another. */
export const EVENTS_PER_PAGE = 20;

const ID = /^[\w-]{1,80}$/;
/** Oracle's own example has a number where the description has names; then the action says what it is about. */
const ABOUT_RESERVATIONS = /\bRESERVATION|\bRESV|CHECK[ -]?(IN|OUT)|CANCEL|NO[ -]?SHOW|ROOM (ASSIGN|MOVE)/i;

/** @param hotelId the hotel that was asked about, for events that name none */
export function readEvents(body: Fields, hotelId: string): EventPage {
	const events = listOf(body['businessEventData'], 'businessEvent');
	const reservations = events.flatMap((event) => {
		const header = inside(event, 'businessEvent', 'header');
		const reservationId = idIn(header, 'primaryKey') ?? '';
		if (!isAboutReservation(header) || !ID.test(reservationId)) return [];
		return [{ hotelId: idIn(header, 'hotelId') ?? hotelId, reservationId }];
	});
	return { reservations, count: events.length };
}

function isAboutReservation(header: Fields): boolean {
	const { moduleName } = header;
	if (typeof moduleName === 'string' && !/^\d+$/.test(moduleName.trim())) return moduleName.trim() === 'Reservation';
	return ABOUT_RESERVATIONS.test(textIn(header, 'actionType') ?? '');
}
