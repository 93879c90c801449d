/**
 * Availability and rate documents. Pure. Dates in: `until` is exclusive, as everywhere in this package;
 * dates out: `End` is inclusive, as Booking.com wants it.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif.
 */
import { addDays, isIsoDate, nightsBetween } from '../../../core/reservation/dates';
import type { Money } from '../../../core/reservation/model';
import { exponentOf } from '../../../core/reservation/money';
import { writeXml, xml, type XmlNode } from '../../../core/xml/write';
import { timestamp } from '../reservations/ota/acknowledgement';

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
	/** Guests that the price is for; `null` for a price per room. */
	guests: number | null;
}

/** Booking.com: 255 would mean "without limit", which no hotel has. */
const MAX_ROOMS = 254;

/**
 * Checks an update before anything is sent, since one refused part may hold up the others.
 * @throws RangeError that says what is wrong with it
 */
export function checkAvailability(update: AvailabilityUpdate): void {
	checkRoomDates(update);
	const { roomsToSell, minimumStay, maximumStay, closed, closedToArrival, closedToDeparture } = update;
	if (roomsToSell !== null && !(Number.isInteger(roomsToSell) && roomsToSell >= 0 && roomsToSell <= MAX_ROOMS)) {
		throw new RangeError(`Rooms to sell must be a whole number from 0 to ${MAX_ROOMS}`);
	}
	for (const nights of [minimumStay, maximumStay]) {
		if (nights !== null && !(Number.isInteger(nights) && nights >= 1 && nights <= 99))
			throw new RangeError('A minimum or maximum stay is a whole number of nights from 1 to 99');
	}
	if (
		[roomsToSell, minimumStay, maximumStay, closed, closedToArrival, closedToDeparture].every((value) => value === null)
	) {
		throw new RangeError('Nothing to update: fill in the rooms to sell or a restriction');
	}
	if (minimumStay !== null && maximumStay !== null && minimumStay > maximumStay)
		throw new RangeError('The minimum stay is longer than the maximum stay; shorten the one or lengthen the other');
}

/**
 * Checks a price before anything is sent.
 * @throws RangeError that says what is wrong with it
 */
export function checkRate(update: RateUpdate): void {
	checkRoomDates(update);
	if (!update.ratePlanId) throw new RangeError('A price belongs to a rate plan: fill in "Rate Plan ID"');
	if (update.price.minor <= 0) throw new RangeError('A price must be more than 0');
	const decimals = exponentOf(update.price.currency);
	if (update.price.exponent > decimals)
		throw new RangeError(`A price in ${update.price.currency} has ${decimals} decimals at most; round it`);
	if (update.guests !== null && !(Number.isInteger(update.guests) && update.guests >= 1))
		throw new RangeError('The number of guests must be at least 1');
}

/** A document, and the update that each of its parts belongs to: Booking.com refers to a part by its `LocatorID`. */
export interface AriDocument {
	body: string;
	/** Index of the update by `LocatorID`. */
	owners: ReadonlyMap<string, number>;
}

/**
 * All updates of one hotel in one `OTA_HotelAvailNotifRQ`. Booking.com identifies the hotel by its room
 * types; the hotel's number in `HotelCode`, where OTA puts it, turns a mix-up into an error.
 * @throws RangeError if a text holds a character that XML cannot carry
 */
export function availabilityDocument(propertyId: string, updates: AvailabilityUpdate[], now: Date): AriDocument {
	return documentOf(
		{ root: 'OTA_HotelAvailNotifRQ', list: 'AvailStatusMessages' },
		propertyId,
		updates.map(availabilityMessages),
		now,
	);
}

/**
 * All prices of one hotel in one `OTA_HotelRateAmountNotifRQ`, in major units with a point (`133.50`).
 * @throws RangeError if a text holds a character that XML cannot carry
 */
export function rateDocument(propertyId: string, updates: RateUpdate[], now: Date): AriDocument {
	return documentOf(
		{ root: 'OTA_HotelRateAmountNotifRQ', list: 'RateAmountMessages' },
		propertyId,
		updates.map((update) => [rateMessage(update)]),
		now,
	);
}

function documentOf(
	names: { root: string; list: string },
	propertyId: string,
	messagesOfEach: XmlNode[][],
	now: Date,
): AriDocument {
	const owners = new Map<string, number>();
	const messages = messagesOfEach.flatMap((ofOne, index) =>
		ofOne.map((message) => {
			const LocatorID = String(owners.size + 1);
			owners.set(LocatorID, index);
			return { ...message, attributes: { ...message.attributes, LocatorID } };
		}),
	);
	return {
		body: writeXml(xml(names.root, rootAttributes(now), [xml(names.list, { HotelCode: propertyId }, messages)])),
		owners,
	};
}

function rateMessage(update: RateUpdate): XmlNode {
	const amount = xml('BaseByGuestAmt', {
		[update.price.taxIncluded === false ? 'AmountBeforeTax' : 'AmountAfterTax']: update.price.amount,
		CurrencyCode: update.price.currency,
		NumberOfGuests: update.guests,
	});
	return xml('RateAmountMessage', {}, [
		control(update),
		xml('Rates', {}, [xml('Rate', {}, [xml('BaseByGuestAmts', {}, [amount])])]),
	]);
}

function availabilityMessages(update: AvailabilityUpdate): XmlNode[] {
	const stays = [
		...(update.minimumStay === null
			? []
			: [xml('LengthOfStay', { Time: update.minimumStay, MinMaxMessageType: 'SetMinLOS' })]),
		...(update.maximumStay === null
			? []
			: [xml('LengthOfStay', { Time: update.maximumStay, MinMaxMessageType: 'SetMaxLOS' })]),
	];
	const restrictions: Array<[boolean | null, string | null]> = [
		[update.closed, null],
		[update.closedToArrival, 'Arrival'],
		[update.closedToDeparture, 'Departure'],
	];
	const statuses = restrictions
		.filter(([closed]) => closed !== null)
		.map(([closed, restriction]) =>
			xml('RestrictionStatus', { Status: closed ? 'Close' : 'Open', Restriction: restriction }),
		);
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
	return xml('StatusApplicationControl', {
		Start: from,
		End: addDays(until, -1),
		InvTypeCode: roomTypeId,
		RatePlanCode: ratePlanId,
	});
}

function rootAttributes(now: Date): Record<string, string> {
	return {
		xmlns: 'http://www.opentravel.org/OTA/2003/05',
		TimeStamp: timestamp(now),
		Target: 'Production',
		Version: '1.005',
	};
}

function checkRoomDates({ roomTypeId, from, until }: RoomDates): void {
	if (!roomTypeId) throw new RangeError('Fill in the room type ID');
	if (!isIsoDate(from) || !isIsoDate(until))
		throw new RangeError('"From" and "Until" must be dates written YYYY-MM-DD');
	if (nightsBetween(from, until) < 1)
		throw new RangeError('"Until" must be after "From": it is the day after the last night');
}
