/**
 * Reads Booking.com's answers as trees without card data. Pure.
 * Source: developers.booking.com/connectivity/docs, reservations API and API reference.
 */
import { mendXml } from '../../../core/xml/mend';
import { childOf, elementsAt, MAX_CHARACTERS, tryReadXml, XmlError, type XmlElement } from '../../../core/xml/read';
import { readXmlList, type XmlList } from '../../../core/xml/read-list';
import { ApiError } from '../../shared/request/api-error';
import { errorForStatus } from '../../shared/request/error-for-status';
import { withoutCardNumbers } from '../../../core/text/card-numbers';
import { mayBeCardData, withoutCardData } from './card-data';
import { BOOKING_COM, bookingComError, type Remark } from './errors';

export interface BookingComAnswer {
	root: XmlElement;
	/** Booking.com's own id of the request, for their support; `null` if the answer has none. */
	ruid: string | null;
	/** Warnings beside a success: a part may not have been done. */
	warnings: Remark[];
	/** Messages in a queue that are damaged beyond repair, by their reservation's number; `null` if it cannot be read. */
	unreadable: Array<string | null>;
}

/**
 * Which document an answer must be: a queue in OTA or in B.XML, a list of room types, the confirmation that a request was
 * carried out, or that a report was taken.
 */
export type Expected = 'queue' | 'bxml' | 'rooms' | 'success' | 'report';

/**
 * Reads an answer with status 2xx.
 * @param expected any other document, such as a proxy's well-formed page, must not pass for an empty queue or a success
 * @throws ApiError `unreadable` if it is not XML, is incomplete, or is another document; if it contains errors,
 * `superseded` for a message that is no longer the latest, `server` for an error inside Booking.com, else `forbidden`
 * or `refused`
 */
export function readAnswer(body: string, expected: Expected): BookingComAnswer {
	const { root, comments, unreadable: damaged, ends } = parse(body, expected === 'rooms' ? ROOM : MESSAGE);
	const ruid = ruidOf(comments);
	const errors = errorsIn(root);
	if (errors.length > 0)
		throw bookingComError(errors.map(remarkOf), null, ruid, elementsAt(root, 'Success').length > 0);
	if (!isExpected(root, expected)) throw unreadable('it is not the document that was asked for');
	return {
		root,
		ruid,
		warnings: elementsAt(root, 'Warnings/Warning').map(remarkOf),
		unreadable: [...damaged.map(reservationIdIn), ...ends.flatMap((end) => OTA_ID.exec(end)?.[1] ?? [])],
	};
}

/**
 * The error for an HTTP status other than 2xx, with Booking.com's own message if there is one.
 * @param retryAfter seconds, from the answer's header
 */
export function errorForAnswer(status: number, body: string, retryAfter: number | null): ApiError {
	const { said, ruid } = spokenErrors(body);
	if (status === 400) {
		const unnamed = { text: 'the request is not valid', code: null, record: null };
		return bookingComError(said.length > 0 ? said : [unnamed], status, ruid);
	}
	const words = said.map(({ text }) => text).join('; ');
	return errorForStatus(BOOKING_COM, { status, retryAfter, said: words, reference: ruid });
}

const MESSAGE = /^(?:HotelReservation|HotelResModify|reservation)$/;
/** What a list of room types holds. */
const ROOM = /^room$/;

/** Elements of OTA and of B.XML that hold a text and nothing else. */
const TEXTS: ReadonlySet<string> = new Set([
	...'Text GivenName Surname AddressLine CityName PostalCode StateProv CountryName Email Telephone MealPlan'.split(' '),
	...'first_name last_name guest_name email telephone address city zip remarks info name meal_plan'.split(' '),
]);

/** Others, whose beginning shows that a text before them has ended, whatever tags it has. */
const ELEMENTS: ReadonlySet<string> = new Set([
	...'RoomStays RoomStay RoomTypes RoomType RoomDescription RoomRates RoomRate Rates Rate RatePlans RatePlan Total'.split(
		' ',
	),
	...'GuestCounts GuestCount ResGuestRPHs ResGuestRPH ResGuests ResGuest TimeSpan BasicPropertyInfo PriceDetails'.split(
		' ',
	),
	...'SpecialRequests SpecialRequest Comments Comment Services Service ServiceDetails Price Fees Fee Taxes Tax'.split(
		' ',
	),
	...'ResGlobalInfo HotelReservationIDs HotelReservationID UniqueID Profiles ProfileInfo Profile Customer'.split(' '),
	...'PersonName Address Guarantee GuaranteesAccepted GuaranteeAccepted PaymentCard Route TPA_Extensions flags'.split(
		' ',
	),
	...'rooms room customer id hotel_id status date time currencycode totalprice commissionamount countrycode'.split(' '),
	...'arrival_date departure_date roomreservation_id numberofguests guest_counts guest_count price price_details'.split(
		' ',
	),
	...'addons services total_cancellation_fee cc_name cc_number cc_cvc cc_type cc_expiration_date dc_issue_number'.split(
		' ',
	),
]);

function parse(body: string, itemName: RegExp): XmlList {
	try {
		return readXmlList(body, itemName, {
			onElement: withoutCardData,
			isWatched: mayBeCardData,
			joinsHtml: true,
			texts: TEXTS,
			elements: ELEMENTS,
		});
	} catch (error) {
		throw unreadable(error instanceof XmlError ? error.message : 'The answer cannot be read as XML');
	}
}

/** In OTA it stands near the end of its message, in B.XML at the beginning, and what a later `<id>` names there is a room type. */
const OTA_ID = /\bResID_Value\s*=\s*["']\s*(\d{1,12})\s*["']/;
const BXML_ID = /<id>\s*(\d{1,12})\s*<\/id>/;
const ANY_ID = new RegExp(`${OTA_ID.source}|${BXML_ID.source}`);

/** Only what looks like an id is taken from a message whose card data could not be removed. */
function reservationIdIn(source: string): string | null {
	const [, ota, bxml] = ANY_ID.exec(source) ?? [];
	return ota ?? bxml ?? null;
}

/** The comment that ends each answer. Only what looks like an id is used, since it goes into errors and items. */
function ruidOf(comments: string[]): string | null {
	for (const comment of [...comments].reverse()) {
		const ruid = /^RUID:\s*\[([A-Za-z0-9+/=_-]{1,500})\]/.exec(comment)?.[1];
		if (ruid && withoutCardNumbers(ruid) === ruid) return ruid;
	}
	return null;
}

function unreadable(why: string): ApiError {
	return new ApiError({
		kind: 'unreadable',
		message: `Booking.com's answer cannot be read: ${why}`,
		advice:
			'The request is sent again. If this persists, check the base URLs in the credential: a proxy or a login page may be answering',
	});
}

function isExpected(root: XmlElement, expected: Expected): boolean {
	const succeeded = /^OTA_\w+RS$/.test(root.name) && elementsAt(root, 'Success').length > 0;
	if (expected === 'bxml') return root.name === 'reservations' || root.name === 'reservation';
	// Its root is documented as `rooms`; whatever else holds rooms is taken as well.
	if (expected === 'rooms') return root.name === 'rooms' || elementsAt(root, 'room').length > 0;
	if (expected === 'report') return root.name === 'status' && root.text.trim() !== '';
	return succeeded || (expected === 'queue' && /^OTA_HotelRes(?:Modify)?NotifRQ$/.test(root.name));
}

/** OTA errors, and the faults of B.XML. */
function errorsIn(root: XmlElement): XmlElement[] {
	return [...elementsAt(root, 'Errors/Error'), ...(root.name === 'fault' ? [root] : []), ...elementsAt(root, 'fault')];
}

function remarkOf(element: XmlElement): Remark {
	const { Code, code, ShortText, string, Type, RecordID } = element.attributes;
	const number = (Code ?? code)?.trim() || null;
	const words = [ShortText, string, element.text, childOf(element, 'string')?.text].find((text) => text?.trim());
	const safe = withoutCardNumbers(words ?? (Type ? `type ${Type}` : 'no reason given')).slice(0, 300);
	return { text: number ? `${safe} (code ${number})` : safe, code: number, record: RecordID?.trim() || null };
}

function spokenErrors(body: string): { said: Remark[]; ruid: string | null } {
	if (body.length > MAX_CHARACTERS) return { said: [], ruid: null };
	const { text, at } = mendXml(body);
	const document = tryReadXml(text, { onElement: withoutCardData, isWatched: mayBeCardData, mendedAt: at });
	// Without XML, the status says enough: a proxy's page is of no use in an error.
	if (document instanceof XmlError) return { said: [], ruid: null };
	return { said: errorsIn(document.root).map(remarkOf), ruid: ruidOf(document.comments) };
}
