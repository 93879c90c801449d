/**
 * One of OPERA's reservations, read from either of its shapes: a list's `reservationInfo` or a single `reservation`.
 * Pure. Source: Oracle's description of the reservation API, 25.5.
 */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { addDays, calendarDate, isIsoDate } from '../../../core/reservation/dates';
import { isAmbiguous } from '../../../core/reservation/money';
import type { BookingCodes } from '../codes/codes';
import { idOf, inside, listOf, numberIn, textIn } from '../responses/lists';
import { readMark, type WrittenStay } from './written-mark';

/** What may be done to it. `other` is a status that is not known, and so is left alone. */
export type StayState = 'open' | 'in_house' | 'checked_out' | 'no_show' | 'cancelled' | 'other';

export interface OperaStay {
	reservationId: string;
	confirmationNumber: string | null;
	/** As OPERA names it. */
	status: string;
	state: StayState;
	references: Array<{ id: string; leg: number | null; system: string | null }>;
	arrival: string | null;
	departure: string | null;
	/** The room's number, once the desk has given it one. */
	roomId: string | null;
	roomType: string | null;
	/** What was booked; differs from `roomType` after an upgrade. `null` where the answer does not say. */
	roomTypeCharged: string | null;
	ratePlan: string | null;
	/** What OPERA has filed it under; `null` where the answer does not say. */
	codes: BookingCodes;
	adults: number | null;
	children: number | null;
	guest: { firstName: string | null; lastName: string | null; profileId: string | null };
	/** Who made it and who changed it last, as OPERA names its users; missing where the answer does not say. */
	createdBy?: string | undefined;
	changedBy?: string | undefined;
	/** OPERA's time of the last change, without a zone. */
	changedAt?: string | undefined;
	/** What was written last (written-mark.ts); missing in a list, and where OPERA does not say it. */
	written?: WrittenStay | undefined;
	/** Amounts as OPERA writes them, in major units; empty in a list. */
	nights: OperaNight[];
	/** Texts of the notes; empty unless they were asked for. */
	notes: string[];
}

export interface OperaNight {
	date: string;
	amount: number | null;
	/** There is an amount, and nobody can be sure what it means. */
	isUnread?: true;
	currency: string | null;
}

const STATES: Readonly<Record<string, StayState>> = {
	Reserved: 'open',
	Requested: 'open',
	Waitlisted: 'open',
	DueIn: 'open',
	InHouse: 'in_house',
	DueOut: 'in_house',
	Walkin: 'in_house',
	PendingCheckout: 'in_house',
	CheckedOut: 'checked_out',
	NoShow: 'no_show',
	Cancelled: 'cancelled',
};

/** All reservations of an answer, whether a list or a single one; entries without an id are left out. */
export function readStays(body: Fields): OperaStay[] {
	const { reservationInfo, reservation } = inside(body, 'reservations');
	return listOf(reservationInfo ?? reservation).flatMap((entry) => readStay(entry) ?? []);
}

function readStay(entry: Fields): OperaStay | null {
	const reservationId = idOf(entry['reservationIdList'], 'Reservation');
	if (reservationId === null) return null;
	const roomStay = recordOf(entry['roomStay']);
	const roomRates = listOf(roomStay['roomRates']);
	const [rate = {}] = roomRates;
	const counts = recordOf(roomStay['guestCounts'] ?? rate['guestCounts']);
	const status = textIn(entry, 'reservationStatus') ?? textIn(entry, 'computedReservationStatus') ?? '';
	const departure = calendarDate(textIn(roomStay, 'departureDate'));
	return {
		reservationId,
		confirmationNumber: idOf(entry['reservationIdList'], 'Confirmation'),
		status,
		state: STATES[status] ?? 'other',
		references: listOf(entry['externalReferences']).flatMap((reference) => {
			const id = textIn(reference, 'id');
			return id === null
				? []
				: [{ id, leg: numberIn(reference, 'idExtension'), system: textIn(reference, 'idContext') }];
		}),
		arrival: calendarDate(textIn(roomStay, 'arrivalDate')),
		departure,
		roomId: textIn(roomStay, 'roomId') ?? textIn(rate, 'roomId'),
		roomType: textIn(roomStay, 'roomType') ?? textIn(rate, 'roomType'),
		roomTypeCharged: textIn(roomStay, 'roomTypeCharged') ?? textIn(rate, 'roomTypeCharged'),
		ratePlan: textIn(roomStay, 'ratePlanCode') ?? textIn(rate, 'ratePlanCode'),
		codes: {
			market: textIn(roomStay, 'marketCode') ?? textIn(rate, 'marketCode'),
			source: textIn(roomStay, 'sourceCode') ?? textIn(rate, 'sourceCode'),
			guarantee: textIn(inside(roomStay, 'guarantee'), 'guaranteeCode'),
		},
		adults: numberIn(roomStay, 'adultCount') ?? numberIn(counts, 'adults'),
		children: numberIn(roomStay, 'childCount') ?? numberIn(counts, 'children'),
		guest: guestOf(entry),
		createdBy: textIn(entry, 'creatorId') ?? undefined,
		changedBy: textIn(entry, 'lastModifierId') ?? undefined,
		changedAt: textIn(entry, 'lastModifyDateTime') ?? undefined,
		written: readMark(textIn(entry, 'customReference')) ?? undefined,
		nights: nightsOf(roomRates, departure),
		notes: listOf(entry['comments']).flatMap(({ comment }) => textIn(inside(comment, 'text'), 'value') ?? []),
	};
}

function guestOf(entry: Fields): OperaStay['guest'] {
	const inList = recordOf(entry['reservationGuest']);
	const guests = listOf(entry['reservationGuests']);
	const primary = guests.find(({ primary: isPrimary }) => isPrimary === true) ?? guests[0];
	const info = inside(primary, 'profileInfo');
	const [name = {}] = listOf(inside(info, 'profile', 'customer')['personName']);
	return {
		firstName: textIn(inList, 'givenName') ?? textIn(name, 'givenName'),
		lastName: textIn(inList, 'surname') ?? textIn(name, 'surname'),
		profileId: textIn(inList, 'id') ?? idOf(info['profileIdList'], 'Profile'),
	};
}

/**
 * The price of each night. A rate's `end` is its last night in some of Oracle's examples and the day after in others;
 * what begins later wins, so both are read as the same nights.
 */
function nightsOf(roomRates: readonly Fields[], departure: string | null): OperaNight[] {
	const rates = roomRates
		.flatMap((roomRate) => listOf(inside(roomRate, 'rates')['rate']))
		.filter(({ start }) => isIsoDate(start))
		.sort((a, b) => (String(a['start']) < String(b['start']) ? -1 : 1));
	const nights = new Map<string, OperaNight>();
	for (const rate of rates.slice(0, 4_000)) {
		const base = recordOf(rate['base']);
		const currency = textIn(base, 'currencyCode');
		const isUnread = ['amountBeforeTax', 'amountAfterTax'].some((name) => !isCertain(base, name, currency));
		const start = String(rate['start']);
		const end = isIsoDate(rate['end']) ? rate['end'] : start;
		for (let date = start; date <= end && (departure === null || date < departure); date = addDays(date, 1)) {
			if (nights.size > 4_000) break;
			nights.set(date, {
				date,
				amount: numberIn(base, 'amountBeforeTax') ?? numberIn(base, 'amountAfterTax'),
				currency,
				...(isUnread ? { isUnread } : {}),
			});
		}
	}
	return [...nights.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** `1.250` of euros may mean thousands where it is written as text. */
function isCertain(base: Fields, name: string, currency: string | null): boolean {
	const written = base[name];
	if (textIn(base, name) === null) return true;
	return numberIn(base, name) !== null && !(typeof written === 'string' && isAmbiguous(written, currency ?? ''));
}
