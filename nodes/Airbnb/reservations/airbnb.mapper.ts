/** Airbnb's reservation → Reservation. Pure. Source: code of public integrations; Airbnb publishes no documentation. */
import type { ChannelId } from '../../../core/channel/channels';
import { idOrNull, isRecord, Reader, recordOf, ValidationError, type Fields } from '../../../core/payload/field-reader';
import { reservation, roomStay } from '../../../core/reservation/build';
import { nightsBetween } from '../../../core/reservation/dates';
import { unknownBooker, type Reservation, type ReservationEvent } from '../../../core/reservation/model';
import { holdsTypedCard } from '../../../core/text/card-in-word';
import { headcount, textOf, wholeNumber } from '../../../core/text/read-text';
import { idOf } from '../responses/ids';
import { amountsOf } from './amounts';
import { meaningOf, type StatusMeaning } from './status-words';
import { datesOf, timeOf, type StayDates } from './times';

export interface MappingContext {
	/** When it was read, and its place in the answer; see `Reservation.observedAt`. */
	observedAt: string;
	/** The host that was asked about; `null` if the reservation has to name it. */
	hostId: string | null;
	/** Whether it was passed on as a booking before. */
	isKnown?: boolean;
}

export interface ReadReservation {
	/** Airbnb's own word, and what it means. */
	status: string | null;
	meaning: StatusMeaning;
	/** A booking or the end of one; `null` for what is no booking, or cannot be told. */
	reservation: Reservation | null;
	/** Whether its revision is Airbnb's time of the last change, and not the time of reading. */
	isDated: boolean;
}

/**
 * Airbnb's name for a reservation; `null` if it has none. Its form has changed over the years, so that only what must not
 * be kept is none: a text with a card number that somebody typed.
 */
export function confirmationCodeOf(value: unknown): string | null {
	const code = textOf(recordOf(value)['confirmation_code']);
	return code !== null && code.length <= 100 && !holdsTypedCard(code) ? code : null;
}

/** @throws ValidationError that names the fields that are missing or wrong, never what they hold */
export function readReservation(value: unknown, context: MappingContext): ReadReservation {
	if (!isRecord(value)) throw new ValidationError('An entry of the list is no reservation', ['reservation']);
	const status = textOf(value['status_type']) ?? textOf(value['status']);
	const meaning = meaningOf(status);
	// What was accepted once and is released now was a booking.
	const wasBooked = context.isKnown === true || textOf(value['booked_at']) !== null;
	const isEnd = meaning === 'cancelled' || (meaning === 'released' && wasBooked);
	return {
		status,
		meaning,
		reservation: meaning === 'booked' || isEnd ? mapReservation(value, context, isEnd) : null,
		isDated: updatedAtOf(value) !== null,
	};
}

/** In characters. */
const MAX_TIME = 100;

/** `null` also for what cannot be one: the reservation goes on with the time of reading. */
function updatedAtOf(fields: Fields): string | null {
	const time = timeOf(fields['updated_at']);
	return time !== null && time.length <= MAX_TIME && !holdsTypedCard(time) ? time : null;
}

function mapReservation(fields: Fields, context: MappingContext, isCancelled: boolean): Reservation {
	const reader = new Reader();
	const code = confirmationCodeOf(fields) ?? reader.fail('reservation.confirmation_code') ?? '';
	const hostId = namedHost(fields) ?? context.hostId ?? reader.fail('reservation.host_id') ?? '';
	const listingId = idOf(fields, 'listing_id');
	const dates = datesOf(fields, reader);
	if (!isCancelled) {
		if (listingId === null) reader.fail('reservation.listing_id');
		if (dates.checkIn === null) reader.fail('reservation.start_date');
		if (dates.checkOut === null) reader.fail('reservation.end_date');
	}
	reader.finish();

	const { warnings, ...amounts } = amountsOf(fields, isCancelled);
	const guests = guestCountsOf(fields);
	const name = [fields['guest_first_name'], fields['guest_last_name']].map(textOf).filter((part) => part !== null);
	return reservation({
		channel: 'airbnb' satisfies ChannelId,
		propertyId: hostId,
		reservationId: code,
		event: eventOf(context, isCancelled),
		// Without a time of its own it is as late as it was read.
		revision: updatedAtOf(fields) ?? context.observedAt.replace(/#.*$/, ''),
		observedAt: context.observedAt,
		rooms: [
			roomStay({
				roomStayId: '1',
				roomTypeId: listingId,
				ratePlanId: idOf(fields, 'rate_plan_id'),
				...dates,
				adults: guests.adults,
				children: guests.children,
				guests: name.length > 0 ? [{ name: name.join(' ') }] : [],
				total: amounts.total,
			}),
		],
		booker: {
			...unknownBooker(),
			firstName: textOf(fields['guest_first_name']),
			lastName: textOf(fields['guest_last_name']),
			email: textOf(fields['guest_email']),
			phone: phoneOf(fields['guest_phone_numbers']),
			language: textOf(fields['guest_preferred_locale']),
		},
		adults: guests.adults,
		children: guests.children,
		...amounts,
		cancelledAt: isCancelled ? timeOf(fields['cancelled_at']) : null,
		payment: { model: 'channel_collect', card: null },
		bookedAt: timeOf(fields['booked_at']) ?? timeOf(fields['created_at']),
		remarks: remarksOf(fields),
		warnings: [...warnings, ...nightsWarning(fields, dates)],
	});
}

function namedHost(fields: Fields): string | null {
	return idOrNull(idOf(fields, 'host_id'));
}

function eventOf({ isKnown = false }: MappingContext, isCancelled: boolean): ReservationEvent {
	return isCancelled ? 'cancelled' : isKnown ? 'modified' : 'new';
}

/** Infants are children, though Airbnb does not count them among the guests. */
function guestCountsOf(fields: Fields): { adults: number | null; children: number | null } {
	const details = recordOf(fields['guest_details']);
	const [adults, children, infants] = ['number_of_adults', 'number_of_children', 'number_of_infants'].map((name) =>
		headcount(details[name]),
	);
	if (adults === null || adults === undefined) return { adults: headcount(fields['number_of_guests']), children: null };
	return { adults, children: (children ?? 0) + (infants ?? 0) };
}

function phoneOf(value: unknown): string | null {
	return (Array.isArray(value) ? value : [value]).map(textOf).find((phone) => phone !== null) ?? null;
}

function remarksOf(fields: Fields): string[] {
	const pets = wholeNumber(recordOf(fields['guest_details'])['number_of_pets'], 1_000) ?? 0;
	return pets > 0 ? [`Pets: ${pets}`] : [];
}

function nightsWarning(fields: Fields, { checkIn, checkOut }: StayDates): string[] {
	const nights = wholeNumber(fields['nights'], 10_000);
	if (nights === null || checkIn === null || checkOut === null) return [];
	const counted = nightsBetween(checkIn, checkOut);
	return counted === nights ? [] : [`Airbnb speaks of ${nights} nights, its dates of ${counted}; the dates count`];
}
