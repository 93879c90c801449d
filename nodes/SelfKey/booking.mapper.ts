/**
 * A booking as SelfKey's own webhook sends it → Reservation. Pure. The door code of the room and the guest's
 * papers are in that message; they do not get further than here.
 */
import { calendarDate, nightsBetween } from '../shared/reservation/dates';
import { withFingerprint } from '../shared/reservation/fingerprint';
import { reservationKey, type Reservation, type RoomStay } from '../shared/reservation/model';
import { moneyFromDecimal } from '../shared/reservation/money';

const EVENTS: Readonly<Record<string, Reservation['event']>> = {
	'booking.completed': 'new',
	'booking.updated': 'modified',
	'booking.cancelled': 'cancelled',
};

/** What is wrong with a message, by the names of its fields only. */
export class UnusableBooking extends Error {
	override readonly name = 'UnusableBooking';
}

/** The events that SelfKey documents. */
export function isBookingEvent(event: unknown): event is string {
	return typeof event === 'string' && Object.hasOwn(EVENTS, event);
}

/**
 * Maps one message, `{ event, timestamp, data }`.
 * @throws UnusableBooking naming the fields that are missing or wrong
 */
export function mapBooking(message: unknown): Reservation {
	const { event, timestamp, data } = fieldsOf(message);
	const booking = fieldsOf(data);
	const id = textOf(booking.id);
	const hotelSlug = textOf(booking.hotelSlug) ?? textOf(fieldsOf(booking.establishment).slug);
	const checkIn = calendarDate(textOf(booking.checkInDate));
	const checkOut = calendarDate(textOf(booking.checkOutDate));
	const at = textOf(timestamp);
	const wrong = Object.entries({
		event: isBookingEvent(event),
		timestamp: at !== null && !Number.isNaN(Date.parse(at)),
		'data.id': id !== null,
		'data.hotelSlug': hotelSlug !== null,
		'data.checkInDate': checkIn !== null,
		'data.checkOutDate': checkOut !== null,
	}).filter(([, right]) => !right);
	if (wrong.length > 0 || !isBookingEvent(event) || at === null || id === null || hotelSlug === null || checkIn === null || checkOut === null) {
		throw new UnusableBooking(`Missing or invalid: ${wrong.map(([name]) => name).join(', ')}`);
	}

	const kind = EVENTS[event] ?? 'modified';
	const status = kind === 'cancelled' ? 'cancelled' : 'confirmed';
	const people = { adults: countOf(booking.adults), children: countOf(booking.children) };
	const total = moneyFromDecimal(typeof booking.amount === 'number' ? booking.amount : textOf(booking.amount), textOf(booking.currency));
	const room: RoomStay = {
		roomStayId: id,
		roomTypeId: null,
		roomName: textOf(fieldsOf(booking.room).name),
		ratePlanId: null,
		checkIn,
		checkOut,
		status,
		...people,
		childAges: [],
		guests: [],
		mealPlan: null,
		total,
		nightlyRates: [],
		remarks: [],
	};
	return withFingerprint({
		key: reservationKey('selfkey', hotelSlug, id),
		channel: 'selfkey',
		propertyId: hotelSlug,
		reservationId: id,
		event: kind,
		status,
		revision: null,
		observedAt: `${new Date(at).toISOString()}#1`,
		checkIn,
		checkOut,
		nights: nightsBetween(checkIn, checkOut),
		rooms: [room],
		booker: {
			firstName: textOf(booking.clientFirstName),
			lastName: textOf(booking.clientLastName),
			email: textOf(booking.clientEmail),
			phone: textOf(booking.clientPhone),
			country: textOf(booking.clientCountry),
			nationality: null,
			language: textOf(booking.bookingLocale),
			address: null,
		},
		...people,
		expectedArrival: null,
		total,
		taxes: [],
		fees: [],
		services: [],
		commission: null,
		payout: null,
		cancellationFee: null,
		cancelledAt: null,
		payment: { model: null, card: null },
		bookedAt: textOf(booking.bookingDate),
		remarks: [],
		warnings: [],
	});
}

function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() || null : null;
}

function countOf(value: unknown): number | null {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
