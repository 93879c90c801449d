/**
 * 20,000 odd inputs, a million in `npm run test:fuzz`: none stops the messages beside it, leaks a card number or takes
 * a second.
 */
import fc from 'fast-check';
import { ValidationError } from '../../../core/payload/field-reader';
import { readPayment } from '../../../core/payment/read-payment';
import { sanitizeRow } from '../../../core/reservation/sanitize-row';
import { withoutCardNumbers } from '../../../core/text/card-numbers';
import { entriesOf } from '../../../core/calendar-feed/entry';
import { reservationOf } from '../../../core/calendar-feed/reservation-of';
import { readCalendar } from '../../../core/ical/read-calendar';
import { readReservation as readAirbnb } from '../../../nodes/Airbnb/reservations/airbnb.mapper';
import { itemOf as airbnbItem } from '../../../nodes/Airbnb/reservations/item';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { tryMap } from '../../../nodes/BookingCom/reservations/fetch-queues';
import { mapMessage, messagesOf } from '../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../../nodes/BookingCom/responses/read-response';
import { readGuest } from '../../../nodes/Opera/guests/guest';
import { operasOwn } from '../../../nodes/Opera/reservations/opera.mapper';
import { readStays } from '../../../nodes/Opera/reservations/opera-stay';
import { mapBooking } from '../../../nodes/SelfKey/webhook/booking.mapper';
import { messageOfCsv } from '../../../nodes/SelfKey/webhook/csv';
import { csvOf } from '../../../sandbox/selfkey/outgoing-body';
import { readEvent } from '../../../selfkey/webhook/read-events';
import { inASecond, within } from '../../support/cpu-time';
import { assertProperty } from '../../support/property';
import { leaks, typedText, type Typed } from '../../support/typed-texts';
import { wire } from '../../unit/nodes/Airbnb/support';

const observedAt = '2026-03-11T15:02:40.123Z#1';

/** Where a text may be put; in attributes without what would end them. */
const otaPlaces: Array<(text: string) => string> = [
	(text) => `<Comments><Comment><Text>${text}</Text></Comment></Comments>`,
	(text) =>
		`<SpecialRequests><SpecialRequest Name="${text.replaceAll('"', '')}"><Text>x</Text></SpecialRequest></SpecialRequests>`,
	(text) =>
		`<Profiles><ProfileInfo><Profile><Customer><PersonName><GivenName>Ann</GivenName><Surname>${text}</Surname></PersonName><Telephone PhoneNumber="${text.replaceAll('"', '')}"/><Email>${text}</Email></Customer></Profile></ProfileInfo></Profiles>`,
];
const otaMessage = (id: string, inside: string) =>
	`<HotelReservation><RoomStays><RoomStay IndexNumber="1"><RoomRates><RoomRate EffectiveDate="2026-03-29"/></RoomRates><BasicPropertyInfo HotelCode="7"/></RoomStay></RoomStays><ResGlobalInfo>${inside}<HotelReservationIDs><HotelReservationID ResID_Value="${id}"/></HotelReservationIDs></ResGlobalInfo></HotelReservation>`;
const bxmlMessage = (id: string, field: string, text: string) =>
	`<reservation><id>${id}</id><hotel_id>7</hotel_id><status>new</status><customer><${field}>${text}</${field}></customer><room><roomreservation_id>${id}1</roomreservation_id><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-30</departure_date></room></reservation>`;

function readOta(body: string) {
	const { root, unreadable } = readAnswer(body, 'queue');
	const mapped = messagesOf(root).map((message) =>
		tryMap(() => mapMessage(message, { queue: 'new', observedAt, propertyId: null })),
	);
	return { mapped, unreadable };
}

function readBxml(body: string) {
	const { root, unreadable } = readAnswer(body, 'bxml');
	const mapped = bxmlReservationsOf(root).map((message) =>
		tryMap(() => mapBxmlReservation(message, { observedAt, propertyId: null })),
	);
	return { mapped, unreadable };
}

function expectOthers({ mapped, unreadable }: ReturnType<typeof readOta>, typed: Typed): void {
	const ids = mapped.map((result) => (result instanceof Error ? result.message : result.reservationId));
	if (ids[0] !== '1' || ids.at(-1) !== '3' || mapped.length + unreadable.length !== 3)
		throw new Error(`Something stopped the others: ${ids.join()}`);
	if (leaks(mapped, typed)) throw new Error('A card number is left');
}

const context = { hotelSlug: 'paradise', integrationId: 'i', currency: 'EUR', receivedAt: observedAt };

const documented = (text: string) => ({
	hotel_id: 'paradise',
	external_id: 'r-1',
	channel: 'my-pms',
	room_type: 'Double',
	guest: { first_name: text, last_name: text, email: text, phone: text },
	check_in: '2027-03-29',
	check_out: '2027-03-31',
	total_amount: '100.00',
	guest_count: 2,
	rooms: [{ room_stay_id: '1', room_type: 'Double', room_name: text }],
});
const whole = (text: string) => ({
	reservation: {
		channel: 'my-pms',
		propertyId: '7',
		reservationId: 'r-1',
		event: 'new',
		status: 'confirmed',
		observedAt,
		checkIn: '2027-03-29',
		checkOut: '2027-03-31',
		rooms: [
			{
				roomStayId: '1',
				roomTypeId: 'Double',
				roomName: text,
				guests: [{ name: text }],
				mealPlan: text,
				remarks: [text, 'x', text],
			},
		],
		booker: {
			firstName: text,
			lastName: text,
			email: text,
			phone: text,
			country: text,
			nationality: text,
			language: text,
			address: text,
		},
		expectedArrival: text,
		services: [{ name: text }],
		taxes: [{ name: text, amount: { minor: 1, exponent: 2, currency: 'EUR' } }],
		payment: { model: 'hotel_collect', card: { brand: text, last4: '1111' } },
		remarks: [text, text],
		warnings: [text],
	},
});

const readAsPayment = (text: string) =>
	readPayment({
		event_type: 'payment_received',
		data: { payment_id: 'p-1', booking_number: 17, amount: '133.50', currency: 'EUR', method: text, note: text },
	});
const readAsRow = (text: string) =>
	sanitizeRow({ id: 'c1', clientLastName: text, hotelSlug: text, [text]: 1, room: { name: text, list: [text] } });

const soldBySelfKey = (text: string) => ({
	id: 'cm3k2v9x80000qw9d1a2b3c4d',
	hotelSlug: 'paradise',
	clientFirstName: text,
	clientLastName: text,
	clientEmail: 'a@example.com',
	clientPhone: text,
	checkInDate: '2027-03-29T00:00:00.000Z',
	checkOutDate: '2027-03-31T00:00:00.000Z',
	amount: 100,
	currency: 'EUR',
	room: { id: 'r1', name: text },
	establishment: { slug: 'paradise', name: text },
});
/** One of each kind: an id, texts, a number, a date, and what is JSON in a cell. */
const csvPlaces = [['id'], ['clientLastName'], ['clientPhone'], ['amount'], ['checkInDate'], ['room', 'name']];
const quoted = (booking: object): string => {
	const cells = (values: unknown[]) =>
		values
			.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
			.map((value) => `"${value.replaceAll('"', '""')}"`)
			.join(',');
	return `${cells(Object.keys(booking))}\n${cells(Object.values(booking))}\n`;
};

/** As OPERA writes one of its own reservations, and its guest. */
const operaAnswer = (text: string) => ({
	reservations: {
		reservationInfo: ['1', '2', '3'].map((id) => ({
			reservationIdList: [{ id, type: 'Reservation' }],
			reservationStatus: 'Reserved',
			roomStay: { arrivalDate: '2027-03-29', departureDate: '2027-03-31', roomType: 'CLA', adultCount: 2 },
			reservationGuest: { givenName: 'Ada', surname: id === '2' ? text : 'Favre', id: '9' },
			comments: [text, 'late', text].map((value) => ({ comment: { text: { value: id === '2' ? value : 'x' } } })),
		})),
	},
});
const operaGuest = (text: string) => ({
	guestDetails: {
		customer: {
			personName: [{ givenName: text, surname: text, nameType: 'Primary' }],
			language: text,
			nationality: text,
		},
		emails: { emailInfo: [{ email: { emailAddress: text } }] },
		telephones: { telephoneInfo: [{ telephone: { phoneNumber: text } }] },
	},
});

/** What the trigger gives out, and what *Get* does. */
function readOpera(text: string) {
	const guest = readGuest(JSON.parse(JSON.stringify(operaGuest(text))) as Record<string, unknown>, '9');
	const stays = readStays(JSON.parse(JSON.stringify(operaAnswer(text))) as Record<string, unknown>);
	const readAt = { instant: '2026-03-11T15:02:40.123Z', place: 1 };
	const own = stays.map((stay) => operasOwn(stay, { hotelId: 'H', guest, readAt, isKnown: false }));
	return { own, rows: sanitizeRow([guest, ...stays]) };
}

function readAirbnbWith(text: string) {
	const typed = wire({
		guest_details: { number_of_adults: 2 },
		guest_first_name: text,
		guest_last_name: text,
		guest_email: text,
		guest_phone_numbers: [text],
	});
	const context = { observedAt, hostId: '38831742' };
	return [typed, { ...typed, status_type: text }].map((entry) => airbnbItem(entry, readAirbnb(entry, context)));
}

/** As RFC 5545 has texts: commas, semicolons and backslashes escaped, lines on one line. */
const icalText = (text: string) => text.replace(/[\\,;]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');
function readIcal(text: string) {
	const event = (uid: string, typed: string) =>
		`BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART;VALUE=DATE:20270329\r\nDTEND;VALUE=DATE:20270331\r\nSUMMARY:Reserved - ${typed}\r\nDESCRIPTION:${typed}\r\nEND:VEVENT\r\n`;
	const body = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n${event('1', 'Ada')}${event('2', icalText(text))}${event('3', 'Bo')}END:VCALENDAR\r\n`;
	const reading = readCalendar(body, 'Europe/Zurich');
	if (!('calendar' in reading)) throw new Error(`The calendar is refused: ${reading.fault}`);
	const entries = entriesOf(reading.calendar, { today: '2027-01-01', longestStay: 90 });
	return entries.map((entry, place) =>
		reservationOf(
			{ channel: 'airbnb', propertyId: '1', listingId: '101' },
			{ event: 'new', reservationId: entry.uid, ...entry, at: new Date(0), place },
		),
	);
}

describe('an odd input', () => {
	it('stops no other message in OTA, and leaks nothing', () => {
		assertProperty(
			fc.property(typedText, fc.constantFrom(...otaPlaces), (typed, place) => {
				const body = `<OTA_HotelResNotifRQ><HotelReservations>${otaMessage('1', '')}${otaMessage('2', place(typed.text))}${otaMessage('3', '')}</HotelReservations></OTA_HotelResNotifRQ><!-- RUID: [abc] -->`;
				expectOthers(
					inASecond(() => readOta(body)),
					typed,
				);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('stops no other message in B.XML, and leaks nothing', () => {
		assertProperty(
			fc.property(typedText, fc.constantFrom('remarks', 'last_name', 'telephone', 'address'), (typed, field) => {
				const body = `<reservations>${bxmlMessage('1', 'remarks', '')}${bxmlMessage('2', field, typed.text)}${bxmlMessage('3', 'remarks', '')}</reservations><!-- RUID: [abc] -->`;
				expectOthers(
					inASecond(() => readBxml(body)),
					typed,
				);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('leaks nothing out of JSON, documented or whole', () => {
		assertProperty(
			fc.property(typedText, fc.constantFrom(documented, whole), (typed, write) => {
				const event = { event_type: 'new_reservation', data: write(typed.text) };
				let outcome: unknown;
				try {
					outcome = inASecond(() => readEvent(JSON.parse(JSON.stringify(event)), context));
				} catch (error) {
					if (!(error instanceof ValidationError)) throw error;
					outcome = error;
				}
				if (outcome instanceof Error || leaks(outcome, typed))
					throw outcome instanceof Error ? outcome : new Error('A card number is left');
			}),
			{ numRuns: 4_000 },
		);
	});

	it('leaks nothing out of a payment, or a row that SelfKey holds', () => {
		assertProperty(
			fc.property(typedText, fc.constantFrom(readAsPayment, readAsRow), (typed, read) => {
				if (
					leaks(
						inASecond(() => read(typed.text)),
						typed,
					)
				)
					throw new Error('A card number is left');
			}),
			{ numRuns: 2_000 },
		);
	});

	it('leaks nothing out of OPERA, Airbnb or a calendar, and stops nothing beside it', () => {
		assertProperty(
			fc.property(typedText, (typed) => {
				const opera = inASecond(() => readOpera(typed.text));
				if (opera.own.some((each) => each === null) || opera.own.length !== 3) throw new Error('A stay is missing');
				const airbnb = inASecond(() => readAirbnbWith(typed.text));
				const calendar = inASecond(() => readIcal(typed.text));
				const ids = calendar.map(({ reservationId }) => reservationId);
				if (!ids.includes('1') || !ids.includes('3')) throw new Error(`A stay is missing: ${ids.join()}`);
				if (leaks([opera, airbnb, calendar], typed)) throw new Error('A card number is left');
			}),
			{ numRuns: 2_000 },
		);
	});

	it('leaks nothing out of a CSV, quoted or as SelfKey writes it', () => {
		assertProperty(
			fc.property(typedText, fc.constantFrom(quoted, csvOf), (typed, write) => {
				const csv = write(soldBySelfKey(typed.text));
				const outcome = inASecond(() => {
					try {
						return mapBooking(messageOfCsv(csv, 'booking.completed'), observedAt);
					} catch (error) {
						if (!(error instanceof ValidationError)) throw error;
						return error;
					}
				});
				// What is only typed never makes a message unreadable that is written by the rules.
				if (write === quoted && outcome instanceof Error) throw outcome;
				if (leaks(outcome, typed)) throw new Error('A card number is left');
			}),
			{ numRuns: 2_000 },
		);
	});

	it('leaves no card number in a text, and the text is as it was the second time', () => {
		assertProperty(
			fc.property(typedText, (typed) => {
				const once = inASecond(() => withoutCardNumbers(typed.text));
				if (leaks(once, typed)) throw new Error('A card number is left');
				expect(withoutCardNumbers(once)).toBe(once);
			}),
			{ numRuns: 5_000 },
		);
	});
});

describe('a million characters', () => {
	const long = {
		words: 'word '.repeat(200_000),
		digits: '4'.repeat(1_000_000),
		zeros: `0.${'0'.repeat(999_997)}1`,
		groups: '4111 '.repeat(200_000),
		names: '安全码'.repeat(333_333),
	};

	it.each(Object.entries(long))('of %s are read in a second from OPERA, Airbnb and a calendar', (_, text) => {
		inASecond(() => readAirbnbWith(text));
		inASecond(() => readIcal(text));
		// Each of ten texts that long is searched whole, as a row of OPERA's has no limit.
		within(10, () => readOpera(text));
	});

	it.each([...Object.entries(long), ['commas', ','.repeat(1_000_000)], ['quotes', '"'.repeat(1_000_000)]])(
		'of %s are read or refused in a second wherever they are in a CSV of SelfKey’s',
		(_, text) => {
			const sold = soldBySelfKey('x');
			for (const place of csvPlaces)
				for (const write of [quoted, csvOf]) {
					const data = structuredClone(sold) as Record<string, unknown>;
					put(data, place, text);
					const csv = write(data);
					inASecond(() => {
						try {
							mapBooking(messageOfCsv(csv, 'booking.completed'), observedAt);
						} catch (error) {
							if (!(error instanceof ValidationError)) throw error;
							expect(error.message.length).toBeLessThan(1_000);
						}
					});
				}
		},
	);

	it.each(Object.entries(long))('of %s are read in a second wherever they are in a payload', (_, text) => {
		for (const write of [documented, whole]) {
			const places = placesIn(write('x'));
			for (const place of places) {
				const data = write('x') as Record<string, unknown>;
				put(data, place, text);
				inASecond(() => {
					try {
						readEvent({ event_type: 'new_reservation', data }, context);
					} catch (error) {
						if (!(error instanceof ValidationError)) throw error;
						expect(error.message.length).toBeLessThan(1_000);
					}
				});
			}
		}
	});

	it.each(Object.entries(long))(
		'of %s are read in a second wherever they are in a message of Booking.com',
		(_, text) => {
			for (const place of otaPlaces) {
				const body = `<OTA_HotelResNotifRQ><HotelReservations>${otaMessage('1', place(text))}</HotelReservations></OTA_HotelResNotifRQ>`;
				expect(inASecond(() => readOta(body).mapped)).toHaveLength(1);
			}
			for (const field of ['remarks', 'last_name', 'telephone', 'address']) {
				const body = `<reservations>${bxmlMessage('1', field, text)}</reservations>`;
				expect(inASecond(() => readBxml(body).mapped)).toHaveLength(1);
			}
		},
	);
});

/** The places of the texts in an object. */
function placesIn(value: unknown, path: string[] = []): string[][] {
	if (value === null || typeof value !== 'object') return [path];
	return Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]));
}

function put(data: Record<string, unknown>, [key, ...rest]: string[], text: string): void {
	if (key === undefined) return;
	if (rest.length === 0) data[key] = text;
	else put(data[key] as Record<string, unknown>, rest, text);
}
