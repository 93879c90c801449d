/**
 * Availability and rate updates (Booking.com connectivity docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif).
 * Dates are inclusive at both ends. A message that cannot be applied does not hold up the others: if all fail, it is
 * `<Errors>`; if some fail, `<Success/>` with `<Warnings>`; both with HTTP 200.
 */
import { addDays, daysBetween, isDate, nights } from '../hotel/calendar';
import type { Hotel } from '../hotel/hotel';
import { convert, decimalsOf, scenarioCurrencies } from '../hotel/pricing';
import type { AriState, DayRate, Restrictions } from './ari-state';
import type { OtaProblem } from './ota/documents';
import { all, at, BadXml, readXml, type ReadElement } from './xml/read';

export interface UpdateResult {
	problems: OtaProblem[];
	applied: number;
}

/** The update names a property that is not connected to this machine account. */
export class NotConnected extends Error {}

class Refused extends Error {
	constructor(
		readonly code: number,
		message: string,
	) {
		super(message);
	}
}

/** Further ahead than any channel sells; also keeps a typing mistake from filling the memory. */
const maxDays = 1100;

interface Scope {
	hotel: Hotel;
	roomTypeId: string;
	ratePlanId: string | null;
	dates: string[];
}

function scopeOf(message: ReadElement, hotels: Hotel[]): Scope {
	const [control] = all(message, 'StatusApplicationControl');
	if (control === undefined) throw new Refused(321, 'Missing StatusApplicationControl');
	const {
		Start: start = '',
		End: end = '',
		InvTypeCode: roomTypeId = '',
		RatePlanCode: ratePlanId = null,
	} = control.attributes;
	if (!isDate(start) || !isDate(end)) throw new Refused(320, 'Start and End must be dates (YYYY-MM-DD)');
	if (start > end) throw new Refused(320, 'End is before Start');
	if (daysBetween(start, end) > maxDays) throw new Refused(320, 'The range of dates is too long');
	const hotel = hotels.find((each) => each.roomTypes.some((type) => type.id === roomTypeId));
	if (hotel === undefined) throw new Refused(402, `Invalid room type: ${roomTypeId}`);
	if (ratePlanId !== null && !hotel.ratePlans.some((plan) => plan.id === ratePlanId)) {
		throw new Refused(249, `Invalid rate plan: ${ratePlanId}`);
	}
	return { hotel, roomTypeId, ratePlanId, dates: nights(start, addDays(end, 1)) };
}

function wholeNumber(text: string, max: number, what: string): number {
	if (!/^\d+$/.test(text) || Number(text) > max)
		throw new Refused(320, `${what} must be a whole number from 0 to ${max}`);
	return Number(text);
}

const lengths: Record<string, keyof Restrictions> = {
	SetMinLOS: 'minStay',
	SetMaxLOS: 'maxStay',
	SetForwardMinStay: 'minStayFromArrival',
	SetForwardMaxStay: 'maxStayFromArrival',
};
const statuses: Record<string, keyof Restrictions> = {
	'': 'closed',
	Master: 'closed',
	Arrival: 'closedToArrival',
	Departure: 'closedToDeparture',
};

function restrictionsOf(message: ReadElement): Partial<Restrictions> {
	const found: Record<string, number | boolean> = {};
	for (const { attributes } of at(message, 'LengthsOfStay', 'LengthOfStay')) {
		const field = lengths[attributes['MinMaxMessageType'] ?? ''];
		if (field === undefined) throw new Refused(320, 'Unknown MinMaxMessageType');
		found[field] = wholeNumber(attributes['Time'] ?? '', 999, 'Time');
	}
	for (const { attributes } of all(message, 'RestrictionStatus')) {
		const field = statuses[attributes['Restriction'] ?? ''];
		const status = attributes['Status'] ?? '';
		if (field === undefined || !['Open', 'Close'].includes(status)) throw new Refused(320, 'Unknown RestrictionStatus');
		found[field] = status === 'Close';
	}
	return found;
}

function applyAvailability(state: AriState, hotels: Hotel[], message: ReadElement): void {
	const { roomTypeId, ratePlanId, dates } = scopeOf(message, hotels);
	const limit = message.attributes['BookingLimit'];
	// 255 stands for "no limit".
	const rooms =
		limit === undefined ? null : limit === '255' ? ('unlimited' as const) : wholeNumber(limit, 254, 'BookingLimit');
	const restrictions = restrictionsOf(message);
	const { closed, ...others } = restrictions;
	if (rooms === null && Object.keys(restrictions).length === 0) throw new Refused(321, 'Nothing to update');
	if (ratePlanId === null && Object.keys(others).length > 0) throw new Refused(321, 'Restrictions need a RatePlanCode');
	for (const date of dates) {
		if (rooms !== null) state.setRoom(roomTypeId, date, { roomsToSell: rooms });
		if (ratePlanId !== null) state.restrict(roomTypeId, ratePlanId, date, restrictions);
		else if (closed != null) state.setRoom(roomTypeId, date, { roomClosed: closed });
	}
}

function amountOf({ attributes }: ReadElement, hotel: Hotel): DayRate {
	const taxIncluded = attributes['AmountAfterTax'] !== undefined;
	const text = attributes['AmountAfterTax'] ?? attributes['AmountBeforeTax'] ?? '';
	const places = attributes['DecimalPlaces'];
	const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
	if (whole === '' || (places !== undefined && fraction !== '')) throw new Refused(320, 'Invalid amount');
	const decimals = places === undefined ? fraction.length : wholeNumber(places, 3, 'DecimalPlaces');
	const rate = { minor: Number(whole + fraction), decimals, currency: attributes['CurrencyCode'] ?? null, taxIncluded };
	const currency = rate.currency ?? hotel.currency;
	if (!scenarioCurrencies.includes(currency)) return rate;
	const exact = (rate.minor / 10 ** decimals) * 10 ** decimalsOf(currency);
	const euroCents = convert(Math.round(exact), currency, 'EUR');
	if (euroCents > 5_000_000) throw new Refused(320, 'PRICE_EXCEEDS_MAX_PRICE');
	if (euroCents < 500) throw new Refused(320, 'PRICE_BELOW_MIN_PRICE');
	return rate;
}

function applyRate(state: AriState, hotels: Hotel[], message: ReadElement): void {
	const { hotel, roomTypeId, ratePlanId, dates } = scopeOf(message, hotels);
	if (ratePlanId === null) throw new Refused(321, 'A price needs a RatePlanCode');
	const amounts = at(message, 'Rates', 'Rate', 'BaseByGuestAmts', 'BaseByGuestAmt');
	if (amounts.length === 0) throw new Refused(321, 'Missing BaseByGuestAmt');
	for (const amount of amounts) {
		const guests = amount.attributes['NumberOfGuests'];
		const rate = amountOf(amount, hotel);
		for (const date of dates) {
			state.setRate(
				roomTypeId,
				ratePlanId,
				date,
				guests === undefined ? null : wholeNumber(guests, 99, 'NumberOfGuests'),
				rate,
			);
		}
	}
}

const kinds = {
	availability: {
		root: 'OTA_HotelAvailNotifRQ',
		list: 'AvailStatusMessages',
		item: 'AvailStatusMessage',
		apply: applyAvailability,
	},
	rates: {
		root: 'OTA_HotelRateAmountNotifRQ',
		list: 'RateAmountMessages',
		item: 'RateAmountMessage',
		apply: applyRate,
	},
};

/**
 * Applies an update to `state`.
 * @throws BadXml if the body is not such a document; NotConnected for another's property.
 */
export function applyUpdate(kind: keyof typeof kinds, body: string, hotels: Hotel[], state: AriState): UpdateResult {
	const { root: rootName, list, item, apply } = kinds[kind];
	const root = readXml(body);
	if (root.name !== rootName) throw new BadXml(`Expected ${rootName}`);
	for (const { attributes } of all(root, list)) {
		const code = attributes['HotelCode'];
		if (code !== undefined && !hotels.some((hotel) => hotel.propertyId === code)) throw new NotConnected(code);
	}
	const messages = at(root, list, item);
	if (messages.length === 0) throw new BadXml(`Missing ${item}`);
	const locators = messages.map((message) => message.attributes['LocatorID']).filter((id) => id !== undefined);
	if (new Set(locators).size !== locators.length) {
		return { problems: [{ type: 3, code: 320, text: 'LocatorID is not unique within the request' }], applied: 0 };
	}

	const problems: OtaProblem[] = [];
	for (const message of messages) {
		try {
			apply(state, hotels, message);
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			const recordId = message.attributes['LocatorID'];
			problems.push({
				type: 3,
				code: error.code,
				text: error.message,
				...(recordId === undefined ? {} : { recordId }),
			});
		}
	}
	return { problems, applied: messages.length - problems.length };
}
