/**
 * A booking as SelfKey's own webhook sends it → Reservation. Pure. The message contains the room's door code and the
 * guest's identity documents; they go no further than here, unless they are requested through `privateOf`.
 */
import { idOrNull, recordOf, ValidationError } from '../../../core/payload/field-reader';
import { OWN_CHANNEL } from '../../../core/channel/channels';
import { reservation, roomStay } from '../../../core/reservation/build';
import { calendarDate, isIsoDate, isStorableInstant } from '../../../core/reservation/dates';
import { code } from '../../../core/reservation/sanitize-reservation';
import { unknownBooker, type Reservation } from '../../../core/reservation/model';
import { moneyFromDecimal } from '../../../core/reservation/money';
import { unreadAmounts } from '../../../core/reservation/unread-amounts';
import { headcount, sanitizeFreeText, textOf } from '../../../core/text/read-text';

const EVENTS: Readonly<Record<string, Reservation['event']>> = {
	'booking.completed': 'new',
	'booking.updated': 'modified',
	'booking.cancelled': 'cancelled',
};

const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** What SelfKey sells by the hour: a place in the car park, without a room and without a night. */
const SOLD_BY_THE_HOUR: readonly unknown[] = ['day', 'day_parking'];

/** What SelfKey's own form takes, and no more is asked for: something on both sides of the sign, without a blank or comma. */
const EMAIL = /^[^\s,@]+@[^\s,]+$/;

/** The events that SelfKey documents. */
export const BOOKING_EVENTS: readonly string[] = Object.keys(EVENTS);

export interface PrivateFields {
	/** Of the room's door. */
	accessCode: string | null;
	/** As given by the guest or the front desk. */
	identity: Record<string, string | null>;
}

/** Whether the message is about somebody's stay. */
export function isOfStay(message: unknown): boolean {
	return !SOLD_BY_THE_HOUR.includes(recordOf(recordOf(message).data).bookingType);
}

/**
 * Maps one message of a stay, `{ event, timestamp, data }`.
 * @param seenAt used if the message does not say when it was made
 * @throws ValidationError naming the fields that are missing or wrong
 */
export function mapBooking(message: unknown, seenAt: string | null = null): Reservation {
	const { event, timestamp, data } = recordOf(message);
	const booking = recordOf(data);
	if (typeof event !== 'string' || !BOOKING_EVENTS.includes(event)) {
		throw new ValidationError(`Missing or unknown: event (expected one of ${BOOKING_EVENTS.join(', ')})`, ['event']);
	}
	const id = idOf(booking.id);
	const hotelSlug = idOf(booking.hotelSlug) ?? idOf(recordOf(booking.establishment).slug);
	const checkIn = calendarDate(textOf(booking.checkInDate));
	const lastDay = calendarDate(textOf(booking.checkOutDate));
	// Where the check-in is wrong, nothing is known of the order.
	const checkOut = checkIn === null || lastDay === null || lastDay > checkIn ? lastDay : null;
	const at = textOf(timestamp);
	const madeAt = at === null ? null : instantOf(at);
	const observedAt = at === null ? seenAt : madeAt && `${madeAt.toISOString()}#1`;
	if (observedAt === null || id === null || hotelSlug === null || checkIn === null || checkOut === null) {
		const wrong = Object.entries({
			timestamp: observedAt,
			'data.id': id,
			'data.hotelSlug': hotelSlug,
			'data.checkInDate': checkIn,
			'data.checkOutDate': checkOut,
		})
			.filter(([, value]) => value === null)
			.map(([name]) => name);
		throw new ValidationError(`Missing or invalid: ${wrong.join(', ')}`, wrong);
	}

	const kind = EVENTS[event] ?? 'modified';
	const status = kind === 'cancelled' ? 'cancelled' : 'confirmed';
	const people = { adults: headcount(booking.adults), children: headcount(booking.children) };
	const total = moneyFromDecimal(
		typeof booking.amount === 'number' ? booking.amount : textOf(booking.amount),
		textOf(booking.currency),
	);
	const room = roomStay({
		roomStayId: id,
		roomName: textOf(recordOf(booking.room).name),
		checkIn,
		checkOut,
		status,
		...people,
		total,
	});
	const givenEmail = textOf(booking.clientEmail);
	const email = givenEmail !== null && EMAIL.test(givenEmail) ? givenEmail : null;
	return reservation({
		channel: OWN_CHANNEL,
		propertyId: hotelSlug,
		reservationId: id,
		event: kind,
		status,
		observedAt,
		checkIn,
		checkOut,
		rooms: [room],
		booker: {
			...unknownBooker(),
			firstName: textOf(booking.clientFirstName),
			lastName: textOf(booking.clientLastName),
			email,
			phone: textOf(booking.clientPhone),
			country: textOf(booking.clientCountry),
			language: textOf(booking.bookingLocale),
		},
		...people,
		total,
		bookedAt: textOf(booking.bookingDate),
		warnings: [
			...unreadAmounts(total === null && (booking.amount ?? '') !== '' ? ['amount'] : []),
			...(givenEmail !== email ? ['The e-mail address is none, and was not taken: clientEmail'] : []),
		],
	});
}

function idOf(value: unknown): string | null {
	return idOrNull(textOf(value));
}

/** Private fields of the message that are not part of the reservation. */
export function privateOf(message: unknown): PrivateFields {
	const booking = recordOf(recordOf(message).data);
	const client = (name: string) => sanitizeFreeText(textOf(booking[`client${name}`]));
	return {
		accessCode: textOf(recordOf(booking.room).accessCode),
		identity: {
			birthDate: calendarDate(client('BirthDate')),
			birthPlace: client('BirthPlace'),
			address: client('Address'),
			postalCode: client('PostalCode'),
			city: client('City'),
			country: client('Country'),
			idType: client('IdType'),
			// A number of its own, which may be as long as a card's.
			idNumber: code(textOf(booking.clientIdNumber), 'idNumber', new Set()),
			vehicleNumber: client('VehicleNumber'),
		},
	};
}

/** ISO 8601 with Z or an offset, else `null`: the engine would read a time without one in the server's zone, and `1` as a year. */
function instantOf(text: string): Date | null {
	const [, day = '', time = '', sign = '', hours = '', minutes = ''] = ISO_INSTANT.exec(text) ?? [];
	// It would also take 30 February for a day in March.
	const instant = isIsoDate(day) ? new Date(`${day}T${time}${sign === '' ? 'Z' : `${sign}${hours}:${minutes}`}`) : null;
	return instant && isStorableInstant(instant) ? instant : null;
}
