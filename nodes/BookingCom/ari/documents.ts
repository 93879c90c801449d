/**
 * Availability and rate documents. Pure. Dates in: `until` is exclusive, as everywhere in this package;
 * dates out: `End` is inclusive, as Booking.com wants it.
 * Source: developers.booking.com/connectivity/docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif.
 */
import { addDays } from '../../../core/reservation/dates';
import type { Money } from '../../../core/reservation/model';
import { writeXml, xml, type XmlNode } from '../../../core/xml/write';
import { timestamp } from '../reservations/ota/acknowledgement';
import type { AvailabilityField, AvailabilityValue } from './asks';
import type { Part } from './parts';
import type { RoomDates } from './updates';

/**
 * Parts of one hotel and one month as `OTA_HotelAvailNotifRQ`. Booking.com identifies the hotel by its room types; the
 * hotel's number in `HotelCode`, where OTA puts it, turns a mix-up into an error. `LocatorID` counts the parts from 1.
 * @throws RangeError if a text holds a character that XML cannot carry
 */
export function availabilityDocument(
	propertyId: string,
	parts: ReadonlyArray<Part<AvailabilityValue>>,
	now: Date,
): string {
	const names = { root: 'OTA_HotelAvailNotifRQ', list: 'AvailStatusMessages' };
	return documentOf(names, propertyId, parts.map(availabilityMessage), now);
}

/**
 * Parts of one hotel and one month as `OTA_HotelRateAmountNotifRQ`: amounts are whole numbers of the currency's
 * smallest unit, with `DecimalPlaces`.
 * @throws RangeError if a text holds a character that XML cannot carry
 */
export function rateDocument(propertyId: string, parts: ReadonlyArray<Part<Money>>, now: Date): string {
	const names = { root: 'OTA_HotelRateAmountNotifRQ', list: 'RateAmountMessages' };
	return documentOf(names, propertyId, parts.map(rateMessage), now);
}

function documentOf(names: { root: string; list: string }, propertyId: string, messages: XmlNode[], now: Date): string {
	const numbered = messages.map((message, index) => ({
		...message,
		attributes: { ...message.attributes, LocatorID: index + 1 },
	}));
	return writeXml(xml(names.root, rootAttributes(now), [xml(names.list, { HotelCode: propertyId }, numbered)]));
}

function rateMessage(part: Part<Money>): XmlNode {
	const amounts = [...part.fields]
		.sort(([a], [b]) => Number(a) - Number(b))
		.map(([guests, { value: price }]) =>
			xml('BaseByGuestAmt', {
				[price.taxIncluded === false ? 'AmountBeforeTax' : 'AmountAfterTax']: price.minor,
				DecimalPlaces: price.exponent,
				CurrencyCode: price.currency,
				NumberOfGuests: guests || null,
			}),
		);
	return xml('RateAmountMessage', {}, [
		control(part),
		xml('Rates', {}, [xml('Rate', {}, [xml('BaseByGuestAmts', {}, amounts)])]),
	]);
}

const STAYS: ReadonlyArray<[AvailabilityField, type: string]> = [
	['minimumStay', 'SetMinLOS'],
	['maximumStay', 'SetMaxLOS'],
];
const RESTRICTIONS: ReadonlyArray<[AvailabilityField, restriction: string | null]> = [
	['closed', null],
	['closedToArrival', 'Arrival'],
	['closedToDeparture', 'Departure'],
];

function availabilityMessage(part: Part<AvailabilityValue>): XmlNode {
	const valueOf = (field: AvailabilityField) => part.fields.get(field)?.value;
	const stays = STAYS.filter(([field]) => part.fields.has(field)).map(([field, type]) =>
		xml('LengthOfStay', { Time: Number(valueOf(field)), MinMaxMessageType: type }),
	);
	const restrictions = RESTRICTIONS.filter(([field]) => part.fields.has(field)).map(([field, Restriction]) =>
		xml('RestrictionStatus', { Status: valueOf(field) ? 'Close' : 'Open', Restriction }),
	);
	const rooms = valueOf('roomsToSell');
	return xml('AvailStatusMessage', { BookingLimit: rooms === undefined ? null : Number(rooms) }, [
		control(part),
		...(stays.length > 0 ? [xml('LengthsOfStay', {}, stays)] : []),
		...restrictions,
	]);
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
