/**
 * Availability and rate documents. Pure. Dates in: `until` is exclusive, as everywhere in this package;
 * dates out: `End` is inclusive, as Booking.com wants it.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif.
 */
import { addDays, isIsoDate, nightsBetween } from '../shared/reservation/dates';
import type { Money } from '../shared/reservation/model';
import { writeXml, xml, type XmlNode } from '../shared/xml/write';
import { timestamp } from './acknowledgement';

export interface RoomDates {
	roomTypeId: string;
	/** `null` for all rate plans of the room. */
	ratePlanId: string | null;
	from: string;
	/** Exclusive. */
	until: string;
}

export interface AvailabilityUpdate extends RoomDates {
	/** Rooms to sell, 0 to 254; `null` leaves them as they are. */
	roomsToSell: number | null;
	closed: boolean | null;
	closedToArrival: boolean | null;
	closedToDeparture: boolean | null;
	/** Nights. */
	minimumStay: number | null;
	maximumStay: number | null;
}

export interface RateUpdate extends RoomDates {
	price: Money;
	/** Guests that the price is for; `null` for the room as it is. */
	guests: number | null;
}

/** Booking.com: 255 would mean "without limit", which no hotel has. */
const MOST_ROOMS = 254;

/**
 * @throws RangeError naming what is wrong with an update
 */
export function checkAvailability(update: AvailabilityUpdate): void {
	checkRoomDates(update);
	const { roomsToSell, minimumStay, maximumStay, closed, closedToArrival, closedToDeparture } = update;
	if (roomsToSell !== null && !(Number.isInteger(roomsToSell) && roomsToSell >= 0 && roomsToSell <= MOST_ROOMS)) {
		throw new RangeError(`Rooms to sell must be a whole number from 0 to ${MOST_ROOMS}`);
	}
	for (const nights of [minimumStay, maximumStay]) {
		if (nights !== null && !(Number.isInteger(nights) && nights >= 1 && nights <= 99)) throw new RangeError('A minimum or maximum stay is a whole number of nights from 1 to 99');
	}
	if ([roomsToSell, minimumStay, maximumStay, closed, closedToArrival, closedToDeparture].every((value) => value === null)) {
		throw new RangeError('Nothing to update: fill in the rooms to sell or a restriction');
	}
}

/**
 * @throws RangeError naming what is wrong with an update
 */
export function checkRate(update: RateUpdate): void {
	checkRoomDates(update);
	if (!update.ratePlanId) throw new RangeError('A price belongs to a rate plan: fill in "Rate Plan ID"');
	if (update.price.minor <= 0) throw new RangeError('A price must be more than 0');
	if (update.guests !== null && !(Number.isInteger(update.guests) && update.guests >= 1)) throw new RangeError('The number of guests must be at least 1');
}

/** All updates of one hotel in one document. */
export function availabilityDocument(propertyId: string, updates: AvailabilityUpdate[], now: Date): string {
	let locator = 0;
	const messages = updates.flatMap((update) => availabilityMessages(update).map((message) => ({ ...message, attributes: { ...message.attributes, LocatorID: ++locator } })));
	return writeXml(xml('OTA_HotelAvailNotifRQ', rootAttributes(now), [xml('AvailStatusMessages', { HotelCode: propertyId }, messages)]));
}

/** All prices of one hotel in one document. */
export function rateDocument(propertyId: string, updates: RateUpdate[], now: Date): string {
	const messages = updates.map((update, index) => {
		const amount = xml('BaseByGuestAmt', {
			[update.price.taxIncluded === false ? 'AmountBeforeTax' : 'AmountAfterTax']: update.price.amount,
			CurrencyCode: update.price.currency,
			NumberOfGuests: update.guests,
		});
		return xml('RateAmountMessage', { LocatorID: index + 1 }, [control(update), xml('Rates', {}, [xml('Rate', {}, [xml('BaseByGuestAmts', {}, [amount])])])]);
	});
	return writeXml(xml('OTA_HotelRateAmountNotifRQ', rootAttributes(now), [xml('RateAmountMessages', { HotelCode: propertyId }, messages)]));
}

function availabilityMessages(update: AvailabilityUpdate): XmlNode[] {
	const stays = [
		...(update.minimumStay === null ? [] : [xml('LengthOfStay', { Time: update.minimumStay, MinMaxMessageType: 'SetMinLOS' })]),
		...(update.maximumStay === null ? [] : [xml('LengthOfStay', { Time: update.maximumStay, MinMaxMessageType: 'SetMaxLOS' })]),
	];
	const restrictions: Array<[boolean | null, string | null]> = [
		[update.closed, null],
		[update.closedToArrival, 'Arrival'],
		[update.closedToDeparture, 'Departure'],
	];
	const statuses = restrictions
		.filter(([closed]) => closed !== null)
		.map(([closed, restriction]) => xml('RestrictionStatus', { Status: closed ? 'Close' : 'Open', Restriction: restriction }));
	// A message holds one restriction; the first one travels with the rooms and the lengths of stay.
	const [first, ...others] = statuses;
	const main = xml('AvailStatusMessage', { BookingLimit: update.roomsToSell }, [
		control(update),
		...(stays.length > 0 ? [xml('LengthsOfStay', {}, stays)] : []),
		...(first ? [first] : []),
	]);
	return [main, ...others.map((status) => xml('AvailStatusMessage', {}, [control(update), status]))];
}

function control({ roomTypeId, ratePlanId, from, until }: RoomDates): XmlNode {
	return xml('StatusApplicationControl', { Start: from, End: addDays(until, -1), InvTypeCode: roomTypeId, RatePlanCode: ratePlanId });
}

function rootAttributes(now: Date): Record<string, string> {
	return { xmlns: 'http://www.opentravel.org/OTA/2003/05', TimeStamp: timestamp(now), Target: 'Production', Version: '1.005' };
}

function checkRoomDates({ roomTypeId, from, until }: RoomDates): void {
	if (!roomTypeId) throw new RangeError('Fill in the room type ID');
	if (!isIsoDate(from) || !isIsoDate(until)) throw new RangeError('"From" and "Until" must be dates written YYYY-MM-DD');
	if (nightsBetween(from, until) < 1) throw new RangeError('"Until" must be after "From": it is the day after the last night');
}
