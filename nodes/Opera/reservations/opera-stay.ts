/**
 * One of OPERA's reservations, read from either of its shapes: a list's `reservationInfo` or a single `reservation`.
 * Pure. Source: Oracle's description of the reservation API, 25.5.
 */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { addDaysOrNull, calendarDate } from '../../../core/reservation/dates';
import { isAmbiguous } from '../../../core/reservation/money';
import type { BookingCodes } from '../codes/codes';
import { countIn, idIn, idOf, inside, isTrue, listOf, nameOfPerson, numberIn, textIn } from '../responses/lists';
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
	/** Whether its rate plan's prices include the taxes, or taxes are added to them; missing in a list, and unless OPERA is clear. */
	taxes?: 'included' | 'added' | undefined;
	/** Texts of the notes; empty unless they were asked for. */
	notes: string[];
}

export interface OperaNight {
	date: string;
	amount: number | null;
	/** OPERA shows it with its taxes only. */
	isAfterTax?: true;
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

/** Held for nobody yet: a request, or a place on the waiting list. */
export function isWaiting({ status }: Pick<OperaStay, 'status'>): boolean {
	return status === 'Requested' || status === 'Waitlisted';
}

/**
 * All reservations of an answer, whether a list or a single one; entries without an id are left out. As many as the answer
 * holds, since the next page begins behind them: one that is there twice is given out twice (`eachOnce`).
 */
export function readStays(body: Fields): OperaStay[] {
	const { reservations } = body;
	// Some answer with the list itself, as it is in a change. Taken for nothing, what is there would be made again.
	const parts = Array.isArray(reservations) ? reservations : [reservations];
	return parts.map(recordOf).flatMap((part) => {
		if ('reservationIdList' in part) return readStay(part) ?? [];
		const [first, second] = [part['reservationInfo'], part['reservation']].map(listed);
		// Some send one list under both names.
		const known = new Set(first?.map(({ reservationId }) => reservationId));
		return [...(first ?? []), ...(second ?? []).filter(({ reservationId }) => !known.has(reservationId))];
	});
}

const listed = (list: unknown) => listOf(list, 'reservationIdList').flatMap((entry) => readStay(entry) ?? []);

/** Pages may overlap. Taken for two, a reservation would be cancelled as its own twin. */
export function eachOnce(stays: readonly OperaStay[]): OperaStay[] {
	const byId = new Map<string, OperaStay>();
	for (const stay of stays) if (!byId.has(stay.reservationId)) byId.set(stay.reservationId, stay);
	return [...byId.values()];
}

function readStay(entry: Fields): OperaStay | null {
	const reservationId = idOf(entry['reservationIdList'], 'Reservation');
	if (reservationId === null) return null;
	const roomStay = recordOf(entry['roomStay']);
	const roomRates = listOf(roomStay['roomRates'], 'rates', 'roomType', 'ratePlanCode', 'guestCounts');
	const [rate = {}] = roomRates;
	const [counts = {}] = listOf(roomStay['guestCounts'] ?? rate['guestCounts'], 'adults', 'children', 'childAges');
	const room = inside(roomStay, 'currentRoomInfo');
	const status = textIn(entry, 'reservationStatus') ?? textIn(entry, 'computedReservationStatus') ?? '';
	const arrival = calendarDate(textIn(roomStay, 'arrivalDate'));
	const departure = calendarDate(textIn(roomStay, 'departureDate'));
	return {
		reservationId,
		confirmationNumber: idOf(entry['reservationIdList'], 'Confirmation'),
		status,
		state: (Object.hasOwn(STATES, status) ? STATES[status] : null) ?? 'other',
		references: listOf(entry['externalReferences'], 'id').flatMap((reference) => {
			const id = textIn(reference, 'id');
			return id === null
				? []
				: [{ id, leg: numberIn(reference, 'idExtension'), system: textIn(reference, 'idContext') }];
		}),
		arrival,
		departure,
		// Of today before that of the first night: guests move.
		roomId: textIn(roomStay, 'roomId') ?? textIn(room, 'roomId') ?? textIn(rate, 'roomId'),
		roomType: textIn(roomStay, 'roomType') ?? textIn(rate, 'roomType') ?? textIn(room, 'roomType'),
		roomTypeCharged: textIn(roomStay, 'roomTypeCharged') ?? textIn(rate, 'roomTypeCharged'),
		ratePlan: textIn(roomStay, 'ratePlanCode') ?? textIn(rate, 'ratePlanCode'),
		codes: {
			market: textIn(roomStay, 'marketCode') ?? textIn(rate, 'marketCode'),
			source: textIn(roomStay, 'sourceCode') ?? textIn(rate, 'sourceCode'),
			guarantee: textIn(inside(roomStay, 'guarantee'), 'guaranteeCode'),
		},
		adults: countIn(roomStay, 'adultCount') ?? countIn(counts, 'adults'),
		children: countIn(roomStay, 'childCount') ?? countIn(counts, 'children') ?? namedChildren(counts),
		guest: guestOf(entry),
		createdBy: textIn(entry, 'creatorId') ?? undefined,
		changedBy: textIn(entry, 'lastModifierId') ?? undefined,
		changedAt: textIn(entry, 'lastModifyDateTime') ?? undefined,
		written: readMark(textIn(entry, 'customReference')) ?? undefined,
		nights: nightsOf(roomRates, arrival, departure),
		taxes: taxesOf(roomRates),
		notes: listOf(entry['comments'], 'comment').flatMap(
			({ comment }) => textIn(inside(comment, 'text'), 'value') ?? [],
		),
	};
}

/** Where OPERA counts them by their ages only; `null` where it names none. */
function namedChildren(counts: Fields): number | null {
	return listOf(counts['childAges'], 'age').length || null;
}

/** What OPERA says of the rate plan; that it adds taxes, only where it shows that it does. */
function taxesOf(roomRates: readonly Fields[]): OperaStay['taxes'] {
	const said = roomRates.map(({ taxIncluded }) => String(taxIncluded));
	if (said.includes('true')) return said.includes('false') ? undefined : 'included';
	const bases = roomRates.flatMap((roomRate) => ratesIn(roomRate).map(({ base }) => recordOf(base)));
	const isAdded = bases.some((base) => {
		const [net, gross] = [numberIn(base, 'amountBeforeTax'), numberIn(base, 'amountAfterTax')];
		return net !== null && gross !== null && gross - net > 0.000_05;
	});
	return said.includes('false') && isAdded ? 'added' : undefined;
}

function guestOf(entry: Fields): OperaStay['guest'] {
	const inList = recordOf(entry['reservationGuest']);
	const guests = listOf(entry['reservationGuests'], 'profileInfo');
	const primary = guests.find(({ primary: isPrimary }) => isTrue(isPrimary)) ?? guests[0];
	const info = inside(primary, 'profileInfo');
	const name = nameOfPerson(inside(info, 'profile', 'customer')['personName']);
	return {
		firstName: textIn(inList, 'givenName') ?? textIn(name, 'givenName'),
		lastName: textIn(inList, 'surname') ?? textIn(name, 'surname'),
		profileId: idIn(inList, 'id') ?? idOf(info['profileIdList'], 'Profile'),
	};
}

/** More than a stay has, so that it is seen that it has too many. */
const MAX_NIGHTS = 1_001;

interface Rate {
	start: string;
	/** Its last night, or the day after: some of Oracle's examples are read in the one way, some in the other. */
	end: string;
	base: Fields;
}

/**
 * The price of each night of the stay: that of the rate which begins last, whichever way its end is read. One step for
 * each rate and night, as rates come from outside and may be as many and as long as their sender likes.
 */
function nightsOf(roomRates: readonly Fields[], arrival: string | null, departure: string | null): OperaNight[] {
	const rates = roomRates
		// One that names no dates has those of its room rate.
		.flatMap(({ start, end, ...roomRate }) =>
			ratesIn(roomRate).flatMap((rate) => rateOf(rate['start'] == null ? { ...rate, start, end } : rate)),
		)
		.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
	const nights: OperaNight[] = [];
	/** Those that have begun; one below another counts again once that is over. */
	const begun: Rate[] = [];
	let next = 0;
	let date = arrival;
	while (nights.length < MAX_NIGHTS) {
		const coming = rates[next];
		if (begun.length === 0 && coming && (date === null || coming.start > date)) date = coming.start;
		if (date === null || (departure !== null && date >= departure)) break;
		for (let rate = coming; rate && rate.start <= date; rate = rates[++next]) begun.push(rate);
		while (isOver(begun.at(-1), date)) begun.pop();
		const rate = begun.at(-1);
		if (rate) nights.push(nightOf(rate, date));
		else if (next >= rates.length) break;
		else continue;
		date = addDaysOrNull(date, 1);
	}
	return nights;
}

function ratesIn({ rates }: Fields): Fields[] {
	return listOf(Array.isArray(rates) ? rates : recordOf(rates)['rate'], 'base', 'start');
}

function rateOf(rate: Fields): Rate[] {
	const start = calendarDate(textIn(rate, 'start'));
	return start === null
		? []
		: [{ start, end: calendarDate(textIn(rate, 'end')) ?? start, base: recordOf(rate['base']) }];
}

function isOver(rate: Rate | undefined, date: string): boolean {
	return rate !== undefined && rate.end < date;
}

function nightOf({ base }: Rate, date: string): OperaNight {
	const currency = textIn(base, 'currencyCode');
	const isUnread = ['amountBeforeTax', 'amountAfterTax'].some((name) => !isCertain(base, name, currency));
	const net = numberIn(base, 'amountBeforeTax');
	const gross = numberIn(base, 'amountAfterTax');
	return {
		date,
		amount: net ?? gross,
		...(net === null && gross !== null ? { isAfterTax: true as const } : {}),
		currency,
		...(isUnread ? { isUnread } : {}),
	};
}

/** `1.250` of euros may mean thousands where it is written as text. */
function isCertain(base: Fields, name: string, currency: string | null): boolean {
	const written = base[name];
	if (textIn(base, name) === null) return true;
	return numberIn(base, name) !== null && !(typeof written === 'string' && isAmbiguous(written, currency ?? ''));
}
