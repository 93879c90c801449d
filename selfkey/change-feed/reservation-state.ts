/**
 * A reservation as SelfKey holds it now: what its channel said, with the rooms it was given and what the desk
 * has changed since. Identity documents, addresses, notes and door codes are left out.
 */
import { isActive } from '../../core/reservation/active';
import { reservation, roomStay, stayOf } from '../../core/reservation/build';
import {
	unknownBooker,
	type Booker,
	type Money,
	type Reservation,
	type ReservationEvent,
	type ReservationStatus,
	type RoomStay,
} from '../../core/reservation/model';
import { currencyCode } from '../../core/reservation/currencies';
import { nightsBetween } from '../../core/reservation/dates';
import { addMoney, moneyFromDecimal } from '../../core/reservation/money';
import type { Balance } from '../../core/payment/payment-event';
import { IDENTITY_SENTINEL } from '../identity/guest-registration';
import { balancesOf } from '../payments/folio-balance';
import { isActiveBooking, type BookingValues } from '../ports/records';
import type { ConflictKind } from '../ports/occupancy';
import { priceToCheck } from '../../core/reservation/price-to-check';
import type { ChangeEvent, DeletedBooking, StateStay, StoredState } from '../ports/change-feed';

/** A booking of the reservation in SelfKey. */
export interface FeedBooking {
	id: string;
	bookingNumber: number;
	/** `null` where it has no room, and where it holds none any more. */
	roomId: string | null;
	roomName: string | null;
	roomStayId: string;
	/** `day`: used without a night, so its dates may be the same. */
	bookingType: string;
	/** What people have to look at; empty where all is well. */
	conflicts: ConflictKind[];
	/** Of a stay that waits for a room: the names of those that serve its room type; left out for all others. */
	typeRooms?: string[];
	/** What its channel had said itself of the dates or the people, where they stand as the house's own system has reported them. */
	channelSaid?: Partial<Pick<RoomStay, 'checkIn' | 'checkOut' | 'adults' | 'children'>>;
}

/** `payments` where the cash register has told any; a payment alone is no change of the reservation. */
export type FeedReservation = Reservation & { selfKey: { bookings: FeedBooking[]; payments?: Balance } };

/** Which change the state is given with. */
export interface StateContext {
	event: ChangeEvent | 'snapshot';
	/** Order among the states of one of SelfKey's own sales. */
	position: number;
	/** ISO 8601, UTC. */
	at: string;
	deleted: DeletedBooking | null;
}

/** Three years: longer is a mistyped year. */
const MAX_NIGHTS = 1_096;

/**
 * The reservation with its bookings. Of a deleted booking only the dates are left.
 * @throws RangeError where a row cannot be read
 */
export function feedReservation(state: StoredState, context: StateContext): FeedReservation {
	if (state.stays.length === 0 && context.deleted) checkDates(context.deleted);
	const known = state.reservation ?? ownSale(state, context);
	// What was given up stays as its channel knew it: nobody is told of later edits to it.
	const held = state.stays.filter(({ booking }) => isActiveBooking(booking));
	for (const { booking } of held) {
		checkDates({ checkIn: booking.checkInDate, checkOut: booking.checkOutDate });
		if (!Number.isFinite(booking.amount)) throw new RangeError('The amount is no number');
	}
	const rooms = known.rooms.map((room) =>
		roomNow(room, held.find(({ roomStayId }) => roomStayId === room.roomStayId) ?? null),
	);
	const status = isActive(known) && held.length === 0 ? 'cancelled' : known.status;
	const stay = stayOf(isActive({ status }) ? rooms.filter(isActive) : rooms);
	const now = reservation({
		...known,
		event: eventNow(context.event, status),
		status,
		rooms,
		checkIn: stay.checkIn ?? known.checkIn,
		checkOut: stay.checkOut ?? known.checkOut,
		booker: bookerNow(known.booker, held),
		total: totalNow(known, held),
		warnings: [...known.warnings, ...held.flatMap(warningsOf), ...mixedCurrencies(known, held)],
	});
	const payments = state.folio && balancesOf(state.folio)[0];
	return {
		...now,
		selfKey: {
			bookings: bookingsOf(state.stays, context.deleted, state.reservation),
			...(payments ? { payments } : {}),
		},
	};
}

/** What is left to say of a reservation whose rows hold something that nobody can make sense of. */
export function unreadableReservation(state: StoredState, context: StateContext): FeedReservation {
	const held = state.stays.filter(({ booking }) => isActiveBooking(booking));
	const told = storedReservation(state);
	const known = told ?? ownSale({ ...state, stays: [] }, { ...context, deleted: null });
	// Whatever cannot be read of it, a room that is taken is not free.
	const status = held.length === 0 ? 'cancelled' : (told?.status ?? 'confirmed');
	const numbers = held.map(({ booking }) => booking.bookingNumber).join(', ');
	const warning = `SelfKey's row cannot be read (booking ${numbers}): correct its dates and amounts; it then comes again`;
	return {
		...known,
		event: eventNow(context.event, status),
		status,
		warnings: [...known.warnings, ...(held.length > 0 ? [warning] : [])],
		selfKey: { bookings: bookingsOf(state.stays, context.deleted, told) },
	};
}

/** As its channel told it; `null` where it is SelfKey's own, or no reservation any more. */
function storedReservation({ reservation: stored }: StoredState): Reservation | null {
	try {
		return stored && reservation({ ...stored });
	} catch {
		return null;
	}
}

/** @throws RangeError where the dates are none that anybody can have meant: of a mistyped year such as 20266, or the end before the beginning */
function checkDates({ checkIn, checkOut }: Pick<Reservation, 'checkIn' | 'checkOut'>): void {
	if (checkIn === null || checkOut === null) return;
	const nights = nightsBetween(checkIn, checkOut);
	if (nights < 0 || nights > MAX_NIGHTS) throw new RangeError('No stay is that long');
}

function eventNow(event: StateContext['event'], status: ReservationStatus): ReservationEvent {
	if (!isActive({ status })) return 'cancelled';
	return event === 'created' || event === 'snapshot' ? 'new' : 'modified';
}

/** Dates, people and price as the booking has them; without one the desk, if not the channel, has given the room up. */
function roomNow(room: RoomStay, stay: StateStay | null): RoomStay {
	if (!stay) return isActive(room) ? { ...room, status: 'cancelled' } : room;
	const { booking, baseline } = stay;
	const changed = (column: keyof BookingValues) => baseline !== null && booking[column] !== baseline[column];
	return {
		...room,
		checkIn: booking.checkInDate,
		checkOut: booking.checkOutDate,
		adults: changed('adults') ? booking.adults : room.adults,
		children: changed('children') ? booking.children : room.children,
		total: changed('amount') || changed('currency') ? priceOf(booking) : room.total,
	};
}

/** Name and contact as the desk has put them right. */
function bookerNow(booker: Booker, stays: readonly StateStay[]): Booker {
	const [first] = stays.filter(({ baseline }) => baseline !== null);
	if (!first?.baseline) return booker;
	const { booking, baseline } = first;
	const corrected = (
		column: 'clientFirstName' | 'clientLastName' | 'clientEmail' | 'clientPhone',
		told: string | null,
	) => (booking[column] === baseline[column] ? told : known(booking, column));
	return {
		...booker,
		firstName: corrected('clientFirstName', booker.firstName),
		lastName: corrected('clientLastName', booker.lastName),
		email: corrected('clientEmail', booker.email),
		phone: corrected('clientPhone', booker.phone),
	};
}

/** The channel's total, unless the desk has changed a price: then what the active bookings add up to. */
function totalNow({ total }: Reservation, stays: readonly StateStay[]): Money | null {
	if (!stays.some(hasDesksPrice)) return total;
	const [first, ...others] = stays.map(({ booking }) => priceOf(booking));
	if (!first || others.some((price) => price?.currency !== first.currency)) return null;
	return addMoney(first, ...others.filter((price) => price !== null));
}

function hasDesksPrice({ booking, baseline }: StateStay): boolean {
	return baseline !== null && (booking.amount !== baseline.amount || booking.currency !== baseline.currency);
}

/** Whoever reads the total would otherwise go on with an old one, and nobody know why. */
function mixedCurrencies(known: Reservation, stays: readonly StateStay[]): string[] {
	const currencies = new Set(stays.flatMap(({ booking }) => priceOf(booking)?.currency ?? []));
	return currencies.size > 1 && totalNow(known, stays) === null
		? [
				priceToCheck(
					`The prices of its bookings are in ${[...currencies].join(' and ')}, so it has no total; correct them in SelfKey`,
				),
			]
		: [];
}

function priceOf({ amount, currency }: Pick<BookingValues, 'amount' | 'currency'>): Money | null {
	return moneyFromDecimal(amount, currency);
}

function known(booking: BookingValues, column: keyof typeof IDENTITY_SENTINEL): string | null {
	return booking[column] === IDENTITY_SENTINEL[column] || booking[column] === '' ? null : booking[column];
}

/** A booking of SelfKey's own as a reservation of its own. */
function ownSale(
	{ channel, propertyId, reservationId, stays }: StoredState,
	{ position, at, deleted }: StateContext,
): Reservation {
	const [stay] = stays;
	const booking = stay?.booking ?? null;
	const status = booking && isActiveBooking(booking) ? 'confirmed' : 'cancelled';
	const dates = {
		checkIn: booking?.checkInDate ?? deleted?.checkIn ?? null,
		checkOut: booking?.checkOutDate ?? deleted?.checkOut ?? null,
	};
	const people = { adults: booking?.adults ?? null, children: booking?.children ?? null };
	const total = booking ? priceOf(booking) : null;
	const roomName = stay?.roomName ?? null;
	const room = roomStay({ roomStayId: reservationId, roomName, ...dates, status, ...people, total });
	return reservation({
		channel,
		propertyId,
		reservationId,
		event: 'modified',
		status,
		revision: String(position),
		observedAt: `${at}#${position}`,
		...dates,
		rooms: dates.checkIn === null ? [] : [room],
		booker: booking ? ownBooker(booking) : unknownBooker(),
		...people,
		total,
		bookedAt: stay?.bookedAt ?? null,
	});
}

function ownBooker(booking: BookingValues): Booker {
	return {
		...unknownBooker(),
		firstName: known(booking, 'clientFirstName'),
		lastName: known(booking, 'clientLastName'),
		email: known(booking, 'clientEmail'),
		phone: known(booking, 'clientPhone'),
		country: known(booking, 'clientCountry'),
		language: booking.bookingLocale,
	};
}

function bookingsOf(
	stays: readonly StateStay[],
	deleted: DeletedBooking | null,
	known: Reservation | null,
): FeedBooking[] {
	const now = stays.map((stay) => {
		const { bookingId: id, roomName, roomStayId, bookingType, conflicts, booking } = stay;
		const { bookingNumber, roomId } = booking;
		const isHeld = isActiveBooking(booking);
		return {
			id,
			bookingNumber,
			roomId: isHeld ? roomId : null,
			roomName: isHeld ? roomName : null,
			roomStayId,
			bookingType,
			conflicts: isHeld ? conflicts : [],
			...(isHeld ? saidOf(stay, known) : {}),
		};
	});
	if (!deleted || now.some(({ id }) => id === deleted.bookingId)) return now;
	const { bookingId: id, bookingNumber } = deleted;
	return [
		...now,
		{ id, bookingNumber, roomId: null, roomName: null, roomStayId: id, bookingType: 'night', conflicts: [] },
	];
}

/** Who compares it with what was told last can tell the house's own words from a change of the channel's. */
function saidOf(
	{ roomStayId, booking, baseline }: StateStay,
	known: Reservation | null,
): Pick<FeedBooking, 'channelSaid'> {
	const isSame = (stay: { roomStayId: string }) => stay.roomStayId === roomStayId;
	const said = known?.history?.reportedOver?.rooms.find(isSame);
	const room = known?.rooms.find(isSame);
	if (!said || !room || baseline === null) return {};
	const isDesks = (...columns: Array<keyof BookingValues>) =>
		columns.some((column) => booking[column] !== baseline[column]);
	const { checkIn, checkOut, adults, children } = said;
	const haveMoved = room.checkIn !== checkIn || room.checkOut !== checkOut;
	const areOthers = room.adults !== adults || room.children !== children;
	const channelSaid = {
		...(haveMoved && !isDesks('checkInDate', 'checkOutDate') ? { checkIn, checkOut } : {}),
		...(areOthers && !isDesks('adults', 'children') ? { adults, children } : {}),
	};
	return Object.keys(channelSaid).length > 0 ? { channelSaid } : {};
}

function warningsOf(stay: StateStay): string[] {
	const { booking, roomName, conflicts } = stay;
	const name = `Booking ${booking.bookingNumber} (${booking.checkInDate} to ${booking.checkOutDate})`;
	const inConflict = conflicts.map((kind) =>
		kind === 'no_room' ? `${name} has no room` : `${name} shares room ${roomName ?? '?'} with another`,
	);
	return [...inConflict, ...priceWarnings(name, stay)];
}

/**
 * SelfKey's column takes any text as a currency, and a mistyped one leaves a price that nobody can pass on. A booking that the
 * desk lets stand again after it was made free has its channel's price with the channel's next message, which may never come.
 */
function priceWarnings(name: string, { booking, baseline }: StateStay): string[] {
	const [now, before] = [currencyCode(booking.currency), baseline && currencyCode(baseline.currency)];
	if (now === null) {
		const what = `${name} has a currency that is no code such as CHF or EUR, so its price is not passed on; correct it in SelfKey`;
		return [priceToCheck(what)];
	}
	if (before !== null && now !== before) {
		const what = `${name} has its price in ${now}, and its channel has said ${before}; if that is a slip, correct it in SelfKey`;
		return [priceToCheck(what)];
	}
	if (booking.amount !== 0 || !baseline?.isMadeFree || baseline.amount === 0) return [];
	const price = `${baseline.amount} ${baseline.currency}`;
	return [priceToCheck(`${name} stands again at a price of 0, and its channel has said ${price}; enter it in SelfKey`)];
}
