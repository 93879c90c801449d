/**
 * Availability and rate updates (Booking.com connectivity docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif).
 * Dates are inclusive at both ends; one request is about one hotel and one month. A message that cannot be applied does
 * not hold up the others: if all fail, it is `<Errors>`; if some fail, `<Success/>` with `<Warnings>`. Of ranges that
 * overlap only the first is applied.
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

export interface UpdateOptions {
	/** The hotel has contracted a minimum number of rooms, so that no night may be closed. */
	refuseClosing?: boolean;
	/** Problems do not say which message they are about. */
	unnamed?: boolean;
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

/** A scope without the nights that an earlier message of the request has set; these are reported. */
type Taken = (scope: Scope) => Scope;

function applyAvailability(
	state: AriState,
	message: ReadElement,
	scope: Scope,
	taken: Taken,
	{ refuseClosing = false }: UpdateOptions,
): void {
	const { roomTypeId, ratePlanId } = scope;
	const limit = message.attributes['BookingLimit'];
	// 255 stands for "no limit".
	const rooms =
		limit === undefined ? null : limit === '255' ? ('unlimited' as const) : wholeNumber(limit, 254, 'BookingLimit');
	const restrictions = restrictionsOf(message);
	const { closed, ...others } = restrictions;
	if (rooms === null && Object.keys(restrictions).length === 0) throw new Refused(321, 'Nothing to update');
	if (ratePlanId === null && Object.keys(others).length > 0) throw new Refused(321, 'Restrictions need a RatePlanCode');
	if (closed === true && refuseClosing)
		throw new Refused(450, 'The room cannot be closed: it would be below the minimum contracted rooms');
	for (const date of taken(scope).dates) {
		if (rooms !== null) state.setRoom(roomTypeId, date, { roomsToSell: rooms });
		if (ratePlanId !== null) state.restrict(roomTypeId, ratePlanId, date, restrictions);
		else if (closed != null) state.setRoom(roomTypeId, date, { roomClosed: closed });
	}
}

function amountOf({ attributes }: ReadElement, hotel: Hotel): DayRate {
	const taxIncluded = attributes['AmountAfterTax'] !== undefined;
	const text = attributes['AmountAfterTax'] ?? attributes['AmountBeforeTax'] ?? '';
	const places = attributes['DecimalPlaces'];
	// A decimal point is another channel's dialect.
	if (!/^\d+$/.test(text)) throw new Refused(320, 'Invalid amount');
	const decimals = places === undefined ? 0 : wholeNumber(places, 3, 'DecimalPlaces');
	const rate = { minor: Number(text), decimals, currency: attributes['CurrencyCode'] ?? null, taxIncluded };
	const currency = rate.currency ?? hotel.currency;
	if (!scenarioCurrencies.includes(currency)) return rate;
	const exact = (rate.minor / 10 ** decimals) * 10 ** decimalsOf(currency);
	const euroCents = convert(Math.round(exact), currency, 'EUR');
	if (euroCents > 5_000_000) throw new Refused(320, 'PRICE_EXCEEDS_MAX_PRICE');
	if (euroCents < 500) throw new Refused(320, 'PRICE_BELOW_MIN_PRICE');
	return rate;
}

function applyRate(state: AriState, message: ReadElement, scope: Scope, taken: Taken): void {
	const { hotel, roomTypeId, ratePlanId } = scope;
	if (ratePlanId === null) throw new Refused(321, 'A price needs a RatePlanCode');
	const amounts = at(message, 'Rates', 'Rate', 'BaseByGuestAmts', 'BaseByGuestAmt').map((amount) => {
		const guests = amount.attributes['NumberOfGuests'];
		return {
			guests: guests === undefined ? null : wholeNumber(guests, 99, 'NumberOfGuests'),
			rate: amountOf(amount, hotel),
		};
	});
	if (amounts.length === 0) throw new Refused(321, 'Missing BaseByGuestAmt');
	for (const date of taken(scope).dates)
		for (const { guests, rate } of amounts) state.setRate(roomTypeId, ratePlanId, date, guests, rate);
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
 * @throws BadXml if the body is not such a document, or is about several hotels or months; NotConnected for another's property.
 */
export function applyUpdate(
	kind: keyof typeof kinds,
	body: string,
	hotels: Hotel[],
	state: AriState,
	options: UpdateOptions = {},
): UpdateResult {
	const { root: rootName, list, item, apply } = kinds[kind];
	const root = readXml(body);
	if (root.name !== rootName) throw new BadXml(`Expected ${rootName}`);
	const codes = all(root, list).flatMap(({ attributes: { HotelCode: code } }) => (code === undefined ? [] : [code]));
	for (const code of codes) if (!hotels.some((hotel) => hotel.propertyId === code)) throw new NotConnected(code);
	const messages = at(root, list, item);
	if (messages.length === 0) throw new BadXml(`Missing ${item}`);
	refuseSeveral(messages, codes, hotels);
	const locators = messages.map((message) => message.attributes['LocatorID']).filter((id) => id !== undefined);
	if (new Set(locators).size !== locators.length) {
		return { problems: [{ type: 3, code: 320, text: 'LocatorID is not unique within the request' }], applied: 0 };
	}

	const problems: OtaProblem[] = [];
	let applied = 0;
	const seen = new Set<string>();
	for (const message of messages) {
		const report = (code: number, text: string): void => {
			const recordId = options.unnamed === true ? undefined : message.attributes['LocatorID'];
			problems.push({ type: 3, code, text, ...(recordId === undefined ? {} : { recordId }) });
		};
		const taken: Taken = (scope) => {
			const cell = (date: string): string => [scope.roomTypeId, scope.ratePlanId ?? '', date].join('|');
			const dates = scope.dates.filter((date) => !seen.has(cell(date)));
			for (const date of dates) seen.add(cell(date));
			if (dates.length < scope.dates.length)
				report(
					450,
					'WARN_DUPLICATE_DATES: Request contains duplicate dates, we have applied only the first occurrence.',
				);
			return { ...scope, dates };
		};
		try {
			apply(state, message, scopeOf(message, hotels), taken, options);
			applied += 1;
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			report(error.code, error.message);
		}
	}
	return { problems, applied };
}

/** "All updates in a request must belong to one hotel"; "each request should cover a single month period". */
function refuseSeveral(messages: ReadElement[], codes: string[], hotels: Hotel[]): void {
	const controls = messages.flatMap((message) => all(message, 'StatusApplicationControl'));
	const named = controls.flatMap(({ attributes: { InvTypeCode: id } }) =>
		hotels.filter((hotel) => hotel.roomTypes.some((type) => type.id === id)).map((hotel) => hotel.propertyId),
	);
	if (new Set([...codes, ...named]).size > 1) throw new BadXml('All updates of a request must belong to one hotel');
	const months = controls
		.flatMap(({ attributes: { Start: start = '', End: end = '' } }) => [start, end])
		.filter((date) => isDate(date))
		.map((date) => date.slice(0, 7));
	if (new Set(months).size > 1) throw new BadXml('All updates of a request must belong to one month');
}
