/** What each room of a reservation should be in OPERA. Pure. */
import { activeRooms, isActive } from '../../../core/reservation/active';
import { MAX_STAY_NIGHTS } from '../../../core/availability/ranges';
import { eachNight, isIsoDate, nightsBetween } from '../../../core/reservation/dates';
import type { Money, Reservation, RoomStay } from '../../../core/reservation/model';
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { listOf, textIn } from '../responses/lists';
import type { BookingCodes, Codes } from '../codes/codes';
import { legOf } from './reference';

export interface WantedNight {
	date: string;
	/** Major units, exact for every currency. */
	amount: number;
	currency: string;
}

export interface WantedStay {
	roomStayId: string;
	leg: number;
	arrival: string;
	departure: string;
	/** `null` where its source does not say: then whatever OPERA has is right. */
	adults: number | null;
	children: number | null;
	/** `null`: OPERA fills in its default. */
	roomType: string | null;
	ratePlan: string | null;
	/**
	 * Those that have a price at their source: of a stay that the house has lengthened, its own nights only. `null` where the
	 * reservation says no price: then OPERA's rate plan decides it.
	 */
	nights: WantedNight[] | null;
	/** Whether the source says that its prices include the taxes, or do not; missing where it does not say. */
	taxIncluded?: boolean;
	notes: string[];
	/** What stands as OPERA itself has reported it to SelfKey. */
	reported: ReadonlyArray<'dates' | 'people'>;
	/** SelfKey's number of the booking, for people. */
	bookingNumber: string | null;
	/** Of a new reservation; later on the desk's count. */
	codes: BookingCodes;
}

/** The rooms that SelfKey knows beside the reservation, by room. */
export interface KnownBooking {
	roomStayId: string;
	bookingNumber: string | null;
	/** The number of the room that SelfKey has given it. */
	roomName: string | null;
	bookingType: string | null;
	/** The rooms that serve the type of a stay without a room; empty where SelfKey names none. */
	typeRooms: string[];
	/** What SelfKey has taken over from OPERA's report and nobody has changed since. */
	reported: WantedStay['reported'];
	/** Then the nights that the channel had said itself: what its price is for. */
	nightsSaid: readonly string[] | null;
}

/** A few hours, or a place in the car park: nothing that somebody sleeps in. */
const NO_STAYS = ['day', 'day_parking', 'night_parking'];

/** What SelfKey's change feed adds to a reservation. */
export function knownBookings(item: Record<string, unknown>): KnownBooking[] {
	return listOf(recordOf(item['selfKey'])['bookings'], 'roomStayId').map((booking) => ({
		...reportedOf(recordOf(booking['channelSaid'])),
		roomStayId: textIn(booking, 'roomStayId') ?? '',
		bookingNumber: textIn(booking, 'bookingNumber'),
		roomName: textIn(booking, 'roomName'),
		bookingType: textIn(booking, 'bookingType'),
		typeRooms: Array.isArray(booking['typeRooms']) ? booking['typeRooms'].map(String) : [],
	}));
}

function reportedOf(said: Fields): Pick<KnownBooking, 'reported' | 'nightsSaid'> {
	const { checkIn, checkOut } = said;
	const isRange = isIsoDate(checkIn) && isIsoDate(checkOut) && nightsBetween(checkIn, checkOut) <= MAX_STAY_NIGHTS;
	return {
		reported: [...('checkIn' in said ? (['dates'] as const) : []), ...('adults' in said ? (['people'] as const) : [])],
		nightsSaid: isRange ? eachNight(checkIn, checkOut) : null,
	};
}

/** A room that stands and cannot be written as it is, such as one without a code, or whose dates cannot be right. */
export interface UnreadyRoom {
	leg: number;
	error: Error;
}

export interface WantedStays {
	stays: WantedStay[];
	/** They hold up no other room; what OPERA has of them stays as it is. */
	unready: UnreadyRoom[];
	/** Those that end on the day on which they begin. */
	nightless: NightlessRoom[];
}

/**
 * Used by day, or left on the day of arrival. OPERA has such stays too, so it is none that was given up; but none is made or
 * changed.
 */
export interface NightlessRoom {
	roomStayId: string;
	leg: number;
	date: string;
}

/**
 * The rooms to be reserved in OPERA; none of a reservation that is cancelled.
 * @throws RangeError where none of its rooms can be written, since each has no code or dates that cannot be right (one that is
 * cancelled is something to write), where it stands and has none, or where two rooms have the same leg number
 */
export function wantedStays(reservation: Reservation, bookings: readonly KnownBooking[], codes: Codes): WantedStays {
	// Given up would be all that OPERA has of it.
	if (isActive(reservation) && reservation.rooms.length === 0)
		throw new RangeError('The reservation stands and names no room; look at it at its source');
	const stays: WantedStay[] = [];
	const unready: UnreadyRoom[] = [];
	const nightless: NightlessRoom[] = [];
	for (const room of activeRooms(reservation)) {
		const booking = bookings.find(({ roomStayId }) => roomStayId === room.roomStayId) ?? null;
		try {
			const date = isNoStay(booking) ? null : dayOf(reservation, room);
			if (date !== null) nightless.push({ roomStayId: room.roomStayId, leg: legOf(room.roomStayId), date });
			else stays.push(...[wantedStay(reservation, room, booking, codes) ?? []].flat());
		} catch (error) {
			unready.push({
				leg: legOf(room.roomStayId),
				error: error instanceof Error ? error : new RangeError(String(error)),
			});
		}
	}
	const [first] = unready;
	// Nothing is asked of OPERA in vain. Of a room that is cancelled, something may have to go there.
	if (first && unready.length === reservation.rooms.length) throw first.error;
	const legs = [...stays, ...unready, ...nightless].map(({ leg }) => leg);
	if (new Set(legs).size < legs.length)
		throw new RangeError('Two rooms of the reservation cannot be told apart by their IDs; enter it in Opera by hand');
	return { stays, unready, nightless };
}

function isNoStay(booking: KnownBooking | null): boolean {
	return booking?.bookingType != null && NO_STAYS.includes(booking.bookingType);
}

function dayOf(reservation: Reservation, room: RoomStay): string | null {
	const [arrival, departure] = [room.checkIn ?? reservation.checkIn, room.checkOut ?? reservation.checkOut];
	return arrival !== null && arrival === departure ? arrival : null;
}

function wantedStay(
	reservation: Reservation,
	room: RoomStay,
	booking: KnownBooking | null,
	codes: Codes,
): WantedStay | null {
	const [arrival, departure] = [room.checkIn ?? reservation.checkIn, room.checkOut ?? reservation.checkOut];
	if (isNoStay(booking)) return null;
	// Each is a room that stands: to leave it out would cancel it in OPERA.
	if (arrival === null || departure === null)
		throw new RangeError('A room of the reservation has no dates; look at them at its source');
	if (departure <= arrival)
		throw new RangeError(
			`A room of the reservation is booked from ${arrival} to ${departure}, which ends before it begins; look at its dates`,
		);
	if (nightsBetween(arrival, departure) > MAX_STAY_NIGHTS)
		throw new RangeError(
			`A room of the reservation is booked for more than ${MAX_STAY_NIGHTS} nights; look at the years of its dates`,
		);
	const isOnlyRoom = reservation.rooms.length === 1;
	return {
		roomStayId: room.roomStayId,
		leg: legOf(room.roomStayId),
		arrival,
		departure,
		adults: room.adults ?? (isOnlyRoom ? reservation.adults : null),
		children: room.children ?? (isOnlyRoom ? reservation.children : null),
		roomType: codes.roomType(room, booking?.roomName ?? null, booking?.typeRooms),
		ratePlan: codes.ratePlan(room.ratePlanId),
		nights: pricesOf(
			room,
			isOnlyRoom ? reservation.total : null,
			eachNight(arrival, departure),
			booking?.nightsSaid ?? null,
		),
		...taxesIn(room, isOnlyRoom ? reservation.total : null),
		notes: notesOf(reservation, room),
		reported: booking?.reported ?? [],
		bookingNumber: booking?.bookingNumber ?? null,
		codes: codes.bookingCodes(reservation.channel, room.ratePlanId),
	};
}

/**
 * The source's price of each night, or the total in equal parts. Of a stay that the house has moved in OPERA and not priced,
 * that is the price of the nights that the source had said: those that the house has added have none of the source's.
 *
 * Where fewer nights are named than the stay has, nobody can tell whether the desk has lengthened it in SelfKey or the source
 * named no more of them. OPERA would add its own price for each of the others to what is the price of all: so the whole is divided.
 */
function pricesOf(
	room: RoomStay,
	total: Money | null,
	nights: readonly string[],
	nightsSaid: readonly string[] | null,
): WantedNight[] | null {
	const priced = namedPrices(room, nights);
	if (priced !== null) return priced;
	const whole = room.total ?? total;
	const said = nightsSaid === null || isPricedBeyond(room, nights, nightsSaid) ? nights : nightsSaid;
	const own = namedPrices(room, said) ?? equalParts(whole, said);
	return own && own.filter(({ date }) => nights.includes(date));
}

/**
 * OPERA has named the price of nights that the source had not said, so another total is somebody's own for all of them. Of a
 * stay that was shortened that cannot be known: the source may have named those nights only.
 */
function isPricedBeyond({ nightlyRates }: RoomStay, nights: readonly string[], said: readonly string[]): boolean {
	const dates = new Set(nightlyRates.map(({ date }) => date));
	return nights.every((date) => dates.has(date)) && nights.some((date) => !said.includes(date));
}

/** `null` where it does not name them all, or they are not what the room costs. */
function namedPrices(room: RoomStay, nights: readonly string[]): WantedNight[] | null {
	const named = nights.map((date) => room.nightlyRates.find((rate) => rate.date === date)?.amount ?? null);
	const adds = room.total === null || sum(named) === null || sum(named) === scaled(room.total);
	if (!adds || named.some((amount) => amount === null)) return null;
	return named.flatMap((amount, index) => (amount ? [{ date: nights[index] ?? '', ...inOpera(amount) }] : []));
}

/** Only where all amounts agree: a person's own amount in SelfKey says nothing of taxes. */
function taxesIn({ nightlyRates, total }: RoomStay, whole: Money | null): Pick<WantedStay, 'taxIncluded'> {
	const amounts = [...nightlyRates.map(({ amount }) => amount), total ?? whole].filter((amount) => amount !== null);
	const [said, ...others] = new Set(amounts.map(({ taxIncluded }) => taxIncluded));
	return said == null || others.length > 0 ? {} : { taxIncluded: said };
}

/** What cannot be divided goes to the first nights, one minor unit each, so that the sum is exact. */
function equalParts(whole: Money | null, nights: readonly string[]): WantedNight[] | null {
	if (whole === null || nights.length === 0) return null;
	const [part, rest] = [Math.trunc(whole.minor / nights.length), whole.minor % nights.length];
	return nights.map((date, index) => {
		const minor = part + (index < Math.abs(rest) ? Math.sign(rest) : 0);
		return { date, amount: minor / 10 ** whole.exponent, currency: whole.currency };
	});
}

const inOpera = ({ minor, exponent, currency }: Money) => ({ amount: minor / 10 ** exponent, currency });
const scaled = ({ minor, exponent, currency }: Money) => `${minor * 10 ** (6 - exponent)} ${currency}`;

/** `null` where an amount is unknown, or they are not of one currency. */
function sum(amounts: ReadonlyArray<Money | null>): string | null {
	const [first] = amounts;
	if (!first || amounts.some((amount) => amount?.currency !== first.currency)) return null;
	const total = amounts.reduce((all, amount) => all + (amount ? amount.minor * 10 ** (6 - amount.exponent) : 0), 0);
	return `${total} ${first.currency}`;
}

/** What people have to know, each text once: who sleeps in the room, when they come, what they wish. */
function notesOf({ booker, expectedArrival, remarks }: Reservation, room: RoomStay): string[] {
	const guests = room.guests.flatMap(({ name }) => name ?? []);
	const booked = [booker.firstName, booker.lastName].filter(Boolean).join(' ');
	const notes = [
		...(guests.some((name) => name !== booked) ? [`Guests: ${guests.join(', ')}`] : []),
		...(expectedArrival === null ? [] : [`Expected arrival: ${expectedArrival}`]),
		...(room.mealPlan === null ? [] : [`Meals: ${room.mealPlan}`]),
		...room.remarks,
		...(remarks ?? []),
	];
	// Half a character comes back as another one, and would be a new note each time.
	const cut = notes.map((note) => note.slice(0, MAX_NOTE).replace(/[\uD800-\uDBFF]$/, ''));
	return [...new Set(cut)].slice(0, MAX_NOTES);
}

const MAX_NOTE = 2_000;
const MAX_NOTES = 20;
