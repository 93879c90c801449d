/**
 * The rooms of Booking.com's OTA message. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference/roomstay.
 */
import { addDays, addDaysOrNull, calendarDate, nightsBetween } from '../../../../core/reservation/dates';
import { statusNamed } from '../../../../core/reservation/status';
import type { NightlyRate, ReservationStatus, RoomStay } from '../../../../core/reservation/model';
import { childOf, elementAt, elementsAt, type XmlElement } from '../../../../core/xml/read';
import { textOf } from '../../../../core/text/read-text';
import { moneyOf } from './amounts';
import { comments, guestCountsOf, roomGuests, specialRequests, type NumberedGuests } from './guests';
import { distinctIds } from '../distinct-ids';
import { ratePlanNumber } from '../payment-sentences';
import { saysCancelled } from '../cancelled-status';
import { intactId } from '../unusable-message';

/** Booking.com documents no mark for a room that was removed; other dialects set a status. */
export function isCancelledRoom({ attributes }: XmlElement): boolean {
	return statusesOf(attributes).some(saysCancelled);
}

function statusesOf({ RoomStayStatus, status, Status, ResStatus }: XmlElement['attributes']): string[] {
	return [RoomStayStatus, status, Status, ResStatus].filter((text) => text !== undefined);
}

function statusOf(stay: XmlElement): ReservationStatus {
	if (isCancelledRoom(stay)) return 'cancelled';
	const isNoShow = statusesOf(stay.attributes).some((text) => statusNamed(text) === 'no_show');
	return isNoShow ? 'no_show' : 'confirmed';
}

/** A room for the day only, which no night and therefore no booking of SelfKey's belongs to. */
export function isDayUse(stay: XmlElement): boolean {
	const span = childOf(stay, 'TimeSpan');
	const [start, end] = [calendarDate(span?.attributes.Start), calendarDate(span?.attributes.End)];
	return (
		start !== null &&
		start === end &&
		elementsAt(stay, 'RoomRates/RoomRate').every((rate) => calendarDate(rate.attributes.EffectiveDate) === null)
	);
}

/**
 * All rooms, the cancelled ones too, each with an identity of its own.
 * @param currency of prices that name none
 */
export function roomsOf(stays: XmlElement[], guests: NumberedGuests, currency: string | null): RoomStay[] {
	// Booking.com's index survives modifications; without it, only the position in the message is left.
	const ids = distinctIds(stays.map(({ attributes }, index) => textOf(attributes.IndexNumber) ?? String(index + 1)));
	return stays.map((stay, index) => roomOf(stay, ids[index] ?? '', guests, currency));
}

function roomOf(stay: XmlElement, roomStayId: string, guests: NumberedGuests, currency: string | null): RoomStay {
	const type = elementAt(stay, 'RoomTypes/RoomType');
	const rates = elementsAt(stay, 'RoomRates/RoomRate');
	const nights = rates.map(nightOf);
	const { checkIn, checkOut } = datesOf(stay, nights);
	const { adults, children, childAges } = guestCountsOf(stay);
	const meals = [elementAt(type, 'RoomDescription/MealPlan'), childOf(stay, 'MealPlan'), childOf(type, 'MealPlan')];
	return {
		roomStayId,
		roomTypeId: textOf(type?.attributes.RoomTypeCode),
		roomName: textOf(elementAt(type, 'RoomDescription')?.attributes.Name),
		ratePlanId: ratePlanNumber(intactId(rates[0], 'RatePlanCode')),
		checkIn,
		checkOut,
		status: statusOf(stay),
		adults,
		children,
		childAges,
		guests: roomGuests(stay, guests),
		mealPlan: meals.map((meal) => textOf(meal?.text)).find((meal) => meal !== null) ?? null,
		total: moneyOf(childOf(stay, 'Total'), currency),
		nightlyRates: rates
			.flatMap((rate, index) => nightlyRate(rate, nights[index] ?? null, currency))
			.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
		remarks: [...specialRequests(stay), ...comments(stay)],
	};
}

/**
 * Booking.com writes one RoomRate per night and no span; other dialects write a span, and a RoomRate may
 * cover several nights. The earliest and the latest of all dates: at worst, one night too many is blocked.
 */
function datesOf(stay: XmlElement, nights: ReadonlyArray<string | null>): Pick<RoomStay, 'checkIn' | 'checkOut'> {
	const span = childOf(stay, 'TimeSpan')?.attributes;
	let checkIn = calendarDate(span?.Start);
	let checkOut = calendarDate(span?.End);
	for (const night of nights) {
		if (night === null) continue;
		if (checkIn === null || night < checkIn) checkIn = night;
		const end = addDays(night, 1);
		if (checkOut === null || end > checkOut) checkOut = end;
	}
	return checkIn && checkOut && nightsBetween(checkIn, checkOut) > 0
		? { checkIn, checkOut }
		: { checkIn: null, checkOut: null };
}

/** A night ends on the day after: the last day of the calendar has none. */
function nightOf(rate: XmlElement): string | null {
	const date = calendarDate(rate.attributes.EffectiveDate);
	return date !== null && addDaysOrNull(date, 1) !== null ? date : null;
}

function nightlyRate(rate: XmlElement, date: string | null, currency: string | null): NightlyRate[] {
	const amount = moneyOf(
		elementAt(rate, 'Rates/Rate/Total') ?? elementAt(rate, 'Rates/Rate/Base') ?? childOf(rate, 'Total'),
		currency,
	);
	return date && amount ? [{ date, amount }] : [];
}
